"""Each object's need and clock: what its work takes, what comes to its place, and which rule holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import DeadlineKind
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.clock import NAT, Clocks, Comings, Indices, clocks, rules_of
from stormdesk.domain.work.needs import Ask, Part, parts, total
from stormdesk.domain.work.records import Hazard
from stormdesk.domain.work.states import Texts, chosen
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.storms import storm_courses
from stormdesk.outlook.work_arrivals import CIRCLES, Places, View, comings
from stormdesk.outlook.work_levels import levels_reached
from stormdesk.outlook.work_water import flood_comings, high_water_comings

HARMS = frozenset({Hazard.WIND_7, Hazard.WIND_10, Hazard.WIND_12, Hazard.HIGH_WATER, Hazard.FLOOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Objects with their needs and clocks."""

    objects: pd.DataFrame
    need_min: Numbers
    is_need_default: Flags
    clocks: Clocks
    is_harm: Flags
    rule_codes: Texts
    agencies: Texts
    storm_ids: Texts
    issued_at: Instants


def timed(ground: Ground, moment: Moment, objects: pd.DataFrame, assumptions: Assumptions) -> Timed:
    """Compute need and clock of every object."""
    courses = storm_courses(ground, moment, assumptions)
    need_min, is_default = needed(ground, objects, assumptions)
    found = _clocks(ground, coming_to(ground, moment, objects, courses, assumptions), objects, need_min)
    rules = ground.county.deadlines
    codes = [None if rule < 0 else rules[rule].code for rule in found.rule]
    of_course = partial(_of_course, courses, found.course)
    return Timed(
        objects=objects,
        need_min=need_min,
        is_need_default=is_default,
        clocks=found,
        is_harm=np.array([hazard in HARMS for hazard in found.hazard], dtype=bool),
        rule_codes=np.array(codes, dtype=object),
        agencies=of_course([one.agency for one in courses]),
        storm_ids=of_course([one.storm_id for one in courses]),
        issued_at=_issued(courses, found.course),
    )


def _of_course(courses: Sequence[Course], which: Indices, names: Sequence[str]) -> Texts:
    if not courses:
        return np.full(which.size, None, dtype=object)
    return chosen(which < 0, None, np.array(names, dtype=object)[np.maximum(which, 0)])


def _issued(courses: Sequence[Course], which: Indices) -> Instants:
    if not courses:
        return np.full(which.size, NAT)
    at = [
        NAT if one.issued_at is None else np.datetime64(int(one.issued_at.timestamp()), "s")
        for one in courses
    ]
    return np.where(which < 0, NAT, np.array(at, dtype="datetime64[s]")[np.maximum(which, 0)])


def coming_to(
    ground: Ground,
    moment: Moment,
    objects: pd.DataFrame,
    courses: tuple[Course, ...],
    assumptions: Assumptions,
) -> Comings:
    """What comes to the place of each object, and since when each level has stood."""
    places = Places(lat=objects["place_lat"].to_numpy(), lon=objects["place_lon"].to_numpy())
    reached = levels_reached(ground, moment, assumptions.level_shift)
    view = View(now=moment.as_of, edge=assumptions.edge, stands=bool(reached))
    winds = {circle: comings(courses, places, circle, view=view) for circle in CIRCLES}
    asked = {
        None if rule.circle_bft is None else Circle(rule.circle_bft)
        for rule in ground.county.deadlines
        if rule.kind is DeadlineKind.BEFORE_HIGH_TIDE
    }
    return Comings(
        circles=winds,
        high_water={one: high_water_comings(ground, moment, winds, one, courses) for one in asked},
        flood=flood_comings(ground, moment, objects["township_code"]),
        reached_at=reached,
        now=moment.as_of,
        night=ground.county.profile.night,
        zone=ZoneInfo(ground.county.profile.timezone),
    )


def needed(ground: Ground, objects: pd.DataFrame, assumptions: Assumptions) -> tuple[Numbers, Flags]:
    """The minutes that each object's work takes, and whether a figure of its own was missing."""
    table = Clearance(ground.county.clearance)
    minutes, is_default = np.full(len(objects), np.nan), np.zeros(len(objects), dtype=bool)
    berths = pd.Series(dtype="float64")
    for (subject, facet), rows in blocks_of(objects, ["subject", "facet"]):
        some = objects.iloc[rows]
        if facet == "crew":
            some = some.assign(berth_min=berths.reindex(some["subject_id"]).to_numpy())
        found = parts(Ask(some, table, subject, facet, assumptions.extra_buses))
        minutes[rows] = total(found, rows.size)
        is_default[rows] = _any_default(found, rows.size)
        if facet == "berth":
            left = np.where(some["is_done"], 0.0, minutes[rows])
            berths = pd.Series(left, index=some["subject_id"].to_numpy())
    return minutes, is_default


def _any_default(found: Sequence[Part], size: int) -> Flags:
    if not found:
        return np.zeros(size, dtype=bool)
    flags: Flags = np.logical_or.reduce([part.is_default for part in found])
    return flags


def blocks_of(objects: pd.DataFrame, names: list[str]) -> list[tuple[tuple[str, ...], Indices]]:
    """The rows of each kind of work, in the order of the kinds; an empty word where a column is empty."""
    groups = objects.groupby(names, dropna=False, sort=True).indices
    return [
        (
            tuple(word if isinstance(word, str) else "" for word in cast("tuple[object, ...]", key)),
            np.asarray(rows, dtype=np.intp),
        )
        for key, rows in groups.items()
    ]


def _clocks(ground: Ground, coming: Comings, objects: pd.DataFrame, need_min: Numbers) -> Clocks:
    rules = ground.county.deadlines
    blocks: list[tuple[Indices, Clocks]] = []
    for (subject, facet, category), rows in blocks_of(objects, ["subject", "facet", "category"]):
        which = rules_of(rules, subject, facet, category or None)
        blocks.append((rows, clocks(rules, which, coming, rows, need_min[rows])))
    order = np.argsort(np.concatenate([rows for rows, _ in blocks]), kind="stable")
    names = Clocks.__dataclass_fields__
    return Clocks(
        **{name: np.concatenate([getattr(one, name) for _, one in blocks])[order] for name in names}
    )
