"""Originals kept by their hash, whole or not at all."""

import errno
import hashlib
import os
import shutil
import stat
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

BLOCK_BYTES: Final = 1 << 20


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read block by block."""
    found = hashlib.sha256()
    with path.open("rb") as lines:
        while block := lines.read(BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()


def keep_original(originals: Path, digest: str, content: bytes | Path) -> Path:
    """Keep an original under its hash; one that was cut short by a crash is written anew."""
    originals.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = originals / digest
    if kept.is_file() and digest_of(kept) == digest:
        return kept
    part = originals / f".{digest[:16]}-{uuid4().hex[:8]}.part"
    try:
        if isinstance(content, bytes):
            part.write_bytes(content)
        else:
            shutil.copyfile(content, part)
        part.chmod(0o600)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    return kept


def open_regular(path: Path) -> BinaryIO:
    """Open a plain file that is no link, pipe or folder, without ever waiting for one.

    Raises OSError when it is gone, locked away, or no plain file.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a plain file")
    return os.fdopen(handle, "rb")


def read_regular(path: Path, most_bytes: int) -> bytes | None:
    """Read a plain file; None when it is larger than allowed."""
    with open_regular(path) as lines:
        data = lines.read(most_bytes + 1)
    return None if len(data) > most_bytes else data
