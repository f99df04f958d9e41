"""What a visitor may write down, where, and under whose name."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.corrections import Amendment, withdrawal
from stormdesk.domain.decisions import Verdict, decided, emergency_proposed
from stormdesk.domain.event import Event
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.known_person import require_person
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.door.visit import Visit
from stormdesk.errors import BadAccount, BadDecision, NotAllowed, StormdeskError, TooManyPeople
from stormdesk.ingest.desk import Desk
from tests.queries.scope_ground import (
    NEXT,
    NOW,
    OPERATION,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    OWN_TOWNSHIP,
    OWN_VILLAGE,
    fill,
)

ACCOUNTS = {
    "village": Account(account_id="village", name="村", role=Role.VILLAGE, area_code=OWN_VILLAGE),
    "township": Account(account_id="township", name="乡", role=Role.TOWNSHIP, area_code=OWN_TOWNSHIP),
    "duty": Account(account_id="duty", name="值班员", role=Role.DUTY_OFFICER, person_id="P7"),
    "second": Account(account_id="second", name="第二人", role=Role.DUTY_OFFICER, person_id="P9"),
    "vice": Account(account_id="vice", name="副指挥", role=Role.COMMANDER),
    "head": Account(account_id="head", name="指挥长", role=Role.COMMANDER, person_id="P8"),
    "hat": Account(account_id="hat", name="同一人", role=Role.COMMANDER, person_id="P7"),
    "fishery": Account(
        account_id="fishery",
        name="渔业",
        role=Role.DEPARTMENT,
        subjects=frozenset({"vessel"}),
        unit="port_fishery",
    ),
    "office": Account(
        account_id="office",
        name="应急",
        role=Role.DEPARTMENT,
        subjects=frozenset({"unit"}),
        unit="应急管理局",
    ),
    "reviewer": Account(account_id="reviewer", name="复盘", role=Role.REVIEWER),
}


@dataclass(frozen=True)
class Door:
    desk: Desk
    office: Office

    def visit(self, account_id: str) -> Visit:
        known = ACCOUNTS[account_id]
        visitor = Visitor(
            account_id=account_id,
            name=known.name,
            role=known.role,
            area_code=known.area_code,
            subjects=known.subjects,
            person_id=known.person_id,
        )
        return Visit(visitor, self.office, self.desk)

    def noted(self) -> list[dict[str, object]]:
        columns, rows = self.office.store.head("audit/chain", 10_000)
        return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    desk = fill(tmp_path_factory.mktemp("writing"))
    office = open_office(desk.settings, cost=CHEAP)
    for account in ACCOUNTS.values():
        office.accounts.add(account, None, by=COMMAND, at=datetime.now(UTC))
    yield Door(desk, office)
    office.close()
    desk.store.close()


def report(fact: str, status: str, subject_id: str, **more: object) -> Event:
    subject, facet = fact.split(".")
    facts: dict[str, object] = {
        "event_id": uuid4().hex,
        "operation_id": OPERATION,
        "subject": subject,
        "subject_id": subject_id,
        "facet": facet,
        "status": status,
        "happened_at": NOW,
        "recorded_at": NOW,
        "source": "form",
        "actor": "somebody else",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


def on_post(subject_id: str, **more: object) -> Event:
    return report("responsible_person.duty", "on_post", subject_id, **more)


THEIRS = {"township_code": OTHER_TOWNSHIP, "village_code": OTHER_VILLAGE}
MINE = {"township_code": OWN_TOWNSHIP, "village_code": OWN_VILLAGE}
COUNTED = {"category": "expanded", "quantity": 3, "account": "A"}
REFUSED = {
    "another township's person": ("township", on_post("BX-P1")),
    "under a claim of one's own": ("township", on_post("BX-P1", **MINE)),
    "one's own under a foreign claim": ("township", on_post("AX-P1", **THEIRS)),
    "the next village's person": ("village", on_post("NX-P1")),
    "the township's officer": ("village", on_post("AT-P1")),
    "a person on no list, elsewhere": ("township", on_post("new", **THEIRS)),
    "a person on no list, nowhere": ("township", on_post("new")),
    "one that only others reported": ("township", report("evacuee.move", "moving", "BX-E99", **MINE)),
    "another township's word": ("township", report("area.word", "report", OTHER_VILLAGE)),
    "the county's word": ("township", report("area.word", "report", "331083")),
    "the next village's word": ("village", report("area.word", "report", NEXT.village_code or "")),
    "another's tally": (
        "township",
        report("tally.moved", "reported", f"{OTHER_TOWNSHIP}:expanded", **COUNTED),
    ),
    "the township's tally": (
        "village",
        report("tally.moved", "reported", f"{OWN_TOWNSHIP}:expanded", **COUNTED),
    ),
    "another's directive": ("township", report("directive.progress", "assigned", "BX-I1", **MINE)),
    "a member unit": ("township", report("unit.post", "on_post", "emergency_management", **MINE)),
    "a level": ("township", report("response.level", "in_force", "typhoon", category="3")),
    "the log": ("township", report("log.entry", "noted", "x", **MINE)),
    "a correction of another's": ("township", on_post("AX-P1", corrects="BX-e1")),
    "a correction of something else": ("township", on_post("AX-P1", corrects="AX-e2")),
    "a correction of nothing": ("township", on_post("AX-P1", corrects="none")),
    "what is not one's department's": ("fishery", report("site.work", "stopped", "AX-S1")),
    "another unit's own row": ("office", report("unit.post", "on_post", "port_fishery")),
    "anything by a reader": ("reviewer", on_post("AX-P1")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_his_is_refused_and_noted(case: str, door: Door) -> None:
    account_id, event = REFUSED[case]
    mine = on_post("AX-P1", **MINE)
    with pytest.raises(NotAllowed):
        door.visit(account_id).record([mine, event])
    assert door.desk.ledger.event(event.event_id) is None
    assert door.desk.ledger.event(mine.event_id) is None, "the whole batch is refused"
    told = door.noted()[-1]
    assert (told["kind"], told["is_done"], told["account_id"]) == ("refused", False, account_id)
    assert told["thing"] in {event.subject, mine.subject}
    assert (told["thing_id"], told["detail"]) == (None, "{}")


ALLOWED = {
    "an own person": ("township", on_post("AX-P1", **MINE)),
    "the township's officer": ("township", on_post("AT-P1")),
    "a place left out": ("village", on_post("AX-P1")),
    "an own person on no list yet": (
        "village",
        report("evacuee.move", "moving", "new-one", quantity=1, **MINE),
    ),
    "one's own word": ("village", report("area.word", "nil_report", OWN_VILLAGE)),
    "a word for a village": ("township", report("area.word", "nil_report", NEXT.village_code or "")),
    "one's own tally": ("township", report("tally.moved", "reported", f"{OWN_TOWNSHIP}:expanded", **COUNTED)),
    "a directive": ("township", report("directive.progress", "assigned", "AX-I1", **MINE)),
    "a department's vessel": ("fishery", report("vessel.crew", "ashore", "BX-V1", quantity=6)),
    "a department's own row": ("office", report("unit.post", "on_post", "emergency_management")),
    "anything by the duty officer": ("duty", on_post("BX-P1", **THEIRS)),
    "a unit by the duty officer": ("duty", report("unit.post", "on_post", "emergency_management")),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_his_is_recorded_under_his_name_where_the_lists_place_it(case: str, door: Door) -> None:
    account_id, event = ALLOWED[case]
    assert door.visit(account_id).record([event]).recorded == 1
    kept = door.desk.ledger.event(event.event_id)
    assert kept is not None
    assert (kept.actor, kept.import_id) == (account_id, None)
    if account_id == "village":
        assert (kept.township_code, kept.village_code) == (OWN_TOWNSHIP, OWN_VILLAGE)


@pytest.mark.parametrize(
    ("fact", "status", "subject_id", "most"),
    [
        ("evacuee.move", "at_shelter", "AX-E1", 50),
        ("shelter.occupancy", "counted", "AX-H1", 500),
        ("vessel.crew", "ashore", "AX-V1", 60),
    ],
)
def test_a_count_many_times_the_lists_is_a_slip_and_not_recorded(
    fact: str, status: str, subject_id: str, most: int, door: Door
) -> None:
    visit = door.visit("duty")
    with pytest.raises(TooManyPeople, match=f"{most + 1:,} 人"):
        visit.record([report(fact, status, subject_id, quantity=most + 1)])
    assert visit.record([report(fact, status, subject_id, quantity=most)]).recorded == 1
    assert visit.record([report(fact, status, "on-no-list", quantity=most + 1)]).recorded == 1


def test_an_account_names_a_person_of_the_lists_or_none(door: Door) -> None:
    require_person(door.desk.store, "AX-P1")
    require_person(door.desk.store, None)
    for store, person_id in ((door.desk.store, "AX-P0"), (None, "AX-P1")):
        with pytest.raises(BadAccount, match="名册"):
            require_person(store, person_id)


def taken_back(event: Event) -> Event:
    at = event.recorded_at + timedelta(minutes=2)
    by = Amendment(event_id=uuid4().hex, recorded_at=at, source="form", actor="x", reason="听错")
    return withdrawal(event, by)


def test_an_own_report_of_another_hand_may_be_taken_back_and_a_foreign_one_is_not_even_there(
    door: Door,
) -> None:
    visit = door.visit("township")
    mine = on_post("NX-P2", **NEXT.area)
    door.visit("duty").record([mine])
    assert visit.event(mine.event_id) is not None
    assert visit.record([taken_back(mine)]).recorded == 1
    assert visit.event("BX-e1") is None
    assert visit.event("CX-e1") is None
    assert door.visit("duty").event("BX-e1") is not None


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


def test_a_township_without_an_area_sees_and_writes_nothing(door: Door) -> None:
    lost = Visitor(account_id="lost", name="无", role=Role.TOWNSHIP)
    visit = Visit(lost, door.office, door.desk)
    asked = {"operation_id": OPERATION, "as_of": NOW}
    assert visit.store.frame("phone/subjects", **asked).query("subject != 'unit'").empty
    assert not door.visit("village").store.frame("phone/subjects", **asked).empty
    with pytest.raises(NotAllowed):
        visit.record([on_post("AX-P1")])
