"""Imports taken back one after the other leave what stood before the first of them."""

from collections.abc import Callable

import pandas as pd

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.model import ListReport
from stormdesk.ingest.lists.undo import undo

Workbook = Callable[..., bytes]
Take = Callable[..., ListReport]
Held = Callable[[str], pd.DataFrame]
Hours = Callable[[float], None]
HEAD = ["船名号", "船员人数", "乡镇"]


def crews(held: Held) -> dict[str, int]:
    rows = held("vessel")
    return dict(zip(rows["name"], rows["crew_count"].astype(int), strict=True))


def test_the_last_import_back_then_the_one_before_it(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Hours
) -> None:
    reports = []
    for hour, crew in enumerate((5, 6, 7)):
        show_hours(hour)
        reports.append(take(workbook(HEAD, ["浙玉渔00001", crew, "坎门"], ["浙玉渔00002", 9, "坎门"])))
    for hour, (report, stands) in enumerate(zip(reversed(reports), (6, 5, None), strict=True)):
        show_hours(4 + hour)
        assert undo(desk, report.import_id, by="甲").left_alone == ()
        assert crews(held) == ({} if stands is None else {"浙玉渔00001": stands, "浙玉渔00002": 9})


def test_a_row_that_a_complete_list_ended_and_got_back_goes_with_its_own_import(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Hours
) -> None:
    first = take(workbook(HEAD, ["浙玉渔00001", 5, "坎门"]))
    show_hours(1)
    second = take(workbook(HEAD, ["浙玉渔00002", 9, "坎门"]), is_complete=True)
    show_hours(2)
    undo(desk, second.import_id, by="甲")
    assert crews(held) == {"浙玉渔00001": 5}
    show_hours(3)
    assert undo(desk, first.import_id, by="甲").left_alone == ()
    assert crews(held) == {}


def test_what_a_later_import_changed_and_nobody_took_back_is_left_alone(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Hours
) -> None:
    first = take(workbook(HEAD, ["浙玉渔00001", 5, "坎门"]))
    show_hours(1)
    second = take(workbook(HEAD, ["浙玉渔00001", 6, "坎门"]))
    show_hours(2)
    back = undo(desk, second.import_id, by="甲")
    show_hours(3)
    undo(desk, back.import_id, by="甲")
    assert len(undo(desk, first.import_id, by="甲").left_alone) == 1
    assert crews(held) == {"浙玉渔00001": 6}
