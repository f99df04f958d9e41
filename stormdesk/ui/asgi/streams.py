"""Which of the framework's streams, uploads and files belong to which session, learnt from the wire."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

MOST: Final = 20_000
_FILE = re.compile(rb"/media/([0-9A-Za-z]{16,80})")
_lock = threading.Lock()
_held: OrderedDict[tuple[str, str], None] = OrderedDict()


def hold(session_id: str, name: str) -> None:
    """Remember that a stream or file belongs to a session; what nobody touched for longest goes first."""
    with _lock:
        _held[session_id, name] = None
        _held.move_to_end((session_id, name))
        while len(_held) > MOST:
            _held.popitem(last=False)


def holds(session_id: str, name: str) -> bool:
    """Say whether a stream or file belongs to a session."""
    with _lock:
        return (session_id, name) in _held


def let_go(session_id: str) -> None:
    """Forget what belonged to a session, so that nobody takes it up again."""
    with _lock:
        for key in [key for key in _held if key[0] == session_id]:
            del _held[key]


def note_files(session_id: str, payload: bytes) -> None:
    """Remember the files that a message to the browser of a session speaks of."""
    if b"/media/" in payload:
        for name in _FILE.findall(payload):
            hold(session_id, name.decode())


def is_own_upload(session_id: str, path: Mapping[str, str]) -> bool:
    """Say whether the stream that an upload's path names belongs to this session."""
    return holds(session_id, path["session_id"])


def is_own_media(session_id: str, path: Mapping[str, str]) -> bool:
    """Say whether a page that is open in this session was given the file that a path names."""
    return holds(session_id, path["file_id"].partition(".")[0])
