"""The one desk of this process and the office at its door, opened once and shared by all."""

import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from stormdesk.domain.moment import Clock, Moment
from stormdesk.door.office import Office, open_office
from stormdesk.door.purge.again import forget_again
from stormdesk.errors import N_
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings
from stormdesk.store import Store
from stormdesk.store.forgotten import Forgotten
from stormdesk.ui.ground import register_ground
from stormdesk.ui.text import catalogue

_lock = threading.Lock()
_opened: list[Desk] = []
_offices: list[Office] = []


def desk() -> Desk:
    """The open desk; the first caller opens it and seeds it when it is empty."""
    with _lock:
        if not _opened:
            opened = open_desk(load_settings(), _tell, forget_again=_forget_again)
            register_ground(opened)
            _opened.append(opened)
        return _opened[0]


def opened() -> Desk | None:
    """The desk where one is open already."""
    return _opened[0] if _opened else None


def office() -> Office:
    """The open office of accounts, sessions and audit; the first caller opens it."""
    with _lock:
        if not _offices:
            _offices.append(open_office(load_settings()))
        return _offices[0]


def _forget_again(store: Store, known: Sequence[Forgotten]) -> None:
    _tell(0.0, N_("数据文件早于一次销毁,正在重新销毁"))
    forget_again(store, known, at=datetime.now(UTC))


def _tell(share: float, text: str) -> None:
    """Say on the console how far the first start is."""
    words = catalogue(load_settings().language)
    sys.stderr.write(f"stormdesk: {share:4.0%} {words.get(text, text)}\n")


def close_desk() -> None:
    """Write the clock's place down and let go of the files."""
    with _lock:
        while _offices:
            _offices.pop().close()
        while _opened:
            opened = _opened.pop()
            opened.clock.rest(datetime.now(UTC))
            opened.store.close()


def shown_moment(clock: Clock, *, machine_at: datetime, tick_s: int, last_entry_at: datetime) -> Moment:
    """The moment on every screen between two ticks, never before the last entry made by a person."""
    shown = clock.ticked(machine_at, tick_s)
    if shown < last_entry_at <= clock.now(machine_at):
        shown = last_entry_at
    return Moment(clock.operation_id, shown, shown)
