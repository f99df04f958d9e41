"""Reading the audit: rows by filters, what was refused of late, when the chain was last verified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from stormdesk.domain.access.records import Action
from stormdesk.door.visit import Visit

READABLE = (Action.READ, "audit")
HIDDEN = "‥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which rows are wanted; None where anything will do."""

    kind: str | None = None
    account_id: str | None = None
    thing: str | None = None
    area_code: str | None = None
    outcome: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the audit as it is shown."""

    seq: int
    noted_at: datetime
    kind: str
    what: str
    is_done: bool
    account_id: str | None
    role: str | None
    session_id: str | None
    address: str | None
    thing: str | None
    thing_id: str | None
    area_code: str | None
    operation_id: str | None
    reason: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """The same refused again and again."""

    kind: str
    what: str
    thing: str | None
    account_id: str | None
    refused_count: int
    address_count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The last look through the chain."""

    noted_at: datetime
    account_id: str | None
    row_count: int | None
    fault_count: int | None


def audit_rows(visit: Visit, filters: Filters, *, most: int, skipped: int = 0) -> list[Row]:
    """The rows that the filters leave, the newest first; whole addresses only for who may end sessions."""
    visit.require(*READABLE)
    is_whole = visit.may(Action.MANAGE, "sessions")
    told = _told(visit, "audit/rows", most, **asdict(filters), most=most, skipped_count=skipped)
    return [Row(**row | _readable(row, is_whole=is_whole)) for row in told]


def audit_count(visit: Visit, filters: Filters) -> int:
    """How many rows the filters leave."""
    visit.require(*READABLE)
    return int(visit.office.store.rows("audit/found_count", **asdict(filters))[0][0])


def refusals(visit: Visit, *, since: datetime) -> list[Refusals]:
    """What was refused since then, the most frequent first."""
    visit.require(*READABLE)
    return [Refusals(**row) for row in _told(visit, "audit/refused", 20, from_at=since)]


def last_verified(visit: Visit) -> Verified | None:
    """When the chain was last gone through, by whom, and what was found."""
    visit.require(*READABLE)
    found = [Verified(**row) for row in _told(visit, "audit/verified", 1)]
    return found[0] if found else None


def last_sign_ins(visit: Visit) -> dict[str, datetime]:
    """When each account last signed in, for whoever manages accounts."""
    visit.require(Action.MANAGE, "accounts")
    return dict(visit.office.store.rows("audit/last_sign_in"))


def stopped_accounts(visit: Visit, *, since: datetime) -> list[str]:
    """The accounts that were stopped for showing too many people since then, and not let go on."""
    visit.require(Action.MANAGE, "accounts")
    return [str(row[0]) for row in visit.office.store.rows("audit/stopped_accounts", from_at=since)]


def hidden(address: str) -> str:
    """An address without its last part, so that a place can be told and a machine not."""
    head, sign, _tail = address.rpartition(":" if ":" in address else ".")
    return head + sign + HIDDEN if address else ""


def _told(visit: Visit, question: str, at_most: int, **parameters: object) -> list[dict[str, Any]]:
    columns, rows = visit.office.store.head(question, at_most, **parameters)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _readable(row: Mapping[str, Any], *, is_whole: bool) -> dict[str, Any]:
    try:
        detail = json.loads(row["detail"])
    except ValueError:
        detail = {"?": row["detail"]}
    address = row["address"]
    shown = address if is_whole or not address else hidden(address)
    return {"detail": detail if isinstance(detail, dict) else {"?": detail}, "address": shown}
