"""The whole ledger of one operation as one file, to keep or to open on another machine."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from stormdesk.errors import UnknownOperation
from stormdesk.report.bundle_shape import ALONE, MANIFEST, REFERENCE, BundleFault, BundleRefusedError, key_of
from stormdesk.store import Store
from stormdesk.store.engine import ENGINE_VERSION
from stormdesk.store.manifest import Manifest, TableEntry, table_entry
from stormdesk.store.parquet_file import write_parquet
from stormdesk.store.snapshot import Fingerprint, Snapshot

Progress = Callable[[float, str], None]
_ANY_DAY = (1980, 1, 1, 0, 0, 0)
_FOR_THE_OWNER = 0o600 << 16


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the rows of an operation belong to."""

    operation_id: str
    roster: str
    storm_id: str | None
    is_synthetic: bool

    @property
    def keys(self) -> dict[str, str | None]:
        """Value by key column."""
        return {"operation_id": self.operation_id, "roster": self.roster, "storm_id": self.storm_id}


def write_bundle(
    store: Store, operation_id: str, target: Path, *, at: datetime, progress: Progress | None = None
) -> Manifest:
    """Write an operation with its lists, storm, imports and reference as one file of Parquet members.

    All of it is of one instant. Names and phones are in it, as in the ledger. Raises UnknownOperation or
    BundleRefusedError; then nothing is left behind.
    """
    if target.exists():
        raise BundleRefusedError(BundleFault.EXISTS, path=target)
    making = target.with_name(f"{target.name}.unfinished")
    try:
        making.unlink(missing_ok=True)
        with making.open("xb") as file:
            making.chmod(0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive, store.snapshot() as snapshot:
                manifest = _write(archive, snapshot, operation_id, at, progress or _silent)
        making.rename(target)
    except OSError as error:
        fault = error.strerror or type(error).__name__
        raise BundleRefusedError(BundleFault.UNWRITABLE, path=target, fault=fault) from error
    finally:
        making.unlink(missing_ok=True)
    return manifest


def _write(
    archive: zipfile.ZipFile, snapshot: Snapshot, operation_id: str, at: datetime, tell: Progress
) -> Manifest:
    scope = _scope(snapshot, operation_id)
    columns = snapshot.columns()
    tables = [*ALONE, *(name for name in columns if key_of(name, columns[name])), *REFERENCE]
    entries = []
    for number, table in enumerate(tables):
        tell(number / len(tables), table)
        entries.append(_write_table(archive, snapshot, table, columns[table], scope))
    manifest = Manifest(
        kind="bundle",
        made_at=at,
        stormdesk_version=version("stormdesk"),
        duckdb_version=ENGINE_VERSION,
        operation_id=scope.operation_id,
        roster=scope.roster,
        is_synthetic=scope.is_synthetic,
        tables=tuple(entries),
    )
    archive.writestr(_member(MANIFEST), manifest.to_json())
    tell(1.0, "")
    return manifest


def _scope(snapshot: Snapshot, operation_id: str) -> _Scope:
    found = snapshot.ask("bundle/operation", operation_id=operation_id).read_all()
    if not found.num_rows:
        raise UnknownOperation(operation=operation_id)
    row: dict[str, Any] = found.to_pylist()[0]
    return _Scope(operation_id, row["roster"], row["storm_id"], row["is_synthetic"])


def _write_table(
    archive: zipfile.ZipFile, snapshot: Snapshot, table: str, columns: dict[str, str], scope: _Scope
) -> TableEntry:
    stream = _stream(snapshot, table, columns, scope)
    schema = stream.schema
    with archive.open(_member(f"{table}.parquet"), "w", force_zip64=True) as member:
        written = write_parquet(member, stream)
    counted = Fingerprint(written.rows, "")
    return table_entry(table, schema, written, counted)


def _stream(snapshot: Snapshot, table: str, columns: dict[str, str], scope: _Scope) -> pa.RecordBatchReader:
    if table in ALONE:
        return snapshot.ask(f"bundle/{table}", operation_id=scope.operation_id)
    key = key_of(table, columns)
    where = {} if key is None else {key: scope.keys[key]}
    return snapshot.table(table, where, is_ordered=True)


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a date of its own, so that the same ledger gives the same bytes."""
    member = zipfile.ZipInfo(name, _ANY_DAY)
    member.external_attr = _FOR_THE_OWNER
    return member


def _silent(_share: float, _text: str) -> None:
    """Tell nobody."""
