"""Each object's need and clock: what its work takes, what comes to its place, and which rule holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import DeadlineKind
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.clock import NAT, Clocks, Coming, Comings, Indices, clocks, rules_of
from stormdesk.domain.work.needs import Ask, Part, parts, total
from stormdesk.domain.work.records import Hazard
from stormdesk.domain.work.states import Texts, chosen, instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.storms import storm_courses
from stormdesk.outlook.work_arrivals import CIRCLES, Places, View, comings
from stormdesk.outlook.work_levels import levels_reached
from stormdesk.outlook.work_sea import AtSea, at_sea, with_sea
from stormdesk.outlook.work_water import flood_comings, high_water_comings

# What time needed is made of.
FIGURES: Final = (
    "category",
    "township_code",
    "is_done",
    "people",
    "crane_count",
    "shed_count",
    "capacity",
    "way_km",
    "needing_share",
)
NOBODY: Final = np.array([], dtype=np.intp)
HARMS: Final = frozenset({Hazard.WIND_7, Hazard.WIND_10, Hazard.WIND_12, Hazard.HIGH_WATER, Hazard.FLOOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Objects with their needs and clocks."""

    objects: pd.DataFrame
    need_min: Numbers
    is_need_default: Flags
    clocks: Clocks
    is_harm: Flags
    courses: tuple[Course, ...]
    sea: tuple[AtSea, ...]
    coming: Comings

    def of_course(self, name: str) -> Texts:
        """A word on the course that each object's clock counts from: its agency, its storm."""
        words = np.array([getattr(one, name) for one in self.courses] or [None], dtype=object)
        which = self.clocks.course
        return chosen(which < 0, None, words[np.maximum(which, 0)])

    @property
    def issued_at(self) -> Instants:
        """When that course's forecast was issued, NaT where it is none."""
        issued = [NAT if one.issued_at is None else instant64(one.issued_at) for one in self.courses]
        instants = np.array(issued or [NAT], dtype="datetime64[s]")
        which = self.clocks.course
        return np.where(which < 0, NAT, instants[np.maximum(which, 0)])


