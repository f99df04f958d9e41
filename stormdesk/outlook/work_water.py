"""High water and river floods as the work needs them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Course, Instants
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import high_waters
from stormdesk.domain.work.clock import NAT, Coming, everywhere
from stormdesk.domain.work.records import NoClock
from stormdesk.domain.work.states import chosen, instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.water import flood_at

AHEAD: Final = timedelta(days=7)
_tides: Shared[Instants] = Shared(8)


def high_water_comings(
    ground: Ground,
    moment: Moment,
    winds: Mapping[Circle, Coming],
    circle: Circle | None,
    courses: Sequence[Course],
) -> Coming:
    """The first high water that falls after the circle comes; without a circle the next of a storm."""
    wind = winds[Circle.SEVEN if circle is None else circle]
    if not courses or not ground.constituents:
        missing = NoClock.NO_STORM if ground.constituents else NoClock.NO_TIDE
        return everywhere(None, wind.at.size, missing)
    tides, now = _high_waters(ground, moment), instant64(moment.as_of)
    after = np.maximum(wind.at, now) if circle is not None else np.full(wind.at.size, now)
    place = np.searchsorted(tides, np.where(np.isnat(after), now, after))
    is_known = ~np.isnat(after) & (place < tides.size)
    at = np.where(is_known, tides[np.minimum(place, tides.size - 1)], NAT)
    reason = chosen(np.isnat(after), wind.reason, NoClock.NO_TIDE)
    return Coming(
        at=at,
        course=np.where(np.isnat(at), -1, wind.course),
        is_modelled=wind.is_modelled & ~np.isnat(at),
        is_over=wind.is_over,
        reason=chosen(np.isnat(at), reason, None),
    )


def _high_waters(ground: Ground, moment: Moment) -> Instants:
    """The high waters of the coming week, made once a day."""
    start = moment.as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    return _tides.get(
        (ground.store.open_key, start),
        lambda: np.array(
            [instant64(one.at) for one in high_waters(ground.constituents, start, start + AHEAD)],
            dtype="datetime64[s]",
        ),
    )


def flood_comings(ground: Ground, moment: Moment, townships: pd.Series) -> Coming:
    """When the river of each object's township floods; where nobody can tell, that is the reason."""
    known = {code: flood_at(ground, moment, code) for code in townships.dropna().unique()}
    instants = {code: NAT if at is None else instant64(at) for code, at in known.items()}
    at = townships.map(instants).to_numpy(dtype="datetime64[s]")
    return Coming(
        at=at,
        course=np.full(at.size, -1),
        is_modelled=np.zeros(at.size, dtype=bool),
        is_over=np.zeros(at.size, dtype=bool),
        reason=chosen(np.isnat(at), NoClock.NO_WATER, None),
    )
