"""Everything that keeps a paper from going out."""

import re
from io import BytesIO

import pytest
from docx import Document

from stormdesk.domain.event import Event
from stormdesk.domain.objections import Fault
from stormdesk.domain.papers import Mark
from stormdesk.door.paper_proof import opened
from stormdesk.door.paper_steps import PaperFault, PaperRefusedError
from stormdesk.door.papers import (
    check,
    draft,
    standing_objections,
)
from stormdesk.report.papers.bulletin import BULLETIN
from stormdesk.report.papers.comparing import corrections
from tests.door.paper_house import (
    KIND,
    OPERATION,
    SIGNED_AT,
    PaperHouse,
    at,
    faults,
    issued,
    moment,
)


def test_a_report_edited_in_the_file_turns_it_red_and_is_named(house: PaperHouse) -> None:
    assert faults(house) == set()
    house.tamper("update event set quantity = 40 where event_id = 'e0002'")
    found = standing_objections(house.visit("head"), "bulletin", moment(4))
    assert [one.fault for one in found] == [Fault.UNFOLDED]
    assert (found[0].village_code, found[0].category, found[0].page) == (
        "331083001001",
        "old_house",
        "evacuation",
    )
    assert found[0].event_ids == ("e0002",)
    drafted = draft(house.visit("duty"), KIND, moment(4), at=house.now())
    with pytest.raises(PaperRefusedError) as refused:
        check(house.visit("second"), drafted, at=house.now())
    assert refused.value.fault is PaperFault.OBJECTIONS
    assert refused.value.objections == found


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("delete from event where event_id = 'e0002'", "lost"),
        ("update span set done_since = null where event_id = 'e0002'", "bent"),
        (
            "insert into event select * replace ('x' as event_id) from event where event_id = 'e0002'",
            "idle",
        ),
    ],
)
def test_rows_deleted_bent_or_written_past_the_program_are_found(
    house: PaperHouse, sql: str, fault: str
) -> None:
    house.tamper(sql)
    [found] = (
        one
        for one in standing_objections(house.visit("head"), "bulletin", moment(4))
        if one.fault is Fault.UNFOLDED
    )
    assert found.village_code == "331083001001"
    names = set(house.desk.store.frame("papers/unfolded", operation_id=OPERATION)["fault"])
    names |= set(house.desk.store.frame("papers/unchained", operation_id=OPERATION)["fault"])
    assert names == {fault}


def test_reports_of_one_instant_are_sound_and_one_written_past_the_program_is_not(house: PaperHouse) -> None:
    def told(status: str, persons: int, at_h: float, **more: object) -> Event:
        known = at(at_h)
        place = {"township_code": "331083001", "category": "dead", "quantity": persons, "recorded_at": known}
        return house.tell("damage.loss", status, "331083001:dead", h=3, **(place | more))

    told("reported", 1, 3.1)
    first = told("reported", 5, 3.1)
    right = told("reported", 4, 3.1, corrects=first.event_id)
    told("verified", 4, 3.1, corrects=right.event_id)
    told("verified", 6, 3.2)
    told("verified", 7, 3.2, corrects=right.event_id)
    assert faults(house) == set()
    house.tamper("insert into event select * replace ('x' as event_id) from event where event_id = 'e0011'")
    [found] = standing_objections(house.visit("head"), "bulletin", moment(4))
    assert (found.event_ids, found.category, found.page) == (("x",), "dead", "losses")


def test_accounts_that_differ_hold_it_back_until_somebody_explains(house: PaperHouse) -> None:
    house.reported(5, h=3.5)
    [found] = standing_objections(house.visit("head"), "bulletin", moment(4))
    assert (found.fault, found.township_code, found.category, found.persons) == (
        Fault.ACCOUNTS,
        "331083001",
        "old_house",
        2,
    )
    told = {"township_code": "331083001", "category": "old_house", "quantity": 2}
    house.tell("tally.explained", "explained", f"331083001:old_house:{found.gap}", h=3.8, **told)
    assert faults(house) == set()
    house.reported(6, h=3.9)
    assert faults(house) == {Fault.ACCOUNTS}


def test_a_headcount_far_from_the_sign_ins_of_its_minute_holds_it_back_until_explained(
    house: PaperHouse,
) -> None:
    house.tamper(
        "insert into shelter by name select roster_of('test-1') as roster, 'H1' as shelter_id,"
        " '一号点' as name, '331083001' as township_code, 'test' as source,"
        " timestamptz '2020-01-01' as valid_from, timestamptz '9999-12-31' as valid_to"
    )
    place = {"township_code": "331083001"}
    house.tell("shelter.service", "open", "H1", h=1, **place)
    house.tell("shelter.occupancy", "counted", "H1", h=3.05, quantity=19, **place)
    assert faults(house, 3.1) == set()
    house.tell("shelter.occupancy", "counted", "H1", h=3.2, quantity=24, **place)
    [found] = standing_objections(house.visit("head"), "bulletin", moment(4))
    assert found.say() == "一号点清点 24 人,清点时登记在册 0 人,差 24 人"
    house.tell("tally.explained", "explained", found.explained_as, h=3.5, quantity=24, **place)
    assert faults(house) == set()


def test_people_without_a_category_of_the_county_hold_it_back_with_their_village(house: PaperHouse) -> None:
    house.move("d", 2, h=3.2, category="moon_base")
    found = {one.fault: one for one in standing_objections(house.visit("head"), "bulletin", moment(4))}
    assert (found[Fault.CATEGORY].village_code, found[Fault.CATEGORY].persons) == ("331083001001", 2)
    place = {"township_code": "331083001", "quantity": 7, "category": "nonsense"}
    house.tell("tally.moved", "reported", "331083001:nonsense", h=3.3, **place)
    told = [one.say() for one in standing_objections(house.visit("head"), "bulletin", moment(4))]
    assert "乡镇上报 7 人,类别“nonsense”不在本县的类别表里" in told


def test_a_late_report_is_listed_as_a_correction_of_the_signed_issue_that_it_changes(
    house: PaperHouse,
) -> None:
    paper = issued(house, kind="bulletin")
    house.move("late", 5, h=3.9, recorded_at=moment(6).as_of)
    house.reported(8, h=6)
    [moved, *_] = (one for one in corrections(house.desk, BULLETIN, moment(7)) if one.change.key == "moved")
    assert (moved.paper.paper_id, moved.change.before, moved.change.now) == (paper.paper_id, 7, 12)
    text = BULLETIN.text(house.desk, moment(7), mark())
    assert "原为 7 人,据此后补报和更正应为 12 人" in text
    signed = [
        line
        for line in Document(BytesIO(opened(house.desk, paper))).paragraphs
        if re.fullmatch(rf"(起草|核对|签发):.+\(\w+\),{SIGNED_AT}", line.text)
    ]
    assert [line.text[:2] for line in signed] == ["起草", "核对", "签发"]
    assert [line.paragraph_format.keep_with_next for line in signed] == [True, True, None]


def mark() -> object:
    return Mark(title=BULLETIN.title, moment=moment(7))
