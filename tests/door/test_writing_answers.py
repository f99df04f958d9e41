"""Proposals, papers and declarations: two hands answer, and nobody his own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from stormdesk.domain.decisions import Verdict, decided, emergency_proposed
from stormdesk.domain.event import Event
from stormdesk.door.visit import Visit
from stormdesk.errors import BadDecision, NotAllowed, StormdeskError
from tests.door.writing_door import Door, report, taken_back
from tests.queries.scope_ground import NOW, OPERATION

HOURS = count(1)


def put(visit: Visit, **facts: str) -> Event:
    """A proposal that this visitor makes, an hour after the one before; as the ledger keeps it."""
    at = NOW + timedelta(hours=next(HOURS))
    said = json.dumps({"basis": "x"} | facts, ensure_ascii=False)
    told: dict[str, object] = {"category": "3", "payload": said, "happened_at": at, "recorded_at": at}
    made = report("response.proposal", "proposed", "flood", **told)
    visit.record([made])
    return replace(made, actor=visit.visitor.account_id)


def answer(proposal: Event, account_id: str, *, is_approved: bool = True) -> tuple[Event, ...]:
    """What the screens make of a verdict: the answer, and the level with it when it is approved."""
    at = proposal.happened_at + timedelta(minutes=1)
    verdict = Verdict(approver=account_id, authority="市防指", is_approved=is_approved, at=at)
    return decided(proposal, verdict, None)


def levels(door: Door) -> list[tuple[object, ...]]:
    later = NOW + timedelta(days=2)
    rows = door.desk.store.rows("response/in_force", operation_id=OPERATION, as_of=later, known_at=later)
    return [row for row in rows if row[0] == "flood"]


def test_nobody_answers_his_own_proposal_under_whatever_account(door: Door) -> None:
    proposal = put(door.visit("duty"))
    with pytest.raises(NotAllowed):
        door.visit("duty").record(answer(proposal, "duty"))
    with pytest.raises(BadDecision):
        door.visit("hat").record(answer(proposal, "hat"))
    with pytest.raises(BadDecision):
        door.visit("head").record([report("response.proposal", "approved", "flood", category="3")])
    assert not levels(door)
    approval, level = answer(proposal, "head")
    assert door.visit("head").record([approval, level]).recorded == 2
    told = door.noted()[-1]
    assert (told["kind"], told["what"], told["account_id"]) == ("decision", "proposal_approved", "head")
    assert levels(door)
    for one in (proposal, approval, level):
        kept = door.desk.ledger.event(one.event_id)
        assert kept is not None
        with pytest.raises(NotAllowed):
            door.visit("duty").record([taken_back(kept)])
        with pytest.raises(NotAllowed):
            door.visit("head").record([replace(taken_back(kept), status=kept.status, category="1")])
        if one is not proposal:
            with pytest.raises(BadDecision):
                door.visit("head").record([taken_back(kept)])
            assert levels(door)
        assert door.visit("vice").record([taken_back(kept)]).recorded == 1
    assert not levels(door)


FORGED: dict[str, Callable[[Event, Event], list[Event]]] = {
    "the level alone": lambda _answer, level: [level],
    "the answer alone": lambda answer, _level: [answer],
    "another level": lambda answer, level: [answer, replace(level, category="1")],
    "another hazard": lambda answer, level: [answer, replace(level, subject_id="drought")],
    "an end of it": lambda answer, level: [answer, replace(level, status="ended")],
    "a level of another name": lambda answer, level: [answer, replace(level, event_id="other")],
    "one more level": lambda answer, level: [answer, level, replace(level, event_id="other")],
    "another document": lambda answer, level: [
        replace(one, payload=str(one.payload).replace("7号", "8号")) for one in (answer, level)
    ],
}


@pytest.fixture
def paper(door: Door) -> Iterator[Event]:
    """A decision on paper that the duty officer entered; taken back afterwards with all that followed."""
    made = put(door.visit("duty"), paper_head="mayor", paper_document="7号")
    yield made
    found = [door.desk.ledger.event(f"{made.event_id}{end}") for end in ("", "-approved", "-level")]
    door.visit("head").record([taken_back(one) for one in found if one is not None])
    assert not levels(door)


@pytest.mark.parametrize("case", FORGED)
def test_a_level_comes_only_with_the_whole_answer_of_another_hand(
    case: str, door: Door, paper: Event
) -> None:
    with pytest.raises(NotAllowed):
        door.visit("second").record(FORGED[case](*answer(paper, "second")))
    told = door.noted()[-1]
    assert (told["kind"], told["what"], told["account_id"]) == ("refused", "no_approval", "second")
    assert not levels(door)


def test_a_paper_is_compared_by_a_second_hand_and_by_nobody_else(door: Door, paper: Event) -> None:
    for account_id, why in (("duty", BadDecision), ("hat", BadDecision), ("reviewer", NotAllowed)):
        with pytest.raises(why):
            door.visit(account_id).record(answer(paper, account_id))
    assert not levels(door)
    assert door.visit("second").record(answer(paper, "second")).recorded == 2
    told = door.noted()[-1]
    assert (told["kind"], told["what"], told["account_id"]) == ("decision", "paper_approved", "second")
    ((_hazard, code, *_rest, payload),) = levels(door)
    named = json.loads(str(payload))
    hands = [named[name] for name in ("paper_head", "paper_document", "proposer", "approver")]
    assert (code, hands) == ("3", ["mayor", "7号", "duty", "second"])


def test_who_entered_a_paper_takes_it_back_while_it_waits_and_it_cannot_be_answered_then(
    door: Door, paper: Event
) -> None:
    with pytest.raises(NotAllowed):
        door.visit("second").record([taken_back(paper)])
    assert door.visit("duty").record([taken_back(paper)]).recorded == 1
    with pytest.raises(StormdeskError):
        door.visit("second").record(answer(paper, "second"))
    assert not levels(door)


def test_a_proposal_of_ones_own_is_answered_by_who_approves_levels_only(door: Door) -> None:
    proposal = put(door.visit("duty"))
    with pytest.raises(NotAllowed):
        door.visit("second").record(answer(proposal, "second"))
    with pytest.raises(BadDecision):
        put(door.visit("duty"), paper_head="mayor")
    assert door.visit("head").record(answer(proposal, "head", is_approved=False)).recorded == 1


def test_an_emergency_flood_period_takes_two_hands_and_a_head(door: Door) -> None:
    said = report("response.proposal", "proposed", "typhoon")
    asked = emergency_proposed(said, head="mayor", basis="x", is_declared=True)
    for account_id in ("township", "fishery", "reviewer"):
        with pytest.raises(NotAllowed):
            door.visit(account_id).record([asked])
    with pytest.raises(BadDecision):
        door.visit("duty").record([emergency_proposed(said, head="", basis="x", is_declared=True)])
    alone = report("response.emergency", "declared", "flood", payload='{"approver": "mayor"}')
    with pytest.raises(NotAllowed):
        door.visit("head").record([alone])
    assert door.visit("duty").record([asked]).recorded == 1
    asked = replace(asked, actor="duty")
    for account_id, why in (("duty", NotAllowed), ("second", NotAllowed)):
        with pytest.raises(why):
            door.visit(account_id).record(answer(asked, account_id))
    answered = answer(asked, "head")
    with pytest.raises(NotAllowed):
        door.visit("head").record([answered[0], replace(answered[1], status="lifted")])
    assert door.visit("head").record(answered).recorded == 2
    told = door.noted()[-1]
    assert (told["what"], told["thing"], told["account_id"]) == ("emergency_approved", "emergency", "head")
    with pytest.raises(NotAllowed):
        door.visit("duty").record([taken_back(answered[1])])
