"""Ways over water: around the land by the shortest way, straight where nothing lies in between."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county_profile import Bounds
from stormdesk.domain.sea.grid import Net, build_net, metres_of
from stormdesk.domain.sea.way import field_to, points_at, strands, ways_to
from stormdesk.domain.track import GEOD

PROJECTION = "EPSG:4549"
FRAME = Bounds(west=121.0, south=28.0, east=121.5, north=28.4)
METRES = Transformer.from_crs("EPSG:4326", PROJECTION, always_xy=True)
CENTRE = METRES.transform(121.25, 28.2)
HALF_M = 5_000.0


def degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """A point so many metres east and north of the centre of the frame, as latitude, longitude."""
    lon, lat = METRES.transform(CENTRE[0] + x_m, CENTRE[1] + y_m, direction="INVERSE")
    return lat, lon


def on_map(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: np.array([degrees(x, y)[::-1] for x, y in xy]))


def net_around(*land: BaseGeometry) -> Net:
    return build_net(shapely.union_all([on_map(one) for one in land]), FRAME, PROJECTION)


@pytest.fixture(scope="module")
def island() -> Net:
    return net_around(box(-HALF_M, -HALF_M, HALF_M, HALF_M))


@pytest.fixture(scope="module")
def islands() -> Net:
    rng = np.random.default_rng(7)
    discs = [Point(*rng.uniform(-15_000, 15_000, 2)).buffer(rng.uniform(700, 3_000), 8) for _ in range(14)]
    return net_around(*discs)


def length_km(net: Net, start: tuple[float, float], goal: tuple[float, float]) -> float:
    return float(ways_to(field_to(net, *goal), [start[0]], [start[1]]).km[0])


@pytest.mark.parametrize(
    ("start", "goal", "corners"),
    [
        ((-9_000.0, 0.0), (9_000.0, 0.0), [(-5_000, 5_000), (5_000, 5_000)]),
        ((-9_000.0, 3_000.0), (9_000.0, 1_000.0), [(-5_000, 5_000), (5_000, 5_000)]),
        ((0.0, -8_000.0), (8_000.0, 0.0), [(5_000, -5_000)]),
        ((-5_200.0, -5_200.0), (12_000.0, 2_000.0), [(5_000, -5_000)]),
    ],
)
def test_a_way_leads_round_a_square_island_by_its_corners(
    island: Net, start: tuple[float, float], goal: tuple[float, float], corners: list[tuple[float, float]]
) -> None:
    points = [start, *corners, goal]
    known_km = sum(math.dist(a, b) for a, b in itertools.pairwise(points)) / 1000
    assert length_km(island, degrees(*start), degrees(*goal)) == pytest.approx(known_km, rel=0.02)


def test_a_way_leads_round_a_round_island_by_its_tangents() -> None:
    radius, away = 6_000.0, 12_000.0
    round_one = net_around(Point(0, 0).buffer(radius, 90))
    tangent = math.sqrt(away**2 - radius**2)
    arc = radius * (math.pi - 2 * math.acos(radius / away))
    found = length_km(round_one, degrees(-away, 0), degrees(away, 0))
    assert found == pytest.approx((2 * tangent + arc) / 1000, rel=0.02)


def test_the_way_over_open_water_is_the_straight_one(island: Net) -> None:
    start, goal = degrees(-15_000, 8_000), degrees(16_000, 7_000)
    way = ways_to(field_to(island, *goal), [start[0]], [start[1]])
    assert len(way.lines[0]) == 2
    assert way.km[0] == pytest.approx(GEOD.inv(start[1], start[0], goal[1], goal[0])[2] / 1000, rel=1e-6)


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.floats(-18_000, 18_000)] * 2), min_size=2, max_size=6))
def test_no_way_runs_through_land_nor_is_shorter_than_the_bird_flies(
    islands: Net, spots: list[tuple[float, float]]
) -> None:
    at = [degrees(*spot) for spot in spots]
    goal, starts = at[0], np.array(at[1:])
    ways = ways_to(field_to(islands, *goal), starts[:, 0], starts[:, 1])
    core = islands.land.buffer(-1.0)
    for line, km, snapped, start in zip(ways.lines, ways.km, ways.snapped_km, starts, strict=True):
        line_m = metres_of(islands, line[:, 0], line[:, 1])
        assert len(line) < 2 or not shapely.LineString(line_m).intersects(core)
        straight = GEOD.inv(start[1], start[0], goal[1], goal[0])[2] / 1000
        assert km + snapped >= straight - 1e-6 or not np.isfinite(km)


def test_a_boat_reported_ashore_is_moved_to_the_water_nearby_and_that_is_said(island: Net) -> None:
    there = field_to(island, *degrees(9_000, 0))
    lat, lon = degrees(HALF_M - 700, 0)
    way = ways_to(there, [lat], [lon])
    assert 0.6 < way.snapped_km[0] < 1.6
    assert way.km[0] == pytest.approx(4.7, abs=0.6)


def test_a_boat_in_the_middle_of_an_island_has_no_way(island: Net) -> None:
    lat, lon = degrees(0, 0)
    way = ways_to(field_to(island, *degrees(9_000, 0)), [lat], [lon])
    assert np.isnan(way.km[0])
    assert len(way.lines[0]) == 0


def test_a_lagoon_has_no_way_out() -> None:
    ring = Point(0, 0).buffer(8_000).difference(Point(0, 0).buffer(4_000))
    lagoon = net_around(ring)
    lat, lon = degrees(0, 0)
    assert np.isnan(ways_to(field_to(lagoon, *degrees(12_000, 0)), [lat], [lon]).km[0])


def test_a_strait_of_a_kilometre_is_sailed_through() -> None:
    two = net_around(box(-3_000, 500, 3_000, 19_000), box(-3_000, -19_000, 3_000, -500))
    assert length_km(two, degrees(-9_000, 2_000), degrees(9_000, -2_000)) == pytest.approx(18.47, rel=0.02)


def test_a_boat_beyond_the_frame_sails_to_it_and_that_is_said(island: Net) -> None:
    goal = degrees(9_000, 0)
    way = ways_to(field_to(island, *goal), [28.2, 28.2], [121.9, 121.4])
    assert way.is_beyond.tolist() == [True, False]
    straight = GEOD.inv(121.9, 28.2, goal[1], goal[0])[2] / 1000
    assert way.km[0] == pytest.approx(straight, rel=0.02)


def test_a_harbour_on_the_shore_is_reached(island: Net) -> None:
    there = field_to(island, *degrees(HALF_M - 50, 100))
    assert 0 < there.snapped_m < 1_000
    lat, lon = degrees(9_000, 100)
    assert ways_to(there, [lat], [lon]).km[0] == pytest.approx(4.05, abs=0.5)


def test_points_along_ways_hold_both_ends_and_equal_runs() -> None:
    bent = np.array([[28.0, 121.0], [28.1, 121.0], [28.1, 121.2]])
    all_lines = strands([np.empty((0, 2)), bent, np.array([[27.5, 122.0]]), bent[::-1]])
    owner, share = np.repeat([1, 2, 3], 5), np.tile(np.linspace(0, 1, 5), 3)
    points = np.column_stack(points_at(all_lines, owner, share))
    assert points[[0, 4]].tolist() == [[28.0, 121.0], [28.1, 121.2]]
    assert np.allclose(points[5:10], [27.5, 122.0])
    assert np.allclose(points[10:], points[4::-1])
    length = GEOD.line_length([121.0, 121.0, 121.2], [28.0, 28.1, 28.1])
    first = GEOD.inv(121.0, 28.0, points[1, 1], points[1, 0])[2]
    assert first == pytest.approx(length / 4, rel=1e-4)


def test_the_outline_of_an_empty_sea_needs_no_land() -> None:
    open_sea = build_net(Polygon(), FRAME, PROJECTION)
    start, goal = (28.05, 121.1), (28.35, 121.4)
    straight = GEOD.inv(start[1], start[0], goal[1], goal[0])[2] / 1000
    assert length_km(open_sea, start, goal) == pytest.approx(straight, rel=1e-6)
