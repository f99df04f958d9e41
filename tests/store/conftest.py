import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.store import Ledger, Store


def read_reference(project: Path, name: str) -> pd.DataFrame:
    with (project / "data/reference" / name).open(encoding="utf-8") as lines:
        return pd.DataFrame([{k: v or None for k, v in row.items()} for row in csv.DictReader(lines)])


@pytest.fixture
def store(tmp_path: Path, project: Path, lay_tables: Callable[[Path], Path]) -> Iterator[Store]:
    opened = Store(lay_tables(tmp_path / "home" / "t.duckdb"), queries=project / "queries")
    with opened.write() as transaction:
        transaction.append("status", read_reference(project, "status.csv").astype({"rank": int}))
        transaction.append("transition", read_reference(project, "transition.csv"))
    yield opened
    opened.close()


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store)
