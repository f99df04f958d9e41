"""Deciding on proposals by another person's own account, and taking a decision back by a correction."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.corrections import LONGEST_REASON, Amendment, withdrawal
from stormdesk.domain.decisions import (
    DECLARE,
    PERIOD,
    PERIOD_STATUS,
    Verdict,
    answered_as,
    decided,
    facts_of,
    is_on_paper,
    matter_of,
)
from stormdesk.domain.event import Event
from stormdesk.door.deciding import OWN_DECISION, is_own, is_own_decision
from stormdesk.errors import NotAllowed
from stormdesk.ui.header import hazard_name
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import Deciders
from stormdesk.ui.response.entering import FOLDER, field, keep, kept, record
from stormdesk.ui.response.record_lines import record_lines
from stormdesk.ui.response.words import level_name, level_status, period_title
from stormdesk.ui.storm.sheet import Record
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.subjects.entry import FORM
from stormdesk.ui.text import _, language


@dataclass(frozen=True, slots=True)
class Asked:
    """A verdict that waits to be confirmed."""

    proposal_id: str
    is_approved: bool
    is_paper: bool
    note: str

    @property
    def deed(self) -> str:
        """What is about to be done, as its button says."""
        return _verdict_title(is_paper=self.is_paper, is_approved=self.is_approved)


def open_proposals(page: Page) -> list[Event]:
    """Return the proposals that nobody has decided on, at most one per hazard."""
    newest: dict[str, Record] = {}
    for row in page.ask("response/proposals").to_dict("records"):
        newest.setdefault(str(row["subject_id"]), row)
    ids = [str(row["event_id"]) for row in newest.values() if row["status"] == "proposed"]
    found = [page.desk.event(event_id) for event_id in ids]
    return [event for event in found if event is not None]


def draw_deciding(page: Page, known: Deciders, waiting: Sequence[Event], *, is_possible: bool) -> None:
    """Draw each open proposal, and while time runs what this visitor may do with it."""
    for proposal in waiting:
        is_paper = is_on_paper(proposal)
        title = _("待核对书面决定:{hazard}") if is_paper else _("待批准:{hazard}")
        draw_template(
            "response_draft",
            title=title.format(hazard=hazard_name(proposal.subject_id)),
            lines=record_lines(page, proposal, known),
            note=_("须由登记人以外的另一人手持书面决定逐项核对,用自己的账号确认;核对前级别不生效。")
            if is_paper
            else _("须由提请人以外、有批准权的另一人用自己的账号批准或退回。"),
        )
        if is_possible:
            _draw_verdict(page, proposal)


def _verdict_title(*, is_paper: bool, is_approved: bool) -> str:
    if is_paper:
        return _("与书面决定一致,确认") if is_approved else _("与书面决定不符,退回")
    return _("批准这项提请") if is_approved else _("退回这项提请")


def _draw_verdict(page: Page, proposal: Event) -> None:
    key = f"{FOLDER}-{proposal.event_id}"
    asked = kept("verdict")
    if isinstance(asked, Asked) and asked.proposal_id == proposal.event_id:
        _draw_confirming(page, asked)
        return
    if is_own(page.desk, proposal):
        st.button(_("撤回提请"), key=f"{key}-revoke", on_click=_revoke, args=(page, proposal))
        return
    if not page.may(Action.APPROVE, answered_as(proposal)):
        return
    st.text_input(_("批示(退回时写明理由)"), max_chars=LONGEST_REASON, key=f"{key}-note")
    approve, reject = st.columns(2)
    for place, is_approved in ((approve, True), (reject, False)):
        place.button(
            _verdict_title(is_paper=is_on_paper(proposal), is_approved=is_approved),
            type="primary" if is_approved else "secondary",
            width="stretch",
            key=f"{key}-{'approve' if is_approved else 'reject'}",
            on_click=_put_up,
            args=(proposal, is_approved),
        )


def _put_up(proposal: Event, is_approved: bool) -> None:  # noqa: FBT001  a button's argument
    note = str(field(f"{proposal.event_id}-note") or "").strip()
    if not is_approved and not note:
        say(FOLDER, _("退回时请写明理由。"), is_good=False)
        return
    say(FOLDER, None)
    keep("verdict", Asked(proposal.event_id, is_approved, is_on_paper(proposal), note))


def _draw_confirming(page: Page, asked: Asked) -> None:
    note = _("批准后立即生效;级别生效时打开本级行动清单。") if asked.is_approved else ""
    lines = [(_("决定"), asked.deed), (_("决定人"), page.visitor.name), (_("批示"), asked.note or "—")]
    draw_template(
        "response_draft", title=_("请核对:{action}").format(action=asked.deed), lines=lines, note=note
    )
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认") if asked.is_paper else _("确认{action}").format(action=asked.deed),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-decide",
        on_click=_record,
        args=(page, asked),
    )
    cancel.button(_("取消"), width="stretch", key=f"{FOLDER}-undecide", on_click=keep, args=("verdict", None))


def _record(page: Page, asked: Asked) -> None:
    keep("verdict", None)
    proposal = page.desk.event(asked.proposal_id)
    if proposal is None:
        return
    now = page.desk.now()
    held = page.ask("response/in_force", as_of=now, known_at=now).set_index("hazard")["level_code"]
    verdict = Verdict(
        approver=page.visitor.account_id,
        authority=authority(page),
        is_approved=asked.is_approved,
        at=now,
        note=asked.note,
    )
    done = _("已批准,{at} 起生效。") if asked.is_approved else _("已退回,{at}。")
    record(page, decided(proposal, verdict, held.get(proposal.subject_id)), done)


def authority(page: Page) -> str:
    """Return in whose name the county's levels are declared."""
    name = page.county.profile.name(language())
    return _("{county}防汛防台抗旱指挥部").format(county=name)


