"""Points and outlines given on the data page stand where the chosen datum puts them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.geo import Datum, gcj02_to_wgs84
from stormdesk.ingest.desk import Desk

Open = Callable[..., AppTest]
PAGE = "system/data"


def zones(desk: Desk) -> list[tuple[float, float]]:
    def read(cursor: Any) -> list[tuple[float, float]]:
        found = cursor.execute(
            "select lat, lon from danger_zone where zone_id = 'sample-zone-1' order by valid_from, lon desc"
        )
        return list(found.fetchall())

    return desk.store._read(read)


def test_a_zone_is_laid_anew_in_the_datum_that_was_chosen(desk: Desk, open_page: Open, project: Path) -> None:
    data = (project / "data/samples/danger_zones.geojson").read_bytes()
    for datum in (None, Datum.GCJ02):
        app = open_page(PAGE)
        app.file_uploader[0].set_value(("zones.geojson", data, "application/json")).run()
        if datum:
            next(box for box in app.selectbox if box.label == "坐标系").set_value(datum).run()
        app.button(key="data-confirm").click().run()
        assert not app.exception
    plain, shifted = zones(desk)
    assert shifted == pytest.approx(gcj02_to_wgs84(*plain), abs=2e-6)
