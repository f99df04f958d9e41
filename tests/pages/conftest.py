"""Small drills behind the whole application: `dashboard.py` runs as it does for a visitor."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.holders import DEVICE
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.desk import open_desk as open_files
from stormdesk.settings import load_settings
from stormdesk.store import Store
from stormdesk.ui.asgi.cookie import SESSION
from stormdesk.ui.desk import close_desk, office
from stormdesk.ui.desk import desk as open_desk
from stormdesk.ui.replay import extra
from tests.door.audit_table import undeclared

# The framework looks through all installed packages for each visitor of its tests; they stay the same.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def _wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    assert runner._script_thread is not None
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        pytest.fail(f"the page's script ran for more than {timeout} s")


# It asks a thousand times a second whether the script has ended, and takes the time from the script.
local_script_runner.require_widgets_deltas = _wait
START = datetime(2022, 9, 10, tzinfo=UTC)
SHOWN_H = 72
LISTED_FROM = datetime(2022, 8, 1, tzinfo=UTC)
ACCOUNTS = (
    Account(account_id="duty_officer", name="王值班", role=Role.DUTY_OFFICER),
    Account(account_id="commander", name="李指挥", role=Role.COMMANDER),
    Account(account_id="administrator", name="管理员", role=Role.ADMINISTRATOR),
    Account(account_id="reviewer", name="赵复盘", role=Role.REVIEWER),
)
HOME = {"township_code": "331083001", "village_code": "331083001001"}


def at(hours: float) -> datetime:
    """So many hours after the drill began."""
    return START + timedelta(hours=hours)


def _operation(operation_id: str, name_zh: str, opened_at: datetime) -> dict[str, object]:
    return {
        "operation_id": operation_id,
        "kind": "drill",
        "name_zh": name_zh,
        "name_en": operation_id,
        "storm_id": "202212",
        "roster": "paper",
        "opened_at": opened_at,
        "closed_at": opened_at + timedelta(days=7),
        "is_synthetic": True,
    }


@pytest.fixture(scope="session")
def drill_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two empty drills that was open once; copy it, do not write to it."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("drills"))
    store = Store(settings.database, queries=settings.queries_dir)
    drills = [_operation("drill", "甲场演练", START), _operation("earlier", "乙场演练", at(-240))]
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame(drills))
    store.close()
    open_files(settings).store.close()
    house = open_office(settings, cost=CHEAP)
    for known in ACCOUNTS:
        house.accounts.add(known, None, by=COMMAND, at=datetime.now(UTC))
    house.close()
    return settings.home


@pytest.fixture
def desk(tmp_path: Path, drill_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An open desk with two empty drills; its clock stands still three days after the later one's start.

    What the replay reckons beside the pages is done in one step: no test need wait for it, nor the next one.
    """
    monkeypatch.setattr(extra, "CONSULTED_EVERY", timedelta(days=30))
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    shutil.copytree(drill_home, tmp_path / "home")
    close_desk()
    opened = open_desk()
    opened.clock.set(
        Clock(
            operation_id="drill",
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=at(SHOWN_H),
            is_paused=True,
            set_by="test",
        )
    )
    yield opened
    told = undeclared(office().store)
    close_desk()
    assert told == [], "docs/audit_rows.md names every row and what it tells"


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser sends; the tests' own runner has no browser that could."""
    jar: dict[str, str] = {}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _context: jar))
    return jar


@pytest.fixture
def sign_in(desk: Desk, cookies: dict[str, str]) -> Callable[..., Visitor]:  # noqa: ARG001  the desk is open
    """Sign in with a role and be that visitor: sign_in("township", area="331083002"); None signs out."""

    def signed_in(role: str | None, *, area: str | None = None, **more: object) -> Visitor | None:
        cookies.clear()
        if role is None:
            return None
        house, now = office(), datetime.now(UTC)
        account_id = _screen() if role == Role.WALL else f"{role}-{area or 2}" if area or more else role
        if role != Role.WALL and house.accounts.who(account_id) is None:
            account = Account(account_id=account_id, name=account_id, role=Role(role), area_code=area, **more)  # type: ignore[arg-type]
            house.accounts.add(account, None, by=COMMAND, at=now)
        device_id = account_id.removeprefix(DEVICE) if role == Role.WALL else None
        token = house.sessions.begin(account_id, at=now, device_id=device_id)
        cookies[SESSION] = token
        return house.sessions.visitor_of(token, at=now)

    return signed_in  # type: ignore[return-value]


def _screen() -> str:
    """Pair a screen and return whose session it will be."""
    now = datetime.now(UTC)
    code, _secret = office().devices.ask(at=now, address="", agent="")
    return DEVICE + office().devices.confirm(code, "大屏", by=COMMAND, at=now).device_id


@pytest.fixture
def put_on_list(desk: Desk) -> Callable[..., None]:
    """Put a row on a register of the drills: put_on_list("shelter", shelter_id="s1", …)."""

    def put(register: str, **row: object) -> None:
        facts = {"roster": "paper", "source": "test", "valid_from": LISTED_FROM, "valid_to": FOREVER}
        places = {} if register == "member_unit" else HOME
        with desk.store.write() as transaction:
            transaction.append(register, pd.DataFrame([facts | places | row]))

    return put


@pytest.fixture
def report(desk: Desk) -> Callable[..., Event]:
    """Bring a report from a list: report("evacuee.move", "at_shelter", "e1", h=3, quantity=2)."""
    numbers = iter(range(1, 1_000_000))

    def record(
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
        }
        event = Event(**(facts | more))  # type: ignore[arg-type]
        assert not desk.ledger.record_from_source([event]).problems
        return event

    return record


@pytest.fixture
def open_page(sign_in: Callable[..., Visitor], project: Path) -> Callable[..., AppTest]:
    """Open a page of the application at an address: open_page("people/evacuation", area="331083001").

    A duty officer is signed in until the test signs in somebody else.
    """
    sign_in(Role.DUTY_OFFICER)

    def opened(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return opened
