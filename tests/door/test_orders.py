"""An order: asked for by one hand, decided by another, and what follows; what waits for whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from stormdesk.domain.decisions import Verdict
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.order_places import EACH_TOWNSHIP, OrderPlace
from stormdesk.domain.orders import (
    OrderDraft,
    OrderStatus,
    draft_faults,
    order_answered,
    order_proposed,
    order_taken_back,
)
from stormdesk.door.visit import Visit
from stormdesk.door.waiting import WaitsFor, waiting_for
from stormdesk.errors import BadDecision, ImpossibleTransition, NotAllowed, StormdeskError
from stormdesk.outlook.orders import orders_at
from tests.door.writing_door import Door, report
from tests.queries.scope_ground import NOW, OPERATION, OTHER_TOWNSHIP, OWN_TOWNSHIP

DUE = NOW + timedelta(hours=4)
THEN = Moment(OPERATION, NOW + timedelta(hours=2), NOW + timedelta(hours=2))
DRAFT = OrderDraft(
    kind="evacuation",
    title="扩面转移坎门低洼区 353 人",
    basis="高潮位预计超黄色警戒 0.2 m",
    owner_unit="emergency",
    due_at=DUE,
    persons=353,
    township_code=OWN_TOWNSHIP,
)
PLACES = (OrderPlace(OWN_TOWNSHIP, 210), OrderPlace(OTHER_TOWNSHIP, 143))
SEVERAL = replace(DRAFT, persons=None, township_code=None, places=PLACES, owner_unit=EACH_TOWNSHIP)


def asked(visit: Visit, draft: OrderDraft = DRAFT, **more: object) -> Event:
    said = report("log.entry", "noted", "x", event_id=uuid4().hex, **more)
    event = order_proposed(draft, said, order_id=f"0914-{uuid4().hex[:6]}")
    visit.record([event])
    kept = visit.whole.ledger.event(event.event_id)
    assert kept is not None
    return kept


def answer(event: Event, account_id: str, **more: object) -> tuple[Event, ...]:
    at = NOW + timedelta(minutes=5)
    facts = {"approver": account_id, "authority": "", "is_approved": True, "at": at, "note": "同意"}
    return order_answered(event, Verdict(**(facts | more)))  # type: ignore[arg-type]


def directives(visit: Visit, event: Event) -> dict[str, tuple[object, ...]]:
    at = {"operation_id": OPERATION, "as_of": THEN.as_of, "known_at": THEN.known_at}
    rows = visit.store.frame("response/directives", **at).to_dict("records")
    named = ("township_code", "owner_unit", "persons", "due_at")
    return {
        str(row["directive_id"]).removeprefix(event.subject_id): tuple(row[name] for name in named)
        for row in rows
        if row["order_id"] == event.subject_id
    }


def status(door: Door, event: Event) -> str:
    found = {order.order_id: order.status for order in orders_at(door.desk, THEN)}
    return found.get(event.subject_id, "")


def test_an_order_is_approved_by_another_hand_and_opens_the_directive_to_its_owner(door: Door) -> None:
    event = asked(door.visit("duty"))
    for account_id in ("hat", "duty"):
        with pytest.raises(StormdeskError):
            door.visit(account_id).record(answer(event, account_id))
    assert status(door, event) == "proposed"
    whole = answer(event, "head")
    visit = door.visit("head")
    for part in (whole[:1], whole[1:], (whole[0], replace(whole[1], township_code=OTHER_TOWNSHIP))):
        with pytest.raises((NotAllowed, BadDecision)):
            visit.record(part)
    assert visit.record(whole).recorded == 2
    assert visit.record(whole).recorded == 0, "pressed twice it is decided once"
    assert status(door, event) == "approved"
    (directive,) = [
        row
        for row in door.desk.store.frame(
            "response/directives", operation_id=OPERATION, as_of=THEN.as_of, known_at=THEN.known_at
        ).to_dict("records")
        if row["directive_id"] == event.subject_id
    ]
    assert (directive["title_zh"], directive["owner_unit"]) == (DRAFT.title, "emergency")
    assert (directive["due_at"].to_pydatetime(), directive["township_code"]) == (DUE, OWN_TOWNSHIP)
    with pytest.raises(ImpossibleTransition):
        door.visit("vice").record(answer(event, "vice", is_approved=False, note="太晚"))
    told = [(row["what"], row["is_done"]) for row in door.noted() if row["thing_id"] == event.subject_id]
    assert told[0] == ("order_proposed", True)
    assert ("order_approved", True) in told


def test_an_order_of_several_places_opens_a_directive_for_each_and_tells_each_of_itself(door: Door) -> None:
    event = asked(door.visit("duty"), SEVERAL)
    (known,) = [one for one in orders_at(door.desk, THEN) if one.order_id == event.subject_id]
    assert (known.places, known.persons, known.township_code) == (PLACES, 353, None)
    (own,) = [one for one in orders_at(door.visit("township"), THEN) if one.order_id == event.subject_id]
    assert (own.places, own.persons, own.category) == (PLACES[:1], 210, OWN_TOWNSHIP)
    assert event.subject_id not in {one.order_id for one in orders_at(door.visit("village"), THEN)}
    whole, visit = answer(event, "head"), door.visit("head")
    elsewhere = replace(whole[2], township_code=OWN_TOWNSHIP)
    for part in (
        whole[:1],
        whole[:2],
        whole[1:],
        (*whole, replace(whole[2], event_id=f"{event.event_id}-directive-3")),
        (*whole[:2], elsewhere),
    ):
        with pytest.raises((NotAllowed, BadDecision)):
            visit.record(part)
    assert visit.record(whole).recorded == 3
    assert visit.record(whole).recorded == 0, "pressed twice it is decided once"
    shares = {"-1": (OWN_TOWNSHIP, OWN_TOWNSHIP, 210, DUE), "-2": (OTHER_TOWNSHIP, OTHER_TOWNSHIP, 143, DUE)}
    assert directives(visit, event) == shares
    assert directives(door.visit("township"), event) == {"-1": shares["-1"]}
    with pytest.raises(NotAllowed):
        door.visit("township").record([replace(whole[2], event_id="mine", status="being_fixed")])
    told = {"happened_at": NOW + timedelta(minutes=9), "recorded_at": NOW + timedelta(minutes=9)}
    fixed = replace(whole[1], event_id="fixed", status="being_fixed", payload=None, **told)
    assert door.visit("township").record([fixed]).recorded == 1
    assert directives(visit, event) == shares, "a later report keeps what was ordered"


@pytest.mark.parametrize(
    "twisted",
    [
        replace(SEVERAL, places=PLACES[:1]),
        replace(SEVERAL, places=(PLACES[0], PLACES[0])),
        replace(SEVERAL, places=(PLACES[0], OrderPlace("331099999", 1))),
        replace(SEVERAL, places=(PLACES[0], replace(PLACES[1], persons=-1))),
        replace(DRAFT, township_code=None, owner_unit=EACH_TOWNSHIP),
    ],
)
def test_places_that_are_none_or_twice_or_elsewhere_are_not_asked_for(
    door: Door, twisted: OrderDraft
) -> None:
    with pytest.raises(BadDecision, match="请写明"):
        asked(door.visit("duty"), twisted)
    with pytest.raises(NotAllowed):
        asked(door.visit("township"), SEVERAL)
    hidden = asked(door.visit("duty"), SEVERAL)
    answered = answer(hidden, "head")[0]
    facts = str(answered.payload).replace("143", "999")
    receipt = door.desk.ledger.record_from_source([replace(answered, payload=facts)])
    assert receipt.flagged == 1, "an answer to other numbers than were asked for counts nothing"


def test_it_is_sent_back_with_a_reason_only_and_asked_anew_by_the_same_hand(door: Door) -> None:
    event = asked(door.visit("township"))
    with pytest.raises(BadDecision, match="理由"):
        door.visit("head").record(answer(event, "head", is_approved=False, note=""))
    door.visit("head").record(answer(event, "head", is_approved=False, note="人数未核"))
    assert status(door, event) == "sent_back"
    anew = replace(event, event_id=uuid4().hex, quantity=340, happened_at=NOW + timedelta(minutes=9))
    anew = replace(anew, recorded_at=anew.happened_at)
    with pytest.raises(BadDecision, match="请示人"):
        door.visit("second").record([replace(anew, event_id=uuid4().hex)])
    door.visit("township").record([anew])
    with pytest.raises(StormdeskError):
        door.visit("head").record(answer(event, "head", at=anew.happened_at))
    back = order_taken_back(anew, by="township", at=anew.happened_at + timedelta(minutes=1))
    with pytest.raises(BadDecision):
        door.visit("duty").record([replace(back, event_id=uuid4().hex)])
    door.visit("township").record([back])
    assert status(door, event) == "taken_back"


def test_nobody_asks_or_decides_beyond_his_right(door: Door) -> None:
    event = asked(door.visit("duty"))
    for account_id in ("second", "township", "fishery", "reviewer", "village"):
        with pytest.raises(StormdeskError):
            door.visit(account_id).record(answer(event, account_id))
    with pytest.raises(NotAllowed):
        asked(door.visit("village"))
    with pytest.raises(NotAllowed):
        asked(door.visit("township"), replace(DRAFT, township_code=OTHER_TOWNSHIP))
    with pytest.raises(BadDecision):
        door.visit("head").record(
            [replace(answer(event, "head")[0], event_id="w", status="withdrawn", corrects=event.event_id)]
        )
    with pytest.raises(BadDecision, match="承办单位"):
        asked(door.visit("duty"), replace(DRAFT, owner_unit=""))
    assert asked(door.visit("fishery"), replace(DRAFT, kind="boats")).event_id
    receipt = door.desk.ledger.record_from_source(answer(asked(door.visit("second")), "second"))
    assert receipt.flagged == 1, "one hand on both sides counts nothing, wherever it comes from"
    assert draft_faults(DRAFT, NOW) == ()
    assert len(draft_faults(replace(DRAFT, title=" ", due_at=NOW, persons=-1), NOW)) == 3


def test_each_account_is_told_what_waits_for_it_and_nothing_of_its_own(door: Door) -> None:
    mine, other = asked(door.visit("duty")), asked(door.visit("head"))

    def waits(account_id: str) -> set[str]:
        found = waiting_for(door.visit(account_id), THEN)
        asked_now = {mine.event_id, other.event_id}
        return {one.key for one in found if one.kind is WaitsFor.ORDER} & asked_now

    assert waits("vice") == {mine.event_id, other.event_id}
    assert waits("head") == {mine.event_id}
    assert waits("hat") == {other.event_id}, "the same person under another account asked for it"
    for account_id in ("duty", "township", "fishery", "reviewer", "village"):
        assert waits(account_id) == set()
    (told,) = [one for one in waiting_for(door.visit("head"), THEN) if one.key == mine.event_id]
    assert (told.who, told.since, told.basis, told.due_at) == ("duty", NOW, DRAFT.basis, DUE)
    assert (told.facts["title"], told.facts["persons"]) == (DRAFT.title, 353)
    door.visit("head").record(answer(mine, "head"))
    assert waits("vice") == {other.event_id}
    assert status(door, other) == OrderStatus.PROPOSED
