"""Times beside the moment on screen: never a bare time of day of another day."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from stormdesk.ui.brief.words import age
from stormdesk.ui.render import near_time

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, "12:00"),
        (datetime(2022, 9, 13, 16, tzinfo=UTC), "00:00"),
        (datetime(2022, 9, 13, 15, 59, tzinfo=UTC), "09-13 23:59"),
        (NOON + timedelta(hours=12), "09-15 00:00"),
    ],
)
def test_a_time_of_another_day_in_beijing_bears_its_date(at: datetime, said: str) -> None:
    assert near_time(at, NOON) == said


@pytest.mark.parametrize(
    ("told_h", "said"), [(1, "60 分钟前"), (2, "2 小时前"), (71, "71 小时前"), (72, "3 天前"), (95, "3 天前")]
)
def test_how_long_ago_is_told_in_days_from_the_third_on(told_h: int, said: str) -> None:
    page: Any = SimpleNamespace(moment=SimpleNamespace(known_at=NOON))
    assert age(page, NOON - timedelta(hours=told_h)) == said
