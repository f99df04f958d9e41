"""Write docs/data_dictionary.md from the comments in queries/schema, or check that it is up to date.

python scripts/data_dictionary.py           writes the page
python scripts/data_dictionary.py --check   exits with 1 when the page is stale
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
QUERIES = PROJECT / "queries"
FILES = ("schema", "schema_access")
PAGE = PROJECT / "docs" / "data_dictionary.md"

TABLE = re.compile(r"create table if not exists (\w+) \((.*?)\n?\)\n;", re.DOTALL)
MACRO = re.compile(r"((?:^--[^\n]*\n)*)create or replace macro (\w+)\(([^)]*)\) as( table)?", re.MULTILINE)
SAID = re.compile(r"comment on (table|column) ([\w.]+) is\s+'((?:[^']|'')*)'")
COLUMN = re.compile(r"^(\w+) (\w+(?:\([\d, ]+\))?)(.*)$")

HEAD = """# Data dictionary

Made by `scripts/data_dictionary.py` from the comments in `queries/schema/` (the ledger) and
`queries/schema_access/` (the door); edit them, not this page.
Instants are `timestamptz` and stand in UTC; codes are text.
"""


@dataclass(slots=True)
class Table:
    """One table as its file tells it."""

    name: str
    source: str
    columns: list[tuple[str, str, str]]
    comment: str = ""
    comments: dict[str, str] = field(default_factory=dict)


def read_tables(schema: Path) -> list[Table]:
    """The tables of the schema in the order of its files."""
    tables: dict[str, Table] = {}
    for path in sorted(schema.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        for name, body in TABLE.findall(sql):
            tables[name] = Table(name, f"{schema.name}/{path.name}", [_column(line) for line in _lines(body)])
        for kind, place, text in SAID.findall(sql):
            table, _, column = place.partition(".")
            if kind == "table":
                tables[table].comment = text.replace("''", "'")
            else:
                tables[table].comments[column] = text.replace("''", "'")
    return list(tables.values())


def _lines(body: str) -> list[str]:
    lines = (line.strip() for line in re.split(r",\s*(?![^()]*\))", body))
    return [line for line in lines if line and not line.startswith(("primary key", "--"))]


def _column(line: str) -> tuple[str, str, str]:
    found = COLUMN.match(" ".join(line.split()))
    if found is None:
        raise ValueError(line)
    name, kind, rest = found.groups()
    return name, kind, "yes" if "not null" in rest or "primary key" in rest else ""


def missing_comments(tables: list[Table]) -> list[str]:
    """Tables and columns without a comment, and comments on what is not there."""
    found = []
    for table in tables:
        names = [column for column, _, _ in table.columns]
        found += [table.name] if not table.comment else []
        found += [f"{table.name}.{name}" for name in names if not table.comments.get(name)]
        found += [f"{table.name}.{name} (no such column)" for name in table.comments if name not in names]
    return found


def render(tables: list[Table], macros: list[tuple[str, str, str]]) -> str:
    """The page."""
    parts = [HEAD, "| table | holds |\n|---|---|"]
    parts[-1] += "".join(f"\n| [{table.name}](#{table.name}) | {table.comment} |" for table in tables)
    for table in tables:
        rows = "".join(
            f"\n| `{name}` | {kind} | {needed} | {_cell(table.comments.get(name, ''))} |"
            for name, kind, needed in table.columns
        )
        parts.append(
            f"## {table.name}\n\n{table.comment}. (`queries/{table.source}`)\n\n"
            f"| column | type | always filled | meaning |\n|---|---|---|---|{rows}"
        )
    parts.append(f"## Macros\n\n| answers | macros |\n|---|---|{_calls(macros)}")
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _calls(macros: list[tuple[str, str, str]]) -> str:
    answers: dict[str, list[str]] = {}
    for name, arguments, said in macros:
        answers.setdefault(said, []).append(f"`{name}({arguments})`")
    return "".join(f"\n| {_cell(said)} | {', '.join(calls)} |" for said, calls in answers.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def read_macros(schema: Path) -> list[tuple[str, str, str]]:
    """Name, arguments and comment of each macro; without a comment of its own, that of the one before."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(schema.glob("*.sql")):
        said = ""
        for comment, name, arguments, _ in MACRO.findall(path.read_text(encoding="utf-8")):
            said = " ".join(line.removeprefix("--").strip() for line in comment.splitlines()) or said
            found.append((name, " ".join(arguments.split()), said))
    return found


def made() -> tuple[list[Table], str]:
    """All tables, and the page that tells of them."""
    tables = [table for schema in FILES for table in read_tables(QUERIES / schema)]
    return tables, render(tables, read_macros(QUERIES / "schema"))


def main() -> int:
    """Write or check the page."""
    tables, page = made()
    for place in missing_comments(tables):
        print(f"{place} has no comment")
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page:
        print("docs/data_dictionary.md is stale: run python scripts/data_dictionary.py")
        return 1
    return 1 if missing_comments(tables) else 0


if __name__ == "__main__":
    sys.exit(main())
