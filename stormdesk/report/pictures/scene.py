"""What a map of the county shows at a moment: what is left of the work, by township and place."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.county_profile import Bounds
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground

OVER: Final = ("done", "over")
LEFT_KINDS: Final = ("vessel", "site", "shelter")
# Latitude and longitude.
Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Objects of one kind that are not done: where they are, and how many cannot be drawn."""

    places: tuple[Place, ...]
    total: int
    outside: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScene:
    """Everything that the map draws besides shapes and the storm."""

    people_left: dict[str, int]
    people_total: dict[str, int]
    villages: tuple[tuple[Place, int], ...]
    left: dict[str, Left]
    open_shelters: tuple[Place, ...]


def map_scene(ground: Ground, county: County, moment: Moment) -> MapScene:
    """Gather what is left at a moment."""
    asked: dict[str, Any] = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "area_code": None,
    }
    townships = ground.store.frame("evacuation/by_township", **asked).dropna(subset=["township_code"])
    objects = ground.store.frame("wall/objects", **asked)
    shelters = ground.store.frame("shelters/points", **asked)
    undone = objects[~objects["progress"].isin(OVER)]
    return MapScene(
        people_left=_counts(townships, "left_count"),
        people_total=_counts(townships, "total"),
        villages=_villages(county, ground.store.frame("evacuation/left", **asked)),
        left={kind: _left(undone[undone["subject"] == kind], county) for kind in LEFT_KINDS},
        open_shelters=_places(shelters[shelters["progress"] == "done"]),
    )


def _counts(frame: pd.DataFrame, column: str) -> dict[str, int]:
    return {str(row["township_code"]): int(row[column]) for row in frame.to_dict("records")}


def _villages(county: County, left: pd.DataFrame) -> tuple[tuple[Place, int], ...]:
    """Where people are left, village by village; those of no known place stand in their township's number."""
    places = {village.code: (village.lat, village.lon) for village in county.villages}
    sums = left.dropna(subset=["village_code"]).groupby("village_code")["persons_left"].sum()
    found = [(places.get(str(code)), int(people)) for code, people in sums.items()]
    return tuple(((at[0], at[1]), people) for at, people in found if at and at[0] and at[1])


def _left(rows: pd.DataFrame, county: County) -> Left:
    places = _places(rows)
    seen = tuple(place for place in places if _is_in(county.profile.map_bounds, place))
    return Left(
        places=seen, total=len(rows), outside=len(places) - len(seen), unknown=len(rows) - len(places)
    )


def _places(rows: pd.DataFrame) -> tuple[Place, ...]:
    placed = rows.dropna(subset=["lat", "lon"])
    return tuple(zip(placed["lat"].astype(float), placed["lon"].astype(float), strict=True))


def _is_in(bounds: Bounds, place: Place) -> bool:
    return bounds.holds(*place)
