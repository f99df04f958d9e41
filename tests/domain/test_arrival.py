"""Arrival against answers found another way: on paper, by search minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.arrival.passage import passages
from stormdesk.domain.arrival.records import Course, Reach
from stormdesk.domain.circles import Centre, Circle, covers, stay
from stormdesk.domain.track import GEOD, distance_km, point_between
from tests.domain.arrival_courses import HOUR, SEVEN, START, TEN, course, instant

MINUTE = timedelta(minutes=1)


def meet(
    one: Course, lat: float, lon: float, circle: Circle = SEVEN
) -> tuple[datetime | None, datetime | None]:
    found = passages([one], [lat], [lon], circle=circle)
    return instant(found.first_at[0, 0]), instant(found.last_at[0, 0])


def reach(one: Course, lat: float, lon: float, circle: Circle = SEVEN) -> Reach:
    return Reach(passages([one], [lat], [lon], circle=circle).reach[0, 0])


def centres(one: Course, circle: Circle = SEVEN) -> list[Centre]:
    rows = zip(one.at, one.lat, one.lon, one.radii_km[circle], strict=True)
    return [
        Centre(
            at=at.item().replace(tzinfo=UTC),
            lat=float(lat),
            lon=float(lon),
            radii_km=None if np.isnan(km).any() else tuple(km.tolist()),  # type: ignore[arg-type]
            longest_leg=timedelta(hours=48),
        )
        for at, lat, lon, km in rows
    ]


def by_the_minute(one: Course, lat: float, lon: float) -> tuple[datetime | None, datetime | None, float]:
    """First and last whole minute inside and the least distance, by the ellipsoid at every minute."""
    hits, near = [], float("inf")
    for before, after in pairwise(centres(one)):
        minutes = int((after.at - before.at) / MINUTE)
        for minute in range(minutes + 1):
            share = minute / minutes
            there = point_between((before.lat, before.lon), (after.lat, after.lon), share)
            mixed = tuple(a + (b - a) * share for a, b in zip(before.radii_km, after.radii_km, strict=True))  # type: ignore[arg-type]
            now = Centre(at=before.at + minute * MINUTE, lat=there[0], lon=there[1], radii_km=mixed)  # type: ignore[arg-type]
            near = min(near, distance_km(*there, lat, lon))
            if covers(now, lat, lon):
                hits.append(now.at)
    return (hits[0], hits[-1], near) if hits else (None, None, near)


def test_a_storm_straight_up_the_meridian_arrives_when_the_arc_says() -> None:
    # A geodesic along a meridian is walked at an even pace, so that time is arc over arc.
    one = course([(0, 18, 122), (48, 32, 122)], (200.0,) * 4)
    pace, way_km = distance_km(18, 122, 32, 122) / 48, distance_km(18, 122, 30, 122)
    found, left = meet(one, 30, 122)
    assert found is not None
    assert left is not None
    assert abs(found - (START + HOUR * (way_km - 200) / pace)) < timedelta(seconds=2)
    assert abs(left - (START + HOUR * (way_km + 200) / pace)) < timedelta(seconds=2)
    shorter = course([(0, 18, 122), (24, 25, 122)], (200.0,) * 4)
    assert meet(shorter, 30, 122) == (None, None)


def test_a_circle_that_grows_over_a_place_while_the_storm_stands_still() -> None:
    still = course([(0, 26, 123), (24, 26, 123)], [(100.0,) * 4, (340.0,) * 4])
    lon, lat, _ = GEOD.fwd(123, 26, 315, 220_000)
    found, left = meet(still, lat, lon)
    assert found is not None
    assert abs(found - (START + 12 * HOUR)) < MINUTE
    assert left == START + 24 * HOUR


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_every_instant_equals_a_search_by_the_minute(seed: int) -> None:
    random = np.random.default_rng(seed)
    hours = np.cumsum(random.integers(3, 13, 5))
    lat, lon = 22 + np.cumsum(random.uniform(-0.4, 1.6, 5)), 124 - np.cumsum(random.uniform(-0.8, 1.2, 5))
    radii = [tuple(random.uniform(60, 420, 4).tolist()) for _ in hours]
    one = course(list(zip(hours.tolist(), lat.tolist(), lon.tolist(), strict=True)), radii)
    place = (float(random.uniform(21, 30)), float(random.uniform(118, 126)))
    first, last = meet(one, *place)
    sought_first, sought_last, near_km = by_the_minute(one, *place)
    found = passages([one], [place[0]], [place[1]], circle=SEVEN)
    assert found.closest_km[0, 0] == pytest.approx(near_km, abs=0.02)
    if sought_first is None or sought_last is None or sought_last - sought_first < 2 * MINUTE:
        return
    assert first is not None
    assert last is not None
    assert abs(first - sought_first) <= MINUTE
    assert abs(last - sought_last) <= MINUTE
    scalar = stay(*place, centres(one), SEVEN)
    if scalar.first_at is not None and scalar.first_at <= sought_first + 10 * MINUTE:
        assert abs(first - scalar.first_at) <= 1.5 * MINUTE


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.floats(1.0, 1.6))
def test_a_larger_circle_never_arrives_later_nor_leaves_earlier(seed: int, factor: float) -> None:
    random = np.random.default_rng(seed)
    lat, lon = 21 + np.cumsum(random.uniform(0, 2.5, 4)), 124 - np.cumsum(random.uniform(-1, 2, 4))
    points = list(zip((0, 6, 18, 24), lat.tolist(), lon.tolist(), strict=True))
    small = course(points, [tuple(random.uniform(50, 300, 4).tolist()) for _ in points])
    large = replace(small, radii_km={circle: km * factor for circle, km in small.radii_km.items()})
    places = random.uniform(20, 32, 60), random.uniform(116, 128, 60)
    one, other = (passages([it], *places, circle=SEVEN) for it in (small, large))
    inner = passages([small], *places, circle=TEN)
    hit = one.reach == Reach.INSIDE
    assert np.all(other.first_at[hit] <= one.first_at[hit] + np.timedelta64(60, "s"))
    assert np.all(other.last_at[hit] >= one.last_at[hit] - np.timedelta64(60, "s"))
    within = inner.reach == Reach.INSIDE
    assert np.all(one.first_at[within] <= inner.first_at[within])


@settings(max_examples=40)
@given(st.floats(-80, 80), st.floats(20, 280), st.floats(5, 150), st.floats(300, 420))
def test_a_nearer_point_of_a_straight_track_is_never_reached_later(
    heading: float, aside_km: float, nearer_km: float, radius_km: float
) -> None:
    # Two places abeam of the same point of the track: the nearer one has the longer way inside the circle.
    lons, lats, _ = GEOD.fwd([122] * 2, [26] * 2, [heading + 180, heading], [900_000, 900_000])
    one = course([(0, lats[0], lons[0]), (40, lats[1], lons[1])], (radius_km,) * 4)
    near_km = max(aside_km - nearer_km, 0.0)
    places = [GEOD.fwd(122, 26, heading + 90, km * 1000)[:2] for km in (near_km, aside_km)]
    near, far = (meet(one, lat, lon)[0] for lon, lat in places)
    assert near is not None
    assert far is not None
    assert near <= far + MINUTE


def test_a_loop_counts_from_the_first_entry_to_the_last_exit() -> None:
    way = [(0, 26, 125), (12, 26, 122), (24, 26, 125), (36, 26, 122), (48, 26, 119)]
    one = course([(float(h), float(lat), float(lon)) for h, lat, lon in way], (110.0,) * 4)
    first, last = meet(one, 26, 122)
    alone = course([(0.0, 26.0, 125.0), (12.0, 26.0, 122.0)], (110.0,) * 4)
    gone = course([(36.0, 26.0, 122.0), (48.0, 26.0, 119.0)], (110.0,) * 4)
    assert first == meet(alone, 26, 122)[0]
    assert last == meet(gone, 26, 122)[1]
    assert first is not None
    assert last is not None
    assert last - first > 24 * HOUR


def test_a_visit_of_a_few_minutes_counts_by_itself_and_among_many_places() -> None:
    # The circle brushes a place abeam for six minutes; beside it stand others that it holds or misses.
    one = course([(0, 26, 120), (20, 26, 124)], (100.0,) * 4)
    middle = point_between((26, 120), (26, 124), 0.5)
    lon, lat, _ = GEOD.fwd(middle[1], middle[0], 0, 99_995)
    first, last, _near = by_the_minute(one, lat, lon)
    assert first is not None
    assert last is not None
    assert 2 * MINUTE < last - first < 9 * MINUTE
    others = np.linspace(25.0, 27.2, 40)
    found = passages([one], [lat, *others], [lon, *np.full(40, lon)], circle=SEVEN)
    assert abs((instant(found.first_at[0, 0]) or START) - first) <= MINUTE
    assert abs((instant(found.last_at[0, 0]) or START) - last) <= MINUTE


def test_a_storm_far_away_reaches_nobody_and_that_is_known() -> None:
    one = course([(0, 12, 145), (24, 16, 146), (48, 20, 148)], [(300.0,) * 4, None, (300.0,) * 4])
    assert reach(one, 28, 121) is Reach.OUTSIDE
    found = passages([one], [28], [121], circle=SEVEN)
    assert found.closest_km[0, 0] > 2000
    assert np.isnat(found.first_at[0, 0])


def test_an_unknown_circle_within_reach_is_unknown_and_never_outside() -> None:
    one = course([(0, 22, 123), (12, 25, 123), (24, 28, 123)], [(100.0,) * 4, None, (0.0,) * 4])
    assert reach(one, 27, 121) is Reach.UNKNOWN
    assert reach(one, 22.5, 123) is Reach.INSIDE
    assert Reach(passages([one], [np.nan], [121], circle=SEVEN).reach[0, 0]) is Reach.UNKNOWN


def test_a_missing_fix_leaves_the_circle_open_and_a_forecast_step_does_not() -> None:
    points = [(0.0, 24.0, 122.0), (18.0, 28.0, 122.0), (24.0, 29.0, 122.0)]
    forecast = course(points, (120.0,) * 4)
    analysed = course(points, (120.0,) * 4, start=START + 24 * HOUR)
    assert reach(forecast, 26, 122) is Reach.INSIDE
    assert reach(analysed, 26, 122) is Reach.UNKNOWN


def test_past_the_last_point_nothing_is_known() -> None:
    ended = course([(0, 22, 124), (6, 23, 123)], (150.0,) * 4, is_ahead=False)
    assert reach(ended, 28, 121) is Reach.UNKNOWN
    assert reach(ended, 50, 160) is Reach.OUTSIDE
    assert reach(ended, 23, 123) is Reach.INSIDE
