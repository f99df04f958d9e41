"""The server's one clock, kept in the data file so that it survives a restart."""

import threading
from dataclasses import asdict
from datetime import datetime

from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.store.engine import Store


class ServerClock:
    """What all screens show; every change is kept with who made it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._clock = self._read()

    @property
    def setting(self) -> Clock | None:
        """The setting in force, or None before the first."""
        return self._clock

    def set(self, clock: Clock) -> None:
        """Put a new setting in force for every screen."""
        with self._lock:
            with self._store.write(changes_answers=False) as transaction:
                transaction.run("clock/set", **asdict(clock))
            self._clock = clock

    def rest(self, machine_at: datetime) -> None:
        """Write down where the clock stands, so that a restart goes on from there."""
        clock = self._clock
        if clock and clock.mode is ClockMode.DRILL and not clock.is_paused:
            self.set(clock.moved(machine_at, to=clock.now(machine_at), by=clock.set_by))

    def resume(self, machine_at: datetime) -> None:
        """Go on from where a drill stood when the server stopped, not from where it would be now."""
        clock = self._clock
        if clock and clock.mode is ClockMode.DRILL:
            self.set(clock.moved(machine_at, to=clock.shown_at, by=clock.set_by))

    def _read(self) -> Clock | None:
        rows = self._store.rows("clock/setting")
        if not rows:
            return None
        operation_id, mode, anchored_at, shown_at, speed, is_paused, set_by = rows[0]
        return Clock(
            operation_id=operation_id,
            mode=ClockMode(mode),
            anchored_at=anchored_at,
            shown_at=shown_at,
            speed=speed,
            is_paused=is_paused,
            set_by=set_by,
        )
