"""A whole drill to make papers of."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings


@pytest.fixture(scope="session")
def drill(tmp_path_factory: pytest.TempPathFactory, seeded_home: Path) -> Iterator[Desk]:
    """A desk after its first start; do not write to it."""
    home = tmp_path_factory.mktemp("drill") / "home"
    shutil.copytree(seeded_home, home)
    desk = open_desk(replace(load_settings(), home=home))
    yield desk
    desk.store.close()
