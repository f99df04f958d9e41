from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.circles import (
    Centre,
    Circle,
    arrival,
    centre_at,
    centre_of,
    circle_polygon,
    covers,
    inside,
    radii_of,
    radius_towards,
    stay,
)
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, bearing_deg, distance_km

START = datetime(2024, 7, 1, tzinfo=UTC)
PLACE = (28.0, 121.0)
RADIUS = st.floats(1, 600)


def centre(hour: float, lat: float, lon: float, radii: Quadrants | None) -> Centre:
    return Centre(at=START + timedelta(hours=hour), lat=lat, lon=lon, radii_km=radii)


def fix(hour: float = 0, **values: object) -> Fix:
    at = START + timedelta(hours=hour)
    row = Fix(storm_id="202499", agency="中国", fixed_at=at, known_at=at, lat=28, lon=125, source="fiction")
    return replace(row, **values)  # type: ignore[arg-type]


@given(st.floats(-60, 60), st.floats(-179, 179), st.tuples(RADIUS, RADIUS, RADIUS, RADIUS))
def test_every_point_of_the_ring_lies_at_its_quadrants_radius(
    lat: float, lon: float, radii: Quadrants
) -> None:
    ring = circle_polygon(lat, lon, radii, n=16)
    assert ring[0] == ring[-1]
    for point in ring:
        towards = radius_towards(radii, bearing_deg(lat, lon, *point))
        assert distance_km(lat, lon, *point) == pytest.approx(towards, rel=1e-6)


