"""The boats: who is out, when each turns home, is in, is moored, lets its crew ashore and sails again."""

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Numbers, Objects, Seconds
from stormdesk.ingest.scenario.moves import rows_of
from stormdesk.ingest.scenario.routes import Routes
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, payload, place_of

BERTH = ("vessel", "berth")
CREW = ("vessel", "crew")
UNPACK_S = 25 * MINUTE
SAIL_AFTER_S = 40 * MINUTE
# Everybody has reported where they are within this time of the opening.
FIRST_WORD_S = 50 * MINUTE


def plan_voyages(stage: Stage, chosen: pd.DataFrame, routes: Routes) -> pd.DataFrame:
    """Plan each boat's storm: instants of its steps, 0 where a step does not come."""
    boats = stage.register("vessel")
    rng = stage.rng("voyages")
    boats["refuge"] = routes.refuges(boats)
    out = _who_is_out(stage, boats, rng)
    boats["out"] = out
    boats["in_port"] = _arrivals(stage, boats, out, rng)
    boats["lost_at"], boats["lost_until"] = np.int64(0), np.int64(0)
    _late_ones(stage, boats)
    sailed_s = routes.sailing_s(boats)
    boats["homebound"] = np.where(out, boats["in_port"] - sailed_s, 0).astype(np.int64)
    turned = boats["homebound"].to_numpy(dtype=np.int64)
    is_lost = (boats["lost_at"] > 0).to_numpy(dtype=bool)
    turned = np.where(is_lost, np.minimum(turned, boats["lost_at"] - HOUR // 2), turned)
    boats["homebound"] = np.where(out, np.maximum(turned, stage.opened_at + 2 * HOUR), 0)
    landed = _landed(boats, chosen)
    boats["landed"] = np.where(boats["vessel_class"] == "fishing", landed, boats["crew_count"])
    boats["ashore"] = _ashore(stage, boats, rng)
    boats["aboard"] = _aboard(stage, boats, rng)
    sails = out & (rng.random(len(boats)) < 0.8)
    leaves = boats["aboard"].to_numpy(dtype=np.int64) + rng.integers(SAIL_AFTER_S, 3 * HOUR, len(boats))
    boats["leaves"] = np.where(sails & (leaves < stage.closed_at - HOUR), leaves, 0)
    return boats


def _who_is_out(stage: Stage, boats: pd.DataFrame, rng: np.random.Generator) -> Objects:
    out = np.zeros(len(boats), dtype=bool)
    for row in stage.rosters.plan.berths:
        here = (boats["harbour_id"] == row.harbour_id) & (boats["vessel_class"] == row.vessel_class)
        out[rng.permutation(np.flatnonzero(here.to_numpy(dtype=bool)))[: row.at_sea]] = True
    return out


def _arrivals(stage: Stage, boats: pd.DataFrame, out: Objects, rng: np.random.Generator) -> Seconds:
    at = np.zeros(len(boats), dtype=np.int64)
    for vessel_class in boats["vessel_class"].unique().tolist():
        rows = np.flatnonzero(out & (boats["vessel_class"] == vessel_class).to_numpy(dtype=bool))
        if len(rows):
            at[rows] = stage.curve(*BERTH, "in_port", vessel_class).scatter(len(rows), rng)
    return at


def _late_ones(stage: Stage, boats: pd.DataFrame) -> None:
    """The script's late boats take the place of boats that are out, the last ones of their harbour."""
    taken: set[int] = set()
    for late in stage.scenario.troubles.late_vessels:
        home = (boats["harbour_id"] == late.harbour_id) & (boats["vessel_class"] == "fishing") & boats["out"]
        row = next(int(at) for at in np.flatnonzero(home.to_numpy(dtype=bool)) if int(at) not in taken)
        taken.add(row)
        boats.loc[row, "in_port"] = late.in_port_at
        if late.lost_at is not None:
            boats.loc[row, "lost_at"] = late.lost_at
            boats.loc[row, "lost_until"] = late.lost_at + late.lost_min * MINUTE


def _landed(boats: pd.DataFrame, chosen: pd.DataFrame) -> Objects:
    """Count the listed people of each boat who go ashore."""
    crews = chosen.iloc[rows_of(chosen, "fishing_vessel")]
    count = crews.groupby("linked_id").size()
    return boats["vessel_id"].map(count).fillna(0).to_numpy(dtype=np.int64)


def _ashore(stage: Stage, boats: pd.DataFrame, rng: np.random.Generator) -> Seconds:
    """Crews go ashore in the order of arrival, not before the boat is in."""
    at = np.zeros(len(boats), dtype=np.int64)
    for vessel_class in boats["vessel_class"].unique().tolist():
        if vessel_class != "fishing" and not stage.scenario.setting.all_crews_ashore:
            continue
        is_class = (boats["vessel_class"] == vessel_class) & (boats["landed"] > 0)
        rows = np.flatnonzero(is_class.to_numpy(dtype=bool))
        if not len(rows):
            continue
        arrived = boats["in_port"].to_numpy(dtype=np.int64)[rows]
        turn = rows[np.argsort(arrived + rng.random(len(rows)), kind="stable")]
        people = boats["landed"].to_numpy(dtype=np.float64)[turn]
        share = (np.cumsum(people) - people / 2) / people.sum()
        earliest = (
            boats["in_port"].to_numpy(dtype=np.int64)[turn] + UNPACK_S + rng.integers(0, HOUR // 2, len(turn))
        )
        at[turn] = np.maximum(stage.curve(*CREW, "ashore", vessel_class).when(share), earliest)
    return at


def _aboard(stage: Stage, boats: pd.DataFrame, rng: np.random.Generator) -> Seconds:
    back = stage.curve(*CREW, "aboard").scatter(len(boats), rng)
    return np.where(boats["ashore"] > 0, np.maximum(back, stage.ended_at + HOUR), stage.ended_at + HOUR)


def tell_voyages(stage: Stage, boats: pd.DataFrame, routes: Routes) -> None:
    """Tell where each boat and its crew are."""
    rng = stage.rng("boats told")
    out = boats["out"].to_numpy(dtype=bool)
    first = stage.opened_at + rng.integers(0, FIRST_WORD_S, len(boats))
    _berth(stage, boats[out], "at_sea", first[out])
    _berth(stage, boats[~out], "in_port", first[~out])
    sailing = boats[out]
    _berth(stage, sailing, "homebound", sailing["homebound"].to_numpy(dtype=np.int64))
    lost = boats[(boats["lost_at"] > 0).to_numpy(dtype=bool)]
    _berth(stage, lost, "out_of_contact", lost["lost_at"].to_numpy(dtype=np.int64))
    _berth(stage, lost, "homebound", lost["lost_until"].to_numpy(dtype=np.int64))
    refuge = routes.berths(boats)
    _berth(
        stage,
        sailing,
        "in_port",
        sailing["in_port"].to_numpy(dtype=np.int64),
        **_moored_at(sailing, refuge[out]),
    )
    _moorings(stage, boats, refuge, rng)
    _crews(stage, boats, first)
    leaves = boats[(boats["leaves"] > 0).to_numpy(dtype=bool)]
    _berth(stage, leaves, "at_sea", leaves["leaves"].to_numpy(dtype=np.int64))


def _moorings(stage: Stage, boats: pd.DataFrame, refuge: Numbers, rng: np.random.Generator) -> None:
    """Boats are moored soon after arrival, and counted again at each check."""
    begin = min(row.at for row in stage.scenario.levels if row.level_code == "3")
    arrived = np.maximum(boats["in_port"].to_numpy(dtype=np.int64), begin)
    moored = arrived + rng.integers(10 * MINUTE, 2 * HOUR, len(boats))
    _berth(stage, boats, "moored", moored, **_moored_at(boats, refuge))
    for check in stage.scenario.setting.checks_at:
        at = check + rng.integers(0, 40 * MINUTE, len(boats))
        here = (moored < at) & (at < boats["aboard"].to_numpy(dtype=np.int64))
        counted = {"account": "C", "source": "drill_berth_count", **_moored_at(boats[here], refuge[here])}
        _berth(stage, boats[here], "moored", at[here], **counted)


def _berth(stage: Stage, boats: pd.DataFrame, status: str, at: Seconds, **said: object) -> None:
    stage.sheet.add(
        Fact(*BERTH, status),
        boats["vessel_id"].to_numpy(dtype=object),
        at,
        actor=boats["officer_id"].to_numpy(dtype=object),
        category=boats["vessel_class"].to_numpy(dtype=object),
        lag=Lag.PROMPT if status in {"out_of_contact", "homebound"} else Lag.STEADY,
        **{"source": "drill_fishery", "account": "B", **place_of(boats), **said},
    )


def _moored_at(boats: pd.DataFrame, spots: Numbers) -> dict[str, object]:
    """Say in which harbour and where in it the boats lie."""
    harbours = [payload(harbour_id=harbour) for harbour in boats["refuge"]]
    return {"lat": spots[:, 0], "lon": spots[:, 1], "payload": harbours}


def _crews(stage: Stage, boats: pd.DataFrame, first: Seconds) -> None:
    crewed = (boats["crew_count"] > 0).to_numpy(dtype=bool)
    lands = (boats["ashore"] > 0).to_numpy(dtype=bool)
    _crew(stage, boats[crewed], "aboard", first[crewed], "crew_count")
    landing = boats[lands]
    _crew(stage, landing, "ashore", landing["ashore"].to_numpy(dtype=np.int64), "landed")
    _crew(stage, landing, "aboard", landing["aboard"].to_numpy(dtype=np.int64), "crew_count")


def _crew(stage: Stage, boats: pd.DataFrame, status: str, at: Seconds, quantity: str) -> None:
    stage.sheet.add(
        Fact(*CREW, status),
        boats["vessel_id"].to_numpy(dtype=object),
        at,
        source="drill_fishery",
        actor=boats["officer_id"].to_numpy(dtype=object),
        account="B",
        category=boats["vessel_class"].to_numpy(dtype=object),
        quantity=boats[quantity].to_numpy(dtype=np.int64),
        lag=Lag.STEADY,
        **place_of(boats),
    )
