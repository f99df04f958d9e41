"""Recording a status by a person: choose, check what will be written, confirm."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import BEIJING
from stormdesk.errors import StormdeskError
from stormdesk.ui.number_field import NumberField
from stormdesk.ui.pad.link import pad_url
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, whole
from stormdesk.ui.subjects.chosen import card_id, draft, keep_draft, said, say, untick
from stormdesk.ui.subjects.description import Facet, Row, Subject
from stormdesk.ui.subjects.entry import LONGEST_COMMENT, Choice, Draft, Occasion, make_draft, may_be_recorded
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.subjects.words import Words
from stormdesk.ui.text import _

MOST_PEOPLE = 100_000
_FULL = "%Y-%m-%d %H:%M"


def draw_recording(page: Page, subject: Subject, rows: Sequence[Row], known: Words) -> None:
    """Offer to record a status for these objects, or say why that is not possible now."""
    _draw_said(subject.folder)
    if not page.may(Action.RECORD, subject.subject):
        return
    waiting = draft(subject.folder)
    if not rows and waiting is None:
        return
    if page.is_rewound:
        st.info(_("本页正在倒带,不能登记。请先回到当前时刻。"))
        return
    if page.moment.operation_id != page.clock.operation_id:
        st.info(_("这不是正在进行的响应,不能登记。"))
        return
    if waiting is not None:
        _draw_draft(page, subject, waiting, known)
    else:
        _draw_form(page, subject, rows, known)


def _draw_form(page: Page, subject: Subject, rows: Sequence[Row], known: Words) -> None:
    key = f"{subject.folder}-{card_id(subject.folder) or 'list'}"
    st.markdown("**" + _("登记状态({n} 个对象)").format(n=len(rows)) + "**")
    facet = _choose_facet(subject, key)
    happened_at = _choose_instant(page, key)
    is_counted = bool(facet.quantity_column) and len(rows) == 1
    status_at, people_at = st.columns([3, 2], vertical_alignment="bottom")
    with status_at:
        allowed = _allowed(page, subject, rows, facet) if happened_at is None else None
        status = _choose_status(facet, allowed, known, f"{key}-{facet.name}-status")
    with people_at:
        quantity = _count_people(facet, rows[0], f"{key}-{facet.name}-people") if is_counted else None
    comment = st.text_input(_("备注"), max_chars=LONGEST_COMMENT, key=f"{key}-comment")
    if status is None or (is_counted and quantity is None):
        st.button(_("下一步:核对"), disabled=True, key=f"{key}-next-off", width="stretch")
        draw("pad_way", url=pad_url())
        return
    choice = partial(Choice, facet=facet, status=status, comment=comment, quantity=quantity)
    st.button(
        _("下一步:核对"),
        key=f"{key}-next",
        type="primary",
        width="stretch",
        on_click=lambda: _put_up(page, subject, rows, choice(happened_at=happened_at or page.desk.now())),
    )


def _choose_status(facet: Facet, allowed: set[str] | None, known: Words, key: str) -> str | None:
    return st.selectbox(
        _("状态"),
        [status for status in known.of_facet(facet.name) if allowed is None or status in allowed],
        index=None,
        placeholder=_("请选择"),
        format_func=lambda code: known.status(facet.name, code),
        key=key,
    )


def _count_people(facet: Facet, row: Row, key: str) -> int | None:
    """The people of one object, beginning with those told last; None while nobody has said."""
    field = NumberField(
        title=_(facet.quantity_title), key=f"{key}-{row['object_id']}", most=MOST_PEOPLE, unit="人"
    )
    field.draw(_whole(row, facet.quantity_column))
    listed = _whole(row, facet.listed_column)
    if listed is not None and (field.whole or 0) > listed:
        st.warning(
            _("名册上的数是 {listed},填的是 {n},请核对。").format(listed=whole(listed), n=whole(field.whole))
        )
    return field.whole


def _whole(row: Row, column: str) -> int | None:
    cell = row.get(column)
    return None if cell is None or cell != cell else int(cell)  # noqa: PLR0124  not-a-number


def _choose_facet(subject: Subject, key: str) -> Facet:
    if len(subject.facets) == 1:
        return subject.facets[0]
    titles = {facet.name: _(facet.title) for facet in subject.facets}
    picked = st.segmented_control(
        _("登记什么"),
        list(titles),
        default=subject.facet,
        required=True,
        format_func=titles.__getitem__,
        key=f"{key}-facet",
    )
    return next((facet for facet in subject.facets if facet.name == picked), subject.facets[0])


def _allowed(page: Page, subject: Subject, rows: Sequence[Row], facet: Facet) -> set[str] | None:
    """For one object the statuses that may follow; for several all of them, checked one by one later."""
    if len(rows) > 1:
        return None
    return may_be_recorded(subject, rows[0], facet.name, page.desk.transitions)


def _choose_instant(page: Page, key: str) -> datetime | None:
    """The instant at which it was so; None for now."""
    if st.checkbox(_("发生在现在"), value=True, key=f"{key}-is-now"):
        return None
    shown = page.moment.as_of.astimezone(BEIJING)
    day_at, hour_at = st.columns(2)
    with day_at:
        day = st.date_input(_("发生日期"), shown.date(), key=f"{key}-day")
    with hour_at:
        hour = st.time_input(
            _("发生时刻"), shown.time().replace(second=0, microsecond=0), step=60, key=f"{key}-hour"
        )
    return datetime.combine(day, hour, BEIJING)


def _put_up(page: Page, subject: Subject, rows: Sequence[Row], choice: Choice) -> None:
    now = page.desk.now()
    if choice.happened_at > now:
        say(
            subject.folder, _("发生时间不能晚于现在({at})。").format(at=clock_time(now, _FULL)), is_good=False
        )
        return
    say(subject.folder, None)
    occasion = Occasion(page.moment.operation_id, now, page.desk.transitions)
    keep_draft(subject.folder, make_draft(subject, rows, choice, occasion))


def _draw_draft(page: Page, subject: Subject, waiting: Draft, known: Words) -> None:
    choice = waiting.choice
    people = [event.quantity for event in waiting.events if event.quantity is not None]
    draw(
        "subject_draft",
        names=waiting.names,
        refused=waiting.refused,
        fact=_(choice.facet.title),
        status=known.status(choice.facet.name, choice.status),
        happened=clock_time(choice.happened_at, _FULL),
        people=whole(sum(people)) if people else "",
        comment=choice.comment,
    )
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认登记"),
        type="primary",
        width="stretch",
        disabled=not waiting.events,
        key=f"{subject.folder}-confirm",
        on_click=_record,
        args=(page, subject, waiting),
    )
    cancel.button(
        _("取消"),
        width="stretch",
        key=f"{subject.folder}-cancel",
        on_click=keep_draft,
        args=(subject.folder, None),
    )


def _record(page: Page, subject: Subject, waiting: Draft) -> None:
    keep_draft(subject.folder, None)
    try:
        receipt = page.desk.record(waiting.confirmed(page.desk.now()))
    except StormdeskError as error:
        say(subject.folder, sentence_of(page, error), is_good=False)
        return
    untick(subject.folder)
    text = _("已登记 {n} 条,{at}。").format(n=receipt.recorded, at=clock_time(page.desk.now(), _FULL))
    if receipt.repeated:
        text += _("{n} 条此前已登记,未重复。").format(n=receipt.repeated)
    say(subject.folder, text)


def _draw_said(folder: str) -> None:
    sentence = said(folder)
    if sentence is None:
        return
    text, is_good = sentence
    (st.success if is_good else st.error)(text)
