"""How near storms are to each other: by hand, by trying every way, and on a course planted twice."""

from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.likeness import (
    TIDE_H,
    Parts,
    Scale,
    TrackPoint,
    away_km,
    least_mean,
    line_of,
    passing,
    phase_apart_h,
    season_apart_days,
    track_apart_km,
)

COUNTY = (28.13, 121.23)
START = datetime(2022, 9, 12, tzinfo=UTC)
distances = st.lists(st.lists(st.floats(0, 900), min_size=4, max_size=4), min_size=1, max_size=4)


def course(*places: tuple[float, float], wind_ms: float | None = 40.0, hours: float = 6) -> list[TrackPoint]:
    step = timedelta(hours=hours)
    return [TrackPoint(START + step * at, lat, lon, wind_ms) for at, (lat, lon) in enumerate(places)]


SOUTH_EAST = course((22, 126), (24, 124.5), (26, 123), (28, 121.8), (30, 121))


@given(distances)
def test_the_mean_is_the_least_of_all_ways_that_never_go_back(rows: list[list[float]]) -> None:
    apart = np.array(rows)
    ways = combinations_with_replacement(range(4), len(rows))
    least = min(sum(apart[at, column] for at, column in enumerate(way)) / len(rows) for way in ways)
    assert least_mean(apart) == pytest.approx(least)


def test_the_same_course_is_no_way_apart_and_neither_is_its_first_half() -> None:
    whole, half = line_of(SOUTH_EAST, COUNTY), line_of(SOUTH_EAST[:3], COUNTY)
    assert whole
    assert half
    assert track_apart_km(whole, whole) == 0
    assert track_apart_km(half, whole) == pytest.approx(0, abs=2.5)


def test_a_course_beside_it_is_as_far_apart_as_it_was_laid() -> None:
    beside = line_of([TrackPoint(p.at, p.lat, p.lon + 1, p.wind_ms) for p in SOUTH_EAST], COUNTY)
    whole = line_of(SOUTH_EAST, COUNTY)
    back = line_of(course(*[(p.lat, p.lon) for p in reversed(SOUTH_EAST)]), COUNTY)
    assert whole
    assert beside
    assert back
    east_km = float(away_km(np.array([26.0]), np.array([123.0]), 26.0, 124.0)[0])
    apart = track_apart_km(whole, beside)
    assert apart is not None
    assert 0.5 * east_km < apart <= east_km
    reverse = track_apart_km(whole, back)
    assert reverse is not None
    assert reverse > 200, "the same road the other way is another course"


def test_a_course_that_never_comes_near_is_not_compared() -> None:
    far, near = line_of(course((15, 140), (16, 139), (17, 138)), COUNTY), line_of(SOUTH_EAST, COUNTY)
    assert far
    assert near
    assert track_apart_km(near, far) is None
    assert passing(far).wind_ms is None
    assert line_of(SOUTH_EAST[:1], COUNTY) is None
    assert line_of([SOUTH_EAST[0], SOUTH_EAST[0]], COUNTY) is None


def test_the_closest_point_tells_hour_distance_and_the_strongest_wind_near_by() -> None:
    line = line_of(course((28.13, 126), (28.13, 121.23), (28.13, 117), wind_ms=33), COUNTY)
    assert line
    told = passing(line)
    assert told.km < 3
    assert abs(told.at - (START + timedelta(hours=6))) < timedelta(minutes=5)
    assert told.wind_ms == 33


def test_tide_and_season_go_round() -> None:
    assert phase_apart_h(-6, 6) == pytest.approx(TIDE_H - 12)
    assert phase_apart_h(1, -1) == 2
    assert season_apart_days(datetime(2019, 12, 31, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC)) < 3


def test_what_nobody_knows_weighs_nothing_and_is_no_likeness() -> None:
    known = Parts(track_km=150, wind_ms=-10, phase_h=3, high_water_m=-0.8, season_days=30)
    assert known.score(Scale()) == pytest.approx(1)
    silent = Parts(track_km=150, wind_ms=None, phase_h=None, high_water_m=None, season_days=30)
    assert silent.score(Scale()) == pytest.approx(1)
    lost = Parts(track_km=None, wind_ms=0, phase_h=0, high_water_m=0, season_days=0)
    assert lost.score(Scale()) is None
