"""The shelters: made ready, opened in waves, counted every few hours, nearly full, in danger, closed."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Objects, Seconds
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, payload, place_of

SERVICE = ("shelter", "service")
HAZARD = ("shelter", "hazard")
OCCUPANCY = ("shelter", "occupancy")
COUNT_EVERY_S = 150 * MINUTE
# A headcount shows who was inside this long before it is written down.
COUNT_LAG_S = 12 * MINUTE
FULL_SHARE = 0.92
OPEN_BEFORE_S = 20 * MINUTE


def tell_shelters(stage: Stage, people: pd.DataFrame) -> None:
    """Tell what each shelter does, and how many are in it."""
    shelters = stage.register("shelter")
    rng = stage.rng("shelters")
    guests = people[(people["status"] == "at_shelter").to_numpy(dtype=bool)]
    ids = shelters["shelter_id"].to_numpy(dtype=object)
    inside = {str(shelter): rows for shelter, rows in guests.groupby("went_to")}
    opened = _openings(stage, shelters, inside, rng)
    ready = np.minimum(stage.curve(*SERVICE, "ready").scatter(len(ids), rng), opened - 10 * MINUTE)
    closed = _closings(stage, ids, inside, rng)
    for status, at in (("ready", ready), ("open", opened), ("closed", closed)):
        _say(stage, shelters, (*SERVICE, status), at)
    _tell_inside(stage, shelters, inside, closed)
    _tell_hazards(stage, shelters, ready)


def _openings(
    stage: Stage, shelters: pd.DataFrame, inside: dict[str, pd.DataFrame], rng: np.random.Generator
) -> Seconds:
    """A shelter opens on the curve, and in any case before its first guest; the script's late ones later."""
    planned = stage.curve(*SERVICE, "open").scatter(len(shelters), rng)
    ids = shelters["shelter_id"].to_numpy(dtype=object)
    far = stage.closed_at
    first = np.array([int(inside[key]["done"].min()) if key in inside else far for key in ids])
    at: Seconds = np.minimum(planned, first - OPEN_BEFORE_S)
    for row, opens in _late_rows(stage, shelters, inside).items():
        at[row] = opens
    return at


def _late_rows(stage: Stage, shelters: pd.DataFrame, inside: dict[str, pd.DataFrame]) -> dict[int, int]:
    """Choose the shelters that open late among those that are kept empty."""
    late: dict[int, int] = {}
    for window in stage.scenario.troubles.late_shelters:
        here = np.flatnonzero((shelters["township_code"] == window.township_code).to_numpy(dtype=bool))
        known = [key for key in here if shelters["shelter_id"].iloc[key] not in inside]
        edges = np.linspace(window.from_at, window.until_at, window.count + 2)[1:-1]
        late |= {int(row): int(at) for row, at in zip(known, edges, strict=False)}
    return late


def keep_late_shelters_empty(stage: Stage, people: pd.DataFrame) -> None:
    """Send the guests of shelters that open late to the roomiest other shelter of the township."""
    shelters = stage.register("shelter")
    used = people["went_to"].value_counts()
    free = (shelters["capacity"] - shelters["shelter_id"].map(used).fillna(0)).to_numpy(
        dtype=np.int64, copy=True
    )
    for window in stage.scenario.troubles.late_shelters:
        here = (shelters["township_code"] == window.township_code) & (shelters["tier"] == "village")
        rows = shelters[here.to_numpy(dtype=bool)]
        late = rows["shelter_id"].iloc[-window.count :].tolist()
        is_here = (shelters["township_code"] == window.township_code).to_numpy(dtype=bool)
        others = is_here & ~shelters["shelter_id"].isin(late).to_numpy(dtype=bool)
        for shelter in late:
            guests = (people["went_to"] == shelter).to_numpy(dtype=bool)
            row = int(np.argmax(np.where(others, free, -1)))
            people.loc[guests, "went_to"] = shelters["shelter_id"].iloc[row]
            free[row] -= int(guests.sum())


def _closings(
    stage: Stage, ids: Objects, inside: dict[str, pd.DataFrame], rng: np.random.Generator
) -> Seconds:
    emptied = stage.ended_at + rng.integers(HOUR, 3 * HOUR, len(ids))
    last = np.array([int(inside[key]["returned"].max()) if key in inside else 0 for key in ids])
    return np.where(last > 0, last + rng.integers(15 * MINUTE, HOUR, len(ids)), emptied)


def _tell_inside(
    stage: Stage, shelters: pd.DataFrame, inside: dict[str, pd.DataFrame], closed: Seconds
) -> None:
    """Tell the headcounts from the first guest to the last, and from when a shelter is as good as full."""
    rows, times, counts, full_rows, full_at = [], [], [], [], []
    capacity = shelters["capacity"].to_numpy(dtype=np.int64)
    for row, shelter in enumerate(shelters["shelter_id"]):
        if shelter not in inside:
            continue
        came, went = (
            np.sort(inside[shelter][step].to_numpy(dtype=np.int64)) for step in ("done", "returned")
        )
        at = np.arange(came[0] + COUNT_EVERY_S // 2, closed[row], COUNT_EVERY_S)
        then = at - COUNT_LAG_S
        rows.append(np.full(len(at), row))
        times.append(at)
        counts.append(np.searchsorted(came, then, side="right") - np.searchsorted(went, then, side="right"))
        full = int(np.ceil(FULL_SHARE * capacity[row]))
        if len(came) >= full:
            full_rows.append(row)
            full_at.append(came[full - 1] + MINUTE)
    counted = shelters.iloc[np.concatenate(rows)]
    said = {"quantity": np.concatenate(counts), "account": "C"}
    _say(stage, counted, (*OCCUPANCY, "counted"), np.concatenate(times), **said)
    _say(stage, shelters.iloc[full_rows], (*SERVICE, "full"), np.array(full_at, dtype=np.int64))


def _tell_hazards(stage: Stage, shelters: pd.DataFrame, ready: Seconds) -> None:
    """Each shelter is safe itself when made ready; the script's two are in danger for a while."""
    _say(stage, shelters, (*HAZARD, "safe"), ready + MINUTE)
    for danger in stage.scenario.troubles.shelters_at_risk:
        shelter_id = stage.shelter_id(danger.key, shelters)
        one = shelters[(shelters["shelter_id"] == shelter_id).to_numpy(dtype=bool)]
        facts = payload(text_zh=danger.text_zh, text_en=danger.text_en)
        _say(stage, one, (*HAZARD, "at_risk"), np.array([danger.from_at]), payload=facts)
        _say(stage, one, (*HAZARD, "safe"), np.array([danger.until_at]))


def _say(
    stage: Stage, shelters: pd.DataFrame, fact: tuple[str, str, str], at: Seconds, **said: object
) -> None:
    stage.sheet.add(
        Fact(*fact),
        shelters["shelter_id"].to_numpy(dtype=object),
        at,
        source="drill_shelters",
        actor=shelters["officer_id"].to_numpy(dtype=object),
        lag=Lag.PROMPT,
        **{"account": "B", **place_of(shelters), **said},
    )
