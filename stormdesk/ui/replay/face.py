"""The replay's picture in the browser: sent once per operation, moved there, asked of here when it rests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import streamlit as st

from stormdesk.domain.timeline import Axis
from stormdesk.ui.maps.payload import Packed

_ASSETS: Final = Path(__file__).with_name("assets")
KEY: Final = "replay-face"
ANSWERED: Final = "replay-answered"
# Beyond every instant that a clock shows.
MOST: Final = 2**40


def _script(*names: str) -> str:
    return "\n".join((_ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in names)


_course = st.components.v2.component("stormdesk_replay_course", js=_script("course"))
_face = st.components.v2.component(
    "stormdesk_replay_face",
    js=_script("picture", "map", "hands", "face"),
    css=(_ASSETS / "face.css").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Where the cursor came to rest in the browser, at which turn, and on which mark if on one."""

    at: datetime
    turn: int
    mark: int | None = None


def rest_of(said: object, axis: Axis) -> Rest | None:
    """Read what a browser says; None for what no picture of ours would say."""
    if not isinstance(said, Mapping):
        return None
    at, turn, mark = _count(said.get("at")), _count(said.get("turn")), said.get("mark")
    if at is None or turn is None or (mark is not None and _count(mark) is None):
        return None
    if not axis.starts_at.timestamp() - 1 <= at <= axis.ends_at.timestamp() + 1:
        return None
    return Rest(at=axis.held_within(datetime.fromtimestamp(at, UTC)), turn=turn, mark=mark)


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST
    return value if is_count else None  # type: ignore[return-value]


def draw_face(  # noqa: PLR0913  what moves with the cursor and what does not
    packed: Packed,
    axis: Axis,
    at: datetime,
    *,
    is_hindsight: bool,
    extra: Mapping[str, Any],
    on_rest: Callable[[Rest], None],
) -> None:
    """Draw the picture with its cursor at a moment; `on_rest` hears where a person leaves it."""

    def moved() -> None:
        rest = rest_of(getattr(st.session_state.get(KEY), "moved", None), axis)
        if rest is not None:
            st.session_state[ANSWERED] = rest.turn
            on_rest(rest)

    _course(key="replay-course", data={"stamp": packed.stamp, "packed": packed.packed}, height=1)
    _face(
        key=KEY,
        data={
            "stamp": packed.stamp,
            "at": int(at.timestamp()),
            "hindsight": is_hindsight,
            "answered": st.session_state.get(ANSWERED, 0),
            "extra": dict(extra),
        },
        on_moved_change=moved,
    )
