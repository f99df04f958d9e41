"""The moment at which every question stands, and the clock that moves it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stormdesk.errors import BadMoment

BEIJING = ZoneInfo("Asia/Shanghai")
FASTEST = 3600.0
LAST_MICROSECOND = 999_999
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Moment:
    """What was so at `as_of`, as far as it was known at `known_at`, in one operation; both UTC."""

    operation_id: str
    as_of: datetime
    known_at: datetime


class ClockMode(StrEnum):
    """Whether the screens show the machine's time or a drill's."""

    LIVE = "live"
    DRILL = "drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One setting of the server's clock: at machine time `anchored_at` it showed `shown_at`."""

    operation_id: str
    mode: ClockMode
    anchored_at: datetime
    shown_at: datetime
    speed: float = 1.0
    is_paused: bool = False
    set_by: str = ""

    @property
    def is_still(self) -> bool:
        """Whether a drill is held."""
        return self.mode is ClockMode.DRILL and self.is_paused

    def now(self, machine_at: datetime) -> datetime:
        """The instant shown at machine time `machine_at`."""
        if self.mode is ClockMode.LIVE:
            return machine_at
        if self.is_still:
            return self.shown_at
        passed = max(machine_at - self.anchored_at, timedelta(0))
        return self.shown_at + passed * self.speed

    def ticked(self, machine_at: datetime, every_s: int) -> datetime:
        """The instant shown at the last whole tick, the same for all sessions between two ticks."""
        epoch_s = int(machine_at.timestamp())
        return self.now(max(datetime.fromtimestamp(epoch_s - epoch_s % every_s, UTC), self.anchored_at))

    def moved(self, machine_at: datetime, *, to: datetime, by: str) -> "Clock":
        """The clock jumped to another instant."""
        return replace(self, anchored_at=machine_at, shown_at=to, set_by=by)

    def paced(self, machine_at: datetime, *, speed: float, by: str) -> "Clock":
        """The clock running at another speed from now on."""
        bounded = min(max(speed, 0.1), FASTEST)
        return replace(self, anchored_at=machine_at, shown_at=self.now(machine_at), speed=bounded, set_by=by)

    def held(self, machine_at: datetime, *, is_paused: bool, by: str) -> "Clock":
        """The clock paused, or running again."""
        return replace(
            self, anchored_at=machine_at, shown_at=self.now(machine_at), is_paused=is_paused, set_by=by
        )


def parse_instant(text: str) -> datetime:
    """Read an ISO instant; without a zone it is Beijing time."""
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=BEIJING)
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadMoment(value=text[:40]) from error
    if not EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
        raise BadMoment(value=text[:40])
    return instant


def asked_instant(text: str) -> datetime:
    """Read an instant that a person names: a whole second is meant to its end.

    What is told while a drill stands still lies within the second at which it stands.
    """
    instant = parse_instant(text)
    return instant if instant.microsecond or "." in text else instant.replace(microsecond=LAST_MICROSECOND)


def show_instant(instant: datetime) -> str:
    """Write an instant the way `parse_instant` reads it, in Beijing time to the second."""
    return instant.astimezone(BEIJING).replace(tzinfo=None).isoformat(timespec="seconds")


def exact_instant(instant: datetime) -> str:
    """Write an instant for an address, nothing cut off: what a held drill is told lies close."""
    if instant.microsecond == LAST_MICROSECOND:
        return show_instant(instant)
    return instant.astimezone(BEIJING).replace(tzinfo=None).isoformat(timespec="microseconds")
