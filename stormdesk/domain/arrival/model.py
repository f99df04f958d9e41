"""Circles that no agency stated, from the wind, the pressure and the motion: docs/methods/arrival.md.

ln(mean radius) = a + b·ln(limit / 25.7) + c·ln(wind / 30) [+ d·ln((1010 − pressure) / 40)], in km and m/s;
a quadrant's share of it is 1 + ahead·cos(angle) + right·sin(angle), the angle from the motion to its middle.
The numbers were fitted on the observed circles in data/tracks; test_arrival_model.py fits them anew.
"""

import math
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.circles import LONG_MEAN_FACTOR, Circle
from stormdesk.domain.track import Quadrants

# The wind at the edge of each circle as the observed ones bound it: 30, 50 and 64 knots.
LIMIT_MS: Final = {Circle.SEVEN: 15.4, Circle.TEN: 25.7, Circle.TWELVE: 32.9}
FAR_PRESSURE_HPA: Final = 1010.0
LEAST_DEFICIT_HPA: Final = 5.0
MIDDLES_DEG: Final = (45.0, 135.0, 225.0, 315.0)
# What was observed last counts for less and less: half of it is left after this many hours.
HALF_LIFE_H: Final = 52.0
LARGEST_RATIO: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """One fitted form of the model, without or with the pressure."""

    constant: float
    limit: float
    wind: float
    deficit: float = 0.0


WITHOUT_PRESSURE: Final = Coefficients(constant=4.776, limit=-2.169, wind=0.286)
WITH_PRESSURE: Final = Coefficients(constant=5.031, limit=-2.144, wind=-1.378, deficit=0.936)
AHEAD, RIGHT = -0.042, 0.077


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What the model is asked with: the wind as stated and its averaging, the pressure, the motion."""

    wind_ms: float
    averaging_min: int | None
    pressure_hpa: float | None
    bearing_deg: float | None


def mean_radius_km(strength: Strength, circle: Circle) -> float:
    """Return the mean radius that the model gives a circle; the wind is strong enough to have it."""
    form = WITHOUT_PRESSURE if strength.pressure_hpa is None else WITH_PRESSURE
    # The observed circles go with ten-minute winds.
    is_long = (strength.averaging_min or 0) >= 10
    wind_ms = strength.wind_ms if is_long else strength.wind_ms / LONG_MEAN_FACTOR
    log_km = (
        form.constant + form.limit * math.log(LIMIT_MS[circle] / 25.7) + form.wind * math.log(wind_ms / 30)
    )
    if strength.pressure_hpa is not None:
        deficit = max(FAR_PRESSURE_HPA - strength.pressure_hpa, LEAST_DEFICIT_HPA)
        log_km += form.deficit * math.log(deficit / 40)
    return math.exp(log_km)


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


def stretched(modelled_km: Quadrants, ratio: Quadrants, hours: float) -> Quadrants:
    """Return the model's radii drawn towards what was observed a number of hours before."""
    power = 0.5 ** (max(hours, 0.0) / HALF_LIFE_H)
    ne, se, sw, nw = (made * by**power for made, by in zip(modelled_km, ratio, strict=True))
    return (ne, se, sw, nw)
