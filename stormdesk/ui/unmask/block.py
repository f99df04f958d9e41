"""A small button beside masked people: who, why, then name and phone for a minute."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.unmask import LONGEST_REASON, REASONS, Register, Shown, unmask
from stormdesk.errors import StormdeskError
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _
from stormdesk.ui.unmask.glimpse import Glimpse

LOOKED_S: Final = 5
MOST_PEOPLE: Final = 500
_NOT_DIALLED: Final = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody masked on the page: his register, his row, and how the page calls him."""

    register: Register
    subject_id: str
    label: str


def draw_unmask(page: Page, people: Sequence[Person], *, key: str) -> None:
    """Offer to show one of these people whole, to a visitor who may; nothing for anybody else."""
    mine = [one for one in dict.fromkeys(people) if page.may(Action.UNMASK, one.register)][:MOST_PEOPLE]
    if mine:
        _draw(page, _told_apart(mine), f"unmask-{key}")


def _told_apart(people: Sequence[Person]) -> list[Person]:
    """The people, with their ids where two are called alike."""
    often = Counter(one.label for one in people)
    return [
        replace(one, label=f"{one.label} · {one.subject_id}") if often[one.label] > 1 else one
        for one in people
    ]


def of_subject(subject: str, subject_id: object, label: str) -> list[Person]:
    """The person behind an object: himself, or its owner, manager or liaison; none for other things."""
    is_known = subject in set(Register) and isinstance(subject_id, str) and subject_id
    return [Person(Register(subject), str(subject_id), label)] if is_known else []


def people_of(row: Mapping[Any, Any], named: Mapping[str, tuple[Register, str]]) -> list[Person]:
    """The people that a row names: `named` gives the register and the label for each column of an id."""
    return [
        Person(register, str(row[column]), label)
        for column, (register, label) in named.items()
        if isinstance(row.get(column), str) and row[column]
    ]


@st.fragment
def _draw(page: Page, people: Sequence[Person], key: str) -> None:
    """The number stands where the finger was; while it does, nothing else lies over it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"sd-{key}"):
        held = st.session_state.get(key)
        if isinstance(held, Glimpse) and held.at(datetime.now(UTC)) is not None:
            _draw_shown(key)
            st.button(_("收起"), key=f"{key}-shut", on_click=st.session_state.pop, args=(key, None))
            return
        with st.popover(_("显示 / 拨打"), icon=":material/visibility:"):
            _draw_question(page, people, key)


def _draw_question(page: Page, people: Sequence[Person], key: str) -> None:
    if len(people) > 1:
        st.selectbox(_("显示谁"), people, format_func=lambda one: one.label, key=f"{key}-who")
    else:
        st.write(literal(people[0].label))
    asked = (page, people, key)
    st.pills(
        _("原因(点一项即显示 60 秒)"), REASONS, format_func=_, key=f"{key}-why", on_change=_show, args=asked
    )
    st.text_input(_("其他原因"), max_chars=LONGEST_REASON, key=f"{key}-other")
    st.button(_("按其他原因显示 60 秒"), key=f"{key}-show", on_click=_show, args=asked)
    held = st.session_state.pop(key, None)
    if isinstance(held, StormdeskError):
        st.error(literal(_(held.sentence).format(**held.values)))
    st.caption(_("谁在何时因何查看了谁,都记入审计。"))


def _show(page: Page, people: Sequence[Person], key: str) -> None:
    person = st.session_state.get(f"{key}-who") if len(people) > 1 else people[0]
    if not isinstance(person, Person) or person not in people:
        return
    chosen, typed = st.session_state.get(f"{key}-why"), st.session_state.get(f"{key}-other")
    st.session_state[f"{key}-why"] = None
    at = datetime.now(UTC)
    try:
        shown = unmask(
            page.desk,
            person.register,
            person.subject_id,
            moment=page.moment,
            reason=" ".join(filter(None, (chosen, typed))),
            at=at,
        )
    except StormdeskError as error:
        st.session_state[key] = error
        return
    st.session_state[key] = Glimpse(person.label, shown, at=at)


@st.fragment(run_every=LOOKED_S)
def _draw_shown(key: str) -> None:
    held, now = st.session_state.get(key), datetime.now(UTC)
    shown = held.at(now) if isinstance(held, Glimpse) else None
    if shown is None or held is None:
        st.session_state.pop(key, None)
        st.rerun()
    draw_template(
        "unmask_shown",
        lines=_lines(shown),
        phone=shown.phone or "",
        dial=_NOT_DIALLED.sub("", shown.phone or ""),
        left_s=held.left_s(now),
    )


def _lines(shown: Shown) -> list[tuple[str, str]]:
    told = [
        (_("姓名"), shown.name),
        (_("住址"), shown.address),
        (_("特殊需要"), shown.needs),
        (_("备注"), shown.note),
    ]
    return [(title, value) for title, value in told if value]
