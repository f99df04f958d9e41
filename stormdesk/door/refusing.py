"""What the audit tells when somebody was kept from recording."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stormdesk.domain.event import Event
from stormdesk.door.audit import Kind, deed_of

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit


def note_refused(visit: Visit, event: Event, what: str) -> None:
    """Tell the audit what a visitor was kept from recording, and why."""
    refused = deed_of(
        visit.visitor,
        Kind.REFUSED,
        what,
        at=datetime.now(UTC),
        is_done=False,
        thing=event.subject,
        area_code=visit.visitor.area_code,
        operation_id=event.operation_id,
    )
    visit.office.audit.note(refused)
