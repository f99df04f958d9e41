"""One course minute by minute: where the centre is, and how far a circle reaches to each side."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers
from stormdesk.domain.circles import FARTHEST_KM, LONGEST_LEG, LONGEST_STEP, Circle
from stormdesk.domain.track import GEOD

MINUTE: Final = np.timedelta64(60, "s")
CELL_MINUTES: Final = 10
# Straight through the ellipsoid instead of around it: the arc over a chord of 800 km is right to 5 m.
ARC_KM: Final = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """M minutes of a course: centre and its east and north in geocentric km, radii (M, 4), NaN unknown.

    `cells` are the minutes that are looked at first; `is_modelled` tells of the points around each minute.
    """

    at: Instants
    centre: Numbers
    east: Numbers
    north: Numbers
    radii_km: Numbers
    widest_km: Numbers
    is_modelled: Flags
    cells: np.ndarray
    farthest_km: float


def trail_of(course: Course, circle: Circle) -> Trail:
    """Draw a course out minute by minute: great circles, radii linear in time, unknown over a missing fix."""
    at = _minutes(course.at)
    leg, share = _legs(course.at, at)
    lat, lon = _places(course, leg, share)
    radii = _radii(course, circle, leg, share)
    flags = course.is_modelled[circle]
    centre = geocentric(lat, lon)
    phi, lam = np.radians(lat), np.radians(lon)
    east = np.column_stack([-np.sin(lam), np.cos(lam), np.zeros_like(lam)])
    up_to = [-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)]
    unknown = np.isnan(radii).any(axis=1)
    fixes = np.searchsorted(at, course.at)
    return Trail(
        at=at,
        centre=centre,
        east=east,
        north=np.column_stack(up_to),
        radii_km=radii,
        widest_km=np.where(unknown, FARTHEST_KM[circle], np.where(unknown[:, None], 0, radii).max(axis=1)),
        is_modelled=flags[leg] | flags[np.minimum(leg + 1, len(flags) - 1)],
        cells=np.unique([*range(0, len(at), CELL_MINUTES), *fixes.tolist()]),
        farthest_km=FARTHEST_KM[circle],
    )


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
    steps = int((last - first) // MINUTE)
    return np.unique(np.concatenate([first + MINUTE * np.arange(steps + 1), at]))


def _legs(points: Instants, at: Instants) -> tuple[np.ndarray, Numbers]:
    """Which leg each minute lies on, and which share of it has passed."""
    leg = np.clip(np.searchsorted(points, at, side="right") - 1, 0, max(len(points) - 2, 0))
    if len(points) == 1:
        return leg, np.zeros(len(at))
    length = (points[leg + 1] - points[leg]).astype(float)
    return leg, (at - points[leg]).astype(float) / length


def _places(course: Course, leg: np.ndarray, share: Numbers) -> tuple[Numbers, Numbers]:
    if len(course.at) == 1:
        return course.lat.astype(float), course.lon.astype(float)
    lat, lon = course.lat, course.lon
    azimuth, _, metres = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    to_lon, to_lat, _ = GEOD.fwd(
        lon[leg], lat[leg], np.asarray(azimuth)[leg], np.asarray(metres)[leg] * share
    )
    return np.asarray(to_lat), np.asarray(to_lon)


def _radii(course: Course, circle: Circle, leg: np.ndarray, share: Numbers) -> Numbers:
    stated = course.radii_km[circle].astype(float)
    stated = np.where(np.isnan(stated).any(axis=1)[:, None], np.nan, stated)
    if len(course.at) == 1:
        return stated
    before, after, part = stated[leg], stated[leg + 1], share[:, None]
    mixed = before + (after - before) * part
    is_analysed = course.at[1:] <= np.datetime64(course.start.replace(tzinfo=None), "s")
    longest = np.where(is_analysed, np.timedelta64(LONGEST_LEG), np.timedelta64(LONGEST_STEP))
    is_gap = (np.diff(course.at) > longest)[leg][:, None]
    mixed = np.where(is_gap, np.nan, mixed)
    return np.where(part == 0, before, np.where(part == 1, after, mixed))
