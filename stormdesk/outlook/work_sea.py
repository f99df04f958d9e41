"""What boats need and when the storm meets their ways, laid over the clocks of the land."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Course, Flags, Numbers, Reach
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import DeadlineKind, DeadlineRule
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.clock import Coming, Indices
from stormdesk.domain.work.needs import Ask
from stormdesk.domain.work.records import NoClock
from stormdesk.domain.work.states import chosen
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea import vessel_needs
from stormdesk.outlook.sea_meeting import Threat
from stormdesk.outlook.sea_rafts import raft_needs

# The sector of facilities whose people come ashore by boat.
RAFTS: Final = "aquaculture"
REFUGE: Final = ("refuge_id", "refuge_name", "refuge_min")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSea:
    """Rows of boats or rafts among the objects, what the sea tells of each, and which wind they flee."""

    rows: Indices
    found: pd.DataFrame
    is_default: Flags
    circle: Circle

    @property
    def need_min(self) -> Numbers:
        """The minutes from the call to the last line made fast, NaN where a place is unknown."""
        return self.found["need_min"].to_numpy(dtype=np.float64)


def at_sea(
    ground: Ground,
    moment: Moment,
    objects: pd.DataFrame,
    courses: tuple[Course, ...],
    assumptions: Assumptions,
) -> tuple[AtSea, ...]:
    """Ask the sea for the way of every boat, and for the trips to every raft."""
    found = []
    for is_it, ask_for in ((_is_boat(objects), _boats), (_is_raft(objects), _rafts)):
        rows = np.flatnonzero(is_it)
        if not rows.size:
            continue
        some = objects.iloc[rows]
        circle = circle_of(ground.county.deadlines, str(some["subject"].iloc[0]), str(some["facet"].iloc[0]))
        threat = Threat(courses=courses, circle=circle, assumptions=assumptions)
        told, is_default = ask_for(ground, moment, some, threat)
        found.append(AtSea(rows=rows, found=told, is_default=is_default, circle=circle))
    return tuple(found)


def _is_boat(objects: pd.DataFrame) -> Flags:
    return objects["facet"].eq("berth").to_numpy(dtype=bool)


def _is_raft(objects: pd.DataFrame) -> Flags:
    return (objects["facet"].eq("measure") & objects["category"].eq(RAFTS)).to_numpy(dtype=bool)


def _boats(ground: Ground, moment: Moment, boats: pd.DataFrame, threat: Threat) -> tuple[pd.DataFrame, Flags]:
    ask = Ask(boats, Clearance(ground.county.clearance), "vessel", "berth")
    speed, is_default = ask.own("speed_kn", "speed")
    known = boats.assign(
        speed_kn=speed,
        is_default_speed=is_default,
        before_min=np.nan_to_num(ask.figure("notify_min")),
        after_min=np.nan_to_num(ask.figure("mooring_min")),
    )
    return vessel_needs(ground, moment, known, threat), is_default


def _rafts(ground: Ground, moment: Moment, rafts: pd.DataFrame, threat: Threat) -> tuple[pd.DataFrame, Flags]:
    ask = Ask(rafts, Clearance(ground.county.clearance), "facility", "measure")
    people, is_default = ask.own("people", "people")
    known = rafts.assign(
        lat=rafts["place_lat"],
        lon=rafts["place_lon"],
        people=people,
        carriers=ask.figure("carriers"),
        carrier_seats=ask.figure("carrier_seats"),
        before_min=np.nan_to_num(ask.figure("notify_min")),
        after_min=np.nan_to_num(ask.figure("measure_min")),
    )
    return raft_needs(ground, moment, known, threat), is_default


def circle_of(rules: Sequence[DeadlineRule], subject: str, facet: str) -> Circle:
    """The widest circle that a rule for this work counts from; force 7 where none does."""
    named = [
        rule.circle_bft
        for rule in rules
        if (rule.subject, rule.facet, rule.kind) == (subject, facet, DeadlineKind.BEFORE_CIRCLE)
        and rule.circle_bft is not None
    ]
    return Circle(min(named, default=int(Circle.SEVEN)))


def with_sea(coming: Coming, sea: AtSea, courses: Sequence[Course]) -> Coming:
    """Let the storm meet boats on their ways rather than in their harbours, unless it has left already."""
    kept = coming.take(sea.rows)
    has_gone = kept.is_over | np.array([reason is NoClock.PASSED for reason in kept.reason], dtype=bool)
    is_known = (sea.found["reach"].to_numpy() != Reach.UNKNOWN) & ~has_gone
    rows = sea.rows[is_known]
    met = sea.found[is_known]
    at = coming.at.copy()
    at[rows] = met["hazard_at"].dt.tz_convert(None).to_numpy().astype("datetime64[s]")
    course = coming.course.copy()
    course[rows] = _numbers(met, courses)
    modelled = coming.is_modelled.copy()
    modelled[rows] = met["is_modelled"].to_numpy(dtype=bool)
    reason = coming.reason.copy()
    reason[rows] = chosen(np.isnat(at[rows]), NoClock.NOT_REACHED, None)
    return Coming(at=at, course=course, is_modelled=modelled, is_over=coming.is_over, reason=reason)


def _numbers(met: pd.DataFrame, courses: Sequence[Course]) -> Indices:
    """Which course decides for each boat, -1 for none."""
    places = {(one.storm_id, one.agency): place for place, one in enumerate(courses)}
    pairs = zip(met["storm_id"].tolist(), met["agency"].tolist(), strict=True)
    return np.array([places.get(pair, -1) for pair in pairs], dtype=np.intp)
