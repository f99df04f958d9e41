"""What arrivals are computed from and what comes out: courses, passages and bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.circles import Circle

Instants = NDArray[np.datetime64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]


class Reach(IntEnum):
    """What is known of a place and a circle along one course; unknown is not outside."""

    UNKNOWN = 0
    OUTSIDE = 1
    INSIDE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where one agency sees one storm: analysed up to `start`, then its forecast as issued; T points.

    `at` is UTC datetime64[s]; radii are (T, 4) in km, NE SE SW NW, NaN where unknown and 0 where the wind is
    too weak for that circle; `is_modelled` says for each point whether its circle was filled by a model.
    `is_ahead` is false where no forecast in force leads beyond the moment: nothing is known of what comes.
    """

    storm_id: str
    agency: str
    issued_at: datetime | None
    known_at: datetime
    start: datetime
    at: Instants
    lat: Numbers
    lon: Numbers
    radii_km: Mapping[Circle, Numbers]
    is_modelled: Mapping[Circle, Flags]
    is_ahead: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """One circle over N places along A courses; every array is (N, A), instants NaT where there is none."""

    circle: Circle
    courses: tuple[Course, ...]
    first_at: Instants
    last_at: Instants
    reach: Codes
    closest_km: Numbers
    closest_at: Instants
    is_modelled: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One circle over N places, over all agencies: earliest, middle and latest first hour inside.

    `course` is the index of the earliest course, -1 where none reaches the place; `soonest_at` and
    `farthest_at` are the edges widened by the error of forecasts, NaT where it cannot be said.
    """

    circle: Circle
    courses: tuple[Course, ...]
    earliest_at: Instants
    middle_at: Instants
    latest_at: Instants
    soonest_at: Instants
    farthest_at: Instants
    course: NDArray[np.intp]
    inside_count: NDArray[np.intp]
    unknown_count: NDArray[np.intp]
    reach: Codes
    is_modelled: Flags
