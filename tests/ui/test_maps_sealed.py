"""No folium class, rendered or not, names a file on another machine."""

import csv
import re
from pathlib import Path

import folium
import folium.plugins
import pytest
from streamlit_folium import generate_leaflet_string

from stormdesk.ui import maps
from stormdesk.ui.maps.base import BaseMap
from stormdesk.ui.maps.bundle import ASSETS
from stormdesk.ui.maps.vendored import FRAME_ROOT, VENDOR_FOLDER, sealed_classes

OUTSIDE = re.compile(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
SOURCES = Path(__file__).resolve().parents[2] / "stormdesk"
UNSAFE = re.compile(r"\b(Popup|Tooltip|DivIcon|GeoJsonPopup|GeoJsonTooltip|Marker|CircleMarker|colormap)\(")


def test_every_class_has_local_links_or_none() -> None:
    classes = list(sealed_classes())
    assert len(classes) > 40
    links = [
        (sealed.__name__, url) for sealed in classes for _, url in (*sealed.default_js, *sealed.default_css)
    ]
    assert [(name, url) for name, url in links if not url.startswith(FRAME_ROOT)] == []


def test_leaflet_is_still_there() -> None:
    names = [name for name, _ in folium.Map.default_js]
    assert names == ["leaflet"]


@pytest.mark.parametrize(
    "made", [folium.plugins.MarkerCluster, folium.plugins.Fullscreen, folium.plugins.HeatMap]
)
def test_a_rendered_map_names_no_other_machine(made: type) -> None:
    ground = folium.Map(tiles=None)
    (made([[28.1, 121.2]]) if made is folium.plugins.HeatMap else made()).add_to(ground)
    html = ground.get_root().render()
    links = re.findall(r"(?:src|href)=[\"']([^\"']+)", html)
    assert links
    assert [link for link in links if OUTSIDE.match(link)] == []


def test_sealing_twice_changes_nothing() -> None:
    before = list(folium.Map.default_js)
    maps.seal()
    assert folium.Map.default_js == before


def test_our_own_base_map_names_no_other_machine(ground: BaseMap) -> None:
    drawn = ground.folium_map()
    drawn.get_root().render()
    links = [url for child in drawn._children.values() for _, url in getattr(child, "default_js", [])]
    assert links == [FRAME_ROOT + ASSETS["map.js"].url]
    assert OUTSIDE.search(generate_leaflet_string(drawn)) is None
    assert OUTSIDE.search(str(ground.config())) is None


@pytest.mark.parametrize("asset", ASSETS.values(), ids=list(ASSETS))
def test_our_own_scripts_name_no_other_machine(asset: object) -> None:
    found = OUTSIDE.findall(asset.body.decode().replace("http://www.w3.org/2000/svg", ""))
    assert found == []


def test_every_vendored_file_is_listed_with_its_licence() -> None:
    with (VENDOR_FOLDER / "vendor.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    listed = {file for row in rows for file in row["files"].split(";")}
    there = {str(path.relative_to(VENDOR_FOLDER)) for path in VENDOR_FOLDER.rglob("*") if path.is_file()}
    assert there - {"vendor.csv"} == listed
    for row in rows:
        assert row["licence"]
        assert any(file.endswith("LICENSE") for file in row["files"].split(";"))


def test_no_code_of_ours_uses_an_element_that_reads_names_as_markup() -> None:
    used = {
        f"{path.name}: {match.group(0)}"
        for path in SOURCES.rglob("*.py")
        if "import folium" in (text := path.read_text(encoding="utf-8")) or "from folium" in text
        for match in UNSAFE.finditer(text)
    }
    assert used == set()
