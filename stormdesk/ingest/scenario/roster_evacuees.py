"""The people who may have to move: single persons in households, crews and sites."""

from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast

import numpy as np
import pandas as pd

from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Objects, Whole, texts
from stormdesk.ingest.scenario.registers import register_frame
from stormdesk.ingest.scenario.roster_places import ListMaker

HOUSEHOLD_SIZES: Final = (1, 2, 3, 4, 5)
HOUSEHOLD_ODDS: Final = (0.22, 0.34, 0.22, 0.15, 0.07)
# The sector whose facilities people of a category leave.
LEFT: Final = {
    "old_house": "dangerous_house",
    "geohazard": "geohazard_point",
    "aquaculture": "aquaculture",
    "hill_pond": "hill_pond",
    "farm_stay": "farm_stay",
}
PLACES: Final = {"old_house": "老旧房", "expanded": "低洼沿海住房", "other_risk": "其他风险点"}


class Owner(Protocol):
    """What people may belong to: a row of boats, sites or facilities."""

    village_code: str
    name: str
    lat: float
    lon: float


@dataclass(slots=True)
class Groups:
    """People who move together, one entry per household, crew or site."""

    category: list[str] = field(default_factory=list)
    village: list[str] = field(default_factory=list)
    linked: list[str | None] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    spot: list[tuple[float, float]] = field(default_factory=list)
    size: list[int] = field(default_factory=list)

    def add_linked(self, category: str, row: Owner, identity: str, size: int) -> None:
        """Add people who belong to a site, a boat or a facility."""
        self.category.append(category)
        self.village.append(row.village_code)
        self.linked.append(identity)
        self.place.append(row.name)
        self.spot.append((row.lat, row.lon))
        self.size.append(size)

    def add_homes(self, make: ListMaker, category: str, villages: Objects, sizes: list[int]) -> None:
        """Add households in villages."""
        lat, lon = make.ground.near(villages, 1.0)
        self.category += [category] * len(sizes)
        self.village += villages.tolist()
        self.linked += [None] * len(sizes)
        label = PLACES.get(category, category)
        self.place += [f"{make.county.village(code).name_zh}{label}" for code in villages]
        self.spot += list(zip(lat.tolist(), lon.tolist(), strict=True))
        self.size += sizes


def evacuees(
    make: ListMaker, vessels: pd.DataFrame, sites: pd.DataFrame, facilities: pd.DataFrame
) -> pd.DataFrame:
    """Make the evacuees, category by category and township by township, groups together."""
    groups = Groups()
    crews = vessels[(vessels["vessel_class"] == "fishing") & (vessels["crew_count"] > 0)]
    for code in make.ground.township_codes:
        _shuffled(make, groups, "fishing_vessel", crews[crews["township_code"] == code])
    housed = sites[sites["worker_count"] > 0]
    for code in make.ground.township_codes:
        _shuffled(make, groups, "construction_site", housed[housed["township_code"] == code])
    for category in make.plan.categories("evacuee"):
        if category != "construction_site":
            _homes(make, groups, category, facilities)
    return _people(make, groups)


def _shuffled(make: ListMaker, groups: Groups, category: str, owners: pd.DataFrame) -> None:
    sizes = "crew_count" if category == "fishing_vessel" else "worker_count"
    key = "vessel_id" if category == "fishing_vessel" else "site_id"
    for row in owners.iloc[make.rng.permutation(len(owners))].itertuples():
        groups.add_linked(category, cast("Owner", row), str(getattr(row, key)), int(getattr(row, sizes)))


def _homes(make: ListMaker, groups: Groups, category: str, facilities: pd.DataFrame) -> None:
    wanted = facilities[facilities["sector"] == LEFT.get(category, "")]
    clusters = {
        cluster.village_code: cluster.persons
        for cluster in make.plan.setting.clusters
        if cluster.category == category
    }
    for code, persons in make.plan.share("evacuee", category).items():
        owners = list(wanted[wanted["township_code"] == code].itertuples())
        left = persons
        if owners:
            is_all = category != "old_house"
            left -= _in_facilities(make, groups, category, owners, persons if is_all else 4 * len(owners))
        for village, count in clusters.items():
            if village.startswith(code):
                left -= _households(make, groups, category, texts([village]), min(count, left))
        _households(make, groups, category, make.ground.villages(code), left)


def _in_facilities(make: ListMaker, groups: Groups, category: str, owners: list[Any], most: int) -> int:
    """Spread people over facilities, each getting one household before any gets a second."""
    is_all = category != "old_house"
    placed = 0
    for turn in range(most if is_all else len(owners)):
        size = min(int(make.rng.choice(HOUSEHOLD_SIZES[:4])), most - placed)
        if size == 0:
            break
        row = owners[turn % len(owners)]
        groups.add_linked(category, row, str(row.facility_id), size)
        placed += size
    return placed