@given(st.tuples(RADIUS, RADIUS, RADIUS, RADIUS), st.floats(0, 360, exclude_max=True))
def test_a_radius_is_its_quadrants_own_but_close_to_a_border_and_never_jumps(
    radii: Quadrants, bearing: float
) -> None:
    radius = radius_towards(radii, bearing)
    if 5 <= bearing % 90 <= 85:
        assert radius == radii[int(bearing // 90)]
    assert min(radii) <= radius <= max(radii)
    beside = radius_towards(radii, (bearing + 0.01) % 360)
    assert abs(beside - radius) <= 0.0016 * (max(radii) - min(radii))


def test_on_a_border_a_radius_is_half_way_between_its_neighbours() -> None:
    assert [radius_towards((100, 200, 300, 400), at) for at in (0, 90, 180, 270)] == [250, 150, 250, 350]
    assert radius_towards((100, 200, 300, 400), 85) == 100
    assert radius_towards((100, 200, 300, 400), 95) == 200


def test_quadrants_run_north_east_south_west() -> None:
    ring = circle_polygon(20, 120, (100, 200, 300, 400), n=4)
    far = max(ring, key=lambda point: distance_km(20, 120, *point))
    assert far[0] > 20
    assert far[1] < 120


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [(29, 126, True), (27, 126, False), (27, 124, False), (29, 124, True)],
)
def test_inside_looks_at_the_quadrant_of_the_place(lat: float, lon: float, expected: object) -> None:
    assert inside(lat, lon, fix(radii7_km=(200, 50, 50, 200)), Circle.SEVEN) is expected


def test_unknown_radii_are_neither_inside_nor_outside() -> None:
    assert inside(28, 125, fix(wind_ms=40.0), Circle.SEVEN) is None


def test_a_wind_too_weak_for_the_circle_has_none() -> None:
    weak = fix(wind_ms=20.0, wind_averaging_min=2)
    assert radii_of(weak, Circle.TEN) == (0, 0, 0, 0)
    assert inside(28, 125, weak, Circle.TEN) is False
    assert radii_of(weak, Circle.SEVEN) is None
    assert radii_of(fix(), Circle.TEN) is None


def test_a_ten_minute_wind_just_below_the_edge_may_still_have_the_circle() -> None:
    assert radii_of(fix(wind_ms=23.0, wind_averaging_min=10), Circle.TEN) is None
    assert radii_of(fix(wind_ms=23.0, wind_averaging_min=2), Circle.TEN) == (0, 0, 0, 0)


def test_radii_between_fixes_are_linear_unless_one_is_unknown_or_far() -> None:
    half = centre_at(
        [centre(0, 20, 125, (100,) * 4), centre(6, 21, 125, (200,) * 4)], START + timedelta(hours=3)
    )
    assert half is not None
    assert half.radii_km == pytest.approx((150,) * 4)
    blank = centre_at([centre(0, 20, 125, (100,) * 4), centre(6, 21, 125, None)], START + timedelta(hours=3))
    assert blank is not None
    assert blank.radii_km is None
    far = centre_at(
        [centre(0, 20, 125, (100,) * 4), centre(24, 21, 125, (200,) * 4)], START + timedelta(hours=3)
    )
    assert far is not None
    assert far.radii_km is None
    assert centre_at([centre(0, 20, 125, None)], START + timedelta(hours=1)) is None


def test_stay_gives_first_and_last_minute_along_a_parallel_pass() -> None:
    # Due south to due north along a meridian 50 km east of the place, with a circle of 100 km.
    lon = PLACE[1] + 50 / 98.4
    track = [centre(0, 26, lon, (100,) * 4), centre(10, 30, lon, (100,) * 4)]
    passed = stay(*PLACE, track, Circle.SEVEN)
    assert passed.is_known
    assert passed.first_at is not None
    assert passed.last_at is not None
    middle = passed.first_at + (passed.last_at - passed.first_at) / 2
    assert abs(middle - (START + timedelta(hours=5))) < timedelta(minutes=3)
    expected_h = 2 * (100**2 - 50**2) ** 0.5 / (4 * 110.8 / 10)
    assert (passed.last_at - passed.first_at) / timedelta(hours=1) == pytest.approx(expected_h, abs=0.05)


def test_the_minute_before_is_outside_and_the_first_minute_inside() -> None:
    track = [centre(0, 24, 122, (150, 150, 150, 150)), centre(12, 30, 122, (150, 180, 120, 90))]
    passed = stay(*PLACE, track, Circle.SEVEN)
    assert passed.first_at is not None
    for minutes, expected in ((-2, False), (1, True)):
        there = centre_at(track, passed.first_at + timedelta(minutes=minutes))
        assert there is not None
        assert covers(there, *PLACE) is expected


def test_stay_far_away_is_known_to_be_never_even_with_unknown_circles() -> None:
    never = stay(*PLACE, [centre(0, 10, 140, None), centre(6, 11, 139, None)], Circle.SEVEN)
    assert (never.first_at, never.last_at, never.is_known) == (None, None, True)


def test_stay_near_an_unknown_circle_is_unknown() -> None:
    unknown = stay(*PLACE, [centre(0, 27, 122, None), centre(6, 28, 122, None)], Circle.SEVEN)
    assert (unknown.first_at, unknown.is_known) == (None, False)
    assert not stay(*PLACE, [], Circle.SEVEN).is_known


def test_arrival_along_a_forecast_without_circles_is_unknown() -> None:
    now = fix(lat=24.0, lon=122.0, radii7_km=(100.0,) * 4, wind_ms=40.0)
    ahead = ForecastPoint(
        storm_id="202499",
        agency="日本",
        issued_at=START,
        valid_at=START + timedelta(hours=12),
        known_at=START,
        lead_h=12,
        lat=28,
        lon=121.5,
        wind_ms=40.0,
        source="fiction",
    )
    assert arrival(*PLACE, now, [ahead], circle=Circle.SEVEN).is_known is False
    told = replace(ahead, radii7_km=(100.0,) * 4)
    came = arrival(*PLACE, now, [told, replace(told, valid_at=START)], circle=Circle.SEVEN)
    assert came.is_known
    assert came.first_at is not None
    assert came.last_at == told.valid_at
    assert centre_of(told, Circle.SEVEN).at == told.valid_at


@given(st.integers(0, 10_000), RADIUS)
def test_a_larger_circle_never_arrives_later(shift: int, radius: float) -> None:
    lon = 118 + shift / 1500
    small = [centre(0, 24, lon, (radius,) * 4), centre(12, 31, lon, (radius,) * 4)]
    large = [replace(c, radii_km=(radius + 50,) * 4) for c in small]
    one, other = stay(*PLACE, small, Circle.SEVEN), stay(*PLACE, large, Circle.SEVEN)
    if one.first_at is not None:
        assert other.first_at is not None
        assert other.first_at <= one.first_at
