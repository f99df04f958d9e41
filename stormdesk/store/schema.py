"""The tables and macros of queries/schema, applied when the data file does not have them yet."""

import hashlib
from pathlib import Path

import duckdb

from stormdesk.store.questions import read_question, schema_files


def apply_schema(connection: duckdb.DuckDBPyConnection, queries: Path, schema: str) -> None:
    """Bring the data file to the schema of this version; one that bears its mark is left as it is."""
    texts = [path.read_text(encoding="utf-8") for path in schema_files(queries, schema)]
    mark = hashlib.sha256("\0".join((duckdb.__version__, *texts)).encode()).hexdigest()
    if _mark_of(connection, queries) == mark:
        return
    connection.begin()
    for text in texts:
        connection.execute(text.replace("{mark}", mark))
    connection.commit()


def _mark_of(connection: duckdb.DuckDBPyConnection, queries: Path) -> str | None:
    """The mark lies in a macro: it is written with the schema and is no table that a backup carries.

    Read to the end: an answer read in part holds its transaction open, and with it what later writes undo.
    """
    try:
        rows = connection.execute(read_question(queries, "data/schema_mark").sql).fetchall()
    except duckdb.CatalogException:
        return None
    return rows[0][0] if rows else None
