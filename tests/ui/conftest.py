"""A small made-up ground for maps."""

import json
from pathlib import Path

import pytest

from stormdesk.ui import maps

SQUARE = [[[121.0, 28.0], [121.0000049, 28.5], [121.5, 28.5], [121.5, 28.0], [121.0, 28.0]]]


@pytest.fixture
def ground(tmp_path: Path) -> maps.BaseMap:
    """Register one square of land, one area and one harbour, and return the county's base map."""
    feature = {
        "type": "Feature",
        "properties": {"code": "331083001", "name_zh": "玉城街道"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    for name in ("test_land", "test_areas"):
        path = tmp_path / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        maps.register_shape(name, path)
    view = maps.View(west=121, south=28, east=121.5, north=28.5, land=("test_land",), areas="test_areas")
    harbour = maps.Place(name=maps.Named("{{ 7 * 7 }}渔港", "Harbour"), lat=28.1, lon=121.2)
    maps.register_atlas(maps.Atlas(views={"county": view}, places=[harbour]))
    return maps.BaseMap()
