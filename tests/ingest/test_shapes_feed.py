"""Shapes come in four formats and any declared coordinate system; what is wrong with them is told."""

import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.ingest.safe_xml import XmlReason
from stormdesk.ingest.shapes_feed import parse, recognise
from stormdesk.ingest.shapes_reason import ShapesReason
from tests.ingest.shape_files import (
    SQUARE,
    SURVEY,
    feature,
    frame,
    geojson,
    only,
    read,
    reasons,
    shapefile,
    zipped,
)


@pytest.mark.parametrize(("file", "count"), [("danger_zones.geojson", 2), ("danger_zones.kml", 1)])
def test_the_samples_are_taken_whole(project: Path, file: str, count: int) -> None:
    data = (project / "data/samples" / file).read_bytes()
    assert recognise(file, data)
    shapes, problems = parse(file, data)
    assert len(shapes) == count
    assert problems == []
    assert {"编号", "类型", "影响人数"} <= set(shapes[0].properties)


def test_geojson_is_degrees_unless_it_names_another_system() -> None:
    plain = only(read(geojson(feature(SQUARE, code="1"))))
    assert plain.geometry.equals(SQUARE)
    assert plain.properties == {"code": "1"}
    metres = frame().geometry.iloc[0]
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4528"}}
    shape = only(read(geojson(feature(metres), crs=named)))
    assert shape.geometry.bounds == pytest.approx(SQUARE.bounds, abs=1e-6)


@pytest.mark.parametrize("data", [feature(SQUARE), mapping(SQUARE)])
def test_geojson_may_be_one_feature_or_one_geometry(data: object) -> None:
    assert only(read(json.dumps(data).encode())).geometry.equals(SQUARE)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_zipped_shapefile_lands_where_it_was_measured(tmp_path: Path, encoding: str) -> None:
    files = shapefile(tmp_path, frame(名称=["玉城街道"], 人数=[35]), encoding)
    bare = {name: content for name, content in files.items() if not name.endswith(".cpg")}
    for told in (files, bare):
        data = zipped(told)
        assert recognise("a.zip", data)
        shape = only(read(data))
        assert shape.geometry.bounds == pytest.approx(SQUARE.bounds, abs=1e-6)
        assert shape.properties == {"名称": "玉城街道", "人数": 35}


def test_a_shapefile_without_its_system_needs_one_declared(tmp_path: Path) -> None:
    files = shapefile(tmp_path, frame())
    data = zipped({name: content for name, content in files.items() if not name.endswith(".prj")})
    assert read(data)[0] == []
    assert reasons(data) == [ShapesReason.NO_CRS, ShapesReason.NO_SHAPES]
    assert only(read(data, crs=SURVEY)).geometry.bounds == pytest.approx(SQUARE.bounds, abs=1e-6)
    assert read(data, crs="EPSG:none")[1][0].reason == ShapesReason.BAD_CRS


def test_an_old_datum_is_told(tmp_path: Path) -> None:
    shapes, problems = read(zipped(shapefile(tmp_path, frame("EPSG:2437"))))
    assert len(shapes) == 1
    assert [problem.reason for problem in problems] == [ShapesReason.OLD_CRS]


def test_a_shapefile_in_parts_is_told_what_it_lacks(tmp_path: Path) -> None:
    files = shapefile(tmp_path, frame())
    assert reasons(files["乡镇.shp"]) == [ShapesReason.LOOSE_SHP, ShapesReason.NO_SHAPES]
    without = {name: content for name, content in files.items() if not name.endswith(".shx")}
    assert reasons(zipped(without)) == [ShapesReason.NO_INDEX, ShapesReason.NO_SHAPES]
    without = {name: content for name, content in files.items() if not name.endswith(".dbf")}
    shapes, problems = read(zipped(without))
    assert len(shapes) == 1
    assert [problem.reason for problem in problems] == [ShapesReason.NO_TABLE]


def test_every_layer_of_a_geopackage_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame(code=["1"]).to_file(path, layer="乡镇")
    frame("EPSG:4490", code=["2"]).to_file(path, layer="社区")
    data = path.read_bytes()
    assert recognise("a.gpkg", data)
    shapes, problems = read(data, "a.gpkg")
    assert problems == []
    assert {(shape.place, shape.properties["code"]) for shape in shapes} == {
        ("a.gpkg/乡镇#1", "1"),
        ("a.gpkg/社区#1", "2"),
    }
    assert all(shape.geometry.bounds == pytest.approx(SQUARE.bounds, abs=1e-6) for shape in shapes)


def test_a_geopackage_that_computes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_file(path)
    data = (
        path.read_bytes()
        + b"CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x+1 FROM c) SELECT 1"
    )
    assert reasons(data) == [ShapesReason.UNSAFE, ShapesReason.NO_SHAPES]


def test_kml_holes_many_parts_and_archives() -> None:
    ring = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
    outer = ring.format("121,28 122,28 122,29 121,29 121,28")
    inner = ring.format("121.2,28.2,5 121.4,28.2,5 121.4,28.4,5 121.2,28.2,5")
    hole = f"<innerBoundaryIs>{inner}</innerBoundaryIs>"
    polygon = f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{hole}</Polygon>"
    other = (
        f"<Polygon><outerBoundaryIs>{ring.format('123,28 124,28 124,29 123,28')}</outerBoundaryIs></Polygon>"
    )
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>http://example.com</href></Link>'
        f"</NetworkLink><Placemark><name>区</name><MultiGeometry>{polygon}{other}</MultiGeometry></Placemark></kml>"
    )
    for data in (text.encode(), zipped({"doc.kml": text.encode()})):
        shapes, problems = read(data)
        assert [problem.reason for problem in problems] == [ShapesReason.LINKED]
        assert shapes[0].geometry.area == pytest.approx(1 - 0.02 + 0.5)
        assert shapes[0].properties == {"name": "区"}


def test_kml_with_entities_is_refused() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "b">]><kml><Placemark><name>&a;</name></Placemark></kml>'
    assert XmlReason.UNSAFE in reasons(text.encode())


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_declared_shift_is_undone_at_every_vertex(datum: Datum) -> None:
    shifted = Polygon([from_wgs84(lat, lon, datum)[::-1] for lon, lat in SQUARE.exterior.coords])
    shape = only(read(geojson(feature(shifted)), datum=datum))
    assert shapely.hausdorff_distance(shape.geometry, SQUARE) < 1e-7


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.geojson", geojson(feature(SQUARE)), True),
        ("a.json", b'[{"lat": 1, "lon": 2}]', False),
        ("a.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), False),
        ("a.kml", b'<?xml version="1.0"?><kml xmlns="x">', True),
        ("a.xml", b"<alert><sent/></alert>", False),
    ],
)
def test_files_of_shapes_are_recognised(name: str, head: bytes, known: bool) -> None:  # noqa: FBT001  a case
    assert recognise(name, head) is known


def test_many_parts_stay_one_shape() -> None:
    parts = MultiPolygon([box(121, 28, 121.1, 28.1), box(121.2, 28, 121.3, 28.1)])
    assert only(read(geojson(feature(parts)))).geometry.equals(parts)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("name", ["影响人数", "受威胁人数", "a影响人数", "ab影响人数"])
def test_a_field_name_that_was_cut_in_the_middle_of_a_character_spoils_nothing(
    tmp_path: Path, encoding: str, name: str
) -> None:
    table = frame(名称=["坎门"], **{name: [35]})
    shape = only(read(zipped(shapefile(tmp_path, table, encoding))))
    first, second = shape.properties.items()
    assert first == ("名称", "坎门")
    assert name.startswith(second[0])
    assert second[1] == 35
