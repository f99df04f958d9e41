"""The same problem of many rows is told once; nothing that came back is left out."""

from collections.abc import Callable

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.folding import MOST, REST, accepted_of, fold, stored, total
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices, ListProblem, ListReport

Workbook = Callable[..., bytes]
HEAD = ["船名号", "船舶类别", "船员人数", "乡镇"]


def doubt(row: int, value: str, *, is_refused: bool = False) -> ListProblem:
    return ListProblem(f"甲!B{row}", value, "why", "length", None, "甲", row, 1, is_refused)


def test_a_problem_of_many_rows_is_one_with_its_places(
    desk: Desk, workbook: Workbook, take: Callable[..., ListReport]
) -> None:
    data = workbook(HEAD, *([f"浙玉渔{number:05}", "游轮", 5, "坎门"] for number in range(50)))
    (told,) = look(desk, "渔船.xlsx", data).problems
    assert (told.place, told.count, told.where) == ("名单!B2", 50, "名单!B2、B3、B4 +47")
    report = take(data, "渔船.xlsx")
    rows = desk.store.rows("data/problems", import_id=report.import_id, most_count=99)
    assert len(rows) == 1


def test_a_folded_suggestion_is_accepted_in_all_its_rows(desk: Desk, workbook: Workbook) -> None:
    data = workbook(HEAD, *([f"浙玉渔{number:05}", "渔船", "约5", "坎门"] for number in range(9)))
    problems = look(desk, "渔船.xlsx", data).problems
    accepted = accepted_of(problems)
    assert len(accepted) == 9
    assert look(desk, "渔船.xlsx", data, choices=Choices(accepted=accepted)).problems == ()


def test_values_beyond_so_many_of_a_kind_stand_together_and_are_counted() -> None:
    many = [doubt(row, f"{row}") for row in range(2, MOST * 3)]
    told = fold(many)
    assert (len(told), told[-1].value, total(told)) == (MOST + 1, REST, len(many))
    assert fold(told) == told


def test_every_row_that_came_back_is_stored() -> None:
    back = [doubt(row, "x", is_refused=True) for row in range(2, 3000)]
    told = fold(back)
    assert (len(told), total(told)) == (1, len(back))
    assert [problem.place for problem in stored(told)] == [problem.place for problem in back]
