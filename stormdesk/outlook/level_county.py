"""The county's own facts for the rules: signals, water, entries of the duty desk; each read when asked."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.evaluate import Reading
from stormdesk.domain.rules.facts import FACTS, Scope
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.water.records import GaugeKind, Level, MarkName, Standing
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.warnings import warnings_in_force
from stormdesk.outlook.water import water_at
from stormdesk.outlook.water_records import Tally, Water

# How long an entry of the duty desk is believed; a drought changes slowly.
ENTRY_HOLDS: Final = timedelta(hours=24)
SLOW_ENTRY_HOLDS: Final = timedelta(days=7)
SLOW: Final = frozenset(
    {
        "days_without_rain",
        "soil_moisture_percent",
        "reservoir_storage_percent",
        "people_short_of_water",
        "crops_dry_percent",
    }
)
SIGNAL: Final = "signal_"
EXPIRED: Final = N_("填报已过时效")
NOT_ENTERED: Final = N_("没有人填报")
NO_READING: Final = N_("没有这类测站的有效读数")
NO_TIDE: Final = N_("没有潮位预报或警戒潮位")
NO_OFFICE: Final = N_("气象台没有发布")
TALLIES: Final = {
    "rivers_over_warning": (GaugeKind.RIVER, MarkName.WARNING),
    "rivers_over_guaranteed": (GaugeKind.RIVER, MarkName.GUARANTEED),
    "reservoirs_over_limit": (GaugeKind.RESERVOIR, MarkName.FLOOD_LIMIT),
    "reservoirs_over_design": (GaugeKind.RESERVOIR, MarkName.DESIGN),
}
GAPS: Final = {
    "river_below_guaranteed_m": (GaugeKind.RIVER, MarkName.GUARANTEED),
    "reservoir_below_design_m": (GaugeKind.RESERVOIR, MarkName.DESIGN),
}
COLOURS: Final = (MarkName.BLUE, MarkName.YELLOW, MarkName.ORANGE, MarkName.RED)


class CountyFacts(Mapping[str, Reading]):
    """The county's facts at a moment, by code."""

    def __init__(self, ground: Ground, moment: Moment, *, heard_at: Moment) -> None:
        self._ground, self._moment, self._heard_at = ground, moment, heard_at
        self._water: Water | None = None
        self._signals: dict[str, Reading] | None = None
        self._entered: dict[str, Reading] | None = None

    def __iter__(self) -> Iterator[str]:
        return (code for code, fact in FACTS.items() if fact.scope is Scope.COUNTY)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, code: str) -> Reading:
        fact = FACTS[code]
        if fact.is_entered:
            return self._entry(code)
        if code.startswith(SIGNAL):
            return self._signal(code.removeprefix(SIGNAL))
        return self._of_water(code)

    def _signal(self, kind: str) -> Reading:
        if self._signals is None:
            self._signals = {}
            for one in warnings_in_force(self._ground, self._heard_at):
                rank = float(one.rank or 0)
                kept = self._signals.get(one.warning.kind)
                if kept is None or rank > kept.low:
                    said = Reading(low=rank, high=rank, at=one.begins_at, source=one.warning.issuer)
                    self._signals[one.warning.kind] = said
        none = Reading(low=0.0, high=0.0, at=self._moment.as_of, source=NO_OFFICE)
        return self._signals.get(kind, none)

    def _entry(self, code: str) -> Reading:
        if self._entered is None:
            self._entered = entered(self._ground, self._heard_at, now=self._moment.as_of)
        return self._entered.get(code, Reading(reason=NOT_ENTERED))

    def _of_water(self, code: str) -> Reading:
        if self._water is None:
            self._water = water_at(self._ground, self._moment)
        water = self._water
        if code in TALLIES:
            kind, mark = TALLIES[code]
            table = water.facts.rivers if kind is GaugeKind.RIVER else water.facts.reservoirs
            return _tally(table.get(mark), water)
        if code in GAPS:
            return _gap(water.levels, *GAPS[code])
        if code == "tide_mark_expected":
            return _tide(water)
        hours = int(code.removeprefix("rain_").removesuffix("h_mm"))
        return _rain(water, hours)


def _tally(tally: Tally | None, water: Water) -> Reading:
    if tally is None or not (tally.reached or tally.not_reached or tally.unknown):
        return Reading(reason=NO_READING)
    low = float(len(tally.reached))
    reason = NO_READING if tally.unknown else None
    source = "、".join(tally.reached[:3])
    return Reading(low=low, high=low + tally.unknown, at=water.facts.read_at, source=source, reason=reason)


def _gap(levels: tuple[Level, ...], kind: GaugeKind, name: MarkName) -> Reading:
    """The least way up to a mark; gauges whose reading or mark is unknown leave it open downwards."""
    gaps = []
    is_open = False
    for level in levels:
        if level.gauge.kind is not kind:
            continue
        mark = next((one.level_m for one in level.gauge.marks if one.name is name), None)
        if mark is None or level.value_m is None or level.standing is Standing.STALE:
            is_open = True
            continue
        gaps.append((mark - level.value_m, level))
    if not gaps:
        return Reading(reason=NO_READING)
    least, level = min(gaps, key=lambda pair: pair[0])
    return Reading(
        low=-math.inf if is_open else least,
        high=least,
        at=level.sensor.last_at,
        source=level.gauge.name,
        reason=NO_READING if is_open else None,
    )


def _tide(water: Water) -> Reading:
    told = [water.facts.tide.get(colour) for colour in COLOURS]
    low = max((float(rank) for rank, is_so in enumerate(told, 1) if is_so), default=0.0)
    high = max((float(rank) for rank, is_so in enumerate(told, 1) if is_so is not False), default=0.0)
    if low == 0 and None in told and high == len(told):
        return Reading(reason=NO_TIDE)
    at = water.facts.tide_at or water.facts.read_at
    return Reading(low=low, high=high, at=at, reason=NO_TIDE if high > low else None)


def _rain(water: Water, hours: int) -> Reading:
    wettest = water.facts.rain.get(hours)
    if wettest is None or wettest.sum is None or wettest.sum.mm is None:
        return Reading(reason=NO_READING)
    high = math.inf if wettest.unknown else wettest.sum.mm
    reason = NO_READING if wettest.unknown else None
    return Reading(
        low=wettest.sum.mm, high=high, at=wettest.sum.until, source=wettest.gauge_name or "", reason=reason
    )


def entered(ground: Ground, moment: Moment, *, now: datetime) -> dict[str, Reading]:
    """What the duty desk entered, the last word on each fact; unknown again once it has expired."""
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    found: dict[str, Reading] = {}
    for row in ground.store.frame("levels/entered", **asked).to_dict("records"):
        said = _said(row["payload"])
        if said is None:
            continue
        code, value = said
        at: datetime = pd.Timestamp(row["happened_at"]).to_pydatetime()
        holds = SLOW_ENTRY_HOLDS if code in SLOW else ENTRY_HOLDS
        is_old = now - at > holds
        found[code] = (
            Reading(at=at, source=str(row["actor"]), reason=EXPIRED)
            if is_old
            else Reading(low=value, high=value, at=at, source=str(row["actor"]))
        )
    return found


def _said(payload: Any) -> tuple[str, float] | None:  # noqa: ANN401  a cell of a frame
    try:
        told = json.loads(payload)
        code, value = str(told["fact"]), float(told["value"])
    except (TypeError, ValueError, KeyError, RecursionError):
        return None
    fact = FACTS.get(code)
    is_sound = (
        fact is not None and fact.is_entered and math.isfinite(value) and fact.low <= value <= fact.high
    )
    return (code, value) if is_sound else None
