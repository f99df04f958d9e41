"""A surveyor's boundaries come in whatever their coordinate system, and bad ones are told."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point, Polygon, box

from stormdesk.errors import BadShapes
from stormdesk.ingest.boundaries import NO_CODE, convert_shapes
from stormdesk.ingest.county import load_county
from stormdesk.ingest.shape_file import read_shapes, shapes_by_code
from stormdesk.ingest.shapes_reason import ShapesReason

# CGCS2000, three-degree Gauss-Krüger zone 40, as county surveys are usually delivered.
SURVEY = "EPSG:4528"


def survey(path: Path, rows: dict[str, object], crs: str | None = SURVEY) -> Path:
    codes = gpd.GeoDataFrame({"XZQDM": list(rows)}, geometry=list(rows.values()), crs="EPSG:4326")
    (codes.to_crs(crs) if crs else codes.set_crs(None, allow_override=True)).to_file(path)
    return path


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson"])
def test_a_survey_lands_where_it_was_measured(tmp_path: Path, suffix: str) -> None:
    crs = "EPSG:4326" if suffix == ".geojson" else SURVEY
    source = survey(tmp_path / f"survey{suffix}", {"331083002": box(121.2, 28.1, 121.3, 28.2)}, crs)
    count, problems = convert_shapes(source, tmp_path / "townships.geojson", code_column="XZQDM")
    shapes, faults = shapes_by_code(tmp_path / "townships.geojson")
    assert (count, problems, faults) == (1, [], ())
    assert shapes["331083002"].bounds == pytest.approx((121.2, 28.1, 121.3, 28.2), abs=1e-6)


def test_the_shipped_townships_survive_the_way_there_and_back(tmp_path: Path, project: Path) -> None:
    shipped = load_county(project / "data/county/yuhuan").shapes.townships
    source = survey(tmp_path / "survey.gpkg", dict(shipped))
    convert_shapes(source, tmp_path / "townships.geojson", code_column="XZQDM")
    shapes, faults = shapes_by_code(tmp_path / "townships.geojson")
    assert faults == ()
    assert set(shapes) == set(shipped)
    assert all(shapes[code].symmetric_difference(shape).area < 1e-9 for code, shape in shipped.items())


def test_what_is_no_area_or_has_no_code_is_told_and_left_out(tmp_path: Path) -> None:
    bow_tie = Polygon([(121, 28), (121.1, 28.1), (121.1, 28), (121, 28.1)])
    rows = {"331083002": box(121, 28, 121.1, 28.1), "": box(121, 28, 121.1, 28.1)}
    source = survey(tmp_path / "survey.gpkg", {**rows, "331083003": Point(121, 28), "331083004": bow_tie})
    count, problems = convert_shapes(source, tmp_path / "out.geojson", code_column="XZQDM")
    assert count == 2
    assert [(problem.place, problem.reason) for problem in problems] == [
        ("survey.gpkg:2", NO_CODE),
        ("survey.gpkg:3", ShapesReason.NOT_AREAL),
        ("survey.gpkg:4", ShapesReason.MENDED),
    ]
    assert read_shapes(tmp_path / "out.geojson").problems == ()


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_a_file_that_does_not_say_where_it_stands_is_refused(tmp_path: Path) -> None:
    source = survey(tmp_path / "survey.gpkg", {"1": box(0, 0, 1, 1)}, None)
    with pytest.raises(BadShapes, match="CRS"):
        convert_shapes(source, tmp_path / "out.geojson", code_column="XZQDM")
    assert not (tmp_path / "out.geojson").exists()


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    source = survey(tmp_path / "survey.gpkg", {"1": box(0, 0, 1, 1)})
    with pytest.raises(BadShapes, match="DM9"):
        convert_shapes(source, tmp_path / "out.geojson", code_column="DM9")


@pytest.mark.parametrize("content", [b"", b"hello", json.dumps({"type": "FeatureCollection"}).encode()])
def test_a_file_of_another_kind_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "survey.shp"
    source.write_bytes(content)
    with pytest.raises(BadShapes):
        convert_shapes(source, tmp_path / "out.geojson", code_column="XZQDM")
