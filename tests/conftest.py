import csv
from collections import defaultdict
from pathlib import Path

import pytest

from stormdesk.domain.fold import Transitions

PROJECT = Path(__file__).resolve().parent.parent


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
