"""Who moves in this storm, and the instants of each person's way: listed, told, moved, cleared, back."""

import numpy as np
import pandas as pd

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Numbers, Objects, Seconds, Whole
from stormdesk.ingest.scenario.stage import Stage

MIXING = 0.03
AFTER_STOP_S = 45 * MINUTE
STEPS = ("listed", "notified", "done", "cleared", "returned", "refused")


def choose(stage: Stage) -> pd.DataFrame:
    """Take from the list the people who move in this storm: whole groups first, to the person."""
    people = stage.register("evacuee")
    order = np.lexsort((people["evacuee_id"].astype(str), people["household_id"].astype(str)))
    people = people.iloc[order]
    key = (people["category"] + people["township_code"]).to_numpy(dtype=object)
    taken = []
    for row in stage.scenario.moved:
        here = np.flatnonzero(key == row.category + row.township_code)
        if len(here) < row.persons:
            raise BadScenario(
                reason=f"{stage.scenario.name}/moved.csv {row.category} {row.township_code}: "
                f"{row.persons} > {len(here)}"
            )
        taken.append(here[: row.persons])
    chosen = people.iloc[np.concatenate(taken)].reset_index(drop=True)
    for step in STEPS:
        chosen[step] = np.zeros(len(chosen), dtype=np.int64)
    chosen["status"] = _destinations(stage, chosen)
    return chosen


def rows_of(people: pd.DataFrame, category: str) -> Whole:
    """Number the rows of a category."""
    return np.flatnonzero((people["category"] == category).to_numpy(dtype=bool))


def _destinations(stage: Stage, people: pd.DataFrame) -> Objects:
    """Shelter where one is assigned; the others go to relatives or elsewhere, whole groups together."""
    setting = stage.rosters.plan.setting.shelters
    group = pd.factorize(people["household_id"])[0]
    luck = stage.rng("destinations").random(group.max() + 1)[group]
    category = people["category"]
    shelter_share = category.map(setting.share_to_shelter).to_numpy(dtype=np.float64)
    relatives = category.map(setting.share_to_relatives).to_numpy(dtype=np.float64)
    to_relatives = luck < relatives / np.maximum(1 - shelter_share, 1e-9)
    status = np.where(to_relatives, "with_relatives", "elsewhere").astype(object)
    status[people["shelter_id"].notna().to_numpy()] = "at_shelter"
    return status


def fill_times(stage: Stage, people: pd.DataFrame, boats: pd.DataFrame, sites: pd.DataFrame) -> None:
    """Write into `people` when each step of each person happens."""
    rng = stage.rng("moves")
    categories = people["category"].unique().tolist()
    for row in stage.scenario.listings:
        rows = rows_of(people, row.category)
        people.loc[rows, "listed"] = rng.integers(row.from_at, row.until_at + 1, len(rows))
    for category in categories:
        rows = rows_of(people, category)
        if category == "fishing_vessel":
            _crews(stage, people, rows, boats, rng)
        elif category == "construction_site":
            _workers(stage, people, rows, sites, rng)
        else:
            _households(stage, people, rows, rng)
    _refusals(stage, people, rng)
    _notices(people, rng)


