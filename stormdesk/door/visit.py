"""A visit: the desk as one visitor may use it, his rows only, his deeds under his own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from stormdesk.domain.access.records import Action, Visitor
from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.tide import Constituent
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.office import Office
from stormdesk.errors import NotAllowed
from stormdesk.ingest.desk import Desk
from stormdesk.store import Receipt, Scope, ScopedStore


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page or route works with on behalf of one visitor."""

    visitor: Visitor
    office: Office
    whole: Desk

    @property
    def store(self) -> ScopedStore:
        """The data as this visitor may read them: the rows of his area, people masked."""
        return self.whole.store.scoped(Scope(self.visitor.area_code))

    @property
    def county(self) -> County:
        """The county."""
        return self.whole.county

    @property
    def constituents(self) -> tuple[Constituent, ...]:
        """The harmonic constituents of the county's tide."""
        return self.whole.constituents

    def now(self) -> datetime:
        """The instant that the server's clock shows."""
        return self.whole.now()

    def may(self, action: Action, thing: str) -> bool:
        """Whether this visitor may do it at all."""
        return self.office.rights.allows(self.visitor, action, thing)

    def desk_for(self, action: Action, thing: str) -> Desk:
        """The whole desk for what this visitor may do with it; raises NotAllowed, and the audit tells."""
        self.require(action, thing)
        return self.whole

    def require(self, action: Action, thing: str) -> None:
        """Raise NotAllowed, and tell the audit, unless this visitor may."""
        if not self.may(action, thing):
            self.office.audit.note(
                deed_of(self.visitor, Kind.REFUSED, action, at=datetime.now(UTC), is_done=False, thing=thing)
            )
            raise NotAllowed

    def record(self, events: Sequence[Event]) -> Receipt:
        """Record what this visitor enters, under his own name."""
        return self.whole.record(events)
