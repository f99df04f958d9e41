"""The lists of a county in two versions, the second one imported between the storms."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from stormdesk.domain.county import County
from stormdesk.ingest.scenario.curve import Objects, Whole, stream, texts
from stormdesk.ingest.scenario.files import RosterPlan, load_plan
from stormdesk.ingest.scenario.registers import FOREVER_S, columns_of, revised, typed, valid_at
from stormdesk.ingest.scenario.roster_evacuees import assign_shelters, evacuees
from stormdesk.ingest.scenario.roster_facilities import count_people, facilities
from stormdesk.ingest.scenario.roster_people import Officers, responsible_persons
from stormdesk.ingest.scenario.roster_places import ListMaker, shelters, sites
from stormdesk.ingest.scenario.roster_support import (
    danger_zones,
    gauges,
    harbours,
    member_units,
    stock,
    teams,
    terminals,
    villages,
)
from stormdesk.ingest.scenario.roster_vessels import vessels

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterData:
    """All versions of the lists; `registers` are ready to be stored, `raw` has epoch seconds."""

    roster: str
    plan: RosterPlan
    raw: Frames
    registers: Frames

    def at(self, register: str, instant_s: int) -> pd.DataFrame:
        """Give a list as it held at an instant (epoch seconds)."""
        return valid_at(self.raw[register], instant_s)


def generate_rosters(folder: Path, county: County, *, roster: str) -> RosterData:
    """Make the lists from the files of `folder`; the same files give the same lists."""
    plan = load_plan(folder)
    make = ListMaker(plan, county, stream(plan.setting.seed, "rosters"))
    frames = _first(make)
    for frame in frames.values():
        frame["roster"] = roster
        frame["source"] = plan.setting.source
        frame["valid_from"] = plan.setting.first_import_at
        frame["valid_to"] = FOREVER_S
    _second(make, frames)
    raw = {name: frame[columns_of(name)] for name, frame in frames.items()}
    return RosterData(
        roster=roster, plan=plan, raw=raw, registers={name: typed(frame) for name, frame in raw.items()}
    )


def _first(make: ListMaker) -> Frames:
    persons = responsible_persons(make.plan.setting.people, make.county, make.ground, make.namer, make.rng)
    make.officers = Officers(persons)
    boats, places, houses, buildings = vessels(make), sites(make), shelters(make), facilities(make)
    people = evacuees(make, boats, places, buildings)
    people["shelter_id"] = pd.Series(assign_shelters(make, people, houses), dtype=object)
    buildings = count_people(buildings, people["linked_id"].to_numpy())
    return {
        "responsible_person": persons,
        "evacuee": people,
        "vessel": boats,
        "construction_site": places,
        "shelter": houses,
        "facility": buildings,
        "member_unit": member_units(make),
        "harbour": harbours(make),
        "gauge": gauges(make),
        "team": teams(make),
        "stock": stock(make),
        "terminal": terminals(make),
        "danger_zone": danger_zones(buildings),
        "village": villages(make),
    }


def _second(make: ListMaker, frames: Frames) -> None:
    """Bring in the second import: other phones, successors, renamed sites, other people."""
    changes, at = make.plan.setting.changes, make.plan.setting.second_import_at
    people = frames["evacuee"]
    added = people["category"].isin(changes.added_categories).to_numpy(dtype=bool)
    people.loc[added, "valid_from"] = at
    workers = _draw(
        make, (people["category"] == changes.replaced_category).to_numpy(), changes.replaced_evacuees
    )
    frames["evacuee"] = _succeeded(make, people, "evacuee_id", workers, at)
    persons = frames["responsible_person"]
    can_leave = persons["role_code"].isin(changes.replaceable_roles).to_numpy(dtype=bool)
    leaving = _draw(make, can_leave, changes.replaced_persons)
    others = np.ones(len(persons), dtype=bool)
    others[leaving] = False
    called = _draw(make, others, changes.phones)
    persons = revised(persons, called, at, {"phone": make.namer.phones(len(called))})
    frames["responsible_person"] = _succeeded(make, persons, "person_id", leaving, at)
    names = frames["construction_site"]["name"].to_numpy()
    keeps = np.isin(names, [site.name for site in make.plan.setting.named.sites])
    renamed = _draw(make, ~keeps, len(changes.renamed_sites))
    frames["construction_site"] = revised(
        frames["construction_site"], renamed, at, {"name": texts(changes.renamed_sites)}
    )


def _draw(make: ListMaker, among: Objects, count: int) -> Whole:
    rows = np.flatnonzero(among.astype(bool))
    return np.sort(make.rng.permutation(rows)[:count])


def _succeeded(make: ListMaker, frame: pd.DataFrame, key: str, rows: Whole, at: int) -> pd.DataFrame:
    """Let other people, with ids of their own, stand where the old ones stood."""
    numbers = frame[key].str[1:].astype(int)
    width = len(frame[key].iloc[0]) - 1
    prefix = frame[key].iloc[0][0]
    ids = [f"{prefix}{numbers.max() + 1 + step:0{width}d}" for step in range(len(rows))]
    successors = {
        key: texts(ids),
        "name": make.namer.people(len(rows)),
        "phone": make.namer.phones(len(rows)),
    }
    return revised(frame, rows, at, successors)
