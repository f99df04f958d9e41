"""The three countdowns: wind, evacuation, sea; a question mark with its reason where none is known."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import Certainty, DeadlineRule
from stormdesk.domain.work.records import NoClock, WorkState
from stormdesk.ui.clock.tally import NOTHING, Tally
from stormdesk.ui.render import clock_time, left_or_over, spelled, whole
from stormdesk.ui.text import _
from stormdesk.ui.wall.approach import Arriving
from stormdesk.ui.wall.reading import Reading
from stormdesk.ui.wall.work import GATES

SOON = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """One tile: what it counts to, how long, and on what grounds."""

    title: str
    clock: str
    grounds: str
    rule: str
    left: timedelta | None
    state: str
    late_words: str = ""
    widened: str = ""


def countdowns(reading: Reading) -> list[dict[str, object]]:
    """The tiles as the template draws them; under a level the shortest that still runs is marked."""
    tiles = [_wind(reading), _evacuation(reading), _gates(reading)]
    running = [tile.left for tile in tiles if tile.left is not None and tile.left > timedelta(0)]
    shortest = min(running, default=None) if reading.level_code else None
    return [
        {
            "title": tile.title,
            "clock": tile.clock,
            "left": left_or_over(tile.left) if tile.left and tile.state in {"open", "soon"} else tile.clock,
            "grounds": tile.grounds,
            "widened": tile.widened,
            "rule": tile.rule,
            "state": tile.state,
            "late_words": tile.late_words,
            "is_shortest": tile.left is not None and tile.left == shortest,
        }
        for tile in tiles
    ]


def reason(arriving: Arriving) -> str:
    """Why there is no arrival."""
    if arriving.reason is NoClock.NOT_REACHED and arriving.forecast_to is not None:
        return _("预报到 {at} 仍不抵境").format(at=clock_time(arriving.forecast_to))
    return {
        NoClock.NO_STORM: _("尚无台风定位"),
        NoClock.NO_FORECAST: _("现无有效路径预报"),
        NoClock.NO_RADII: _("风圈半径未知"),
        NoClock.NOT_REACHED: _("预报时段内不抵境"),
    }.get(arriving.reason or NoClock.NO_RADII, "")


def circle_name(circle: Circle) -> str:
    """A circle by its force."""
    return {Circle.SEVEN: _("七级风圈"), Circle.TEN: _("十级风圈"), Circle.TWELVE: _("十二级风圈")}[circle]


def _wind(reading: Reading) -> Countdown:
    bands = reading.bands
    has_ten = bands[Circle.TEN].at is not None or bands[Circle.SEVEN].at is None
    main, other = (Circle.TEN, Circle.SEVEN) if has_ten else (Circle.SEVEN, Circle.TEN)
    band = bands[main]
    left = None if band.at is None else band.at - reading.as_of
    has_left = band.left_at is not None
    return Countdown(
        title=_("{circle}抵境").format(circle=circle_name(main)),
        clock=_wind_clock(left, has_left=has_left),
        grounds=_arrival(band),
        widened=_widened(band, reading.as_of),
        rule=_("{circle}:{when}").format(
            circle=circle_name(other), when=_arrival(bands[other], is_short=True)
        ),
        left=left,
        state="done" if has_left else _state(left),
        late_words=_("已抵境"),
    )


def _wind_clock(left: timedelta | None, *, has_left: bool) -> str:
    if has_left:
        return _("已离境")
    if left is None:
        return "?"
    return spelled(left) if left >= timedelta(0) else _("已 {time}").format(time=spelled(left))


def _arrival(band: Arriving, *, is_short: bool = False) -> str:
    """As analysed once it has come; until then the earliest and latest of the agencies, and how many."""
    if band.at is None:
        return "? " + reason(replace(band, forecast_to=None) if is_short else band)
    if band.left_at is not None:
        return _("{at} 离境").format(at=clock_time(band.left_at))
    if band.analysed_by is not None:
        return _("{at} 抵境 · {agency}定位").format(at=clock_time(band.at), agency=_(band.analysed_by))
    how = _("推算") if band.is_modelled else _("按风圈预报")
    return _("{span} · {k}/{n} 家 · {how}").format(
        span=_span(band.at, band.latest_at), k=band.inside_count, n=band.agency_count, how=how
    )


def _widened(band: Arriving, as_of: datetime) -> str:
    """From when to when it may come by the error that forecasts have; open where it may miss the county."""
    if band.at is None or band.analysed_by is not None or band.soonest_at is None:
        return ""
    soonest = _("即刻") if band.soonest_at <= as_of else clock_time(band.soonest_at)
    if band.farthest_at is None:
        return _("计误差 {at} 起,或不到").format(at=soonest)
    return _("计误差 {at}–{latest}").format(at=soonest, latest=clock_time(band.farthest_at))


def _span(first: datetime, last: datetime | None) -> str:
    """From the earliest to the latest agency; the day is written once when it is the same."""
    if last is None or last - first < timedelta(minutes=1):
        return clock_time(first)
    pattern = "%H:%M" if clock_time(first, "%m-%d") == clock_time(last, "%m-%d") else "%m-%d %H:%M"
    return f"{clock_time(first)}–{clock_time(last, pattern)}"


def _evacuation(reading: Reading) -> Countdown:
    title, people = _("转移最晚开始"), reading.standings["evacuee"]
    tile = _started(reading, reading.work.of("evacuee"), _rule_of(reading, "evacuation_done"), title=title)
    if people.count("total") and not people.count("left_count"):
        moved = _("{n} 人全部转移").format(n=whole(people.count("total")))
        return replace(tile, clock=_("✓ 完成"), grounds=moved, left=None, state="done")
    return tile


def _gates(reading: Reading) -> Countdown:
    title, counted = _("海塘闸口关闭"), reading.work.by_rule.get(GATES, NOTHING)
    if counted.count(*WorkState) and counted.worst == "done":
        done = _("{n} 处全部关闭").format(n=whole(counted.count(WorkState.DONE)))
        return Countdown(title=title, clock=_("✓ 完成"), grounds=done, rule="", left=None, state="done")
    if reading.area_code is not None and not counted.count(*WorkState):
        none = _("本辖区名册上没有海塘闸口")
        return Countdown(title=title, clock="—", grounds=none, rule="", left=None, state="none")
    rule = _rule_of(reading, GATES)
    if counted.start_by is not None:
        return _started(reading, counted, rule, title=_("闸口最晚开始关闭"))
    high = reading.approach.high_water
    if high is None:
        return _counted(None, reading.as_of, title, "? " + _("潮汐未知"), rule)
    grounds = _("高潮 {at} {level} m · 天文潮").format(at=clock_time(high.at), level=f"{high.level_m:+.2f}")
    known = _rule(reading, GATES)
    is_coming = any(band.at is not None for band in reading.bands.values())
    due = None if known is None else high.at - timedelta(minutes=known.margin_min or 0)
    return _counted(due if is_coming else None, reading.as_of, title, grounds, rule)


def _started(reading: Reading, counted: Tally, rule: str, *, title: str) -> Countdown:
    """When the first of those that are left must begin and be done, and how many are past it."""
    if counted.start_by is None:
        is_coming = any(band.at is not None for band in reading.bands.values())
        why = "? " + (_("没有待办对象") if is_coming else reason(reading.bands[Circle.TEN]))
        return Countdown(title=title, clock="?", grounds=why, rule=rule, left=None, state="none")
    begin, end = clock_time(counted.start_by), clock_time(counted.finish_by)
    parts = [_("{start} 前开始"), _("{at} 前完成")]
    parts = [part.format(start=begin, at=end) for part in parts]
    if counted.is_night_cap:
        parts.append(_("入夜前完成"))
    tile = _counted(counted.start_by, reading.as_of, title, " · ".join(parts), rule)
    late = counted.count(WorkState.LATE, WorkState.IMPOSSIBLE)
    if not late:
        return tile
    people = counted.persons(WorkState.LATE, WorkState.IMPOSSIBLE)
    told = _("逾期 {n} 组 {people} 人") if people else _("逾期 {n} 处")
    return replace(tile, late_words=told.format(n=whole(late), people=whole(people)))


def _counted(at: datetime | None, as_of: datetime, title: str, grounds: str, rule: str) -> Countdown:
    left = None if at is None else at - as_of
    clock = spelled(left)
    if left is not None and left < timedelta(0):
        clock = _("超 {time}").format(time=clock)
    return Countdown(
        title=title,
        clock=clock,
        grounds=grounds,
        rule=rule,
        left=left,
        state=_state(left),
        late_words=_("已过时限"),
    )


def _rule_of(reading: Reading, code: str) -> str:
    """The rule's margin in a few words, and how sure it is."""
    rule = _rule(reading, code)
    if rule is None:
        return ""
    if rule.certainty is Certainty.OFFICIAL:
        sure = _("正式规定")
    elif rule.certainty is Certainty.PUBLISHED:
        sure = _("公开规定")
    else:
        sure = _("默认规则,非正式")
    return _("提前 {time} · {sure}").format(time=spelled(timedelta(minutes=rule.margin_min or 0)), sure=sure)


def _rule(reading: Reading, code: str) -> DeadlineRule | None:
    return next((rule for rule in reading.county.deadlines if rule.code == code), None)


def _state(left: timedelta | None) -> str:
    if left is None:
        return "none"
    if left < timedelta(0):
        return "late"
    return "soon" if left <= SOON else "open"
