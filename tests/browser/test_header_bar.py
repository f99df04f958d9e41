"""The bar on top of each page, laid out by a browser from its own templates."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from stormdesk.ui import render

NOW = datetime(2022, 9, 14, tzinfo=UTC)
LEVEL = {"code": "1", "name": "Typhoon response Level I", "since": NOW, "lasted": "for 7 h"}
SIGNALS = [
    {"colour": "yellow", "name": "Typhoon yellow signal", "since": NOW},
    {"colour": "blue", "name": "Strong wind at sea blue signal", "since": NOW},
]
STORM = {"line": "2212 Typhoon 41 m/s · 955 hPa · N 11 km/h", "detail": "308 km from Yuhuan"}


@pytest.mark.parametrize("width", [820, 1180, 1440, 3840])
@pytest.mark.parametrize("title", ["Duty", "Responsible persons", "Rain, rivers, tide and some more"])
def test_the_clock_stands_beside_the_badge_at_the_right_edge(page: Page, title: str, width: int) -> None:
    values = {"title": title, "levels": [LEVEL], "signals": SIGNALS, "storm": STORM, "badge": "Drill ×60"}
    told = {"moment": NOW, "is_stale": False, "age": "Last report 00:00 ago"}
    page.set_viewport_size({"width": width, "height": 820})
    page.set_content(render.html("style", {"theme": "light"}) + render.html("header", values | told))
    bar, badge, moment = (page.locator(one).bounding_box() for one in (".sd-bar", ".sd-drill", ".sd-moment"))
    assert bar is not None
    assert badge is not None
    assert moment is not None
    assert badge["x"] + badge["width"] <= moment["x"]
    assert moment["y"] < badge["y"] + badge["height"]
    assert abs(moment["x"] + moment["width"] - bar["x"] - bar["width"]) <= 1
