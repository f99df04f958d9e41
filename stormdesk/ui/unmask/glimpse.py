"""What was shown whole: it is gone after a minute, whether the page is still looked at or not."""

import threading
from datetime import datetime, timedelta
from typing import Final

from stormdesk.door.unmask import Shown

SHOWN_FOR: Final = timedelta(seconds=60)


class Glimpse:
    """One person's row, until its minute is over."""

    def __init__(self, label: str, shown: Shown, *, at: datetime, lasts: timedelta = SHOWN_FOR) -> None:
        self.label = label
        self.until = at + lasts
        self._shown: Shown | None = shown
        timer = threading.Timer(lasts.total_seconds(), self.forget)
        timer.daemon = True
        timer.start()

    def at(self, instant: datetime) -> Shown | None:
        """The row, as long as it may be seen."""
        if instant >= self.until:
            self.forget()
        return self._shown

    def left_s(self, instant: datetime) -> int:
        """How many seconds are left."""
        return max(int((self.until - instant).total_seconds()), 0)

    def forget(self) -> None:
        """Let go of the row."""
        self._shown = None
