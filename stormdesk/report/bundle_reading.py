"""A bundle back into a data file: all of it in one transaction, or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.domain.event import Event, check_event
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadEvent
from stormdesk.report.bundle import Progress
from stormdesk.report.bundle_file import BundleFile, open_bundle
from stormdesk.report.bundle_shape import BROUGHT, BY_HAND, REFERENCE, BundleFault, BundleRefusedError, key_of
from stormdesk.store import Ledger, Store, Transaction
from stormdesk.store.columns import EVENT_FIELDS
from stormdesk.store.snapshot import RowsRefusedError

EVENTS_AT_ONCE = 20_000
_LAST_SEQ = 10**15
_SUFFIX = re.compile(r"[A-Za-z0-9_-]{1,20}")
# What tells two operations apart; a suffix makes all of it new.
_IDENTITIES = ("operation_id", "roster", "event_id", "corrects", "import_id", "undoes")
_NAMES = ("name_zh", "name_en")
_STORM = ("storm", "storm_fix", "storm_forecast", "landfall")


class Outcome(StrEnum):
    """What became of a bundle."""

    LOADED = "loaded"
    KNOWN = "known"


class Note(StrEnum):
    """What a reader must know about a loaded bundle."""

    OTHER_RULES = N_("状态或先后规则与本库不同,已按本库的规则重新推算,画面可能与原来不同。")
    OTHER_WORDS = N_("区划、分类或上报间隔与本库不同,画面上的名称以本库为准。")


@dataclass(frozen=True, slots=True)
class BundleReport:
    """Under which operation a bundle stands now, whether it was known already, and what was new."""

    operation_id: str
    outcome: Outcome
    rows: Mapping[str, int]
    notes: tuple[Note, ...] = ()


def read_bundle(
    store: Store,
    ledger: Ledger,
    path: Path,
    *,
    suffix: str | None = None,
    progress: Progress | None = None,
) -> BundleReport:
    """Load a bundle; with a suffix as an operation, lists and reports of their own beside those that stand.

    Raises BundleRefusedError with what does not fit; then nothing has changed.
    """
    if suffix is not None and not _SUFFIX.fullmatch(suffix):
        raise BundleRefusedError(BundleFault.SUFFIX, suffix=suffix[:40])
    with open_bundle(path) as bundle, store.write() as transaction:
        loading = _Loading(transaction, ledger, bundle, suffix, progress)
        try:
            return loading.load()
        except RowsRefusedError as error:
            raise loading.refusal or BundleRefusedError(BundleFault.UNSOUND, fault=str(error)) from error


class _Loading:
    """One bundle on its way in."""

    def __init__(
        self,
        transaction: Transaction,
        ledger: Ledger,
        bundle: BundleFile,
        suffix: str | None,
        progress: Progress | None,
    ) -> None:
        self._transaction = transaction
        self._bulk = transaction.bulk
        self._ledger = ledger
        self._bundle = bundle
        self._suffix = "" if suffix is None else f"-{suffix}"
        self._tell = progress
        self._columns = self._bulk.columns()
        self._values = {
            "operation_id": bundle.operation_id + self._suffix,
            "roster": bundle.roster + self._suffix,
        }
        self._rows: dict[str, int] = {}
        # Why rows ended early, which the tables that drink them cannot tell.
        self.refusal: BundleRefusedError | None = None

    def load(self) -> BundleReport:
        """Load it, or find that it is here already."""
        self._prove_shape()
        self._prove_remembered()
        operation_id = self._values["operation_id"]
        if self._transaction.run("bundle/operation", operation_id=operation_id):
            if not self._is_here(["operation", "event", *self._tables("operation_id")], "operation_id"):
                raise BundleRefusedError(BundleFault.OPERATION_DIFFERS, operation=operation_id)
            return BundleReport(operation_id, Outcome.KNOWN, {})
        if self._bulk.fingerprint("event", {"operation_id": operation_id}).rows:
            raise BundleRefusedError(BundleFault.OPERATION_DIFFERS, operation=operation_id)
        self._load_lists()
        for table in ("operation", *self._tables("operation_id")):
            self._append(table, "operation_id")
        self._load_storm()
        self._load_imports()
        self._load_events()
        self._transaction.run("bundle/brought", operation_id=operation_id)
        return BundleReport(operation_id, Outcome.LOADED, self._rows, tuple(self._notes()))

    def _tables(self, key: str) -> list[str]:
        """Tables of the bundle whose rows belong by this column."""
        return [name for name in self._bundle.entries if key_of(name, self._columns[name]) == key]

    def _prove_remembered(self) -> None:
        """A bundle from before its people were forgotten here does not bring them back, under no name."""
        forgotten = {row[0] for row in self._transaction.run("ledger/forgotten")}
        if self._bundle.operation_id not in forgotten:
            return
        told = self._bundle.stream("operation").read_all()
        if "forgotten_at" not in told.schema.names or told["forgotten_at"].null_count:
            raise BundleRefusedError(BundleFault.FORGOTTEN, operation=self._bundle.operation_id)

    def _prove_shape(self) -> None:
        """Every table and column of the bundle is one of ours, of the same type."""
        for table in self._bundle.entries:
            if table not in self._columns:
                raise BundleRefusedError(BundleFault.SHAPE, fault=table)
            ours = {field.name: field.type for field in self._bulk.table(table).schema}
            for field in self._bundle.schema(table):
                if ours.get(field.name) != field.type:
                    raise BundleRefusedError(BundleFault.SHAPE, fault=f"{table}.{field.name}")
        if missing := {"operation", "event"} - set(self._bundle.entries):
            raise BundleRefusedError(BundleFault.SHAPE, fault=", ".join(sorted(missing)))
        if self._bundle.entries["operation"].rows != 1:
            raise BundleRefusedError(BundleFault.UNSOUND, fault="operation")

    def _is_here(self, tables: Iterable[str], key: str) -> bool:
        where = {key: self._values[key]}
        for table in tables:
            only = [name for name in self._bundle.schema(table).names if name != "seq"]
            stream = _stream(self._bundle.schema(table), self._batches(table, key))
            theirs = self._bulk.fingerprint_of(stream, only=only)
            if self._bulk.fingerprint(table, where, only=only) != theirs:
                return False
        return True

    def _load_lists(self) -> None:
        tables = self._tables("roster")
        where = {"roster": self._values["roster"]}
        if any(self._bulk.fingerprint(table, where).rows for table in tables):
            if not self._is_here(tables, "roster"):
                raise BundleRefusedError(BundleFault.ROSTER_DIFFERS, roster=self._values["roster"])
            return
        for table in tables:
            self._append(table, "roster")

    def _load_storm(self) -> None:
        """Take in what of the storm is not known yet, by the rules of any import."""
        for table in _STORM:
            if table in self._bundle.entries and self._bundle.entries[table].rows:
                schema = self._bundle.schema(table)
                held = pa.Table.from_batches(self._batches(table, None), schema=schema)
                [(added,)] = self._bulk.run(f"storm/add_{table}", held)
                self._rows[table] = int(added)

    def _load_imports(self) -> None:
        known = pa.array([row[0] for row in self._transaction.run("bundle/import_ids")], pa.string())
        for table in ("import_batch", "import_problem"):
            if table not in self._bundle.entries:
                continue
            fresh = (
                _from_elsewhere(batch.filter(pc.invert(pc.is_in(batch.column("import_id"), known))))
                for batch in self._batches(table, None)
            )
            self._put(table, self._bundle.schema(table), fresh)

    def _append(self, table: str, key: str) -> None:
        self._put(table, self._bundle.schema(table), self._batches(table, key))

    def _put(self, table: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        self._bulk.append(table, _stream(schema, self._counted(table, batches)))

    def _counted(self, table: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            self._rows[table] = self._rows.get(table, 0) + batch.num_rows
            if self._tell:
                whole = max(self._bundle.manifest.row_count, 1)
                self._tell(min(sum(self._rows.values()) / whole, 1.0), table)
            yield batch

    def _load_events(self) -> None:
        """Append the log, numbered after ours, and fold each chain when all of it has passed."""
        [(last_seq,)] = self._transaction.run("bundle/last_seq")
        schema = self._bundle.schema("event")
        waiting: list[Event] = []
        for batch in self._counted("event", self._batches("event", "operation_id")):
            numbered = _numbered(batch, int(last_seq))
            self._bulk.append("event", _stream(schema, [numbered]))
            waiting += self._events(batch, waiting[-1] if waiting else None)
            if len(waiting) >= EVENTS_AT_ONCE:
                whole = next((at for at in range(len(waiting), 0, -1) if _is_chain_end(waiting, at)), 0)
                self._ledger.fold_in(self._transaction, waiting[:whole])
                waiting = waiting[whole:]
        self._ledger.fold_in(self._transaction, waiting)

    def _events(self, batch: pa.RecordBatch, last: Event | None) -> Iterator[Event]:
        for row in batch.select(list(EVENT_FIELDS)).to_pylist():
            event = Event(**row)
            try:
                check_event(event, self._ledger.statuses)
            except BadEvent as error:
                raise BundleRefusedError(BundleFault.UNSOUND, fault=f"{event.event_id}: {error}") from error
            if last is not None and event.chain < last.chain:
                raise BundleRefusedError(BundleFault.UNSOUND, fault=f"event {event.event_id}")
            last = event
            yield event

    def _batches(self, table: str, key: str | None) -> Iterator[pa.RecordBatch]:
        """The rows of a table under their new identities, all of which belong to what the bundle says."""
        try:
            for batch in self._bundle.stream(table):
                renamed = _renamed(batch, self._suffix, is_operation=table == "operation")
                if key:
                    _prove_belonging(renamed.column(key), self._values[key], f"{table}.{key}")
                yield renamed
        except BundleRefusedError as error:
            self.refusal = error
            raise

    def _notes(self) -> Iterator[Note]:
        differing = {table for table in REFERENCE if not self._is_same_reference(table)}
        if differing & {"status", "transition"}:
            yield Note.OTHER_RULES
        if differing - {"status", "transition"}:
            yield Note.OTHER_WORDS

    def _is_same_reference(self, table: str) -> bool:
        if table not in self._bundle.entries:
            return True
        only = self._bundle.schema(table).names
        theirs = self._bulk.fingerprint_of(self._bundle.stream(table), only=only)
        return self._bulk.fingerprint(table, only=only) == theirs


def _stream(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(schema, iter(batches))


def _prove_belonging(values: pa.Array, wanted: str, place: str) -> None:
    if pc.all(pc.equal(values, wanted), skip_nulls=False, min_count=0).as_py() is not True:
        raise BundleRefusedError(BundleFault.FOREIGN, fault=place)


def _renamed(batch: pa.RecordBatch, suffix: str, *, is_operation: bool) -> pa.RecordBatch:
    if not suffix:
        return batch
    for name in (*_IDENTITIES, *(_NAMES if is_operation else ())):
        at = batch.schema.get_field_index(name)
        if at >= 0:
            batch = batch.set_column(at, name, pc.binary_join_element_wise(batch.column(at), suffix, ""))
    return batch


def _from_elsewhere(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Imports that a person made at another desk, marked so that none is taken for a person of this one."""
    at = batch.schema.get_field_index("source_id")
    if at < 0:
        return batch
    source = batch.column(at)
    is_persons = pc.equal(pc.fill_null(source, BY_HAND), BY_HAND)
    return batch.set_column(at, batch.schema.field(at), pc.if_else(is_persons, BROUGHT, source))


def _numbered(batch: pa.RecordBatch, last_seq: int) -> pa.RecordBatch:
    at = batch.schema.get_field_index("seq")
    seq = batch.column(at)
    limits = pc.min_max(seq).as_py()
    if seq.null_count or (len(seq) and not 0 <= limits["min"] <= limits["max"] < _LAST_SEQ):
        raise BundleRefusedError(BundleFault.UNSOUND, fault="event.seq")
    return batch.set_column(at, "seq", pc.add(seq, last_seq))


def _is_chain_end(events: list[Event], at: int) -> bool:
    """Whether a chain ends before this place, as far as it is known that it does."""
    return at < len(events) and events[at].chain != events[at - 1].chain
