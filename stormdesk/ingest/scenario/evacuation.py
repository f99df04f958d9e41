"""What is told of the people who move: on the roster (B), seen by others (C), and by the townships (A)."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Objects, Seconds, texts
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, payload, place_of

MOVE = ("evacuee", "move")
SEEN = ("evacuee", "seen")
UNDER_WAY_SHARE = 0.2
# Share of those outside shelters whom a grid officer sees soon, and of the others who are explained later.
SEEN_SHARE = 0.86
EXPLAINED_SHARE = 0.85


def send_elsewhere(stage: Stage, people: pd.DataFrame) -> None:
    """Send those who reach a shelter that is nearly full to the one that the script names."""
    shelters = stage.register("shelter")
    for adjustment in stage.scenario.troubles.adjustments:
        full, other = (stage.shelter_id(key, shelters) for key in (adjustment.key, adjustment.to_key))
        capacity = int(
            shelters.loc[(shelters["shelter_id"] == full).to_numpy(dtype=bool), "capacity"].iloc[0]
        )
        rows = np.flatnonzero((people["went_to"] == full).to_numpy(dtype=bool))
        order = rows[np.argsort(people["done"].to_numpy(dtype=np.int64)[rows], kind="stable")]
        people.loc[order[int(capacity * adjustment.at_share) :], "went_to"] = other


def tell_moves(stage: Stage, people: pd.DataFrame) -> None:
    """Tell each person's way on the roster, from listed to returned; crews are told with their boat."""
    rng = stage.rng("moves told")
    _say(stage, people, "listed", people["listed"].to_numpy(dtype=np.int64))
    told = people[(people["category"] != "fishing_vessel").to_numpy(dtype=bool)]
    _say(stage, told, "notified", told["notified"].to_numpy(dtype=np.int64))
    _tell_refusals(stage, people)
    _tell_under_way(stage, people, rng)
    for status in ("at_shelter", "with_relatives", "elsewhere"):
        rows = people[(people["status"] == status).to_numpy(dtype=bool)]
        where = (
            [payload(shelter_id=shelter) for shelter in rows["went_to"]] if status == "at_shelter" else None
        )
        _say(stage, rows, status, rows["done"].to_numpy(dtype=np.int64), where)
    _tell_early_returns(stage, people, rng)
    _say(stage, people, "cleared_to_return", people["cleared"].to_numpy(dtype=np.int64))
    _say(stage, people, "returned", people["returned"].to_numpy(dtype=np.int64))


def _say(
    stage: Stage, people: pd.DataFrame, status: str, at: Seconds, facts: list[str] | None = None
) -> None:
    """Workers and crews are ticked on the spot; others sometimes late."""
    by_list = people["category"].isin(["construction_site", "fishing_vessel"]).to_numpy(dtype=bool)
    leader = "township_guarantor_id" if status in {"listed", "cleared_to_return"} else "village_guarantor_id"
    for chosen, lag in ((by_list, Lag.STEADY), (~by_list, Lag.USUAL)):
        rows = people[chosen]
        stage.sheet.add(
            Fact(*MOVE, status),
            rows["evacuee_id"].to_numpy(dtype=object),
            at[chosen],
            source="drill_roster",
            actor=rows[leader].to_numpy(dtype=object),
            account="B",
            category=rows["category"].to_numpy(dtype=object),
            quantity=rows["persons"].to_numpy(dtype=object),
            payload=None if facts is None else texts(facts)[chosen],
            lag=lag,
            **place_of(rows),
        )


def _tell_refusals(stage: Stage, people: pd.DataFrame) -> None:
    rows = people[(people["refused"] > 0).to_numpy(dtype=bool)]
    _say(stage, rows, "refused", rows["refused"].to_numpy(dtype=np.int64))


def _tell_under_way(stage: Stage, people: pd.DataFrame, rng: np.random.Generator) -> None:
    done = people["done"].to_numpy(dtype=np.int64)
    sets_out = done - rng.integers(8 * MINUTE, 25 * MINUTE, len(people))
    last = people[["notified", "refused"]].max(axis=1).to_numpy(dtype=np.int64)
    told = (rng.random(len(people)) < UNDER_WAY_SHARE) & (sets_out > last + MINUTE)
    told |= ((people["refused"] > 0) & (sets_out > last + MINUTE)).to_numpy(dtype=bool)
    _say(stage, people[told], "moving", sets_out[told])


