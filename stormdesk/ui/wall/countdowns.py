"""The three countdowns: wind, evacuation, sea; a question mark with its reason where none is known."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.deadlines import Arrival, Deadline, Unknown
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.text import _
from stormdesk.ui.wall.reading import Reading

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


def countdowns(reading: Reading) -> list[dict[str, object]]:
    """The tiles as the template draws them; under a level the shortest that still runs is marked."""
    tiles = [_wind(reading), _evacuation(reading), _gates(reading)]
    running = [tile.left for tile in tiles if tile.left is not None and tile.left > timedelta(0)]
    shortest = min(running, default=None) if reading.level_code else None
    return [
        {
            "title": tile.title,
            "clock": tile.clock,
            "grounds": tile.grounds,
            "rule": tile.rule,
            "state": tile.state,
            "late_words": tile.late_words,
            "is_shortest": tile.left is not None and tile.left == shortest,
        }
        for tile in tiles
    ]


def reason(unknown: Unknown | None, arrival: Arrival | None = None) -> str:
    """Why there is no number."""
    if unknown is Unknown.NOT_REACHED and arrival is not None:
        return _("预报到 {at} 仍不抵境").format(at=clock_time(arrival.forecast_to))
    return {
        Unknown.NO_FIX: _("尚无台风定位"),
        Unknown.NO_FORECAST: _("现无有效路径预报"),
        Unknown.NO_RADII: _("风圈半径未知"),
        Unknown.NOT_REACHED: _("预报时段内不抵境"),
        Unknown.NO_LEVEL: _("未到相应响应级别"),
        Unknown.NO_TIDE: _("潮汐未知"),
        None: "",
    }[unknown]


def circle_name(circle: Circle) -> str:
    """A circle by its force."""
    return {Circle.SEVEN: _("七级风圈"), Circle.TEN: _("十级风圈"), Circle.TWELVE: _("十二级风圈")}[circle]


def _wind(reading: Reading) -> Countdown:
    arrivals = reading.approach.arrivals
    ten, seven = arrivals[Circle.TEN], arrivals[Circle.SEVEN]
    main, other = (ten, seven) if ten.at is not None or seven.at is None else (seven, ten)
    left = None if main.at is None else main.at - reading.as_of
    return Countdown(
        title=_("{circle}抵境").format(circle=circle_name(main.circle)),
        clock=_wind_clock(main, left),
        grounds=_arrival(main),
        rule=_("{circle}:{when}").format(circle=circle_name(other.circle), when=_arrival(other)),
        left=left,
        state="done" if main.until else _state(left),
        late_words=_("已抵境"),
    )


def _wind_clock(main: Arrival, left: timedelta | None) -> str:
    if left is None:
        return "?"
    if left >= timedelta(0):
        return duration(left)
    return _("已离境") if main.until else _("已 {time}").format(time=duration(-left))


def _arrival(one: Arrival) -> str:
    if one.at is None:
        return "? " + reason(one.reason, one)
    if one.until is not None:
        return _("{at} 离境").format(at=clock_time(one.until))
    modelled = _("推算") if one.is_modelled else _("按风圈预报")
    agency = _(one.agency) if one.agency else ""
    if one.is_analysed:
        return _("{at} 抵境 · {agency}定位").format(at=clock_time(one.at), agency=agency)
    return _("{at} · {agency} {issued} 预报 · {how}").format(
        at=clock_time(one.at),
        agency=agency,
        issued=clock_time(one.issued_at),
        how=modelled,
    )


def _evacuation(reading: Reading) -> Countdown:
    known = reading.deadlines["evacuation_done"]
    tile = _deadline(reading, known, title=_("转移截止"), grounds=_evacuation_grounds(known))
    people = reading.standings["evacuee"]
    if people.count("total") and not people.count("left_count"):
        return replace(tile, clock=_("✓ 完成"), left=None, state="done")
    return tile


def _evacuation_grounds(known: Deadline) -> str:
    if known.at is None:
        return ""
    parts = [clock_time(known.at)]
    if known.circle is not None:
        parts.append(_("按{circle}").format(circle=circle_name(known.circle)))
    if known.is_night_cap:
        parts.append(_("入夜前完成"))
    return " · ".join(parts)


def _gates(reading: Reading) -> Countdown:
    known, high = reading.deadlines["sea_wall_gates"], reading.approach.high_water
    grounds = (
        ""
        if high is None
        else _("高潮 {at} {level} m · 天文潮").format(at=clock_time(high.at), level=f"{high.level_m:+.2f}")
    )
    return _deadline(reading, known, title=_("海塘闸口关闭"), grounds=grounds)


def _deadline(reading: Reading, known: Deadline, *, title: str, grounds: str) -> Countdown:
    left = None if known.at is None else known.at - reading.as_of
    if left is None:
        clock = "?"
    elif left < timedelta(0):
        clock = _("超 {time}").format(time=duration(-left))
    else:
        clock = duration(left)
    return Countdown(
        title=title,
        clock=clock,
        grounds=grounds or "? " + reason(known.reason),
        rule=_rule(known),
        left=left,
        state=_state(left),
        late_words=_("已过时限"),
    )


def _rule(known: Deadline) -> str:
    """The rule in a few words, and how sure it is."""
    if known.rule.certainty is Certainty.OFFICIAL:
        sure = _("正式规定")
    elif known.rule.certainty is Certainty.PUBLISHED:
        sure = _("公开规定")
    else:
        sure = _("默认规则,非正式")
    minutes = known.rule.margin_min or 0
    return _("提前 {time} · {sure}").format(time=duration(timedelta(minutes=minutes)), sure=sure)


def _state(left: timedelta | None) -> str:
    if left is None:
        return "none"
    if left < timedelta(0):
        return "late"
    return "soon" if left <= SOON else "open"


def deadline_of(reading: Reading, code: str) -> datetime | None:
    """A rule's instant at the moment."""
    known = reading.deadlines.get(code)
    return known.at if known else None
