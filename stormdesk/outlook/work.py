"""The work of every object before a storm: its clock, the time it takes, and how it stands.

`work_ahead` gives one row per object and rule; the screens, the wall and what-if draw on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Instants
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.county_rows import DeadlineRule
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.records import NoClock
from stormdesk.domain.work.states import Standing, Texts, chosen, start_by, states
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared, frame_bytes
from stormdesk.outlook.work_clocks import Timed, timed
from stormdesk.outlook.work_objects import work_objects
from stormdesk.outlook.work_refuge import with_refuges

COLUMNS: Final = (
    "subject",
    "facet",
    "subject_id",
    "name",
    "category",
    "township_code",
    "village_code",
    "lat",
    "lon",
    "place_of",
    "people",
    "objects",
    "status",
    "progress",
    "since",
    "last_word_at",
    "owner_id",
    "owner_name",
    "owner_phone",
    "deputy_name",
    "deputy_phone",
    "rule_code",
    "hazard",
    "hazard_at",
    "agency",
    "storm_id",
    "issued_at",
    "is_modelled",
    "need_min",
    "is_need_default",
    "margin_min",
    "finish_by",
    "start_by",
    "is_night_cap",
    "state",
    "no_clock",
    "refuge_id",
    "refuge_name",
    "refuge_min",
)
OWNER: Final = {"officer_id": "owner_id", "officer_name": "owner_name", "officer_phone": "owner_phone"}


@dataclass(frozen=True, slots=True)
class Made:
    """The work at a moment: the frame that is handed out, and what it was made of."""

    frame: pd.DataFrame
    timed: Timed


# Their remaining people or way tell how much is left, whenever the work began.
MEASURED: Final = frozenset({"evacuee", "vessel"})
_made: Shared[Made] = Shared(
    6, most=64, weigh=lambda made: frame_bytes(made.frame) + frame_bytes(made.timed.objects)
)
_objects: Shared[pd.DataFrame] = Shared(2)


def work_ahead(
    ground: Ground, moment: Moment, *, area_code: str | None = None, assumptions: Assumptions = AS_IT_IS
) -> pd.DataFrame:
    """One row per object and rule at the moment; the frame is shared: whoever changes it copies it."""
    whole = work_made(ground, moment, assumptions).frame
    if area_code is None:
        return whole
    is_in = whole["township_code"].eq(area_code) | whole["village_code"].eq(area_code)
    return whole[is_in].reset_index(drop=True)


def work_made(ground: Ground, moment: Moment, assumptions: Assumptions = AS_IT_IS) -> Made:
    """The whole county's work at the moment, made once for all who ask."""
    key = (ground.store.key, ground.store.data_version, moment, assumptions)
    return _made.get(key, lambda: _made_at(ground, moment, assumptions))


def _made_at(ground: Ground, moment: Moment, assumptions: Assumptions) -> Made:
    # Suppositions about one moment differ in the clocks, not in the objects.
    key = (ground.store.key, ground.store.data_version, moment)
    objects = _objects.get(key, lambda: work_objects(ground, moment))
    found = timed(ground, moment, objects, assumptions)
    frame = _framed(found, ground.county.deadlines, moment.as_of)
    return Made(with_refuges(frame, found, ground, moment.as_of)[list(COLUMNS)], found)


def _framed(found: Timed, rules: Sequence[DeadlineRule], now: datetime) -> pd.DataFrame:
    clocks = found.clocks
    named = found.objects.rename(columns=OWNER)
    codes = np.array([None if rule < 0 else rules[rule].code for rule in clocks.rule], dtype=object)
    return named.assign(
        people=named["people"].round().astype("Int64"),
        objects=1,
        rule_code=_texts(codes),
        hazard=_texts(clocks.hazard),
        hazard_at=_utc(clocks.hazard_at),
        agency=found.of_course("agency"),
        storm_id=found.of_course("storm_id"),
        issued_at=_utc(found.issued_at),
        is_modelled=clocks.is_modelled,
        need_min=found.need_min,
        is_need_default=found.is_need_default,
        margin_min=clocks.margin_min,
        finish_by=_utc(clocks.finish_by),
        start_by=_utc(start_by(clocks.finish_by, found.need_min)),
        is_night_cap=clocks.is_night_cap,
        state=_texts(states(_standing(found), now)),
        no_clock=_texts(_why_none(found)),
    )


def _why_none(found: Timed) -> Texts:
    """Why there is no latest start: nothing comes, it is not known, or the time needed is not."""
    lacks_need = np.isnan(found.need_min) & ~np.isnat(found.clocks.finish_by)
    return chosen(
        lacks_need & ~found.objects["is_done"].to_numpy(dtype=bool), NoClock.NO_NEED, found.clocks.no_clock
    )


def _standing(found: Timed) -> Standing:
    clocks = found.clocks
    return Standing(
        is_done=found.objects["is_done"].to_numpy(dtype=bool),
        begun_at=_begun(found.objects),
        finish_by=clocks.finish_by,
        hazard_at=clocks.hazard_at,
        need_min=found.need_min,
        is_harm=found.is_harm,
        is_over=clocks.is_over,
        no_clock=clocks.no_clock,
    )


def _begun(objects: pd.DataFrame) -> Instants:
    """Since when work is under way that is not measured by what remains of it."""
    is_begun = objects["progress"].eq("doing") & ~objects["subject"].isin(MEASURED)
    since = objects["since"].dt.tz_convert(None).to_numpy().astype("datetime64[s]")
    return np.where(is_begun, since, np.datetime64("NaT", "s"))


def _utc(instants: Instants) -> pd.Series:
    return pd.Series(pd.DatetimeIndex(instants.astype("datetime64[us]")).tz_localize("UTC"))


def _texts(values: Texts) -> pd.Series:
    return pd.Series([None if value is None else str(value) for value in values], dtype="str")
