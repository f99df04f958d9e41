"""What a browser may say over the pages' socket, and what of it a person did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from stormdesk.ui.navigation import SCREENS

# What our pages' own script says; the framework would also clear everybody's caches or install things.
_KNOWN: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
)
_OPERATIONS: Final = frozenset({"deferred_file", "dataframe_chunk"})
_NAMES: Final = {calc_hash(screen.name): screen.name for screen in SCREENS}


@dataclass(frozen=True, slots=True)
class Said:
    """One message: whether pages say such a thing, whether a person caused it, where and on which page."""

    is_known: bool = False
    is_use: bool = False
    where: str = ""
    page: str | None = None


def understood(payload: bytes) -> Said:
    """Take a message apart; what cannot be read is not known."""
    try:
        asked = BackMsg.FromString(payload)
    except Exception:  # noqa: BLE001  whatever it is, it is no message of a page
        return Said()
    kind = asked.WhichOneof("type")
    if kind not in _KNOWN:
        return Said()
    if kind == "backend_operation_request":
        return Said(
            is_known=asked.backend_operation_request.WhichOneof("payload") in _OPERATIONS, is_use=True
        )
    if kind != "rerun_script":
        return Said(is_known=True, is_use=kind != "app_heartbeat")
    state = asked.rerun_script
    named = state.page_name.strip("/") or None
    page = _NAMES.get(state.page_script_hash) if state.page_script_hash else named
    return Said(is_known=True, is_use=not state.is_auto_rerun, where=state.context_info.url, page=page)
