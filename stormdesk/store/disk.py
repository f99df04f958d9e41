"""How much room the desk takes and has left."""

import os
from dataclasses import dataclass
from pathlib import Path

from stormdesk.store.backup import free_bytes, size_of

ALARM_FACTOR = 2
OWNER_ONLY = 0o700
ALL_MODES = 0o777


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes by use; None is unknown, which is not zero."""

    free_bytes: int | None
    database_bytes: int | None
    originals_bytes: int | None
    backups_bytes: int | None

    @property
    def is_alarming(self) -> bool | None:
        """Whether less than twice the data file's size is free; None when nobody can tell."""
        if self.free_bytes is None or self.database_bytes is None:
            return None
        return self.free_bytes < ALARM_FACTOR * self.database_bytes


def disk(database: Path, *, originals: Path, backups: Path) -> Disk:
    """Look at the disk under the data file."""
    return Disk(
        free_bytes=free_bytes(database.parent),
        database_bytes=size_of(database),
        originals_bytes=_folder_bytes(originals),
        backups_bytes=_folder_bytes(backups),
    )


def _folder_bytes(folder: Path) -> int | None:
    """Bytes of all files below a folder; none yet is zero, unreadable is unknown."""
    if not folder.exists():
        return 0
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return None


def keep_to_owner(folder: Path) -> None:
    """Make the folder, and take it away from everybody but its owner, who alone can do that."""
    folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    if folder.stat().st_uid == os.getuid() and folder.stat().st_mode & ~OWNER_ONLY & ALL_MODES:
        folder.chmod(OWNER_ONLY)
