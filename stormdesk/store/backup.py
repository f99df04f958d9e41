"""Copies of the data file, made while it serves, and read back in full to see that they are good."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
from pydantic import ValidationError

from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError
from stormdesk.store.engine import ENGINE_VERSION, Store
from stormdesk.store.manifest import Manifest, TableEntry, columns_of, key_of, table_entry
from stormdesk.store.parquet_file import open_parquet, read_stream, sha256_of, write_parquet
from stormdesk.store.snapshot import Fingerprint, RowsRefusedError, Snapshot

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
RESTORING = ".restoring"
# The engine's views name the ledger by its file's name.
WHOLE = "stormdesk.duckdb"
LONGEST_MANIFEST = 4_000_000
ROOM_SHARE = 1.2
_STAMP = "%Y%m%dT%H%M%S%fZ"
Progress = Callable[[float, str], None]


class Refused(StrEnum):
    """Why a backup cannot be made or restored; each is a sentence that a person can act on."""

    NO_ROOM = N_("磁盘空间不足:约需 {needed} MB,只剩 {free} MB。请先腾出空间。")
    NOT_A_BACKUP = N_("{name} 不是完整的备份:{fault}。")
    DAMAGED = N_("备份 {name} 的 {table} 与清单不符,可能已损坏,没有恢复。")
    NEWER = N_("备份 {name} 的 {table} 与本版本的表结构不同,没有恢复。请用制作它的版本。")
    NO_KEY = N_("备份 {name} 已加密,与现在设置的数据文件密钥不符。请设置制作它时的密钥。")
    EXISTS = N_("文件 {path} 已经存在。请另选一个名称,这里从不覆盖。")


class BackupRefused(StormdeskError):
    """A backup that cannot be made or restored, with the reason as its sentence."""

    def __init__(self, reason: Refused, **values: object) -> None:
        self.sentence = str(reason)
        super().__init__(**values)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk; `manifest` is None where it is unfinished or unreadable."""

    name: str
    path: Path
    byte_count: int
    manifest: Manifest | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table of a backup beside the restored one, every row read; None: another DuckDB, not comparable."""

    table: str
    rows: int
    restored_rows: int
    is_equal: bool | None


def make_backup(store: Store, folder: Path, *, at: datetime, progress: Progress | None = None) -> Backup:
    """Copy the data file as it stands now into a folder of its own, while everybody works on.

    Raises BackupRefused when the disk has no room for it.
    """
    size = size_of(store.path) or 0
    _need_room(folder, size)
    name, tell = at.astimezone(UTC).strftime(_STAMP), progress or _silent
    if (folder / name).exists():
        raise BackupRefused(Refused.EXISTS, path=folder / name)
    making = folder / f"{name}{UNFINISHED}"
    making.mkdir(parents=True, mode=0o700)
    salt = token_hex(16) if store.secret else None
    manifest = Manifest(
        kind="backup",
        made_at=at,
        stormdesk_version=version("stormdesk"),
        duckdb_version=ENGINE_VERSION,
        database_bytes=size,
        key_salt=salt,
        tables=tuple(_write_all(store, making, salt, tell)),
    )
    (making / MANIFEST).write_bytes(manifest.to_json())
    (making / MANIFEST).chmod(0o600)
    making.rename(folder / name)
    tell(1.0, "")
    return _backup(folder / name)


def _write_all(store: Store, folder: Path, salt: str | None, tell: Progress) -> Iterator[TableEntry]:
    """Write every table as it stood when the first was begun."""
    with store.snapshot() as snapshot:
        tables = snapshot.columns()
        for number, table in enumerate(tables):
            tell(number / len(tables), table)
            yield _write(snapshot, table, folder, key_of(store.secret, salt, table))


def _write(snapshot: Snapshot, table: str, folder: Path, key: bytes | None) -> TableEntry:
    path = folder / f"{table}.parquet"
    with path.open("xb") as target:
        path.chmod(0o600)
        stream = snapshot.table(table)
        schema = stream.schema
        written = write_parquet(target, stream, key=key)
    return table_entry(table, schema, written, snapshot.fingerprint(table))


def backups(folder: Path) -> list[Backup]:
    """Every backup in the folder, the newest first; unfinished ones too."""
    found = folder.iterdir() if folder.is_dir() else ()
    return [_backup(path) for path in sorted(found, reverse=True) if path.is_dir()]


def _backup(path: Path) -> Backup:
    size = sum(file.stat().st_size for file in path.iterdir() if file.is_file())
    try:
        manifest = read_manifest(path)
    except BackupRefused:
        manifest = None
    return Backup(path.name, path, size, manifest)


def read_manifest(folder: Path) -> Manifest:
    """What a backup says that it holds; raises BackupRefused when it says nothing usable."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > LONGEST_MANIFEST:
            raise BackupRefused(Refused.NOT_A_BACKUP, name=folder.name, fault=MANIFEST)
        manifest = Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise BackupRefused(Refused.NOT_A_BACKUP, name=folder.name, fault=MANIFEST) from error
    missing = [entry.file_name for entry in manifest.tables if not (folder / entry.file_name).is_file()]
    if manifest.kind != "backup" or missing:
        raise BackupRefused(Refused.NOT_A_BACKUP, name=folder.name, fault=", ".join(missing) or MANIFEST)
    return manifest


