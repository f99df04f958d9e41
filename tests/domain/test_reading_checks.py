"""What a gauge cannot have read is flagged and kept; the order of arrival does not matter."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.reading import Quantity, Reading
from stormdesk.domain.reading_checks import Limits, ReadingDoubt, judge, limits_by_kind
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.reading_limits import load_reading_limits

NOW = datetime(2022, 9, 14, 12, 0, tzinfo=UTC)
START = datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
KINDS = {"tide-1": "tide", "rain-1": "rain"}


@pytest.fixture(scope="module")
def limits(project: Path) -> Limits:
    return limits_by_kind(load_reading_limits(project / "data/reference"))


def chain(
    *values: float, quantity: Quantity = Quantity.LEVEL_M, gauge_id: str = "g-1", every_min: int = 10
) -> list[Reading]:
    return [
        Reading(
            gauge_id=gauge_id,
            quantity=quantity,
            read_at=START + timedelta(minutes=every_min * number),
            value=value,
        )
        for number, value in enumerate(values)
    ]


def doubts(readings: list[Reading], limits: Limits) -> list[str | None]:
    return [reading.suspect_reason for reading in judge(readings, limits, now=NOW, kinds=KINDS)]


def test_every_quantity_has_its_limits(limits: Limits) -> None:
    assert {quantity for kind, quantity in limits if not kind} == set(Quantity)


def test_a_table_with_the_same_line_twice_is_refused(tmp_path: Path, project: Path) -> None:
    text = (project / "data/reference/reading_limits.csv").read_text(encoding="utf-8")
    (tmp_path / "reading_limits.csv").write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(BadCountyFile, match="两次"):
        load_reading_limits(tmp_path)


def test_a_quiet_series_raises_no_doubt(limits: Limits) -> None:
    assert set(doubts(chain(*(3 + 0.01 * n for n in range(50))), limits)) == {None}


def test_one_value_far_from_both_neighbours_is_a_spike(limits: Limits) -> None:
    assert doubts(chain(3.0, 3.01, 9.0, 3.02, 3.03), limits) == [None, None, ReadingDoubt.SPIKE, None, None]
    assert doubts(chain(3.0, 3.01, -9.0, 3.02), limits)[2] == ReadingDoubt.SPIKE


def test_a_step_that_lasts_is_no_spike(limits: Limits) -> None:
    assert set(doubts(chain(3.0, 3.01, 5.5, 5.51, 5.52), limits)) == {None}


def test_the_newest_value_is_a_spike_only_when_it_is_very_far(limits: Limits) -> None:
    assert doubts(chain(3.0, 3.0, 4.8), limits)[-1] is None
    assert doubts(chain(3.0, 3.0, 30.0), limits)[-1] == ReadingDoubt.SPIKE


def test_neighbours_of_long_ago_say_nothing(limits: Limits) -> None:
    judged = judge(chain(3.0, 30.0, 3.0, every_min=400), limits, now=START + timedelta(days=1))
    assert {reading.suspect_reason for reading in judged} == {None}


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (Quantity.RAIN_MM_1H, -0.1),
        (Quantity.RAIN_MM_1H, 251),
        (Quantity.WIND_MS, 95),
        (Quantity.WIND_FROM_DEG, 361),
        (Quantity.PRESSURE_HPA, 99_500),
        (Quantity.LEVEL_M, float("nan")),
    ],
)
def test_what_cannot_be_measured_is_out_of_range(limits: Limits, quantity: Quantity, value: float) -> None:
    assert doubts(chain(value, quantity=quantity), limits) == [ReadingDoubt.OUT_OF_RANGE]


def test_the_kind_of_gauge_decides_first(limits: Limits) -> None:
    assert doubts(chain(28.36), limits) == [None]
    assert doubts(chain(28.36, gauge_id="tide-1"), limits) == [ReadingDoubt.OUT_OF_RANGE]


def test_a_tide_gauge_that_does_not_move_is_frozen(limits: Limits) -> None:
    found = doubts(chain(*[2.5] * 15, 2.6, gauge_id="tide-1"), limits)
    assert found[:12] == [None] * 12
    assert found[12:] == [ReadingDoubt.FROZEN] * 3 + [None]


@pytest.mark.parametrize(("quantity", "every_min"), [(Quantity.RAIN_MM_1H, 60), (Quantity.RAIN_MM_5MIN, 5)])
def test_rain_is_frozen_only_after_a_day_of_the_same_amount(
    limits: Limits, quantity: Quantity, every_min: int
) -> None:
    """A bucket of half a millimetre tells the same amount for hours of steady rain."""
    count = 24 * 60 // every_min
    dry = chain(*[0.0] * 2 * count, quantity=quantity, every_min=every_min)
    wet = chain(*[0.5] * (count + 2), quantity=quantity, every_min=every_min)
    later = START + timedelta(days=3)
    assert {reading.suspect_reason for reading in judge(dry, limits, now=later)} == {None}
    assert [reading.suspect_reason for reading in judge(wet, limits, now=later)] == [
        *[None] * count,
        *[ReadingDoubt.FROZEN] * 2,
    ]


def test_a_longer_total_is_never_less_than_a_shorter_one(limits: Limits) -> None:
    hour = chain(30, quantity=Quantity.RAIN_MM_1H)
    three = chain(12, quantity=Quantity.RAIN_MM_3H)
    day = chain(30.1, quantity=Quantity.RAIN_MM_24H)
    assert doubts(hour + three + day, limits) == [None, ReadingDoubt.TOTAL_FELL, None]


def test_a_clock_from_the_future_is_doubted(limits: Limits) -> None:
    late = [
        *chain(3.0),
        Reading(gauge_id="g", quantity=Quantity.LEVEL_M, read_at=NOW + timedelta(minutes=11), value=3),
    ]
    assert doubts(late, limits) == [None, ReadingDoubt.FUTURE]


def test_two_values_of_one_instant_are_both_doubted_and_one_value_twice_is_not(limits: Limits) -> None:
    assert doubts([*chain(3.0), *chain(3.2)], limits) == [ReadingDoubt.TWO_VALUES] * 2
    assert doubts([*chain(3.0), *chain(3.0)], limits) == [None, None]


def test_a_value_told_later_for_the_same_instant_corrects_the_first(limits: Limits) -> None:
    told = chain(3.0, 3.3, 3.0)
    corrected = [reading for reading in chain(3.0, 3.1, 3.0) if reading.value == 3.1]
    assert [r.suspect_reason for r in judge(corrected, limits, now=NOW, before=told)] == [None]
    hour = chain(30, quantity=Quantity.RAIN_MM_1H)
    less = [*chain(4, quantity=Quantity.RAIN_MM_1H), *chain(9, quantity=Quantity.RAIN_MM_3H)]
    assert [r.suspect_reason for r in judge(less, limits, now=NOW, before=hour)] == [None, None]
    wild = chain(99_000.0, quantity=Quantity.LEVEL_M)
    assert judge(wild, limits, now=NOW, before=told)[0].suspect_reason == ReadingDoubt.OUT_OF_RANGE


def test_earlier_readings_are_compared_with_but_not_judged_again(limits: Limits) -> None:
    earlier, (last,) = chain(3.0, 3.0), chain(0, 0, 30.0)[2:]
    (judged,) = judge([last], limits, now=NOW, before=earlier)
    assert judged.suspect_reason == ReadingDoubt.SPIKE
    (alone,) = judge([last], limits, now=NOW)
    assert alone.suspect_reason is None


READINGS = st.lists(
    st.builds(
        Reading,
        gauge_id=st.sampled_from(["g-1", "tide-1"]),
        quantity=st.sampled_from([Quantity.LEVEL_M, Quantity.RAIN_MM_1H, Quantity.RAIN_MM_3H]),
        read_at=st.integers(0, 90).map(lambda tens: START + timedelta(minutes=10 * tens)),
        value=st.sampled_from([0.0, 2.5, 2.6, 9.0, 40.0, -60.0]),
    ),
    max_size=40,
)


@settings(max_examples=50)
@given(READINGS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    limits: Limits, readings: list[Reading], chance: random.Random
) -> None:
    order = list(range(len(readings)))
    chance.shuffle(order)
    straight = doubts(readings, limits)
    mixed = doubts([readings[index] for index in order], limits)
    assert [straight[index] for index in order] == mixed


@settings(max_examples=60)
@given(READINGS)
def test_nothing_but_the_reason_changes(limits: Limits, readings: list[Reading]) -> None:
    judged = judge(readings, limits, now=NOW, kinds=KINDS)
    assert [(r.gauge_id, r.read_at, r.value) for r in judged] == [
        (r.gauge_id, r.read_at, r.value) for r in readings
    ]
