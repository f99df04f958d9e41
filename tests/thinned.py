"""Part of a drill, where a whole one would only take longer."""

from pathlib import Path

import duckdb

CHAINED = {"event", "span", "cur", "flagged"}


def fill_thinly(database: Path, whole: Path, *, parts: int) -> None:
    """Fill a file that has the tables alone with the whole chains of every so-manieth subject of another."""
    with duckdb.connect(str(database)) as opened:
        opened.execute(f"attach '{whole}' as whole (read_only)")
        tables = opened.execute("select table_name from duckdb_tables() where database_name = 'whole'")
        for (name,) in tables.fetchall():
            some = f"where hash(subject, subject_id) % {parts} = 0" if name in CHAINED else ""
            opened.execute(f"delete from {name}")  # noqa: S608
            opened.execute(f"insert into {name} by name select * from whole.{name} {some}")  # noqa: S608
