"""A small operation to hand on, and what a data file holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd

from stormdesk.domain.event import FOREVER, Event
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)
MADE = datetime(2026, 1, 2, tzinfo=UTC)
Fresh = Callable[[str], Store]


def event(number: int, **more: object) -> Event:
    at = START + timedelta(minutes=number)
    facts: dict[str, object] = {
        "event_id": f"e{number}",
        "operation_id": "drill",
        "subject": "vessel",
        "subject_id": f"v{number % 3}",
        "facet": "berth",
        "status": ("at_sea", "homebound", "in_port")[number // 3 % 3],
        "happened_at": at,
        "recorded_at": at + timedelta(minutes=number % 5),
        "source": "渔港",
        "actor": "test",
        "import_id": "brought",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


def fill(store: Store, events: int = 20) -> None:
    """A small operation with one list, one position, one import and one storm."""
    listed = {"roster": "paper", "source": "test", "valid_from": START, "valid_to": FOREVER}
    tables = {
        "operation": {
            "operation_id": "drill",
            "kind": "drill",
            "name_zh": "演练",
            "name_en": "Drill",
            "storm_id": "202212",
            "roster": "paper",
            "opened_at": START,
            "is_synthetic": True,
        },
        "vessel": listed | {"vessel_id": "v1", "name": "浙玉渔1", "import_id": "brought"},
        "position": {
            "operation_id": "drill",
            "vessel_id": "v1",
            "positioned_at": START,
            "recorded_at": START,
            "lat": 28.1,
            "lon": 121.2,
            "source": "ais",
            "is_suspect": False,
        },
        "import_batch": {
            "import_id": "brought",
            "imported_at": MADE,
            "imported_by": "t",
            "source": "f",
            "kind": "list",
            "content_hash": "0",
            "row_count": 1,
            "problem_count": 1,
        },
        "import_problem": {"import_id": "brought", "number": 1, "place": "A1", "reason": "为什么"},
        "storm": {"storm_id": "202212", "name_zh": "梅花", "name_en": "Muifa", "season": 2022},
    }
    with store.write() as transaction:
        for table, row in tables.items():
            transaction.append(table, pd.DataFrame([row]))
    Ledger(store).record_from_source([event(number) for number in range(events)])


def counts(store: Store) -> dict[str, int]:
    with store.snapshot() as snapshot:
        return {table: snapshot.fingerprint(table).rows for table in snapshot.columns()}
