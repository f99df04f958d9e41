import csv
import fcntl
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.fold import Transitions
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Store

PROJECT = Path(__file__).resolve().parent.parent
TESTS = PROJECT / "tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers, a file stays on one of them, and all browser tests share one."""
    for item in items:
        place = item.path.relative_to(TESTS)
        item.add_marker(pytest.mark.xdist_group("browser" if place.parts[0] == "browser" else str(place)))


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def transitions() -> Transitions:
    allowed: dict[tuple[str, str], set[tuple[str | None, str]]] = defaultdict(set)
    with (PROJECT / "data/reference/transition.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            allowed[row["subject"], row["facet"]].add((row["from_status"] or None, row["to_status"]))
    return {key: frozenset(pairs) for key, pairs in allowed.items()}


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder after its first start, made once for all workers; copy it, do not write to it."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "seeded"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            making = home.with_suffix(".part")
            open_desk(replace(load_settings(), home=making)).store.close()
            making.rename(home)
    return home


@pytest.fixture
def plain_settings(tmp_path: Path) -> Settings:
    """Settings whose data file holds one empty operation, so that opening it seeds no drill."""
    settings = replace(load_settings(), home=tmp_path / "home", language="en")
    store = Store(settings.database, queries=settings.queries_dir)
    with store.write() as transaction:
        operation = {
            "operation_id": "test-1",
            "kind": "live",
            "name_zh": "测试",
            "name_en": "Test",
            "roster": "live",
            "opened_at": datetime(2022, 9, 10, tzinfo=UTC),
            "is_synthetic": True,
        }
        transaction.append("operation", pd.DataFrame([operation]))
    store.close()
    return settings
