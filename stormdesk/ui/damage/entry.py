"""Telling losses once: figures by item, nil reports, verified figures, and corrections with their reason."""

import json
import time as machine
from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.county_rows import DamageItem
from stormdesk.domain.damage import (
    ALL,
    FIRST_WITHIN,
    LOSS,
    NIL,
    NIL_REPORT,
    REPORTED,
    VERIFIED,
    needs_correction,
)
from stormdesk.domain.event import Event
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.vocabulary import Account, Subject
from stormdesk.errors import StormdeskError
from stormdesk.outlook.damage import DamageSheet
from stormdesk.ui.actors import DUTY_DESK
from stormdesk.ui.kept_fields import keep_fields, stand_again
from stormdesk.ui.literal import literal
from stormdesk.ui.number_field import NumberField, problems_of
from stormdesk.ui.page import Page
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.text import _, language

FORM = "form"
KEY = "damage"
SAID, TURN = "damage-said", "damage-turn"
SAID_FOR_S = 15.0
# What stands in the form from the first, beside what is written into it.
BESIDE = ("day", "time", "verified")
MOST = 1_000_000_000
LEAST_REASON, LONGEST_REASON = 4, 200
_COLUMNS = 3


def draw_entry(page: Page, sheet: DamageSheet) -> None:
    """Draw the form for who may tell losses, or why nothing can be told now."""
    _draw_said()
    if not page.may(Action.RECORD, Subject.DAMAGE):
        return
    if page.is_rewound or page.moment.operation_id != page.clock.operation_id:
        st.info(_("本页不在当前时刻或不是正在进行的响应,不能登记灾情。"))
        return
    _draw_form(page, sheet)


def _draw_form(page: Page, sheet: DamageSheet) -> None:
    st.subheader(_("登记灾情"), anchor=False)
    township = _ask_township(page, sheet)
    key, fields = _key(township), figure_fields(sheet, township)
    with st.container(border=True):
        _draw_figures(fields)
        happened_on, at_time = _ask_instant(page, key, is_first=township not in sheet.first_by_township)
        is_verified = st.checkbox(_("核定数(核报);核定后只能更正"), key=f"{key}-verified")
        reason = st.text_input(
            _("说明;数字减少或改动核定数时必填"), max_chars=LONGEST_REASON, key=f"{key}-reason"
        )
        told, nil = st.columns(2)
        is_told = told.button(_("登记所填各项"), type="primary", width="stretch", key=f"{key}-told")
        is_nil = nil.button(_("零报告:没有灾情"), width="stretch", key=f"{key}-nil")
    written = [*(field.field_key for field in fields.values()), f"{key}-reason"]
    keep_fields(page, f"{KEY}-{township}", written, [TURN, *(f"{key}-{name}" for name in BESIDE)])
    if is_told or is_nil:
        happened_at = datetime.combine(happened_on, at_time, tzinfo=BEIJING)
        entry = Entry(page, sheet, township, happened_at, reason.strip())
        _tell(_record(entry, fields, is_nil=is_nil, is_verified=is_verified))
        st.rerun()


def _ask_township(page: Page, sheet: DamageSheet) -> str:
    """Ask where; what was half filled in there stands again after the page was loaded anew."""
    chosen = f"{KEY}-township"
    stand_again(page, KEY, {chosen: sheet.townships})
    township: str = st.selectbox(
        _("乡镇(街道)"), sheet.townships, format_func=page.area_name, key=chosen, persist_state="page"
    )
    keep_fields(page, KEY, [chosen])
    stand_again(page, f"{KEY}-{township}", {})
    return township


def _key(township: str) -> str:
    """What the fields' keys begin with; new after each entry, so that an old form says nothing twice."""
    return f"{KEY}-{st.session_state.get(TURN, 0)}-{township}"


def _draw_said() -> None:
    """Draw what came of the last press; a second one of the same button changes nothing and hides nothing."""
    at, is_good, text = st.session_state.get(SAID, (0.0, True, ""))
    if text and machine.monotonic() - at < SAID_FOR_S:
        (st.success if is_good else st.error)(text)


def _tell(outcome: tuple[bool, str]) -> None:
    st.session_state[SAID] = (machine.monotonic(), *outcome)
    if outcome[0]:
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


class Entry:
    """One filling-in of the form: where, as of when, and why."""

    __slots__ = ("happened_at", "page", "reason", "sheet", "township")

    def __init__(
        self, page: Page, sheet: DamageSheet, township: str, happened_at: datetime, reason: str
    ) -> None:
        self.page, self.sheet, self.township = page, sheet, township
        self.happened_at, self.reason = happened_at, reason

    def event(self, item: str, facet: str, status: str, quantity: int | None, corrects: str | None) -> Event:
        """One report, made once."""
        said = {"text": self.reason} if self.reason else {}
        return Event(
            event_id=f"{FORM}-{uuid4().hex}",
            operation_id=self.page.moment.operation_id,
            subject=Subject.DAMAGE,
            subject_id=f"{self.township}:{item}",
            facet=facet,
            status=status,
            happened_at=self.happened_at,
            recorded_at=self.page.desk.now(),
            source=FORM,
            actor=DUTY_DESK,
            account=Account.REPORTED,
            township_code=self.township,
            category=item,
            quantity=quantity,
            corrects=corrects,
            payload=json.dumps(said, ensure_ascii=False) if said else None,
        )


