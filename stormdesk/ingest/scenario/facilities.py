"""The other sectors: told, done in the sector's own way, opened again."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Seconds
from stormdesk.ingest.scenario.sheet import Fact
from stormdesk.ingest.scenario.stage import Stage, place_of

MEASURE = ("facility", "measure")
FIRST_WORD_S = HOUR


def tell_facilities(stage: Stage, people: pd.DataFrame) -> None:
    """Tell each facility's measures; those that people leave are done when the last one has left."""
    facilities = stage.register("facility")
    rng = stage.rng("facilities")
    left = _left(facilities, people)
    status_of = {sector.code: sector.done_status.value for sector in stage.county.facility_sectors}
    for sector, rows in facilities.groupby("sector", sort=False):
        count = len(rows)
        here = rows.index.to_numpy()
        done = stage.curve(*MEASURE, "done", str(sector)).scatter(count, rng)
        done = np.where(left[here, 0] > 0, left[here, 0] + 2 * MINUTE, done)
        told = stage.curve(*MEASURE, "notified", str(sector)).scatter(count, rng)
        told = np.minimum(told, done - rng.integers(15 * MINUTE, 2 * HOUR, count))
        back = stage.curve(*MEASURE, "reopened", str(sector)).scatter(count, rng)
        back = np.where(left[here, 1] > 0, left[here, 1] + 20 * MINUTE, back)
        first = stage.opened_at + rng.integers(0, FIRST_WORD_S, count)
        _say(stage, rows, "open", first)
        _say(stage, rows, "notified", told)
        _say(stage, rows, status_of[str(sector)], done)
        _say(stage, rows, "reopened", back)


def _left(facilities: pd.DataFrame, people: pd.DataFrame) -> Seconds:
    """When the last listed person left each facility, and when the last one came back; 0 for none."""
    times = people.groupby("linked_id")[["done", "returned"]].max()
    return times.reindex(facilities["facility_id"]).fillna(0).to_numpy(dtype=np.int64)


def _say(stage: Stage, rows: pd.DataFrame, status: str, at: Seconds) -> None:
    stage.sheet.add(
        Fact(*MEASURE, status),
        rows["facility_id"].to_numpy(dtype=object),
        at,
        source="drill_sectors",
        actor=rows["officer_id"].to_numpy(dtype=object),
        account="B",
        category=rows["sector"].to_numpy(dtype=object),
        **place_of(rows),
    )
