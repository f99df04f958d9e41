"""How long work takes, from the objects' own rows and the county's table, for many objects at once.

An object's own figure that its list does not tell is taken from the table and marked as a default; where the
table has none either, the time is unknown (NaN), never zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Flags, Numbers
from stormdesk.domain.work.clearance import Clearance

PER: Final = 100.0
TRAVEL: Final = (
    "max((2 × walk_rounds − 1) × walk_min, (2 × ride_rounds − 1) × ride_min + ride_rounds × board_min)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One step of many objects: its minutes, where an own figure was missing, and what it was made of."""

    code: str
    minutes: Numbers
    is_default: Flags
    formula: str
    figures: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Ask:
    """Objects of one kind of work, and the table that tells their figures."""

    objects: pd.DataFrame
    table: Clearance
    subject: str
    facet: str
    extra_buses: int = 0

    def figure(self, step: str) -> Numbers:
        """The table's figure for each object, NaN where it has none."""
        categories = [one if isinstance(one, str) else None for one in self.objects["category"].tolist()]
        return self.table.values(self.subject, self.facet, step, categories)

    def own(self, column: str, step: str) -> tuple[Numbers, Flags]:
        """Each object's own figure, the table's where its list does not tell, and where that was."""
        told = self.objects[column].to_numpy(dtype=np.float64, na_value=np.nan)
        is_missing = np.isnan(told)
        return np.where(is_missing, self.figure(step), told), is_missing

    def fixed(self, step: str) -> Part | None:
        """A step of so many minutes; None where no object has it."""
        minutes = self.figure(step)
        if np.isnan(minutes).all():
            return None
        return Part(
            code=step,
            minutes=np.where(np.isnan(minutes), 0.0, minutes),
            is_default=np.zeros(minutes.size, dtype=bool),
            formula=step,
            figures={step: minutes},
        )

    def by_amount(self, step: str, column: str, amount: str, crews: str | None = None) -> Part | None:
        """A step of so many minutes for each piece, done by several crews side by side."""
        each = self.figure(step)
        if np.isnan(each).all():
            return None
        pieces, is_default = self.own(column, amount)
        hands = np.ones(pieces.size) if crews is None else self.figure(crews)
        hands = np.where(np.isnan(hands), 1.0, hands)
        return Part(
            code=step,
            minutes=np.ceil(pieces / hands) * each,
            is_default=is_default,
            formula=f"⌈{amount} ÷ {crews}⌉ × {step}" if crews else f"{amount} × {step}",
            figures={amount: pieces, **({crews: hands} if crews else {}), step: each},
        )


def _site_work(ask: Ask) -> list[Part | None]:
    sheds = ask.by_amount("shed_min", "shed_count", "sheds", "shed_crews")
    return [ask.fixed("notify_min"), ask.fixed("stop_min"), sheds]


def _site_crane(ask: Ask) -> list[Part | None]:
    return [ask.fixed("notify_min"), ask.by_amount("crane_min", "crane_count", "cranes", "crane_crews")]


def _site_workers(ask: Ask) -> list[Part | None]:
    workers, is_default = ask.own("people", "workers")
    count = ask.figure("count_min")
    counted = Part(
        code="count_min",
        minutes=np.ceil(workers / PER) * count,
        is_default=is_default,
        formula="⌈workers ÷ 100⌉ × count_min",
        figures={"workers": workers, "count_min": count},
    )
    return [ask.fixed("notify_min"), counted, _buses(ask, workers, is_default)]


def _buses(ask: Ask, workers: Numbers, is_default: Flags) -> Part:
    """The township's buses carry the workers of all its sites that are still there."""
    left = np.where(ask.objects["is_done"].to_numpy(dtype=bool), 0.0, workers)
    queue = pd.Series(left).groupby(ask.objects["township_code"].to_numpy(), dropna=False).transform("sum")
    waiting = np.fmax(queue.to_numpy(), workers)
    buses = ask.figure("buses") + ask.extra_buses
    seats, round_min = ask.figure("bus_seats"), ask.figure("bus_round_min")
    trips = np.ceil(waiting / _positive(buses * seats))
    return Part(
        code="bus_round_min",
        minutes=np.where(np.isnan(workers), np.nan, trips * round_min),
        is_default=is_default,
        formula="⌈waiting ÷ (buses × bus_seats)⌉ × bus_round_min",
        figures={"waiting": waiting, "buses": buses, "bus_seats": seats, "bus_round_min": round_min},
    )


def _shelter(ask: Ask) -> list[Part | None]:
    places, is_default = ask.own("capacity", "capacity")
    supplies = ask.figure("supplies_min")
    stocked = Part(
        code="supplies_min",
        minutes=np.ceil(places / PER) * supplies,
        is_default=is_default,
        formula="⌈capacity ÷ 100⌉ × supplies_min",
        figures={"capacity": places, "supplies_min": supplies},
    )
    return [ask.fixed("notify_min"), ask.fixed("open_min"), None if np.isnan(supplies).all() else stocked]


