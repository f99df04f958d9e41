"""The search along a trail: ten-minute cells first, then the minute, then the second by interpolation."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Numbers
from stormdesk.domain.arrival.trail import CELL_MINUTES, Path, Trail, arc_of, chord2_of
from stormdesk.domain.circles import BLEND_DEG

Places = NDArray[np.intp]
CLOSEST_EVERY: Final = 2
# The steepest turn of a radius between two quadrants, as a share of their difference per degree.
STEEPEST: Final = 1.5 / (2 * BLEND_DEG)
# A cell is ten minutes: guesses by the gap first, halving after them, end well within so many turns.
TURNS_BY_GAP: Final = 3
MOST_TURNS: Final = 12
SLACK_KM: Final = 0.5
QUADRANT_MIDDLES: Final = np.array([45.0, 135.0, 225.0, 315.0])
BLEND_TAN: Final = float(np.tan(np.radians(BLEND_DEG))) + 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Minutes (with fraction) at which each place is first and last inside, -1 for never.

    `is_unknown` tells that the circle was unknown somewhere while the place was within its reach.
    """

    first: Numbers
    last: Numbers
    is_unknown: Flags


def crossing(trail: Trail, places: Numbers) -> Crossing:
    """Find when each place, (N, 3) geocentric km, is first and last inside the circle of a trail."""
    cells = _cells_in_reach(trail, places)
    is_blank = np.isnan(trail.radii_km[trail.path.cells[cells], 0])
    drawn, blank = cells[~is_blank], cells[is_blank]
    return Crossing(
        first=_edge(trail, places, *_scan(trail, places, drawn)),
        last=_edge(trail, places, *_scan(trail, places, drawn[::-1])),
        is_unknown=_within(trail, places, blank),
    )


def _scan(trail: Trail, places: Numbers, cells: Places) -> tuple[Places, Places]:
    """Go through cells in the order given until each place is inside.

    Return for each place the first minute that holds it and one just before that does not, -1 for none.
    """
    inner, outer = np.full(len(places), -1), np.full(len(places), -1)
    rest, there = np.arange(len(places)), places
    before, gap = -1, np.full(len(places), -np.inf)
    for number in cells.tolist():
        minute, last = int(trail.path.cells[number]), gap
        hit, gap, pace = _look(trail, there, minute)
        is_next = abs(number - before) == 1
        beside = _beside(trail, number, cells)
        inner[rest[hit]], outer[rest[hit]] = minute, beside
        could = ~hit & (last + gap >= -pace * abs(minute - beside))
        asked = np.flatnonzero(could & is_next)
        clip = _clipped(trail, there[asked], beside, minute)
        brief = asked[clip >= 0]
        step = 1 if minute > beside else -1
        inner[rest[brief]], outer[rest[brief]] = clip[clip >= 0], clip[clip >= 0] - step
        before = number
        if hit.any() or brief.size:
            left = inner[rest] < 0
            rest, there, gap = rest[left], there[left], gap[left]
        if not rest.size:
            break
    return inner, outer


def _beside(trail: Trail, number: int, cells: Places) -> int:
    """The minute of the cell that comes before one in the order in which they are gone through."""
    step = -1 if cells[0] <= cells[-1] else 1
    return int(trail.path.cells[min(max(number + step, 0), len(trail.path.cells) - 1)])


def _clipped(trail: Trail, places: Numbers, start: int, end: int) -> Places:
    """The first minute between two cells at which a place outside at both is inside, -1 for none."""
    minutes = np.arange(start, end, 1 if end > start else -1)[1:]
    if not minutes.size:
        return np.full(len(places), -1)
    who = np.repeat(np.arange(len(places)), minutes.size)
    hit = (_gap(trail, places[who], np.tile(minutes, len(places))) >= 0).reshape(-1, minutes.size)
    return np.where(hit.any(axis=1), minutes[hit.argmax(axis=1)], -1)


def _within(trail: Trail, places: Numbers, cells: Places) -> Flags:
    """Whether a place was ever so near to a centre with an unknown circle that it could be inside."""
    found = np.zeros(len(places), dtype=bool)
    farthest = chord2_of(trail.farthest_km)
    for minute in trail.path.cells[cells]:
        way = places - trail.path.centre[minute]
        found |= np.einsum("ij,ij->i", way, way) <= farthest
    return found


