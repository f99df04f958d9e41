import csv
import fcntl
import gc
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings as hypothesis_settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

from stormdesk.domain.county import County
from stormdesk.domain.fold import Transitions
from stormdesk.ingest import county, desk
from stormdesk.ingest.desk import open_desk
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.ingest.rule_sets import SHIPPED, RuleFolders
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Store

PROJECT = Path(__file__).resolve().parent.parent
# Thousands of modules stay: looking through them again and again for what nobody holds costs a sixteenth.
gc.set_threshold(100_000, 50, 100)
# As many workers as there are processors ask at the same time: a second thread of one question only waits.
os.environ.setdefault("STORMDESK_THREADS", "1")

# How long an example takes tells of the machine, not of the program.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


def _read_once(load: Callable[..., County]) -> Callable[..., County]:
    """Each desk that a test opens reads the same shipped county; one with files of its own is read anew."""
    shipped = cache(load)

    def load_county(folder: Path, reference: Path | None = None, **given: Any) -> County:
        own, rules = given.get("own"), given.get("rules") or RuleFolders()
        if folder.is_relative_to(PROJECT) and rules.sets == SHIPPED and not (own and own.exists()):
            return shipped(folder, reference)
        return load(folder, reference, **given)

    return load_county


load_county = county.load_county = desk.load_county = _read_once(county.load_county)


class BrowserFirst(LoadScopeScheduling):
    """A file stays on one worker, and so does a package, whose files share what is dear to make.

    The first worker begins with the browser tests, the others end with them.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        folder = file.rpartition("/")[0]
        return folder if (PROJECT / folder / "__init__.py").exists() else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        wants_browser = node is self.nodes[0]
        for scope in self.workqueue:
            if scope.startswith("tests/browser/") == wants_browser:
                self.workqueue.move_to_end(scope, last=False)
                break
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BrowserFirst:
    return BrowserFirst(config, log)


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


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the tables and nothing in them; copy it, do not write to it."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("empty"))
    Store(settings.database, queries=settings.queries_dir).close()
    return settings.database


def _copies(made: Path) -> Callable[[Path], Path]:
    def lay(path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Path(shutil.copyfile(made, path))

    return lay


@pytest.fixture(scope="session")
def lay_tables(empty_file: Path) -> Callable[[Path], Path]:
    """Lays a data file at a path as opening it there makes it: the tables, and nothing in them."""
    return _copies(empty_file)


@pytest.fixture(scope="session")
def lay_county(
    tmp_path_factory: pytest.TempPathFactory, lay_tables: Callable[[Path], Path]
) -> Callable[[Path], Path]:
    """Lays a data file at a path that has learnt the vocabularies and the county of Yuhuan."""
    settings = load_settings()
    made = lay_tables(tmp_path_factory.mktemp("county") / "t.duckdb")
    store = Store(made, queries=settings.queries_dir)
    learn_reference(store, load_county(settings.county_dir, settings.reference_dir), settings.reference_dir)
    store.close()
    return _copies(made)


@pytest.fixture(scope="session")
def plain_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one empty operation that was open once; copy it, do not write to it."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("plain"))
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
    open_desk(settings).store.close()
    return settings.home


@pytest.fixture
def plain_settings(tmp_path: Path, plain_home: Path) -> Settings:
    """Settings whose data file holds one empty operation, so that opening it seeds no drill."""
    settings = replace(load_settings(), home=tmp_path / "home", language="en")
    shutil.copytree(plain_home, settings.home)
    return settings


AGENCIES = ("中国", "中国台湾", "日本", "中国香港", "美国")


@pytest.fixture
def storm_of_2024() -> bytes:
    """A made-up storm in the Zhejiang shape: 102 hourly fixes with five agencies' forecasts at each.

    One fix lies far off the track and one pressure cannot be.
    """
    start = datetime(2024, 7, 19, 14)  # noqa: DTZ001  the feed writes Beijing time without a zone

    def place(hour: float, agency: int = 0) -> dict[str, str]:
        return {
            "time": f"{start + timedelta(hours=hour):%Y-%m-%d %H:%M:%S}",
            "lat": f"{14 + 0.13 * hour:.2f}",
            "lng": f"{132 - 0.1 * hour - 0.2 * agency:.2f}",
            "strong": "台风",
            "power": "12",
            "speed": "35",
            "pressure": "970",
        }

    def groups(hour: int) -> list[dict[str, object]]:
        leads = (0, 12, 24, 48, 72)
        return [
            {"tm": name, "forecastpoints": [place(hour + lead, at if lead else 0) for lead in leads]}
            for at, name in enumerate(AGENCIES)
        ]

    circles = {"radius7": "300|280|220|240", "radius10": "120|100|80|80", "radius12": "60|50|40|40"}
    points = [place(hour) | circles | {"forecast": groups(hour)} for hour in range(102)]
    points[40]["lat"] = "70.0"
    points[50]["pressure"] = "95"
    storm = {"tfid": "202403", "name": "格美", "enname": "Gaemi", "land": [], "points": points}
    return json.dumps(storm, ensure_ascii=False).encode()
