"""The reviewer's ten questions between two instants: the answer in a sentence, its rows, and its SQL."""

import json
from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.door.export import Leaving, Thing
from stormdesk.outlook.measures.answering import QUESTIONS, Answer, Span, answered
from stormdesk.ui.export import Marks, Offer, Ready, draw_offer
from stormdesk.ui.measures.table import rows_sheet
from stormdesk.ui.measures.words import Names
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.sheet import draw_sheet
from stormdesk.ui.text import _

LONG_JSON = 200
_FULL = "%Y-%m-%d %H:%M"


def draw_questions(page: Page, names: Names, moment: Moment, last_at: datetime) -> None:
    """Draw the choice of question and span; both kinds of knowledge where they differ."""
    which, day_from, time_from, day_until, time_until = st.columns([4, 2, 1.6, 2, 1.6])
    name = which.selectbox(
        _("问题"), list(QUESTIONS), format_func=lambda key: _(QUESTIONS[key].title), key="measures-question"
    )
    until = moment.as_of.astimezone(BEIJING).replace(second=0, microsecond=0)
    begins = until - timedelta(hours=3)
    first_day = day_from.date_input(_("从(日)"), begins.date(), key="measures-from-day")
    first_time = time_from.time_input(_("从(时刻)"), begins.time(), key="measures-from-time", step=300)
    last_day = day_until.date_input(_("到(日)"), until.date(), key="measures-until-day")
    last_time = time_until.time_input(_("到(时刻)"), until.time(), key="measures-until-time", step=300)
    from_at = datetime.combine(first_day, first_time, BEIJING)
    until_at = datetime.combine(last_day, last_time, BEIJING)
    if from_at >= until_at:
        draw_template("empty", text=_("“从”要早于“到”。"))
        return
    if until_at > max(moment.as_of, moment.known_at, last_at):
        draw_template("empty", text=_("“到”晚于已知的最后时刻。"))
        return
    _draw_answers(page, names, name, (from_at, until_at, max(last_at, until_at)))


def _draw_answers(page: Page, names: Names, name: str, instants: tuple[datetime, datetime, datetime]) -> None:
    """The answer as it is known now, and as it was known at the end of the span."""
    from_at, until_at, last_at = instants
    for key, title, known_at in (
        ("now", _("现在所知"), last_at),
        ("then", _("当时所知({at})").format(at=clock_time(until_at)), until_at),
    ):
        span = Span(
            operation_id=page.moment.operation_id,
            from_at=from_at,
            until_at=until_at,
            known_at=known_at,
            area_code=page.area_code,
        )
        found = answered(page.desk, name, span)
        draw_template("measure_answer", title=title, sentence=sentence(found))
        seen = Moment(page.moment.operation_id, until_at, known_at)
        asked = _("{question}{begin} 至 {end}").format(
            question=_(found.question.title),
            begin=clock_time(from_at, _FULL),
            end=clock_time(until_at, _FULL),
        )
        draw_sheet(
            rows_sheet(page, names, found.rows, title=asked, moment=seen, name=f"measure-rows-{key}"),
            key=f"measures-answer-{key}",
        )
        _draw_sql(page, found, key)


def sentence(found: Answer) -> str:
    """What was found, in one sentence."""
    total = None if found.total is None else round(found.total)
    return _(found.question.told).format(n=whole(len(found.rows)), total=whole(total))


def _draw_sql(page: Page, found: Answer, key: str) -> None:
    """The question's text and what it was asked with, so that it can be asked again elsewhere."""
    with st.expander(_("用 SQL 问同样的问题")):
        st.caption(_("在备份或副本上运行;参数见下,做法见 docs/methods/questions.md。"))
        st.code(page.desk.store.question(found.question.name).sql, language="sql")
        st.json({key: _short(value) for key, value in found.parameters.items()}, expanded=False)
        if any(len(str(value)) > LONG_JSON for value in found.parameters.values()):
            _draw_parameters(page, found, key)


def _draw_parameters(page: Page, found: Answer, key: str) -> None:
    """Offer whole what is too long to be read here."""
    offer = Offer(
        leaving=Leaving.TABLE,
        thing=Thing.LISTS,
        sheet="measures-parameters",
        name=f"{found.question.name.partition('/')[2]}-parameters-{key}.json",
        mime="application/json",
        operation_id=page.moment.operation_id,
    )
    draw_offer(
        _("下载完整参数"),
        offer,
        lambda: Ready(None, partial(_whole_file, found)),
        key=f"measures-parameters-{key}",
    )


def _whole_file(found: Answer, marks: Marks) -> bytes:
    told = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in found.parameters.items()
    }
    return json.dumps({"about": dict(marks), "parameters": told}, ensure_ascii=False, indent=1).encode()


def _short(value: object) -> object:
    """A parameter as it can be read; what the storm and the rules give is told by its beginning."""
    text = value.isoformat() if isinstance(value, datetime) else value
    return text[:LONG_JSON] + "…" if isinstance(text, str) and len(text) > LONG_JSON else text
