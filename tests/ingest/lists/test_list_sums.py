"""Totals rows: told where they differ from their rows, and only there."""

from collections.abc import Callable

import pytest

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.words import ListReason

HEAD = ["船名号", "船员人数", "乡镇"]


@pytest.mark.parametrize(
    ("cell", "total", "told"),
    [(6, 11, []), (6, 12, ["12 ≠ 11"]), ("约6", 11, []), ("约6", 12, ["12 ≠ 11"]), ("很多", 99, [])],
)
def test_a_cell_that_could_not_be_read_does_not_make_a_right_total_wrong(
    desk: Desk, workbook: Callable[..., bytes], cell: object, total: int, told: list[str]
) -> None:
    rows = [["浙玉渔00001", 5, "坎门"], ["浙玉渔00002", cell, "坎门"], ["合计", total]]
    seen = look(desk, "渔船.xlsx", workbook(HEAD, *rows))
    assert [p.value for p in seen.problems if p.reason == ListReason.TOTAL_DIFFERS] == told
