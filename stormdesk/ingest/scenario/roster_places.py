"""The sites, shelters and facilities of the lists."""

from typing import Any, Final

import numpy as np
import pandas as pd

from stormdesk.domain.county import County
from stormdesk.ingest.scenario.curve import Objects, Whole, portions, texts
from stormdesk.ingest.scenario.files import RosterPlan
from stormdesk.ingest.scenario.people import Gazetteer, Namer
from stormdesk.ingest.scenario.registers import register_frame
from stormdesk.ingest.scenario.roster_people import Officers
from stormdesk.ingest.scenario.roster_rows import Range

TOWNSHIP_CENTRES: Final = 2
# A township with this many shelters has more than one centre.
LARGE: Final = 6


class ListMaker:
    """What every list needs: the plan, the county, names, places, officers and chance."""

    def __init__(self, plan: RosterPlan, county: County, rng: np.random.Generator) -> None:
        self.plan = plan
        self.county = county
        self.rng = rng
        self.namer = Namer(plan.names, rng)
        self.ground = Gazetteer(county, rng)
        self.officers: Officers

    def homes(self, shares: dict[str, int]) -> Objects:
        """Draw a village for each object, township by township."""
        return np.concatenate([self.ground.draw_villages(code, count) for code, count in shares.items()])

    def place(self, villages: Objects, within_km: float = 1.2) -> dict[str, Any]:
        """Give the place columns and the officer of objects near these villages."""
        lat, lon = self.ground.near(villages, within_km)
        return {
            "township_code": texts([code[:9] for code in villages]),
            "village_code": villages,
            "lat": lat,
            "lon": lon,
        }


def sites(make: ListMaker) -> pd.DataFrame:
    """Make the construction sites; their workers add up to the township's share."""
    villages = make.homes(make.plan.share("site"))
    count = len(villages)
    townships = texts([code[:9] for code in villages])
    names, cranes = _names_and_cranes(make, villages, townships)
    workers = _workers(make, townships, names)
    return register_frame(
        "construction_site",
        {
            "site_id": texts([f"S{number:03d}" for number in range(1, count + 1)]),
            "name": names,
            "builder_name": make.namer.pick(make.plan.names.builders, count),
            "manager_name": make.namer.people(count),
            "phone": make.namer.phones(count),
            "officer_id": make.officers.of_villages(villages),
            "worker_count": workers,
            "crane_count": cranes,
            "shed_count": np.ceil(workers / 24).astype(int),
            **make.place(villages),
        },
        size=count,
    )


def _names_and_cranes(make: ListMaker, villages: Objects, townships: Objects) -> tuple[Objects, Whole]:
    """Name each site after its village, but those that a scenario speaks of as it calls them."""
    count = len(villages)
    places = [make.county.village(code).name_zh.removesuffix("村").removesuffix("社区") for code in villages]
    kinds = make.namer.pick(make.plan.names.site_kinds, count)
    names = texts([f"{place}{kind}" for place, kind in zip(places, kinds, strict=True)])
    has_crane = make.rng.random(count) < make.plan.setting.sites.crane_share
    cranes = np.where(has_crane, make.rng.integers(1, 4, count), 0)
    for site in make.plan.setting.named.sites:
        at = int(np.flatnonzero(townships == site.township_code)[0])
        names[at], cranes[at] = site.name, site.cranes
    return names, cranes


def _workers(make: ListMaker, townships: Objects, names: Objects) -> Whole:
    weight = np.exp(make.rng.normal(0, 0.7, len(townships)))
    weight[make.rng.random(len(townships)) < make.plan.setting.sites.without_workers_share] = 0
    weight[np.isin(names, [site.name for site in make.plan.setting.named.sites])] = 1.5
    workers = np.zeros(len(townships), dtype=np.int64)
    for code, total in make.plan.share("evacuee", "construction_site").items():
        here = townships == code
        workers[here] = portions(total, weight[here] if weight[here].any() else np.ones(here.sum()))
    return workers


def shelters(make: ListMaker) -> pd.DataFrame:
    """Make the shelters: some for the county, one or two per township, the others for villages."""
    setting = make.plan.setting.shelters
    villages = make.homes(make.plan.share("shelter"))
    count = len(villages)
    tiers, capacity, names = _tiers(make, villages)
    return register_frame(
        "shelter",
        {
            "shelter_id": texts([f"H{number:03d}" for number in range(1, count + 1)]),
            "name": names,
            "tier": tiers,
            "capacity": capacity,
            "area_m2": capacity * setting.area_m2_each,
            "manager_name": make.namer.people(count),
            "phone": make.namer.phones(count),
            "officer_id": make.officers.of_villages(villages),
            "is_certified": texts((make.rng.random(count) < setting.certified_share).tolist()),
            "has_video": texts((make.rng.random(count) < setting.video_share).tolist()),
            **make.place(villages, 0.8),
        },
        size=count,
    )


def _tiers(make: ListMaker, villages: Objects) -> tuple[Objects, Whole, Objects]:
    setting = make.plan.setting.shelters
    tiers = np.full(len(villages), "village", dtype=object)
    for code in make.ground.township_codes:
        here = np.flatnonzero([village.startswith(code) for village in villages])
        tiers[here[: TOWNSHIP_CENTRES if len(here) >= LARGE else 1]] = "township"
        if code in setting.county_in:
            tiers[here[0]] = "county"
    ranges: dict[str, Range] = {
        "county": setting.county_capacity,
        "township": setting.township_capacity,
        "village": setting.village_capacity,
    }
    capacity = np.array([int(make.rng.integers(*ranges[tier])) // 10 * 10 for tier in tiers], dtype=np.int64)
    names = texts([f"{make.county.village(code).name_zh}避灾安置点" for code in villages])
    taken: set[int] = set()
    for wanted in make.plan.setting.named.shelters:
        here = np.flatnonzero([village.startswith(wanted.township_code) for village in villages])
        free = [int(at) for at in here if at not in taken]
        at = min(free, key=lambda at: (tiers[at] != wanted.tier, at))
        taken.add(at)
        tiers[at], capacity[at], names[at] = wanted.tier, wanted.capacity, wanted.name
    return tiers, capacity, names
