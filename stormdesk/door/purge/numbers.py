"""Every number that the screens ask of an operation: the same before and after its people are forgotten."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from stormdesk.store import Asking

FOLDERS: Final = (
    "checklist",
    "coverage",
    "duty",
    "evacuation",
    "levels",
    "moment",
    "replay",
    "response",
    "sea",
    "shelters",
    "silence",
    "sites",
    "vessels",
    "wall",
    "warnings",
    "water",
    "what_if",
    "work",
)
# Words that are the same for everybody, and so must stay.
CLOSED: Final = frozenset(
    {
        "status",
        "progress",
        "category",
        "subject",
        "facet",
        "account",
        "role_code",
        "tier",
        "kind",
        "township_code",
        "village_code",
        "hazard",
        "level_code",
    }
)
# Places move to the middle of a group or the village's seat, and what is only a place says nothing more.
PLACES: Final = ("lat", "lon")
# They tell of imports and lists beside the operation, not of it.
BESIDE: Final = frozenset({"wall/stale_lists", "wall/failed_imports", "wall/set_aside"})
Answers = dict[tuple[str, datetime], Counter[tuple[Any, ...]]]


def questions(store: Asking) -> list[str]:
    """The questions that need no more than an operation, a moment and an area."""
    given = set(_values("", datetime.min.replace(tzinfo=UTC)))
    names = [f"{folder}/{name}" for folder in FOLDERS for name in store.question_names(folder)]
    return [
        name
        for name in names
        if name not in BESIDE
        and "operation_id" in (asked := store.question(name).parameters)
        and asked <= given
    ]


def answers(store: Asking, operation_id: str, moments: Sequence[datetime]) -> Answers:
    """What each question tells at each moment, as numbers and closed words, in no order."""
    return {
        (name, moment): Counter(_told(store.table(name, **_values(operation_id, moment))))
        for name in questions(store)
        for moment in moments
    }


def moments_of(opened_at: datetime, closed_at: datetime, count: int) -> list[datetime]:
    """Moments spread over an operation, its end among them."""
    return [opened_at + (closed_at - opened_at) * share / count for share in range(1, count + 1)]


def differing(before: Answers, after: Answers) -> list[str]:
    """The questions that tell something else."""
    return sorted({name for name, moment in before if before[name, moment] != after.get((name, moment))})


def _values(operation_id: str, moment: datetime) -> dict[str, object]:
    return {
        "operation_id": operation_id,
        "as_of": moment,
        "known_at": moment,
        "from_at": moment,
        "until_at": moment,
        "after_at": moment,
        "since_at": moment,
        "area_code": None,
        "is_then": True,
    }


def _told(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    kept = [field.name for field in table.schema if _is_told(field)]
    columns = [[_plain(value) for value in table.column(name).to_pylist()] for name in kept]
    yield from zip(*columns, strict=True) if columns else [()] * table.num_rows


def _is_told(field: pa.Field) -> bool:
    if field.name.endswith(PLACES):
        return False
    if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
        return field.name in CLOSED
    return bool(
        pa.types.is_integer(field.type)
        or pa.types.is_floating(field.type)
        or pa.types.is_decimal(field.type)
        or pa.types.is_boolean(field.type)
        or pa.types.is_temporal(field.type)
    )


def _plain(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value
