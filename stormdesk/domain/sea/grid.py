"""Water as a net of points: close together near the coast, wide apart off it, joined where no land lies."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.enums import TransformDirection
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county_profile import Bounds
from stormdesk.domain.geo import meets

Numbers = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]

FINE_M: Final = 400.0
# One coarse step is this many fine ones.
COARSE_STEPS: Final = 4
# Fine points lie as far from the coast as a coarse step reaches across.
NEAR_COAST_M: Final = 3_000.0
# A way outside the frame is followed to the frame; land is known this far beyond it.
BEYOND_DEG: Final = 0.5
# Half of the 24 moves to points that no nearer point hides; the other half are the same backwards.
MOVES: Final = (
    (1, 0),
    (0, 1),
    (1, 1),
    (1, -1),
    (2, 1),
    (1, 2),
    (2, -1),
    (1, -2),
    (3, 1),
    (1, 3),
    (3, -1),
    (1, -3),
)


# Each thread that asks has a transformer made for it, a seventh of a second; every drawing of a page is one.
_projecting: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="projection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Points on the water in metres of the county's projection, and the clear ways between neighbours."""

    xy: Numbers
    ways: csr_matrix
    tree: cKDTree
    land: BaseGeometry
    frame: BaseGeometry
    edge: Whole
    to_metres: Transformer


def build_net(land: BaseGeometry, bounds: Bounds, projection: str, *, fine_m: float = FINE_M) -> Net:
    """Lay the net over the frame's water; `land` is in degrees, `projection` in metres."""
    to_metres = Transformer.from_crs("EPSG:4326", projection, always_xy=True)
    near = box(bounds.west, bounds.south, bounds.east, bounds.north).buffer(BEYOND_DEG, join_style="mitre")
    shore = _projected(shapely.make_valid(land.intersection(near)), to_metres)
    frame = _projected(shapely.segmentize(box(*_corners(bounds)), 0.05), to_metres)
    shapely.prepare(shore)
    shapely.prepare(frame)
    coast = _coast(shore, fine_m)
    xy, lattice, is_fine, is_coarse = _points(coast, frame, fine_m)
    pairs = np.vstack(
        [
            _pairs(xy, lattice, is_fine, 1, coast),
            _pairs(xy, lattice, is_coarse, COARSE_STEPS, coast),
        ]
    )
    edge = np.flatnonzero(
        is_coarse & shapely.dwithin(shapely.points(xy), frame.boundary, 2 * COARSE_STEPS * fine_m)
    )
    return Net(
        xy=xy,
        ways=_matrix(xy, pairs),
        tree=cKDTree(xy),
        land=shore,
        frame=frame,
        edge=edge,
        to_metres=to_metres,
    )


def is_clear(land: BaseGeometry, start: Numbers, end: Numbers) -> Flags:
    """Tell for each pair of points whether the straight way between them meets no land."""
    return ~np.asarray(meets(land, shapely.linestrings(np.stack([start, end], axis=1))))


def _corners(bounds: Bounds) -> tuple[float, float, float, float]:
    return bounds.west, bounds.south, bounds.east, bounds.north


def _projected(shape: BaseGeometry, to_metres: Transformer) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1])))


@dataclass(frozen=True, slots=True)
class _Coast:
    """Land, and points set along its coast no farther apart than told; None where there is no land."""

    land: BaseGeometry
    points: cKDTree | None
    apart_m: float

    def away_m(self, xy: Numbers, *, most_m: float = np.inf) -> Numbers:
        """How far each point is from the nearest point of the coast; inf beyond the most."""
        if self.points is None:
            return np.full(len(xy), np.inf)
        return np.asarray(self.points.query(xy, distance_upper_bound=most_m)[0])


def _coast(land: BaseGeometry, fine_m: float) -> _Coast:
    points = shapely.get_coordinates(shapely.segmentize(land.boundary, fine_m))
    return _Coast(land, cKDTree(points) if len(points) else None, fine_m)


def _points(coast: _Coast, frame: BaseGeometry, fine_m: float) -> tuple[Numbers, Whole, Flags, Flags]:
    """The lattice's points on water: in metres, in steps, and whether each is a fine or a coarse one."""
    west, south, east, north = frame.bounds
    columns = np.arange(int((east - west) / fine_m) + 1)
    rows = np.arange(int((north - south) / fine_m) + 1)
    lattice = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    xy = lattice * fine_m + [west, south]
    is_coarse = ~np.any(lattice % COARSE_STEPS, axis=1)
    is_near = np.isfinite(coast.away_m(xy, most_m=NEAR_COAST_M))
    kept = np.flatnonzero(is_coarse | is_near)
    kept = kept[shapely.contains_xy(frame, xy[kept]) & ~shapely.intersects_xy(coast.land, xy[kept])]
    return xy[kept], lattice[kept], is_near[kept], is_coarse[kept]


def _pairs(xy: Numbers, lattice: Whole, is_in: Flags, step: int, coast: _Coast) -> Whole:
    """Pairs of neighbours of one spacing that see each other."""
    mine = np.flatnonzero(is_in)
    place = lattice[mine] // step
    if not len(mine):
        return np.empty((0, 2), dtype=np.intp)
    width, height = place.max(axis=0) + 1
    at = np.full((width + 6, height + 6), -1, dtype=np.intp)
    at[place[:, 0] + 3, place[:, 1] + 3] = mine
    found = []
    for move in MOVES:
        other = at[place[:, 0] + 3 + move[0], place[:, 1] + 3 + move[1]]
        has = other >= 0
        found.append(np.column_stack([mine[has], other[has]]))
    pairs = np.vstack(found)
    return pairs[_sees(xy, pairs, coast)]


def _sees(xy: Numbers, pairs: Whole, coast: _Coast) -> Flags:
    """Whether no land lies between the points of a pair; it is looked for where the coast is within reach."""
    start, end = xy[pairs[:, 0]], xy[pairs[:, 1]]
    reach = np.hypot(*(start - end).T) + coast.apart_m
    is_open: Flags = coast.away_m(xy)[pairs[:, 0]] > reach
    is_open[~is_open] = is_clear(coast.land, start[~is_open], end[~is_open])
    return is_open


def _matrix(xy: Numbers, pairs: Whole) -> csr_matrix:
    metres = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)
    rows = np.concatenate([pairs[:, 0], pairs[:, 1]])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0]])
    both = np.concatenate([metres, metres])
    # Where a fine and a coarse way join the same points, their equal lengths must not be added up.
    _, first = np.unique(rows * len(xy) + columns, return_index=True)
    return csr_matrix((both[first], (rows[first], columns[first])), shape=(len(xy), len(xy)))


def _transformed(net: Net, x: Numbers, y: Numbers, direction: TransformDirection) -> tuple[Numbers, Numbers]:
    return _projecting.submit(net.to_metres.transform, x, y, direction=direction).result()


def metres_of(net: Net, lats: Sequence[float] | Numbers, lons: Sequence[float] | Numbers) -> Numbers:
    """Bring points in degrees to the net's metres, one row per point."""
    lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    return np.column_stack(_transformed(net, lon, lat, TransformDirection.FORWARD))


def degrees_of(net: Net, xy: Numbers) -> Numbers:
    """Bring points in the net's metres to rows of latitude and longitude."""
    lon, lat = _transformed(net, xy[:, 0], xy[:, 1], TransformDirection.INVERSE)
    return np.column_stack([lat, lon])
