"""One course minute by minute: where the centre is, and how far a circle reaches to each side."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers
from stormdesk.domain.circles import FARTHEST_KM, LONGEST_LEG, LONGEST_STEP, Circle
from stormdesk.domain.track import GEOD

Whole = NDArray[np.intp]
MINUTE: Final = np.timedelta64(60, "s")
CELL_MINUTES: Final = 10
# Straight through the ellipsoid instead of around it: the arc over a chord of 800 km is right to 5 m.
ARC_KM: Final = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """M minutes of a course: the centre with its east and north, geocentric in km.

    `leg` and `share` say between which points each minute lies; `cells` are the minutes looked at first.
    """

    at: Instants
    centre: Numbers
    east: Numbers
    north: Numbers
    leg: Whole
    share: Numbers
    cells: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A path with one circle: radii (M, 4) in km, NaN unknown, and whether they were modelled.

    `speed_km` is the way of the centre in a minute, `pace_km` the growth of the widest-growing radius on top.
    """

    path: Path
    radii_km: Numbers
    speed_km: Numbers
    pace_km: Numbers
    is_modelled: Flags
    farthest_km: float


def path_of(course: Course) -> Path:
    """Draw a course out minute by minute along great circles."""
    at = _minutes(course.at)
    leg, share = _legs(course.at, at)
    lat, lon = _places(course, leg, share)
    phi, lam = np.radians(lat), np.radians(lon)
    cells = np.concatenate([np.arange(0, len(at), CELL_MINUTES), np.searchsorted(at, course.at)])
    return Path(
        at=at,
        centre=geocentric(lat, lon),
        east=np.column_stack([-np.sin(lam), np.cos(lam), np.zeros_like(lam)]),
        north=np.column_stack([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)]),
        leg=leg,
        share=share,
        cells=np.unique(cells),
    )


def trail_of(course: Course, circle: Circle, path: Path) -> Trail:
    """Lay a circle along a path: radii linear in time, unknown over a missing fix."""
    radii = _radii(course, circle, path.leg, path.share)
    flags = course.is_modelled[circle]
    speed = _most(np.sqrt(np.square(np.diff(path.centre, axis=0)).sum(axis=1)))
    return Trail(
        path=path,
        radii_km=radii,
        speed_km=speed,
        pace_km=speed + _most(np.abs(np.diff(radii, axis=0)).max(axis=1)),
        is_modelled=flags[path.leg] | flags[np.minimum(path.leg + 1, len(flags) - 1)],
        farthest_km=FARTHEST_KM[circle],
    )


def _most(steps: Numbers) -> Numbers:
    """Of what changes from minute to minute, the most on either side of each; 0 where it is unknown."""
    known = np.nan_to_num(steps)
    found: Numbers = np.maximum(np.append(known, 0.0), np.append(0.0, known))
    return found


def geocentric(lat: Numbers, lon: Numbers) -> Numbers:
    """Return points of the WGS 84 ellipsoid as (N, 3) geocentric kilometres."""
    phi, lam = np.radians(lat), np.radians(lon)
    normal = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(phi) ** 2) / 1000
    flat = normal * np.cos(phi)
    return np.column_stack([flat * np.cos(lam), flat * np.sin(lam), normal * (1 - GEOD.es) * np.sin(phi)])


def chord2_of(arc_km: Numbers | float) -> Numbers:
    """Return the squared straight distance of two points that lie an arc apart."""
    return np.square(2 * ARC_KM * np.sin(np.asarray(arc_km) / (2 * ARC_KM)))


def arc_of(chord2: Numbers) -> Numbers:
    """Return the arc between two points from their squared straight distance."""
    half = np.sqrt(np.maximum(chord2, 0.0)) / (2 * ARC_KM)
    return 2 * ARC_KM * np.arcsin(np.minimum(half, 1.0))


def _minutes(at: Instants) -> Instants:
    """Every whole minute from the first point on, every point, and the last."""
    first, last = at[0], at[-1]
    whole = first + MINUTE * np.arange(int((last - first) // MINUTE) + 1)
    between = at[(at - first) % MINUTE != np.timedelta64(0, "s")]
    return np.sort(np.concatenate([whole, between])) if between.size else whole


def _legs(points: Instants, at: Instants) -> tuple[Whole, Numbers]:
    """Which leg each minute lies on, and which share of it has passed."""
    leg = np.clip(np.searchsorted(points, at, side="right") - 1, 0, max(len(points) - 2, 0))
    if len(points) == 1:
        return leg, np.zeros(len(at))
    length = (points[leg + 1] - points[leg]).astype(float)
    return leg, (at - points[leg]).astype(float) / length


def _places(course: Course, leg: Whole, share: Numbers) -> tuple[Numbers, Numbers]:
    if len(course.at) == 1:
        return course.lat.astype(float), course.lon.astype(float)
    lat, lon = course.lat, course.lon
    azimuth, _, metres = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    to_lon, to_lat, _ = GEOD.fwd(
        lon[leg], lat[leg], np.asarray(azimuth)[leg], np.asarray(metres)[leg] * share
    )
    return np.asarray(to_lat), np.asarray(to_lon)


def _radii(course: Course, circle: Circle, leg: Whole, share: Numbers) -> Numbers:
    stated = course.radii_km[circle].astype(float)
    stated = np.where(np.isnan(stated).any(axis=1)[:, None], np.nan, stated)
    if len(course.at) == 1:
        return stated
    before, after, part = stated[leg], stated[leg + 1], share[:, None]
    mixed = before + (after - before) * part
    is_analysed = course.at[1:] <= np.datetime64(course.start.replace(tzinfo=None), "s")
    longest = np.where(is_analysed, np.timedelta64(LONGEST_LEG), np.timedelta64(LONGEST_STEP))
    is_gap = np.asarray(np.diff(course.at) > longest, dtype=bool)[leg][:, None]
    mixed = np.where(is_gap, np.nan, mixed)
    return np.where(part == 0, before, np.where(part == 1, after, mixed))
