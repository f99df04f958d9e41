"""What keeps a paper from going out, each with its place, and the word that explains a difference."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.accounts import Gap
from stormdesk.domain.event import Event
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.objections import FAULT_NAMES, MENDS, Fault, Objection
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.errors import StormdeskError
from stormdesk.ui.audit.words import thing_words
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw
from stormdesk.ui.reports.words import address
from stormdesk.ui.text import _, language

MOST_SHOWN = 200
# What came of the last press, said above the page, and how many differences were explained in this sitting.
SAID, EXPLAINED = "reports-said", "reports-explained"
# What a difference is called where there is room for a few letters.
GAP_NAMES: Final[Mapping[Gap, str]] = {
    Gap.UNSEEN: N_("查无此人"),
    Gap.OVER_REPORTED: N_("多报"),
    Gap.UNDER_REPORTED: N_("少报"),
    Gap.NO_LIST: N_("没有名册"),
    Gap.NO_REPORT: N_("没有上报"),
}
LEAST_WORDS, MOST_WORDS = 4, 200


def draw_objections(page: Page, found: Sequence[Objection], sound: str) -> None:
    """Draw every objection with its page and, once for a kind, what mends it; else what was looked at."""
    shown = found[:MOST_SHOWN]
    firsts = {one.fault: place for place, one in reversed(list(enumerate(shown)))}
    rows = [_row(page, one, is_first=firsts[one.fault] == place) for place, one in enumerate(shown)]
    draw("reports_objections", rows=rows, total=len(found), sound=_(sound))
    owed = [one for one in found if one.explained_as]
    if not owed or not page.may(Action.RECORD, Subject.TALLY):
        return
    if page.is_rewound:
        st.caption(_("本页在倒带:回到当前时刻才能说明差异。"))
    else:
        said_times = st.session_state.get(EXPLAINED, 0)
        # Another key after each explanation: what was written and the open form go with the old one.
        key = f"reports-explain-{said_times}"
        with st.popover(_("说明一处差异"), icon=":material/rate_review:", key=f"{key}-open"):
            _draw_explaining(page, owed, key)


def sentence_of(page: Page, one: Objection) -> str:
    """An objection in the visitor's language; instants in Beijing time, items of damage by their names."""
    items = {item.code: item for item in page.county.reference.damage_items}
    names = {key: item.name(language()) for item in items.values() for key in (item.code, item.name_zh)}
    values = {key: _shown(value) for key, value in one.values.items()}
    values |= {
        key: names[told]
        for key in ("item", "object")
        if (told := str(values.get(key)).rpartition(":")[2]) in names
    }
    if "subject" in values:
        values["subject"] = thing_words(str(values["subject"]))
    if "kind" in values:
        values["kind"] = _(str(values["kind"]))
    return _(one.sentence).format(**values)


def place_of(page: Page, one: Objection) -> str:
    """Where it is: the township and village, as far as they are known."""
    codes = [code for code in (one.township_code, one.village_code) if code]
    return " ".join(dict.fromkeys(page.area_name(code) for code in codes))


def where_of(page: Page, one: Objection, what: str) -> str:
    """An objection by its place and category, and what is so there."""
    return " · ".join(filter(None, (place_of(page, one), _category(page, one), what)))


def _gap(one: Objection) -> str:
    """What a difference is called in short; of a headcount, where."""
    if one.fault is Fault.HEADCOUNT:
        return str(one.values["shelter"])
    return _(GAP_NAMES[one.gap]) if one.gap is not None and one.gap in GAP_NAMES else ""


def _row(page: Page, one: Objection, *, is_first: bool) -> dict[str, str]:
    href = address(one.page, page.moment, **one.address) if one.page else ""
    return {
        "title": _(FAULT_NAMES[one.fault]),
        "place": place_of(page, one),
        "category": _category(page, one),
        "sentence": sentence_of(page, one),
        "href": href,
        "ids": "、".join(one.event_ids[1:5]),
        "mend": _(MENDS[one.fault]) if is_first else "",
    }


def _category(page: Page, one: Objection) -> str:
    items = page.county.reference.damage_items
    names = {known.code: known for known in (*page.county.evacuation_categories, *items)}
    known = names.get(one.category or "")
    if known:
        return known.name(language())
    return _("表外类别“{category}”").format(category=one.category) if one.category else ""


def _draw_explaining(page: Page, owed: Sequence[Objection], key: str) -> None:
    which = st.selectbox(
        _("哪一处"),
        range(len(owed)),
        format_func=lambda at: where_of(page, owed[at], _gap(owed[at])),
        key=f"{key}-which",
    )
    st.caption(literal(sentence_of(page, owed[which or 0])))
    said = st.text_input(
        _("原因(说明后这一处按现有人数不再拦阻发布)"), max_chars=MOST_WORDS, key=f"{key}-why"
    )
    is_short = len(said.strip()) < LEAST_WORDS
    if st.button(_("登记说明"), key=f"{key}-take", disabled=is_short, type="primary"):
        try:
            one = owed[which or 0]
            page.desk.record([explanation(page, one, said.strip(), page.desk.now())])
        except StormdeskError as error:
            st.error(literal(_(error.sentence).format(**error.values)))
            return
        st.session_state[EXPLAINED] = st.session_state.get(EXPLAINED, 0) + 1
        where = where_of(page, one, sentence_of(page, one))
        st.session_state[SAID] = (True, _("已登记说明:{where}。").format(where=where))
        st.rerun()


def explanation(page: Page, one: Objection, said: str, at: datetime) -> Event:
    """The report that explains a difference of so many persons between two accounts."""
    return Event(
        event_id=uuid4().hex,
        operation_id=page.moment.operation_id,
        subject=Subject.TALLY,
        subject_id=one.explained_as,
        facet="explained",
        status="explained",
        happened_at=at,
        recorded_at=at,
        source="form",
        actor=page.visitor.account_id,
        township_code=one.township_code,
        category=one.category,
        quantity=one.persons,
        payload=json.dumps({"text": said}, ensure_ascii=False),
    )


def _shown(value: object) -> object:
    """An instant in Beijing time, any other value as it is."""
    if isinstance(value, str) and "T" in value and value.endswith("+00:00"):
        return f"{datetime.fromisoformat(value).astimezone(BEIJING):%m-%d %H:%M}"
    return "?" if value is None else value
