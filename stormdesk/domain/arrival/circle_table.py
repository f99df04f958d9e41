"""The circles along one course: stated, none where the wind is too weak, modelled, or else unknown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from stormdesk.domain.arrival.model import Strength, quadrants_km, ratio_to, stretched
from stormdesk.domain.arrival.records import Flags, Numbers
from stormdesk.domain.circles import Circle, radii_of
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, bearing_deg

Row = Fix | ForecastPoint
STILL_KM = 1.0


def filled(
    rows: Sequence[Row], others: Sequence[Sequence[Row]] = ()
) -> tuple[dict[Circle, Numbers], dict[Circle, Flags]]:
    """Return every circle at every point, (T, 4) in km, and at which points it was modelled.

    The model keeps the shape and size that were stated last: along these rows, or else in another track.
    A wider circle is nowhere smaller than a narrower one; a modelled narrow one gives way to a stated wide.
    """
    strengths = [_strength(rows, place) for place in range(len(rows))]
    made: dict[Circle, list[tuple[Quadrants | None, bool]]] = {}
    ratios: list[Quadrants | None] = [None] * len(rows)
    for circle in Circle:
        last = _last_ratio(others, circle)
        made[circle], ratios = _circle(rows, strengths, circle, [last or ratio for ratio in ratios])
    radii = {
        circle: np.array([(np.nan,) * 4 if km is None else km for km, _is in made[circle]]).reshape(-1, 4)
        for circle in Circle
    }
    modelled = {circle: np.array([is_made for _km, is_made in made[circle]], dtype=bool) for circle in Circle}
    _nest(radii, modelled)
    return radii, modelled


def _nest(radii: dict[Circle, Numbers], modelled: Mapping[Circle, Flags]) -> None:
    """Cut a modelled circle to the one around it, then widen a circle to what was stated inside it."""
    for wide, narrow in ((Circle.SEVEN, Circle.TEN), (Circle.TEN, Circle.TWELVE)):
        is_long = modelled[narrow][:, None] & (radii[narrow] > radii[wide])
        radii[narrow] = np.where(is_long, radii[wide], radii[narrow])
    for wide, narrow in ((Circle.TEN, Circle.TWELVE), (Circle.SEVEN, Circle.TEN)):
        is_short = radii[narrow] > radii[wide]
        radii[wide] = np.where(is_short, radii[narrow], radii[wide])


def _last_ratio(tracks: Sequence[Sequence[Row]], circle: Circle) -> Quadrants | None:
    """How far the model is from the newest circle that any of the tracks states; None without one."""
    stated = (
        (_time(row), track, place)
        for track in tracks
        for place, row in enumerate(track)
        if any(radii_of(row, circle) or ())
    )
    newest = max(stated, key=lambda one: one[0], default=None)
    if newest is None:
        return None
    _at, track, place = newest
    return _ratio(track[place], _strength(track, place), circle)


def _circle(
    rows: Sequence[Row],
    strengths: Sequence[Strength | None],
    circle: Circle,
    otherwise: Sequence[Quadrants | None],
) -> tuple[list[tuple[Quadrants | None, bool]], list[Quadrants | None]]:
    """The circle and the ratio in use at every point; `otherwise` holds until the rows state a circle."""
    found: list[tuple[Quadrants | None, bool]] = []
    ratios: list[Quadrants | None] = []
    own: Quadrants | None = None
    for row, strength, other in zip(rows, strengths, otherwise, strict=True):
        radii_km = radii_of(row, circle)
        own = _ratio(row, strength, circle) or own
        ratio = own or other
        ratios.append(ratio)
        if radii_km is not None or strength is None:
            found.append((radii_km, _is_modelled(row)))
        else:
            found.append((stretched(quadrants_km(strength, circle), ratio or (1.0,) * 4, circle), True))
    return found, ratios


def _ratio(row: Row, strength: Strength | None, circle: Circle) -> Quadrants | None:
    """How far the model is from the circle that a row states; None where it states none."""
    radii_km = radii_of(row, circle)
    if strength is None or radii_km is None or not any(radii_km):
        return None
    return ratio_to(radii_km, quadrants_km(strength, circle))


def _strength(rows: Sequence[Row], place: int) -> Strength | None:
    row = rows[place]
    if row.wind_ms is None or row.wind_ms <= 0:
        return None
    return Strength(
        wind_ms=row.wind_ms,
        averaging_min=row.wind_averaging_min,
        bearing_deg=_bearing(rows, place),
    )


def _bearing(rows: Sequence[Row], place: int) -> float | None:
    """The direction of motion through a point; None for a storm that stands still."""
    before, after = rows[max(place - 1, 0)], rows[min(place + 1, len(rows) - 1)]
    is_still = abs(after.lat - before.lat) + abs(after.lon - before.lon) < STILL_KM / 111
    return None if is_still else bearing_deg(before.lat, before.lon, after.lat, after.lon)


def _is_modelled(row: Row) -> bool:
    return isinstance(row, Fix) and row.is_radii_modelled


def _time(row: Row) -> datetime:
    return row.fixed_at if isinstance(row, Fix) else row.valid_at
