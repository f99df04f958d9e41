"""Papers: two hands, numbers, what goes back and what follows up."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from stormdesk.domain.papers import Paper, PaperState
from stormdesk.door.paper_proof import opened
from stormdesk.door.paper_steps import PaperFault, PaperRefusedError, find
from stormdesk.door.papers import (
    check,
    draft,
    issue,
    papers,
    send_back,
    withdraw,
)
from stormdesk.errors import NotAllowed
from tests.door.paper_house import (
    KIND,
    OPERATION,
    PaperHouse,
    issued,
    last_line,
    moment,
)


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


def damage_title(house: PaperHouse, paper: Paper) -> str:
    return str(load_workbook(BytesIO(opened(house.desk, paper)))["灾情报表"]["A1"].value)


def test_nil_reports_leave_the_first_report_of_a_loss_open(house: PaperHouse) -> None:
    nil = issued(house, kind="damage")
    place = {"township_code": "331083001", "category": "dead", "quantity": 1}
    house.tell("damage.loss", "reported", "331083001:dead", h=4.5, **place)
    titles = [damage_title(house, issued(house, hours, kind="damage")) for hours in (5, 6)]
    assert ["初报" in title for title in (damage_title(house, nil), *titles)] == [True, True, False]


def test_the_second_damage_report_follows_up_and_its_first_corrected_stays_the_first(
    house: PaperHouse,
) -> None:
    first = issued(house, kind="damage")
    second = issued(house, kind="damage")
    again = draft(house.visit("duty"), "damage", moment(4), at=house.now(), corrects=first.paper_id)
    assert ["初报" in damage_title(house, one) for one in (first, second, again)] == [True, False, True]
    corrected = issued(house, kind="damage", corrects=first.paper_id)
    assert "初报" in damage_title(house, corrected)
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    signed = rf"填报人:值班员\(duty\) {when} +审核人:.+\(second\) {when} "
    signed += rf"+签发人:.+\(head\) {when} +报出时间:{when}"
    assert re.fullmatch(signed, last_line(opened(house.desk, first)))
    unsigned = rf"填报人:值班员\(duty\) {when} +审核人: +签发人: +报出时间: *"
    assert re.fullmatch(unsigned, last_line(opened(house.desk, again)))
    assert opened(house.desk, corrected) != opened(house.desk, again)