def _households(make: ListMaker, groups: Groups, category: str, villages: Objects, persons: int) -> int:
    sizes: list[int] = []
    while (left := persons - sum(sizes)) > 0:
        sizes.append(min(int(make.rng.choice(HOUSEHOLD_SIZES, p=HOUSEHOLD_ODDS)), left))
    groups.add_homes(make, category, texts(make.rng.choice(villages, len(sizes)).tolist()), sizes)
    return persons


def _people(make: ListMaker, groups: Groups) -> pd.DataFrame:
    sizes = np.array(groups.size)
    whose = np.repeat(np.arange(len(sizes)), sizes)
    count = len(whose)
    category = texts(groups.category)[whose]
    villages = texts(groups.village)[whose]
    is_first = np.concatenate([[True], whose[1:] != whose[:-1]])
    lives_at_home = ~np.isin(category, ["fishing_vessel", "construction_site", "aquaculture"])
    has_needs = lives_at_home & (make.rng.random(count) < make.plan.names.needs_share)
    return register_frame(
        "evacuee",
        {
            "evacuee_id": texts([f"E{number:05d}" for number in range(1, count + 1)]),
            "name": make.namer.people(count),
            "phone": _kept(make.namer.phones(count), is_first | ~lives_at_home),
            "household_id": texts([f"G{number:05d}" for number in (whose + 1).tolist()]),
            "persons": 1,
            "category": category,
            "danger_place": texts(groups.place)[whose],
            "linked_id": texts(groups.linked)[whose],
            "township_guarantor_id": make.officers.of_townships(villages),
            "village_guarantor_id": make.officers.of_villages(villages),
            "needs": _kept(make.namer.pick(make.plan.names.needs, count), has_needs),
            "township_code": texts([code[:9] for code in villages]),
            "village_code": villages,
            "lat": np.array(groups.spot)[whose, 0],
            "lon": np.array(groups.spot)[whose, 1],
        },
        size=count,
    )


def _kept(values: Objects, where: Objects) -> Objects:
    kept = np.full(len(values), None, dtype=object)
    kept[where] = values[where]
    return kept


def assign_shelters(make: ListMaker, people: pd.DataFrame, shelters: pd.DataFrame) -> Objects:
    """Give a shelter to the share of each category that goes to one; no shelter is overfilled."""
    wants = _going(make, people)
    assigned = np.full(len(people), None, dtype=object)
    townships = people["township_code"].to_numpy()
    villages = people["village_code"].to_numpy()
    for code in make.ground.township_codes:
        here = shelters[shelters["township_code"] == code].sort_values("village_code")
        rows = np.flatnonzero(wants & (townships == code))
        seats = np.repeat(here["shelter_id"].to_numpy(), _quotas(make, here, len(rows)))
        assigned[rows[np.argsort(villages[rows].astype(str), kind="stable")]] = seats
    return assigned


def _going(make: ListMaker, people: pd.DataFrame) -> Objects:
    """Choose whole groups at random until the category's share is reached."""
    going = np.zeros(len(people), dtype=bool)
    for category, share in make.plan.setting.shelters.share_to_shelter.items():
        rows = np.flatnonzero((people["category"] == category).to_numpy(dtype=bool))
        group = pd.factorize(people["household_id"].to_numpy()[rows])[0]
        rank = make.rng.permutation(group.max() + 1 if len(group) else 0)
        order = np.argsort(rank[group], kind="stable")
        going[rows[order[: round(share * len(rows))]]] = True
    return going


def _quotas(make: ListMaker, shelters: pd.DataFrame, persons: int) -> Whole:
    capacity = shelters["capacity"].to_numpy(dtype=np.float64)
    fill = {row.name: row.fill_share for row in make.plan.setting.named.shelters if row.fill_share}
    share = np.array([fill.get(name, np.nan) for name in shelters["name"]])
    is_set = ~np.isnan(share)
    quota = np.where(is_set, np.floor(capacity * np.nan_to_num(share)), 0).astype(np.int64)
    rest = persons - int(quota.sum())
    most = np.floor(capacity * make.plan.setting.shelters.fullest_share)
    even = np.where(is_set, 0, np.floor(capacity * rest / capacity[~is_set].sum())).astype(np.int64)
    short = rest - int(even.sum())
    even[np.flatnonzero(~is_set)[np.arange(short) % int((~is_set).sum())]] += 1
    if rest < 0 or (even > most).any():
        raise BadScenario(
            reason=f"shelters {shelters['township_code'].iloc[0]}: {persons} > {capacity.sum():.0f}"
        )
    quota += even
    return quota
