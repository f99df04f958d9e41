"""What lies beside Parquet files and says what each must hold."""

import hmac
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from stormdesk.store.parquet_file import Written
from stormdesk.store.snapshot import Fingerprint

FORMAT: Literal[1] = 1
MOST_ROWS = 200_000_000
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
_Text = Annotated[str, Field(max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ColumnEntry(_Strict):
    """One column: its name, its type as Arrow writes it."""

    name: _Name
    type: _Text


def key_of(secret: str, salt: str | None, table: str) -> bytes | None:
    """The key of one file, another for each so that no two are encrypted alike; None where none is."""
    if salt is None:
        return None
    return hmac.digest(secret.encode(), f"stormdesk {salt} {table}".encode(), "sha256")


class TableEntry(_Strict):
    """One Parquet file: which table, how many rows, what they add up to, which bytes."""

    table: _Name
    rows: Annotated[int, Field(ge=0, le=MOST_ROWS)]
    checksum: _Text
    byte_count: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    columns: Annotated[tuple[ColumnEntry, ...], Field(max_length=200)]

    @property
    def file_name(self) -> str:
        """The member or file that holds the rows."""
        return f"{self.table}.parquet"

    @property
    def fingerprint(self) -> Fingerprint:
        """Rows and checksum as one."""
        return Fingerprint(self.rows, self.checksum)


class Manifest(_Strict):
    """One bundle or backup: what it is, when and by what it was made, its tables."""

    kind: Literal["bundle", "backup"]
    format: Literal[1] = FORMAT
    made_at: AwareDatetime
    stormdesk_version: _Text
    duckdb_version: _Text
    operation_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    roster: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    is_synthetic: bool | None = None
    database_bytes: int | None = None
    key_salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    tables: Annotated[tuple[TableEntry, ...], Field(max_length=200)]

    @property
    def row_count(self) -> int:
        """All rows of all tables."""
        return sum(entry.rows for entry in self.tables)

    def to_json(self) -> bytes:
        """The manifest as it is written."""
        return self.model_dump_json(indent=1).encode()


def table_entry(table: str, schema: pa.Schema, written: Written, found: Fingerprint) -> TableEntry:
    """Describe a table that has been written."""
    return TableEntry(
        table=table,
        rows=written.rows,
        checksum=found.checksum,
        byte_count=written.byte_count,
        sha256=written.sha256,
        columns=columns_of(schema),
    )


def columns_of(schema: pa.Schema) -> tuple[ColumnEntry, ...]:
    """Names and types of a schema."""
    return tuple(ColumnEntry(name=field.name, type=str(field.type)) for field in schema)
