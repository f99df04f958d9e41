"""The five curves of the work with their deadlines, and the storm and the tide under them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from stormdesk.domain.circles import Circle, centre_of, stay
from stormdesk.domain.county import County
from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.domain.storm_table import reaches
from stormdesk.domain.tide import predict
from stormdesk.domain.track import Fix, nearest_approach
from stormdesk.outlook.ground import Ground
from stormdesk.report.pictures import canvas
from stormdesk.report.pictures.canvas import Size
from stormdesk.report.pictures.deadlines import Due, deadlines
from stormdesk.report.pictures.storm import preferred
from stormdesk.report.stand import Stand, short_minute, stand_of
from stormdesk.store.storms import read_fixes

CURVES_SIZE: Final[Size] = (16.0, 15.5)
WORK: Final = {
    "responsible_person": ("责任人到岗", "人"),
    "evacuee": ("人员转移", "人"),
    "vessel": ("船舶回港", "艘"),
    "site": ("工地停工", "个"),
    "shelter": ("避灾场所开放", "处"),
}
HEIGHTS: Final = (1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.7)
CIRCLES: Final[dict[Circle, dict[str, Any]]] = {
    Circle.SEVEN: {"facecolor": canvas.PALE_SOON, "alpha": 0.6, "linewidth": 0},
    Circle.TEN: {"facecolor": canvas.LATE, "alpha": 0.25, "linewidth": 0},
}
_HOUR: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(hours=120)


def curves_picture(ground: Ground, county: County, moment: Moment, *, size: Size = CURVES_SIZE) -> bytes:
    """The curves as PNG, `size` in centimetres; raises NoChineseFont where they could not be lettered."""
    figure = canvas.new_figure(size)
    stand = stand_of(ground, moment)
    ends_at = min(moment.as_of, stand.closed_at or moment.as_of)
    starts_at = max(stand.opened_at, ends_at - _LONGEST)
    grid = figure.add_gridspec(
        len(HEIGHTS), 1, height_ratios=HEIGHTS, left=0.172, right=0.985, top=0.93, bottom=0.085, hspace=0.16
    )
    panels: list[Axes] = [figure.add_subplot(grid[row, 0]) for row in range(len(HEIGHTS))]
    track = _track(ground, county, moment, stand)
    nearest = nearest_approach(track, county.profile.centre.lat, county.profile.centre.lon)
    dues = deadlines(ground, moment, None if nearest is None else nearest.at)
    _draw_work(panels, ground, moment, dues)
    _draw_distance(panels[-2], county, track)
    _draw_tide(panels[-1], ground, starts_at, ends_at)
    latest = max([ends_at, *(due.last_at for due in dues.values())])
    for axes in panels:
        _finish(axes, starts_at, min(latest, ends_at + 12 * _HOUR) + _HOUR, is_last=axes is panels[-1])
        axes.axvline(_x(moment.as_of), color=canvas.LINK, linewidth=0.7, linestyle=":")
    canvas.write_head_and_foot(
        figure,
        f"{county.profile.name_zh}各项工作完成情况与时限",
        stand,
        "红色竖线为最早时限,浅红带至最晚时限(按到达时间推算);灰色横线为总数;潮位为天文潮,不含增水",
    )
    return canvas.png_bytes(figure)


def _draw_work(panels: Sequence[Axes], ground: Ground, moment: Moment, dues: Mapping[str, Due]) -> None:
    asked: dict[str, Any] = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "until_at": moment.as_of,
        "is_then": False,
    }
    curves = ground.store.frame("replay/curves", **asked)
    totals = {row["subject"]: row for row in ground.store.frame("replay/numbers", **asked).to_dict("records")}
    for axes, (subject, (name, measure)) in zip(panels, WORK.items(), strict=False):
        now = totals.get(subject, {"done": 0, "total": 0})
        _draw_curve(axes, curves[curves["subject"] == subject], int(now["total"]))
        due = dues.get(subject)
        if due is not None:
            _draw_due(axes, due)
        rows = curves[curves["subject"] == subject]
        most = int(rows["done"].max()) if len(rows) else 0
        axes.set_ylabel(
            f"{name}\n总数 {int(now['total']):,} {measure}\n最多 {most:,}\n此刻 {int(now['done']):,}",
            fontsize=canvas.SMALL, color=canvas.TEXT, rotation=0, ha="right", va="center", linespacing=1.5,
        )  # fmt: skip


def _draw_curve(axes: Axes, rows: pd.DataFrame, total: int) -> None:
    shown = rows["hour_at"]
    done = rows["done"].to_numpy(dtype=float)
    times = [_x(at.to_pydatetime()) for at in shown]
    axes.fill_between(times, done, step="post", color=canvas.DONE, alpha=0.18, linewidth=0)
    axes.step(times, done, where="post", color=canvas.DONE, linewidth=1.3)
    most = max(total, float(done.max()) if len(done) else 0.0, 1.0)
    axes.axhline(total, color=canvas.MUTED, linewidth=0.6, linestyle=(0, (2, 2)))
    axes.set_ylim(0, most * 1.22)


def _draw_due(axes: Axes, due: Due) -> None:
    first, last = _x(due.first_at), _x(due.last_at)
    if last > first:
        axes.axvspan(first, last, color=canvas.LATE, alpha=0.10, linewidth=0)
    axes.axvline(first, color=canvas.LATE, linewidth=1.0, linestyle="--")
    canvas.label(
        axes, (first, 0.98), f"时限 {short_minute(due.first_at)} ", color=canvas.LATE, ha="right", va="top",
        transform=axes.get_xaxis_transform(), clip_on=True,
    )  # fmt: skip


def _track(ground: Ground, county: County, moment: Moment, stand: Stand) -> Sequence[Fix]:
    """The storm's course since shortly before the run was opened."""
    found = read_fixes(ground.store, stand.storm_id, moment) if stand.storm_id else {}
    track = preferred(found, county.profile.storm_agencies)
    return [fix for fix in track if fix.fixed_at >= stand.opened_at - 6 * _HOUR]


