"""Joining the desk to the web server: opened before the first visit, closed after the last."""

import logging
import sys
import threading
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from stormdesk.door.house_notes import note_start, noting_inbox
from stormdesk.door.purge.run import resume
from stormdesk.door.visit import Visit
from stormdesk.errors import N_
from stormdesk.ingest.inbox import After, take
from stormdesk.settings import load_settings
from stormdesk.ui import server
from stormdesk.ui.asgi.paths import base_path
from stormdesk.ui.desk import close_desk, desk, office
from stormdesk.ui.ground import register_ground
from stormdesk.ui.layer_source import LedgerLayers
from stormdesk.ui.logs import keep_quiet
from stormdesk.ui.maps import register_source
from stormdesk.ui.server import Health
from stormdesk.ui.text import catalogue

FIRST = N_("还没有管理员。请在这台机器上打开 {address} ,用下面的启用码设立第一位管理员。")
FIRST_BESIDE_DRILL = N_(
    "演练账号可以登录了;它们在实战模式下不能用。要设立正式的管理员,请打开 {address} ,用下面的启用码。"
)
FIRST_CODE = N_("启用码:{code} (只显示这一次,重新启动会换一个)")
INBOX_EVERY_S = 2
REST_EVERY_S = 20
_log = logging.getLogger("stormdesk.server")
_stop = threading.Event()


def wire() -> None:
    """Plug the desk into the server's start, stop and health."""
    keep_quiet()
    # Streamlit would serve a bare pages/ folder without running dashboard.py first.
    PagesManager.uses_pages_directory = False
    server.on_start(_open)
    server.on_stop(_close)
    server.register_health(health)
    server.register_api(desk)
    server.register_office(office)
    server.register_viewer(lambda visitor: Visit(visitor, office(), desk()))


def health() -> Health:
    """What a watchdog may know of this process."""
    opened = desk()
    shown = opened.now()
    setting = opened.clock.setting
    age_s = None
    if setting is not None:
        ticked = setting.ticked(datetime.now(UTC), opened.settings.refresh_s)
        last = opened.store.frame(
            "moment/last_word", operation_id=setting.operation_id, as_of=ticked, known_at=ticked
        )
        recorded = last.iloc[0]["last_recorded_at"]
        age_s = None if recorded != recorded else (shown - recorded).total_seconds()  # noqa: PLR0124
    status = "ok" if opened.store.trouble is None else "trouble"
    return Health(status, str(opened.store.data_version), shown, age_s)


def _open() -> None:
    register_ground(desk())
    register_source(LedgerLayers)
    note_start(office(), desk().county.rules, at=datetime.now(UTC))
    _end_forgetting()
    _tell_head()
    _stop.clear()
    threading.Thread(target=_keep, name="stormdesk-keeper", daemon=True).start()
    _tell_first_code()


def _end_forgetting() -> None:
    """End what a sudden stop left of a forgetting; a file that resists waits for the next start."""
    try:
        resume(desk(), office(), at=datetime.now(UTC))
    except OSError:
        _log.exception("a forgetting could not be ended")


def _tell_head() -> None:
    """Put the audit's head into the log, where a changed audit file does not reach it."""
    head = office().audit.head()
    sys.stderr.write(f"stormdesk: audit head {head.seq}:{head.hash}\n")


def _tell_first_code() -> None:
    """Show the one-time code on the console, this once, as long as nobody can run the house for good."""
    first = office().first
    code = first.offer(at=datetime.now(UTC))
    if code is None:
        return
    address = f"http://127.0.0.1:{config.get_option('server.port')}{base_path()}/first"
    for text in (FIRST if first.is_only_way() else FIRST_BESIDE_DRILL, FIRST_CODE):
        said = catalogue(load_settings().language).get(text, text)
        sys.stderr.write(f"stormdesk: {said.format(address=address, code=code)}\n")
    sys.stderr.flush()


def _keep() -> None:
    """Take in waiting files, and write the clock's place down, so that a killed server loses seconds."""
    waited_s = 0
    while not _stop.wait(INBOX_EVERY_S):
        waited_s += INBOX_EVERY_S
        try:
            opened = desk()
            take(opened, opened.settings.inbox, _watch_file)
            if waited_s >= REST_EVERY_S:
                waited_s = 0
                opened.clock.rest(datetime.now(UTC))
        except Exception:  # noqa: BLE001  it outlives any one fault
            _log.exception("the keeper failed once and goes on")


def _watch_file(source_id: str) -> AbstractContextManager[After]:
    return noting_inbox(office(), source_id, at=datetime.now(UTC))


def _close() -> None:
    _stop.set()
    close_desk()