def restore_backup(  # noqa: PLR0913  each says what is restored from where, and how
    folder: Path,
    target: Path,
    *,
    queries: Path,
    secret: str = "",
    progress: Progress | None = None,
    cleanse: Callable[[Store], object] | None = None,
) -> list[Comparison]:
    """Read a backup into a new data file and compare every row of every table with what was backed up.

    With a secret the new file is encrypted by it, whether the backup was or not.

    The running file is never touched. The new one gets its name last, after `cleanse` has taken out of it
    whoever was forgotten since. Raises BackupRefused; then nothing is left behind.
    """
    tell = progress or _silent
    manifest = _sound(folder, target, secret, tell)
    making = _making(target) / WHOLE
    try:
        with closing(Store(making, queries=queries, secret=secret)) as store:
            compared = _fill(store, folder, manifest, tell)
            (cleanse or _nobody)(store)
        making.rename(target)
    finally:
        discard_restoring(target)
    tell(1.0, "")
    return compared


def _sound(folder: Path, target: Path, secret: str, tell: Progress) -> Manifest:
    """What a backup says that it holds, when it can be restored to a file that is not there yet."""
    manifest = read_manifest(folder)
    if target.exists():
        raise BackupRefused(Refused.EXISTS, path=target)
    _need_room(target.parent, max(manifest.database_bytes or 0, *(e.byte_count for e in manifest.tables), 0))
    discard_restoring(target)
    _check_files(folder, manifest, tell)
    _check_key(folder, manifest, secret)
    return manifest


def _nobody(_store: Store) -> None:
    """Forget nobody."""


def _making(target: Path) -> Path:
    return target.with_name(f".{target.name}{RESTORING}")


def discard_restoring(target: Path) -> None:
    """Remove what a restore that did not end left of a file."""
    shutil.rmtree(_making(target), ignore_errors=True)


def _check_files(folder: Path, manifest: Manifest, tell: Progress) -> None:
    for number, entry in enumerate(manifest.tables):
        tell(0.3 * number / len(manifest.tables), entry.table)
        with (folder / entry.file_name).open("rb") as source:
            if sha256_of(source) != (entry.byte_count, entry.sha256):
                raise BackupRefused(Refused.DAMAGED, name=folder.name, table=entry.table)


def _check_key(folder: Path, manifest: Manifest, secret: str) -> None:
    """Open one file, before anything is made."""
    if manifest.key_salt is None or not manifest.tables:
        return
    entry = manifest.tables[0]
    with (folder / entry.file_name).open("rb") as source:
        try:
            open_parquet(source, key=key_of(secret, manifest.key_salt, entry.table))
        except ValueError as error:
            raise BackupRefused(Refused.NO_KEY, name=folder.name) from error


def _fill(store: Store, folder: Path, manifest: Manifest, tell: Progress) -> list[Comparison]:
    for number, entry in enumerate(manifest.tables):
        tell(0.3 + 0.5 * number / len(manifest.tables), entry.table)
        _load(store, folder, entry, key_of(store.secret, manifest.key_salt, entry.table))
    same_rule = manifest.duckdb_version == ENGINE_VERSION
    compared = []
    with store.snapshot() as snapshot:
        for number, entry in enumerate(manifest.tables):
            tell(0.8 + 0.2 * number / len(manifest.tables), entry.table)
            found = snapshot.fingerprint(entry.table, only=[column.name for column in entry.columns])
            compared.append(_compare(entry, found, same_rule=same_rule))
    return compared


def _compare(entry: TableEntry, found: Fingerprint, *, same_rule: bool) -> Comparison:
    is_equal = found == entry.fingerprint if same_rule or found.rows != entry.rows else None
    return Comparison(entry.table, entry.rows, found.rows, is_equal)


def _load(store: Store, folder: Path, entry: TableEntry, key: bytes | None) -> None:
    with (folder / entry.file_name).open("rb") as source:
        try:
            opened = open_parquet(source, key=key)
            if columns_of(opened.schema_arrow) != entry.columns:
                raise BackupRefused(Refused.DAMAGED, name=folder.name, table=entry.table)
            with store.write() as transaction:
                transaction.bulk.append(entry.table, read_stream(opened))
        except (ValueError, pa.ArrowException, RowsRefusedError) as error:
            raise BackupRefused(Refused.NEWER, name=folder.name, table=entry.table) from error


def size_of(path: Path) -> int | None:
    """Bytes of a data file with what is not yet folded into it; None when nobody can tell."""
    try:
        wal = path.with_name(f"{path.name}.wal")
        return path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    except OSError:
        return None


def free_bytes(folder: Path) -> int | None:
    """Free space where a folder lies or will lie; None when nobody can tell."""
    try:
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        return shutil.disk_usage(nearest).free
    except OSError:
        return None


def _need_room(folder: Path, size: int) -> None:
    free, needed = free_bytes(folder), int(size * ROOM_SHARE)
    if free is not None and free < needed:
        raise BackupRefused(Refused.NO_ROOM, needed=-(-needed // 10**6), free=free // 10**6)


def _silent(_share: float, _text: str) -> None:
    """Tell nobody."""
