"""Whatever stands in its cells, every row of a list goes in, comes back, or is told to be skipped."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.sheets.plain import is_blank

HEAD = ["避灾场所名称", "乡镇", "村", "容纳人数", "经度", "纬度", "管理员", "管理员手机", "有无安全鉴定"]
KNOWN = ["甲点", "乙点", "坎门", "玉城街道", "海都", "120", "约90", "121.25", "28.09", "28°5′", "13800000001"]
ODD = [
    "",
    "—",
    "合计",
    "示例",
    "1.38E+10",
    "nan",
    "-1",
    "=1+1",
    "'138",
    "是",
    "无",
    "\u200b",
    "１２３",
    "备注:无",
]
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CELLS = st.one_of(st.sampled_from(KNOWN), st.sampled_from(ODD), WORDS)
ROWS = st.lists(st.lists(CELLS, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_every_row_is_accounted_for(desk: Desk, rows: list[list[str]]) -> None:
    held = io.StringIO()
    csv.writer(held).writerows([HEAD, *rows])
    seen = look(desk, "避灾场所.csv", held.getvalue().encode(), list_code="shelters")
    counts = seen.counts
    told = counts.taken + counts.returned + counts.skipped
    filled = sum(not all(is_blank(cell) for cell in row) for row in rows)
    assert filled <= told <= len(rows)
    refused = {(problem.sheet, problem.row) for problem in seen.problems if problem.is_refused}
    assert {(row.sheet, row.row) for row in seen.returned} == refused
    if not counts.taken:
        assert seen.problems
