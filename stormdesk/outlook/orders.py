"""The orders of an operation as they stand at a moment."""

import json
from dataclasses import asdict
from typing import Any, Final

from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.orders import FACET, Order, order_of
from stormdesk.domain.vocabulary import Subject
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows

NOWHERE: Final = "ledger"


def orders_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> tuple[Order, ...]:
    """The orders as the ground shows them, those that wait first, the oldest first."""
    found = plain_rows(ground.store.frame("orders/list", **asdict(moment), area_code=area_code))
    return tuple(_order(row, moment) for row in found)


def _order(row: dict[str, Any], moment: Moment) -> Order:
    payload = row["payload"]
    event = Event(
        event_id=str(row["event_id"]),
        operation_id=moment.operation_id,
        subject=Subject.ORDER,
        subject_id=str(row["order_id"]),
        facet=FACET,
        status=str(row["status"]),
        happened_at=row["since"],
        recorded_at=row["since"],
        source=NOWHERE,
        actor=str(row["actor"]),
        township_code=row["township_code"],
        village_code=row["village_code"],
        category=row["category"],
        quantity=None if row["persons"] is None else int(row["persons"]),
        payload=payload if isinstance(payload, str) else json.dumps({}),
    )
    return order_of(event, event.status, row["asked_at"] or row["since"])
