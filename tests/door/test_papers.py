"""Papers: two hands, numbers, seals, and everything that keeps a paper from going out."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from stormdesk.domain.event import Event
from stormdesk.domain.objections import Fault
from stormdesk.domain.papers import Mark, Paper, PaperState
from stormdesk.door.paper_proof import PaperBrokenError, Seal, against, opened, seal_state
from stormdesk.door.paper_steps import PaperFault, PaperRefusedError, find
from stormdesk.door.papers import (
    check,
    draft,
    issue,
    papers,
    send_back,
    standing_objections,
    withdraw,
)
from stormdesk.errors import NotAllowed
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import read_bundle
from stormdesk.report.papers.bulletin import BULLETIN
from stormdesk.report.papers.comparing import corrections
from stormdesk.settings import Settings, load_settings
from tests.door.paper_house import OPERATION, PaperHouse, at, moment, paper_house

# A paper whose file is quickly made.
KIND = "daily_return"
SIGNED_AT = r"\d{4}年\d+月\d+日\d+时\d\d分"


def settings_at(home: Path) -> Settings:
    return replace(load_settings(), home=home, language="en")


@pytest.fixture(scope="module")
def told_home(tmp_path_factory: pytest.TempPathFactory, plain_home: Path) -> Path:
    """A folder in which two townships have moved people and reported as many; copy it, do not write to it."""
    home = tmp_path_factory.mktemp("papers") / "home"
    shutil.copytree(plain_home, home)
    with paper_house(settings_at(home)) as made:
        made.move("a", 3, h=1)
        made.move("b", 4, h=2, is_other=True)
        made.reported(3, h=3)
        made.reported(4, h=3, is_other=True)
    return home


@pytest.fixture
def house(tmp_path: Path, told_home: Path) -> Iterator[PaperHouse]:
    shutil.copytree(told_home, tmp_path / "home")
    with paper_house(settings_at(tmp_path / "home")) as made:
        yield made


def issued(house: PaperHouse, hours: float = 4, *, corrects: str | None = None, kind: str = KIND) -> Paper:
    drafted = draft(house.visit("duty"), kind, moment(hours), at=house.now(), corrects=corrects)
    checked = check(house.visit("second"), drafted, at=house.now())
    return issue(house.visit("head"), checked, at=house.now())


def faults(house: PaperHouse, hours: float = 4) -> set[Fault]:
    return {one.fault for one in standing_objections(house.visit("head"), "bulletin", moment(hours))}


def test_a_paper_takes_two_hands_and_a_right(house: PaperHouse) -> None:
    drafted = draft(house.visit("duty"), KIND, moment(4), at=house.now())
    assert drafted.state is PaperState.DRAFT
    for same in ("duty", "hat"):
        with pytest.raises(PaperRefusedError) as refused:
            check(house.visit(same), drafted, at=house.now())
        assert refused.value.fault is PaperFault.SAME_HAND
    with pytest.raises(PaperRefusedError) as refused:
        issue(house.visit("head"), drafted, at=house.now())
    assert refused.value.fault is PaperFault.WRONG_STATE
    with pytest.raises(NotAllowed):
        draft(house.visit("reviewer"), "bulletin", moment(4), at=house.now())
    checked = check(house.visit("second"), drafted, at=house.now())
    with pytest.raises(NotAllowed):
        issue(house.visit("second"), checked, at=house.now())
    paper = issue(house.visit("head"), checked, at=house.now())
    assert paper.issue is not None
    assert (paper.issue.year, paper.issue.number, paper.issue.version) == (2022, 1, 1)
    told = [(row["kind"], row["what"], row["is_done"]) for row in house.noted() if row["thing"]]
    assert told.count(("refused", "own_draft", False)) == 2
    steps = [what for kind, what, is_done in told if kind == "paper" and is_done]
    assert steps == ["drafted", "checked", "issued"]
    with pytest.raises(PaperRefusedError):
        issue(house.visit("head"), checked, at=house.now())
    assert len(papers(house.visit("duty"), OPERATION)) == 1


def test_numbers_run_on_and_a_correction_keeps_its_own(house: PaperHouse) -> None:
    first, second = issued(house, 4), issued(house, 5)
    third = issued(house, 4, corrects=first.paper_id)
    numbers = [(one.issue.number, one.issue.version) for one in (first, second, third) if one.issue]
    assert numbers == [(1, 1), (2, 1), (1, 2)]
    assert find(house.visit("duty"), OPERATION, first.paper_id).state is PaperState.SUPERSEDED
    with pytest.raises(PaperRefusedError) as refused:
        draft(house.visit("duty"), KIND, moment(4), at=house.now(), corrects=first.paper_id)
    assert refused.value.fault is PaperFault.NOT_STANDING
    gone = withdraw(house.visit("head"), third, reason="数字有误,收回", at=house.now())
    assert gone.state is PaperState.WITHDRAWN
    assert opened(house.desk, gone)
    with pytest.raises(PaperRefusedError) as refused:
        withdraw(house.visit("head"), second, reason=" ", at=house.now())
    assert refused.value.fault is PaperFault.NO_REASON
    assert issued(house, 6).issue.number == 3  # type: ignore[union-attr]


def test_a_draft_goes_back_with_a_reason_and_is_done_with(house: PaperHouse) -> None:
    drafted = draft(house.visit("duty"), KIND, moment(4), at=house.now())
    back = send_back(house.visit("second"), drafted, reason="漏了一处避灾点", at=house.now())
    assert back.state is PaperState.SENT_BACK
    again = draft(house.visit("duty"), KIND, moment(4), at=house.now())
    as_drafted = opened(house.desk, again)
    house.move("backdated", 2, h=3.5)
    house.reported(5, h=3.6)
    assert opened(house.desk, again) == as_drafted
    with pytest.raises(PaperRefusedError) as refused:
        check(house.visit("second"), again, at=house.now())
    assert refused.value.fault is PaperFault.CHANGED
    assert "moved" in str(refused.value)
    with pytest.raises(PaperRefusedError):
        check(house.visit("second"), back, at=house.now())


def test_the_bytes_are_kept_twice_and_verified_when_opened(house: PaperHouse) -> None:
    paper = issued(house)
    assert paper.issue is not None
    path = house.desk.settings.papers / str(paper.issue.sha256)
    whole = opened(house.desk, paper)
    assert path.read_bytes() == whole
    assert re.fullmatch(rf"签发:.+\(head\),{SIGNED_AT}", last_line(whole))
    path.unlink()
    assert opened(house.desk, paper) == whole
    assert path.read_bytes() == whole
    path.write_bytes(whole + b" ")
    with pytest.raises(PaperBrokenError):
        opened(house.desk, paper)
    assert Fault.FILE in faults(house)


def last_line(data: bytes) -> str:
    """What stands last on the first sheet of a form."""
    rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [str(row[0]) for row in rows if row[0]][-1]


def test_the_second_damage_report_follows_up_and_its_first_corrected_stays_the_first(
    house: PaperHouse,
) -> None:
    def title(paper: Paper) -> str:
        return str(load_workbook(BytesIO(opened(house.desk, paper)))["灾情报表"]["A1"].value)

    first = issued(house, kind="damage")
    second = issued(house, kind="damage")
    again = draft(house.visit("duty"), "damage", moment(4), at=house.now(), corrects=first.paper_id)
    assert ["初报" in title(one) for one in (first, second, again)] == [True, False, True]
    corrected = issued(house, kind="damage", corrects=first.paper_id)
    assert "初报" in title(corrected)
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    signed = rf"填报人:值班员\(duty\) {when} +审核人:.+\(second\) {when} "
    signed += rf"+签发人:.+\(head\) {when} +报出时间:{when}"
    assert re.fullmatch(signed, last_line(opened(house.desk, first)))
    unsigned = rf"填报人:值班员\(duty\) {when} +审核人: +签发人: +报出时间: *"
    assert re.fullmatch(unsigned, last_line(opened(house.desk, again)))
    assert opened(house.desk, corrected) != opened(house.desk, again)


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


def test_a_change_that_folds_soundly_breaks_the_seal_and_its_place_is_named(house: PaperHouse) -> None:
    paper = issued(house)
    house.move("c", 2, h=5)
    house.reported(5, h=5.5)
    assert faults(house, 6) == set()
    house.tamper("update event set quantity = 6 where event_id = 'e0002'")
    house.tamper("update span set quantity = 6 where event_id = 'e0002'")
    house.reported(8, h=5.6)
    found = against(house.desk, house.office, paper)
    assert [one.fault for one in found] == [Fault.SEAL]
    assert (found[0].township_code, found[0].values["subject"]) == ("331083001", "evacuee")
    assert (found[0].values["sealed"], found[0].values["found"]) == (1, 1)
    assert Fault.SEAL in faults(house, 6)
    withdraw(house.visit("head"), paper, reason="台账被改动", at=house.now())
    assert faults(house, 6) == set()


def test_a_seal_forged_to_fit_is_held_against_the_audit(house: PaperHouse) -> None:
    paper = issued(house)
    assert seal_state(house.desk, house.office, paper).is_whole
    for bent, back in (
        (
            "update paper_step set seal = 'x' || seal where step = 'issued'",
            "update paper_step set seal = seal[2:] where step = 'issued'",
        ),
        (
            "update paper_step set account_id = account_id || '2' where step = 'checked'",
            "update paper_step set account_id = account_id[:-2] where step = 'checked'",
        ),
    ):
        house.tamper(bent)
        assert not seal_now(house, paper).is_own_whole, bent
        house.tamper(back)
        assert seal_now(house, paper).is_own_whole, back
    house.tamper("update paper set text = text || '。'")
    assert not seal_now(house, paper).is_own_whole


def seal_now(house: PaperHouse, paper: Paper) -> Seal:
    """How the seal of a paper stands, read anew."""
    return seal_state(house.desk, house.office, find(house.visit("head"), OPERATION, paper.paper_id))


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


def test_a_bundle_loaded_beside_brings_papers_whose_seals_and_bytes_hold(
    house: PaperHouse, tmp_path: Path
) -> None:
    paper = issued(house)
    write_bundle(house.desk.store, OPERATION, tmp_path / "b.zip", at=house.now())
    store, ledger = house.desk.store, house.desk.ledger
    copy_id = read_bundle(store, ledger, tmp_path / "b.zip", suffix="copy").operation_id
    copied = find(house.visit("head"), copy_id, paper.paper_id)
    assert copied.issue == paper.issue
    assert seal_state(house.desk, house.office, copied).is_whole
    assert opened(house.desk, copied) == opened(house.desk, paper)
    house.tamper(f"update event set actor = 'x' where operation_id = '{copy_id}'")  # noqa: S608  a test's own
    assert not seal_state(house.desk, house.office, copied).is_whole
    assert seal_state(house.desk, house.office, paper).is_whole
