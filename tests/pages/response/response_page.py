"""What stands on the response page, and what was reported for it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "command/response"
LEVEL, PROPOSAL, SIGNAL = "response.level", "response.proposal", "warning.signal"


def at(hours: float) -> datetime:
    return datetime(2022, 9, 10, tzinfo=UTC) + timedelta(hours=hours)


def facts(**more: object) -> str:
    return json.dumps({"basis": "依据甲", "measures": "措施乙", "expected_h": 30} | more, ensure_ascii=False)


def words(visitor: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in visitor.get("html"))


def sheet(visitor: AppTest, column: str) -> pd.DataFrame:
    return next(table.value for table in visitor.dataframe if column in table.value.columns)


def sayings(visitor: AppTest) -> str:
    return " ".join(one.value for one in (*visitor.success, *visitor.error, *visitor.info))
