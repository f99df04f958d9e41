"""The data page through dashboard.py: imports and their problems, quarantine, sources, checks, copies."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import Desk

Open = Callable[..., AppTest]
PAGE = "system/data"
AT = datetime(2026, 5, 1, 4, tzinfo=UTC)
HASH = "ab" * 32
HOSTILE = "<img src=x onerror=alert(1)>${7*7}{{7*7}}\u202e.xlsx"


def words(app: AppTest) -> str:
    """All HTML, captions and buttons of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    parts += [caption.value for caption in app.caption] + [button.label for button in app.button]
    return "\n".join(parts)


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(found.value for found in app.dataframe if column in found.value.columns)


@pytest.fixture
def note(desk: Desk) -> Callable[..., None]:
    """Write an import into the book: note("i1", outcome="partly", problem_count=2, …)."""

    def put(import_id: str, **more: object) -> None:
        row: dict[str, object] = {
            "import_id": import_id,
            "imported_at": AT,
            "imported_by": "张三",
            "source": "责任人名册.xlsx",
            "kind": "list",
            "content_hash": HASH,
            "row_count": 10,
            "problem_count": 0,
        }
        with desk.store.write() as transaction:
            transaction.append("import_batch", pd.DataFrame([row | more]))

    return put


@pytest.fixture
def send_back(desk: Desk) -> Callable[..., None]:
    """Write a problem of an import: send_back("i1", 1, place="B3", reason="…")."""

    def put(import_id: str, number: int, **more: object) -> None:
        row: dict[str, object] = {
            "import_id": import_id,
            "number": number,
            "place": "A1",
            "reason": "缺少时间",
        }
        with desk.store.write() as transaction:
            transaction.append("import_problem", pd.DataFrame([row | more]))

    return put


def test_before_the_first_import_the_page_says_that_there_is_none(open_page: Open) -> None:
    assert "还没有导入过任何文件" in words(open_page(PAGE, part="imports"))


def test_each_import_is_a_row_and_what_was_not_counted_is_not_zero(
    open_page: Open, note: Callable[..., None]
) -> None:
    note("i1", outcome="partly", problem_count=2, new_count=7, list_code="vessel")
    note("i2", imported_at=AT + timedelta(hours=1), kind="positions", source="ais.nmea", source_id="ais")
    found = table(open_page(PAGE, part="imports"), "结果")
    assert found["文件"].tolist() == ["ais.nmea", "责任人名册.xlsx"]
    assert found["结果"].tolist() == ["✓ 已收", "◐ 部分收下"]
    assert found["新增"].isna().tolist() == [True, False]
    assert found["时间"].tolist()[1] == pd.Timestamp("2026-05-01 12:00")


def test_an_import_opens_with_its_problems_and_its_original(
    desk: Desk, open_page: Open, note: Callable[..., None], send_back: Callable[..., None]
) -> None:
    note("i1", outcome="partly", problem_count=1)
    send_back("i1", 1, place="沿海!C7", field="phone", value="1.38E+10", reason="电话丢了数字", suggestion="")
    app = open_page(PAGE, part="imports", **{"import": "i1"})
    assert table(app, "原因")["位置"].tolist() == ["沿海!C7"]
    assert "原件没有保存" in words(app)
    desk.settings.originals.mkdir(parents=True, exist_ok=True)
    (desk.settings.originals / HASH).write_bytes(b"kept")
    app.run()
    assert "原件没有保存" not in words(app)
    app.button(key="data-import-back").click().run()
    assert "import" not in app.query_params


def test_an_import_that_was_taken_back_says_so(open_page: Open, note: Callable[..., None]) -> None:
    note("i1")
    note("i2", imported_at=AT + timedelta(hours=1), undoes="i1", outcome="undone")
    assert table(open_page(PAGE, part="imports"), "结果")["结果"].tolist() == ["↶ 撤销另一次导入", "↶ 已撤销"]


def test_hostile_file_names_stay_text(open_page: Open, note: Callable[..., None]) -> None:
    note("i1", source=HOSTILE, imported_by=HOSTILE)
    app = open_page(PAGE, part="imports", **{"import": "i1"})
    assert "<img" not in words(app)
    assert "&lt;img" in words(app)
