"""Warnings as a visitor meets them: badges, the law's fields, the past, and the header that agrees."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import Desk

PAGE = "hazard/water"
START = datetime(2022, 9, 10, tzinfo=UTC)
Open = Callable[..., AppTest]


def message(warning_id: str, h: float, **more: Any) -> dict[str, Any]:
    at = START + timedelta(hours=h)
    facts = {"operation_id": "drill", "action": "issue", "kind": "typhoon", "colour": "orange"}
    facts |= {"issuer": "玉环市气象台", "title": "台风橙色预警", "area_names": "玉环市", "source": "feed"}
    return {"warning_id": warning_id, "issued_at": at, "recorded_at": at, "is_exercise": False} | facts | more


@pytest.fixture
def warned(desk: Desk) -> None:
    ended = START + timedelta(hours=60)
    messages = [
        message("a", 50, advice="停止户外作业"),
        message(
            "b",
            70,
            action="update",
            colour="red",
            supersedes="a",
            area_names=None,
            area_codes="331083001",
            title="<b>红色</b>",
        ),
        message("old", 40, kind="rainstorm", colour="blue", expires_at=ended),
    ]
    with desk.store.write() as transaction:
        transaction.append("weather_warning", pd.DataFrame(messages))


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def table(app: AppTest) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if "警示事项" in one.value.columns)


@pytest.mark.usefixtures("warned")
def test_what_is_in_force_stands_first_and_the_rest_says_what_became_of_it(open_page: Open) -> None:
    app = open_page(PAGE)
    text = html(app)
    assert "<b>台风 红色</b>" in text
    assert "未注明截止,至解除或替代" in text
    assert "玉城街道" in text
    assert "台风红色预警" in text
    assert "台风橙色预警" not in text
    assert table(app)[["类别", "等级", "警示事项", "应对措施"]].to_numpy().tolist() == [
        ["台风", "红色", "<b>红色</b>", "未注明"]
    ]
    app.session_state["water-warnings-view"] = "all"
    past = table(app.run())
    assert past[["类别", "等级", "状态"]].to_numpy().tolist() == [
        ["台风", "红色", "生效中"],
        ["台风", "橙色", "已被替代"],
        ["暴雨", "蓝色", "已到期"],
    ]
    assert past.iloc[1]["应对措施"] == "停止户外作业"
