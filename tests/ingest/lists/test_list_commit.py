"""Lists taken in, sent again, taken back, and sent by two at once."""

import io
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices, ListReport, Outcome
from stormdesk.ingest.lists.undo import AlreadyUndone, UnknownImport, undo
from stormdesk.ui.data.workbooks import returned_workbook

Workbook = Callable[..., bytes]
Take = Callable[..., ListReport]
Held = Callable[[str], pd.DataFrame]
HEAD = ["船名号", "船员人数", "船主", "船主手机", "乡镇"]
ONE = ["浙玉渔00001", 5, "王一", "13800000001", "坎门"]
TWO = ["浙玉渔00002", 6, "王二", "13800000002", "坎门"]


def crews(held: Held) -> dict[str, int]:
    rows = held("vessel")
    return dict(zip(rows["name"], rows["crew_count"].astype(int), strict=True))


def test_a_list_goes_in_with_its_original_and_who_brought_it(
    desk: Desk, workbook: Workbook, take: Take, held: Held
) -> None:
    data = workbook(HEAD, ONE, TWO)
    report = take(data, "渔船.xlsx")
    assert (report.outcome, report.counts.new) == (Outcome.TAKEN, 2)
    assert crews(held) == {"浙玉渔00001": 5, "浙玉渔00002": 6}
    rows = desk.store.rows("register/import", import_id=report.import_id)
    assert rows[0][:3] == ("paper", "vessels", "渔船.xlsx")
    original = desk.settings.originals / rows[0][3]
    assert original.read_bytes() == data
    assert original.stat().st_mode & 0o077 == 0
    assert set(held("vessel")["import_id"]) == {report.import_id}


def test_the_same_list_twice_doubles_nothing(workbook: Workbook, take: Take, held: Held) -> None:
    data = workbook(HEAD, ONE, TWO)
    take(data)
    again = take(data)
    assert (again.outcome, again.counts.unchanged, again.counts.new) == (Outcome.REPEATED, 2, 0)
    assert len(held("vessel")) == 2


def test_two_looks_of_one_file_committed_one_after_the_other_double_nothing(
    desk: Desk, workbook: Workbook, held: Held
) -> None:
    data = workbook(HEAD, ONE, TWO)
    first, second = look(desk, "a.xlsx", data), look(desk, "a.xlsx", data)
    assert commit(desk, first, by="甲").counts.new == 2
    late = commit(desk, second, by="乙")
    assert (late.counts.new, late.counts.unchanged, late.is_recompared) == (0, 2, True)
    assert len(held("vessel")) == 2


