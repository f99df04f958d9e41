"""The field's named practices: what serves each is there, and the rest says `not yet`."""

import ast
import csv
import re
from pathlib import Path

import pytest

from stormdesk.ui.navigation import SCREENS

PROJECT = Path(__file__).resolve().parents[2]
NOT_YET = "not yet"
with (PROJECT / "docs/named_systems.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
SERVED = [row for row in ROWS if row["screen"] != NOT_YET]


def test_every_practice_stands_once_with_its_meaning() -> None:
    assert len(ROWS) == 161
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(re.fullmatch(r"[A-I]\d\d", row["id"]) and row["meaning"].strip() for row in ROWS)


def test_a_practice_is_served_by_all_three_or_by_none() -> None:
    half = [
        row["id"] for row in ROWS if len({row[key] == NOT_YET for key in ("screen", "query", "test")}) > 1
    ]
    assert half == []
    assert SERVED


@pytest.mark.parametrize("row", SERVED, ids=lambda row: row["id"])
def test_what_serves_it_is_there(row: dict[str, str]) -> None:
    assert row["screen"] in {known.name for known in SCREENS}
    assert (PROJECT / "queries" / f"{row['query']}.sql").is_file()
    path, _, name = row["test"].partition("::")
    module = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
