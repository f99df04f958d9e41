"""How far forecasts of the centre, and modelled circles, miss by lead time: docs/methods/arrival.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from stormdesk.domain.arrival.band import Spread
from stormdesk.domain.arrival.passage import Survey, passages_on
from stormdesk.domain.arrival.records import Course, Numbers
from stormdesk.domain.circles import Circle


@dataclass(frozen=True, slots=True)
class TrackError:
    """Mean distance between the forecast and the true centre at a lead time, and who says so."""

    lead_h: float
    error_km: float
    source: str
    certainty: str


# How ln(radius) leaves the last observed one: so much after an hour, growing with the root of time.
RADIUS_ERROR_1H: Final = 0.048
PAGE_2022: Final = "qxqk.nmc.cn/html/2024/5/20240509.html"
PAGE_2012: Final = "caj.ezmeta.co.kr/cajkor/article/00026344786"
PAGE_CENTRE: Final = "confluence.ecmwf.int/x/E_aHEw"
TRACK_ERRORS: Final = (
    TrackError(0, 15.4, PAGE_2022, "published: mean error of positions, China, 2022"),
    TrackError(24, 85.8, PAGE_2012, "published: best of five agencies, 2012"),
    TrackError(48, 129.8, PAGE_2012, "published: best of five agencies, 2012"),
    TrackError(72, 209.0, PAGE_2012, "published: best of five agencies, 2012"),
    TrackError(120, 350.0, PAGE_CENTRE, "published: upper bound of one global model"),
)


def error_km(lead_h: npt.ArrayLike) -> Numbers:
    """Return the mean error of a forecast's centre at lead times, linear between the table's rows."""
    leads = np.asarray(lead_h, dtype=float)
    found: Numbers = np.interp(
        leads, [row.lead_h for row in TRACK_ERRORS], [row.error_km for row in TRACK_ERRORS]
    )
    return found


def radius_error(lead_h: npt.ArrayLike) -> Numbers:
    """Return the typical error of a modelled radius as a share of it, so long after it was last observed."""
    found: Numbers = RADIUS_ERROR_1H * np.sqrt(np.asarray(lead_h, dtype=float))
    return found


def spread(ground: Survey, courses: Sequence[Course], *, circle: Circle) -> Spread:
    """Return the passages with every forecast circle grown, and shrunk, by the error at its lead.

    The error of the centre, and for a modelled circle that of its radius beside it (root of squares).
    """
    return Spread(
        grown=passages_on(ground, [_moved(course, circle, 1.0) for course in courses], circle=circle),
        shrunk=passages_on(ground, [_moved(course, circle, -1.0) for course in courses], circle=circle),
    )


def _moved(course: Course, circle: Circle, sign: float) -> Course:
    """Analysed circles stay; a circle that is not there does not grow."""
    base = np.datetime64((course.issued_at or course.start).replace(tzinfo=None), "s")
    start = np.datetime64(course.start.replace(tzinfo=None), "s")
    leads = np.maximum((course.at - base).astype(float) / 3600, 0)
    stated = course.radii_km[circle]
    by_model = np.where(course.is_modelled[circle], radius_error(leads), 0.0)[:, None] * stated
    errors = np.hypot(error_km(leads)[:, None], by_model) * (course.at > start)[:, None]
    moved = np.where(stated > 0, np.maximum(stated + sign * errors, 0), stated)
    return replace(course, radii_km={**course.radii_km, circle: moved})
