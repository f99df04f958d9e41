"""The facilities of the other sectors."""

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.geo import random_point_in
from stormdesk.ingest.scenario.curve import Objects, texts
from stormdesk.ingest.scenario.registers import register_frame
from stormdesk.ingest.scenario.roster_places import ListMaker

AFLOAT = frozenset({"aquaculture", "ferry_route"})
# How far off the shore of its township a raft may lie.
SHORE_DEG = 0.01


def facilities(make: ListMaker) -> pd.DataFrame:
    """Make the facilities, sector by sector; rafts and routes lie on the water near their township."""
    parts = [_sector(make, sector) for sector in make.plan.categories("facility")]
    frame = pd.concat(parts, ignore_index=True)
    frame["facility_id"] = [f"F{number:04d}" for number in range(1, len(frame) + 1)]
    return frame


def _sector(make: ListMaker, sector: str) -> pd.DataFrame:
    villages = make.homes(make.plan.share("facility", sector))
    count = len(villages)
    place = make.place(villages)
    if sector in AFLOAT:
        place["lat"], place["lon"] = _on_water(make, villages)
    return register_frame(
        "facility",
        {
            "facility_id": None,
            "name": _names(make, sector, villages),
            "sector": sector,
            "owner_name": make.namer.people(count),
            "phone": make.namer.phones(count),
            "officer_id": make.officers.of_villages(villages),
            **place,
        },
        size=count,
    )


def _names(make: ListMaker, sector: str, villages: Objects) -> Objects:
    label = next(row.name_zh for row in make.county.facility_sectors if row.code == sector)
    kinds = make.plan.names.plants.get(sector, (label,))
    picked = make.namer.pick(kinds, len(villages))
    places = [make.county.village(code).name_zh.removesuffix("村").removesuffix("社区") for code in villages]
    return texts(
        [
            f"{place}{kind}{number}号"
            for number, (place, kind) in enumerate(zip(places, picked, strict=True), 1)
        ]
    )


def _on_water(make: ListMaker, villages: Objects) -> tuple[Objects, Objects]:
    """Put each on the water close to the shore of its township."""
    waters: dict[str, BaseGeometry] = {}
    spots = []
    for code in villages:
        if code[:9] not in waters:
            shore = make.county.shapes.townships[code[:9]].buffer(SHORE_DEG)
            waters[code[:9]] = shore.intersection(make.county.places.sea)
        spots.append(random_point_in(waters[code[:9]], make.rng))
    return texts([round(lat, 5) for lat, _ in spots]), texts([round(lon, 5) for _, lon in spots])


def count_people(frame: pd.DataFrame, linked: Objects) -> pd.DataFrame:
    """Write into each facility how many listed people belong to it."""
    known, counts = np.unique([link for link in linked if link is not None], return_counts=True)
    people = dict(zip(known.tolist(), counts.tolist(), strict=True))
    counted = frame.copy()
    belonging = texts([people.get(facility) for facility in frame["facility_id"]])
    counted["people_count"] = pd.Series(belonging, dtype=object)
    return counted
