from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER, Event
from stormdesk.ingest.county import load_county
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)
LISTED_FROM = datetime(2022, 9, 1, tzinfo=UTC)


def at(hours: float) -> datetime:
    """So many hours after the drill began."""
    return START + timedelta(hours=hours)


@pytest.fixture(scope="session")
def yuhuan(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


@pytest.fixture
def store(tmp_path: Path, project: Path, lay_county: Callable[[Path], Path]) -> Iterator[Store]:
    opened = Store(lay_county(tmp_path / "home" / "t.duckdb"), queries=project / "queries")
    drill = {
        "operation_id": "drill",
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "storm_id": "202212",
        "roster": "paper",
        "opened_at": START,
        "is_synthetic": True,
    }
    with opened.write() as transaction:
        transaction.append("operation", pd.DataFrame([drill]))
    yield opened
    opened.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store)


Enrol = Callable[..., None]
Ask = Callable[..., pd.DataFrame]
Tell = Callable[..., Event]


@pytest.fixture
def enrol(store: Store) -> Enrol:
    """Put rows on a register: enrol("shelter", shelter_id="s1", …)."""

    def put(register: str, **row: object) -> None:
        facts = {
            "roster": "paper",
            "source": "test",
            "township_code": "331083001",
            "valid_from": LISTED_FROM,
            "valid_to": FOREVER,
        }
        with store.write() as transaction:
            transaction.append(register, pd.DataFrame([facts | row]))

    return put


@pytest.fixture
def tell() -> Tell:
    """Make an event at an hour of the drill, known at once unless told otherwise."""
    numbers = iter(range(1, 1_000_000))

    def made(
        fact: str, status: str, subject_id: str, *, h: float, known_h: float | None = None, **more: object
    ) -> Event:
        subject, facet = fact.split(".")
        facts: dict[str, object] = {
            "event_id": f"e{next(numbers)}",
            "operation_id": "drill",
            "subject": subject,
            "subject_id": subject_id,
            "facet": facet,
            "status": status,
            "happened_at": at(h),
            "recorded_at": at(h if known_h is None else known_h),
            "source": "test",
            "actor": "test",
            "township_code": "331083001",
        }
        return Event(**(facts | more))  # type: ignore[arg-type]

    return made


@pytest.fixture
def ask(store: Store) -> Ask:
    """Ask at an hour of the drill, as known then unless told otherwise."""

    def asked(
        question: str, *, h: float, known_h: float | None = None, area: str | None = None, **more: object
    ) -> pd.DataFrame:
        return store.frame(
            question,
            operation_id="drill",
            as_of=at(h),
            known_at=at(h if known_h is None else known_h),
            area_code=area,
            **more,
        )

    return asked