def test_a_change_is_a_new_version_and_the_old_one_still_holds_before_it(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    take(workbook(HEAD, ONE))
    show_hours(5)
    seen = look(desk, "b.xlsx", workbook(HEAD, [ONE[0], 9, *ONE[2:]]))
    assert seen.changed[["field", "old", "new"]].to_numpy().tolist() == [["crew_count", 5, 9]]
    commit(desk, seen, by="甲")
    assert crews(held) == {"浙玉渔00001": 9}
    show_hours(4)
    assert crews(held) == {"浙玉渔00001": 5}


def test_blanks_and_missing_columns_erase_nothing_unless_asked(
    workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    take(workbook(HEAD, ONE))
    show_hours(1)
    take(workbook(["船名号", "船员人数"], ["浙玉渔1", None]), list_code="vessels")
    assert crews(held) == {"浙玉渔00001": 5}
    assert held("vessel")["owner_name"].tolist() == ["王一"]
    show_hours(2)
    take(workbook(["船名号", "船员人数"], ["浙玉渔1", None]), list_code="vessels", blank_erases=True)
    assert held("vessel")["crew_count"].isna().tolist() == [True]
    assert held("vessel")["owner_name"].tolist() == ["王一"]


def test_only_a_complete_list_ends_what_it_no_longer_names_and_only_in_its_townships(
    workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    other = ["浙玉渔00003", 3, "王三", "13800000003", "玉城"]
    take(workbook(HEAD, ONE, TWO, other))
    show_hours(1)
    assert take(workbook(HEAD, ONE)).counts.gone == 0
    show_hours(2)
    assert take(workbook(HEAD, ONE), is_complete=True).counts.gone == 1
    assert sorted(crews(held)) == ["浙玉渔00001", "浙玉渔00003"]


def test_a_row_that_comes_back_is_not_gone(workbook: Workbook, take: Take, held: Held) -> None:
    head = ["乡镇", "仓库", "物资名称", "数量"]
    take(workbook(head, ["坎门", "甲库", "沙袋", 5], ["坎门", "乙库", "沙袋", 6]))
    report = take(
        workbook(head, ["坎门", "甲库", "沙袋", 5], ["坎门", "乙库", "沙袋", "很多"]), is_complete=True
    )
    assert (report.counts.returned, report.counts.gone) == (1, 0)
    assert len(held("stock")) == 2


def test_an_import_is_taken_back_as_a_whole_and_the_undo_too(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    take(workbook(HEAD, ONE))
    show_hours(1)
    report = take(workbook(HEAD, [ONE[0], 9, *ONE[2:]], TWO))
    show_hours(2)
    back = undo(desk, report.import_id, by="乙")
    assert crews(held) == {"浙玉渔00001": 5}
    with pytest.raises(AlreadyUndone):
        undo(desk, report.import_id, by="乙")
    show_hours(3)
    undo(desk, back.import_id, by="乙")
    assert crews(held) == {"浙玉渔00001": 9, "浙玉渔00002": 6}
    show_hours(1.5)
    assert crews(held) == {"浙玉渔00001": 9, "浙玉渔00002": 6}


def test_an_undo_leaves_alone_what_a_later_import_has_changed(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    report = take(workbook(HEAD, ONE, TWO))
    show_hours(1)
    take(workbook(HEAD, [ONE[0], 9, *ONE[2:]]))
    show_hours(2)
    back = undo(desk, report.import_id, by="乙")
    assert len(back.left_alone) == 1
    assert crews(held) == {"浙玉渔00001": 9}
    with pytest.raises(UnknownImport):
        undo(desk, "nobody", by="乙")


def test_a_file_with_nothing_of_use_is_quarantined_not_forgotten(desk: Desk, workbook: Workbook) -> None:
    report = commit(desk, look(desk, "x.xlsx", workbook(HEAD, [None, 5, None, None, "坎门"])), by="甲")
    assert (report.outcome, report.counts.returned) == (Outcome.QUARANTINED, 1)


def test_the_returned_workbook_put_right_completes_the_import(
    desk: Desk, workbook: Workbook, held: Held, show_hours: Callable[[float], None]
) -> None:
    village = ["行政村", "总人口"]
    data = workbook(village, ["坎门街道海都社区", 100], ["坎门街道海郡社区", 200])
    seen = look(desk, "村情.xlsx", data, list_code="villages")
    assert (seen.counts.new, seen.counts.returned) == (1, 1)
    commit(desk, seen, by="甲")
    book = load_workbook(io.BytesIO(returned_workbook(seen, str)))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "坎门街道海郡社区":
                cell.value = "坎门街道东沙社区"
    fixed = io.BytesIO()
    book.save(fixed)
    show_hours(1)
    again = look(desk, "村情-退回.xlsx", fixed.getvalue(), list_code="villages")
    assert [p for p in again.problems if p.is_refused] == []
    report = commit(desk, again, by="甲")
    assert (report.counts.new, report.counts.unchanged) == (1, 0)
    assert sorted(held("village")["population"]) == [100, 200]


def test_a_later_version_that_stands_already_is_not_overlapped(
    workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    show_hours(48)
    take(workbook(HEAD, ONE))
    show_hours(1)
    take(workbook(HEAD, [ONE[0], 7, *ONE[2:]]))
    assert crews(held) == {"浙玉渔00001": 7}
    show_hours(49)
    assert crews(held) == {"浙玉渔00001": 5}


def test_an_own_number_is_kept_and_a_serial_number_is_not(workbook: Workbook, take: Take, held: Held) -> None:
    take(workbook(["船舶编号", *HEAD], ["YH-2022-7", *ONE], ["2", *TWO]))
    ids = dict(zip(held("vessel")["name"], held("vessel")["vessel_id"], strict=True))
    assert ids["浙玉渔00001"] == "YH-2022-7"
    assert ids["浙玉渔00002"].startswith("V-")


def test_choices_have_safe_defaults() -> None:
    assert (Choices().is_complete, Choices().blank_erases) == (False, False)


KILLED = """
import os, signal, sys
from pathlib import Path
from stormdesk.ingest.desk import open_desk
from stormdesk.ingest.lists import commit as module
from stormdesk.ingest.lists.look import look
from stormdesk.settings import load_settings

desk = open_desk(load_settings())
module.write_batch = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
module.commit(desk, look(desk, "a.xlsx", Path(sys.argv[1]).read_bytes()), by="x")
"""


def test_a_kill_in_the_middle_leaves_nothing_and_the_next_try_takes_all(
    desk: Desk, workbook: Workbook, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(HEAD, ONE, TWO))
    desk.store.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    again = open_desk(desk.settings)
    try:
        facts = {"register": "vessel", "roster": "paper", "as_of": again.now(), "import_id": ""}
        assert again.store.table("register/versions", **facts).num_rows == 0
        report = commit(again, look(again, "a.xlsx", file.read_bytes()), by="甲")
        assert (report.outcome, report.counts.new) == (Outcome.TAKEN, 2)
    finally:
        again.store.close()
