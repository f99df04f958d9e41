"""The damage report: what was told of each loss, what was not, and how long the first word took."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.county_rows import DamageItem
from stormdesk.domain.vocabulary import N_

# The first report is due this long after the first damage.
FIRST_WITHIN: Final = timedelta(hours=2)
ALL: Final = "all"
LOSS, NIL = "loss", "nil"
REPORTED, VERIFIED, NIL_REPORT = "reported", "verified", "nil_report"


class Stage(StrEnum):
    """Which report of a disaster one is."""

    FIRST = N_("初报")
    FOLLOW_UP = N_("续报")
    VERIFIED = N_("核报")


class Word(StrEnum):
    """What is known of one loss: a figure, none by a nil report, or nothing at all."""

    FIGURE = "figure"
    NIL = "nil"
    UNREPORTED = "unreported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last word of a township on one item, and the first."""

    township_code: str
    item: str
    status: str
    quantity: int | None
    happened_at: datetime
    recorded_at: datetime
    event_id: str
    source: str
    first_loss_at: datetime | None = None
    first_loss_told_at: datetime | None = None
    peak: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction of a loss: what it was and is, when it was recorded and why; None: withdrawn."""

    township_code: str
    item: str
    was: int | None
    was_verified: bool
    now: int | None
    is_verified: bool
    recorded_at: datetime
    reason: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One item of one area: its word, its figure, since when, and whether it fell without a correction."""

    word: Word
    quantity: int | None = None
    happened_at: datetime | None = None
    recorded_at: datetime | None = None
    source: str = ""
    is_verified: bool = False
    is_fallen: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One item of the county: the sum of what was told, and how many townships said nothing."""

    cell: Cell
    unreported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWord:
    """When damage first happened, by when it was to be told, and when it was."""

    happened_at: datetime
    due_at: datetime
    told_at: datetime | None

    def is_overdue(self, as_of: datetime) -> bool:
        """Whether the first word came, or still has not come, after its time."""
        return (self.told_at or as_of) > self.due_at


UNREPORTED: Final = Cell(word=Word.UNREPORTED)


def cells(
    items: Sequence[DamageItem],
    told: Iterable[Told],
    counted: Mapping[tuple[str, str], Cell],
    townships: Sequence[str],
) -> dict[tuple[str, str], Cell]:
    """Every item of every township; what nobody spoke of is unreported and never nought."""
    words = {(word.township_code, word.item): word for word in told}
    by_code = {item.code: item for item in items}
    found = {}
    for township in townships:
        nil = _nil_of(words, township)
        for item in items:
            word = words.get((township, item.code))
            if item.is_counted:
                found[township, item.code] = counted.get((township, item.code), UNREPORTED)
            else:
                found[township, item.code] = _cell(by_code[item.code], word, nil)
    return found


def _cell(item: DamageItem, word: Told | None, nil: Told | None) -> Cell:
    if word is not None and word.quantity is not None:
        return Cell(
            word=Word.FIGURE,
            quantity=word.quantity,
            happened_at=word.happened_at,
            recorded_at=word.recorded_at,
            source=word.source,
            is_verified=word.status == VERIFIED,
            is_fallen=not item.can_fall and word.quantity < (word.peak or 0),
            said=word.said,
        )
    if nil is not None:
        return Cell(
            word=Word.NIL,
            quantity=0,
            happened_at=nil.happened_at,
            recorded_at=nil.recorded_at,
            source=nil.source,
            said=nil.said,
        )
    return UNREPORTED


def _nil_of(words: Mapping[tuple[str, str], Told], township: str) -> Told | None:
    """The township's nil report; once a loss was told, silence on another item is no nil."""
    has_loss = any(word.quantity for (code, item), word in words.items() if code == township and item != ALL)
    return None if has_loss else words.get((township, ALL))


def totals(
    items: Sequence[DamageItem], found: Mapping[tuple[str, str], Cell], townships: Sequence[str]
) -> dict[str, Total]:
    """The county's figure of every item: the sum of those who told one; nil only once everybody spoke."""
    return {item.code: _total([found[township, item.code] for township in townships]) for item in items}


def _total(parts: Sequence[Cell]) -> Total:
    spoken = [cell for cell in parts if cell.word is not Word.UNREPORTED]
    missing = len(parts) - len(spoken)
    figures = [cell for cell in spoken if cell.word is Word.FIGURE]
    if not figures and (missing or not spoken):
        return Total(cell=UNREPORTED, unreported=missing)
    sources = {cell.source for cell in figures}
    cell = Cell(
        word=Word.FIGURE if figures else Word.NIL,
        quantity=sum(cell.quantity or 0 for cell in spoken),
        happened_at=max((cell.happened_at for cell in spoken if cell.happened_at), default=None),
        recorded_at=max((cell.recorded_at for cell in spoken if cell.recorded_at), default=None),
        source=sources.pop() if len(sources) == 1 else "",
        is_verified=bool(figures) and not missing and all(cell.is_verified for cell in figures),
        is_fallen=any(cell.is_fallen for cell in spoken),
    )
    return Total(cell=cell, unreported=missing)


def first_word(told: Iterable[Told]) -> FirstWord | None:
    """When damage first happened anywhere of these and when it was first told; None while there is none."""
    losses = [(word.first_loss_at, word.first_loss_told_at) for word in told]
    happened = [at for at, _told_at in losses if at is not None]
    if not happened:
        return None
    heard = [told_at for _at, told_at in losses if told_at is not None]
    return FirstWord(
        happened_at=min(happened), due_at=min(happened) + FIRST_WITHIN, told_at=min(heard, default=None)
    )


def stage(issued_before: int, figures: Iterable[Cell]) -> Stage:
    """Which report comes next: the first, a follow-up, or the verified one when every figure is verified."""
    spoken = [cell for cell in figures if cell.word is Word.FIGURE]
    if issued_before and spoken and all(cell.is_verified for cell in spoken):
        return Stage.VERIFIED
    return Stage.FOLLOW_UP if issued_before else Stage.FIRST


def needs_correction(item: DamageItem, before: Cell | None, quantity: int) -> bool:
    """Whether a figure falls below what was told, or changes what was verified, and so must correct it."""
    if before is None or before.word is not Word.FIGURE or before.quantity == quantity:
        return False
    return before.is_verified or (not item.can_fall and quantity < (before.quantity or 0))
