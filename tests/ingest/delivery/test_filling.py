"""A report that leaves out township, category or people loses no object from where it belongs."""

import json
from datetime import UTC, datetime
from itertools import count

import pandas as pd
import pytest

from stormdesk.domain.feed import Outcome
from stormdesk.ingest.desk import Desk
from tests.ingest.delivery.deliveries import bring, rows

TOWN, VILLAGE = "331083001", "331083001001"
NUMBERS = count(1)


@pytest.fixture(scope="module", autouse=True)
def listed(desk: Desk) -> None:
    """A household and a boat on the live lists, the household listed anew with one person more."""
    stands = {"roster": "live", "township_code": TOWN, "source": "test"}
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    ever = datetime(9999, 12, 31, tzinfo=UTC)
    household = {"evacuee_id": "h1", "name": "户", "category": "old_house", "village_code": VILLAGE}
    versions = [
        stands | household | {"persons": 4, "valid_from": first, "valid_to": last},
        stands | household | {"persons": 5, "valid_from": last, "valid_to": ever},
    ]
    boat = stands | {"vessel_id": "b1", "name": "船", "valid_from": first, "valid_to": ever}
    with desk.store.write() as transaction:
        transaction.append("evacuee", pd.DataFrame(versions))
        transaction.append("vessel", pd.DataFrame([boat]))


def bring_one(
    desk: Desk, subject: str, subject_id: str, facet: str, status: str, **more: object
) -> dict[str, object]:
    """One report from a file, and its row in the log."""
    event_id = f"x{next(NUMBERS)}"
    item = {
        "event_id": event_id,
        "subject": subject,
        "subject_id": subject_id,
        "facet": facet,
        "status": status,
        "happened_at": f"2026-06-30T{next(NUMBERS):02}:00:00Z",
    }
    brought = bring(desk, f"{event_id}.jsonl", json.dumps(item | more).encode())
    assert brought.outcome in {Outcome.TAKEN, Outcome.PARTLY}, brought
    [row] = (row for row in rows(desk, "event") if row["event_id"] == event_id)
    return row


def place(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("township_code", "village_code", "category", "quantity"))


def test_what_the_list_knows_is_filled_in_and_then_what_was_reported_last(desk: Desk) -> None:
    assert place(bring_one(desk, "evacuee", "h1", "move", "notified")) == (TOWN, VILLAGE, "old_house", 5)
    told = bring_one(desk, "evacuee", "h1", "move", "refused", quantity=3, category="seaside")
    assert place(told) == (TOWN, VILLAGE, "seaside", 3)
    assert place(bring_one(desk, "evacuee", "h1", "move", "at_shelter")) == (TOWN, VILLAGE, "seaside", 3)
    assert place(bring_one(desk, "vessel", "b1", "berth", "homebound")) == (TOWN, None, None, None)


def test_what_is_said_stands_and_what_nobody_knows_stays_empty(desk: Desk) -> None:
    elsewhere = bring_one(desk, "vessel", "b1", "berth", "in_port", township_code="331083002")
    assert place(elsewhere) == ("331083002", None, None, None)
    assert place(bring_one(desk, "evacuee", "nobody", "move", "notified")) == (None, None, None, None)
    crew = bring_one(desk, "vessel", "b1", "crew", "aboard")
    assert crew["quantity"] is None, "of how many a crew is, the list goes on telling"


def test_a_report_that_comes_again_is_the_same_though_more_is_known_since(desk: Desk) -> None:
    first = bring_one(desk, "evacuee", "h1", "move", "notified")
    bring_one(desk, "evacuee", "h1", "move", "at_shelter", quantity=9)
    same = {name: first[name] for name in ("event_id", "subject", "subject_id", "facet", "status")}
    happened_at = first["happened_at"]
    assert isinstance(happened_at, datetime)
    told = json.dumps(same | {"happened_at": happened_at.isoformat(), "note": "x"})
    again = bring(desk, "again.jsonl", told.encode())
    assert (again.accepted, [problem.reason for problem in again.problems]) == (0, [])
    [row] = (row for row in rows(desk, "event") if row["event_id"] == first["event_id"])
    assert place(row) == place(first)
