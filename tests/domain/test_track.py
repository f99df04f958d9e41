from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.track import (
    COMPASS_NAMES,
    Fix,
    ForecastPoint,
    as_of,
    bearing_deg,
    compass_name,
    distance_km,
    latest_forecasts,
    motion,
    nearest_approach,
    position_at,
)

YUHUAN = (28.13, 121.23)
START = datetime(2024, 7, 1, tzinfo=UTC)


def fix(hour: float, lat: float, lon: float) -> Fix:
    at = START + timedelta(hours=hour)
    return Fix(storm_id="202499", agency="中国", fixed_at=at, known_at=at, lat=lat, lon=lon, source="fiction")


def forecast(issued_h: float, lead_h: float, *, known_h: float | None = None) -> ForecastPoint:
    issued_at = START + timedelta(hours=issued_h)
    return ForecastPoint(
        storm_id="202499",
        agency="日本",
        issued_at=issued_at,
        valid_at=issued_at + timedelta(hours=lead_h),
        known_at=START + timedelta(hours=issued_h if known_h is None else known_h),
        lead_h=lead_h,
        lat=25,
        lon=125,
        source="fiction",
    )


@pytest.mark.parametrize(
    ("lat", "lon", "published_km"),
    [(17.8, 123.5, 1172), (20.7, 121.8, 828), (22.0, 125.0, 780), (21.9, 131.7, 1261)],
)
def test_distances_of_the_published_notices(lat: float, lon: float, published_km: float) -> None:
    # Computed there on a sphere: within half a per cent of the ellipsoid.
    assert distance_km(*YUHUAN, lat, lon) == pytest.approx(published_km, rel=0.005)


@pytest.mark.parametrize(
    ("bearing", "name"),
    [
        (0, "北"),
        (11.2, "北"),
        (11.3, "东北偏北"),
        (45, "东北"),
        (90, "东"),
        (180, "南"),
        (270, "西"),
        (337.5, "西北偏北"),
        (348.7, "西北偏北"),
        (348.8, "北"),
        (359.9, "北"),
    ],
)
def test_sixteen_directions(bearing: float, name: str) -> None:
    assert compass_name(bearing) == name
    assert len(set(COMPASS_NAMES)) == 16


def test_bearing_is_towards_the_place() -> None:
    assert bearing_deg(20, 120, 30, 120) == pytest.approx(0)
    assert bearing_deg(0, 120, 0, 110) == pytest.approx(270)


def test_position_lies_on_the_way_and_nowhere_outside_the_track() -> None:
    track = [fix(0, 20, 125), fix(6, 22, 125), fix(12, 24, 125)]
    assert position_at(track, START + timedelta(hours=3)) == pytest.approx((21, 125), abs=0.01)
    assert position_at(track, START + timedelta(hours=12)) == pytest.approx((24, 125))
    assert position_at(track, START + timedelta(hours=12, minutes=1)) is None
    assert position_at(track, START - timedelta(minutes=1)) is None
    assert position_at([], START) is None
    assert position_at(track[:1], START) == (20, 125)


def test_motion_between_fixes() -> None:
    moved = motion(fix(0, 20, 125), fix(6, 21, 125))
    assert moved is not None
    assert moved.speed_kmh == pytest.approx(110.7 / 6, rel=0.01)
    assert moved.direction == "北"
    assert motion(fix(0, 20, 125), fix(0, 21, 125)) is None


def test_as_of_needs_both_times_and_leaves_out_the_suspect_and_the_best_track() -> None:
    known_late = replace(fix(1, 20, 125), known_at=START + timedelta(hours=5))
    suspect = replace(fix(2, 20, 125), is_suspect=True)
    best = replace(fix(3, 20, 125), is_analysis_after=True)
    rows = [best, suspect, known_late, fix(0, 20, 125), fix(9, 20, 125)]
    at = START + timedelta(hours=4)

    assert as_of(rows, as_of=at, known_at=at, best_track=False) == [rows[3]]
    later = START + timedelta(hours=5)
    assert as_of(rows, as_of=at, known_at=later, best_track=False) == [rows[3], known_late]
    assert as_of(rows, as_of=at, known_at=at, best_track=True) == [rows[3], best]


def test_latest_forecast_is_the_newest_issue_known() -> None:
    points = [forecast(0, 24), forecast(0, 12), forecast(6, 12, known_h=8), forecast(6, 0, known_h=8)]
    early = latest_forecasts(points, known_at=START + timedelta(hours=7))
    assert [point.lead_h for point in early["日本"]] == [12, 24]
    late = latest_forecasts(points, known_at=START + timedelta(hours=8))
    assert [point.lead_h for point in late["日本"]] == [0, 12]
    assert latest_forecasts(points, known_at=START - timedelta(hours=1)) == {}


def test_nearest_approach_between_two_fixes() -> None:
    passing = nearest_approach([fix(0, 27, 123), fix(4, 29, 123)], 28, 122)
    assert passing is not None
    assert passing.distance_km == pytest.approx(98.4, abs=0.5)
    assert abs(passing.at - (START + timedelta(hours=2))) <= timedelta(minutes=3)
    assert nearest_approach([], 28, 122) is None
    only = nearest_approach([fix(0, 27, 122)], 28, 122)
    assert only is not None
    assert only.at == START


@given(
    st.lists(st.tuples(st.floats(5, 45), st.floats(105, 150)), min_size=2, max_size=6),
    st.integers(0, 100),
)
def test_no_moment_is_nearer_than_the_nearest(places: list[tuple[float, float]], percent: int) -> None:
    track = [fix(6 * i, lat, lon) for i, (lat, lon) in enumerate(places)]
    approach = nearest_approach(track, *YUHUAN)
    when = START + (track[-1].fixed_at - START) * percent / 100
    here = position_at(track, when)
    assert approach is not None
    assert here is not None
    assert distance_km(*here, *YUHUAN) >= approach.distance_km - 15
