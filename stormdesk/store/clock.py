"""The server's one clock, kept in the data file so that it survives a restart."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.store.engine import Store

STEP = timedelta(microseconds=1)


class ServerClock:
    """What all screens show; every change is kept with who made it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._step = threading.Lock()
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

    @contextmanager
    def stepped(self) -> Iterator[datetime | None]:
        """Give the instant of what is recorded within while a drill stands still, and stand there then.

        It is a microsecond on, so that nothing recorded shares its instant with a look before it; None while
        time runs.
        """
        if self._clock is None or not self._clock.is_still:
            yield None
            return
        with self._step:
            clock = self._clock
            at = clock.shown_at + STEP
            yield at
            if self._clock is clock:
                self.set(replace(clock, shown_at=at))

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
