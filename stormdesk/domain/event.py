"""The event: one thing that was so, and when we learned it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stormdesk.domain.vocabulary import Account
from stormdesk.errors import N_, BadEvent

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
LONGEST_ID = 200
# A source's code bears this mark where an account stands; the reporter that it names goes into the payload.
SOURCE_ACTOR = "source:"
REPORTER = "reporter"
# A clock may be ahead by this much before a report counts as one from the future.
CLOCK_TOLERANCE = timedelta(minutes=10)
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One report, check-in, move or decision; instants are aware and in UTC."""

    event_id: str
    operation_id: str
    subject: str
    subject_id: str
    facet: str
    status: str
    happened_at: datetime
    recorded_at: datetime
    source: str
    actor: str
    account: str | None = None
    township_code: str | None = None
    village_code: str | None = None
    category: str | None = None
    quantity: int | None = None
    lat: float | None = None
    lon: float | None = None
    payload: str | None = None
    corrects: str | None = None
    import_id: str | None = None

    @property
    def chain(self) -> tuple[str, str, str, str]:
        """The one fact about one subject that this event speaks of."""
        return (self.operation_id, self.subject, self.subject_id, self.facet)

    @property
    def is_ahead(self) -> bool:
        """Whether it tells of an instant after the one at which we learned it."""
        return self.happened_at > self.recorded_at + CLOCK_TOLERANCE

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Place in its chain, the same whatever the order of arrival."""
        return (self.happened_at, self.recorded_at, self.event_id)


def check_event(event: Event, statuses: Mapping[tuple[str, str], frozenset[str]]) -> None:
    """Refuse an event without identity, instants or a known status."""
    for name in ("event_id", "operation_id", "subject_id", "source", "actor"):
        value = getattr(event, name)
        if not value or len(value) > LONGEST_ID:
            raise BadEvent(reason=N_("缺少或过长"), value=name)
    for name in ("happened_at", "recorded_at"):
        if getattr(event, name).tzinfo is None:
            raise BadEvent(reason=N_("时间没有时区"), value=name)
    _check_correction(event)
    known = statuses.get((event.subject, event.facet), frozenset())
    if event.status not in known and not (known and event.status == WITHDRAWN):
        raise BadEvent(reason=N_("没有这种状态"), value=f"{event.subject}.{event.facet}={event.status}")
    if event.account is not None and event.account not in set(Account):
        raise BadEvent(reason=N_("账目只有 A、B、C"), value=event.account)
    if event.quantity is not None and event.quantity < 0:
        raise BadEvent(reason=N_("数量不能为负"), value=event.quantity)


def _check_correction(event: Event) -> None:
    """Refuse a withdrawal of nothing and a correction of itself; any status may be withdrawn."""
    if event.corrects is None:
        if event.status == WITHDRAWN:
            raise BadEvent(reason=N_("撤销没有指明撤销哪一条"), value=event.event_id)
        return
    if not event.corrects or len(event.corrects) > LONGEST_ID:
        raise BadEvent(reason=N_("缺少或过长"), value="corrects")
    if event.corrects == event.event_id:
        raise BadEvent(reason=N_("一条记录不能更正自己"), value=event.event_id)
