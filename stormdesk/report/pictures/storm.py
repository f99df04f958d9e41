"""The storm beside the county: its track, its wind circles, and where it was said to go."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Final, TypeVar

from matplotlib.axes import Axes

from stormdesk.domain.circles import Circle, circle_polygon, radii_of
from stormdesk.domain.county import County
from stormdesk.domain.county_profile import Bounds
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, distance_km
from stormdesk.domain.wind import GRADE_NAMES, StormGrade
from stormdesk.outlook.ground import Ground
from stormdesk.report.pictures import canvas
from stormdesk.report.pictures.shapes import cut, fill, frame
from stormdesk.report.stand import short_minute
from stormdesk.store.storms import read_fixes, read_forecasts

Row = TypeVar("Row", Fix, ForecastPoint)
CIRCLES: Final = (
    (Circle.SEVEN, "-", canvas.SOON),
    (Circle.TEN, "--", canvas.LATE),
    (Circle.TWELVE, ":", "#7a1fa2"),
)
_MARGIN_DEG, _LEAST_DEG, _MOST_DEG = 2.5, 9.0, 24.0
_BACK, _AHEAD = 20, 8


def draw_storm(axes: Axes, ground: Ground, county: County, moment: Moment, storm_id: str | None) -> str:
    """Draw where the storm is seen from the county and tell it in words."""
    canvas.quiet(axes)
    axes.set_xticks([])
    axes.set_yticks([])
    agencies = county.profile.storm_agencies
    track = preferred(read_fixes(ground.store, storm_id, moment), agencies) if storm_id else ()
    if not track:
        axes.text(
            0.5,
            0.5,
            "没有台风定位",
            ha="center",
            va="center",
            fontsize=canvas.USUAL,
            transform=axes.transAxes,
        )
        return ""
    ahead = preferred(read_forecasts(ground.store, str(storm_id), moment), (track[-1].agency,))
    ahead = [point for point in ahead if point.valid_at > moment.as_of][:_AHEAD]
    _draw_ground(axes, county, track[-1])
    _draw_course(axes, track, ahead)
    centre = county.profile.centre
    axes.plot([centre.lon], [centre.lat], marker="*", color=canvas.LINK, markersize=7, zorder=8)
    return _told(track[-1], county)


def preferred(found: Mapping[str, Sequence[Row]], agencies: Sequence[str]) -> Sequence[Row]:
    """The rows of the agency that is trusted first, of those that have any."""
    return next((found[name] for name in agencies if found.get(name)), next(iter(found.values()), ()))


def _draw_ground(axes: Axes, county: County, last: Fix) -> None:
    bounds = _bounds(county, last)
    frame(axes, bounds)
    axes.set_facecolor("#f2f6fa")
    land = county.shapes.ocean_land or county.shapes.regional_land or county.shapes.land
    fill(axes, cut(land, bounds, 6.0), facecolor=canvas.LAND, edgecolor="#aab4bf", linewidth=0.3, zorder=1)


def _bounds(county: County, last: Fix) -> Bounds:
    """A frame that holds the county and the storm, neither too near nor the whole ocean."""
    centre = county.profile.centre
    south, north = sorted((centre.lat, last.lat))
    west, east = sorted((centre.lon, last.lon))
    side = (
        min(max(north - south, (east - west) * cos(radians(centre.lat)), _LEAST_DEG), _MOST_DEG) + _MARGIN_DEG
    )
    lat, lon = (south + north) / 2, (west + east) / 2
    wide = side / cos(radians(lat))
    return Bounds(west=lon - wide / 2, south=lat - side / 2, east=lon + wide / 2, north=lat + side / 2)


def _draw_course(axes: Axes, track: Sequence[Fix], ahead: Sequence[ForecastPoint]) -> None:
    last = track[-1]
    axes.plot(
        [fix.lon for fix in track], [fix.lat for fix in track], color=canvas.TEXT, linewidth=1.2, zorder=5
    )
    if ahead:
        axes.plot(
            [last.lon, *(point.lon for point in ahead)],
            [last.lat, *(point.lat for point in ahead)],
            color=canvas.TEXT, linewidth=0.9, linestyle=(0, (4, 2)), marker="o", markersize=1.8, zorder=5,
        )  # fmt: skip
    for circle, stroke, colour in CIRCLES:
        radii = radii_of(last, circle)
        if radii and max(radii) > 0:
            ring = circle_polygon(last.lat, last.lon, radii)
            axes.plot(
                [lon for _lat, lon in ring], [lat for lat, _lon in ring],
                color=colour, linestyle=stroke, linewidth=0.9, zorder=6,
            )  # fmt: skip
            south = min(ring)
            canvas.label(axes, (south[1], south[0]), f"{circle.value}级", color=colour, clip_on=True)
    axes.plot([last.lon], [last.lat], marker="o", color=canvas.LATE, markersize=4, zorder=7)


def _told(last: Fix, county: County) -> str:
    centre = county.profile.centre
    away = distance_km(last.lat, last.lon, centre.lat, centre.lon)
    grade = GRADE_NAMES[StormGrade(last.grade)] if last.grade is not None else ""
    wind = f" {last.wind_ms:.0f} m/s" if last.wind_ms is not None else ""
    kind = "事后最佳路径" if last.is_analysis_after else "实时定位"
    place = county.profile.name_zh
    return (
        f"{short_minute(last.fixed_at)} {grade}{wind}\n距{place} {away:.0f} km({last.agency},{kind})\n"
        "实线为走过的路径,虚线为预报,★ 为本市"
    )
