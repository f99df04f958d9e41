"""A house for papers in which two townships have moved people."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door.paper_house import PaperHouse, paper_house, settings_at


@pytest.fixture(scope="module")
def told_home(tmp_path_factory: pytest.TempPathFactory, plain_home: Path) -> Path:
    """A folder in which two townships have moved people and reported as many; copy it, do not write to it."""
    home = tmp_path_factory.mktemp("papers") / "home"
    shutil.copytree(plain_home, home)
    with paper_house(settings_at(home)) as made:
        made.move("a", 3, h=1)
        made.move("b", 4, h=2, is_other=True)
        made.reported(3, h=3)
        made.reported(4, h=3, is_other=True)
    return home


@pytest.fixture
def house(tmp_path: Path, told_home: Path) -> Iterator[PaperHouse]:
    shutil.copytree(told_home, tmp_path / "home")
    with paper_house(settings_at(tmp_path / "home")) as made:
        yield made