def _tell_early_returns(stage: Stage, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Some go home without leave; most are moved again, a few stay until all are cleared."""
    early = stage.scenario.troubles.early_returns
    free = people["category"].isin(early.categories) & (people["refused"] == 0)
    free &= people["done"] < early.from_at - HOUR
    rows = people.iloc[rng.permutation(np.flatnonzero(free.to_numpy(dtype=bool)))[: early.persons]]
    left = rng.integers(early.from_at, early.until_at + 1, len(rows))
    _say(stage, rows, "unauthorised_return", left)
    again = rows.iloc[early.settled :]
    set_out = left[early.settled :] + rng.integers(25 * MINUTE, HOUR, len(again))
    _say(stage, again, "moving", set_out)
    for status in again["status"].unique().tolist():
        chosen = (again["status"] == status).to_numpy(dtype=bool)
        back = again[chosen]
        where = (
            [payload(shelter_id=shelter) for shelter in back["went_to"]] if status == "at_shelter" else None
        )
        at = set_out[chosen] + rng.integers(10 * MINUTE, 30 * MINUTE, len(back))
        _say(stage, back, status, at, where)


def tell_seen(stage: Stage, people: pd.DataFrame) -> None:
    """Tell who was seen by others than the roster: at shelter doors, by grid officers, on checks."""
    rng = stage.rng("seen")
    done = people["done"].to_numpy(dtype=np.int64)
    sheltered = (people["status"] == "at_shelter").to_numpy(dtype=bool)
    missed = _tell_not_seen(stage, people, rng)
    soon = done + np.where(
        sheltered,
        rng.integers(5 * MINUTE, 40 * MINUTE, len(people)),
        rng.integers(15 * MINUTE, 90 * MINUTE, len(people)),
    )
    seen = ~missed & (sheltered | (rng.random(len(people)) < SEEN_SHARE))
    _see(stage, people[seen & sheltered], soon[seen & sheltered], "drill_shelter_signin")
    _see(stage, people[seen & ~sheltered], soon[seen & ~sheltered], "drill_grid_check")
    until = stage.scenario.troubles.not_seen.explained_by_at
    later = rng.integers(until - 5 * HOUR, until + 1, len(people))
    later = np.maximum(later, done + 30 * MINUTE)
    explained = ~seen & (missed | (rng.random(len(people)) < EXPLAINED_SHARE))
    _see(stage, people[explained], later[explained], "drill_grid_check")


def _tell_not_seen(stage: Stage, people: pd.DataFrame, rng: np.random.Generator) -> Objects:
    """A check does not find some who are ticked as moved."""
    check = stage.scenario.troubles.not_seen
    outside = (people["status"] != "at_shelter") & (people["done"] < check.at - HOUR)
    rows = rng.permutation(np.flatnonzero(outside.to_numpy(dtype=bool)))[: check.persons]
    missed = np.zeros(len(people), dtype=bool)
    missed[rows] = True
    at = check.at + rng.integers(0, 30 * MINUTE, len(people))
    _see(stage, people[missed], at[missed], "drill_patrol", "not_seen")
    return missed


def _see(stage: Stage, rows: pd.DataFrame, at: Seconds, source: str, status: str = "seen") -> None:
    is_door = source == "drill_shelter_signin"
    stage.sheet.add(
        Fact(*SEEN, status),
        rows["evacuee_id"].to_numpy(dtype=object),
        at,
        source=source,
        actor=rows["village_guarantor_id"].to_numpy(dtype=object),
        account="C",
        category=rows["category"].to_numpy(dtype=object),
        quantity=rows["persons"].to_numpy(dtype=object),
        payload=[payload(shelter_id=shelter) for shelter in rows["went_to"]] if is_door else None,
        lag=Lag.PROMPT if is_door else Lag.USUAL,
        **place_of(rows),
    )
