"""One small drill behind the whole application: `dashboard.py` runs as it does for a visitor."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.ingest.desk import Desk
from stormdesk.settings import load_settings
from stormdesk.store import Store
from stormdesk.ui.desk import close_desk, desk
from stormdesk.ui.ground import register_ground

START = datetime(2022, 9, 13, tzinfo=UTC)
LISTED_FROM = datetime(2022, 9, 1, tzinfo=UTC)
HOME = {"township_code": "331083001", "village_code": "331083001001"}


def at(hours: float) -> datetime:
    """So many hours after the drill began."""
    return START + timedelta(hours=hours)


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An open desk with an empty drill whose clock stands still twelve hours after its start."""
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    settings = load_settings()
    drill = {
        "operation_id": "paper",
        "kind": "drill",
        "name_zh": "纸上演练",
        "name_en": "Paper drill",
        "storm_id": "202212",
        "roster": "paper",
        "opened_at": START,
        "is_synthetic": True,
    }
    store = Store(settings.database, queries=settings.queries_dir)
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([drill]))
    store.close()
    opened = desk()
    opened.clock.set(
        Clock(
            operation_id="paper",
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=at(12),
            is_paused=True,
            set_by="test",
        )
    )
    yield opened
    close_desk()


@pytest.fixture
def enrol(paper: Desk) -> Callable[..., None]:
    """Put a row on a register of the drill."""

    def put(register: str, **row: object) -> None:
        facts = {"roster": "paper", "source": "test", "valid_from": LISTED_FROM, "valid_to": FOREVER, **HOME}
        with paper.store.write() as transaction:
            transaction.append(register, pd.DataFrame([facts | row]))

    return put


@pytest.fixture
def tell(paper: Desk) -> Callable[..., None]:
    """Bring reports from a list: tell("evacuee.move", "e1", ("listed", 0), ("at_shelter", 3), quantity=2)."""

    def record(fact: str, subject_id: str, *steps: tuple[str, float], **more: object) -> None:
        subject, facet = fact.split(".")
        events = []
        for status, hour in steps:
            facts: dict[str, object] = {
                "event_id": f"{fact}-{subject_id}-{status}-{hour}",
                "operation_id": "paper",
                "subject": subject,
                "subject_id": subject_id,
                "facet": facet,
                "status": status,
                "happened_at": at(hour),
                "recorded_at": at(hour),
                "source": "test",
                "actor": "test",
                **HOME,
            }
            events.append(Event(**(facts | more)))  # type: ignore[arg-type]
        assert not paper.ledger.record_from_source(events).problems

    return record


@pytest.fixture
def visit(paper: Desk, project: Path) -> Callable[..., AppTest]:  # noqa: ARG001  the desk must be open
    """Open a page of the application at an address: visit("people/evacuation", area="331083001")."""

    def opened(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def shown() -> Callable[[AppTest], str]:
    """All HTML and sentences of a page."""

    def text(app: AppTest) -> str:
        parts = [element.proto.body for element in app.get("html")]
        parts += [
            element.value for kind in ("caption", "info", "error", "success") for element in app.get(kind)
        ]
        return "\n".join(parts)

    return text


OPENED = datetime(2022, 9, 10, tzinfo=UTC)
TWO_DRILLS = (
    {"operation_id": "drill", "name_zh": "甲场演练", "name_en": "Drill A", "storm_id": "202212"},
    {"operation_id": "earlier", "name_zh": "乙场演练", "name_en": "Drill B", "storm_id": "202211"},
)


@pytest.fixture
def two_drills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with two empty drills of 100 hours each, its clock standing at hour 60 of the first."""
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    settings = load_settings()
    store = Store(settings.database, queries=settings.queries_dir)
    for place, operation in enumerate(TWO_DRILLS):
        opened_at = OPENED - timedelta(days=10 * place)
        more = {"kind": "drill", "roster": "paper", "opened_at": opened_at, "is_synthetic": True}
        closed = {"closed_at": opened_at + timedelta(hours=100)}
        with store.write() as transaction:
            transaction.append("operation", pd.DataFrame([operation | more | closed]))
    store.close()
    opened = desk()
    standing = OPENED + timedelta(hours=60)
    opened.clock.set(
        Clock(
            operation_id="drill",
            mode=ClockMode.DRILL,
            anchored_at=standing,
            shown_at=standing,
            is_paused=True,
            set_by="test",
        )
    )
    register_ground(opened)
    yield opened
    close_desk()


@pytest.fixture
def report(two_drills: Desk) -> Callable[..., Event]:
    """Record an event at an hour of the first drill, known at once unless told otherwise."""
    numbers = iter(range(1, 1_000_000))

    def told(
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
            "happened_at": OPENED + timedelta(hours=h),
            "recorded_at": OPENED + timedelta(hours=h if known_h is None else known_h),
            "source": "test",
            "actor": "test",
        }
        event = Event(**(facts | more))  # type: ignore[arg-type]
        assert not two_drills.ledger.record_from_source([event]).problems
        return event

    return told


@pytest.fixture
def put_on_list(two_drills: Desk) -> Callable[..., None]:
    """Put a row on a register of both drills."""

    def put(register: str, **row: object) -> None:
        facts = {
            "roster": "paper",
            "source": "test",
            "valid_from": OPENED - timedelta(days=99),
            "valid_to": FOREVER,
        }
        with two_drills.store.write() as transaction:
            transaction.append(register, pd.DataFrame([facts | row]))

    return put


@pytest.fixture
def open_page(two_drills: Desk, project: Path) -> Callable[..., AppTest]:
    """Open a page of the two drills by its path below pages/, at an address."""
    assert two_drills.clock.setting is not None

    def opened(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=90)
        app.switch_page(f"pages/{page}.py")
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        assert not app.error, [error.value for error in app.error]
        return app

    return opened