def figure_fields(sheet: DamageSheet, township: str) -> dict[str, NumberField]:
    """A field for each item that is told and not counted."""
    return {
        item.code: NumberField(
            title=literal(_title(item)), key=f"{_key(township)}-{item.code}", most=MOST, unit=item.unit_zh
        )
        for item in sheet.items
        if not item.is_counted
    }


def _draw_figures(fields: Mapping[str, NumberField]) -> None:
    """Draw the fields; an empty one says nothing."""
    columns = st.columns(_COLUMNS)
    for place, field in enumerate(fields.values()):
        with columns[place % _COLUMNS]:
            field.draw(placeholder=_("不填即未报"))


def _title(item: DamageItem) -> str:
    return f"{item.name_en} ({item.unit_en})" if language() == "en" else f"{item.name_zh}({item.unit_zh})"


def _ask_instant(page: Page, key: str, *, is_first: bool) -> tuple[date, time]:
    now = page.desk.now().astimezone(BEIJING)
    day, hour = st.columns(2)
    with day:
        on = st.date_input(
            _("受灾的日期(2 小时时限从这一刻起算)") if is_first else _("统计的日期"),
            value=now.date(),
            key=f"{key}-day",
        )
    with hour:
        at = st.time_input(
            _("时刻(北京时间)"), value=now.time().replace(second=0, microsecond=0), key=f"{key}-time"
        )
    return on, at


def _record(
    entry: Entry, fields: Mapping[str, NumberField], *, is_nil: bool, is_verified: bool
) -> tuple[bool, str]:
    """Write the reports down, or not; whether they stand, and what is to be said."""
    if problems_of(fields.values()):
        return False, _("还没有登记:请先改正下面标出的数字。")
    figures = {code: field.whole for code, field in fields.items() if field.whole is not None}
    if against := _against(entry, figures, is_nil=is_nil):
        return False, against
    try:
        entry.page.desk.record(_events(entry, figures, is_nil=is_nil, is_verified=is_verified))
    except StormdeskError as error:
        return False, sentence_of(entry.page, error)
    return True, _told_late(entry, figures) or _("已登记。")


def _against(entry: Entry, figures: Mapping[str, int], *, is_nil: bool) -> str:
    """Why nothing of this is recorded; empty when it can be."""
    if not is_nil and not figures:
        return _("没有填任何一项。没有灾情请用零报告。")
    if is_nil and (against := _against_nil(entry, figures)):
        return against
    if entry.happened_at > entry.page.desk.now():
        return _("还没有到这个时刻,不能登记将来的事。")
    if lacking := _without_reason(entry, figures):
        return _("“{item}”比以前报的少,或已核定:请写明原因(至少 {n} 个字)再登记。").format(
            item=literal(_title(lacking)), n=LEAST_REASON
        )
    return ""


def _against_nil(entry: Entry, figures: Mapping[str, int]) -> str:
    """Why no nil report can be taken: figures are filled in, or losses were told; empty when it can."""
    told = {item.code: entry.sheet.cells[entry.township, item.code].quantity for item in entry.sheet.items}
    for item in entry.sheet.items:
        name = literal(_title(item))
        if item.code in figures:
            return _(
                "零报告没有登记:“{item}”填了 {n}。有损失的,填好后按“登记所填各项”;"
                "没有灾情的,不填数字再按零报告。"
            ).format(item=name, n=figures[item.code])
        if not item.is_counted and told[item.code]:
            return _(
                "零报告没有登记:本乡镇已报“{item}”{n}。报错的,先把各项更正为 0 并写明原因;"
                "没有新增的,把原数再登记一次。"
            ).format(item=name, n=told[item.code])
    return ""


def _told_late(entry: Entry, figures: Mapping[str, int]) -> str:
    """What is said of a township's first word that came after its time."""
    is_first = any(figures.values()) and entry.township not in entry.sheet.first_by_township
    if not is_first or entry.page.desk.now() - entry.happened_at <= FIRST_WITHIN:
        return ""
    return _("已登记。这是本乡镇的首报,晚于受灾后 2 小时的时限,报表上会写明超时。")


def _without_reason(entry: Entry, figures: Mapping[str, int]) -> DamageItem | None:
    """The first item that needs a correction where no reason is given."""
    if len(entry.reason) >= LEAST_REASON:
        return None
    return next(
        (item for item in entry.sheet.items if item.code in figures and _corrects(entry, item, figures)), None
    )


def _corrects(entry: Entry, item: DamageItem, figures: Mapping[str, int]) -> str | None:
    """The report that a figure has to correct; None where it simply follows."""
    known = (entry.township, item.code)
    if not needs_correction(item, entry.sheet.cells.get(known), figures[item.code]):
        return None
    return entry.sheet.events.get(known)


def _events(entry: Entry, figures: Mapping[str, int], *, is_nil: bool, is_verified: bool) -> list[Event]:
    if is_nil:
        return [entry.event(ALL, NIL, NIL_REPORT, None, None)]
    made = []
    for item in entry.sheet.items:
        if item.code in figures:
            before = entry.sheet.cells[entry.township, item.code]
            status = VERIFIED if is_verified or before.is_verified else REPORTED
            made.append(
                entry.event(item.code, LOSS, status, figures[item.code], _corrects(entry, item, figures))
            )
    return made
