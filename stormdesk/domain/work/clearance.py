"""The county's table of how long work takes: which figures there are, and what holds for an object."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Numbers
from stormdesk.domain.county_rows import ClearanceRow, ClearanceUnit

U = ClearanceUnit

STEPS: Final[Mapping[tuple[str, str], Mapping[str, ClearanceUnit]]] = {
    ("vessel", "berth"): {
        "notify_min": U.MINUTES,
        "speed": U.KNOTS,
        "mooring_min": U.MINUTES,
    },
    ("vessel", "crew"): {"ashore_min": U.MINUTES},
    ("site", "work"): {
        "notify_min": U.MINUTES,
        "stop_min": U.MINUTES,
        "shed_min": U.MINUTES,
        "shed_crews": U.CREWS,
        "sheds": U.SHEDS,
    },
    ("site", "crane"): {
        "notify_min": U.MINUTES,
        "crane_min": U.MINUTES,
        "crane_crews": U.CREWS,
        "cranes": U.CRANES,
    },
    ("site", "workers"): {
        "notify_min": U.MINUTES,
        "count_min": U.MINUTES,
        "bus_round_min": U.MINUTES,
        "buses": U.VEHICLES,
        "bus_seats": U.PEOPLE,
        "workers": U.PEOPLE,
    },
    ("evacuee", "move"): {
        "notify_min": U.MINUTES,
        "gather_min": U.MINUTES,
        "guides": U.CREWS,
        "guided": U.PEOPLE,
        "walk_speed": U.KMH,
        "walk_limit": U.KM,
        "detour": U.RATIO,
        "distance": U.KM,
        "buses": U.VEHICLES,
        "bus_seats": U.PEOPLE,
        "bus_speed": U.KMH,
        "board_min": U.MINUTES,
        "settle_min": U.MINUTES,
    },
    ("shelter", "service"): {
        "notify_min": U.MINUTES,
        "open_min": U.MINUTES,
        "supplies_min": U.MINUTES,
        "capacity": U.PLACES,
    },
    ("facility", "measure"): {
        "notify_min": U.MINUTES,
        "measure_min": U.MINUTES,
        "carry_round_min": U.MINUTES,
        "carriers": U.VEHICLES,
        "carrier_seats": U.PEOPLE,
        "people": U.PEOPLE,
    },
    ("responsible_person", "duty"): {"notify_min": U.MINUTES, "travel_min": U.MINUTES},
    ("unit", "post"): {"notify_min": U.MINUTES, "travel_min": U.MINUTES},
}
"""The figures that each kind of work may have, and the unit of each."""


class Clearance:
    """The table, ready to be asked for the figures of many objects at once."""

    def __init__(self, rows: Iterable[ClearanceRow]) -> None:
        self._rows = {(row.subject, row.facet, row.step, row.category): row for row in rows}
        self._known = {(subject, facet) for subject, facet, _, _ in self._rows}

    def knows(self, subject: str, facet: str) -> bool:
        """Whether the table says anything of this kind of work."""
        return (subject, facet) in self._known

    def row(self, subject: str, facet: str, step: str, category: str | None = None) -> ClearanceRow | None:
        """The row that holds for a category: its own, else the general one."""
        own = self._rows.get((subject, facet, step, category))
        return own or self._rows.get((subject, facet, step, None))

    def values(self, subject: str, facet: str, step: str, categories: Sequence[str | None]) -> Numbers:
        """The figure of each category, NaN where the table has none."""
        found = {one: self.row(subject, facet, step, one) for one in set(categories)}
        plain = {one: np.nan if row is None else row.value for one, row in found.items()}
        return np.array([plain[one] for one in categories], dtype=np.float64)
