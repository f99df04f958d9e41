"""The head of the audit, in a file beside: which row was the last, so that a cut end shows."""

from __future__ import annotations

import hmac
import json
import os
from pathlib import Path
from typing import Final

from stormdesk.door.audit_chain import Keyring, Link, sign

SLOT_BYTES: Final = 256


class HeadFile:
    """One small file of two lines that are written in turn, so that a torn one leaves the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._told = 0

    def tell(self, tail: Link, keys: Keyring) -> None:
        """Put the last row down, on the disk before this returns; an older one is left out."""
        if tail.seq <= self._told:
            return
        is_new = not self.path.exists()
        sealed = sign(keys.keys[0], ("head", tail.seq, tail.hash))
        line = json.dumps({"seq": tail.seq, "hash": tail.hash, "seal": sealed}).ljust(SLOT_BYTES - 1) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, line.encode(), SLOT_BYTES * (tail.seq % 2))
            os.fdatasync(handle)
        finally:
            os.close(handle)
        if is_new:
            _sync_folder(self.path.parent)
        self._told = tail.seq

    def read(self, keys: Keyring) -> Link | None:
        """The row that was the last, when the file is there and was sealed with one of the keys."""
        try:
            text = self.path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            return None
        told = [link for line in text.splitlines() if (link := _sealed(line, keys)) is not None]
        return max(told, key=lambda link: link.seq, default=None)


def _sealed(line: str, keys: Keyring) -> Link | None:
    try:
        told = json.loads(line)
        link, seal = Link(int(told["seq"]), str(told["hash"])), str(told["seal"])
    except (ValueError, KeyError, TypeError):
        return None
    sealed = (sign(key, ("head", link.seq, link.hash)) for key in keys.keys)
    return link if any(hmac.compare_digest(seal.encode(), each.encode()) for each in sealed) else None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
