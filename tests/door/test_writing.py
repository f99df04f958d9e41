"""What a visitor may write down, where, and under whose name."""

import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import Event
from stormdesk.door.known_person import require_person
from stormdesk.door.visit import Visit
from stormdesk.errors import BadAccount, NotAllowed, TooManyPeople
from tests.door.writing_door import Door, report, taken_back
from tests.queries.scope_ground import (
    NEXT,
    NOW,
    OPERATION,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    OWN_TOWNSHIP,
    OWN_VILLAGE,
)


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


def test_a_township_without_an_area_sees_and_writes_nothing(door: Door) -> None:
    lost = Visitor(account_id="lost", name="无", role=Role.TOWNSHIP)
    visit = Visit(lost, door.office, door.desk)
    asked = {"operation_id": OPERATION, "as_of": NOW}
    assert visit.store.frame("phone/subjects", **asked).query("subject != 'unit'").empty
    assert not door.visit("village").store.frame("phone/subjects", **asked).empty
    with pytest.raises(NotAllowed):
        visit.record([on_post("AX-P1")])
