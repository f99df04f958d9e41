"""The clock in words: states with their marks, times left, what is counted from, why there is no clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stormdesk.domain.county import County
from stormdesk.domain.work.records import Hazard, NoClock, WorkState
from stormdesk.ui.render import duration
from stormdesk.ui.text import _, language

# The gravest first.
GRAVITY: Final = (
    WorkState.IMPOSSIBLE,
    WorkState.LATE,
    WorkState.DUE,
    WorkState.NOT_DUE,
    WorkState.UNKNOWN,
    WorkState.DONE,
)
_PLACES: Final = pd.Index([state.value for state in GRAVITY], dtype=object)
LIT: Final = GRAVITY[:3]
# A mark beside every colour, so that no state is told by colour alone.
MARKS: Final = {
    WorkState.IMPOSSIBLE: "✕",
    WorkState.LATE: "!",
    WorkState.DUE: "▲",
    WorkState.NOT_DUE: "○",
    WorkState.UNKNOWN: "?",
    WorkState.DONE: "✓",
}
# Tokens of the palette.
COLOURS: Final = {
    WorkState.IMPOSSIBLE: "late",
    WorkState.LATE: "late",
    WorkState.DUE: "soon",
    WorkState.NOT_DUE: "link",
    WorkState.UNKNOWN: "silent",
    WorkState.DONE: "done",
}


def state_name(state: WorkState) -> str:
    """A state in the reader's language."""
    return {
        WorkState.IMPOSSIBLE: _("来不及"),
        WorkState.LATE: _("已逾期"),
        WorkState.DUE: _("临近"),
        WorkState.NOT_DUE: _("未到时"),
        WorkState.UNKNOWN: _("时限未知"),
        WorkState.DONE: _("已完成"),
    }[state]


def marked(state: object) -> str:
    """A state with its mark; a dash where nothing is under a clock."""
    known = as_state(state)
    return "—" if known is None else f"{MARKS[known]} {state_name(known)}"


def as_state(value: object) -> WorkState | None:
    """A cell as a state; None when it is none."""
    return WorkState(value) if isinstance(value, str) and value in set(WorkState) else None


def hazard_word(code: object) -> str:
    """What a clock counts from."""
    names = {
        Hazard.WIND_7: _("七级风圈"),
        Hazard.WIND_10: _("十级风圈"),
        Hazard.WIND_12: _("十二级风圈"),
        Hazard.HIGH_WATER: _("高潮"),
        Hazard.FLOOD: _("洪水"),
        Hazard.LEVEL: _("响应级别"),
        Hazard.CLOCK: _("每日时刻"),
    }
    return names[Hazard(code)] if isinstance(code, str) and code in set(Hazard) else "—"


def no_clock_word(reason: object) -> str:
    """Why there is no clock; empty where there is one."""
    return _(reason) if isinstance(reason, str) and reason in set(NoClock) else ""


def rule_name(county: County, code: object) -> str:
    """The name of a rule; its code when the county does not list it."""
    for rule in county.deadlines:
        if rule.code == code:
            return rule.name(language())
    return code if isinstance(code, str) else "—"


def left_words(until: object, as_of: datetime) -> str:
    """The time left until an instant, or by how much it has passed; a dash where there is none."""
    if not isinstance(until, datetime) or pd.isna(until):
        return "—"
    left = until - as_of
    return _("超 {time}").format(time=duration(-left)) if left < timedelta(0) else duration(left)


def left_minutes(until: "pd.Series[Any]", as_of: datetime) -> "pd.Series[Any]":
    """Whole minutes left, negative once past; empty where there is no clock."""
    left = (pd.to_datetime(until, utc=True) - pd.Timestamp(as_of)) / pd.Timedelta(minutes=1)
    return left.round().astype("Float64")


def gravity(states: Iterable[object]) -> NDArray[np.intp]:
    """The place of each state, the gravest first; what is none stands last."""
    places = _PLACES.get_indexer(pd.Index(states, dtype=object))
    return np.where(places < 0, len(GRAVITY), places).astype(np.intp)
