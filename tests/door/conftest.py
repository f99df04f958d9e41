import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.door.accounts import COMMAND
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.ingest.desk import open_desk
from tests.door.audit_table import undeclared
from tests.door.door_house import House
from tests.door.writing_door import ACCOUNTS, Door
from tests.queries.scope_ground import fill, settings_of


@pytest.fixture(scope="session")
def blank_access(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an access file that nobody has used; copy it, do not write to it."""
    home = tmp_path_factory.mktemp("blank") / "home"
    house = House(home)
    assert house.office.accounts.all() == []
    house.close()
    return home


@pytest.fixture
def house(tmp_path: Path, blank_access: Path) -> Iterator[House]:
    shutil.copytree(blank_access, tmp_path / "home")
    made = House(tmp_path / "home")
    yield made
    told = undeclared(made.office.store)
    made.close()
    assert told == [], "docs/audit_rows.md names every row and what it tells"


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small drill that scopes are tried on; copy it, do not write to it."""
    desk = fill(tmp_path_factory.mktemp("filled"))
    desk.store.close()
    return desk.settings.home


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Iterator[Door]:
    """The door to a small drill; one for the module, whose tests each write what is their own."""
    desk = open_desk(settings_of(shutil.copytree(filled_home, tmp_path_factory.mktemp("drill") / "home")))
    office = open_office(desk.settings, cost=CHEAP)
    for account in ACCOUNTS.values():
        office.accounts.add(account, None, by=COMMAND, at=datetime.now(UTC))
    yield Door(desk, office)
    office.close()
    desk.store.close()
