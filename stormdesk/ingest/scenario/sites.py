"""The sites: work told to stop and stopped, cranes made safe, workers counted and moved, work resumed."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Objects, Seconds
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, place_of

WORK = ("site", "work")
CRANE = ("site", "crane")
WORKERS = ("site", "workers")
FIRST_WORD_S = 55 * MINUTE
NEVER_RESUMED_SHARE = 0.04


def plan_sites(stage: Stage) -> pd.DataFrame:
    """Plan when each site is told, stops, makes its cranes safe and may resume."""
    sites = stage.register("construction_site")
    rng = stage.rng("sites")
    count = len(sites)
    turn = rng.permutation(count)
    sites["stopped"] = stage.curve(*WORK, "stopped").spread(count)[turn]
    sites["crane_safe"] = stage.curve(*CRANE, "made_safe").spread(count)[turn] + rng.integers(0, HOUR, count)
    sites["permitted"] = stage.curve(*WORK, "permitted").scatter(count, rng)
    late_ids = []
    for late in stage.scenario.troubles.late_sites:
        site_id = stage.site_id(late.key, sites)
        row = (sites["site_id"] == site_id).to_numpy(dtype=bool)
        sites.loc[row, "stopped"], sites.loc[row, "crane_safe"] = late.stopped_at, late.crane_safe_at
        late_ids.append(site_id)
    told = stage.curve(*WORK, "notified").spread(count)[turn]
    stopped = sites["stopped"].to_numpy(dtype=np.int64)
    sites["notified"] = np.minimum(told, stopped - rng.integers(12 * MINUTE, 40 * MINUTE, count))
    sites["crane_safe"] = np.maximum(sites["crane_safe"], stopped + 15 * MINUTE)
    return sites


def tell_sites(stage: Stage, sites: pd.DataFrame, people: pd.DataFrame) -> None:
    """Tell the work, the cranes and the workers of each site."""
    rng = stage.rng("sites told")
    first = stage.opened_at + rng.integers(0, FIRST_WORD_S, len(sites))
    resumed = _tell_workers(stage, sites, people, first)
    _say(stage, sites, (*WORK, "working"), first)
    for status in ("notified", "stopped", "permitted"):
        _say(stage, sites, (*WORK, status), sites[status].to_numpy(dtype=np.int64))
    resumes = rng.random(len(sites)) >= NEVER_RESUMED_SHARE
    at = resumed + rng.integers(30 * MINUTE, 2 * HOUR, len(sites))
    _say(stage, sites[resumes], (*WORK, "resumed"), at[resumes])
    has_crane = (sites["crane_count"] > 0).to_numpy(dtype=bool)
    _say(stage, sites[~has_crane], (*CRANE, "none"), first[~has_crane])
    cranes = sites[has_crane]
    _say(stage, cranes, (*CRANE, "standing"), first[has_crane])
    _say(stage, cranes, (*CRANE, "made_safe"), cranes["crane_safe"].to_numpy(dtype=np.int64))
    standing = resumes & has_crane
    _say(stage, sites[standing], (*CRANE, "standing"), at[standing] - 10 * MINUTE)


def _tell_workers(stage: Stage, sites: pd.DataFrame, people: pd.DataFrame, first: Seconds) -> Seconds:
    """Tell the workers of each site, and give the instant from which work may resume."""
    rng = stage.rng("workers")
    listed = sites["worker_count"].to_numpy(dtype=np.int64)
    housed = listed > 0
    _say(stage, sites[~housed], (*WORKERS, "none"), first[~housed])
    _say(stage, sites[housed], (*WORKERS, "present"), first[housed], quantity=listed[housed])
    workers = people[people["linked_id"].isin(sites["site_id"])]
    moves = workers.groupby("linked_id").agg(
        count=("persons", "sum"), first=("done", "min"), last=("done", "max"), back=("returned", "max")
    )
    moves = moves.reindex(sites["site_id"]).fillna(0).astype(np.int64)
    moved, stopped = moves["count"].to_numpy() > 0, sites["stopped"].to_numpy(dtype=np.int64)
    counted = np.where(moved, moves["first"] - rng.integers(12 * MINUTE, 25 * MINUTE, len(sites)), 0)
    counted = np.maximum(counted, stopped + 8 * MINUTE)
    _say(stage, sites[housed], (*WORKERS, "counted"), counted[housed], quantity=listed[housed])
    for status, at, quantity in (
        ("moved", moves["last"].to_numpy() + MINUTE, moves["count"].to_numpy()),
        ("present", moves["back"].to_numpy() + MINUTE, listed),
    ):
        _say(stage, sites[moved], (*WORKERS, status), at[moved], quantity=quantity[moved])
    permitted = sites["permitted"].to_numpy(dtype=np.int64)
    ready: Seconds = np.maximum(permitted, np.where(moved, moves["back"].to_numpy() + MINUTE, 0))
    return ready


def _say(
    stage: Stage,
    sites: pd.DataFrame,
    fact: tuple[str, str, str],
    at: Seconds,
    quantity: Objects | None = None,
) -> None:
    permit = fact[2] == "permitted"
    stage.sheet.add(
        Fact(*fact),
        sites["site_id"].to_numpy(dtype=object),
        at,
        source="drill_sites",
        actor="住房和城乡建设局" if permit else sites["officer_id"].to_numpy(dtype=object),
        account="B",
        quantity=quantity,
        lag=Lag.STEADY,
        **place_of(sites),
    )
