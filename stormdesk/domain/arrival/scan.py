"""The search along a trail: ten-minute cells first, then the minute, then the second by interpolation."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Numbers
from stormdesk.domain.arrival.trail import Path, Trail, arc_of, chord2_of
from stormdesk.domain.circles import BLEND_DEG

Places = NDArray[np.intp]
CLOSEST_EVERY: Final = 2
# So many pairs of place and cell are looked at in one go; more of them cell by cell.
FEW_PAIRS: Final = 60_000
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
    if drawn.size * len(places) <= FEW_PAIRS:
        first, last = _scan_at_once(trail, places, drawn)
    else:
        first, last = _scan(trail, places, drawn), _scan(trail, places, drawn[::-1])
    return Crossing(
        first=_edge(trail, places, first, is_first=True),
        last=_edge(trail, places, last, is_first=False),
        is_unknown=_within(trail, places, blank),
    )


def _scan_at_once(trail: Trail, places: Numbers, cells: Places) -> tuple[Places, Places]:
    """Look at every place in every cell; return the first and last cell that holds it, -1 for none."""
    count = len(places)
    if not cells.size:
        return np.full(count, -1), np.full(count, -1)
    who = np.tile(np.arange(count), cells.size)
    gap = _gap(trail, places[who], np.repeat(trail.path.cells[cells], count))
    hit = (gap >= 0).reshape(cells.size, count)
    first, last = cells[hit.argmax(axis=0)], cells[cells.size - 1 - hit[::-1].argmax(axis=0)]
    return np.where(hit.any(axis=0), first, -1), np.where(hit.any(axis=0), last, -1)


def _scan(trail: Trail, places: Numbers, cells: Places) -> Places:
    """Go through cells in the order given; return for each place the first that holds it, -1 for none."""
    found = np.full(len(places), -1)
    rest, there = np.arange(len(places)), places
    for number in cells.tolist():
        hit = _inside(trail, there, int(trail.path.cells[number]))
        if not hit.any():
            continue
        found[rest[hit]] = number
        rest, there = rest[~hit], there[~hit]
        if not rest.size:
            break
    return found


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
    angle = np.degrees(np.arcsin(np.minimum(spread / np.maximum(away, 1e-9), 1.0))) + BLEND_DEG + 1
    angle = np.where(away <= 2 * spread, 180.0, angle)
    aside = np.abs((bearing[:, None] - QUADRANT_MIDDLES + 180) % 360 - 180)
    facing = np.where(aside <= 45 + angle[:, None], trail.radii_km[cells], 0.0).max(axis=1)
    reach = np.where(np.isnan(trail.radii_km[cells, 0]), trail.farthest_km, facing)
    return np.flatnonzero(away <= reach + spread + SLACK_KM)


def _inside(trail: Trail, places: Numbers, minute: int) -> Flags:
    """Which places are inside at a minute with known radii; at the quadrants' borders looked at closely."""
    radii = trail.radii_km[minute]
    way = places - trail.path.centre[minute]
    east = np.einsum("ij,j->i", way, trail.path.east[minute])
    north = np.einsum("ij,j->i", way, trail.path.north[minute])
    quadrant = _quadrant(east, north)
    reach2 = np.where(radii > 0, chord2_of(radii), -1.0)
    chord2 = np.einsum("ij,ij->i", way, way)
    hit: Flags = chord2 <= reach2[quadrant]
    asked = np.flatnonzero((chord2 <= reach2.max()) & (chord2 > reach2.min()))
    border = asked[_is_border(east[asked], north[asked])]
    if border.size:
        hit[border] = _gap(trail, places[border], np.full(border.size, minute)) >= 0
    return hit


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


def _is_border(east: Numbers, north: Numbers) -> Flags:
    """Whether a direction lies where one quadrant turns into the next."""
    aside, along = np.abs(east), np.abs(north)
    return np.asarray(np.minimum(aside, along) <= BLEND_TAN * np.maximum(aside, along), dtype=bool)


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


def _edge(trail: Trail, places: Numbers, cell: Places, *, is_first: bool) -> Numbers:
    """Step from the cell outside to the one inside down to the minute, then between the minutes."""
    found = np.full(len(cell), -1.0)
    hit = np.flatnonzero(cell >= 0)
    there = places[hit]
    inner = trail.path.cells[cell[hit]]
    beside = np.clip(cell[hit] + (-1 if is_first else 1), 0, len(trail.path.cells) - 1)
    outer = trail.path.cells[beside]
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
