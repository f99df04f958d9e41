"""Correcting and withdrawing reports on an object's card: pick one, say why, confirm."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.corrections import LONGEST_REASON, Amendment, correction, withdrawal
from stormdesk.domain.event import Event
from stormdesk.domain.moment import BEIJING
from stormdesk.errors import StormdeskError
from stormdesk.ui.actors import DUTY_DESK
from stormdesk.ui.number_field import NumberField
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw
from stormdesk.ui.subjects.chosen import amended, amends, say
from stormdesk.ui.subjects.description import Subject
from stormdesk.ui.subjects.entry import FORM
from stormdesk.ui.subjects.history import reports
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.subjects.words import Words
from stormdesk.ui.text import _

OFFERED, UNSCROLLED, HEIGHT = 30, 5, 420
_FULL = "%Y-%m-%d %H:%M"
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Amending:
    """Which report is being corrected or withdrawn, under an id made once so that it lands once."""

    subject_event_id: str
    made_id: str
    is_withdrawal: bool


def draw_history(page: Page, subject: Subject, object_id: str, known: Words) -> None:
    """Draw all reports on an object; while time runs, each that counts can be corrected or withdrawn."""
    found = page.ask("objects/history", subject=subject.subject, object_id=object_id)
    told = reports(found, subject, known)
    may_amend = page.may(Action.RECORD, subject.subject)
    if not may_amend or page.is_rewound or page.moment.operation_id != page.clock.operation_id:
        draw("subject_history", reports=told)
        return
    _draw_open(page, subject, told, known)
    draw("subject_history_head", count=len(told))
    height: int | Literal["content"] = HEIGHT if len(told) > UNSCROLLED else "content"
    with st.container(key=f"sd-history-{subject.folder}", height=height, border=False, gap="xsmall"):
        for report in told[:OFFERED]:
            _draw_row(subject, report)
        if told[OFFERED:]:
            draw("subject_history_rest", reports=told[OFFERED:])


def _draw_row(subject: Subject, report: dict[str, Any]) -> None:
    if not report["may_be_amended"]:
        draw("subject_report", report=report)
        return
    words_at, buttons_at = st.columns([8, 2.4], gap="small", vertical_alignment="center")
    with words_at:
        draw("subject_report", report=report)
    event_id = report["event_id"]
    beside = buttons_at.container(horizontal=True, gap="xsmall")
    for title, is_withdrawal in ((_("更正"), False), (_("撤销"), True)):
        beside.button(
            title,
            type="tertiary",
            width="stretch",
            key=f"{subject.folder}-{'withdraw' if is_withdrawal else 'correct'}-{event_id}",
            on_click=amends,
            args=(subject.folder, Amending(event_id, f"{FORM}-{uuid4().hex}", is_withdrawal)),
        )


def _draw_open(page: Page, subject: Subject, told: list[dict[str, Any]], known: Words) -> None:
    """Draw the form of the report that is being corrected, if one is."""
    open_one = amended(subject.folder)
    if not isinstance(open_one, Amending):
        return
    report = next((one for one in told if one["event_id"] == open_one.subject_event_id), None)
    event = page.desk.event(open_one.subject_event_id)
    if report is None or event is None:
        return
    key = f"{subject.folder}-amend"
    with st.container(border=True, key=key):
        title = _("撤销这条记录") if open_one.is_withdrawal else _("更正这条记录")
        draw("subject_amending", title=title, report=report, **_after(told, report, event, open_one))
        if not open_one.is_withdrawal:
            _ask_changes(event, known, key)
        st.text_input(_("理由(必填)"), max_chars=LONGEST_REASON, key=_reason_key(key, open_one))
        confirm, cancel = st.columns(2)
        confirm.button(
            _("确认撤销") if open_one.is_withdrawal else _("确认更正"),
            type="primary",
            width="stretch",
            key=f"{key}-confirm",
            on_click=_record,
            args=(page, subject, open_one, event),
        )
        cancel.button(
            _("取消"), width="stretch", key=f"{key}-cancel", on_click=amends, args=(subject.folder, None)
        )


def _after(
    told: list[dict[str, Any]], report: dict[str, Any], event: Event, open_one: Amending
) -> dict[str, Any]:
    """What counts once a report is withdrawn: what it had corrected, else the latest of the others.

    `counts` is False where none is left, None where it is not told: a correction, or a doubtful report that
    could count then.
    """
    comes_back = next((one for one in told if event.corrects and one["event_id"] == event.corrects), None)
    others = [one for one in told if one["fact"] == report["fact"] and one is not report]
    if not open_one.is_withdrawal or comes_back or any(one["flag"] for one in others):
        return {"comes_back": comes_back if open_one.is_withdrawal else None, "counts": None}
    left = (one for one in others if not one["overruled"] and not one["is_withdrawal"])
    return {"comes_back": None, "counts": next(left, False)}


def _ask_changes(event: Event, known: Words, key: str) -> None:
    """Ask what shall count instead: status, instant and people, beginning with what was reported."""
    statuses = list(known.of_facet(event.facet))
    shown = event.happened_at.astimezone(BEIJING).replace(second=0, microsecond=0)
    status_at, day_at, hour_at, people_at = st.columns([3, 2.6, 1.7, 1.9])
    status_at.selectbox(
        _("状态"),
        statuses,
        index=statuses.index(event.status) if event.status in statuses else 0,
        format_func=lambda code: known.status(event.facet, code),
        key=f"{key}-status-{event.event_id}",
    )
    day_at.date_input(_("发生日期"), shown.date(), key=f"{key}-day-{event.event_id}")
    hour_at.time_input(_("发生时刻"), shown.time(), step=60, key=f"{key}-hour-{event.event_id}")
    if event.quantity is not None:
        with people_at:
            _people(event, key).draw(event.quantity)


def _asked(event: Event, key: str) -> dict[str, Any]:
    """What the form says at the instant of the click."""
    said: dict[str, Any] = {
        name: st.session_state.get(f"{key}-{name}-{event.event_id}") for name in ("status", "day", "hour")
    }
    shown = event.happened_at.astimezone(BEIJING).replace(second=0, microsecond=0)
    asked_at = datetime.combine(said["day"], said["hour"], BEIJING).replace(second=0, microsecond=0)
    happened_at = event.happened_at if asked_at == shown else asked_at.astimezone(UTC)
    return {
        "status": said["status"] or event.status,
        "happened_at": happened_at,
        "quantity": _people(event, key).whole if event.quantity is not None else None,
    }


def _people(event: Event, key: str) -> NumberField:
    return NumberField(title=_("人数"), key=f"{key}-people-{event.event_id}", most=MOST_PEOPLE, unit="人")


def _reason_key(key: str, open_one: Amending) -> str:
    return f"{key}-reason-{open_one.made_id}"


def _record(page: Page, subject: Subject, open_one: Amending, event: Event) -> None:
    key = f"{subject.folder}-amend"
    now = page.desk.now()
    reason = str(st.session_state.get(_reason_key(key, open_one)) or "").strip()
    if not reason:
        say(subject.folder, _("请写明理由。"), is_good=False)
        return
    if problem := "" if open_one.is_withdrawal or event.quantity is None else _people(event, key).problem:
        say(subject.folder, problem, is_good=False)
        return
    by = Amendment(event_id=open_one.made_id, recorded_at=now, source=FORM, actor=DUTY_DESK, reason=reason)
    changes = {} if open_one.is_withdrawal else _asked(event, key)
    if changes and changes["happened_at"] > now:
        late = _("发生时间不能晚于现在({at})。").format(at=clock_time(now, _FULL))
        say(subject.folder, late, is_good=False)
        return
    try:
        page.desk.record(
            [withdrawal(event, by) if open_one.is_withdrawal else correction(event, by, **changes)]
        )
    except StormdeskError as error:
        say(subject.folder, sentence_of(page, error), is_good=False)
        return
    amends(subject.folder, None)
    said = _("已撤销一条记录,{at}。") if open_one.is_withdrawal else _("已更正一条记录,{at}。")
    say(subject.folder, said.format(at=clock_time(now, _FULL)))
