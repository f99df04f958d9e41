"""What takes long to reckon: levels that the rules called for, and deadlines; made beside the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import streamlit as st

from stormdesk.domain.rules.lag import ClauseLag
from stormdesk.domain.rules.records import LEVEL_RANKS
from stormdesk.outlook.replay_dues import NINE_TENTHS, Due, dues_of
from stormdesk.outlook.what_if import EVERY
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.replay.course import Course, bars_data
from stormdesk.ui.replay.later import Backroom, Later
from stormdesk.ui.replay.scene import Scene, stamp_of
from stormdesk.ui.replay.suggested import Called, bars_of, called_over
from stormdesk.ui.replay.weather import seconds
from stormdesk.ui.replay.work_steps import WORK
from stormdesk.ui.response.words import level_mark
from stormdesk.ui.text import _, language

KEPT: Final = 24
LOOK_EVERY_S: Final = 3
Dues = Mapping[str, Due]
_called: Backroom[Called] = Backroom(KEPT)
_dues: Backroom[Dues] = Backroom(KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What the rules called for and by when work was due, as far as it is reckoned."""

    called: Later[Called]
    dues: Later[Dues]

    @property
    def is_waited_for(self) -> bool:
        """Whether any of it is still being made."""
        return any(not one.is_made and not one.has_failed for one in (self.called, self.dues))


# How long a page waits before it shows the rest without, and how often the clocks are read.
PATIENCE_S = 0.05
CONSULTED_EVERY = EVERY


def extra_of(page: Page, scene: Scene) -> Extra:
    """Ask for both; what is not there yet comes with a later drawing."""
    ground, operation_id, end = page.desk, page.moment.operation_id, reckoned_until(page, scene)
    key = (ground.store.key, operation_id, end, None if scene.is_open else stamp_of(page, scene))
    rules = ground.county.rules.in_force
    called = partial(called_over, ground, operation_id, scene.axis.starts_at, end)
    dues = partial(dues_of, ground, operation_id, end, area_code=page.area_code, every=CONSULTED_EVERY)
    return Extra(
        called=_called.get((*key, rules and rules.fingerprint), called, patience_s=PATIENCE_S),
        dues=_dues.get((*key, page.area_code), dues, patience_s=PATIENCE_S),
    )


def reckoned_until(page: Page, scene: Scene) -> datetime:
    """The end of the operation; of one that still runs, the last whole hour, so that it is not made anew."""
    if not scene.is_open:
        return scene.axis.ends_at
    now = page.desk.now().replace(minute=0, second=0, microsecond=0)
    return max(min(scene.axis.ends_at, now), scene.axis.starts_at)


def draw_wait(extra: Extra) -> None:
    """Look again every few seconds while something is being made, and draw the page anew when it is there."""
    if not extra.is_waited_for:
        return

    @st.fragment(run_every=LOOK_EVERY_S)
    def look() -> None:
        st.caption(_("规则建议与时限正在后台推算,完成后自动显示。"))
        if st.session_state.get("replay-looked"):
            st.session_state["replay-looked"] = False
            st.rerun()
        st.session_state["replay-looked"] = True

    look()


def extra_data(page: Page, course: Course, extra: Extra) -> dict[str, Any]:
    """Both as the picture draws them."""
    called = extra.called.value
    return {
        "called": [] if called is None else bars_data(page, bars_of(called)),
        "lags": [] if called is None else list(_lags(page, called)),
        "dues": None
        if extra.dues.value is None
        else [_due(course, extra.dues.value[subject]) for subject in WORK],
        "due_state": "due_failed" if extra.dues.has_failed else "due_wait",
    }


def _lags(page: Page, called: Called) -> Iterable[dict[str, Any]]:
    """The longest wait of each level that was decided on too late, or not while it was called for."""
    for hazard, every in called.lags.items():
        longest: dict[str, ClauseLag] = {}
        for one in every:
            code = str(one.clause.level_code)
            if one.lag_min > 0 and (code not in longest or one.lag_min > longest[code].lag_min):
                longest[code] = one
        for code, one in _gravest(longest).items():
            yield {
                "hazard": hazard_name(hazard),
                "name": level_mark(page.county.reference, code),
                "from": seconds(one.true_at),
                "to": seconds(one.true_at) + 60 * one.lag_min,
                "words": one.clause.text(language()),
            }


def _gravest(longest: Mapping[str, ClauseLag]) -> dict[str, ClauseLag]:
    """The waits that lie in none for a graver level."""
    spans = {
        code: (one.true_at, one.true_at + timedelta(minutes=one.lag_min)) for code, one in longest.items()
    }
    return {
        code: one
        for code, one in longest.items()
        if not any(
            LEVEL_RANKS[graver] > LEVEL_RANKS[code] and start <= spans[code][0] and spans[code][1] <= end
            for graver, (start, end) in spans.items()
        )
    }


def _due(course: Course, due: Due) -> dict[str, Any]:
    most_due_at = due.most_due_at
    if most_due_at is None:
        return {"at": None}
    reached_at = course.now.reached_at(due.subject, NINE_TENTHS)
    return {
        "at": seconds(most_due_at),
        "steps": [[seconds(at), amount] for at, amount in zip(due.at, due.amounts, strict=True)],
        "margin": None if reached_at is None else seconds(most_due_at) - seconds(reached_at),
        "late": due.late,
    }