def nearest(path: Path, places: Numbers) -> tuple[Places, Numbers]:
    """Find the minute at which the centre is nearest to each place, and the distance then in km."""
    looked = np.append(path.cells[:-1:CLOSEST_EVERY], path.cells[-1])
    middle, spread = _around(places)
    away = np.sqrt(np.square(path.centre[looked] - middle).sum(axis=1))
    asked = np.flatnonzero(away <= away.min() + 2 * spread + SLACK_KM)
    centres = path.centre[looked[asked]]
    half = np.einsum("ij,ij->i", centres, centres) / 2
    best = asked[np.argmax(np.einsum("ij,kj->ik", places, centres) - half, axis=1)]
    low = looked[np.maximum(best - 1, 0)]
    high = looked[np.minimum(best + 1, len(looked) - 1)]
    while np.any(high - low > 2):
        third = np.maximum((high - low) // 3, 1)
        is_early = _chord2(path, places, low + third) <= _chord2(path, places, high - third)
        low, high = np.where(is_early, low, low + third), np.where(is_early, high - third, high)
    tried = np.stack([low, (low + high) // 2, high])
    chord2 = np.stack([_chord2(path, places, minute) for minute in tried])
    chosen = np.argmin(chord2, axis=0)
    row = np.arange(len(places))
    return tried[chosen, row], arc_of(chord2[chosen, row])


def _around(places: Numbers) -> tuple[Numbers, float]:
    """The middle of the places and how far the farthest lies from it."""
    middle = places.mean(axis=0)
    return middle, float(np.sqrt(np.square(places - middle).sum(axis=1).max()))


def _cells_in_reach(trail: Trail, places: Numbers) -> Places:
    """The cells at which the circle could hold any of the places, by the quadrants that face them."""
    cells = trail.path.cells
    middle, spread = _around(places)
    way = middle - trail.path.centre[cells]
    away = np.sqrt(np.einsum("ij,ij->i", way, way))
    east = np.einsum("ij,ij->i", way, trail.path.east[cells])
    north = np.einsum("ij,ij->i", way, trail.path.north[cells])
    bearing = np.degrees(np.arctan2(east, north))
    # Seen from the centre the places take up this angle to either side; from among them, all round.
    wide = spread + CELL_MINUTES * trail.pace_km[cells]
    angle = np.degrees(np.arcsin(np.minimum(wide / np.maximum(away, 1e-9), 1.0))) + BLEND_DEG + 1
    angle = np.where(away <= 2 * wide, 180.0, angle)
    aside = np.abs((bearing[:, None] - QUADRANT_MIDDLES + 180) % 360 - 180)
    facing = np.where(aside <= 45 + angle[:, None], trail.radii_km[cells], 0.0).max(axis=1)
    reach = np.where(np.isnan(trail.radii_km[cells, 0]), trail.farthest_km, facing)
    closing = CELL_MINUTES * trail.pace_km[cells]
    return np.flatnonzero(away <= reach + spread + closing + SLACK_KM)


def _look(trail: Trail, places: Numbers, minute: int) -> tuple[Flags, Numbers, Numbers]:
    """Which places are inside at a minute with known radii, and how far off those are that could be soon.

    The gap is -inf where a place is too far for that; the pace is the most by which it can close in a minute.
    """
    way = places - trail.path.centre[minute]
    east = np.einsum("ij,j->i", way, trail.path.east[minute])
    north = np.einsum("ij,j->i", way, trail.path.north[minute])
    chord2 = np.einsum("ij,ij->i", way, way)
    reach, pace = _could(trail, minute, east, north, np.sqrt(chord2))
    near = np.flatnonzero(chord2 <= chord2_of(reach + pace * CELL_MINUTES))
    gap = np.full(len(places), -np.inf)
    gap[near] = _gap(trail, places[near], np.full(near.size, minute))
    return gap >= 0, gap, pace


def _could(
    trail: Trail, minute: int, east: Numbers, north: Numbers, away: Numbers
) -> tuple[Numbers, Numbers]:
    """How far the circle could reach each place within a cell, and by how much it can close in a minute."""
    radii, speed_km = trail.radii_km[minute], float(trail.speed_km[minute])
    reach, pace = radii[_quadrant(east, north)], np.full(len(away), float(trail.pace_km[minute]))
    if not np.ptp(radii):
        return reach, pace
    turn = BLEND_TAN + CELL_MINUTES * speed_km / np.maximum(away, 1.0)
    border = np.flatnonzero(_is_border(east, north, turn))
    side = _side(east[border], north[border])
    before = np.roll(radii, 1)
    reach[border] = np.maximum(radii, before)[side]
    degrees = np.degrees(speed_km / np.maximum(away[border], 1.0))
    pace[border] += STEEPEST * np.abs(radii - before)[side] * degrees
    return reach, pace


def _side(east: Numbers, north: Numbers) -> Places:
    """The number of the nearest border between quadrants: 0 north, 1 east, 2 south, 3 west."""
    is_upright = np.abs(east) <= np.abs(north)
    return np.where(is_upright, np.where(north >= 0, 0, 2), np.where(east >= 0, 1, 3))


def _gap(trail: Trail, places: Numbers, minute: Places) -> Numbers:
    """How far inside the circle each place is in km: below 0 outside, NaN where unknown or no circle."""
    way = places - trail.path.centre[minute]
    radius = _towards(
        trail.radii_km[minute],
        np.einsum("ij,ij->i", way, trail.path.east[minute]),
        np.einsum("ij,ij->i", way, trail.path.north[minute]),
    )
    distance = arc_of(np.einsum("ij,ij->i", way, way))
    return np.where(radius > 0, radius - distance, np.where(radius <= 0, -distance - SLACK_KM, np.nan))


def _quadrant(east: Numbers, north: Numbers) -> Places:
    """The number of the quadrant: 0 north-east, 1 south-east, 2 south-west, 3 north-west."""
    return np.where(north >= 0, np.where(east >= 0, 0, 3), np.where(east >= 0, 1, 2))


def _is_border(east: Numbers, north: Numbers, turn: Numbers | float = BLEND_TAN) -> Flags:
    """Whether a direction lies within an angle (its tangent) of where one quadrant turns into the next."""
    aside, along = np.abs(east), np.abs(north)
    return np.asarray(np.minimum(aside, along) <= turn * np.maximum(aside, along), dtype=bool)


def _towards(radii: Numbers, east: Numbers, north: Numbers) -> Numbers:
    """Radii (K, 4) in the direction of each place: as `circles.radius_towards`."""
    radius: Numbers = radii[np.arange(len(radii)), _quadrant(east, north)]
    border = np.flatnonzero(_is_border(east, north))
    if border.size:
        radius[border] = _turned(radii[border], east[border], north[border])
    return radius


def _turned(radii: Numbers, east: Numbers, north: Numbers) -> Numbers:
    """Radii (K, 4) near the quadrants' borders."""
    bearing = np.degrees(np.arctan2(east, north)) % 360
    border = np.round(bearing / 90)
    share = np.clip((bearing - 90 * border + BLEND_DEG) / (2 * BLEND_DEG), 0, 1)
    row, after = np.arange(len(bearing)), border.astype(int) % 4
    start, end = radii[row, after - 1], radii[row, after]
    found: Numbers = start + (end - start) * share * share * (3 - 2 * share)
    return found


def _edge(trail: Trail, places: Numbers, inside: Places, outside: Places) -> Numbers:
    """Step from the minute outside to the one inside down to neighbours, then between the minutes."""
    found = np.full(len(inside), -1.0)
    hit = np.flatnonzero(inside >= 0)
    there, inner, outer = places[hit], inside[hit], outside[hit]
    within, without = _gap(trail, there, inner), _gap(trail, there, outer)
    for turn in range(MOST_TURNS):
        row = np.flatnonzero(np.abs(inner - outer) > 1)
        if not row.size:
            break
        share = _share(within[row], without[row]) if turn < TURNS_BY_GAP else 0.5
        middle = _between(inner[row], outer[row], share)
        gap = _gap(trail, there[row], middle)
        is_in = gap >= 0
        inner[row], outer[row] = np.where(is_in, middle, inner[row]), np.where(is_in, outer[row], middle)
        within[row], without[row] = np.where(is_in, gap, within[row]), np.where(is_in, without[row], gap)
    found[hit] = inner + np.where(inner == outer, 0, _share(within, without)) * (outer - inner)
    return found


def _share(within: Numbers, without: Numbers) -> Numbers:
    """Which share of the way out the border lies on; at the inner end where the outer one is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(within / (within - without), 0, 1)
    return np.where(np.isfinite(share), share, 0.0)


def _between(inner: Places, outer: Places, share: Numbers | float) -> Places:
    """A minute strictly between two, at about a share of the way."""
    step = np.sign(outer - inner)
    way = np.abs(outer - inner)
    found: Places = inner + step * np.clip(np.round(share * way).astype(int), 1, way - 1)
    return found


def _chord2(path: Path, places: Numbers, minute: Places) -> Numbers:
    way = places - path.centre[minute]
    squared: Numbers = np.einsum("ij,ij->i", way, way)
    return squared
