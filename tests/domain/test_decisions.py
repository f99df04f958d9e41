"""Decisions on levels: what a proposal must say, which step it is, and that nobody decides on their own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.decisions import (
    LEVEL_RANK,
    NO_HAZARD,
    NO_HEAD,
    NO_LEVEL,
    NOT_AT_SEA,
    OTHER_LEVEL,
    OTHER_PROPOSAL,
    PERIOD,
    SAME_PERSON,
    Proposal,
    Step,
    Verdict,
    answered_as,
    decided,
    emergency_proposed,
    facts_of,
    faults,
    objection,
    on_paper,
    proposed,
    same_person,
    step_of,
)
from stormdesk.domain.event import Event
from stormdesk.domain.fold import Transitions, fold

NOW = datetime(2022, 9, 13, 3, tzinfo=UTC)
ASKED = Proposal(
    hazard="typhoon",
    level_code="2",
    proposer="值班长",
    basis="依据",
    reason="理由",
    measures="措施",
    scope="全市",
    expected_h=24,
)
SAID = Event(
    event_id="p1",
    operation_id="drill",
    subject="response",
    subject_id="typhoon",
    facet="proposal",
    status="proposed",
    happened_at=NOW,
    recorded_at=NOW,
    source="form",
    actor="值班长",
)


def verdict(approver: str, *, is_approved: bool = True) -> Verdict:
    later = NOW + timedelta(minutes=20)
    return Verdict(approver=approver, authority="市防指", is_approved=is_approved, at=later)


@pytest.mark.parametrize(
    ("present", "wanted", "step"),
    [
        (None, "sea", Step.START),
        ("sea", "4", Step.RAISE),
        ("4", "1", Step.RAISE),
        ("1", "3", Step.LOWER),
        ("2", "2", Step.KEEP),
        ("3", None, Step.END),
        (None, None, None),
    ],
)
def test_the_step_from_one_level_to_another(present: str | None, wanted: str | None, step: Step) -> None:
    assert step_of(present, wanted) == step


def test_a_proposal_that_says_all_has_no_fault() -> None:
    assert faults(ASKED, None) == ()


@pytest.mark.parametrize("name", ["proposer", "basis", "reason", "measures", "scope"])
def test_what_the_law_asks_for_must_be_said(name: str) -> None:
    assert len(faults(replace(ASKED, **{name: "  "}), "3")) == 1


@pytest.mark.parametrize("hours", [0, -1, 721])
def test_an_expected_duration_is_owed_unless_it_ends(hours: int) -> None:
    assert len(faults(replace(ASKED, expected_h=hours), "3")) == 1
    ending = replace(ASKED, expected_h=hours, level_code=None, is_over_confirmed=True)
    assert faults(ending, "3") == ()


def test_ending_asks_for_a_confirmation_and_for_something_to_end() -> None:
    ending = replace(ASKED, level_code=None)
    assert len(faults(ending, "3")) == 1
    assert faults(replace(ending, is_over_confirmed=True), None)


def test_sea_only_is_a_matter_of_typhoons() -> None:
    assert faults(replace(ASKED, level_code="sea"), None) == ()
    assert len(faults(replace(ASKED, level_code="sea", hazard="flood"), None)) == 1


@pytest.mark.parametrize(
    ("present", "level", "status"),
    [(None, "2", "in_force"), ("3", "2", "adjusted"), ("2", None, "ended")],
)
def test_an_approved_proposal_becomes_the_level(present: str | None, level: str | None, status: str) -> None:
    asked = proposed(replace(ASKED, level_code=level), present, SAID)
    answer, decision = decided(asked, verdict("指挥"), present)
    assert (answer.facet, answer.status, answer.actor) == ("proposal", "approved", "指挥")
    assert (decision.facet, decision.status, decision.category) == ("level", status, level or present)
    told = facts_of(decision.payload)
    assert (told["proposer"], told["approver"], told["expected_h"]) == ("值班长", "指挥", 24)
    assert decided(asked, verdict("指挥"), present) == (answer, decision)


def test_a_proposal_sent_back_changes_no_level() -> None:
    asked = proposed(ASKED, None, SAID)
    assert [event.status for event in decided(asked, verdict("指挥", is_approved=False), None)] == [
        "rejected"
    ]


@pytest.mark.parametrize("approver", ["值班长", " 值 班 长 "])
@pytest.mark.parametrize("is_approved", [True, False])
def test_the_ledger_counts_no_decision_of_the_proposer(
    transitions: Transitions, approver: str, *, is_approved: bool
) -> None:
    asked = proposed(ASKED, None, SAID)
    own = decided(asked, verdict(approver, is_approved=is_approved), None)
    folded = fold([asked, own[0]], transitions)
    assert [(flag.event.event_id, flag.prior_status) for flag in folded.flags] == [
        (own[0].event_id, SAME_PERSON)
    ]
    if is_approved:
        assert [flag.prior_status for flag in fold(own[1:], transitions).flags] == [SAME_PERSON]


def test_an_approval_of_another_level_than_proposed_does_not_count() -> None:
    asked = proposed(ASKED, None, SAID)
    answer = decided(asked, verdict("指挥"), None)[0]
    assert objection(answer, asked) is None
    assert objection(replace(answer, category="1"), asked) == OTHER_LEVEL
    assert objection(replace(answer, category=None), asked) is None


def test_an_emergency_flood_period_needs_a_head_who_did_not_ask_for_it() -> None:
    asked = emergency_proposed(SAID, head="市长", basis="接近保证水位", is_declared=True)
    assert (asked.facet, asked.subject_id, objection(asked, None)) == ("proposal", PERIOD, None)
    answer, made = decided(asked, verdict("指挥"), None)
    assert (made.facet, made.status, objection(made, None)) == ("emergency", "declared", None)
    assert objection(answer, asked) is None
    assert objection(replace(answer, actor=SAID.actor), asked) == SAME_PERSON
    assert objection(emergency_proposed(SAID, head="", basis="b", is_declared=True), None) == NO_HEAD
    lifting = emergency_proposed(SAID, head="市长", basis="b", is_declared=False, document="8号")
    assert (decided(lifting, verdict("指挥"), None)[1].status, answered_as(lifting)) == ("lifted", "paper")
    assert answered_as(asked) == PERIOD


def test_whoever_enters_an_emergency_flood_period_does_not_preside_over_it() -> None:
    bare = replace(SAID, facet="emergency", subject_id="flood", status="declared", category=None)
    assert objection(replace(bare, payload='{"approver": " 值班长"}'), None) == SAME_PERSON
    assert objection(replace(bare, payload='{"approver": "市长"}'), None) is None


def test_an_approval_counts_for_the_proposal_that_waits_and_for_no_other() -> None:
    first, second = proposed(ASKED, None, SAID), proposed(ASKED, None, replace(SAID, event_id="p2"))
    answer = decided(first, verdict("指挥"), None)[0]
    assert objection(answer, second) == OTHER_PROPOSAL
    assert objection(answer, decided(second, verdict("指挥"), None)[0]) == OTHER_PROPOSAL
    assert objection(answer, answer) is None


def test_a_decision_on_paper_waits_for_another_hand(transitions: Transitions) -> None:
    entered = on_paper(ASKED, None, SAID, head="市长", document="7号")
    assert (entered.facet, entered.status, answered_as(entered)) == ("proposal", "proposed", "paper")
    assert answered_as(proposed(ASKED, None, SAID)) == "level"
    answer, level = decided(entered, verdict("副班"), None)
    told = facts_of(level.payload)
    hands = [told[name] for name in ("paper_head", "paper_document", "proposer", "approver")]
    assert hands == ["市长", "7号", "值班长", "副班"]
    assert not fold([entered, answer], transitions).flags
    own = decided(entered, verdict("值班长"), None)
    flags = [*fold([entered, own[0]], transitions).flags, *fold(own[1:], transitions).flags]
    assert [flag.prior_status for flag in flags] == [SAME_PERSON, SAME_PERSON]


@pytest.mark.parametrize(
    ("hazard", "level", "status", "why"),
    [
        ("typhoon", "9", "in_force", NO_LEVEL),
        ("typhoon", None, "adjusted", NO_LEVEL),
        ("typhoon", "Ⅱ", "proposed", NO_LEVEL),
        ("flood", "sea", "in_force", NOT_AT_SEA),
        ("quake", "4", "in_force", NO_HAZARD),
        ("flood", None, "ended", None),
        ("drought", "1", "adjusted", None),
    ],
)
def test_a_level_that_nobody_can_be_at_does_not_count(
    hazard: str, level: str | None, status: str, why: str | None
) -> None:
    facet = "proposal" if status == "proposed" else "level"
    told = replace(SAID, subject_id=hazard, category=level, status=status, facet=facet)
    assert objection(told, None) == why


def test_a_level_told_by_a_higher_body_needs_no_proposal() -> None:
    province = replace(
        SAID, facet="level", status="in_force", category="1", actor="省防指", payload="{broken"
    )
    assert objection(province, None) is None


def test_names_are_one_however_they_are_typed() -> None:
    assert same_person("Ａ lex ", "a LEX")
    assert not same_person("王一", "王二")


def test_levels_stand_in_order() -> None:
    assert sorted(LEVEL_RANK, key=lambda code: LEVEL_RANK[code]) == ["sea", "4", "3", "2", "1"]
