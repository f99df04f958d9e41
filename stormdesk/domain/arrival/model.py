"""Circles that no agency stated, from the wind and the motion: docs/methods/arrival.md.

ln(mean radius) = a + b·ln(limit / 25.7) + c·ln(wind / 30), in km and m/s; a quadrant's share of it is
1 + ahead·cos(angle) + right·sin(angle), the angle from the motion to the quadrant's middle. The numbers
were fitted on the observed circles in data/tracks; test_arrival_model.py fits them anew.
"""

import math
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.circles import LONG_MEAN_FACTOR, Circle
from stormdesk.domain.track import Quadrants

# The wind at the edge of each circle as the observed ones bound it: 30, 50 and 64 knots.
LIMIT_MS: Final = {Circle.SEVEN: 15.4, Circle.TEN: 25.7, Circle.TWELVE: 32.9}
# No modelled radius beyond the largest observed one; of force 12 none was observed, and this is a default.
LARGEST_KM: Final = {Circle.SEVEN: 695.0, Circle.TEN: 278.0, Circle.TWELVE: 185.0}
MIDDLES_DEG: Final = (45.0, 135.0, 225.0, 315.0)
CONSTANT, BY_LIMIT, BY_WIND = 4.776, -2.169, 0.286
AHEAD, RIGHT = -0.042, 0.077
LARGEST_RATIO: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What the model is asked with: the wind as stated and its averaging, and whither the storm moves."""

    wind_ms: float
    averaging_min: int | None
    bearing_deg: float | None


def mean_radius_km(strength: Strength, circle: Circle) -> float:
    """Return the mean radius that the model gives a circle; the wind is strong enough to have it."""
    # The observed circles go with ten-minute winds.
    is_long = (strength.averaging_min or 0) >= 10
    wind_ms = strength.wind_ms if is_long else strength.wind_ms / LONG_MEAN_FACTOR
    by_limit = BY_LIMIT * math.log(LIMIT_MS[circle] / 25.7)
    return math.exp(CONSTANT + by_limit + BY_WIND * math.log(wind_ms / 30))


def quadrants_km(strength: Strength, circle: Circle) -> Quadrants:
    """Return the radii that the model gives a circle by quadrant; the same in all without a motion."""
    mean_km = mean_radius_km(strength, circle)
    if strength.bearing_deg is None:
        return (mean_km,) * 4
    angles = [math.radians(middle - strength.bearing_deg) for middle in MIDDLES_DEG]
    ne, se, sw, nw = (mean_km * (1 + AHEAD * math.cos(a) + RIGHT * math.sin(a)) for a in angles)
    return (ne, se, sw, nw)


def ratio_to(observed_km: Quadrants, modelled_km: Quadrants) -> Quadrants:
    """Return by how much the model is to be stretched so that it meets what was observed last."""
    ne, se, sw, nw = (
        min(max(seen / made, 1 / LARGEST_RATIO), LARGEST_RATIO) if seen > 0 else 1.0
        for seen, made in zip(observed_km, modelled_km, strict=True)
    )
    return (ne, se, sw, nw)


def stretched(modelled_km: Quadrants, ratio: Quadrants, circle: Circle) -> Quadrants:
    """Return the model's radii in the shape and size that were observed last, none beyond the largest."""
    largest = LARGEST_KM[circle]
    ne, se, sw, nw = (min(made * by, largest) for made, by in zip(modelled_km, ratio, strict=True))
    return (ne, se, sw, nw)
