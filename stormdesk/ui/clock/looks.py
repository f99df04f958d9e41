"""How the states of the clock look on a map: colour, and a mark for who does not see colours."""

from collections.abc import Iterable

from stormdesk.ui.clock.words import COLOURS, GRAVITY, MARKS, gravity, state_name
from stormdesk.ui.maps import PointStyle, Shape
from stormdesk.ui.text import _


def clock_styles(shape: Shape) -> list[PointStyle]:
    """One look per state, the gravest first, and one for what has no clock."""
    looks = [
        PointStyle(shape, COLOURS[state], state_name(state), MARKS[state], rank=len(GRAVITY) - place)
        for place, state in enumerate(GRAVITY)
    ]
    return [*looks, PointStyle(shape, "muted", _("无时限"), "–")]


def looks_of(states: Iterable[object]) -> list[int]:
    """The look of each state by its place among the styles."""
    return [int(place) for place in gravity(states)]
