"""Accounts of every role on a small drill, and what they report through the door."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.corrections import Amendment, withdrawal
from stormdesk.domain.event import Event
from stormdesk.door.accounts import Account
from stormdesk.door.office import Office
from stormdesk.door.visit import Visit
from stormdesk.ingest.desk import Desk
from tests.queries.scope_ground import NOW, OPERATION, OWN_TOWNSHIP, OWN_VILLAGE

ACCOUNTS = {
    "village": Account(account_id="village", name="村", role=Role.VILLAGE, area_code=OWN_VILLAGE),
    "township": Account(account_id="township", name="乡", role=Role.TOWNSHIP, area_code=OWN_TOWNSHIP),
    "duty": Account(account_id="duty", name="值班员", role=Role.DUTY_OFFICER, person_id="P7"),
    "second": Account(account_id="second", name="第二人", role=Role.DUTY_OFFICER, person_id="P9"),
    "vice": Account(account_id="vice", name="副指挥", role=Role.COMMANDER),
    "head": Account(account_id="head", name="指挥长", role=Role.COMMANDER, person_id="P8"),
    "hat": Account(account_id="hat", name="同一人", role=Role.COMMANDER, person_id="P7"),
    "fishery": Account(
        account_id="fishery",
        name="渔业",
        role=Role.DEPARTMENT,
        subjects=frozenset({"vessel"}),
        unit="port_fishery",
    ),
    "office": Account(
        account_id="office",
        name="应急",
        role=Role.DEPARTMENT,
        subjects=frozenset({"unit"}),
        unit="应急管理局",
    ),
    "reviewer": Account(account_id="reviewer", name="复盘", role=Role.REVIEWER),
}


@dataclass(frozen=True)
class Door:
    desk: Desk
    office: Office

    def visit(self, account_id: str) -> Visit:
        known = ACCOUNTS[account_id]
        visitor = Visitor(
            account_id=account_id,
            name=known.name,
            role=known.role,
            area_code=known.area_code,
            subjects=known.subjects,
            person_id=known.person_id,
        )
        return Visit(visitor, self.office, self.desk)

    def noted(self) -> list[dict[str, object]]:
        columns, rows = self.office.store.head("audit/chain", 10_000)
        return [dict(zip(columns, row, strict=True)) for row in rows]


def report(fact: str, status: str, subject_id: str, **more: object) -> Event:
    subject, facet = fact.split(".")
    facts: dict[str, object] = {
        "event_id": uuid4().hex,
        "operation_id": OPERATION,
        "subject": subject,
        "subject_id": subject_id,
        "facet": facet,
        "status": status,
        "happened_at": NOW,
        "recorded_at": NOW,
        "source": "form",
        "actor": "somebody else",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


def taken_back(event: Event) -> Event:
    at = event.recorded_at + timedelta(minutes=2)
    by = Amendment(event_id=uuid4().hex, recorded_at=at, source="form", actor="x", reason="听错")
    return withdrawal(event, by)
