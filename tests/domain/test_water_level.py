"""Levels against marks: exact edges, a robust trend, honest times, sensors by their rhythm."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.water.level import crossings, highest_reached, is_reached, next_above, trend_of
from stormdesk.domain.water.records import Doubt, Flaw, GaugeKind, Mark, MarkName
from stormdesk.domain.water.rows import GaugeRule
from stormdesk.domain.water.sensor import Said, watch
from stormdesk.ingest.county import load_reference

NOW = datetime(2022, 9, 14, 4, tzinfo=UTC)


def mark(name: MarkName, level_m: float | None) -> Mark:
    return Mark(name=name, level_m=level_m, source="test", certainty=Certainty.DEFAULT)


WARNING, GUARANTEED = mark(MarkName.WARNING, 2.6), mark(MarkName.GUARANTEED, 3.1)


@pytest.fixture(scope="module")
def rules(project: Path) -> dict[GaugeKind, GaugeRule]:
    return {rule.kind: rule for rule in load_reference(project / "data/reference").gauge_rules}


@pytest.fixture(scope="module")
def river(rules: dict[GaugeKind, GaugeRule]) -> GaugeRule:
    return rules[GaugeKind.RIVER]


def every_15_min(values: list[float]) -> tuple[np.ndarray, np.ndarray]:
    times = NOW.timestamp() - 900.0 * np.arange(len(values))[::-1]
    return times, np.array(values)


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        (MarkName.WARNING, 2.59, False),
        (MarkName.WARNING, 2.6, True),
        (MarkName.GUARANTEED, 2.6, True),
        (MarkName.RED, 2.6, True),
        (MarkName.FLOOD_LIMIT, 2.6, False),
        (MarkName.FLOOD_LIMIT, 2.61, True),
    ],
)
def test_a_mark_is_reached_at_its_height_but_a_flood_limit_only_above_it(
    name: MarkName,
    value: float,
    answer: bool,  # noqa: FBT001
) -> None:
    assert is_reached(value, mark(name, 2.6)) is answer


def test_an_unknown_mark_is_neither_reached_nor_ahead() -> None:
    unknown = mark(MarkName.RED, None)
    assert is_reached(99.0, unknown) is None
    assert highest_reached(99.0, [unknown]) is None
    assert next_above(0.0, [unknown]) is None
    assert highest_reached(None, [WARNING]) is None


def test_the_gravest_reached_and_the_next_ahead() -> None:
    assert highest_reached(3.2, [WARNING, GUARANTEED]) == GUARANTEED
    assert highest_reached(2.7, [WARNING, GUARANTEED]) == WARNING
    assert next_above(2.7, [WARNING, GUARANTEED]) == GUARANTEED
    assert next_above(3.2, [WARNING, GUARANTEED]) is None


def test_one_odd_reading_does_not_bend_the_trend(river: GaugeRule) -> None:
    straight = [2.0 + 0.05 * step for step in range(9)]
    odd = straight.copy()
    odd[4] = 2.9
    found = trend_of(*every_15_min(odd), river)
    assert found is not None
    assert found.slope_mh == pytest.approx(0.2, abs=0.01)
    assert found.low_mh <= found.slope_mh <= found.high_mh
    assert found.count == 9


def test_too_few_or_too_short_is_no_trend(river: GaugeRule) -> None:
    assert trend_of(*every_15_min([2.0, 2.1, 2.2]), river) is None
    times = NOW.timestamp() - 60.0 * np.arange(8)[::-1]
    assert trend_of(times, np.linspace(2.0, 2.1, 8), river) is None
    assert trend_of(np.zeros(0), np.zeros(0), river) is None


def test_readings_older_than_the_window_do_not_count(river: GaugeRule) -> None:
    found = trend_of(*every_15_min([9.0] * 8 + [2.0 + 0.025 * step for step in range(9)]), river)
    assert found is not None
    assert found.slope_mh == pytest.approx(0.1)


def test_the_time_to_a_mark_counts_from_the_reading(river: GaugeRule) -> None:
    trend = trend_of(*every_15_min([2.2 + 0.05 * step for step in range(9)]), river)
    first, second = crossings(2.4, NOW, trend, [GUARANTEED, WARNING], river)
    assert (first.mark, second.mark) == (WARNING, GUARANTEED)
    assert first.at is not None
    assert abs(first.at - (NOW + timedelta(hours=1))) < timedelta(seconds=5)
    assert second.at is not None
    assert abs(second.at - (NOW + timedelta(hours=3.5))) < timedelta(seconds=5)


@pytest.mark.parametrize("values", [[2.4] * 9, [2.4 - 0.05 * step for step in range(9)]])
def test_still_or_falling_water_reaches_nothing(river: GaugeRule, values: list[float]) -> None:
    found = crossings(values[-1], NOW, trend_of(*every_15_min(values), river), [WARNING], river)
    assert [one.at for one in found] == [None]


def test_farther_than_the_rule_looks_is_not_said(river: GaugeRule) -> None:
    trend = trend_of(*every_15_min([1.0 + 0.005 * step for step in range(9)]), river)
    assert [one.at for one in crossings(1.04, NOW, trend, [WARNING], river)] == [None]
    assert crossings(1.04, NOW, None, [WARNING], river) == ()


def said(minutes_ago: list[float], *, stated: float | None = None, doubts: tuple[Doubt, ...] = ()) -> Said:
    times = np.array([NOW.timestamp() - 60 * ago for ago in sorted(minutes_ago, reverse=True)])
    last = NOW - timedelta(minutes=min(minutes_ago)) if minutes_ago else None
    return Said(times_s=times, last_at=last, doubts=doubts, stated_min=stated)


def test_a_sensor_is_stale_by_its_own_rhythm(river: GaugeRule) -> None:
    slow = [70 + 30 * step for step in range(6)]
    assert not watch(said(slow), rule=river, now=NOW).is_stale
    assert watch(said(slow, stated=5), rule=river, now=NOW).is_stale
    every_5 = [65 + 5 * step for step in range(6)]
    found = watch(said(every_5), rule=river, now=NOW)
    assert (found.every_min, found.is_rhythm_default, found.is_stale) == (5.0, False, True)


def test_silence_and_doubts_are_named(river: GaugeRule) -> None:
    silent = watch(said([]), rule=river, now=NOW)
    assert (silent.flaws, silent.age, silent.is_rhythm_default) == ((Flaw.SILENT,), None, True)
    doubt = Doubt(reason="spike", count=2, last_at=NOW)
    assert watch(said([5], doubts=(doubt,)), rule=river, now=NOW).flaws == (Flaw.DOUBTFUL,)
