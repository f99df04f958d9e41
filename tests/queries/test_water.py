"""Readings as they were told by a moment, the last of each gauge, and what is doubted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from stormdesk.store import Store

START = datetime(2022, 9, 13, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.fixture
def told(store: Store) -> Store:
    rows: list[tuple[str, float, float, float, bool]] = [
        ("level_m", 1.0, 2.0, 1.0, False),
        ("level_m", 2.0, 2.1, 5.0, False),
        ("level_m", 2.0, 2.2, 2.0, False),
        ("level_m", 2.0, 2.5, 9.0, True),
        ("level_m", 3.0, 2.3, 3.0, False),
        ("rain_mm_1h", 3.0, 4.0, 3.0, False),
        ("gust_ms", 3.0, 30.0, 3.0, False),
    ]
    frame = pd.DataFrame(
        {
            "operation_id": "drill",
            "gauge_id": "g",
            "quantity": [row[0] for row in rows],
            "read_at": [at(row[1]) for row in rows],
            "value": [row[2] for row in rows],
            "recorded_at": [at(row[3]) for row in rows],
            "source": "test",
            "is_suspect": [row[4] for row in rows],
            "suspect_reason": ["突跳" if row[4] else None for row in rows],
        }
    )
    with store.write() as transaction:
        transaction.append("reading", frame)
    return store


def ask(store: Store, question: str, as_of_h: float, known_h: float | None = None, **more: object) -> Any:
    known = as_of_h if known_h is None else known_h
    return store.frame(
        f"water/{question}",
        operation_id="drill",
        as_of=at(as_of_h),
        known_at=at(known),
        from_at=at(-24),
        **more,
    )


def levels(store: Store, as_of_h: float, known_h: float | None = None) -> list[float]:
    found = ask(store, "readings", as_of_h, known_h)
    return [float(value) for value in found[found["quantity"] == "level_m"]["amounts"].iloc[0]]


def test_values_stand_in_time_order_and_then_as_they_were_told(told: Store) -> None:
    assert levels(told, 4, 6) == [2.0, 2.2, 2.1, 2.3]
    assert levels(told, 4) == [2.0, 2.2, 2.3]
    assert levels(told, 2.5) == [2.0, 2.2]
    assert set(ask(told, "readings", 4)["quantity"]) == {"level_m", "rain_mm_1h"}


def test_the_last_word_of_each_quantity(told: Store) -> None:
    last = ask(told, "last", 2.5).set_index("quantity")
    assert last.loc["level_m", "value"] == 2.2
    assert set(ask(told, "last", 4)["quantity"]) == {"level_m", "rain_mm_1h", "gust_ms"}


def test_doubts_are_counted_once_they_are_known(told: Store) -> None:
    assert ask(told, "doubts", 4).empty
    (row,) = ask(told, "doubts", 10).to_dict("records")
    assert (row["gauge_id"], row["reason"], row["readings"]) == ("g", "突跳", 1)


def test_one_gauges_series_keeps_the_doubted_apart(told: Store) -> None:
    series = ask(told, "series", 10, gauge_id="g")
    levels = series[series["quantity"] == "level_m"]
    assert levels[levels["is_suspect"]]["value"].tolist() == [2.5]
    assert levels[~levels["is_suspect"]]["value"].tolist() == [2.0, 2.1, 2.3]
