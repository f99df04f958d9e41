"""Every object that has work to do before a storm: its row on the list and how it stands at the moment."""

from collections.abc import Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import DeadlineRule
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.clock import rules_of
from stormdesk.domain.work.states import chosen
from stormdesk.domain.work.way import way_km
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared, frame_bytes

FACETS: Final = (
    ("responsible_person", "duty"),
    ("vessel", "berth"),
    ("vessel", "crew"),
    ("site", "work"),
    ("site", "crane"),
    ("site", "workers"),
    ("evacuee", "move"),
    ("shelter", "service"),
    ("facility", "measure"),
    ("unit", "post"),
)
# The count of a list that, when it is nought, leaves a facet without work.
COUNTED: Final = {
    ("vessel", "crew"): "people",
    ("site", "crane"): "crane_count",
    ("site", "workers"): "people",
}
DONE: Final = ("done", "over", "fact")
FIGURES: Final = (
    "people",
    "crane_count",
    "shed_count",
    "capacity",
    "speed_kn",
    "length_m",
    "lat",
    "lon",
    "needing_share",
    "persons_all",
    "quantity",
)
GROUP: Final = "evacuee"
# What a report on a group tells of it besides its status.
GROUPED: Final = ("township_code", "village_code", "category")
_listed: Shared[pd.DataFrame] = Shared(8, most=48, weigh=frame_bytes)


def work_objects(ground: Ground, moment: Moment) -> pd.DataFrame:
    """One row per object and facet of the whole county, with place, officer, figures and status."""
    told = _told(ground, moment)
    listed = _with_unlisted(_rows(ground, moment), told, ground.county)
    words = told.drop(columns=list(GROUPED))
    found = listed.merge(words, on=["subject", "facet", "object_id"], how="left")
    people = found["quantity"].fillna(found["people"])
    found["people"] = people.mask(found["subject"].eq(GROUP), found["quantity"])
    found = found[found["facet"].ne("move") | found["persons_all"].gt(0)].reset_index(drop=True)
    found["is_done"] = found["progress"].isin(DONE)
    return _placed(_with_room(found, told), ground, moment)


def _with_unlisted(listed: pd.DataFrame, told: pd.DataFrame, county: County) -> pd.DataFrame:
    """Add the groups that are reported to move although no list names them; they stand at their village."""
    moves = told[told["subject"].eq(GROUP)]
    unlisted = moves[~moves["object_id"].isin(listed.loc[listed["subject"].eq(GROUP), "object_id"])]
    if unlisted.empty:
        return listed
    added = unlisted[["subject", "facet", "object_id", *GROUPED]].assign(
        needing_share=0.0, way_km=np.nan, lat=np.nan, lon=np.nan, harbour_id=None
    )
    both = pd.concat([listed, _settled(added.reset_index(drop=True), county)], ignore_index=True)
    both = both.sort_values(["subject", "facet"], kind="stable", ignore_index=True)
    return _ruled(both.assign(spot=_spots(both)), county.deadlines)


def _rows(ground: Ground, moment: Moment) -> pd.DataFrame:
    """The lists at the moment; between two changes of a list the same rows."""
    store, asked = ground.store, {"operation_id": moment.operation_id}
    epochs = store.frame("work/epochs", **asked)["changed_at"]
    past = epochs[epochs <= moment.as_of]
    epoch = moment.as_of if past.empty else past.iloc[-1].to_pydatetime()
    mark = store.frame("work/lists", **asked)["mark"].iloc[0]
    key = (store.key, mark, moment.operation_id, epoch)
    return _listed.get(key, lambda: _read_rows(ground, moment.operation_id, epoch))


def _read_rows(ground: Ground, operation_id: str, epoch: object) -> pd.DataFrame:
    asked = {"operation_id": operation_id, "as_of": epoch}
    objects = ground.store.frame("work/objects", **asked)
    groups = ground.store.frame("work/groups", **asked).assign(subject=GROUP)
    listed = pd.concat([_numeric(objects), _numeric(groups)], ignore_index=True)
    kinds = [_with_work(listed[listed["subject"].eq(subject)], subject, facet) for subject, facet in FACETS]
    rows = pd.concat(kinds, ignore_index=True)
    return _way(_settled(_ruled(rows, ground.county.deadlines), ground.county), objects)


def _ruled(rows: pd.DataFrame, rules: Sequence[DeadlineRule]) -> pd.DataFrame:
    """Number the rows by the rules that hold for them: rows of one number are under the same rules."""
    groups = rows.groupby(["subject", "facet", "category"], dropna=False, sort=True).indices
    numbers: dict[tuple[int, ...], int] = {}
    ruled = np.zeros(len(rows), dtype=np.intp)
    for key, places in groups.items():
        subject, facet, category = (
            word if isinstance(word, str) else None for word in cast("tuple[object, ...]", key)
        )
        which = tuple(rules_of(rules, str(subject), str(facet), category))
        ruled[np.asarray(places, dtype=np.intp)] = numbers.setdefault(which, len(numbers))
    return rows.assign(ruled=ruled)


