"""Papers in the ledger: drafted versions, the steps taken with them, their bytes and their seals."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.papers import Drafted, Hand, Paper, Step, Stepped, papers_of
from stormdesk.domain.sealed import Share
from stormdesk.store.asking import Asking
from stormdesk.store.engine import Transaction


def read_papers(store: Asking, operation_id: str) -> list[Paper]:
    """Every paper of an operation as this reader sees it, the newest figures first."""
    drafted = _rows(store, "papers/list", operation_id)
    steps = _rows(store, "papers/steps", operation_id)
    return papers_of(map(_drafted, drafted), map(_stepped, steps))


def add_paper(transaction: Transaction, drafted: Drafted, step: Stepped, data: bytes) -> None:
    """Keep a version as it was drafted, with its first step and its bytes."""
    row = {
        "paper_id": drafted.paper_id,
        "operation_id": drafted.operation_id,
        "drafted_in": drafted.drafted_in,
        "kind": drafted.kind,
        "as_of": drafted.as_of,
        "known_at": drafted.known_at,
        "replaces": drafted.replaces,
        "is_personal": drafted.is_personal,
        "facts": json.dumps(dict(drafted.facts), ensure_ascii=False, sort_keys=True),
        "text": drafted.text,
    }
    transaction.append("paper", pd.DataFrame([row]))
    add_step(transaction, drafted.operation_id, step)
    _add_file(transaction, drafted, step, data)


def add_step(transaction: Transaction, operation_id: str, step: Stepped) -> None:
    """Keep one step of a paper."""
    row = {
        "paper_id": step.paper_id,
        "operation_id": operation_id,
        "step": str(step.step),
        "step_at": step.hand.at,
        "account_id": step.hand.account_id,
        "person_id": step.hand.person_id,
        "series": step.series,
        "year": step.year,
        "number": step.number,
        "version": step.version,
        "sha256": step.sha256,
        "byte_count": step.byte_count,
        "seal": step.seal,
        "event_count": step.event_count,
        "reason": step.reason,
    }
    transaction.append("paper_step", pd.DataFrame([row]))


def add_issue(transaction: Transaction, paper: Paper, data: bytes, shares: Sequence[Share]) -> None:
    """Keep an issued paper's bytes and what the log held then."""
    ids: dict[str, object] = {"paper_id": paper.paper_id, "operation_id": paper.drafted.operation_id}
    _add_file(transaction, paper.drafted, paper.kept, data)
    rows = [
        ids
        | {
            "subject": share.subject,
            "township_code": share.township_code,
            "hour_at": share.hour_at,
            "row_count": share.row_count,
            "digest": share.digest,
            "import_id": share.import_id,
        }
        for share in shares
    ]
    transaction.append("paper_seal", pd.DataFrame(rows))


def _add_file(transaction: Transaction, drafted: Drafted, step: Stepped, data: bytes) -> None:
    ids = {"paper_id": drafted.paper_id, "operation_id": drafted.operation_id}
    transaction.append("paper_file", pd.DataFrame([ids | {"sha256": step.sha256, "data": data}]))


def last_number(store: Asking, kind: str, *, series: str, year: int) -> int:
    """The number given last to a kind in a year; nought before the first."""
    [(number,)] = store.rows("papers/last_number", kind=kind, series=series, year=year)
    return int(number)


def kept_file(store: Asking, paper: Paper) -> tuple[str, bytes | None] | None:
    """The checksum and bytes that the ledger keeps of a paper as it stands; None where it keeps none."""
    found = store.rows(
        "papers/file",
        operation_id=paper.drafted.operation_id,
        paper_id=paper.paper_id,
        sha256=paper.kept.sha256,
    )
    return (str(found[0][0]), found[0][1]) if found else None


def kept_shares(store: Asking, operation_id: str, paper_id: str) -> list[Share]:
    """What the log held when a paper was issued."""
    return [Share(*row) for row in store.rows("papers/seal", operation_id=operation_id, paper_id=paper_id)]


def found_shares(store: Asking, moment: Moment, *, event_count: int, suffix_count: int = 0) -> list[Share]:
    """What the log holds now of what had arrived by then."""
    rows = store.rows(
        "papers/sealed",
        operation_id=moment.operation_id,
        known_at=moment.known_at,
        event_count=event_count,
        suffix_count=suffix_count,
    )
    return [Share(*row) for row in rows]


def shares_beside(store: Asking, moment: Moment) -> list[Share]:
    """What lists, storms and gauges hold now of what a paper of the moment rests on."""
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    return [
        Share(*row)
        for question in ("papers/sealed_lists", "papers/sealed_weather")
        for row in store.rows(question, **asked)
    ]


def event_count(store: Asking, operation_id: str) -> int:
    """How many reports the log holds of an operation."""
    found = {row[0]: row[1] for row in store.rows("operation/size")}
    return int(found.get(operation_id, 0))


def _rows(store: Asking, question: str, operation_id: str) -> list[dict[str, Any]]:
    columns, rows = store.head(question, 100_000, operation_id=operation_id)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _drafted(row: dict[str, Any]) -> Drafted:
    return Drafted(**(row | {"facts": json.loads(row["facts"])}))


def _stepped(row: dict[str, Any]) -> Stepped:
    hand = Hand(row.pop("account_id"), row.pop("step_at"), row.pop("person_id"))
    return Stepped(**(row | {"step": Step(row["step"]), "hand": hand}))
