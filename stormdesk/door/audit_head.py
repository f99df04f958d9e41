"""The head of the audit, in a file beside: which row was the last, so that a cut end shows."""

from __future__ import annotations

import hmac
import json
import os
from pathlib import Path

from stormdesk.door.audit_chain import Keyring, Link, sign


class HeadFile:
    """One small file, replaced whole and on the disk before a deed happens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._told = 0

    def tell(self, tail: Link, keys: Keyring) -> None:
        """Put the last row down; one that is older than what stands there is left out."""
        if tail.seq <= self._told:
            return
        sealed = sign(keys.keys[0], ("head", tail.seq, tail.hash))
        text = json.dumps({"seq": tail.seq, "hash": tail.hash, "key_mark": keys.mark, "seal": sealed})
        part = self.path.with_name(f"{self.path.name}.part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        _sync_folder(self.path.parent)
        self._told = tail.seq

    def read(self, keys: Keyring) -> Link | None:
        """The row that was the last, when the file is there and was sealed with one of the keys."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            link = Link(int(told["seq"]), str(told["hash"]))
            seal = str(told["seal"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        sealed = (sign(key, ("head", link.seq, link.hash)) for key in keys.keys)
        return link if any(hmac.compare_digest(seal, each) for each in sealed) else None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