def timed(ground: Ground, moment: Moment, objects: pd.DataFrame, assumptions: Assumptions) -> Timed:
    """Compute need and clock of every object."""
    courses = storm_courses(ground, moment, assumptions)
    sea = at_sea(ground, moment, objects, courses, assumptions)
    need_min, is_default = needed(ground, objects, sea, assumptions)
    coming = coming_to(Scene(ground, moment, objects, courses, sea), assumptions)
    found = _clocks(ground, coming, objects, need_min)
    return Timed(
        objects=objects,
        need_min=need_min,
        is_need_default=is_default,
        clocks=found,
        is_harm=np.array([hazard in HARMS for hazard in found.hazard], dtype=bool),
        courses=courses,
        sea=sea,
        coming=coming,
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """The objects at a moment, the storms' courses, and what the sea tells of the boats."""

    ground: Ground
    moment: Moment
    objects: pd.DataFrame
    courses: tuple[Course, ...]
    sea: tuple[AtSea, ...]


def coming_to(scene: Scene, assumptions: Assumptions) -> Comings:
    """What comes to the place of each object, and since when each level has stood."""
    ground, moment = scene.ground, scene.moment
    reached = levels_reached(ground, moment, assumptions.level_shift)
    since = min(reached.values(), default=None)
    view = View(now=moment.as_of, edge=assumptions.edge, stands_since=since)
    winds = _winds(scene, view)
    asked = {
        None if rule.circle_bft is None else Circle(rule.circle_bft)
        for rule in ground.county.deadlines
        if rule.kind is DeadlineKind.BEFORE_HIGH_TIDE
    }
    return Comings(
        circles=winds,
        high_water={one: high_water_comings(ground, moment, winds, one, scene.courses) for one in asked},
        flood=flood_comings(ground, moment, scene.objects["township_code"]),
        reached_at=reached,
        now=moment.as_of,
        night=ground.county.profile.night,
        zone=ZoneInfo(ground.county.profile.timezone),
    )


def _winds(scene: Scene, view: View) -> dict[Circle, Coming]:
    """Each circle at each object: once per place, and on the way for boats."""
    spots = scene.objects["spot"].to_numpy(dtype=np.intp)
    _, first = np.unique(spots, return_index=True)
    settled = scene.objects.iloc[first]
    places = Places(lat=settled["place_lat"].to_numpy(), lon=settled["place_lon"].to_numpy())
    back = np.searchsorted(spots[first], spots)
    winds = {circle: comings(scene.courses, places, circle, view=view).take(back) for circle in CIRCLES}
    for sea in scene.sea if scene.courses else ():
        winds[sea.circle] = with_sea(winds[sea.circle], sea, scene.courses)
    return winds


def needed(
    ground: Ground, objects: pd.DataFrame, sea: tuple[AtSea, ...], assumptions: Assumptions
) -> tuple[Numbers, Flags]:
    """The minutes that each object's work takes, and whether a figure of its own was missing."""
    table = Clearance(ground.county.clearance)
    minutes, is_default = np.full(len(objects), np.nan), np.zeros(len(objects), dtype=bool)
    slim = objects[list(FIGURES)]
    for subject, facet, rows in kinds_of(objects):
        if facet == "berth":
            continue
        some = slim.iloc[rows.start : rows.stop]
        if facet == "crew":
            left = berths(objects, sea).reindex(objects["subject_id"].iloc[rows.start : rows.stop])
            some = some.assign(berth_min=left.to_numpy())
        found = parts(Ask(some, table, subject, facet, assumptions.extra_buses))
        minutes[rows.start : rows.stop] = total(found, len(rows))
        is_default[rows.start : rows.stop] = _any_default(found, len(rows))
    for one in sea:
        minutes[one.rows], is_default[one.rows] = one.need_min, one.is_default
    return minutes, is_default


def berths(objects: pd.DataFrame, sea: tuple[AtSea, ...]) -> pd.Series:
    """How long each boat still needs to lie in a harbour, nothing when it does."""
    found = [pd.Series(dtype="float64")]
    for one in sea:
        rows = objects.iloc[one.rows]
        left = np.where(rows["is_done"], 0.0, one.need_min)
        if rows["facet"].iloc[0] == "berth":
            found.append(pd.Series(left, index=rows["subject_id"].to_numpy()))
    return found[-1]


def _any_default(found: Sequence[Part], size: int) -> Flags:
    if not found:
        return np.zeros(size, dtype=bool)
    flags: Flags = np.logical_or.reduce([part.is_default for part in found])
    return flags


def kinds_of(objects: pd.DataFrame) -> list[tuple[str, str, range]]:
    """Each kind of work and its rows, which stand together."""
    kinds = (objects["subject"] + "|" + objects["facet"]).to_numpy(dtype=object)
    if not kinds.size:
        return []
    starts = np.flatnonzero(np.append([True], kinds[1:] != kinds[:-1]))
    ends = [*starts[1:].tolist(), kinds.size]
    found = []
    for start, end in zip(starts.tolist(), ends, strict=True):
        subject, facet = str(kinds[start]).split("|")
        found.append((subject, facet, range(start, end)))
    return found


def _clocks(ground: Ground, coming: Comings, objects: pd.DataFrame, need_min: Numbers) -> Clocks:
    """The clock of every object; objects under the same rules are reckoned together."""
    rules, ruled = ground.county.deadlines, objects["ruled"].to_numpy(dtype=np.intp)
    blocks: list[tuple[list[int], Indices]] = []
    for number in np.unique(ruled):
        rows = np.flatnonzero(ruled == number)
        one = objects.iloc[int(rows[0])]
        category = one["category"] if isinstance(one["category"], str) else None
        blocks.append((rules_of(rules, str(one["subject"]), str(one["facet"]), category), rows))
    blocks = blocks or [([], NOBODY)]
    found = [clocks(rules, which, coming, rows, need_min[rows]) for which, rows in blocks]
    order = np.argsort(np.concatenate([rows for _, rows in blocks]), kind="stable")
    return Clocks(
        **{
            name: np.concatenate([getattr(one, name) for one in found])[order]
            for name in Clocks.__dataclass_fields__
        }
    )
