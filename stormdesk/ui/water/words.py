"""How the water's kinds, marks, states and grades are said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.water.meeting import Meets
from stormdesk.domain.water.rain import WINDOWS_H
from stormdesk.domain.water.records import (
    Crossing,
    GaugeKind,
    Level,
    Mark,
    MarkName,
    RainSum,
    Standing,
    Trend,
)
from stormdesk.domain.water.sea_level import HighWaterAhead
from stormdesk.ui.page import Page
from stormdesk.ui.render import duration, near_time, spelled
from stormdesk.ui.text import _, language

KINDS: Final[Mapping[GaugeKind, str]] = {
    GaugeKind.RAIN: N_("雨量站"),
    GaugeKind.RIVER: N_("河道水位站"),
    GaugeKind.RESERVOIR: N_("水库站"),
    GaugeKind.TIDE: N_("潮位站"),
}
MARKS: Final[Mapping[MarkName, str]] = {
    MarkName.WARNING: N_("警戒水位"),
    MarkName.GUARANTEED: N_("保证水位"),
    MarkName.FLOOD_LIMIT: N_("汛限水位"),
    MarkName.DESIGN: N_("设计洪水位"),
    MarkName.BLUE: N_("蓝色警戒潮位"),
    MarkName.YELLOW: N_("黄色警戒潮位"),
    MarkName.ORANGE: N_("橙色警戒潮位"),
    MarkName.RED: N_("红色警戒潮位"),
}
STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.NO_READING: N_("无读数"),
    Standing.STALE: N_("读数过期"),
    Standing.NO_MARKS: N_("标准值未知"),
    Standing.BELOW: N_("低于已知标准值"),
    Standing.REACHED: N_("达到标准值"),
}
CERTAINTIES: Final[Mapping[Certainty, str]] = {
    Certainty.OFFICIAL: N_("正式文本"),
    Certainty.PUBLISHED: N_("公开资料"),
    Certainty.DEFAULT: N_("默认值,非官方"),
    Certainty.SYNTHETIC: N_("合成"),
}
MEETS: Final[Mapping[Meets, str]] = {
    Meets.ALL: N_("三碰头"),
    Meets.MAYBE: N_("不能排除"),
    Meets.NOT: N_("不碰头"),
}
UNKNOWN: Final = N_("未知")


def mark_words(mark: Mark) -> str:
    """Say a mark with its height, or that nobody knows it; made-up ones say so."""
    name = _(MARKS[mark.name])
    if mark.level_m is None:
        return _("{mark} 未知").format(mark=name)
    drill = _("(演练设定)") if is_made_up(mark) else ""
    return f"{name} {mark.level_m:.2f} m{drill}"


def is_made_up(mark: Mark) -> bool:
    """Whether a mark was set for a drill."""
    return mark.certainty is Certainty.SYNTHETIC or "演练" in mark.source or "合成" in mark.source


def standing_words(level: Level) -> str:
    """Say how a level stands, by the mark that it has reached."""
    if level.reached is None:
        return _(STANDINGS[level.standing])
    name = _(MARKS[level.reached.name])
    verb = _("超{mark}") if level.reached.name is MarkName.FLOOD_LIMIT else _("达到{mark}")
    return verb.format(mark=name)


def metres(value: float | None) -> str:
    """A height in metres; unknown is never zero."""
    return _(UNKNOWN) if value is None else f"{value:.2f} m"


def trend_words(trend: Trend | None) -> str:
    """How a level moves, in centimetres per hour."""
    if trend is None:
        return _("趋势未知")
    sign = "↑" if trend.slope_mh > 0 else "↓" if trend.slope_mh < 0 else "→"
    return _("{sign} {cm} 厘米/小时").format(sign=sign, cm=f"{abs(trend.slope_mh) * 100:.1f}")


def crossing_words(crossing: Crossing | None, now: datetime) -> str:
    """In how long a mark is reached at the trend, with the earliest and latest."""
    if crossing is None:
        return "—"
    name = _(MARKS[crossing.mark.name])
    if crossing.at is None:
        return _("{mark}:按此趋势不会到").format(mark=name)
    text = _("{mark}:约 {left} 后({at})").format(
        mark=name, left=spelled(max(crossing.at - now, timedelta())), at=near_time(crossing.at, now)
    )
    early, late = crossing.earliest_at, crossing.latest_at
    if early == crossing.at == late:
        return text
    first = "—" if early is None else near_time(early, now)
    last = _("或不到") if late is None else near_time(late, now)
    return f"{text} [{first}–{last}]"


def rain_words(one: RainSum) -> str:
    """A sum of rain; with gaps it is at least so much, and says how much was covered."""
    if one.mm is None:
        return _(UNKNOWN)
    if one.is_complete:
        return f"{one.mm:.1f}"
    return f"≥{one.mm:.1f} ({one.covered:.0%})"


def grade_words(page: Page, code: str | None, *, hours: int = 24) -> str:
    """The name of a grade of rain."""
    for grade in page.county.reference.rain_grades:
        if (grade.code, grade.window_h) == (code, hours):
            return grade.name(language())
    return "—"


def reached_words(high: HighWaterAhead) -> str:
    """Which mark a high water is expected to reach; unknown marks are said to be unknown."""
    if high.mark is not None:
        return mark_words(high.mark)
    is_unknown = all(answer is None for answer in high.reached.values())
    return _("警戒潮位未知") if is_unknown else _("未达已知标准值")


def age_words(age: timedelta | None) -> str:
    """How old a reading is."""
    return _("从未") if age is None else duration(age)


def yes_words(answer: bool | None) -> str:  # noqa: FBT001  an answer
    """Yes, no, or unknown."""
    return {True: _("是"), False: _("否"), None: _(UNKNOWN)}[answer]


def window_names() -> list[str]:
    """The windows of rain as headings."""
    return [_("{hours}小时 mm").format(hours=hours) for hours in WINDOWS_H]
