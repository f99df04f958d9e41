"""Every file of queries/ parses against the schema, says what it asks, and is asked by somebody."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from stormdesk.store import Store
from stormdesk.store.columns import (
    chain_table,
    cur_table,
    event_table,
    flag_table,
    overruled_table,
    span_table,
)
from stormdesk.store.feeds import POSITION, READING, WARNING, id_table, object_table
from stormdesk.store.questions import read_question
from stormdesk.store.zones import ZONE

PROJECT = Path(__file__).resolve().parents[2]
QUERIES = PROJECT / "queries"
NAMES = sorted(
    f"{path.parent.name}/{path.stem}"
    for path in QUERIES.glob("*/*.sql")
    if path.parent.name not in {"schema", "schema_access", "scope"}
)
# Folders whose questions are asked of the access file.
AT_THE_DOOR = {"access", "audit"}
HOLE = "[a-z0-9_]+"
AT = datetime(2022, 9, 14, tzinfo=UTC)

# Tables that Python lays beside a statement while it runs.
ARROW = {
    "ledger/append": {"incoming": event_table([])},
    "ledger/known_ids": {"incoming": event_table([])},
    "ledger/chains": {"chains": chain_table([])},
    "ledger/forget_span": {"chains": chain_table([])},
    "ledger/forget_flagged": {"chains": chain_table([])},
    "ledger/forget_overruled": {"chains": chain_table([])},
    "ledger/forget_cur": {"chains": chain_table([])},
    "ledger/keep_span": {"folded": span_table([])},
    "ledger/keep_flagged": {"folded": flag_table([])},
    "ledger/keep_overruled": {"folded": overruled_table([])},
    "ledger/keep_cur": {"folded": cur_table([])},
    "feeds/repeated_position": {"incoming": POSITION.empty_table()},
    "feeds/repeated_reading": {"incoming": READING.empty_table()},
    "feeds/repeated_warning": {"incoming": WARNING.empty_table()},
    "feeds/known_event": {"incoming": id_table([])},
    "feeds/left_out": {"incoming": object_table([])},
    "feeds/last_position": {"incoming": id_table([])},
    "feeds/last_reading": {"incoming": id_table([])},
    "feeds/same_zone": {"incoming": ZONE.empty_table()},
    "feeds/close_zone": {"incoming": ZONE.empty_table()},
    "feeds/keep_zone": {"incoming": ZONE.empty_table()},
    "checks/rebuilt": {
        "rebuilt_span": span_table([]),
        "rebuilt_flagged": flag_table([]),
        "rebuilt_overruled": overruled_table([]),
        "rebuilt_cur": cur_table([]),
    },
}


def sample(parameter: str) -> object:
    """A value of the type that a parameter's name tells."""
    if parameter.startswith(("is_", "has_")):
        return True
    if parameter.endswith("_ids"):
        return ["331083002"]
    if parameter == "register":
        return "evacuee"
    if parameter.endswith(("_at", "_of", "_from", "_to")):
        return AT
    if parameter.endswith(("_count", "_min", "_s", "_km", "_ms", "_m", "_h")) or parameter in {
        "speed",
        "most",
    }:
        return 1
    return "331083002"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Store]]:
    """An empty ledger, and under True an empty access file."""
    folder = tmp_path_factory.mktemp("explain")
    ledger = Store(folder / "t.duckdb", queries=QUERIES)
    door = Store(folder / "a.duckdb", queries=QUERIES, schema="schema_access")
    yield {False: ledger, True: door}
    ledger.close()
    door.close()


def stand_ins(name: str, sql: str, cursor: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """The tables beside a statement; what a statement inserts into has the columns of what it inserts."""
    if name in ARROW:
        return ARROW[name]
    target = re.search(r"^(?:insert into|update) (\w+)", sql, re.MULTILINE)
    if target is None or "incoming" not in sql:
        return {}
    return {"incoming": cursor.execute(f"from {target[1]} limit 0").arrow().read_all()}


@pytest.mark.parametrize("name", NAMES)
def test_it_parses_against_the_schema(name: str, files: dict[bool, Store]) -> None:
    question = read_question(QUERIES, name)
    with files[name.partition("/")[0] in AT_THE_DOOR].cursor() as cursor:
        for table, columns in stand_ins(name, question.sql, cursor).items():
            cursor.register(table, columns)
        for statement in cursor.extract_statements(question.sql):
            wanted = {parameter: sample(parameter) for parameter in statement.named_parameters}
            cursor.execute(f"explain {statement.query}", wanted or None)


def header_of(name: str) -> str:
    lines = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    comment = []
    for line in lines:
        if not line.startswith("--"):
            break
        comment.append(line.removeprefix("--").strip())
    return " ".join(comment)


@pytest.mark.parametrize("name", NAMES)
def test_its_header_says_the_question_the_parameters_and_the_grain(name: str) -> None:
    header = header_of(name)
    question = re.match(r"[A-Z][^?]*?[?.]( |$)", header)
    assert question, "the first sentence asks the question"
    grain = re.search(r"\bOne row\b", header)
    assert grain, "the grain: One row per …"
    assert grain.start() > question.start()
    unnamed = {
        parameter
        for parameter in read_question(QUERIES, name).parameters
        if not re.search(rf"\${parameter}\b", header)
    }
    assert unnamed == set(), "each $parameter is named with its unit and zone"


def code_files() -> list[Path]:
    return [
        PROJECT / "dashboard.py",
        *(PROJECT / "stormdesk").rglob("*.py"),
        *(PROJECT / "pages").rglob("*.py"),
    ]


def patterns() -> Iterator[str]:
    """Texts in the code that may name a question; the holes of f-strings stand for one word each."""
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else HOLE
                    for part in node.values
                )


@pytest.fixture(scope="module")
def used() -> set[str]:
    named = {
        pattern for pattern in patterns() if re.fullmatch(r"[a-z0-9_\[\]+\\-]+/[a-z0-9_\[\]+\\-]+", pattern)
    }
    return {name for name in NAMES if any(re.fullmatch(pattern, name) for pattern in named)}


# Every check of its folder runs with `stormdesk check`, whatever its name.
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("checks/")])
def test_somebody_asks_it(name: str, used: set[str]) -> None:
    assert name in used


def asked_by_name() -> Iterator[tuple[str, str]]:
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            first = node.args[0]
            if node.func.attr not in {"ask", "frame", "rows", "run"} or not isinstance(first, ast.Constant):
                continue
            if isinstance(first.value, str) and "/" in first.value:
                yield path.relative_to(PROJECT).as_posix(), first.value


def test_every_question_asked_by_name_is_there() -> None:
    assert [(path, name) for path, name in asked_by_name() if name not in NAMES] == []