def _facility(ask: Ask) -> list[Part | None]:
    return [ask.fixed("notify_min"), ask.fixed("measure_min"), _carried(ask)]


def _carried(ask: Ask) -> Part | None:
    """People brought away in boats or cars, where the sector's row says that they are."""
    round_min = ask.figure("carry_round_min")
    is_carried = ~np.isnan(round_min)
    if not is_carried.any():
        return None
    people, is_default = ask.own("people", "people")
    carriers, seats = ask.figure("carriers"), ask.figure("carrier_seats")
    minutes = np.ceil(people / _positive(carriers * seats)) * round_min
    return Part(
        code="carry_round_min",
        minutes=np.where(is_carried, minutes, 0.0),
        is_default=is_default & is_carried,
        formula="⌈people ÷ (carriers × carrier_seats)⌉ × carry_round_min",
        figures={
            "people": people,
            "carriers": carriers,
            "carrier_seats": seats,
            "carry_round_min": round_min,
        },
    )


def _post(ask: Ask) -> list[Part | None]:
    return [ask.fixed("notify_min"), ask.fixed("travel_min")]


def _crew(ask: Ask) -> list[Part | None]:
    minutes = ask.objects["berth_min"].to_numpy(dtype=np.float64)
    none = np.zeros(minutes.size, dtype=bool)
    berth = Part(
        code="berth_min",
        minutes=minutes,
        is_default=none,
        formula="berth_min",
        figures={"berth_min": minutes},
    )
    return [berth, ask.fixed("ashore_min")]


def _positive(numbers: Numbers) -> Numbers:
    """Numbers to divide by: nothing can be divided by none."""
    return np.where(numbers > 0, numbers, np.nan)


def _evacuee(ask: Ask) -> list[Part | None]:
    return [
        ask.fixed("notify_min"),
        ask.fixed("gather_min"),
        travel(ask),
        ask.fixed("settle_min"),
    ]


def travel(ask: Ask) -> Part:
    """Those who can walk are led in rounds, the others ride; beyond the limit of walking all ride."""
    km, is_default = ask.own("way_km", "distance")
    way_km = km * ask.figure("detour")
    people, share = (ask.objects[name].to_numpy(dtype=np.float64) for name in ("people", "needing_share"))
    riders = np.where(way_km > ask.figure("walk_limit"), people, np.ceil(people * share))
    walk = way_km / _positive(ask.figure("walk_speed")) * 60.0
    walk_rounds = np.ceil((people - riders) / _positive(ask.figure("guides") * ask.figure("guided")))
    ride = way_km / _positive(ask.figure("bus_speed")) * 60.0
    buses = ask.figure("buses") + ask.extra_buses
    ride_rounds = np.ceil(riders / _positive(buses * ask.figure("bus_seats")))
    walking = np.where(walk_rounds > 0, (2 * walk_rounds - 1) * walk, 0.0)
    board = ask.figure("board_min")
    riding = np.where(ride_rounds > 0, (2 * ride_rounds - 1) * ride + ride_rounds * board, 0.0)
    return Part(
        code="travel_min",
        minutes=np.where(np.isnan(walk_rounds) | np.isnan(ride_rounds), np.nan, np.fmax(walking, riding)),
        is_default=is_default,
        formula=TRAVEL,
        figures={
            "way_km": way_km,
            "people": people,
            "riders": riders,
            "walk_rounds": walk_rounds,
            "walk_min": walk,
            "ride_rounds": ride_rounds,
            "ride_min": ride,
            "board_min": board,
        },
    )


KINDS: Final[Mapping[tuple[str, str], Callable[[Ask], list[Part | None]]]] = {
    ("vessel", "crew"): _crew,
    ("site", "work"): _site_work,
    ("site", "crane"): _site_crane,
    ("site", "workers"): _site_workers,
    ("evacuee", "move"): _evacuee,
    ("shelter", "service"): _shelter,
    ("facility", "measure"): _facility,
    ("responsible_person", "duty"): _post,
    ("unit", "post"): _post,
}


def parts(ask: Ask) -> tuple[Part, ...]:
    """The steps of one kind of work; none where the table says nothing of it."""
    if (ask.subject, ask.facet) not in KINDS or not ask.table.knows(ask.subject, ask.facet):
        return ()
    return tuple(part for part in KINDS[ask.subject, ask.facet](ask) if part is not None)


def total(found: tuple[Part, ...], size: int) -> Numbers:
    """The minutes of all steps; NaN where a step is unknown, or where there is none."""
    if not found:
        return np.full(size, np.nan)
    minutes: Numbers = np.sum([part.minutes for part in found], axis=0)
    return minutes
