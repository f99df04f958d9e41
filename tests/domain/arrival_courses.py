"""Courses laid by hand."""

from datetime import UTC, datetime, timedelta

import numpy as np

from stormdesk.domain.arrival.records import Course
from stormdesk.domain.circles import Circle
from stormdesk.domain.track import Quadrants

START = datetime(2025, 8, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEVEN, TEN, TWELVE = Circle


def course(
    points: list[tuple[float, float, float]],
    radii: list[Quadrants | None] | Quadrants,
    **changed: object,
) -> Course:
    """A course by (hour, lat, lon) with the force 7 circle of each point; the inner ones are parts of it."""
    each = [radii] * len(points) if isinstance(radii, tuple) else radii
    table = np.array([(np.nan,) * 4 if km is None else km for km in each], dtype=float)
    known = {
        "storm_id": "202599",
        "agency": "中国",
        "issued_at": START,
        "known_at": START,
        "start": START,
        "at": np.array(
            [np.datetime64(START.replace(tzinfo=None), "s") + round(h * 3600) for h, *_ in points]
        ),
        "lat": np.array([lat for _h, lat, _lon in points]),
        "lon": np.array([lon for _h, _lat, lon in points]),
        "radii_km": {SEVEN: table, TEN: table / 2, TWELVE: table / 4},
        "is_modelled": dict.fromkeys(Circle, np.zeros(len(points), dtype=bool)),
    }
    return Course(**(known | changed))  # type: ignore[arg-type]


def instant(at: np.datetime64) -> datetime | None:
    return None if np.isnat(at) else at.astype("datetime64[s]").item().replace(tzinfo=UTC)
