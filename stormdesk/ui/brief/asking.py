"""What waits for this person's word: the list, and one of them opened with what its approval will do."""

from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.corrections import LONGEST_REASON
from stormdesk.domain.decisions import Verdict, decided
from stormdesk.domain.event import Event
from stormdesk.domain.order_directives import directives_of
from stormdesk.domain.orders import order_answered
from stormdesk.door.waiting import Waiting, WaitsFor, waiting_for
from stormdesk.ui.brief.asking_words import head_words, lines_of, outcome, under_words
from stormdesk.ui.brief.rows import FOLDER, draw_row, touch
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciding import authority
from stormdesk.ui.response.entering import record
from stormdesk.ui.subjects.chosen import said, say
from stormdesk.ui.text import _

SHOWN = 4
HERE = frozenset({WaitsFor.LEVEL, WaitsFor.EMERGENCY, WaitsFor.COMPARISON, WaitsFor.ORDER})
OPENED, ORDERED = f"{FOLDER}-opened", f"{FOLDER}-in-order"


@dataclass(frozen=True, slots=True)
class Opened:
    """The matter under the thumb; `verdict` what he is about to confirm, None while he reads."""

    key: str
    verdict: bool | None = None


def steady(page: Page) -> list[Waiting]:
    """What waits, in the order in which this page has shown it: what is new comes last, nothing moves."""
    found = {one.key: one for one in waiting_for(page.desk, page.moment)}
    known = [key for key in st.session_state.get(ORDERED, ()) if key in found]
    order = [*known, *(key for key in found if key not in known)]
    st.session_state[ORDERED] = order
    return [found[key] for key in order]


def draw_asking(page: Page, waiting: list[Waiting], *, is_possible: bool) -> None:
    """Draw the list with a way to open each; the rest one tap away."""
    if not waiting:
        draw_template("brief_empty", text=_("没有待您定的事。"))
        return
    for place, one in enumerate(waiting[:SHOWN]):
        _draw_one(page, one, place, is_possible=is_possible)
    rest = waiting[SHOWN:]
    if rest:
        with st.expander(_("其余 {n} 条").format(n=len(rest)), key=f"{FOLDER}-waiting-rest"):
            for place, one in enumerate(rest, SHOWN):
                _draw_one(page, one, place, is_possible=is_possible)


def _draw_one(page: Page, one: Waiting, place: int, *, is_possible: bool) -> None:
    state = "late" if one.due_at is not None and one.due_at <= page.moment.as_of else "soon"
    with draw_row(head_words(page, one), under_words(page, one), state, key=f"waiting-{place}"):
        if one.kind not in HERE:
            draw_template("brief_go", screen=one.screen)
        elif is_possible:
            key = f"{FOLDER}-open-{one.key}"
            st.button(_("去批示"), type="primary", key=key, on_click=_open, args=(one.key, None))


def _open(key: str, verdict: bool | None) -> None:  # noqa: FBT001  a button's argument
    say(FOLDER, None)
    touch()
    st.session_state[OPENED] = Opened(key, verdict)


def close() -> None:
    """Put the matter back on the list."""
    touch()
    st.session_state.pop(OPENED, None)


def draw_opened(page: Page, waiting: list[Waiting], *, is_possible: bool) -> None:
    """Draw the matter that was opened, whole, with approve and send back; and what came of the last one."""
    told = said(FOLDER)
    if told is not None:
        (st.success if told[1] else st.error)(told[0])
    opened = st.session_state.get(OPENED)
    if not isinstance(opened, Opened) or not is_possible:
        return
    one = next((each for each in waiting if each.key == opened.key), None)
    if one is None:
        close()
        st.info(_("这件事已由别人办结或撤回。"))
        return
    with st.container(key=f"{FOLDER}-panel", border=True):
        draw_template("response_draft", title=head_words(page, one), lines=lines_of(page, one), note="")
        if opened.verdict is None:
            _draw_choice(page, one)
        else:
            _draw_confirming(page, one, is_approved=opened.verdict)


def _draw_choice(page: Page, one: Waiting) -> None:
    draw_template("brief_outcome", title=_("批准后"), lines=outcome(page, one, is_approved=True))
    approve, back, shut = st.columns([2, 2, 1])
    is_paper = one.kind is WaitsFor.COMPARISON
    approve.button(
        _("与书面决定一致") if is_paper else _("批准"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-approve",
        on_click=_open,
        args=(one.key, True),
    )
    back.button(
        _("与书面决定不符") if is_paper else _("退回"),
        width="stretch",
        key=f"{FOLDER}-back",
        on_click=_open,
        args=(one.key, False),
    )
    shut.button(_("先不定"), width="stretch", key=f"{FOLDER}-shut", on_click=close)


def _draw_confirming(page: Page, one: Waiting, *, is_approved: bool) -> None:
    title = _("确认批准,将会发生") if is_approved else _("确认退回,将会发生")
    draw_template("brief_outcome", title=title, lines=outcome(page, one, is_approved=is_approved))
    if not is_approved:
        reasons = [_("人数未核实"), _("依据不足"), _("时限不合理"), _("另行研究")]
        st.pills(_("退回理由(必选或写明)"), reasons, key=f"{FOLDER}-why")
    st.text_input(
        _("批示意见(可不填)") if is_approved else _("退回理由补充"),
        max_chars=LONGEST_REASON,
        key=f"{FOLDER}-note",
    )
    confirm, cancel = st.columns([2, 1])
    confirm.button(
        _("确认批准") if is_approved else _("确认退回"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-confirm",
        on_click=_decide,
        args=(page, one, is_approved),
    )
    cancel.button(_("返回"), width="stretch", key=f"{FOLDER}-cancel", on_click=_open, args=(one.key, None))


def _decide(page: Page, one: Waiting, is_approved: bool) -> None:  # noqa: FBT001  a button's argument
    why = [st.session_state.get(f"{FOLDER}-{name}") for name in ("why", "note")]
    note = ";".join(str(word).strip() for word in why if word and str(word).strip())
    if not is_approved and not note:
        say(FOLDER, _("退回时请写明理由。"), is_good=False)
        return
    event = page.desk.event(one.event_id or "")
    close()
    if event is None:
        say(FOLDER, _("这件事已由别人办结或撤回。"), is_good=False)
        return
    done = _("已批准,{at}。") if is_approved else _("已退回,{at}。")
    if is_approved and one.kind is WaitsFor.ORDER:
        numbers = "、".join(each.subject_id for each in directives_of(event, event))
        done += _("督办 {number} 已开给承办单位。").format(
            number=numbers.replace("{", "{{").replace("}", "}}")
        )
    record(page, _events(page, event, note, is_approved=is_approved), done, folder=FOLDER)
    for name in ("why", "note"):
        st.session_state.pop(f"{FOLDER}-{name}", None)


def _events(page: Page, event: Event, note: str, *, is_approved: bool) -> tuple[Event, ...]:
    now = page.desk.now()
    verdict = Verdict(
        approver=page.visitor.account_id,
        authority=authority(page),
        is_approved=is_approved,
        at=now,
        note=note,
    )
    if event.subject == "order":
        return order_answered(event, verdict)
    held = page.ask("response/in_force", as_of=now, known_at=now).set_index("hazard")["level_code"]
    return decided(event, verdict, held.get(event.subject_id))
