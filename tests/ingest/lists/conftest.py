"""An open desk with an empty drill of its own, and lists written as counties write them."""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices, ListReport
from stormdesk.settings import load_settings
from stormdesk.store import Store

START = datetime(2022, 9, 12, tzinfo=UTC)
Rows = Sequence[Sequence[object]]


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Makes an xlsx workbook: a sheet per keyword, or one sheet called 名单."""

    def make(*rows: Sequence[object], **sheets: Rows) -> bytes:
        book = Workbook()
        book.remove(book.active)
        for name, lines in ({"名单": rows} if rows else sheets).items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(list(line))
        held = io.BytesIO()
        book.save(held)
        return held.getvalue()

    return make


@pytest.fixture(scope="session")
def drill_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one empty drill that was open once; copy it, do not write to it."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("drill"))
    store = Store(settings.database, queries=settings.queries_dir)
    drill = {
        "operation_id": "drill",
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "roster": "paper",
        "opened_at": START,
        "is_synthetic": True,
    }
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([drill]))
    store.close()
    open_desk(settings).store.close()
    return settings.home


@pytest.fixture
def desk(tmp_path: Path, drill_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    shutil.copytree(drill_home, tmp_path / "home")
    opened = open_desk(load_settings())
    _show(opened, START)
    yield opened
    opened.store.close()


def _show(desk: Desk, shown_at: datetime) -> None:
    desk.clock.set(
        Clock(
            operation_id="drill",
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=shown_at,
            is_paused=True,
            set_by="test",
        )
    )


@pytest.fixture
def show_hours(desk: Desk) -> Callable[[float], None]:
    """Lets the drill's clock stand still so many hours after its start."""
    return lambda hours: _show(desk, START + timedelta(hours=hours))


@pytest.fixture
def take(desk: Desk) -> Callable[..., ListReport]:
    """Looks at a list and commits it."""

    def run(data: bytes, name: str = "名单.xlsx", list_code: str | None = None, **choices: Any) -> ListReport:
        return commit(desk, look(desk, name, data, list_code=list_code, choices=Choices(**choices)), by="甲")

    return run


@pytest.fixture
def held(desk: Desk) -> Callable[[str], pd.DataFrame]:
    """The rows of a register that hold now."""

    def ask(register: str) -> pd.DataFrame:
        facts = {"register": register, "roster": "paper", "as_of": desk.now(), "import_id": ""}
        rows = desk.store.table("register/versions", **facts).to_pandas()
        now = pd.Timestamp(desk.now())
        return rows[(rows["valid_from"] <= now) & (rows["valid_to"] > now)].reset_index(drop=True)

    return ask
