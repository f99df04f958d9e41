"""Steps of people who are moved, and a single row of what is answered."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from stormdesk.domain.event import Event

Tell = Callable[..., Event]
MOVE, SEEN, TALLY = "evacuee.move", "evacuee.seen", "tally.moved"
KANMEN, YUCHENG = "331083002", "331083001"


def row(frame: pd.DataFrame, **wanted: object) -> dict[str, Any]:
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return {str(name): value for name, value in frame.iloc[0].items()}
