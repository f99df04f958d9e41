"""The page of measures: which operation and moment, then one of three boards."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stormdesk.domain.moment import Moment, exact_instant
from stormdesk.outlook.case_library import cases_at
from stormdesk.outlook.measures import measured
from stormdesk.ui.measures.asking import draw_questions
from stormdesk.ui.measures.compare import MOST, Chosen, draw_compared
from stormdesk.ui.measures.table import draw_measures
from stormdesk.ui.measures.words import Names, names_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose
from stormdesk.ui.storm.sheet import instant
from stormdesk.ui.text import _, language, named
from stormdesk.ui.tools import last_known

# While time runs, measures stand at the last whole ten minutes: their rows turn no faster.
STEP = timedelta(minutes=10)
LEVELS = ("4", "3", "2", "1")


class Board(StrEnum):
    """What the page shows."""

    ONE = "one"
    SEVERAL = "several"
    QUESTIONS = "questions"


class Seen(StrEnum):
    """From where the page's operation is looked at."""

    THEN = "then"
    NOW = "now"
    END = "end"


def draw(page: Page) -> None:
    """Draw the page."""
    if not page.operation:
        draw_template("empty", text=_("还没有可以评估的响应或演练。"))
        return
    board, moment, level_code = _choices(page)
    names = names_of(page)
    _draw_moment(page, moment)
    if board is Board.QUESTIONS:
        draw_questions(page, names, moment, _last_at(page))
    elif board is Board.SEVERAL:
        draw_compared(page, names, _chosen(page, moment), level_code)
    else:
        _draw_one(page, names, moment, level_code)


def _choices(page: Page) -> tuple[Board, Moment, str]:
    boards = {Board.ONE: _("本场评估"), Board.SEVERAL: _("几场对照"), Board.QUESTIONS: _("问答")}
    which, how, level = st.columns([3, 3, 2], vertical_alignment="bottom")
    board = which.segmented_control(
        _("看什么"), list(boards), format_func=boards.__getitem__, default=Board.ONE, key="measures-board"
    )
    view = _seen(page, how)
    names = {one.code: one.name(language()) for one in page.county.reference.levels}
    level_code = level.selectbox(
        _("“启动”指哪一级"),
        LEVELS,
        index=LEVELS.index("2"),
        format_func=lambda code: names.get(code, code),
        key="measures-level",
    )
    return board or Board.ONE, _moment(page, view), level_code


def _seen(page: Page, where: DeltaGenerator) -> Seen:
    """From where to look; a page that is wound back says the same as its banner, and turns it with it."""
    names = {Seen.THEN: _("当时所知"), Seen.NOW: _("事后所知"), Seen.END: _("到结束")}
    stands = Seen.NOW if page.is_rewound and page.moment.known_at > page.moment.as_of else Seen.THEN
    key = f"measures-seen-{stands}"
    picked = where.segmented_control(
        _("从哪里看"), list(names), format_func=names.__getitem__, default=stands, key=key
    )
    seen, last_at = picked or stands, _last_at(page)
    is_turned = seen is Seen.THEN if stands is Seen.NOW else seen is Seen.NOW and last_at > page.moment.as_of
    if page.is_rewound and is_turned:
        choose(known=exact_instant(last_at) if seen is Seen.NOW else None)
        st.rerun()
    return seen


def _moment(page: Page, seen: Seen) -> Moment:
    """The moment on screen, down to the step while time runs; with hindsight; or the operation's end."""
    moment = page.moment
    if not page.is_rewound:
        moment = Moment(moment.operation_id, _down(moment.as_of), _down(moment.known_at))
    if seen is Seen.THEN:
        return moment
    known_at = max(moment.known_at, _last_at(page))
    closed_at = instant(page.operation.get("closed_at"))
    if seen is Seen.NOW or closed_at is None:
        return Moment(moment.operation_id, moment.as_of, known_at)
    return Moment(moment.operation_id, closed_at.astimezone(UTC), known_at)


def _last_at(page: Page) -> datetime:
    return _down(last_known(page))


def _down(at: datetime) -> datetime:
    return at - (at - datetime.min.replace(tzinfo=UTC)) % STEP


def _draw_moment(page: Page, moment: Moment) -> None:
    draw_template(
        "measures_seen",
        name=str(page.operation.get(named()) or page.moment.operation_id),
        at=moment.as_of,
        known_at=moment.known_at,
        drill=_("演练,合成数据") if page.operation.get("is_synthetic") else "",
    )


def _draw_one(page: Page, names: Names, moment: Moment, level_code: str) -> None:
    with st.spinner(_("正在评估……"), show_time=False):
        found = measured(page.desk, moment, area_code=page.area_code, level_code=level_code)
    draw_measures(page, names, found, moment)


def _chosen(page: Page, moment: Moment) -> Mapping[str, Chosen]:
    """The storms to set side by side: the one on screen first, the others seen from their end."""
    listed = page.desk.store.frame("operation/list").to_dict("records")
    known = {str(row["operation_id"]): row for row in listed if row["opened_at"] <= moment.known_at}
    past = {one.case_id: one for one in cases_at(page.desk, moment) if not one.has_ledger}
    names = {key: str(row[named()]) for key, row in known.items()}
    names |= {key: _("{name}(无台账)").format(name=one.name(language())) for key, one in past.items()}
    own = moment.operation_id
    others = [key for key in names if key != own]
    picked = st.multiselect(
        _("与哪几场对照"),
        others,
        default=others[:1],
        format_func=names.__getitem__,
        max_selections=MOST - 1,
        placeholder=_("请选择"),
        select_all=False,
        key=f"measures-others-{own}",
    )
    chosen = {own: Chosen(str(page.operation.get(named()) or own), moment)}
    for key in picked:
        closed_at = past[key].ended_at if key in past else instant(known[key]["closed_at"])
        end = moment.known_at if closed_at is None else closed_at.astimezone(UTC)
        known_at = max(end + timedelta(days=1), moment.known_at if key in past else end)
        chosen[key] = Chosen(names[key], Moment(key, end, known_at), past.get(key))
    return chosen
