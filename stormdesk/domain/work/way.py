"""Straight distances between many pairs of points."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from stormdesk.domain.arrival.records import Numbers

EARTH_KM: Final = 6371.0088


def way_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Numbers:
    """Great-circle distances, NaN where a point is unknown."""
    a, b, c, d = (np.radians(np.asarray(one, dtype=np.float64)) for one in (lat, lon, to_lat, to_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    found: Numbers = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return found
