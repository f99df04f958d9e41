"""A visit: the desk as one visitor may use it, his rows only, his deeds under his own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from stormdesk.domain.access.records import Action, Visitor
from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.fold import Transitions
from stormdesk.domain.moment import Clock
from stormdesk.domain.tide import Constituent
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.deciding import decision_in
from stormdesk.door.office import Office
from stormdesk.door.orders import order_in
from stormdesk.door.writing import check_events, visible_event
from stormdesk.errors import NotAllowed
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.reference import StormReference
from stormdesk.settings import Settings
from stormdesk.store import Receipt, Scope, ScopedStore


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page or route works with on behalf of one visitor."""

    visitor: Visitor
    office: Office
    whole: Desk

    @property
    def store(self) -> ScopedStore:
        """The data as this visitor may read them: his rows, people masked, texts where he may report."""
        return self.whole.store.scoped(
            Scope(self.visitor.held_to, texts=self.office.rights.texts_for(self.visitor))
        )

    @property
    def finder(self) -> ScopedStore:
        """His rows with names and phones, in which the phone desk finds who is meant; it shows neither."""
        self.require(Action.READ, "phone")
        return self.whole.store.scoped(Scope(self.visitor.held_to, shows_personal=True))

    @property
    def county(self) -> County:
        """The county."""
        return self.whole.county

    @property
    def constituents(self) -> tuple[Constituent, ...]:
        """The harmonic constituents of the county's tide."""
        return self.whole.constituents

    @property
    def settings(self) -> Settings:
        """The settings of this process, to be read."""
        return self.whole.settings

    @property
    def storm_reference(self) -> StormReference:
        """What is known of storms at large."""
        return self.whole.storm_reference

    @property
    def transitions(self) -> Transitions:
        """Which status may follow which."""
        return self.whole.ledger.transitions

    @property
    def clock_setting(self) -> Clock | None:
        """How the server's clock runs; None when it was never set."""
        return self.whole.clock.setting

    def last_entry_at(self, operation_id: str) -> datetime:
        """When a person last recorded something in this operation; long ago when nobody did."""
        return self.whole.last_entry_at(operation_id)

    def now(self) -> datetime:
        """The instant that the server's clock shows."""
        return self.whole.now()

    def event(self, event_id: str) -> Event | None:
        """One event of the log as it was recorded; None when this visitor sees none of this id."""
        return visible_event(self, event_id)

    def may(self, action: Action, thing: str) -> bool:
        """Whether this visitor may do it at all."""
        return self.office.rights.allows(self.visitor, action, thing)

    def desk_for(self, action: Action, thing: str) -> Desk:
        """The whole desk for what this visitor may do with it; raises NotAllowed, and the audit tells."""
        self.require(action, thing)
        return self.whole

    @contextmanager
    def deed(self, action: Action, thing: str, kind: Kind, what: str, **more: object) -> Iterator[Desk]:
        """The whole desk for one deed that this visitor may do; noted in the audit before it happens."""
        whole = self.desk_for(action, thing)
        told = deed_of(self.visitor, kind, what, at=datetime.now(UTC), thing=thing, **more)
        with self.office.audit.around(told):
            yield whole

    def require(self, action: Action, thing: str) -> None:
        """Raise NotAllowed, and tell the audit, unless this visitor may."""
        if not self.may(action, thing):
            self.office.audit.note(
                deed_of(self.visitor, Kind.REFUSED, action, at=datetime.now(UTC), is_done=False, thing=thing)
            )
            raise NotAllowed

    def record(self, events: Sequence[Event]) -> Receipt:
        """Record what this visitor enters, under his own name and within his area."""
        checked = check_events(self, events)
        decision = decision_in(self, checked) or order_in(self, checked)
        with self.office.audit.around(decision) if decision else nullcontext():
            return self.whole.record(checked)
