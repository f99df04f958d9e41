"""Ways over water: from fishing grounds and fairways to the harbours, and boats' positions on them."""

import numpy as np
import pandas as pd
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.geo import random_points_in
from stormdesk.ingest.scenario.curve import HOUR, Numbers, Objects, Seconds, portions, texts
from stormdesk.ingest.scenario.files import RosterPlan
from stormdesk.ingest.scenario.roster_vessels import BASIN_DEG

KM_PER_NAUTICAL_MILE = 1.852
KM_PER_DEGREE = 111.2
# Boats that work near their harbour turn round at most this far out.
SHUTTLE_KM = (4.0, 11.0)
DRIFT_KM = 2.4
DRIFT_PERIOD_S = 6 * HOUR


class Routes:
    """Each boat's way from where it works to where it shelters."""

    def __init__(
        self, plan: RosterPlan, county: County, boats: pd.DataFrame, rng: np.random.Generator
    ) -> None:
        self._plan = plan
        self._county = county
        self._rng = rng
        self._fairways = {
            harbour.harbour_id: [(harbour.lat, harbour.lon), *self._way_points(harbour.harbour_id)]
            for harbour in county.harbours
        }
        work = {(row.harbour_id, row.vessel_class): row.work for row in plan.berths}
        refuge = {(row.harbour_id, row.vessel_class): row.refuge_id for row in plan.berths}
        kinds = list(zip(boats["harbour_id"], boats["vessel_class"], strict=True))
        self.is_fishing_far = np.array([work[kind] == "ground" for kind in kinds])
        self._refuges = texts([refuge[kind] for kind in kinds])
        self._paths = self._all_paths(len(boats))
        self._berths = self._all_berths(boats)

    def _way_points(self, harbour_id: str) -> list[tuple[float, float]]:
        rows = sorted(
            (row for row in self._plan.fairways if row.harbour_id == harbour_id), key=lambda r: r.order
        )
        return [(row.lat, row.lon) for row in rows]

    def _all_paths(self, count: int) -> list[Numbers]:
        grounds = self._plan.grounds
        which = np.repeat(np.arange(len(grounds)), portions(count, [ground.weight for ground in grounds]))
        which = self._rng.permutation(which)
        angle, reach = self._rng.uniform(0, 2 * np.pi, count), np.sqrt(self._rng.random(count))
        paths = []
        for at in range(count):
            way = np.array(self._fairways[self._refuges[at]][::-1])
            if self.is_fishing_far[at]:
                ground = grounds[which[at]]
                radius = (ground.radius_km - DRIFT_KM) * reach[at] / KM_PER_DEGREE
                start = (
                    ground.lat + radius * np.sin(angle[at]),
                    ground.lon + radius * np.cos(angle[at]) / np.cos(np.radians(ground.lat)),
                )
                paths.append(np.vstack([start, way]))
            else:
                paths.append(_last_part(way, self._rng.uniform(*SHUTTLE_KM)))
        return paths

    def _all_berths(self, boats: pd.DataFrame) -> Numbers:
        """A berth at the refuge; at home it is the one of the list."""
        berths = boats[["lat", "lon"]].to_numpy(dtype=np.float64).copy()
        away = np.flatnonzero((boats["harbour_id"] != self._refuges).to_numpy(dtype=bool))
        for at in away:
            harbour = self._county.harbour(self._refuges[at])
            basin = shapely.Point(harbour.lon, harbour.lat).buffer(BASIN_DEG)
            water = basin.intersection(self._county.places.sea)
            berths[at] = random_points_in(water, 1, self._rng)[0]
        return berths.round(5)

    def refuges(self, boats: pd.DataFrame) -> Objects:
        """The harbour in which each boat shelters."""
        return self._refuges[: len(boats)]

    def berths(self, boats: pd.DataFrame) -> Numbers:
        """The berth in which each boat shelters, as rows of latitude and longitude."""
        return self._berths[: len(boats)]

    def berth(self, at: int) -> Numbers:
        """The berth in which a boat shelters: latitude, longitude."""
        berth: Numbers = self._berths[at]
        return berth

    def path(self, at: int) -> Numbers:
        """The way of a boat, rows of latitude and longitude, from its work to its harbour."""
        return self._paths[at]

    def sailing_s(self, boats: pd.DataFrame) -> Seconds:
        """How long each boat takes for its way home at its service speed."""
        km = np.array([lengths_km(path)[-1] for path in self._paths])
        kmh = boats["speed_kn"].to_numpy(dtype=np.float64) * KM_PER_NAUTICAL_MILE
        return (km / kmh * HOUR).astype(np.int64)


def lengths_km(path: Numbers) -> Numbers:
    """The distance run at each point of a path."""
    step = np.diff(path, axis=0) * [1.0, np.cos(np.radians(path[0, 0]))]
    return np.concatenate([[0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]) * KM_PER_DEGREE)])


def along(path: Numbers, km: Numbers) -> Numbers:
    """The points at these distances along a path."""
    run = lengths_km(path)
    return np.column_stack([np.interp(km, run, path[:, 0]), np.interp(km, run, path[:, 1])])


def _last_part(path: Numbers, length_km: float) -> Numbers:
    run = lengths_km(path)
    begin = max(run[-1] - length_km, 0.0)
    return np.vstack([along(path, np.array([begin])), path[run > begin]])
