"""Surge, high waters and their meeting with wind and rain; rain over areas."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.tide import HighWater
from stormdesk.domain.water.areal import areal_rain, distances_km, nearest
from stormdesk.domain.water.meeting import Blow, Meeting, Meets, blows_at, in_force_at, sea_is_high
from stormdesk.domain.water.records import Gauge, GaugeKind, Mark, MarkName, Rain, RainSum, Sensor
from stormdesk.domain.water.sea_level import HighWaterAhead, Station, Surge, ahead, is_same_datum, surge_of

NOW = datetime(2022, 9, 14, 4, tzinfo=UTC)
H = timedelta(hours=1)
BLUE, RED = MarkName.BLUE, MarkName.RED


def station(mean_m: float | None) -> Station:
    return Station(
        gauge_id="t",
        datum_name="1985国家高程基准",
        mean_sea_level_m=mean_m,
        source="test",
        certainty=Certainty.DEFAULT,
    )


def marks(blue_m: float | None) -> list[Mark]:
    return [
        Mark(name=BLUE, level_m=blue_m, source="test", certainty=None),
        Mark(name=RED, level_m=None, source="test", certainty=None),
    ]


def surge(now_m: float, peak_m: float = 0.0) -> Surge:
    return Surge(now_m=now_m, peak_m=peak_m, peak_at=NOW, read_at=NOW, count=6)


def high(
    blue_m: float | None = 3.4, surge_m: float | None = 0.8, mean_m: float | None = 0.2
) -> HighWaterAhead:
    found = None if surge_m is None else surge(surge_m, 1.0)
    return ahead(HighWater(at=NOW + 3 * H, level_m=2.5), station(mean_m), found, marks(blue_m))


def test_surge_is_the_median_of_the_last_hour_and_one_odd_value_is_no_peak() -> None:
    times = NOW.timestamp() + 600.0 * np.arange(24)
    predicted = np.sin(times / 7000.0)
    observed = predicted + np.linspace(0.0, 0.46, 24)
    observed[10] += 3.0
    found = surge_of(times, observed, predicted)
    assert found is not None
    assert found.now_m == pytest.approx(0.41, abs=0.02)
    assert found.peak_m < 0.5
    assert surge_of(times[:2], observed[:2], predicted[:2]) is None


def test_a_high_water_lies_on_the_stations_datum_and_its_marks() -> None:
    one = high()
    assert (one.astronomical_m, one.expected_m, one.worst_m) == pytest.approx((2.7, 3.5, 3.7))
    assert one.mark is not None
    assert one.mark.name is BLUE
    assert one.reached == {BLUE: True, RED: None}


def test_without_offset_surge_or_mark_it_stays_unknown() -> None:
    nowhere = high(mean_m=None)
    assert (nowhere.astronomical_m, nowhere.expected_m, nowhere.reached[BLUE]) == (None, None, None)
    assert high(surge_m=None).expected_m is None
    assert high(surge_m=None).reached[BLUE] is False
    assert high(blue_m=None).reached == {BLUE: None, RED: None}


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("1985国家高程基准", "85高程", True),
        ("1985国家高程基准", "吴淞", False),
        ("", "85高程", None),
        (None, None, None),
    ],
)
def test_datums_are_the_same_only_when_both_are_known(
    one: str | None,
    other: str | None,
    answer: bool | None,  # noqa: FBT001
) -> None:
    assert is_same_datum(one, other) is answer


def blow(first_h: float | None, last_h: float | None, *, until_h: float = 48, is_known: bool = True) -> Blow:
    first, last = (None if hours is None else NOW + hours * H for hours in (first_h, last_h))
    return Blow(first_at=first, last_at=last, until=NOW + until_h * H, is_known=is_known)


@pytest.mark.parametrize(
    ("blows", "answer"),
    [
        ([], (None, 0)),
        ([blow(0, 2)], (True, 1)),
        ([blow(0, 0.5)], (False, 0)),
        ([blow(5, 9), blow(0, 0.5)], (True, 1)),
        ([blow(None, None)], (False, 0)),
        ([blow(None, None, is_known=False), blow(None, None)], (None, 0)),
        ([blow(None, None, until_h=2)], (None, 0)),
        ([blow(-9, 0, until_h=0)], (None, 0)),
    ],
)
def test_wind_meets_a_high_water_within_two_hours_and_no_course_tells_beyond_its_end(
    blows: list[Blow], answer: tuple[bool | None, int]
) -> None:
    assert blows_at(NOW + 3 * H, blows) == answer


def test_the_sea_is_no_no_while_strong_wind_comes_with_it() -> None:
    low = high(blue_m=9.0)
    assert sea_is_high(low, wind7=False) is False
    assert sea_is_high(low, wind7=True) is None
    assert sea_is_high(low, wind7=None) is None
    assert sea_is_high(high(), wind7=True) is True


@pytest.mark.parametrize(
    ("answers", "meets"),
    [
        ((True, True, True), Meets.ALL),
        ((True, None, True), Meets.MAYBE),
        ((None, None, None), Meets.MAYBE),
        ((False, True, True), Meets.NOT),
    ],
)
def test_all_three_meet_only_when_all_are_known(answers: tuple[bool | None, ...], meets: Meets) -> None:
    wind, rain, sea = answers
    found = Meeting(high=high(), wind7=wind, wind10=None, agencies7=(0, 0), rain=rain, rain_basis="", sea=sea)
    assert found.meets is meets


def test_a_warning_without_an_end_is_only_counted_on_for_hours() -> None:
    assert in_force_at(NOW + 11 * H, NOW, [(NOW - H, None)])
    assert not in_force_at(NOW + 13 * H, NOW, [(NOW - H, None)])
    assert not in_force_at(NOW + 2 * H, NOW, [(NOW - H, NOW + 2 * H)])


def rain(mm: float | None, covered: float = 1.0) -> Rain:
    gauge = Gauge(
        gauge_id="g",
        name="g",
        kind=GaugeKind.RAIN,
        datum_name=None,
        township_code="a",
        village_code=None,
        lat=28.0,
        lon=121.0,
        marks=(),
        reads_every_min=None,
        source="test",
        is_synthetic=False,
    )
    sensor = Sensor(
        last_at=NOW, age=H, every_min=60, is_rhythm_default=False, is_stale=False, doubts=(), flaws=()
    )
    one = RainSum(hours=24, until=NOW, mm=mm, covered=covered)
    return Rain(gauge=gauge, sensor=sensor, sums=(one,), grades={}, signals={})


APART = np.array([[1.0, 5.0], [2.0, 3.0], [6.0, 1.0], [9.0, 2.0]])


def test_each_point_takes_the_nearest_gauge_that_knows() -> None:
    found = areal_rain([rain(40.0), rain(80.0)], [True, False], APART, hours=24, reach_km=10)
    assert (found.mean_mm, found.most_mm, found.gauge_count, found.covered) == (60.0, 80.0, 2, 1.0)
    assert not found.is_most_at_least


def test_a_gauge_with_gaps_gives_no_mean_but_may_have_had_the_most() -> None:
    found = areal_rain([rain(99.0, 0.5), rain(80.0)], [True, False], APART, hours=24, reach_km=10)
    assert (found.mean_mm, found.most_mm, found.is_most_at_least, found.gauge_count) == (80.0, 99.0, True, 1)


def test_an_area_out_of_reach_is_unknown() -> None:
    found = areal_rain([rain(40.0), rain(80.0)], [False, False], APART + 20, hours=24, reach_km=10)
    assert (found.mean_mm, found.most_mm, found.gauge_count) == (None, None, 0)
    half = areal_rain([rain(40.0)], [False], np.array([[1.0], [30.0], [30.0]]), hours=24, reach_km=10)
    assert half.mean_mm is None
    assert nearest(APART, np.array([False, False]), reach_km=10).tolist() == [-1] * 4


def test_distances_are_kilometres() -> None:
    found = distances_km(
        np.array([28.0]), np.array([121.0]), np.array([28.1, 28.0]), np.array([121.0, 121.1])
    )
    assert found[0].tolist() == pytest.approx([11.12, 9.82], abs=0.03)
