"""What is to be done after a storm: from its finding to its striking off, by two hands, with evidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from stormdesk.domain.decisions import facts_of, same_person
from stormdesk.domain.event import Event
from stormdesk.domain.vocabulary import N_, Subject

PROGRESS, TODAY = "progress", "today"
# Between the case and the key of its item, where another operation speaks of it.
OF_CASE: Final = "#"
PAST: Final = "past-"
NOT_PUBLISHED: Final = "not_published"
# How long what proves a thing must at least be.
LEAST_WORDS: Final = 4
LONGEST_WORDS: Final = 500
SHA256: Final = re.compile(r"[0-9a-f]{64}")
CARRIED: Final = "carried"
SAME_HAND, NO_EVIDENCE = "item_same_hand", "item_no_evidence"
NO_REASON, NOT_FOUND = "item_no_reason", "item_not_found"
ITEM_OBJECTIONS: Final[Mapping[str | None, str]] = {
    SAME_HAND: N_("完成人不能核实销号自己完成的事项,须由另一人销号。"),
    NO_EVIDENCE: N_("请写明佐证(至少 4 个字)或附佐证文件。"),
    NOT_FOUND: N_("这一项还没有列入,先列入再办理。"),
    NO_REASON: N_("请写明是谁决定本次暂不办,以及理由(至少 4 个字)。"),
}


class ItemStatus(StrEnum):
    """How far something to be done after a storm is."""

    FOUND = "found"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STRUCK_OFF = "struck_off"
    REOPENED = "reopened"


class TodayStatus(StrEnum):
    """What became of an open item in one later storm."""

    SET_ASIDE = "set_aside"
    TAKEN_UP = "taken_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """That an open item is left alone in this storm: who said so, why, since when."""

    said_by: str
    reason: str
    actor: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One thing to be done after a past storm, as it stands at a moment.

    `case_id` is the operation, or past-… for a storm without a ledger; `is_drilled` says that a drill
    marked it for itself alone; `has_words` that somebody has entered what it asks for.
    """

    case_id: str
    key: str
    case_zh: str
    case_en: str
    title_zh: str
    title_en: str
    source: str
    certainty: str
    found_at: datetime
    status: ItemStatus
    since: datetime
    event_id: str
    hand: str
    owner_unit: str
    owner_person: str
    due_at: datetime | None
    text: str
    evidence: str
    evidence_sha256: str
    is_drilled: bool
    is_overdue: bool
    set_aside: SetAside | None

    @property
    def item_id(self) -> str:
        """What tells it from every other item of the library."""
        return f"{self.case_id}{OF_CASE}{self.key}"

    @property
    def is_open(self) -> bool:
        """Whether it was not yet struck off."""
        return self.status is not ItemStatus.STRUCK_OFF

    @property
    def has_words(self) -> bool:
        """Whether it is known what it asks for."""
        return self.certainty != NOT_PUBLISHED

    def title(self, language: str) -> str:
        """What is to be done."""
        return (self.title_en if language == "en" else self.title_zh) or self.title_zh

    def case_name(self, language: str) -> str:
        """The storm that it comes from."""
        return (self.case_en if language == "en" else self.case_zh) or self.case_zh


def hand_of(event: Event) -> str:
    """Whose report it is; one carried into a drill keeps the hand that made it."""
    told = facts_of(event.payload)
    return str(told.get("hand") or event.actor) if told.get(CARRIED) else event.actor


def has_evidence(payload: str | None) -> bool:
    """Whether a report brings words or a file that prove it."""
    told = facts_of(payload)
    is_file = SHA256.fullmatch(str(told.get("evidence_sha256") or "")) is not None
    return is_file or len(str(told.get("evidence") or "").strip()) >= LEAST_WORDS


def item_objection(event: Event, before: Event | None) -> str | None:
    """Why a report on an item cannot count: no evidence, one hand on both sides, or no reason."""
    if event.subject != Subject.AFTER_ACTION or facts_of(event.payload).get(CARRIED):
        return None
    if event.facet == TODAY:
        return NO_REASON if event.status == TodayStatus.SET_ASIDE and not _has_reason(event) else None
    if before is None:
        return None if event.status == ItemStatus.FOUND else NOT_FOUND
    if event.status == ItemStatus.STRUCK_OFF and same_person(event.actor, hand_of(before)):
        return SAME_HAND
    is_proof_owed = event.status in {ItemStatus.DONE, ItemStatus.STRUCK_OFF}
    return NO_EVIDENCE if is_proof_owed and not has_evidence(event.payload) else None


def _has_reason(event: Event) -> bool:
    told = facts_of(event.payload)
    said_by, reason = (str(told.get(word) or "").strip() for word in ("said_by", "reason"))
    return bool(said_by) and len(reason) >= LEAST_WORDS


def in_order(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    """Overdue first, then by deadline, then those without one, each case in its own order."""

    def rank(item: OpenItem) -> tuple[bool, bool, float, str, int, str]:
        due = item.due_at.timestamp() if item.due_at else 0.0
        number = int(item.key) if item.key.isdigit() else 0
        return (not item.is_overdue, item.due_at is None, due, item.case_id, number, item.key)

    return tuple(sorted(items, key=rank))
