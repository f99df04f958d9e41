"""A county's own boundaries are found by code or name, hold at the next start, and come off again."""

import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.county import County
from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.adopted_boundaries import (
    LABEL_ZH,
    BoundaryReason,
    adopt_boundaries,
    drop_boundaries,
    keep_boundaries,
    with_own_boundaries,
)
from stormdesk.ingest.county import load_county


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


def areas(shapes: dict[str, BaseGeometry]) -> list[AreaShape]:
    return [
        AreaShape(place=f"f#{number}", geometry=shape, properties={"XZQDM": code})
        for number, (code, shape) in enumerate(shapes.items(), start=1)
    ]


def shifted(shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    def move(xy: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [from_wgs84(lat, lon, datum)[::-1] for lon, lat in xy]

    return shapely.transform(shape, move)


def test_the_shipped_shapes_are_adopted_without_a_doubt(county: County) -> None:
    shipped = dict(county.shapes.townships)
    adopted, problems = adopt_boundaries(areas(shipped), county)
    assert problems == []
    assert set(adopted) == set(shipped)
    assert all(adopted[code].symmetric_difference(shape).area < 1e-9 for code, shape in shipped.items())


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "331083001"},
        {"乡镇代码": 331083001},
        {"PAC": 331083001000.0},
        {"XZQDM": "331083001000"},
        {"old": "331021001"},
        {"NAME": "玉城街道"},
        {"名称": "玉环市玉城街道"},
        {"mc": "台州市玉环市玉城"},
        {"x": " 玉城 "},
        {"name": "Yucheng Subdistrict"},
    ],
)
def test_a_township_is_known_by_any_of_its_codes_and_names(
    county: County, properties: dict[str, str | int | float]
) -> None:
    shape = AreaShape(place="f#1", geometry=county.shapes.townships["331083001"], properties=properties)
    adopted, _ = adopt_boundaries([shape], county)
    assert list(adopted) == ["331083001"]


def test_villages_make_up_their_township(county: County) -> None:
    west, south, east, north = county.shapes.townships["331083001"].bounds
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    villages = [
        AreaShape(place=f"f#{n}", geometry=half, properties={"ZLDWDM": f"33108300100{n}"})
        for n, half in enumerate(halves, start=1)
    ]
    adopted, problems = adopt_boundaries(villages, county)
    assert adopted["331083001"].area == pytest.approx(box(west, south, east, north).area)
    assert BoundaryReason.MERGED in {problem.reason for problem in problems}


def test_what_is_not_ours_far_away_or_contradicts_itself_is_told(county: County) -> None:
    good = county.shapes.townships["331083001"]
    found = [
        AreaShape(place="f#1", geometry=good, properties={"code": "330102001"}),
        AreaShape(place="f#2", geometry=box(0, 0, 1, 1), properties={"code": "331083002"}),
        AreaShape(place="f#3", geometry=good, properties={"code": "331083001", "name": "坎门街道"}),
    ]
    adopted, problems = adopt_boundaries(found, county)
    assert list(adopted) == ["331083001"]
    assert [problem.reason for problem in problems if problem.place.startswith("f#")] == [
        BoundaryReason.NOT_OURS,
        BoundaryReason.FAR_AWAY,
        BoundaryReason.TWO_NAMES,
    ]
    missing = [problem.place for problem in problems if problem.reason == BoundaryReason.MISSING]
    assert len(missing) == len(county.counted_townships) - 1


def test_nothing_of_ours_is_told(county: County) -> None:
    adopted, problems = adopt_boundaries(
        [AreaShape(place="f#1", geometry=box(0, 0, 1, 1), properties={})], county
    )
    assert adopted == {}
    assert [problem.reason for problem in problems] == [BoundaryReason.NOT_OURS, BoundaryReason.NONE]


def test_overlapping_townships_are_told(county: County) -> None:
    same = county.shapes.townships["331083001"]
    _, problems = adopt_boundaries(areas({"331083001": same, "331083002": same}), county)
    assert BoundaryReason.OVERLAP in {problem.reason for problem in problems}


@pytest.mark.parametrize(
    ("datum", "reason"), [(Datum.GCJ02, BoundaryReason.LIKE_GCJ02), (Datum.BD09, BoundaryReason.LIKE_BD09)]
)
def test_boundaries_of_a_map_service_look_shifted(county: County, datum: Datum, reason: str) -> None:
    moved = {code: shifted(shape, datum) for code, shape in county.shapes.townships.items()}
    adopted, problems = adopt_boundaries(areas(moved), county)
    assert set(adopted) == set(moved)
    assert [problem.reason for problem in problems] == [reason]


def test_kept_boundaries_hold_until_they_are_dropped(county: County, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    square = box(121.2, 28.1, 121.25, 28.15)
    assert with_own_boundaries(county, folder) is county
    keep_boundaries(folder, {**county.shapes.townships, "331083001": square}, county)
    own = with_own_boundaries(county, folder)
    assert own.shapes.townships["331083001"].equals(square)
    assert own.places.township_of(28.14, 121.24) == "331083001"
    assert own.profile.boundary_label_zh == LABEL_ZH
    assert drop_boundaries(folder)
    assert not drop_boundaries(folder)
    assert with_own_boundaries(county, folder) is county


def test_a_part_of_the_townships_keeps_the_schematic_label(county: County, tmp_path: Path) -> None:
    keep_boundaries(tmp_path, {"331083001": box(121.2, 28.1, 121.25, 28.15)}, county)
    own = with_own_boundaries(county, tmp_path)
    assert set(own.shapes.townships) == set(county.shapes.townships)
    assert own.profile.boundary_label_zh == county.profile.boundary_label_zh


def test_damaged_boundaries_stop_the_start_with_their_place(county: County, tmp_path: Path) -> None:
    (tmp_path / "townships.geojson").write_text(json.dumps({"features": [{}]}), encoding="utf-8")
    with pytest.raises(BadCountyFile, match=r"townships\.geojson"):
        with_own_boundaries(county, tmp_path)


def test_a_county_folder_is_loaded_with_its_own_boundaries(
    project: Path, county: County, tmp_path: Path
) -> None:
    square = box(121.2, 28.1, 121.25, 28.15)
    keep_boundaries(tmp_path, {"331083001": square}, county)
    own = load_county(project / "data/county/yuhuan", project / "data/reference", own=tmp_path)
    assert own.shapes.townships["331083001"].equals(square)
