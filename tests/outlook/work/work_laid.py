"""Sites, shelters, people and a boat on straight storms, and the work that is ahead of them."""

from collections.abc import Sequence

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.outlook.work import work_ahead
from tests.outlook.work_ground import Ground, Point, begin, month, storm, tell

SITES = {
    "s1": (28.14, 121.20, 90, 3, 4),
    "s2": (28.20, 121.30, None, None, None),
    "s3": (28.09, 121.25, 40, 1, 0),
}
SHELTERS = {"h1": (28.150, 121.215, 450), "h2": (28.20, 121.28, None)}
PEOPLE = {"e1": (28.141, 121.212, 60, "h1"), "e2": (28.143, 121.214, 40, "h1")}
HARBOUR = ("kanmen_central", 28.07841, 121.28947)
STRAIGHT = [
    Point(0, 24.0, 125.6), Point(24, 26.3, 123.2), Point(48, 28.9, 120.3), Point(72, 31.5, 118.0),
]  # fmt: skip


def work(ground: Ground, number: int, hour: float, **asked: object) -> pd.DataFrame:
    at = month(number, hour)
    found = work_ahead(ground, Moment(f"op{number}", at, at), **asked)  # type: ignore[arg-type]
    return found.set_index(["subject", "facet", "subject_id"], drop=False).sort_index()


def come(ground: Ground, number: int, tracks: dict[str, Sequence[Point]], **how: object) -> None:
    """A storm in a month of its own; people are told to move, the boat lies at its harbour."""
    begin(ground, number)
    storm(ground, number, tracks, **how)  # type: ignore[arg-type]
    begins = tracks["中国"][0].hour
    tell(ground, number, [("evacuee.move", "listed", one, begins, PEOPLE[one][2]) for one in PEOPLE])
    at = month(number, begins)
    seen = {
        "operation_id": f"op{number}",
        "vessel_id": "v1",
        "positioned_at": at,
        "lat": HARBOUR[1],
    }
    seen |= {"lon": HARBOUR[2], "recorded_at": at, "source": "test", "is_suspect": False}
    with ground.store.write() as transaction:
        transaction.append("position", pd.DataFrame([seen]))
