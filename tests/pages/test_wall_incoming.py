"""Sources that fall silent, lists that grow old and files that brought nothing, on the wall."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.feed import FeedKind
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.sources import Source, set_source
from stormdesk.ui.ground import register_ground

PAGE = "command/wall"
Do = Callable[..., Any]


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    register_ground(desk)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.fixture
def source(desk: Desk) -> Do:
    """Register a source that owes a word every ten minutes."""

    def put(source_id: str, name_zh: str) -> None:
        known = Source(
            source_id=source_id,
            name_zh=name_zh,
            name_en=f"{source_id} in English",
            kinds=frozenset({FeedKind.READINGS}),
            owner="水利局",
            expected_every_min=10,
        )
        set_source(desk.store, known, by="test", at=datetime.now(UTC))

    return put


@pytest.fixture
def brought(desk: Desk) -> Do:
    """Write an import into the book, so many minutes ago."""

    def put(import_id: str, minutes: float, **more: object) -> None:
        row: dict[str, object] = {
            "import_id": import_id,
            "imported_at": datetime.now(UTC) - timedelta(minutes=minutes),
            "imported_by": "test",
            "source": "file.csv",
            "kind": "readings",
            "content_hash": import_id,
            "row_count": 3,
            "problem_count": 0,
            "outcome": "taken",
        }
        with desk.store.write() as transaction:
            transaction.append("import_batch", pd.DataFrame([row | more]))

    return put


def test_a_silent_source_is_named_with_its_owner_and_since_when(
    open_page: Do, source: Do, brought: Do
) -> None:
    source("tide", "坎门潮位站")
    source("rain", "雨量遥测")
    brought("i1", 65, source_id="tide")
    brought("i2", 15, source_id="rain")
    text = shown(open_page(PAGE))
    assert "1 个来源中断" in text
    assert "1 个来源迟到" in text
    assert "坎门潮位站" in text
    assert "雨量遥测" in text
    assert "水利局" in text
    assert "1 <small>小时</small>" in text
    brought("i3", 1, source_id="tide")
    later = shown(open_page(PAGE))
    assert "坎门潮位站" not in later
    assert "雨量遥测" in later
    assert "tide in English" not in later
    english = shown(open_page(PAGE, lang="en"))
    assert "Sources late: 1" in english
    assert "rain in English" in english


def test_a_wall_that_looks_back_or_at_one_township_says_nothing_of_sources(
    open_page: Do, source: Do, brought: Do
) -> None:
    source("tide", "坎门潮位站")
    brought("i1", 60, source_id="tide")
    assert "坎门潮位站" not in shown(open_page(PAGE, t="2022-09-12T08:00"))
    assert "坎门潮位站" not in shown(open_page(PAGE, area="331083001"))


def test_a_file_that_brought_nothing_shows_until_a_good_one_of_its_name(
    open_page: Do, source: Do, brought: Do
) -> None:
    source("tide", "坎门潮位站")
    brought("i0", 5, source_id="tide", source="other.csv")
    brought("i1", 30 * 60, source_id="tide", outcome="quarantined", row_count=0, source="long ago.csv")
    brought("i2", 4, source_id="tide", outcome="quarantined", row_count=0, source="张三名单.csv")
    text = shown(open_page(PAGE))
    assert "1 个文件未能导入" in text
    assert "坎门潮位站" in text
    assert "张三" not in text
    brought("i3", 2, source_id="tide", source="张三名单.csv")
    assert "未能导入" not in shown(open_page(PAGE))


def test_rows_sent_back_or_set_aside_show_until_a_whole_file_of_the_name(
    open_page: Do, source: Do, brought: Do
) -> None:
    source("tide", "坎门潮位站")
    brought("i0", 30 * 60, source_id="tide", outcome="partly", source="long ago.csv")
    brought("i1", 9, source_id="tide", outcome="partly", source="a.csv")
    brought("i2", 8, source_id="tide", flagged_count=3, source="b.csv")
    brought("i3", 7, source_id="tide", flagged_count=0, source="c.csv")
    assert "2 个文件有内容退回或搁置,未计入" in shown(open_page(PAGE))
    brought("i4", 6, source_id="tide", source="a.csv")
    brought("i5", 5, source_id="tide", source="b.csv")
    assert "退回或搁置" not in shown(open_page(PAGE))


def test_a_list_is_old_after_a_month_and_fresh_after_the_same_file_again(open_page: Do, brought: Do) -> None:
    brought("i1", 31 * 1440, list_code="vessels", roster="paper", kind="list")
    brought("i2", 2 * 1440, list_code="sites", roster="paper", kind="list")
    brought("i3", 90 * 1440, list_code="teams", roster="another", kind="list")
    text = shown(open_page(PAGE))
    assert "1 份名册超过一个月未更新" in text
    assert "船舶名单" in text
    assert text.count("w-line is-") == 1
    brought("i4", 1, list_code="vessels", roster="paper", kind="list", outcome="repeated")
    assert "超过一个月" not in shown(open_page(PAGE))
    brought("i5", 0, list_code="vessels", roster="paper", kind="list", outcome="undone", undoes="i4")
    assert "超过一个月" in shown(open_page(PAGE))


def test_never_more_than_seven_lines(open_page: Do, source: Do, brought: Do) -> None:
    for number in range(12):
        source(f"s{number}", f"来源{number}")
        brought(f"i{number}", 60, source_id=f"s{number}")
    text = shown(open_page(PAGE))
    assert text.count("w-line is-") == 1
    assert "等 12 个" in text
