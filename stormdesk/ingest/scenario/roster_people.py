"""The responsible persons: township and village roles, to the published total."""

from collections import Counter

import numpy as np
import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import DutyRole
from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Objects, texts
from stormdesk.ingest.scenario.people import Gazetteer, Namer
from stormdesk.ingest.scenario.registers import register_frame
from stormdesk.ingest.scenario.roster_rows import People

INFORMATION = "disaster_information"
DEPUTIES = {
    "township_commander": "township_deputy",
    "township_evacuation": "township_rescue",
    "township_member": "township_water",
    "village_head": "village_resident_cadre",
    "village_guarantor": "village_evacuation",
}


def responsible_persons(
    people: People, county: County, ground: Gazetteer, namer: Namer, rng: np.random.Generator
) -> pd.DataFrame:
    """Make the responsible persons, sorted by township and village."""
    posts = _posts(people, ground, rng)
    if len(posts) != people.total:
        raise BadScenario(reason=f"roster.yaml people: {len(posts)} ≠ {people.total}")
    township, village, role = (texts([post[at] for post in posts]) for at in range(3))
    roles: dict[str, DutyRole] = {known.code: known for known in county.duty_roles}
    homes = texts([v or ground.villages(t)[0] for t, v in zip(township, village, strict=True)])
    lat, lon = ground.near(homes, 0.8)
    frame = register_frame(
        "responsible_person",
        {
            "person_id": texts([f"P{number:05d}" for number in range(1, len(posts) + 1)]),
            "name": namer.people(len(posts)),
            "phone": namer.phones(len(posts)),
            "role_code": role,
            "post_name": texts([roles[code].name_zh for code in role]),
            "tier": texts(["village" if v else "township" for v in village]),
            "township_code": township,
            "village_code": village,
            "lat": lat,
            "lon": lon,
        },
        size=len(posts),
    )
    frame["deputy_id"] = pd.Series(_deputies(frame), dtype=object)
    return frame


def _posts(people: People, ground: Gazetteer, rng: np.random.Generator) -> list[tuple[str, str | None, str]]:
    villages = [(code, village) for code in ground.township_codes for village in ground.villages(code)]
    posts: list[tuple[str, str | None, str]] = [
        (code, None, role)
        for code in ground.township_codes
        for role, count in people.each_township.items()
        for _ in range(count)
    ]
    each = people.each_village
    posts += [(*home, role) for home in villages for role, count in each.items() for _ in range(count)]
    more = people.disaster_information_total - len(villages) * each[INFORMATION]
    posts += [(*villages[at], INFORMATION) for at in rng.permutation(len(villages))[:more]]
    left = people.total - len(posts)
    turns = np.concatenate([rng.permutation(len(villages)) for _ in range(-(-left // len(villages)))])
    grid = people.grid_roles
    posts += [(*villages[at], grid[turn % len(grid)]) for turn, at in enumerate(turns[:left])]
    rank = {role: at for at, role in enumerate([*people.each_township, *each, *grid])}
    return sorted(posts, key=lambda post: (post[0], post[1] or "", rank[post[2]]))


def _deputies(frame: pd.DataFrame) -> Objects:
    ids = frame["person_id"].to_numpy()
    where = list(zip(frame["township_code"], frame["village_code"], frame["role_code"], strict=True))
    first: dict[tuple[str, str | None, str], str] = {}
    for place, person_id in zip(where, ids, strict=True):
        first.setdefault(place, person_id)
    return texts([first.get((*place[:2], DEPUTIES.get(place[2], ""))) for place in where])


class Officers:
    """Who answers for what: township and village guarantors, and the officer of a place."""

    def __init__(self, persons: pd.DataFrame) -> None:
        self._township: dict[str, list[str]] = {}
        self._village: dict[str, str] = {}
        self._turn: Counter[str] = Counter()
        for row in persons.itertuples():
            if row.role_code in {"township_evacuation", "township_member"}:
                self._township.setdefault(str(row.township_code), []).append(str(row.person_id))
            if row.role_code == "village_guarantor":
                self._village[str(row.village_code)] = str(row.person_id)

    def of_villages(self, village_codes: Objects) -> Objects:
        """The guarantor of each village."""
        return texts([self._village[code] for code in village_codes])

    def of_townships(self, village_codes: Objects) -> Objects:
        """A township guarantor for each village, taking turns within the township."""
        chosen = []
        for code in village_codes:
            township = code[:9]
            known = self._township[township]
            chosen.append(known[self._turn[township] % len(known)])
            self._turn[township] += 1
        return texts(chosen)
