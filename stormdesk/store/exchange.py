"""Putting a new data file in the place of the old one, so that a kill leaves the one or the other.

The new file is written in a folder of its own. Once it is whole it gets the name that stands for "must be
taken": from then on it takes the old one's place, at once or when the file is opened next.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

NEW: Final = ".new"
NEXT: Final = ".next"
OLD: Final = ".old"
BLOCK_BYTES: Final = 1 << 20


def building(path: Path) -> Path:
    """Where the new file is written, under the same name."""
    return path.parent / f"{path.name}{NEW}" / path.name


def is_pending(path: Path) -> bool:
    """Whether an exchange was begun and not ended."""
    return any(os.path.lexists(one) for one in (building(path).parent, _next(path), _old(path)))


def is_open(path: Path) -> bool:
    """Whether this process still holds the file open; no where the system does not tell."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return False
    held = set()
    for one in folder.iterdir():
        with contextlib.suppress(OSError):
            held.add(one.readlink())
    return path.resolve() in held


def commit(path: Path) -> None:
    """Say that the new file is whole and must take the old one's place."""
    made = building(path)
    _sync(made)
    made.rename(_next(path))
    _sync(path.parent)


def discard(path: Path) -> None:
    """Forget a new file that is not whole, or not wanted."""
    shutil.rmtree(building(path).parent, ignore_errors=True)


def finish(path: Path) -> bool:
    """Put a whole new file in place, forget one that is not; nobody may have either open.

    Tells whether the file at `path` is a new one.
    """
    discard(path)
    following, is_new = _next(path), False
    if following.exists():
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        if path.exists() and not os.path.lexists(_old(path)):
            os.link(path, _old(path))
        following.replace(path)
        is_new = True
    _sync(path.parent)
    destroy(_old(path))
    return is_new


def destroy(path: Path) -> int:
    """Write zeros over a plain file that nobody else holds, and remove it; tells how many bytes it had."""
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return 0
    if path.is_symlink() or not path.is_file():
        path.unlink()
        return 0
    if facts.st_nlink == 1:
        _blank(path, facts.st_size)
    path.unlink()
    _sync(path.parent)
    return facts.st_size


def _blank(path: Path, size: int) -> None:
    with path.open("r+b") as lines:
        for start in range(0, size, BLOCK_BYTES):
            lines.write(bytes(min(BLOCK_BYTES, size - start)))
        lines.flush()
        os.fsync(lines.fileno())


def _next(path: Path) -> Path:
    return path.with_name(path.name + NEXT)


def _old(path: Path) -> Path:
    return path.with_name(path.name + OLD)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
