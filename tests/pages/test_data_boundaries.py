"""The boundaries on the data page: tried, kept by a person, a row in the book, taken off again."""

import json
from collections.abc import Callable

import pytest
import shapely
from shapely.geometry import mapping
from streamlit.testing.v1 import AppTest

from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.ingest.county import load_county
from stormdesk.ingest.desk import Desk

Open = Callable[..., AppTest]
PAGE = "system/data"


def words(app: AppTest) -> str:
    """All HTML, captions, headings and buttons of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    for found in (app.caption, app.subheader):
        parts += [element.value for element in found]
    return "\n".join(parts + [button.label for button in app.button])


def survey(desk: Desk, datum: Datum) -> bytes:
    def move(xy: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [from_wgs84(lat, lon, datum)[::-1] for lon, lat in xy]

    features = [
        {
            "type": "Feature",
            "properties": {"代码": code},
            "geometry": mapping(shapely.transform(shape, move)),
        }
        for code, shape in desk.county.shapes.townships.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def app(open_page: Open) -> AppTest:
    return open_page(PAGE, part="boundaries")


def give(app: AppTest, data: bytes) -> AppTest:
    return (
        app.file_uploader(key="data-boundaries-file").upload("界线.geojson", data, "application/json").run()
    )


def test_the_page_says_which_boundaries_hold(app: AppTest) -> None:
    assert "示意,非法定界线" in words(app)
    assert "去掉导入的界线" not in words(app)


def test_a_file_is_tried_kept_and_taken_off(app: AppTest, desk: Desk) -> None:
    own = desk.settings.own_county_dir
    app = give(app, survey(desk, Datum.WGS84))
    assert not own.exists()
    app.button(key="data-boundaries-keep").click().run()
    app.button(key="data-boundaries-keep-yes").click().run()
    assert not app.exception
    assert (own / "townships.geojson").is_file()
    county = load_county(desk.settings.county_dir, desk.settings.reference_dir, own=own)
    assert county.profile.boundary_label_en != desk.county.profile.boundary_label_en
    (batch,) = desk.store.frame("data/imports", import_id=None, most_count=5).to_dict("records")
    assert (batch["kind"], batch["source"], batch["outcome"]) == ("shapes", "界线.geojson", "taken")
    app.button(key="data-boundaries-drop").click().run()
    app.button(key="data-boundaries-drop-yes").click().run()
    assert not app.exception
    assert not (own / "townships.geojson").exists()
    assert len(desk.store.frame("data/imports", import_id=None, most_count=5)) == 2


def test_a_shifted_file_is_doubted_until_its_datum_is_named(app: AppTest, desk: Desk) -> None:
    app = give(app, survey(desk, Datum.GCJ02))
    assert "GCJ-02" in app.dataframe[0].value["原因"].iloc[0]
    app.selectbox(key="data-boundaries-datum").select(Datum.GCJ02).run()
    assert len(app.dataframe) == 0
