"""The bar under a thumb: four pages and the rest, from what somebody may read; what an address keeps."""

import pytest

from stormdesk.ui.navigation import SCREENS
from stormdesk.ui.tab_bar import kept_choices, tabs_of


@pytest.mark.parametrize(
    ("names", "near", "far"),
    [
        (
            "wall brief clock response storm evacuation vessels",
            "brief storm evacuation response",
            "wall clock vessels",
        ),
        ("clock response storm evacuation duty", "storm evacuation response clock", "duty"),
        ("data access audit", "data access audit", ""),
        ("wall clock", "clock", "wall"),
    ],
)
def test_the_bar_is_filled_from_what_may_be_read_and_the_rest_stays_reachable(
    names: str, near: str, far: str
) -> None:
    tabs = tabs_of([known for known in SCREENS if known.name in names.split()])
    assert [known.name for known in tabs.near] == near.split()
    assert [known.name for known in tabs.far] == far.split()


def test_an_address_keeps_the_choices_and_nothing_else() -> None:
    asked = {"area": "331083002", "t": "2022-09-14T08:00", "lang": "en", "object": "E1", "op": 'x"&<' * 99}
    kept = kept_choices(asked)
    assert kept.startswith("area=331083002&op=x%22%26%3C")
    assert kept.endswith("&t=2022-09-14T08%3A00")
    assert "object" not in kept
    assert len(kept) < 400
