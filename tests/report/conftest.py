"""A whole drill to make papers of, and a small operation to hand on."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.report.bundle import write_bundle
from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.report.bundle_ground import MADE, Fresh, fill


@pytest.fixture(scope="session")
def drill(tmp_path_factory: pytest.TempPathFactory, seeded_home: Path) -> Iterator[Desk]:
    """A desk after its first start; do not write to it."""
    home = tmp_path_factory.mktemp("drill") / "home"
    shutil.copytree(seeded_home, home)
    desk = open_desk(replace(load_settings(), home=home))
    yield desk
    desk.store.close()


@pytest.fixture
def fresh(tmp_path: Path, project: Path, lay_county: Callable[[Path], Path]) -> Iterator[Fresh]:
    opened: list[Store] = []

    def make(name: str) -> Store:
        store = Store(lay_county(tmp_path / name / "t.duckdb"), queries=project / "queries")
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]) -> Path:
    """A bundle of the small operation; read it, do not write to it."""
    folder = tmp_path_factory.mktemp("bundle")
    source = Store(lay_county(folder / "t.duckdb"), queries=project / "queries")
    fill(source)
    target = folder / "drill.stormdesk.zip"
    write_bundle(source, "drill", target, at=MADE)
    source.close()
    return target


@pytest.fixture(scope="session")
def untouched(
    tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]
) -> Iterator[Store]:
    """A county's file into which nothing ever comes: whoever uses it proves that."""
    store = Store(lay_county(tmp_path_factory.mktemp("untouched") / "t.duckdb"), queries=project / "queries")
    yield store
    store.close()
