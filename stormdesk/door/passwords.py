"""Passwords: what is a sound one, and hashes that are slow to guess."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from stormdesk.errors import N_, WeakPassword

LEAST, MOST = 12, 256
LEAST_KINDS: Final = 5
LEAST_OWN: Final = 6
AT_ONCE: Final = 2
MOST_WAITING: Final = 16
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
_DATE = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory, passes and lanes of argon2id, and the beat at which it is answered."""

    memory_kib: int
    passes: int
    lanes: int = 1
    beat_s: float = 0.4


SOUND: Final = Cost(memory_kib=19_456, passes=2)
CHEAP: Final = Cost(memory_kib=8, passes=1, beat_s=0)


class Passwords:
    """Makes and compares hashes; a few at a time, so that guessing cannot eat the machine."""

    def __init__(self, common: frozenset[str], cost: Cost = SOUND) -> None:
        self._common = sorted(common, key=len, reverse=True)
        self._hasher = _hasher_of(cost)
        self.beat_s = cost.beat_s
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._seats = threading.BoundedSemaphore(MOST_WAITING)
        self._nobodys = _hash_of_nobody(cost)

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return self._hasher.hash(plain(password))

    def fits(self, password: str, kept: str | None) -> bool | None:
        """Whether a password is the one; as slow where there is none, None when too many ask at once."""
        if not self._seats.acquire(blocking=False):
            return None
        try:
            with self._turns:
                return self._verify(plain(password[: MOST * 4]), kept or self._nobodys) and kept is not None
        finally:
            self._seats.release()

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)

    def check(self, password: str, account_id: str) -> None:
        """Raise WeakPassword, with what is missing, for one that is easily guessed."""
        asked = plain(password).casefold()
        if len(asked) < LEAST:
            raise WeakPassword(reason=N_("至少 12 个字,可以是一句话"))
        if len(asked) > MOST:
            raise WeakPassword(reason=N_("至多 256 个字"))
        name = plain(account_id).casefold()
        own = asked.replace(name, "").replace(name[::-1], "") if len(name) > 2 else asked
        if len(own) < LEAST_OWN:
            raise WeakPassword(reason=N_("不要用账号名作口令"))
        if len(set(asked)) < LEAST_KINDS or len(self._without_common(own)) < LEAST_OWN:
            raise WeakPassword(reason=N_("太常见,容易被猜到"))

    def _without_common(self, asked: str) -> str:
        for word in self._common:
            asked = asked.replace(word, "")
        return re.sub(r"[\W_]+", "", _DATE.sub("", asked))

    def _verify(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _hasher_of(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes)


@cache
def _hash_of_nobody(cost: Cost) -> str:
    """What a password is compared with where there is no account, so that this takes as long."""
    return _hasher_of(cost).hash(secrets.token_urlsafe())


def plain(password: str) -> str:
    """The password as compared: the same letters, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode("utf-8"))


def made_up() -> str:
    """A password of 99 random bits that can be read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def load_common(path: Path) -> frozenset[str]:
    """Read the list of pieces that make a password easy to guess."""
    lines = (line.strip().casefold() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def mark_of(secret: str) -> str:
    """Return what is kept of a random secret: a token, a code, a browser's mark."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
