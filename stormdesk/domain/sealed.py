"""The seal of an issued paper: digests of what the log held, and where they differ later."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from stormdesk.domain.papers import Drafted, Stepped

LISTED: Final = "list/"
STORM: Final = "storm"
READING: Final = "reading"
BESIDE: Final = frozenset(
    {
        STORM,
        READING,
        *(LISTED + one for one in ("responsible_person", "evacuee", "vessel", "site", "shelter")),
    }
)


@dataclass(frozen=True, slots=True)
class Share:
    """The reports on one subject in one township of which we learned in one hour.

    Rows of lists, storms and gauges are told apart by the import that brought them as well.
    """

    subject: str
    township_code: str | None
    hour_at: datetime
    row_count: int
    digest: str
    import_id: str | None = None

    @property
    def place(self) -> tuple[str, str, datetime, str]:
        """What tells it from others."""
        return (self.subject, self.township_code or "", self.hour_at, self.import_id or "")

    @property
    def is_beside(self) -> bool:
        """Whether its rows stand beside the log: of lists, storms and gauges, which later imports add to."""
        return self.subject in BESIDE

    @property
    def brought(self) -> tuple[str, str]:
        """Which rows beside the log came together."""
        return (self.subject, self.import_id or "")


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
        told = [*share.place[:2], f"{share.hour_at.timestamp():.0f}", str(share.row_count), share.digest]
        if share.import_id:
            told.append(share.import_id)
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
    """Where the two differ, the earliest hour first.

    What an import brought beside the log after the seal is none of its business.
    """
    sealed = {share.brought for share in kept}
    present = [share for share in found if not share.is_beside or share.brought in sealed]
    before, after = ({share.place: share for share in shares} for shares in (kept, present))
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
