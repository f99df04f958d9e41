import json
from pathlib import Path

from stormdesk.store import Store

TABLE = Path(__file__).resolve().parents[2] / "docs" / "audit_rows.md"
MOST = 10_000
ANYWHERE = {"failed", "login"}


def declared() -> dict[tuple[str, str], set[str]]:
    """What the table of docs/audit_rows.md allows: the keys of the detail of each kind and deed."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    told = [[cell.strip() for cell in line.split("|")[1:]] for line in lines if line.startswith("| ")]
    return {(row[0], row[1]): set(row[3].split()) for row in told if row[0] not in {"kind", "---"}}


def undeclared(store: Store) -> list[tuple[str, str, set[str]]]:
    """The rows that stand in an audit and in no line of the table, or say more than it."""
    known = declared()
    columns, rows = store.head("audit/chain", MOST)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    found = [(row["kind"], row["what"], set(json.loads(row["detail"])) - ANYWHERE) for row in told]
    return [row for row in found if row[:2] not in known or row[2] - known[row[:2]]]
