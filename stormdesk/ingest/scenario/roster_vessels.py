"""The vessels of the lists: by harbour and class, with crews that add up."""

import numpy as np
import pandas as pd
import shapely

from stormdesk.domain.geo import random_points_in
from stormdesk.errors import BadScenario
from stormdesk.ingest.scenario.curve import Numbers, Objects, Whole, portions, texts
from stormdesk.ingest.scenario.registers import register_frame
from stormdesk.ingest.scenario.roster_places import ListMaker
from stormdesk.ingest.scenario.rows import BerthRow

BASIN_DEG = 0.0032
NAME_DIGITS = 5


def vessels(make: ListMaker) -> pd.DataFrame:
    """Make the vessels, one berth row after the other; their place is their berth at home."""
    parts = [_berth(make, row) for row in make.plan.berths]
    frame = pd.concat(parts, ignore_index=True)
    numbers = np.arange(1, len(frame) + 1)
    prefix = make.plan.names.hull_prefix
    frame["vessel_id"] = [f"V{number:03d}" for number in numbers]
    frame["name"] = texts([f"{prefix}{number:0{NAME_DIGITS}d}" for number in make.rng.permutation(numbers)])
    frame["mmsi"] = pd.Series(_identities(make, frame), dtype=object)
    return frame


def _identities(make: ListMaker, frame: pd.DataFrame) -> Objects:
    """Larger boats have an AIS identity, under a prefix that no state uses."""
    prefix = make.plan.names.mmsi_prefix
    long_enough = frame["length_m"].to_numpy(dtype=np.float64) >= 12
    return texts([f"{prefix}{at:06d}" if has else None for at, has in enumerate(long_enough, start=1)])


def _berth(make: ListMaker, row: BerthRow) -> pd.DataFrame:
    length = make.rng.uniform(row.length_min_m, row.length_max_m, row.count).round(1)
    harbour = make.county.harbour(row.harbour_id)
    villages = make.ground.draw_villages(harbour.township_code, row.count)
    lat, lon = water_near(make, row.harbour_id, row.count)
    return register_frame(
        "vessel",
        {
            "vessel_id": None,
            "vessel_class": row.vessel_class,
            "length_m": length,
            "crew_count": _crews(row, length),
            "owner_name": make.namer.people(row.count),
            "phone": make.namer.phones(row.count),
            "officer_id": make.officers.of_villages(villages),
            "harbour_id": row.harbour_id,
            "speed_kn": make.rng.uniform(row.speed_min_kn, row.speed_max_kn, row.count).round(1),
            "township_code": harbour.township_code,
            "village_code": villages,
            "lat": lat,
            "lon": lon,
        },
        size=row.count,
    )


def _crews(row: BerthRow, length_m: Numbers) -> Whole:
    least = 2 * row.count
    if row.crew == 0:
        return np.zeros(row.count, dtype=np.int64)
    if row.crew < least:
        raise BadScenario(reason=f"rosters/berths.csv {row.harbour_id} {row.vessel_class}: crew < {least}")
    return 2 + portions(row.crew - least, length_m**1.5)


def water_near(make: ListMaker, harbour_id: str, count: int) -> tuple[Numbers, Numbers]:
    """Draw berths on the water of a harbour: latitudes, longitudes."""
    harbour = make.county.harbour(harbour_id)
    basin = shapely.Point(harbour.lon, harbour.lat).buffer(BASIN_DEG)
    water = basin.intersection(make.county.places.sea)
    points = np.array(random_points_in(water, count, make.rng)).reshape(-1, 2)
    return points[:, 0].round(5), points[:, 1].round(5)
