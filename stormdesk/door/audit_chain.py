"""The chain of the audit: each row bears a keyed hash over itself and the row before."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from stormdesk.errors import BadAuditKey
from stormdesk.settings import Settings

LEAST_CHARACTERS: Final = 32
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# What a row's hash is made of, in this order, after its number, the hash before, the key's mark and the time.
COLUMNS: Final = (
    "kind",
    "what",
    "is_done",
    "account_id",
    "role",
    "session_id",
    "address",
    "thing",
    "thing_id",
    "area_code",
    "operation_id",
    "reason",
    "detail",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the chain by its number and hash."""

    seq: int
    hash: str


NOTHING: Final = Link(0, "")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key that rows are made with, first, and those of earlier times, which only check."""

    keys: tuple[bytes, ...]

    @property
    def mark(self) -> str:
        """What tells the present key from others without telling it."""
        return mark_of(self.keys[0])

    def link(self, last: Link, noted_us: int, columns: Mapping[str, object]) -> Link:
        """The row that follows the last one."""
        seq = last.seq + 1
        made = (seq, last.hash, self.mark, noted_us, *(columns[name] for name in COLUMNS))
        return Link(seq, sign(self.keys[0], made))

    def by_mark(self) -> dict[str, bytes]:
        """Every key by its mark."""
        return {mark_of(key): key for key in self.keys}


def sign(key: bytes, values: tuple[object, ...]) -> str:
    """The keyed hash of values that JSON can write."""
    written = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()


def mark_of(key: bytes) -> str:
    """The mark of a key."""
    return sign(key, ("stormdesk audit key",))[:16]


def micros(instant: datetime) -> int:
    """An instant as whole microseconds since 1970."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def keyring_of(settings: Settings) -> Keyring:
    """The keys that the settings name (the present one first, older ones after it), else the home's own."""
    if settings.audit_key:
        return _keyring(settings.audit_key)
    path = settings.home / "audit.key"
    if not path.exists():
        _make(path)
    try:
        return _keyring(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadAuditKey from error


def _keyring(text: str) -> Keyring:
    keys = text.replace(",", " ").split()
    if not keys or any(len(key) < LEAST_CHARACTERS for key in keys):
        raise BadAuditKey
    return Keyring(tuple(key.encode() for key in keys))


def _make(path: Path) -> None:
    """Lay a new key down whole, readable by its owner alone; of two who make one, the first stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
