"""When a person last looked: up to which moment he has seen, by what he did and not by what refreshed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# Whoever does nothing for so long has gone away; what he then does begins another sitting.
AWAY: Final = timedelta(minutes=15)
# Within a sitting one look a minute tells enough.
APART: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """That somebody looked at the brief at machine time `at`, when it showed a moment of the ledger.

    `is_read` says that he pressed "seen": from there on he wants to be told.
    """

    as_of: datetime
    known_at: datetime
    at: datetime
    is_read: bool = False


def last_seen(looks: Sequence[Look]) -> Look | None:
    """Up to which of his looks, in their order, a person has seen; None who has never been away.

    That is the last "seen" of this sitting, else the last look of the sitting before: what he has before
    his eyes does not vanish while he reads, however often he touches it.
    """
    for place in range(len(looks) - 1, -1, -1):
        if looks[place].is_read:
            return looks[place]
        if place and looks[place].at - looks[place - 1].at >= AWAY:
            return looks[place - 1]
    return None


def is_worth_noting(looks: Sequence[Look], at: datetime) -> bool:
    """Whether another look tells anything that the last one did not."""
    return not looks or at - looks[-1].at >= APART
