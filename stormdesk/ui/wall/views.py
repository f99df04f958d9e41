"""The views of the wall beside its main one: what starts next, the storm and the water, every line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from stormdesk.domain.circles import Circle
from stormdesk.domain.exceptions import Board
from stormdesk.domain.track import Fix
from stormdesk.domain.work.records import WorkState
from stormdesk.outlook.water import water_at
from stormdesk.ui.clock.tally import Tally
from stormdesk.ui.clock.words import rule_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, left_or_over, spelled, whole
from stormdesk.ui.storm.words import force_words, radii_words
from stormdesk.ui.text import _
from stormdesk.ui.wall.reading import Reading
from stormdesk.ui.wall.sentences import glyph
from stormdesk.ui.water.board import Alert, Weight, alerts_of
from stormdesk.ui.water.words import crossing_words, metres, standing_words

# What each view has room for; what is beyond is counted on its last line.
STARTS: Final = 12
AGENCIES: Final = 5
ALERTS: Final = 12
LISTED: Final = 42
TONES: Final = {Weight.GRAVE_MARK: "late", Weight.MARK: "late", Weight.RISING: "soon", Weight.FAULT: "open"}
ENDED: Final = (WorkState.DONE,)


def starts(known: Reading) -> dict[str, object]:
    """The rules under whose clock something is left, the one that must begin first on top."""
    running = sorted(
        ((code, tally) for code, tally in known.work.by_rule.items() if tally.worst not in {"done", "none"}),
        key=lambda pair: (pair[1].start_by is None, pair[1].start_by or known.as_of, pair[0]),
    )
    return {
        "rows": [_start(known, code, tally) for code, tally in running[:STARTS]],
        "beyond": len(running[STARTS:]),
    }


def _start(known: Reading, code: str, tally: Tally) -> dict[str, object]:
    late = tally.count(WorkState.LATE, WorkState.IMPOSSIBLE)
    left = sum(n for state, n in tally.objects.items() if state not in ENDED)
    people = tally.persons(*(state for state in WorkState if state not in ENDED))
    return {
        "name": rule_name(known.county, code),
        "state": tally.worst,
        "clock": _left(tally.start_by, known.as_of),
        "start_by": clock_time(tally.start_by),
        "finish_by": clock_time(tally.finish_by),
        "left": whole(left),
        "people": whole(people) if people else "—",
        "late": whole(late) if late else "",
    }


def _left(until: datetime | None, as_of: datetime) -> str:
    if until is None:
        return "?"
    return left_or_over(until - as_of)


def storm_facts(known: Reading) -> list[dict[str, str]]:
    """The last fix of each agency, the one that the county trusts first on top."""
    trusted = list(known.county.profile.storm_agencies)
    tracks: Mapping[str, Sequence[Fix]] = known.approach.fixes
    order = sorted(tracks, key=lambda one: (trusted.index(one) if one in trusted else len(trusted), one))
    return [_fix(tracks[agency][-1]) for agency in order[:AGENCIES] if tracks[agency]]


def _fix(fix: Fix) -> dict[str, str]:
    strength = [
        force_words(fix.wind_ms),
        "? m/s" if fix.wind_ms is None else f"{fix.wind_ms:.0f} m/s",
        "? hPa" if fix.pressure_hpa is None else f"{fix.pressure_hpa:.0f} hPa",
    ]
    return {
        "agency": _(fix.agency),
        "at": clock_time(fix.fixed_at),
        "strength": " · ".join(filter(None, strength)),
        "radii": radii_words(fix, Circle.SEVEN),
    }


def water_facts(page: Page, known: Reading) -> dict[str, object]:
    """The gauges above a mark, rising to one or not to be trusted, the gravest first."""
    water = water_at(page.desk, page.moment, area_code=page.area_code)
    alerts = alerts_of(water)
    high = known.approach.high_water
    return {
        "rows": [_alert(alert, known) for alert in alerts[:ALERTS]],
        "beyond": len(alerts[ALERTS:]),
        "gauges": len(water.levels) + len(water.rains),
        "high": ""
        if high is None
        else _("高潮 {at} {level} m · 天文潮").format(at=clock_time(high.at), level=f"{high.level_m:+.2f}"),
    }


def _alert(alert: Alert, known: Reading) -> dict[str, str]:
    level = alert.level
    flaws = _("、").join(_(flaw) for flaw in alert.sensor.flaws)
    said = [flaws if level is None else standing_words(level)]
    if alert.crossing is not None:
        said.append(crossing_words(alert.crossing, known.as_of))
    return {
        "name": alert.gauge.name,
        "tone": TONES[alert.weight],
        "value": "" if level is None else metres(level.value_m),
        "said": " · ".join(filter(None, said)),
        "age": _("从未") if alert.sensor.age is None else _("{age} 前").format(age=spelled(alert.sensor.age)),
    }


def listed(ranked: Board, said: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Every line of the list as far as there is room, and how many of each kind are beyond it."""
    beyond: Counter[str] = Counter()
    for line in (*ranked.shown, *ranked.rest)[LISTED:]:
        beyond[glyph(line.kind)] += line.count
    return {"rows": said[:LISTED], "beyond": list(beyond.items())}