def _revoke(page: Page, proposal: Event) -> None:
    if not is_own(page.desk, proposal):
        say(FOLDER, _("提请只能由提请人撤回。"), is_good=False)
        return
    record(page, [_taken_back(page, proposal, _("提请人撤回"))], _("提请已撤回,{at}。"))


def _taken_back(page: Page, event: Event, reason: str) -> Event:
    """Return the withdrawal of an event, under an id that follows from it, so that it lands once."""
    by = Amendment(
        event_id=f"{event.event_id}-withdrawn",
        recorded_at=page.desk.now(),
        source=FORM,
        actor=page.visitor.account_id,
        reason=reason,
    )
    return withdrawal(event, by)


def last_decisions(page: Page) -> list[Event]:
    """Return each hazard's last decision, and the last on the emergency flood period, if entered here."""
    newest: dict[str, str] = {
        str(row["hazard"]): str(row["event_id"]) for row in page.ask("response/levels").to_dict("records")
    }
    period = [str(event_id) for event_id in page.ask("response/emergency")["event_id"].head(1)]
    found = [page.desk.event(event_id) for event_id in (*newest.values(), *period)]
    return [event for event in found if event is not None and event.source == FORM]


def draw_undoing(page: Page, decisions: Sequence[Event]) -> None:
    """Draw the way to take back the last decision entered by mistake: a correction, nothing is erased."""
    for event in decisions:
        if not page.may(Action.APPROVE, matter_of(event)):
            continue
        key = f"{FOLDER}-undo-{event.event_id}"
        with st.expander(literal(_undoing_title(page, event))):
            if is_own_decision(page.desk, event):
                st.info(_(OWN_DECISION))
                continue
            st.text_input(_("理由(必填)"), max_chars=LONGEST_REASON, key=f"{key}-reason")
            st.button(_("确认撤销"), type="primary", key=f"{key}-confirm", on_click=_undo, args=(page, event))


def _undoing_title(page: Page, event: Event) -> str:
    if matter_of(event) == PERIOD:
        matter = period_title(is_declared=event.status == PERIOD_STATUS[DECLARE])
        return _("撤销“{matter}”(登记有误时)").format(matter=matter)
    return _("撤销 {hazard} {level} {action}(登记有误时)").format(
        hazard=hazard_name(event.subject_id),
        level=level_name(page.county.reference, event.category or ""),
        action=level_status(event.status),
    )


def _undo(page: Page, event: Event) -> None:
    reason = str(field(f"undo-{event.event_id}-reason") or "").strip()
    if not reason:
        say(FOLDER, _("请写明理由。"), is_good=False)
        return
    if not page.may(Action.APPROVE, matter_of(event)):
        say(FOLDER, _(NotAllowed.sentence), is_good=False)
        return
    proposal_id = str(facts_of(event.payload).get("proposal_id") or "")
    together = [page.desk.event(one) for one in (proposal_id, f"{proposal_id}-approved") if proposal_id]
    events = [event, *(one for one in together if one is not None)]
    taken = [_taken_back(page, one, reason) for one in events]
    record(page, taken, _("这项决定已撤销,{at}。记录仍留在台账里。"))
