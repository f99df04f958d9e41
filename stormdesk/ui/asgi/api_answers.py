"""What the API answers, as models from which both the answers and their description are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pydantic import BaseModel

from stormdesk.domain.feed import FeedKind, ItemResult, Outcome
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery import Taken

MOST_PROBLEMS = 1_000
Translate = Callable[[str], str]


class ItemSaid(BaseModel):
    """What became of one item, in the order of the batch."""

    index: int
    id: str | None
    result: ItemResult
    reason: str | None = None


class ProblemSaid(BaseModel):
    """One value or record that was sent back or flagged."""

    place: str
    value: str
    reason: str


class BatchSaid(BaseModel):
    """What became of a batch or file."""

    import_id: str | None
    kind: FeedKind | None
    outcome: Outcome
    accepted: int
    repeated: int
    flagged: int
    refused: int
    items: list[ItemSaid]
    problems: list[ProblemSaid]


class ImportSaid(BaseModel):
    """What became of an earlier import of this source."""

    import_id: str
    imported_at: datetime
    name: str
    kind: str
    outcome: Outcome
    accepted: int
    repeated: int | None
    flagged: int | None
    refused: int
    first_at: datetime | None
    last_at: datetime | None
    content_hash: str
    problems: list[ProblemSaid]


class StatusSaid(BaseModel):
    """How this source stands, and to which operation and instant its items go now."""

    source_id: str
    state: str
    kinds: list[FeedKind]
    expected_every_min: int | None
    max_per_min: int
    last_import_at: datetime | None
    last_item_at: datetime | None
    item_count: int | None
    operation_id: str
    shown_at: datetime
    is_drill: bool


class Refused(BaseModel):
    """Why a request was refused as a whole, in a sentence, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    do: str
    reason: str | None = None


def batch_said(taken: Taken, translate: Translate) -> BatchSaid:
    """Put what became of a delivery into words."""
    refused = sum(item.result is ItemResult.REFUSED for item in taken.items)
    return BatchSaid(
        import_id=taken.import_id,
        kind=taken.kind,
        outcome=taken.outcome,
        accepted=taken.accepted,
        repeated=taken.repeated,
        flagged=taken.flagged,
        refused=refused,
        items=[
            ItemSaid(
                index=item.index,
                id=item.id,
                result=item.result,
                reason=translate(str(item.reason)) if item.reason else None,
            )
            for item in taken.items
        ],
        problems=[problem_said(problem, translate) for problem in taken.problems[:MOST_PROBLEMS]],
    )


def problem_said(problem: Problem, translate: Translate) -> ProblemSaid:
    """Put a problem into words."""
    return ProblemSaid(
        place=_plain(problem.place), value=_plain(problem.value), reason=translate(str(problem.reason))
    )


def _plain(text: str) -> str:
    return text[:500].encode("utf-8", "replace").decode()
