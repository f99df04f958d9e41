"""What goes to the browser is what stood in the frame, and nothing of it is ever read as code."""

import json
import zlib
from base64 import b64decode
from typing import Any

import folium
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _get_feature_group_string

from stormdesk.ui import maps
from stormdesk.ui.maps.draw import _Refresh
from stormdesk.ui.maps.payload import Packed, column, pack

STYLES = (
    maps.PointStyle(maps.Shape.CIRCLE, "done", "到岗"),
    maps.PointStyle(maps.Shape.BOAT, "#ff0000", "未回港", rank=1),
)
HOSTILE = ("{{ 7 * 7 }}", "</script>", "${1}", "'\"`", "_feature_group_0", "\u202etxt", "长" * 2000)


def unpacked(layer: Packed) -> dict[str, Any]:
    return dict(json.loads(zlib.decompress(b64decode(layer.packed))))


def spread(told: dict[str, Any]) -> list[str]:
    return list(told["all"] if "all" in told else [told["words"][place] for place in told["at"]])


def frame(**columns: list[Any]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    usual: dict[str, list[Any]] = {
        "id": [f"v{place}" for place in range(rows)],
        "lat": [28.0] * rows,
        "lon": [121.0] * rows,
        "style": [0] * rows,
        "text": [""] * rows,
    }
    return pd.DataFrame({**usual, **columns})


@given(
    st.lists(
        st.tuples(st.floats(-85, 85), st.floats(-180, 180), st.integers(0, 1), st.text(max_size=20)),
        max_size=20,
    )
)
def test_columns_come_back_to_the_metre_and_the_letter(rows: list[tuple[float, float, int, str]]) -> None:
    table = pd.DataFrame(
        {
            "id": [f"v{place}" for place in range(len(rows))],
            "lat": [row[0] for row in rows],
            "lon": [row[1] for row in rows],
            "style": [row[2] for row in rows],
            "text": [row[3] for row in rows],
        }
    )
    data = unpacked(maps.PointLayer.from_frame(table, STYLES, "objects").packed)
    lats = [(data["lat"]["least"] + over) / 1e5 for over in data["lat"]["over"]]
    lons = [(data["lon"]["least"] + over) / 1e5 for over in data["lon"]["over"]]
    assert lats == pytest.approx(table["lat"].tolist(), abs=6e-6)
    assert lons == pytest.approx(table["lon"].tolist(), abs=6e-6)
    assert data["style"] == table["style"].tolist()
    assert spread(data["text"][0]) == table["text"].tolist()


@given(st.lists(st.text(max_size=5), max_size=30))
def test_a_column_of_words_comes_back(words: list[str]) -> None:
    assert spread(column(words)) == words


def test_rows_without_a_position_are_counted_not_drawn() -> None:
    layer = maps.PointLayer.from_frame(frame(lat=[28.0, None, float("nan")]), STYLES, "objects")
    assert (layer.count, layer.unplaced) == (1, 2)
    assert unpacked(layer.packed)["id"] == ["v0"]


def test_a_style_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="style index"):
        maps.PointLayer.from_frame(frame(style=[2]), STYLES, "objects")


@pytest.mark.parametrize("colour", ["red;background:url(//x)", "#12", "unknown"])
def test_a_colour_is_a_token_or_six_digits(colour: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        maps.PointStyle(maps.Shape.CIRCLE, colour, "x")


def test_a_layer_name_is_plain() -> None:
    with pytest.raises(ValueError, match="name"):
        pack("');alert(1)//", "points", {})


def test_missing_text_is_empty_not_nan() -> None:
    layer = maps.PointLayer.from_frame(frame(text=["a", None, float("nan")]), STYLES, "objects")
    assert spread(unpacked(layer.packed)["text"][0]) == ["a", "", ""]


def test_the_script_of_a_refresh_carries_names_untouched() -> None:
    layer = maps.PointLayer.from_frame(frame(text=list(HOSTILE)), STYLES, "objects")
    group = folium.FeatureGroup(control=False)
    _Refresh([layer.packed]).add_to(group)
    ground = folium.Map(tiles=None)
    ground.get_root().render()
    script = _get_feature_group_string(group, ground)
    assert f'"{layer.packed.packed}"' in script
    assert spread(unpacked(layer.packed)["text"][0]) == list(HOSTILE)
    assert not any(name in script for name in ("{{", "</script>", "${1}"))


def test_the_settings_of_a_base_map_are_never_compiled(ground: maps.BaseMap) -> None:
    drawn = ground.folium_map()
    html = drawn.get_root().render()
    assert "49渔港" not in html
    assert ground.config()["places"][0]["name"] == "{{ 7 * 7 }}渔港"


def test_ten_thousand_points_stay_small() -> None:
    rows = 14_797
    table = pd.DataFrame(
        {
            "id": [f"EV-{place:08d}" for place in range(rows)],
            "lat": [28.0 + (place * 7919 % 30_011) / 1e5 for place in range(rows)],
            "lon": [121.1 + (place * 104_729 % 40_009) / 1e5 for place in range(rows)],
            "style": [place % 2 for place in range(rows)],
            "text": [f"张**({place % 97}岁) 第{place % 221}社区" for place in range(rows)],
        }
    )
    assert len(maps.PointLayer.from_frame(table, STYLES, "objects").packed.packed) < 400_000


def test_areas_carry_values_and_an_address_but_no_polygons(ground: maps.BaseMap) -> None:
    layer = maps.ShapeLayer("test_areas", {"331083001": maps.AreaValue(fill="late", hatch=True, number="7")})
    data = unpacked(layer.packed)
    assert list(data["values"]) == ["331083001"]
    assert data["values"]["331083001"].items() >= {"fill": "late", "hatch": True, "number": "7"}.items()
    assert data["url"] == ground.config()["areas"]["url"]
    assert "coordinates" not in str(data)


def test_a_storm_as_columns_says_the_same_as_its_message() -> None:
    storm = maps.StormLayer(
        name="storm",
        tracks=[maps.StormTrack(label="梅花", lat=(20, 28), lon=(126, 122), text=("a", "b"))],
        circles=[maps.WindCircle(label="7级", lat=(30, 28), lon=(122, 125))],
        marks=[maps.StormMark(label="42 m/s", lat=28, lon=122)],
    )
    columns = storm.columns()
    assert columns["part"] == ["tracks", "circles", "marks"]
    assert columns["lat"] == [[20, 28], [30, 28], 28]
    assert unpacked(storm.packed)["tracks"][0]["label"] == columns["label"][0]
