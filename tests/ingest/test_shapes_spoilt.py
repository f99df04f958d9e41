"""Files of shapes that are cut, mended, packed as a trick or mutated."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box

from stormdesk.ingest.shapes_feed import recognise
from stormdesk.ingest.shapes_reason import TAKEN, ShapesReason
from tests.ingest.shape_files import SQUARE, feature, frame, geojson, only, read, reasons, shapefile, zipped

BOW_TIE = Polygon([(121, 28), (121.1, 28.1), (121.1, 28), (121, 28.1)])


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


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
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


@settings(max_examples=50)
@given(st.lists(st.tuples(KINDS, COORDINATES), min_size=1, max_size=4))
def test_every_feature_is_a_shape_or_a_problem(found: list[tuple[object, object]]) -> None:
    features = [feature({"type": kind, "coordinates": coordinates}) for kind, coordinates in found]
    shapes, problems = read(geojson(*features))
    places = {problem.place for problem in problems if problem.reason not in TAKEN}
    assert len(shapes) + len(places - {"f"}) >= len(features)
