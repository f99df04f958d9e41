"""What of a list leaves as a file: all that the filter kept, or what a map's view or ticks narrow it to."""

import math

import pandas as pd
import pytest

from stormdesk.domain.geo import Datum
from stormdesk.ui.maps import SeenView, register_tiles
from stormdesk.ui.maps.draw import seen_view
from stormdesk.ui.maps.tiles import TileSource
from stormdesk.ui.subjects.download import DESK_FORMS, MAP_FORMS, file_stem, places_of, table_file
from stormdesk.ui.subjects.selection import edges, within

VIEW = {"south": 28.0, "west": 121.0, "north": 28.2, "east": 121.3}


def boats() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "object_id": ["inside", "outside", "nowhere"],
            "lat": [28.1, 28.5, None],
            "lon": [121.2, 121.2, 121.2],
        }
    )


def test_a_view_holds_the_rows_that_lie_in_it() -> None:
    assert within(boats(), SeenView(**VIEW)).tolist() == [True, False, False]


def test_places_go_with_their_rows_and_none_is_invented() -> None:
    assert places_of(boats()) == [
        ("inside", (28.1, 121.2)),
        ("outside", (28.5, 121.2)),
        ("nowhere", None),
    ]


def test_a_view_is_read_off_the_maps_answer() -> None:
    assert seen_view({"selected": "v1", "view": VIEW}) == SeenView(**VIEW)
    assert seen_view({"selected": "v1"}) is None


@pytest.mark.parametrize(
    "view",
    [
        None,
        [],
        "28",
        {},
        VIEW | {"south": None},
        VIEW | {"south": "28"},
        VIEW | {"south": math.nan},
        VIEW | {"north": math.inf},
        VIEW | {"south": 29.0},
        VIEW | {"east": 121.0},
    ],
)
def test_a_view_that_is_none_is_not_believed(view: object) -> None:
    assert seen_view({"view": view}) is None
    assert seen_view(view) is None


def test_a_world_seen_twice_over_is_one_world() -> None:
    wide = {"south": -120.0, "west": -400.0, "north": 120.0, "east": 400.0}
    assert seen_view({"view": wide}) == SeenView(-90.0, -180.0, 90.0, 180.0)


def test_over_shifted_tiles_the_view_is_taken_back_to_wgs84() -> None:
    register_tiles(TileSource("https://t.example.com/{z}/{x}/{y}", "x", datum=Datum.GCJ02))
    try:
        seen = seen_view({"view": VIEW})
    finally:
        register_tiles(None)
    assert seen is not None
    assert 0.001 < VIEW["west"] - seen.west < 0.01


def test_a_view_in_words_names_its_datum() -> None:
    assert edges(SeenView(**VIEW)) == "28.0000–28.2000 N, 121.0000–121.3000 E (WGS 84)"


@pytest.mark.parametrize("form", DESK_FORMS + MAP_FORMS, ids=lambda form: form.ending)
def test_every_kind_of_file_is_made_of_the_same_rows(form: object) -> None:
    shown = pd.DataFrame({"船名": ["甲", "乙", "丙"]})
    data = form.make(table_file("未回港", [("演练", "是")], shown), places_of(boats()))  # type: ignore[attr-defined]
    assert isinstance(data, bytes)
    assert len(data) > 50


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("未回港船舶_20220914_0800", "未回港船舶_20220914_0800"),
        ("../x\\y:\x00\u202e", "_x_y___"),
        ("..", "stormdesk"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(text: str, name: str) -> None:
    assert file_stem(text) == name
