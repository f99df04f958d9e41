"""Files for maps: every row, its place in WGS 84, its values as they are."""

import io
import json
import math
from datetime import UTC, datetime

import geopandas as gpd
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.report.geo_file import GeoFile, geojson_bytes, geoparquet_bytes
from stormdesk.report.table_file import Cell, TableFile

NOON = datetime(2022, 9, 14, 4, 30, tzinfo=UTC)
TABLE = TableFile(
    "未回港",
    [("时刻", "2022-09-14 12:30"), ("演练", "演练,人员和单位均为虚构")],
    ["船名", "人数", "自", "船长"],
    [["=1+1", 7, NOON, 3.5], ["浙玉渔\x00\ud800 1", None, None, 4]],
)
BOATS = GeoFile(TABLE, ["v1", "v2"], [(28.1, 121.2), None])


def test_a_feature_collection_says_what_it_is_about_and_holds_every_row() -> None:
    said = json.loads(geojson_bytes(BOATS))
    assert said["type"] == "FeatureCollection"
    assert said["about"] == {"时刻": "2022-09-14 12:30", "演练": "演练,人员和单位均为虚构"}
    first, second = said["features"]
    assert first["id"] == "v1"
    assert first["geometry"] == {"type": "Point", "coordinates": [121.2, 28.1]}
    assert first["properties"] == {"船名": "=1+1", "人数": 7, "自": "2022-09-14T12:30:00+08:00", "船长": 3.5}
    assert second["geometry"] is None
    assert second["properties"]["船名"] == "浙玉渔 1"


def test_geoparquet_has_its_datum_its_types_and_what_it_is_about() -> None:
    data = geoparquet_bytes(BOATS)
    frame = gpd.read_parquet(io.BytesIO(data))
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == (121.2, 28.1)
    assert frame.geometry.iloc[1] is None
    assert frame["船名"].tolist() == ["=1+1", "浙玉渔 1"]
    assert frame["自"].iloc[0] == NOON
    metadata = pq.read_metadata(io.BytesIO(data)).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["columns"][geo["primary_column"]]["encoding"] == "WKB"
    assert json.loads(metadata[b"about"])["时刻"] == "2022-09-14 12:30"


def test_no_rows_make_files_too() -> None:
    empty = GeoFile(TableFile("t", [], ["a"], []), [], [])
    assert json.loads(geojson_bytes(empty))["features"] == []
    assert len(gpd.read_parquet(io.BytesIO(geoparquet_bytes(empty)))) == 0


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.floats(), st.datetimes(timezones=st.just(UTC)).filter(
        lambda at: 1700 < at.year < 2200
    )
)  # fmt: skip
ROWS = st.lists(st.tuples(st.text(max_size=5), st.floats(), st.floats(), CELLS, CELLS), max_size=4)


@settings(max_examples=60)
@given(ROWS, st.lists(st.text(max_size=5), min_size=2, max_size=2))
def test_whatever_stands_in_the_table_both_files_hold_as_many_rows(
    rows: list[tuple[str, float, float, Cell, Cell]], header: list[str]
) -> None:
    table = TableFile("t", [("a", "b")], header, [row[3:] for row in rows])
    geo = GeoFile(table, [row[0] for row in rows], [(row[1], row[2]) for row in rows])
    features = json.loads(geojson_bytes(geo))["features"]
    frame = gpd.read_parquet(io.BytesIO(geoparquet_bytes(geo)))
    assert len(features) == len(frame) == len(rows)
    for row, feature in zip(rows, features, strict=True):
        is_placed = math.isfinite(row[1]) and math.isfinite(row[2])
        assert (feature["geometry"] is not None) == is_placed
