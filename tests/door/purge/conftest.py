import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import purge_house
from tests.door.purge_house import PurgeHouse


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    home = tmp_path_factory.mktemp("purge") / "home"
    purge_house.prepare(home, empty_file.parent)
    return home


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Path:
    shutil.copytree(prepared, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def house(home: Path) -> Iterator[PurgeHouse]:
    made = PurgeHouse(home)
    yield made
    made.close()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare the numbers of one subject only, for speed."""
    monkeypatch.setattr("stormdesk.door.purge.numbers.FOLDERS", ("duty",))
