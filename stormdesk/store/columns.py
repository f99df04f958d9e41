"""Records of the ledger as Arrow tables."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.fold import Flag, Folded, Overruled, Span

_INSTANT = pa.timestamp("us", tz="UTC")
_TEXT = pa.string()

_CHAIN = [(name, _TEXT) for name in ("operation_id", "subject", "subject_id", "facet")]
_PLACE = [("account", _TEXT), ("township_code", _TEXT), ("village_code", _TEXT), ("category", _TEXT)]
_EVENT = pa.schema(
    [
        ("event_id", _TEXT),
        *_CHAIN,
        ("status", _TEXT),
        ("happened_at", _INSTANT),
        ("recorded_at", _INSTANT),
        ("source", _TEXT),
        ("actor", _TEXT),
        *_PLACE,
        ("quantity", pa.int32()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("payload", _TEXT),
        ("corrects", _TEXT),
        ("import_id", _TEXT),
        ("position", pa.int64()),
    ]
)
_SPAN = pa.schema(
    [
        *_CHAIN,
        ("status", _TEXT),
        ("since", _INSTANT),
        ("done_since", _INSTANT),
        ("done_count", pa.int32()),
        *((name, _INSTANT) for name in ("valid_from", "valid_to", "known_from", "known_to")),
        ("event_id", _TEXT),
        *_PLACE,
        ("quantity", pa.int32()),
    ]
)
_FLAG = pa.schema(
    [
        *_CHAIN,
        ("event_id", _TEXT),
        ("prior_status", _TEXT),
        ("known_from", _INSTANT),
        ("known_to", _INSTANT),
    ]
)
_OVERRULED = pa.schema(
    [
        *_CHAIN,
        ("event_id", _TEXT),
        ("by_event_id", _TEXT),
        ("known_from", _INSTANT),
        ("known_to", _INSTANT),
    ]
)
_CUR = pa.schema(
    [
        *_CHAIN,
        ("status", _TEXT),
        ("since", _INSTANT),
        ("done_since", _INSTANT),
        ("done_count", pa.int32()),
        *((name, _INSTANT) for name in ("valid_from", "known_from")),
        ("event_id", _TEXT),
        *_PLACE,
        ("quantity", pa.int32()),
    ]
)
EVENT_FIELDS = tuple(name for name in _EVENT.names if name != "position")

Chain = tuple[str, str, str, str]


def event_table(events: Sequence[Event]) -> pa.Table:
    """Events as they are appended, numbered by their place in the batch."""
    columns = {name: [getattr(event, name) for event in events] for name in EVENT_FIELDS}
    return pa.table({**columns, "position": list(range(len(events)))}, schema=_EVENT)


def chain_table(chains: Iterable[Chain]) -> pa.Table:
    """The chains that are to be folded anew."""
    rows = list(chains)
    return pa.table({name: [row[at] for row in rows] for at, (name, _) in enumerate(_CHAIN)})


def span_table(folds: Iterable[Folded]) -> pa.Table:
    """All spans of the folded chains."""
    return _table([_span_row(span) for folded in folds for span in folded.spans], _SPAN)


def flag_table(folds: Iterable[Folded]) -> pa.Table:
    """All flags of the folded chains."""
    return _table([_flag_row(flag) for folded in folds for flag in folded.flags], _FLAG)


def overruled_table(folds: Iterable[Folded]) -> pa.Table:
    """All reports of the folded chains that corrections overrule."""
    return _table([_overruled_row(lost) for folded in folds for lost in folded.overruled], _OVERRULED)


def cur_table(folds: Iterable[Folded]) -> pa.Table:
    """The present state of each folded chain that has one."""
    present = (
        span
        for folded in folds
        for span in folded.spans
        if span.valid_to == FOREVER and span.known_to == FOREVER
    )
    return _table([_cur_row(span) for span in present], _CUR)


def _span_row(span: Span) -> tuple[object, ...]:
    event = span.event
    return (
        *event.chain,
        event.status,
        span.run.since,
        span.run.done_since,
        span.run.done_count,
        span.valid_from,
        span.valid_to,
        span.known_from,
        span.known_to,
        event.event_id,
        event.account,
        event.township_code,
        event.village_code,
        event.category,
        event.quantity,
    )


def _flag_row(flag: Flag) -> tuple[object, ...]:
    event = flag.event
    return (*event.chain, event.event_id, flag.prior_status, flag.known_from, flag.known_to)


def _overruled_row(lost: Overruled) -> tuple[object, ...]:
    event = lost.event
    return (*event.chain, event.event_id, lost.by.event_id, lost.known_from, lost.known_to)


def _cur_row(span: Span) -> tuple[object, ...]:
    row = _span_row(span)
    head, valid_from, known_from, rest = row[:8], row[8], row[10], row[12:]
    return (*head, valid_from, known_from, *rest)


def _table(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)],
        schema=schema,
    )
