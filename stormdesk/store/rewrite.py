"""The data file written anew without an operation's people, compared with the old one, put in its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa

from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError
from stormdesk.store.asking import Asking
from stormdesk.store.engine import Store
from stormdesk.store.exchange import building, discard
from stormdesk.store.questions import has_question
from stormdesk.store.snapshot import Snapshot

Progress = Callable[[float, str], None]
FORGET: Final = "forget"
# Tables that hold nobody; any other one must have a question of its own that says what becomes of it.
NOBODYS: Final = frozenset(
    {
        "area",
        "brought",
        "category",
        "clock_setting",
        "landfall",
        "reading",
        "report_rhythm",
        "source",
        "source_token",
        "status",
        "storm",
        "storm_fix",
        "storm_forecast",
        "transition",
        "weather_warning",
    }
)


class RewriteFailedError(StormdeskError):
    """A new file that is not what the old one was but for its people: nothing was changed."""

    sentence = N_("新数据文件与原文件不符({what}),没有替换,什么都没有改变。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Whose people go, under which pseudonyms, and what stays for a stated reason."""

    operation_id: str
    roster: str
    own_roster: str
    is_alone: bool
    salt: str
    offices: str
    done_at: datetime
    has_officials: bool = False
    has_decisions: bool = False

    @property
    def values(self) -> dict[str, object]:
        """What the questions take."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class TableCount:
    """One table's rows before and after."""

    table: str
    before: int
    after: int


def rewrite(
    store: Store,
    told: Forgetting,
    *,
    compare: Callable[[Asking, Store], None],
    progress: Progress | None = None,
) -> list[TableCount]:
    """Write the data file anew and put it in the old one's place while everybody goes on reading.

    Who records waits until it is done. `compare` gets the old and the new file and raises when they tell
    different numbers; then, as after any other failure, nothing has changed.
    """
    tell = progress or (lambda _share, _text: None)
    with store.exchanged() as exchange:
        discard(store.path)
        try:
            counts = list(_fill(store, told, tell))
            with _opened_new(store) as fresh:
                compare(store, fresh)
            exchange()
        finally:
            discard(store.path)
    tell(1.0, "")
    return counts


@contextmanager
def _opened_new(store: Store) -> Iterator[Store]:
    fresh = store.like(building(store.path))
    try:
        yield fresh
    finally:
        fresh.close()


def _fill(store: Store, told: Forgetting, tell: Progress) -> Iterator[TableCount]:
    with _opened_new(store) as fresh, store.snapshot() as old, fresh.write() as transaction:
        tables, known = list(old.columns()), transaction.bulk.columns()
        for number, table in enumerate(tables):
            tell(0.8 * number / len(tables), table)
            before = old.count(table)
            transaction.bulk.append(table, _rows(store, old, table, told), known=known)
            yield TableCount(table, before, transaction.bulk.count(table))


def _rows(store: Store, old: Snapshot, table: str, told: Forgetting) -> pa.RecordBatchReader:
    name = f"{FORGET}/{table}"
    if has_question(store.queries, name):
        return old.ask(name, **told.values)
    if table in NOBODYS:
        return old.table(table)
    raise RewriteFailedError(what=table)
