"""The seal of an issued paper: digests of what the log held, and where they differ later."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from stormdesk.domain.papers import Drafted, Stepped


@dataclass(frozen=True, slots=True)
class Share:
    """The reports on one subject in one township of which we learned in one hour."""

    subject: str
    township_code: str | None
    hour_at: datetime
    row_count: int
    digest: str

    @property
    def place(self) -> tuple[str, str, datetime]:
        """What tells it from others."""
        return (self.subject, self.township_code or "", self.hour_at)


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the log is not what it was when a paper was issued."""

    subject: str
    township_code: str | None
    hour_at: datetime
    sealed_count: int
    found_count: int


def seal_of(shares: Iterable[Share]) -> str:
    """One digest over all shares."""
    found = sha256()
    for share in sorted(shares, key=lambda one: one.place):
        told = (*share.place[:2], f"{share.hour_at.timestamp():.0f}", str(share.row_count), share.digest)
        found.update("\x1f".join(told).encode() + b"\n")
    return found.hexdigest()


def record_digest(drafted: Drafted, steps: Iterable[Stepped]) -> str:
    """One digest over what the rows of a paper say of it: its moment, figures and text, and every hand."""
    rows = [asdict(drafted) | {"operation_id": drafted.drafted_in}, *map(asdict, steps)]
    told = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=_plain)
    return sha256(told.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def breaches(kept: Sequence[Share], found: Sequence[Share]) -> list[Breach]:
    """Where the two differ, the earliest hour first."""
    before, after = ({share.place: share for share in shares} for shares in (kept, found))
    broken = []
    for place in before.keys() | after.keys():
        old, new = before.get(place), after.get(place)
        if old == new:
            continue
        broken.append(
            Breach(
                place[0],
                place[1] or None,
                place[2],
                old.row_count if old else 0,
                new.row_count if new else 0,
            )
        )
    return sorted(broken, key=lambda one: (one.hour_at, one.subject, one.township_code or ""))
