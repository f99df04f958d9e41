import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door.audit_table import undeclared
from tests.door.door_house import House


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
