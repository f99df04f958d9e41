"""Shapes come in four formats and any declared coordinate system; what is wrong with them is told."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.domain.problem import Problem
from stormdesk.ingest.safe_xml import XmlReason
from stormdesk.ingest.shapes_feed import parse, recognise
from stormdesk.ingest.shapes_reason import TAKEN, ShapesReason

SQUARE = box(121.2, 28.1, 121.3, 28.2)
SURVEY = "EPSG:4528"
BOW_TIE = Polygon([(121, 28), (121.1, 28.1), (121.1, 28), (121, 28.1)])


def feature(geometry: object, **properties: object) -> dict[str, object]:
    if isinstance(geometry, BaseGeometry):
        geometry = mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: object, **more: object) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False
    ).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def frame(crs: str = SURVEY, **columns: list[object]) -> gpd.GeoDataFrame:
    named = gpd.GeoDataFrame(columns or {"code": ["331083002"]}, geometry=[SQUARE], crs="EPSG:4326")
    return named.to_crs(crs)


def shapefile(folder: Path, table: gpd.GeoDataFrame, encoding: str = "UTF-8") -> dict[str, bytes]:
    table.to_file(folder / "乡镇.shp", encoding=encoding)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(data: bytes, name: str = "f", **declared: object) -> tuple[list[AreaShape], list[Problem]]:
    return parse(name, data, **declared)  # type: ignore[arg-type]


def reasons(data: bytes) -> list[str]:
    return [problem.reason for problem in read(data)[1]]


def only(found: tuple[list[AreaShape], list[Problem]]) -> AreaShape:
    (shape,), problems = found
    assert problems == []
    return shape


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
    ("geometry", "reason"),
    [
        (None, ShapesReason.NO_GEOMETRY),
        ({"type": "Polygon", "coordinates": []}, ShapesReason.NO_GEOMETRY),
        ({"type": "Polygon", "coordinates": "x"}, ShapesReason.NO_GEOMETRY),
        (Point(121, 28), ShapesReason.NOT_AREAL),
        (LineString([(121, 28), (122, 28)]), ShapesReason.NOT_AREAL),
        (Polygon([(121, 28), (122, 28), (121, 28), (121, 28)]), ShapesReason.NOT_AREAL),
        (box(28.1, 121.2, 28.2, 121.3), ShapesReason.SWAPPED),
        (box(553_000, 3_112_000, 554_000, 3_113_000), ShapesReason.OFF_GLOBE),
    ],
)
def test_what_is_no_area_on_earth_is_told_by_itself(geometry: object, reason: str) -> None:
    shapes, problems = read(geojson(feature(SQUARE, name="好"), feature(geometry, name="坏")))
    assert len(shapes) == 1
    (problem,) = [problem for problem in problems if problem.reason not in TAKEN]
    assert (problem.place, problem.value, problem.reason) == ("f#2", "坏", reason)


def test_swapped_axes_are_put_right_when_a_person_says_so() -> None:
    data = geojson(feature(box(28.1, 121.2, 28.2, 121.3)))
    assert only(read(data, is_swapped=True)).geometry.equals(SQUARE)


def test_a_crossing_outline_is_mended_and_told() -> None:
    shapes, problems = read(geojson(feature(BOW_TIE)))
    assert [problem.reason for problem in problems] == [ShapesReason.MENDED]
    assert shapes[0].geometry.is_valid
    assert shapes[0].geometry.area == pytest.approx(0.005)


def test_points_beside_areas_are_left_and_told() -> None:
    shapes, problems = read(geojson(feature(GeometryCollection([SQUARE, Point(121, 28)]))))
    assert shapes[0].geometry.equals(SQUARE)
    assert [problem.reason for problem in problems] == [ShapesReason.PARTLY]


def test_a_file_cut_short_keeps_its_whole_shapes() -> None:
    shapes, problems = read(geojson(feature(SQUARE), feature(SQUARE))[:-40])
    assert len(shapes) == 1
    assert [problem.reason for problem in problems] == [ShapesReason.BROKEN_OFF]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ShapesReason.EMPTY_FILE),
        (b"hello", ShapesReason.UNKNOWN_FORMAT),
        (b"PK\x03\x04rubbish", ShapesReason.BROKEN),
        (b"SQLite format 3\x00" + b"\x00" * 200, ShapesReason.BROKEN),
        (b'{"a": 1}', ShapesReason.NO_GEOMETRY),
        (b'{"features": 5}', ShapesReason.BROKEN),
        (
            b"<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTDataSource>",
            ShapesReason.UNKNOWN_FORMAT,
        ),
        (geojson(), ShapesReason.NO_SHAPES),
        (geojson(crs={"properties": {"name": "/vsicurl/http://example.com/x"}}), ShapesReason.BAD_CRS),
        (b"[" * 100_000, ShapesReason.UNKNOWN_FORMAT),
        (b'{"features":' + b"[" * 100_000, ShapesReason.BROKEN_OFF),
    ],
)
def test_a_file_without_shapes_says_why(data: bytes, reason: str) -> None:
    shapes, problems = read(data)
    assert shapes == []
    assert reason in {problem.reason for problem in problems}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("inner.zip", ShapesReason.NESTED),
        ("../../out.geojson", ShapesReason.BAD_PATH),
        ("/etc/x.geojson", ShapesReason.BAD_PATH),
        ("C:\\x.geojson", ShapesReason.BAD_PATH),
        ("layer.vrt", ShapesReason.NOT_USED),
    ],
)
def test_tricks_in_an_archive_are_told_and_the_rest_read(name: str, reason: str) -> None:
    shapes, problems = read(zipped({name: geojson(feature(SQUARE)), "a.geojson": geojson(feature(SQUARE))}))
    assert len(shapes) == 1
    assert [problem.reason for problem in problems] == [reason]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormdesk.ingest.shapes_archive.MOST_BYTES", 1_000_000)
    data = zipped({"a.geojson": b" " * 1_000_001 + geojson(feature(SQUARE))})
    assert len(data) < 10_000
    assert reasons(data) == [ShapesReason.TOO_LARGE, ShapesReason.NO_SHAPES]


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


@pytest.fixture(scope="module")
def whole_files(project: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("shapes")
    frame().to_file(folder / "a.gpkg")
    (folder / "shp").mkdir()
    files = zipped(shapefile(folder / "shp", frame()))
    samples = [
        (project / "data/samples" / f"danger_zones.{kind}").read_bytes() for kind in ("geojson", "kml")
    ]
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in shapefile(folder / "shp", frame()).items():
            archive.writestr(name, content)
    return [*samples, files, stored.getvalue(), (folder / "a.gpkg").read_bytes()]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_files_never_raise_and_never_fall_silent(
    whole_files: list[bytes], data: st.DataObject
) -> None:
    whole = bytearray(data.draw(st.sampled_from(whole_files)))
    for _ in range(data.draw(st.integers(0, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))])
    shapes, problems = read(cut)
    assert shapes or problems
    assert all(shape.geometry.is_valid and not shape.geometry.is_empty for shape in shapes)
    recognise("x", cut)


COORDINATES = st.recursive(
    st.one_of(st.floats(), st.integers(-200, 200), st.none(), st.text(max_size=3)),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=25,
)
KINDS = st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", "x", None])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(KINDS, COORDINATES), min_size=1, max_size=4))
def test_every_feature_is_a_shape_or_a_problem(found: list[tuple[object, object]]) -> None:
    features = [feature({"type": kind, "coordinates": coordinates}) for kind, coordinates in found]
    shapes, problems = read(geojson(*features))
    places = {problem.place for problem in problems if problem.reason not in TAKEN}
    assert len(shapes) + len(places - {"f"}) >= len(features)


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