def _linked(people: pd.DataFrame, rows: Seconds, frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the boat or site of each person."""
    return frame.set_index(key).loc[people["linked_id"].to_numpy()[rows]]


def _crews(
    stage: Stage, people: pd.DataFrame, rows: Seconds, boats: pd.DataFrame, rng: np.random.Generator
) -> None:
    """A crew steps ashore with its boat and goes back aboard with it."""
    boat = _linked(people, rows, boats, "vessel_id")
    aboard = boat["aboard"].to_numpy(dtype=np.int64)
    people.loc[rows, "done"] = boat["ashore"].to_numpy(dtype=np.int64) - rng.integers(
        0, 8 * MINUTE, len(rows)
    )
    cleared = aboard - rng.integers(30 * MINUTE, 2 * HOUR, len(rows))
    people.loc[rows, "cleared"] = np.maximum(cleared, stage.ended_at + 10 * MINUTE)
    people.loc[rows, "returned"] = aboard - rng.integers(0, 6 * MINUTE, len(rows))


def _workers(
    stage: Stage, people: pd.DataFrame, rows: Seconds, sites: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Workers leave in the order in which the sites stopped, and come back once work is permitted."""
    site = _linked(people, rows, sites, "site_id")
    stopped = site["stopped"].to_numpy(dtype=np.int64)
    curve = stage.curve("evacuee", "move", "done", "construction_site")
    begins, *_, ends = curve.at.tolist()
    late = stopped > (begins + ends) / 2
    rank = _mixed(stopped + rng.random() * 0.5, late, rng)
    done = np.maximum(curve.when((rank + 0.5) / len(rows)), stopped + AFTER_STOP_S)
    people.loc[rows, "done"] = done
    cleared = site["permitted"].to_numpy(dtype=np.int64) + rng.integers(MINUTE, 20 * MINUTE, len(rows))
    people.loc[rows, "cleared"] = cleared
    people.loc[rows, "returned"] = cleared + rng.integers(30 * MINUTE, 140 * MINUTE, len(rows))


def _mixed(order: Numbers, late: Objects, rng: np.random.Generator) -> Seconds:
    """Rank by `order`, neighbours a little mixed, the late ones strictly last."""
    rank = np.empty(len(order))
    rank[np.argsort(order, kind="stable")] = np.arange(len(order))
    rank += rng.normal(0, MIXING * len(order), len(order)) * ~late + late * 2.0 * len(order)
    mixed = np.empty(len(order), dtype=np.int64)
    mixed[np.argsort(rank, kind="stable")] = np.arange(len(order))
    return mixed


def _households(stage: Stage, people: pd.DataFrame, rows: Seconds, rng: np.random.Generator) -> None:
    """Households move together, in random order."""
    category = str(people["category"].iloc[rows[0]])
    group = pd.factorize(people["household_id"].to_numpy()[rows])[0]
    order = rng.permutation(group.max() + 1)[group]
    rank = np.empty(len(rows), dtype=np.int64)
    rank[np.argsort(order, kind="stable")] = np.arange(len(rows))
    share = (rank + 0.5) / len(rows)
    people.loc[rows, "done"] = stage.curve("evacuee", "move", "done", category).when(share)
    cleared = stage.curve("evacuee", "move", "cleared_to_return", category).when(rng.permutation(share))
    people.loc[rows, "cleared"] = cleared
    returned = cleared + rng.integers(20 * MINUTE, 3 * HOUR, len(rows))
    people.loc[rows, "returned"] = np.minimum(returned, stage.scenario.setting.returned_by_at)


def _refusals(stage: Stage, people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Some refuse, and move soon after they have been persuaded."""
    for refusal in stage.scenario.troubles.refusals:
        here = (people["category"] == refusal.category) & (people["village_code"] == refusal.village_code)
        free = here & people["linked_id"].isna()
        rows = np.flatnonzero(free.to_numpy(dtype=bool))[: refusal.persons]
        if len(rows) < refusal.persons:
            raise BadScenario(reason=f"troubles.yaml refusals {refusal.village_code}: {len(rows)}")
        people.loc[rows, "refused"] = refusal.refused_at + rng.integers(0, 10 * MINUTE, len(rows))
        people.loc[rows, "done"] = refusal.persuaded_at + rng.integers(10 * MINUTE, 40 * MINUTE, len(rows))


def _notices(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """People are told between being listed and moving, or refusing to."""
    listed = people["listed"].to_numpy(dtype=np.int64)
    done, refused = people["done"].to_numpy(dtype=np.int64), people["refused"].to_numpy(dtype=np.int64)
    until = np.where(refused > 0, refused, done)
    listed = np.minimum(listed, until - 20 * MINUTE)
    share = rng.uniform(0.05, 0.5, len(people))
    people["listed"] = listed
    people["notified"] = listed + np.maximum((share * (until - listed)).astype(np.int64), MINUTE)
