"""Where those could still go whose work can no longer end in time: another harbour, or a nearer shelter."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.records import WorkState
from stormdesk.domain.work.way import way_km
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.work_clocks import Timed
from stormdesk.outlook.work_sea import REFUGE

SEEKING: Final = ("move", "workers")
OVER: Final = "over"
MOVE: Final = ("evacuee", "move")
NOWHERE: Final = np.inf


def with_refuges(frame: pd.DataFrame, found: Timed, ground: Ground, now: datetime) -> pd.DataFrame:
    """Name a refuge in each row whose state is impossible, where there is one that can be reached."""
    columns = {
        "refuge_id": np.full(len(frame), None, dtype=object),
        "refuge_name": np.full(len(frame), None, dtype=object),
        "refuge_min": np.full(len(frame), np.nan),
    }
    is_lost = frame["state"].eq(WorkState.IMPOSSIBLE.value).to_numpy()
    for sea in found.sea:
        lost = is_lost[sea.rows]
        for name in REFUGE:
            columns[name][sea.rows[lost]] = sea.found[name].to_numpy()[lost]
    rows = np.flatnonzero(is_lost & frame["facet"].isin(SEEKING).to_numpy())
    shelters = open_shelters(found.objects)
    if rows.size and len(shelters):
        chosen, minutes = _nearest(frame.iloc[rows], shelters, Clearance(ground.county.clearance), now)
        has = np.isfinite(minutes)
        for name, source in (("refuge_id", "subject_id"), ("refuge_name", "name")):
            columns[name][rows[has]] = shelters[source].to_numpy(dtype=object)[chosen[has]]
        columns["refuge_min"][rows[has]] = minutes[has]
    return frame.assign(**columns)


def open_shelters(objects: pd.DataFrame) -> pd.DataFrame:
    """Shelters that are open or can be opened, in no danger themselves, not full, and on the map."""
    shelters = objects[objects["subject"].eq("shelter")]
    is_fit = ~shelters["progress"].eq(OVER) & ~shelters["is_at_risk"] & ~shelters["free"].eq(0.0)
    return shelters[is_fit & shelters["place_lat"].notna()]


def _nearest(
    seeking: pd.DataFrame, shelters: pd.DataFrame, table: Clearance, now: datetime
) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The nearest shelter with room for all of them that they reach on foot before the harm."""
    km = way_km(
        seeking["place_lat"].to_numpy()[:, None],
        seeking["place_lon"].to_numpy()[:, None],
        shelters["place_lat"].to_numpy()[None, :],
        shelters["place_lon"].to_numpy()[None, :],
    )
    minutes = km * _figure(table, "detour") / _figure(table, "walk_speed") * 60.0
    minutes += sum(np.nan_to_num(_figure(table, step)) for step in ("notify_min", "gather_min"))
    left = (seeking["hazard_at"] - pd.Timestamp(now)).dt.total_seconds().to_numpy() / 60.0
    free = shelters["free"].to_numpy(dtype=np.float64)
    people = seeking["people"].to_numpy(dtype=np.float64, na_value=1.0)
    has_room = np.isnan(free)[None, :] | (free[None, :] >= people[:, None])
    fits = has_room & (minutes <= left[:, None])
    reached = np.where(fits, minutes, NOWHERE)
    chosen = reached.argmin(axis=1)
    return chosen, reached[np.arange(len(reached)), chosen]


def _figure(table: Clearance, step: str) -> float:
    row = table.row(*MOVE, step)
    return np.nan if row is None or row.value <= 0 else row.value
