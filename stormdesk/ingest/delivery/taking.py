"""Taking a delivery in: recognised, read, kept in one transaction, and told item by item."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import uuid4

from stormdesk.domain.event import Event
from stormdesk.domain.feed import FeedKind, ItemResult, Outcome
from stormdesk.domain.geo import Datum
from stormdesk.domain.id_number import IdCodes
from stormdesk.domain.log_name import in_log
from stormdesk.domain.moment import ClockMode
from stormdesk.domain.problem import Problem
from stormdesk.errors import StoreBroken, StoreBusy
from stormdesk.ingest.bare import bare, bare_event, bare_problem, id_codes
from stormdesk.ingest.delivery.catalogue import HEAD_BYTES, LARGE_BYTES, PACKED, REMARKS, SMALL_BYTES, feed_of
from stormdesk.ingest.delivery.keepers import KEEPERS
from stormdesk.ingest.delivery.list_taking import is_table, is_workbook, take_list
from stormdesk.ingest.delivery.originals import keep_original, open_regular, read_regular
from stormdesk.ingest.delivery.records import Delivery, DeliveryReason, Ground, ItemAnswer, Kept, Taken
from stormdesk.ingest.desk import LIVE_OPERATION, Desk
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import Arrival
from stormdesk.store.imports import ImportBatch, clean, keep_import

LONGEST_NAME: Final = 200
LONGEST_BY: Final = 100
UNKNOWN_KIND: Final = "unknown"
_log = logging.getLogger("stormdesk.delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """A delivery that was read: what is to be kept, and what was sent back."""

    delivery: Delivery
    digest: str
    byte_count: int
    data: bytes = b""
    kind: FeedKind | None = None
    rows: Sequence[Any] = ()
    problems: Sequence[Problem] = ()


def take(desk: Desk, delivery: Delivery) -> Taken:
    """Take a delivery in, once by its content; whatever it is, the answer says what became of it.

    Raises OSError when a file cannot be read at all.
    """
    delivery = replace(delivery, name=id_codes(desk.settings.home).coded(delivery.name))
    parcel = _opened(desk, delivery)
    if not parcel.problems and not _known(desk, parcel):
        keep_original(desk.settings.originals, parcel.digest, parcel.data)
        read = _read(desk, parcel)
        if isinstance(read, Taken):
            return read
        parcel = read
    try:
        return _keep(desk, parcel, by_content=True)
    except (StoreBroken, StoreBusy, OSError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  one bad delivery must not stop the others
        _log.exception("a delivery could not be kept: %s", in_log(delivery.name))
        return _keep(desk, replace(parcel, rows=(), problems=[_whole(delivery, DeliveryReason.FAILED)]))


def take_items(desk: Desk, delivery: Delivery, kind: FeedKind, answers: Sequence[object | Problem]) -> Taken:
    """Take the items of a batch in, each once; the answer tells of each in the order given."""
    codes = id_codes(desk.settings.home)
    data = bare(delivery.data or b"", codes)
    answers = [_bare_answer(answer, codes) for answer in answers]
    rows = [answer for answer in answers if not isinstance(answer, Problem)]
    problems = [answer for answer in answers if isinstance(answer, Problem)]
    digest = hashlib.sha256(data).hexdigest()
    keep_original(desk.settings.originals, digest, data)
    parcel = _Parcel(
        delivery=delivery,
        digest=digest,
        byte_count=len(data),
        kind=kind,
        rows=rows,
        problems=problems,
    )
    return _keep(desk, parcel, answers=answers)


def _bare_answer(answer: object | Problem, codes: IdCodes) -> object | Problem:
    if isinstance(answer, Problem):
        return bare_problem(answer, codes)
    return bare_event(answer, codes) if isinstance(answer, Event) else answer


def ground_of(desk: Desk, delivery: Delivery) -> Ground:
    """Return what a delivery stands on: the operation on screen, its lists, and its shown instant."""
    setting = desk.clock.setting
    rosters = {str(row[0]): str(row[5]) for row in desk.store.rows("operation/list")}
    operation_id = setting.operation_id if setting else next(iter(rosters), LIVE_OPERATION)
    return Ground(
        operation_id=operation_id,
        roster=rosters.get(operation_id, LIVE_OPERATION),
        is_live=setting is not None and setting.mode is ClockMode.LIVE,
        shown_at=desk.now(),
        source_id=delivery.source_id,
        received_at=delivery.received_at,
        datum=delivery.datum or Datum.WGS84,
    )


def _whole(delivery: Delivery, reason: str, value: str = "") -> Problem:
    return Problem(delivery.name[:LONGEST_NAME], value, reason)


def _opened(desk: Desk, delivery: Delivery) -> _Parcel:
    """Read the content without identity numbers, unless it is larger than what it seems to be may be."""
    data = delivery.data
    if data is None and delivery.path is not None:
        data = read_regular(delivery.path, _most_bytes(delivery))
        if data is None:
            size = delivery.path.stat().st_size
            told = _whole(delivery, DeliveryReason.TOO_LARGE, f"{size:,}")
            digest = hashlib.sha256(ascii((delivery.name, size)).encode()).hexdigest()
            return _Parcel(delivery=delivery, digest=digest, byte_count=size, problems=[told])
    data = bare(data or b"", id_codes(desk.settings.home))
    digest = hashlib.sha256(data).hexdigest()
    problems = [] if data.strip() else [_whole(delivery, DeliveryReason.EMPTY)]
    return _Parcel(delivery=delivery, digest=digest, byte_count=len(data), data=data, problems=problems)


def _most_bytes(delivery: Delivery) -> int:
    if delivery.path is None:
        return LARGE_BYTES
    with open_regular(delivery.path) as lines:
        head = lines.read(HEAD_BYTES)
    if head.startswith(PACKED):
        return LARGE_BYTES
    feed = feed_of(delivery.name, head)
    return feed.largest_bytes if feed else SMALL_BYTES


def _read(desk: Desk, parcel: _Parcel) -> _Parcel | Taken:
    """Let the feed that knows the content read it; a fault of ours sends the whole back."""
    delivery = parcel.delivery
    try:
        feed = feed_of(delivery.name, parcel.data)
        if feed is None:
            return _as_list(desk, parcel)
        if feed.kind not in delivery.kinds:
            told = _whole(delivery, DeliveryReason.NOT_ALLOWED, feed.kind)
            return replace(parcel, kind=feed.kind, problems=[told])
        rows, problems = feed.read(delivery.name, parcel.data, desk, ground_of(desk, delivery))
    except (StoreBroken, StoreBusy, OSError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  one bad file must not stop the others
        _log.exception("a delivery could not be read: %s", in_log(delivery.name))
        return replace(parcel, problems=[_whole(delivery, DeliveryReason.FAILED)])
    if not rows and not problems:
        problems = [_whole(delivery, DeliveryReason.NOTHING_USABLE)]
    return replace(parcel, kind=feed.kind, rows=rows, problems=problems, data=b"")


def _as_list(desk: Desk, parcel: _Parcel) -> _Parcel | Taken:
    """Take what no feed knows as a list of the county, if it is one."""
    delivery = parcel.delivery
    if is_table(parcel.data):
        operation_id = ground_of(desk, delivery).operation_id
        taken = take_list(desk, delivery, parcel.data, operation_id=operation_id)
        if isinstance(taken, Taken):
            return taken
        if not taken:
            told = _whole(delivery, DeliveryReason.NOT_ALLOWED, FeedKind.LIST)
            return replace(parcel, kind=FeedKind.LIST, problems=[told])
        if is_workbook(parcel.data):
            return replace(parcel, problems=taken)
    value = ascii(parcel.data[:24])
    return replace(parcel, problems=[_whole(delivery, DeliveryReason.UNKNOWN_FORMAT, value)])


def _known(desk: Desk, parcel: _Parcel) -> bool:
    """Whether the content came before; shapes whose datum is declared are laid over what they were."""
    feed = feed_of(parcel.delivery.name, parcel.data) if parcel.delivery.datum else None
    if feed and feed.kind is FeedKind.SHAPES:
        return False
    ground = ground_of(desk, parcel.delivery)
    return bool(
        desk.store.rows("imports/known_content", content_hash=parcel.digest, operation_id=ground.operation_id)
    )


def _keep(
    desk: Desk,
    parcel: _Parcel,
    *,
    by_content: bool = False,
    answers: Sequence[object | Problem] = (),
) -> Taken:
    """Keep what was read, the row of the import and its problems in one transaction."""
    ground = ground_of(desk, parcel.delivery)
    arrival = Arrival(
        operation_id=ground.operation_id,
        recorded_at=ground.shown_at,
        source_id=ground.source_id,
        import_id=f"{parcel.digest[:16]}-{int(ground.received_at.timestamp() * 1000)}-{uuid4().hex[:4]}",
    )
    with desk.store.write() as transaction:
        kept = Kept(new=0)
        known = _known_before(transaction, parcel, ground) if by_content else []
        if known:
            kept = Kept(new=0, repeated=1)
            parcel = _repeated(parcel, known[0])
        elif parcel.rows and parcel.kind:
            kept = KEEPERS[parcel.kind](transaction, desk, parcel.rows, arrival, ground)
        taken = _taken(parcel, kept, arrival.import_id, answers)
        return _keep_row(transaction, parcel, kept, taken, ground)


def _known_before(transaction: Transaction, parcel: _Parcel, ground: Ground) -> list[tuple[Any, ...]]:
    """The import that brought the same content; none where shapes are laid over by their datum."""
    if parcel.kind is FeedKind.SHAPES and parcel.delivery.datum is not None:
        return []
    return transaction.run(
        "imports/known_content", content_hash=parcel.digest, operation_id=ground.operation_id
    )


def _repeated(parcel: _Parcel, known: tuple[Any, ...]) -> _Parcel:
    kind = FeedKind(known[4]) if known[4] in set(FeedKind) else None
    told = _whole(parcel.delivery, DeliveryReason.KNOWN_CONTENT, str(known[0]))
    return replace(parcel, kind=kind, rows=(), problems=[told])


def _taken(parcel: _Parcel, kept: Kept, import_id: str, answers: Sequence[object | Problem]) -> Taken:
    refusals = _refusals(parcel, kept)
    if kept.new:
        outcome = Outcome.PARTLY if refusals else Outcome.TAKEN
    else:
        outcome = Outcome.REPEATED if kept.repeated else Outcome.QUARANTINED
    return Taken(
        name=parcel.delivery.name,
        outcome=outcome,
        import_id=import_id,
        content_hash=parcel.digest,
        kind=parcel.kind,
        accepted=kept.new,
        repeated=kept.repeated,
        flagged=kept.flagged,
        problems=(*parcel.problems, *kept.doubts),
        items=tuple(_item_answers(kept, answers)),
        storm_ids=kept.storm_ids,
        added=kept.added,
    )


def _refusals(parcel: _Parcel, kept: Kept) -> int:
    """How many problems speak of something that was sent back, not of something taken with a remark."""
    sent_back = sum(problem.reason not in REMARKS for problem in parcel.problems)
    return sent_back + sum(result is ItemResult.REFUSED for result in kept.results)


def _item_answers(kept: Kept, answers: Sequence[object | Problem]) -> Iterator[ItemAnswer]:
    place = 0
    for index, answer in enumerate(answers):
        if isinstance(answer, Problem):
            yield ItemAnswer(index, None, ItemResult.REFUSED, str(answer.reason))
            continue
        name = getattr(answer, "event_id", None) or getattr(answer, "warning_id", None)
        yield ItemAnswer(index, name, kept.results[place], kept.reasons.get(place))
        place += 1


def _keep_row(transaction: Transaction, parcel: _Parcel, kept: Kept, taken: Taken, ground: Ground) -> Taken:
    """Keep the row of the import; the same content refused before stands under the row that it has."""
    is_refused = taken.outcome is Outcome.QUARANTINED
    if is_refused and (before := transaction.run("imports/known_refusal", content_hash=parcel.digest)):
        return replace(taken, import_id=str(before[0][0]))
    is_of_run = parcel.kind not in {FeedKind.STORM, FeedKind.SHAPES, FeedKind.LIST}
    batch = ImportBatch(
        import_id=str(taken.import_id),
        imported_at=ground.received_at,
        imported_by=clean(parcel.delivery.by[:LONGEST_BY]),
        source=clean(parcel.delivery.name[:LONGEST_NAME]),
        kind=parcel.kind or UNKNOWN_KIND,
        content_hash=parcel.digest,
        row_count=kept.new,
        problem_count=0 if taken.outcome is Outcome.REPEATED else _refusals(parcel, kept),
        outcome=taken.outcome,
        source_id=ground.source_id,
        operation_id=ground.operation_id if is_of_run else None,
        roster=ground.roster if parcel.kind is FeedKind.SHAPES else None,
        new_count=kept.new,
        unchanged_count=kept.repeated,
        flagged_count=kept.flagged,
        first_at=kept.first_at,
        last_at=kept.last_at,
        byte_count=parcel.byte_count,
    )
    keep_import(transaction, batch, taken.problems)
    return taken
