import math
import threading

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from stormdesk.domain.geo import (
    Datum,
    Places,
    bd09_to_gcj02,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    made_ready,
    random_point_in,
    random_points_in,
    to_wgs84,
    wgs84_to_gcj02,
)

GEOD = Geod(ellps="WGS84")
# Well inside the shifted frame, so that neither a point nor its image leaves it.
INLAND_LAT = st.floats(1.5, 55.0)
INLAND_LON = st.floats(72.5, 137.0)

WEST = shapely.box(121.0, 28.0, 121.1, 28.1)
EAST = shapely.box(121.1, 28.0, 121.2, 28.1)
ISLET = shapely.box(121.25, 28.0, 121.26, 28.01)
HOLED = shapely.box(121.0, 28.0, 121.2, 28.2).difference(shapely.box(121.05, 28.05, 121.15, 28.15))


@pytest.fixture
def places() -> Places:
    land = shapely.union_all([WEST, EAST, ISLET])
    return Places({"w": WEST, "e": EAST}, land, shapely.box(120.9, 27.9, 121.3, 28.2).difference(land))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(GEOD.inv(one[1], one[0], other[1], other[0])[2])


def test_published_example_of_gcj02() -> None:
    assert wgs84_to_gcj02(39.915, 116.404) == pytest.approx((39.91640428150164, 116.41024449916938), abs=1e-9)


def test_published_example_of_bd09() -> None:
    assert gcj02_to_bd09(39.915, 116.404) == pytest.approx((39.92133699351022, 116.41036949371029), abs=1e-9)


def test_published_example_of_bd09_undone() -> None:
    assert metres(bd09_to_gcj02(39.915, 116.404), (39.90865673957631, 116.39762729119315)) < 1


def test_shift_at_yuhuan_points_east_and_south() -> None:
    lat, lon = wgs84_to_gcj02(28.13, 121.23)
    azimuth, _, distance = GEOD.inv(121.23, 28.13, lon, lat)
    assert distance * math.sin(math.radians(azimuth)) == pytest.approx(420, abs=40)
    assert distance * math.cos(math.radians(azimuth)) == pytest.approx(-350, abs=40)


@given(INLAND_LAT, INLAND_LON)
def test_gcj02_round_trip(lat: float, lon: float) -> None:
    assert metres(gcj02_to_wgs84(*wgs84_to_gcj02(lat, lon)), (lat, lon)) < 0.01
    assert metres(wgs84_to_gcj02(*gcj02_to_wgs84(lat, lon)), (lat, lon)) < 0.01


@given(INLAND_LAT, INLAND_LON)
def test_bd09_round_trip(lat: float, lon: float) -> None:
    assert metres(bd09_to_gcj02(*gcj02_to_bd09(lat, lon)), (lat, lon)) < 0.01


@given(INLAND_LAT, INLAND_LON, st.sampled_from(Datum))
def test_every_datum_comes_back(lat: float, lon: float, datum: Datum) -> None:
    assert metres(to_wgs84(*from_wgs84(lat, lon, datum), datum), (lat, lon)) < 0.01


@given(INLAND_LAT, INLAND_LON)
def test_shift_is_never_more_than_two_kilometres(lat: float, lon: float) -> None:
    assert metres(wgs84_to_gcj02(lat, lon), (lat, lon)) < 2000


@pytest.mark.parametrize(
    ("lat", "lon"), [(35.68, 139.69), (0.5, 110.0), (56.0, 110.0), (40.0, 71.0), (-33.9, 151.2)]
)
def test_outside_china_nothing_moves(lat: float, lon: float) -> None:
    assert wgs84_to_gcj02(lat, lon) == (lat, lon)
    assert gcj02_to_wgs84(lat, lon) == (lat, lon)


def test_township_of_a_point(places: Places) -> None:
    assert places.township_of(28.05, 121.05) == "w"
    assert places.township_of(28.05, 121.15) == "e"
    assert places.township_of(28.005, 121.255) is None


def test_a_point_on_the_common_border_belongs_to_one(places: Places) -> None:
    assert places.township_of(28.05, 121.1) == "w"


def test_land_and_sea_exclude_each_other(places: Places) -> None:
    assert places.is_on_land(28.005, 121.255)
    assert not places.is_at_sea(28.005, 121.255)
    assert places.is_at_sea(28.05, 121.23)
    assert not places.is_on_land(28.05, 121.23)


def test_the_shore_is_land(places: Places) -> None:
    assert places.is_on_land(28.0, 121.05)
    assert not places.is_at_sea(28.0, 121.05)


def test_beyond_the_frame_is_neither(places: Places) -> None:
    assert not places.is_on_land(30.0, 121.05)
    assert not places.is_at_sea(30.0, 121.05)


@given(st.lists(st.tuples(st.floats(27.95, 28.15), st.floats(120.95, 121.3)), min_size=1, max_size=30))
def test_many_points_at_once_answer_as_one_by_one(points: list[tuple[float, float]]) -> None:
    places = Places({"w": WEST, "e": EAST}, WEST, ISLET)
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    assert places.townships_of(lats, lons) == [places.township_of(lat, lon) for lat, lon in points]


@given(st.integers(0, 2**32 - 1), st.integers(0, 300))
def test_drawn_points_lie_inside_and_repeat(seed: int, count: int) -> None:
    points = random_points_in(HOLED, count, np.random.default_rng(seed))
    assert len(points) == count
    assert all(HOLED.covers(shapely.Point(lon, lat)) for lat, lon in points)
    assert points == random_points_in(HOLED, count, np.random.default_rng(seed))


def test_drawn_points_fill_every_part_evenly() -> None:
    points = random_points_in(shapely.union_all([WEST, EAST]), 4000, np.random.default_rng(1))
    assert sum(lon < 121.1 for _, lon in points) == pytest.approx(2000, abs=150)


def test_one_point_is_the_first_of_many() -> None:
    rng = np.random.default_rng
    assert random_point_in(WEST, rng(7)) == random_points_in(WEST, 1, rng(7))[0]


@pytest.mark.parametrize("area", [shapely.Polygon(), shapely.LineString([(121, 28), (122, 29)])])
def test_no_point_is_drawn_from_nothing(area: shapely.Geometry) -> None:
    with pytest.raises(ValueError, match="without extent"):
        random_point_in(area, np.random.default_rng(1))


def test_a_sliver_ends_instead_of_drawing_for_ever() -> None:
    sliver = shapely.Polygon([(121, 28), (122, 29), (122, 29.0000000001)])
    with pytest.raises(ValueError, match="too thin"):
        random_point_in(sliver, np.random.default_rng(1))


def test_a_shape_made_ready_is_asked_by_many_threads_at_once() -> None:
    """One that is only prepared crashes the process: its first question builds the index unlocked."""
    turn = np.linspace(0, 2 * np.pi, 20_000)
    shore = (1 + 0.2 * np.sin(300 * turn))[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    spots = np.random.default_rng(1).uniform(-1, 1, (2, 500))
    for _ in range(5):
        found = _asked_at_once(made_ready(shapely.polygons(shore)), spots)
        assert len(found) == 6
        assert len(set(found)) == 1


def _asked_at_once(shape: shapely.Geometry, spots: np.ndarray) -> list[int]:
    start, found = threading.Barrier(6), list[int]()

    def ask() -> None:
        start.wait()
        found.append(int(shapely.contains_xy(shape, *spots).sum()))

    asking = [threading.Thread(target=ask) for _ in range(6)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    return found
