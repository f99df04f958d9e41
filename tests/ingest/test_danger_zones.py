"""Danger zones of a file become rows of their register: numbered, typed, counted and placed."""

import json
from pathlib import Path

import pytest
from shapely.geometry import Polygon, box, shape

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.county import County
from stormdesk.ingest.county import load_county
from stormdesk.ingest.danger_zones import TAKEN, DangerZone, ZoneReason, read_zones
from stormdesk.ingest.shapes_feed import parse

Value = str | int | float | bool | None


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


@pytest.fixture
def square(county: County) -> Polygon:
    point = county.shapes.townships["331083001"].representative_point()
    return box(point.x - 0.001, point.y - 0.001, point.x + 0.001, point.y + 0.001)


def area(geometry: Polygon, **properties: Value) -> AreaShape:
    return AreaShape(place="f#1", geometry=geometry, properties=properties)


def one(found: AreaShape, county: County, **options: object) -> DangerZone:
    (zone,), _ = read_zones([found], county, **options)  # type: ignore[arg-type]
    return zone


@pytest.mark.parametrize("file", ["danger_zones.geojson", "danger_zones.kml"])
def test_the_samples_are_taken_whole(project: Path, county: County, file: str) -> None:
    shapes, _ = parse(file, (project / "data/samples" / file).read_bytes())
    zones, problems = read_zones(shapes, county)
    assert len(zones) == len(shapes)
    assert problems == []
    assert {zone.zone_type for zone in zones} <= {"flash_flood", "low_lying", "geohazard"}
    assert all(zone.township_code and zone.people_count for zone in zones)


def test_a_zone_is_placed_in_the_township_that_holds_the_most_of_it(county: County, square: Polygon) -> None:
    zone = one(area(square, 编号="z-1", 名称="屋后山", 类型="地质灾害隐患点", 威胁人数="35"), county)
    assert (zone.zone_id, zone.name, zone.zone_type, zone.people_count) == ("z-1", "屋后山", "geohazard", 35)
    assert zone.township_code == "331083001"
    assert square.contains(shape({"type": "Point", "coordinates": (zone.lon, zone.lat)}))
    assert shape(json.loads(zone.outline)).symmetric_difference(square).area < 1e-8


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("flash_flood", "flash_flood"),
        ("山洪灾害危险区", "flash_flood"),
        ("山洪", "flash_flood"),
        ("低洼易涝区", "low_lying"),
        ("海塘险段", "sea_wall"),
        ("Levee at risk", "levee"),
        ("火山", "other"),
        (None, None),
    ],
)
def test_types_are_known_by_code_and_by_name(
    county: County, square: Polygon, word: str | None, code: str | None
) -> None:
    _, problems = read_zones([area(square, zone_id="1", type=word)], county)
    assert one(area(square, zone_id="1", type=word), county).zone_type == code
    assert [problem.reason for problem in problems] == ([ZoneReason.UNKNOWN_TYPE] if code == "other" else [])


def test_a_person_names_the_columns_and_the_type(county: County, square: Polygon) -> None:
    zone = one(
        area(square, F1="z-9", F2="某处", F3=7),
        county,
        columns={"zone_id": "F1", "name": "F2", "people_count": "F3"},
        zone_type="geohazard",
    )
    assert (zone.zone_id, zone.name, zone.people_count, zone.zone_type) == ("z-9", "某处", 7, "geohazard")


def test_a_zone_without_a_number_gets_the_same_one_every_time(county: County, square: Polygon) -> None:
    first, again = (one(area(square, 名称="屋后山"), county) for _ in range(2))
    other = one(area(square, 名称="村口"), county)
    assert first.zone_id == again.zone_id != other.zone_id
    _, problems = read_zones([area(square, 名称="屋后山")], county)
    assert [problem.reason for problem in problems] == [ZoneReason.NO_NUMBER]


@pytest.mark.parametrize("people", ["三十", -1, 2.5, True, 10**9])
def test_people_that_cannot_be_counted_are_unknown_not_none_at_all(
    county: County, square: Polygon, people: Value
) -> None:
    (zone,), problems = read_zones([area(square, id="1", 人数=people)], county)
    assert zone.people_count is None
    assert [problem.reason for problem in problems] == [ZoneReason.PEOPLE_UNKNOWN]


def test_a_number_used_twice_and_a_zone_elsewhere_are_told(county: County, square: Polygon) -> None:
    away = area(box(100, 20, 100.1, 20.1), id="2")
    zones, problems = read_zones([area(square, id="1"), area(square, id="1"), away], county)
    assert [(zone.zone_id, zone.township_code is None) for zone in zones] == [("1", False), ("2", True)]
    assert [problem.reason for problem in problems] == [ZoneReason.SAME_NUMBER, ZoneReason.OUTSIDE]
    assert ZoneReason.SAME_NUMBER not in TAKEN


@pytest.mark.parametrize("cut", ["people_cou", "影响人", "受威胁人", "peoplecoun"])
def test_names_that_a_shapefile_cut_to_ten_bytes_are_understood(
    county: County, square: Polygon, cut: str
) -> None:
    zones, problems = read_zones([area(square, 编号="z-1", **{cut: 35})], county)
    assert [zone.people_count for zone in zones] == [35]
    assert problems == []


def test_a_name_that_may_be_several_fields_is_not_guessed_and_what_was_not_used_is_told_once(
    county: County, square: Polygon
) -> None:
    shapes = [area(square, 编号=f"z-{n}", 危险区=f"乙{n}", 涉险人口=35, note="") for n in range(3)]
    zones, problems = read_zones(shapes, county)
    assert {(zone.name, zone.people_count) for zone in zones} == {(None, None)}
    assert [(problem.value, problem.reason) for problem in problems] == [
        ("危险区、涉险人口", ZoneReason.UNUSED)
    ]
    assert ZoneReason.UNUSED in TAKEN