def _numeric(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts and points as plain numbers, NaN where the list does not tell."""
    found = frame.copy(deep=False)
    for name in FIGURES:
        if name in found:
            found[name] = found[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return found


def _with_work(objects: pd.DataFrame, subject: str, facet: str) -> pd.DataFrame:
    """The objects that have this work at all: no crane is not a crane to be made safe."""
    counted = COUNTED.get((subject, facet))
    some = objects if counted is None else objects[~objects[counted].eq(0)]
    return some.assign(facet=facet)


def _settled(rows: pd.DataFrame, county: County) -> pd.DataFrame:
    """Give each object a place: its own, else its village's, else its township's; and say which."""
    lat, lon = rows["lat"].to_numpy(dtype=np.float64), rows["lon"].to_numpy(dtype=np.float64)
    harbours = {one.harbour_id: (one.lat, one.lon) for one in county.harbours}
    villages = {one.code: (one.lat, one.lon) for one in county.villages}
    townships = {one.code: (one.seat_lat, one.seat_lon) for one in county.townships}
    found = rows.assign(place_lat=lat, place_lon=lon, place_of=chosen(np.isnan(lat), None, "object"))
    for name, column, places in (
        ("harbour", "harbour_id", harbours),
        ("village", "village_code", villages),
        ("township", "township_code", townships),
    ):
        is_open = found["place_lat"].isna()
        points = found.loc[is_open, column].map(lambda code, places=places: places.get(code, (None, None)))
        found.loc[is_open, "place_lat"] = pd.to_numeric(points.map(lambda point: point[0]))
        found.loc[is_open, "place_lon"] = pd.to_numeric(points.map(lambda point: point[1]))
        found.loc[is_open & found["place_lat"].notna(), "place_of"] = name
    return found.assign(spot=_spots(found))


def _spots(rows: pd.DataFrame) -> pd.Series:
    """A number for each place, so that many objects at one place are asked about once."""
    return rows.groupby(["place_lat", "place_lon"], dropna=False, sort=False).ngroup()


def _way(rows: pd.DataFrame, objects: pd.DataFrame) -> pd.DataFrame:
    """The straight distance of a village group to its shelter; unknown without one."""
    shelters = objects[objects["subject"].eq("shelter")].set_index("object_id")[["lat", "lon", "name"]]
    there = shelters.reindex(rows["shelter_id"])
    km = way_km(rows["place_lat"], rows["place_lon"], there["lat"], there["lon"])
    return rows.assign(way_km=km, shelter_name=there["name"].to_numpy())


def _told(ground: Ground, moment: Moment) -> pd.DataFrame:
    asked: dict[str, Any] = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
    }
    held = ground.store.frame("work/held", **asked)
    moves = ground.store.frame("work/moves", **asked).assign(subject=GROUP, facet="move")
    moves = moves.rename(columns={"persons_left": "quantity"})
    return pd.concat([_numeric(held), _numeric(moves)], ignore_index=True)


def _with_room(found: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """How many places each shelter has left, as far as anybody counted, and whether it is in danger."""
    rows = np.flatnonzero(found["subject"].eq("shelter").to_numpy(dtype=bool))
    shelters = found.iloc[rows]
    heard = told[told["subject"].eq("shelter")].set_index("object_id")
    danger = heard.loc[heard["facet"].eq("hazard"), "status"].reindex(shelters["object_id"])
    count = heard.loc[heard["facet"].eq("occupancy"), "quantity"].reindex(shelters["object_id"])
    is_at_risk, free = np.zeros(len(found), dtype=bool), np.full(len(found), np.nan)
    is_at_risk[rows] = danger.eq("at_risk").to_numpy(dtype=bool)
    left = np.maximum(shelters["capacity"].to_numpy() - count.to_numpy(dtype=np.float64), 0.0)
    free[rows] = np.where(shelters["status"].eq("full"), 0.0, left)
    return found.assign(is_at_risk=is_at_risk, free=free)


def _placed(found: pd.DataFrame, ground: Ground, moment: Moment) -> pd.DataFrame:
    """Put vessels where they were last seen, or in their harbour when they lie there."""
    rows = np.flatnonzero(found["subject"].eq("vessel").to_numpy(dtype=bool))
    boats = found.iloc[rows]
    seen = ground.store.frame(
        "work/positions", operation_id=moment.operation_id, as_of=moment.as_of, known_at=moment.known_at
    ).set_index("object_id")
    there = seen.reindex(boats["object_id"])
    is_home = (boats["is_done"] & boats["facet"].eq("berth")).to_numpy(dtype=bool)
    lat, lon = found["lat"].to_numpy(copy=True), found["lon"].to_numpy(copy=True)
    for column, name in ((lat, "lat"), (lon, "lon")):
        spot = there[name].to_numpy(dtype=np.float64)
        column[rows] = np.where(is_home & np.isnan(spot), boats[f"place_{name}"], spot)
    return found.assign(lat=lat, lon=lon).rename(columns={"object_id": "subject_id"})
