"""Polygons by address, tiles by setting, and the datum of what is drawn."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from stormdesk.domain.geo import Datum, wgs84_to_gcj02
from stormdesk.ui import maps
from stormdesk.ui.asgi.headers import content_policy
from stormdesk.ui.maps.atlas import Named, atlas
from stormdesk.ui.maps.shapes import UnknownShapeError, shape
from stormdesk.ui.maps.tiles import TileSettingError, tile_archive, tile_hosts, tile_source

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(autouse=True)
def no_tiles() -> Iterator[None]:
    yield
    maps.register_tiles(None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "county tiles#1.mbtiles"
    with sqlite3.connect(path) as made:
        made.execute("create table metadata (name text, value text)")
        made.execute("create table tiles (zoom_level, tile_column, tile_row, tile_data blob)")
        made.execute("insert into metadata values ('format', 'png')")
        made.execute("insert into tiles values (2, 3, 2, ?)", (PICTURE,))
    made.close()
    return path


def test_polygons_lose_what_is_below_a_metre_and_change_address_with_content(ground: maps.BaseMap) -> None:
    del ground
    before = shape("test_areas")
    corner = json.loads(before.body)["features"][0]["geometry"]["coordinates"][0][1]
    assert corner == [121.0, 28.5]
    assert before.url == f"shapes/test_areas.geojson?v={before.version}"


def test_a_changed_file_is_served_anew(tmp_path: Path) -> None:
    path = tmp_path / "one.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    path.write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    maps.register_shape("one", path)
    before = shape("one").version
    path.write_text(json.dumps({"features": [feature, feature]}), encoding="utf-8")
    assert shape("one").version != before


def test_unknown_polygons_are_named() -> None:
    with pytest.raises(UnknownShapeError, match="atlantis"):
        shape("atlantis")


def test_tiles_come_by_web_numbering_out_of_the_file(archive: Path) -> None:
    maps.register_archive(archive, credit="县测绘")
    found = tile_archive()
    assert found is not None
    assert found.media_type == "image/png"
    assert found.tile(2, 3, 1) == PICTURE
    assert found.tile(2, 3, 2) is None
    assert tile_hosts() == ()


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.mbtiles"
    path.write_text("no database", encoding="utf-8")
    with pytest.raises(TileSettingError, match="not an MBTiles"):
        maps.register_archive(path, credit="")


def test_an_archive_of_vectors_is_refused(archive: Path) -> None:
    with sqlite3.connect(archive) as made:
        made.execute("update metadata set value = 'pbf'")
    made.close()
    with pytest.raises(TileSettingError, match="raster"):
        maps.register_archive(archive, credit="")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://tiles.example/{z}/{x}/{y}", "http"),
        ("https://tiles.example/{z}/{x}", "{y}"),
        ("https://a.example; script-src *//{z}/{x}/{y}", "plain name"),
        ("javascript:{x}{y}{z}", "http"),
    ],
)
def test_an_unusable_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(TileSettingError, match=reason):
        maps.register_tiles(maps.TileSource(url, "x"))
    assert tile_source() is None


def test_the_policy_opens_for_the_tile_hosts_and_for_nobody_else() -> None:
    maps.register_tiles(maps.TileSource("https://t{s}.tiles.example/{z}/{x}/{y}?tk=KEY", "天地图"))
    policy = content_policy(tile_hosts())
    images = next(part for part in policy.split("; ") if part.startswith("img-src"))
    assert images.split()[4:] == [f"https://t{digit}.tiles.example" for digit in range(8)]
    assert policy.count("https://") == 8
    assert "KEY" not in policy
    assert "https://" not in content_policy(())


def test_points_move_with_shifted_tiles_to_half_a_metre(ground: maps.BaseMap) -> None:
    maps.register_tiles(maps.TileSource("https://t.example/{z}/{x}/{y}", "x", datum=Datum.GCJ02))
    shift = ground.config()["shift"]
    for lat, lon in ((28.0001, 121.0001), (28.1234, 121.2345), (28.4999, 121.4999)):
        row, column = (lat - shift["south"]) / shift["step"], (lon - shift["west"]) / shift["step"]
        top, left = int(row), int(column)
        down, right = row - top, column - left
        moved = []
        for grid in (shift["lat"], shift["lon"]):
            corner = top * shift["columns"] + left
            near = grid[corner] * (1 - right) + grid[corner + 1] * right
            far = grid[corner + shift["columns"]] * (1 - right) + grid[corner + shift["columns"] + 1] * right
            moved.append(near * (1 - down) + far * down)
        true_lat, true_lon = wgs84_to_gcj02(lat, lon)
        assert lat + moved[0] == pytest.approx(true_lat, abs=5e-6)
        assert lon + moved[1] == pytest.approx(true_lon, abs=5e-6)
        assert true_lon - lon > 0.003


def test_unshifted_tiles_move_nothing(ground: maps.BaseMap) -> None:
    maps.register_tiles(maps.TileSource("https://t.example/{z}/{x}/{y}", "x"))
    assert ground.config()["shift"] is None


def test_the_base_map_says_whom_it_is_owed_to(ground: maps.BaseMap) -> None:
    maps.register_tiles(maps.TileSource("https://t.example/{z}/{x}/{y}", "天地图"))
    assert ground.config()["credits"] == ["© OpenStreetMap contributors", "示意,非法定界线", "天地图"]


def test_the_base_map_says_what_its_boundaries_are(ground: maps.BaseMap) -> None:
    known = atlas()
    view = replace(known.views["county"], areas_label=Named("界线由本县导入", "Boundaries imported"))
    maps.register_atlas(replace(known, views={**known.views, "county": view}))
    try:
        assert ground.config()["credits"] == ["© OpenStreetMap contributors", "界线由本县导入"]
    finally:
        maps.register_atlas(known)


def test_a_name_is_told_in_the_readers_language() -> None:
    assert Named("坎门", "Kanmen").in_language("en") == "Kanmen"
    assert Named("坎门", "Kanmen").in_language("zh") == "坎门"


def test_the_legend_shows_labels_as_text() -> None:
    styles = [maps.PointStyle(maps.Shape.BOAT, "late", "<img src=x onerror=alert(1)>", glyph="<")]
    html = maps.legend_html(styles, has_silent=True)
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html
    assert html.count("data:image/svg+xml;base64,") == 1
    assert "静默未报" in html


def test_a_pmtiles_file_is_served_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "county.pmtiles"
    with path.open("wb") as opened:
        writer = Writer(opened)
        writer.write_tile(zxy_to_tileid(9, 428, 213), b"picture")
        writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE}, {})
    maps.register_archive(path, credit="县测绘")
    found = tile_archive()
    assert found is not None
    assert (found.media_type, found.max_zoom) == ("image/png", 9)
    assert (found.tile(9, 428, 213), found.tile(9, 428, 214)) == (b"picture", None)


@pytest.mark.parametrize("content", [b"PMTiles\x03", b"PMTiles\x03" + b"\xff" * 200, b""])
def test_a_broken_pmtiles_file_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "county.pmtiles"
    path.write_bytes(content)
    with pytest.raises(TileSettingError, match=r"county\.pmtiles"):
        maps.register_archive(path, credit="")