def _draw_distance(axes: Axes, county: County, track: Sequence[Fix]) -> None:
    axes.set_ylabel(
        "台风距离\nkm", fontsize=canvas.SMALL, color=canvas.TEXT, rotation=0, ha="right", va="center"
    )
    centre = county.profile.centre
    known = reaches(track, centre.lat, centre.lon)
    if not known:
        axes.text(
            0.5,
            0.5,
            "没有台风定位",
            ha="center",
            va="center",
            fontsize=canvas.SMALL,
            transform=axes.transAxes,
        )
        return
    axes.plot(
        [_x(reach.at) for reach in known], [reach.distance_km for reach in known],
        color=canvas.TEXT, linewidth=1.2,
    )  # fmt: skip
    axes.set_ylim(0, max(reach.distance_km for reach in known) * 1.1)
    nearest = min(known, key=lambda reach: reach.distance_km)
    axes.plot([_x(nearest.at)], [nearest.distance_km], marker="v", color=canvas.LATE, markersize=4)
    axes.text(
        0.01, 0.12, f"最近 {nearest.distance_km:.0f} km({short_minute(nearest.at)})",
        ha="left", va="bottom", fontsize=canvas.SMALL, color=canvas.TEXT, transform=axes.transAxes,
    )  # fmt: skip
    _draw_circles(axes, track, county)


def _draw_circles(axes: Axes, track: Sequence[Fix], county: County) -> None:
    """Shade while the county's centre lay inside a wind circle, as far as the circles are known."""
    centre = county.profile.centre
    for circle, look in CIRCLES.items():
        found = stay(centre.lat, centre.lon, [centre_of(fix, circle) for fix in track], circle)
        if found.first_at is None or found.last_at is None:
            continue
        axes.axvspan(_x(found.first_at), _x(found.last_at), **look)
        canvas.label(
            axes, (_x(found.first_at), 0.06), f" {circle.value}级风圈内", ha="left", va="bottom",
            transform=axes.get_xaxis_transform(), clip_on=True,
        )  # fmt: skip


def _draw_tide(axes: Axes, ground: Ground, starts_at: datetime, ends_at: datetime) -> None:
    axes.set_ylabel(
        "天文潮位\nm", fontsize=canvas.SMALL, color=canvas.TEXT, rotation=0, ha="right", va="center"
    )
    half_hours = int((ends_at - starts_at) / (_HOUR / 2)) + 26
    times = [starts_at + _HOUR / 2 * step for step in range(half_hours)]
    axes.plot([_x(at) for at in times], predict(ground.constituents, times), color=canvas.LINK, linewidth=0.9)
    axes.axhline(0, color=canvas.LINE, linewidth=0.5)


def _finish(axes: Axes, starts_at: datetime, ends_at: datetime, *, is_last: bool) -> None:
    canvas.quiet(axes)
    axes.set_xlim(_x(starts_at), _x(ends_at))
    _mark_days(axes.xaxis)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(visible=True, axis="x", color=canvas.LINE, linewidth=0.4)
    if not is_last:
        axes.tick_params(labelbottom=False)


def _mark_days(axis: Any) -> None:  # noqa: ANN401  matplotlib's dates are untyped
    dates: Any = mdates
    axis.set_major_locator(dates.DayLocator(tz=BEIJING))
    axis.set_minor_locator(dates.HourLocator(byhour=(6, 12, 18), tz=BEIJING))
    axis.set_major_formatter(dates.DateFormatter("%m-%d %H时", tz=BEIJING))


def _x(at: datetime) -> float:
    # Days since 1970, as matplotlib counts instants.
    return at.timestamp() / 86_400
