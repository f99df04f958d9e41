"""Which files under the home folder hold an operation's people, and which are nobody's."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from stormdesk.door.purge.records import FileKind, FileShare
from stormdesk.ingest.delivery.originals import digest_of
from stormdesk.ingest.inbox_report import PART, REPORT, SENDER
from stormdesk.ingest.inbox_shelf import ARCHIVE, QUARANTINE, REASONS, SHELVES
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.store.forgotten import NAME as FORGOTTEN

# What lies in the home folder beside the data and tells of no evacuee: accounts, audit, rules, boundaries.
PLAIN: Final = (
    "access.duckdb",
    "access.duckdb.wal",
    "audit.key",
    "audit.head",
    "id_codes.key",
    FORGOTTEN,
    "rules",
    "county",
    "tiles",
    "what_if",
    "papers",
)


def shares(settings: Settings, store: Store, *, operation_id: str, roster: str) -> tuple[FileShare, ...]:
    """The files that are destroyed with an operation's people, kind by kind."""
    found = store.rows("forget/imports", operation_id=operation_id, roster=roster)
    needed = {row[0] for row in found if row[2] and not row[1]}
    ours = {row[0] for row in found if row[1]}
    kinds: list[tuple[FileKind, list[Path]]] = [
        (
            FileKind.ORIGINAL,
            [path for path in _lying(settings.originals) if path.name in ours or _is_part(path)],
        ),
        (FileKind.ARCHIVE, list(_unneeded(settings.inbox / ARCHIVE, needed))),
        (FileKind.QUARANTINE, list(_unneeded(settings.inbox / QUARANTINE, needed))),
        (FileKind.ANSWER, [path for path in waiting(settings.inbox) if path.name.endswith(REPORT)]),
        (FileKind.BACKUP, [path for path in _lying(settings.backups) if path.name != FORGOTTEN]),
        (FileKind.RESTORED, [*_lying(settings.home / "restored"), *_copies(settings)]),
        (FileKind.BUNDLE, _lying(settings.home / "bundles")),
        (FileKind.PAPER, list(_papers(settings, store, operation_id))),
        (FileKind.LEFT_OVER, _lying(settings.home / "spill")),
    ]
    return tuple(FileShare(kind, tuple(paths), size_of(paths)) for kind, paths in kinds if paths)


def strange_files(
    settings: Settings, known: tuple[FileShare, ...], told: Collection[str]
) -> tuple[Path, ...]:
    """Files under the home folder of which nobody knows what they are: a person must look at them.

    An original is one of them when its hash is not `told` by any import.
    """
    expected = {path for share in known for path in share.paths}
    own = (settings.originals, settings.inbox, settings.backups, settings.database)
    plain = (*own, *(settings.home / name for name in PLAIN))
    originals = [path for path in _lying(settings.originals) if path.name not in told]
    found = [path for path in originals if path not in expected]
    for path in _lying(settings.home):
        is_ours = path in expected or path.name.startswith(f"{settings.database.name}.")
        if not is_ours and not any(path == one or one in path.parents for one in plain):
            found.append(path)
    return tuple(found)


def waiting(inbox: Path) -> list[Path]:
    """What lies before the server, answers and names of senders too."""
    return [path for path in _lying(inbox) if path.relative_to(inbox).parts[0] not in SHELVES]


def untaken(inbox: Path) -> int:
    """How many files the server has still to take in."""
    return sum(not path.name.endswith((REPORT, SENDER, PART)) for path in waiting(inbox))


def size_of(paths: list[Path]) -> int:
    """Bytes of these files."""
    return sum(path.lstat().st_size for path in paths)


def _unneeded(folder: Path, needed: set[str]) -> Iterator[Path]:
    """Files of a shelf but those that another operation's reports came in."""
    for path in _lying(folder):
        told = path.name.removesuffix(REASONS)
        original = path.with_name(told)
        is_plain = original.is_file() and not original.is_symlink()
        if not is_plain or digest_of(original) not in needed:
            yield path


def _copies(settings: Settings) -> list[Path]:
    """Other data files that a person laid into the home folder."""
    own = {settings.database, settings.access_database}
    found = settings.home.glob("*.duckdb") if settings.home.is_dir() else ()
    return [path for path in sorted(found) if path not in own]


def _papers(settings: Settings, store: Store, operation_id: str) -> Iterator[Path]:
    """The bytes of this operation's issued papers that name people."""
    for (sha256,) in store.rows("forget/papers", operation_id=operation_id):
        path = settings.papers / str(sha256)
        if path.is_file() and not path.is_symlink():
            yield path


def _is_part(path: Path) -> bool:
    """Whether a stop left this file half written: a whole original has its hash for a name."""
    return path.name.startswith(".")


def _lying(folder: Path) -> list[Path]:
    """Every file in a folder and its folders; links are told as themselves, never followed."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
