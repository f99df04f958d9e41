"""The shortest way over water from a point to a harbour, straight where nothing lies in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from stormdesk.domain.sea.grid import Flags, Net, Numbers, Whole, degrees_of, is_clear, metres_of
from stormdesk.domain.sea.pull import padded, pulled, tightened
from stormdesk.domain.track import GEOD

# A report this far from water is an error of the position, and there is no way from it.
SNAP_M: Final = 3_000.0
# How many of the nearest points a start or harbour tries to see, first and at the most.
NEIGHBOURS: Final = (6, 32)
NOT_THERE: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How far each point of the net is from one harbour, and which point comes next on the way there."""

    net: Net
    goal: Numbers
    away_m: Numbers
    following: Whole
    snapped_m: float
    tight: dict[int, Numbers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Ways of N starts: length in km (NaN where there is none) and the line as rows of latitude, longitude.

    `snapped_km` says how far a start on land, or in a cove that the net does not reach, was moved to the
    water; `is_beyond` says that it lies outside the frame, where land is known only nearby.
    """

    km: Numbers
    lines: tuple[Numbers, ...]
    snapped_km: Numbers
    is_beyond: Flags


def field_to(net: Net, lat: float, lon: float) -> Field:
    """Reckon the way of every point of the net to one harbour; one on land is moved to the water nearby."""
    goal = metres_of(net, [lat], [lon])
    size = len(net.xy)
    away, near = (one[0] for one in net.tree.query(goal, k=min(NEIGHBOURS[1], size)))
    sees = is_clear(net.land, np.repeat(goal, len(near), axis=0), net.xy[near])
    is_snapped = not sees.any()
    if is_snapped:
        sees[0] = away[0] <= SNAP_M
    parts = (
        np.concatenate([net.ways.data, away[sees]]),
        np.concatenate([net.ways.indices, near[sees]]),
        np.concatenate([net.ways.indptr, [net.ways.nnz + int(sees.sum())]]),
    )
    metres, before = dijkstra(
        csr_matrix(parts, shape=(size + 1, size + 1)), indices=size, return_predecessors=True
    )
    return Field(
        net=net,
        goal=net.xy[near[0]] if is_snapped else goal[0],
        away_m=metres[:size],
        following=before[:size].astype(np.intp),
        snapped_m=float(away[0]) if is_snapped else 0.0,
    )


def ways_to(there: Field, lats: Sequence[float] | Numbers, lons: Sequence[float] | Numbers) -> Ways:
    """Lead each point to the harbour of the field around the land."""
    net = there.net
    starts = metres_of(net, lats, lons)
    is_beyond = ~np.asarray(shapely.contains_xy(net.frame, starts))
    entry, snapped_m = _entries(there, starts, is_beyond)
    has_way = np.flatnonzero(entry != NOT_THERE)
    _tighten(there, np.unique(entry[has_way]))
    begins = np.where((snapped_m > 0)[:, None], net.xy[np.maximum(entry, 0)], starts)
    lines = [np.vstack([begins[at], there.tight[int(entry[at])]]) for at in has_way]
    found: list[Numbers] = [np.empty((0, 2))] * len(starts)
    if lines:
        short = tightened(pulled(padded(lines), net.land), net.land, rounds=1, corners=1)
        for at, line in zip(has_way, short.lines(), strict=True):
            found[at] = degrees_of(net, line)
    snapped_km = (snapped_m + there.snapped_m) / 1000
    km = np.where(entry == NOT_THERE, np.nan, _lengths_km(found) + snapped_km)
    return Ways(km=km, lines=tuple(found), snapped_km=snapped_km, is_beyond=is_beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strands:
    """The points of many lines one after another, each with the share of its line's length run by then."""

    owner: Whole
    share: Numbers
    lat: Numbers
    lon: Numbers


def strands(lines: Sequence[Numbers]) -> Strands:
    """Lay lines end to end; one of a single point has it twice, an empty one is left out."""
    drawn = [(at, line if len(line) > 1 else np.repeat(line, 2, axis=0)) for at, line in enumerate(lines)]
    drawn = [(at, line) for at, line in drawn if len(line)]
    if not drawn:
        none = np.empty(0)
        return Strands(owner=np.empty(0, dtype=np.intp), share=none, lat=none, lon=none)
    owner = np.repeat([at for at, _ in drawn], [len(line) for _, line in drawn])
    points = np.vstack([line for _, line in drawn])
    run = np.concatenate([[0.0], np.cumsum(_legs_m(points))])
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    ends = np.append(begins[1:], len(owner)) - 1
    counts = ends - begins + 1
    whole = np.repeat(run[ends] - run[begins], counts)
    share = (run - np.repeat(run[begins], counts)) / np.where(whole > 0, whole, 1.0)
    share[ends] = 1.0
    return Strands(owner=owner, share=share, lat=points[:, 0], lon=points[:, 1])


def points_at(all_lines: Strands, owner: Whole, share: Numbers) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes of the points at these shares of the length of these lines."""
    # Two units for each line: its own length, and the gap to the next one.
    known, asked = all_lines.owner * 2.0 + all_lines.share, owner * 2.0 + share
    return np.interp(asked, known, all_lines.lat), np.interp(asked, known, all_lines.lon)


def _legs_m(points: Numbers) -> Numbers:
    _, _, metres = GEOD.inv(points[:-1, 1], points[:-1, 0], points[1:, 1], points[1:, 0])
    return np.asarray(metres)


def _lengths_km(lines: Sequence[Numbers]) -> Numbers:
    legs = [np.column_stack([line[:-1], line[1:]]) for line in lines if len(line) > 1]
    if not legs:
        return np.zeros(len(lines))
    every = np.vstack(legs)
    _, _, metres = GEOD.inv(every[:, 1], every[:, 0], every[:, 3], every[:, 2])
    owner = np.repeat(np.arange(len(lines)), [max(len(line) - 1, 0) for line in lines])
    return np.bincount(owner, weights=metres, minlength=len(lines)) / 1000


def _entries(there: Field, starts: Numbers, is_beyond: Flags) -> tuple[Whole, Numbers]:
    """The point of the net at which each start joins it, and how far a start was moved to get there."""
    entry = np.full(len(starts), NOT_THERE, dtype=np.intp)
    for tries in NEIGHBOURS:
        open_ = np.flatnonzero((entry == NOT_THERE) & ~is_beyond)
        if len(open_):
            entry[open_] = _best_seen(there, starts[open_], tries)
    far = np.flatnonzero(is_beyond)
    if len(far):
        entry[far] = _best_seen_at_edge(there, starts[far])
    snapped_m = np.zeros(len(starts))
    for at in np.flatnonzero((entry == NOT_THERE) & ~is_beyond):
        entry[at], snapped_m[at] = _nearest(there, starts[at])
    return entry, snapped_m


def _best_seen(there: Field, starts: Numbers, tries: int) -> Whole:
    away, near = there.net.tree.query(starts, k=min(tries, len(there.net.xy)))
    return _cheapest(there, starts, np.atleast_2d(near), np.atleast_2d(away))


def _best_seen_at_edge(there: Field, starts: Numbers) -> Whole:
    edge = there.net.edge
    away = np.hypot(*(starts[:, None] - there.net.xy[edge][None]).transpose(2, 0, 1))
    order = np.argsort(away + there.away_m[edge], axis=1)[:, : NEIGHBOURS[1]]
    return _cheapest(there, starts, edge[order], np.take_along_axis(away, order, axis=1))


def _cheapest(there: Field, starts: Numbers, near: Whole, away: Numbers) -> Whole:
    """Of the points that a start sees, the one with the shortest way over it."""
    tries = near.shape[1]
    sees = is_clear(there.net.land, np.repeat(starts, tries, axis=0), there.net.xy[near.ravel()])
    cost = np.where(sees.reshape(near.shape), away + there.away_m[near], np.inf)
    best = np.argmin(cost, axis=1)
    every = np.arange(len(starts))
    return np.where(np.isfinite(cost[every, best]), near[every, best], NOT_THERE)


def _nearest(there: Field, start: Numbers) -> tuple[int, float]:
    near = there.net.tree.query_ball_point(start, SNAP_M)
    near = [at for at in near if np.isfinite(there.away_m[at])]
    if not near:
        return NOT_THERE, 0.0
    away = np.hypot(*(there.net.xy[near] - start).T)
    return near[int(np.argmin(away))], float(away.min())


def _tighten(there: Field, nodes: Whole) -> None:
    """Pull the ways of these points of the net tight, once each."""
    wanted = [int(node) for node in nodes if int(node) not in there.tight]
    if not wanted:
        return
    raw = padded([_chain(there, node) for node in wanted])
    short = tightened(pulled(raw, there.net.land), there.net.land)
    there.tight.update(zip(wanted, short.lines(), strict=True))


def _chain(there: Field, node: int) -> Numbers:
    """The points of the net from one of them to the harbour."""
    size = len(there.net.xy)
    chain = [node]
    while (following := int(there.following[chain[-1]])) < size:
        chain.append(following)
    return np.vstack([there.net.xy[chain], there.goal])
