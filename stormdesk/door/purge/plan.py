"""What forgetting an operation's people would do: tables, rows and files, and what stands in the way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from stormdesk.door.purge.files import shares, strange_files, untaken
from stormdesk.door.purge.records import Blocker, Preview, Reason, TableShare
from stormdesk.errors import UnknownOperation
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.store.backup import free_bytes, size_of
from stormdesk.store.questions import has_question
from stormdesk.store.rewrite import FORGET, NOBODYS

# Columns without a mark that lose their words all the same: what a sender typed may hold a name.
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("event_id", "subject_id", "source", "actor", "lat", "lon", "payload", "corrects"),
    "span": ("subject_id", "event_id"),
    "cur": ("subject_id", "event_id"),
    "flagged": ("subject_id", "event_id"),
    "overruled": ("subject_id", "event_id", "by_event_id"),
    "position": ("vessel_id", "mmsi", "source"),
    "import_batch": ("source", "imported_by"),
    "import_problem": ("place", "field", "value", "suggestion", "original_row"),
    "same_as": ("kept_id", "other_id", "reason", "decided_by"),
    "api_answer": ("answer",),
}
MARK: Final = "[personal:"
# A new data file beside the old one, and the old one's room until it is destroyed.
ROOM_SHARE: Final = 1.5


def preview(store: Store, operation_id: str, settings: Settings, at: datetime) -> Preview:
    """What forgetting an operation's people at `at` would do; nothing is touched.

    Raises UnknownOperation.
    """
    found = store.rows("forget/about", operation_id=operation_id)
    if not found:
        raise UnknownOperation(operation=operation_id)
    name_zh, name_en, _kind, roster, _opened_at, closed_at, forgotten_at = found[0]
    files = shares(settings, store, operation_id=operation_id, roster=roster)
    told = {row[0] for row in store.rows("forget/imports", operation_id=operation_id, roster=roster)}
    due_at = closed_at + timedelta(days=settings.forget_after_days) if closed_at else None
    readers = tuple(row[0] for row in store.rows("forget/readers", operation_id=operation_id, roster=roster))
    return Preview(
        operation_id=operation_id,
        name_zh=name_zh,
        name_en=name_en,
        roster=roster,
        own_roster=own_roster(operation_id),
        closed_at=closed_at,
        due_at=due_at,
        forgotten_at=forgotten_at,
        readers=readers,
        tables=_tables(store, operation_id, roster, at, is_alone=not readers),
        files=files,
        strange=strange_files(settings, files, told),
        blockers=tuple(_blockers(store, operation_id, settings, at, (closed_at, due_at, forgotten_at))),
    )


def own_roster(operation_id: str) -> str:
    """The name of the lists that an operation reads once its people are forgotten."""
    return f"{operation_id}~"


def _tables(
    store: Store, operation_id: str, roster: str, at: datetime, *, is_alone: bool
) -> tuple[TableShare, ...]:
    marked = personal_columns(store)
    listed = store.rows("forget/listed", operation_id=operation_id, roster=roster, done_at=at)
    told = store.rows("forget/reported", operation_id=operation_id, roster=roster, is_alone=is_alone)
    lists = [
        TableShare(
            table=table,
            columns=marked.get(table, ()),
            forgotten_count=forgotten,
            gone_count=gone,
            kept_count=kept,
        )
        for table, forgotten, gone, kept in listed
    ]
    reports = [
        TableShare(
            table=table,
            columns=tuple(dict.fromkeys((*ALSO.get(table, ()), *marked.get(table, ())))),
            forgotten_count=rows,
        )
        for table, rows in told
        if rows
    ]
    return (*lists, *reports)


def personal_columns(store: Store) -> dict[str, tuple[str, ...]]:
    """The columns that the schema marks as personal, by table."""
    found: dict[str, list[str]] = {}
    for table, column in marks(store):
        found.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in found.items()}


def marks(store: Store) -> dict[tuple[str, str], str]:
    """What kind of personal data each marked column holds: name, phone, text, thing or id."""
    return {
        (table, column): comment.rpartition(MARK)[2].rstrip("] ").strip()
        for table, column, comment in store.rows("forget/marks")
    }


def _blockers(
    store: Store, operation_id: str, settings: Settings, at: datetime, times: tuple[Any, Any, Any]
) -> list[Reason]:
    closed_at, due_at, forgotten_at = times
    if forgotten_at is not None:
        return [Reason(Blocker.FORGOTTEN, {"done": forgotten_at})]
    found = []
    if unruled := [table for table in personal_columns(store) if not _has_rule(store, table)]:
        found.append(Reason(Blocker.UNMARKED, {"columns": ", ".join(unruled)}))
    if closed_at is None:
        found.append(Reason(Blocker.OPEN))
    elif at < due_at:
        found.append(Reason(Blocker.TOO_EARLY, {"days": settings.forget_after_days, "due": due_at}))
    shown = store.rows("clock/setting")
    if shown and shown[0][0] == operation_id:
        found.append(Reason(Blocker.ON_SCREEN))
    if count := untaken(settings.inbox):
        found.append(Reason(Blocker.WAITING, {"n": count}))
    free, needed = free_bytes(settings.home), int((size_of(store.path) or 0) * ROOM_SHARE)
    if free is not None and free < needed:
        found.append(Reason(Blocker.NO_ROOM, {"needed": -(-needed // 10**6), "free": free // 10**6}))
    return found


def _has_rule(store: Store, table: str) -> bool:
    return table in NOBODYS or has_question(store.queries, f"{FORGET}/{table}")
