"""The smaller registers: member units, harbours, gauges, teams, stock, terminals, danger zones."""

import json

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import Objects, portions, texts
from stormdesk.ingest.scenario.registers import OWN, register_frame
from stormdesk.ingest.scenario.roster_places import ListMaker

CORNERS = 6
ZONE_DEG = 0.0012
ZONES = {"dangerous_house": "dangerous_house", "geohazard_point": "geohazard", "hill_pond": "hill_pond"}
DEPOTS = {"港南应急物资库": 3.0, "港北应急物资库": 3.0}


def member_units(make: ListMaker) -> pd.DataFrame:
    """The member units of the county file with a made-up liaison each."""
    units = make.county.member_units
    return register_frame(
        "member_unit",
        {
            "unit_id": texts([unit.unit_id for unit in units]),
            "name": texts([unit.name_zh for unit in units]),
            "name_en": texts([unit.name_en for unit in units]),
            "task": texts([unit.task_zh for unit in units]),
            "is_main": texts([unit.is_main for unit in units]),
            "liaison_name": make.namer.people(len(units)),
            "phone": make.namer.phones(len(units)),
        },
        size=len(units),
    )


def harbours(make: ListMaker) -> pd.DataFrame:
    """The harbours of the county file."""
    rows = make.county.harbours
    return register_frame(
        "harbour",
        {
            "harbour_id": texts([row.harbour_id for row in rows]),
            "name": texts([row.name_zh for row in rows]),
            "name_en": texts([row.name_en for row in rows]),
            "berth_count": texts([row.berth_count for row in rows]),
            "shelter_grade": texts([row.shelter_grade_bft for row in rows]),
            "draught_m": texts([row.draught_m for row in rows]),
            "township_code": texts([row.township_code for row in rows]),
            "lat": texts([row.lat for row in rows]),
            "lon": texts([row.lon for row in rows]),
        },
        size=len(rows),
    )


def gauges(make: ListMaker) -> pd.DataFrame:
    """The gauges of the plan; levels refer to the county's height datum."""
    rows = make.plan.gauges
    own = [*OWN["gauge"], "township_code", "lat", "lon"]
    kept = [name for name in own if name not in {"name", "datum_name", "marks_source"}]
    columns = {name: texts([getattr(row, name) for row in rows]) for name in kept}
    return register_frame(
        "gauge",
        {
            **columns,
            "name": texts([row.name_zh for row in rows]),
            "datum_name": make.county.profile.height_datum,
            "marks_source": texts([row.marks_source or row.source for row in rows]),
        },
        size=len(rows),
    )


def villages(make: ListMaker) -> pd.DataFrame:
    """The villages of the plan with the cell tower that carries their phones."""
    rows = make.plan.towers
    known = [make.county.village(row.village_code) for row in rows]
    codes = texts([village.code for village in known])
    return register_frame(
        "village",
        {
            "village_id": codes,
            "name": texts([village.name_zh for village in known]),
            "cell_tower_id": texts([row.cell_tower_id for row in rows]),
            "township_code": texts([village.township_code for village in known]),
            "village_code": codes,
            "lat": texts([village.lat for village in known]),
            "lon": texts([village.lon for village in known]),
        },
        size=len(rows),
    )


def teams(make: ListMaker) -> pd.DataFrame:
    """A shock team per village, one per township and those of the county."""
    setting = make.plan.setting.teams
    townships = make.ground.township_codes
    villages = np.concatenate([make.ground.villages(code) for code in townships])
    lat, lon = make.ground.near(villages, 0.6)
    drawn = make.rng.integers(*setting.village_members, len(villages), endpoint=True).tolist()
    label = "应急抢险突击队"
    rows: list[tuple[object, ...]] = [
        ("village", f"{make.county.name_of(code)}{label}", members, code[:9], code, *spot)
        for code, members, *spot in zip(villages, drawn, lat.tolist(), lon.tolist(), strict=True)
    ]
    drawn = make.rng.integers(*setting.township_members, len(townships), endpoint=True).tolist()
    rows += [
        ("township", f"{make.county.name_of(code)}{label}", members, code, None, None, None)
        for code, members in zip(townships, drawn, strict=True)
    ]
    rows += [("county", team.name, team.members, None, None, None, None) for team in setting.county]
    names = ("tier", "name", "member_count", "township_code", "village_code", "lat", "lon")
    columns = {name: texts([row[at] for row in rows]) for at, name in enumerate(names)}
    columns["team_id"] = texts([f"T{number:03d}" for number in range(1, len(rows) + 1)])
    columns["leader_name"] = make.namer.people(len(rows))
    columns["phone"] = make.namer.phones(len(rows))
    return register_frame("team", columns, size=len(rows))


def stock(make: ListMaker) -> pd.DataFrame:
    """The county's stock, spread over two large depots and one per township."""
    townships = make.ground.township_codes
    depots = [*DEPOTS, *(f"{make.county.name_of(code)}物资库" for code in townships)]
    weights = [*DEPOTS.values(), *np.sqrt([len(make.ground.villages(code)) for code in townships])]
    places = [None, None, *townships]
    rows = [
        (depot, item.name_zh, has, should, item.unit_zh, place)
        for item in make.plan.stock
        for depot, place, has, should in zip(
            depots,
            places,
            portions(item.quantity, weights).tolist(),
            portions(item.quota, weights).tolist(),
            strict=True,
        )
        if has or should
    ]
    names = ("depot_name", "item_name", "quantity", "quota", "unit_name", "township_code")
    columns = {name: texts([row[at] for row in rows]) for at, name in enumerate(names)}
    ids = texts([f"K{number:03d}" for number in range(1, len(rows) + 1)])
    return register_frame("stock", {"stock_id": ids, **columns}, size=len(rows))


def terminals(make: ListMaker) -> pd.DataFrame:
    """Satellite phones, cameras and a broadcast per village."""
    setting = make.plan.setting.terminals
    every = np.concatenate([make.ground.villages(code) for code in make.ground.township_codes])
    villages = np.concatenate(
        [make.rng.choice(every, setting.satellite_phone), make.rng.choice(every, setting.camera), every]
    )
    kinds = ["satellite_phone"] * setting.satellite_phone + ["camera"] * setting.camera
    kinds += ["broadcast"] * len(every)
    labels = {"satellite_phone": "卫星电话", "camera": "视频", "broadcast": "应急广播"}
    return register_frame(
        "terminal",
        {
            "terminal_id": texts([f"D{number:04d}" for number in range(1, len(villages) + 1)]),
            "name": texts(
                [
                    f"{make.county.village(code).name_zh}{labels[kind]}"
                    for code, kind in zip(villages, kinds, strict=True)
                ]
            ),
            "kind": texts(kinds),
            "holder_name": make.namer.people(len(villages)),
            "phone": make.namer.phones(len(villages)),
            **make.place(villages),
        },
        size=len(villages),
    )


def danger_zones(facilities: pd.DataFrame) -> pd.DataFrame:
    """A small six-sided zone round each dangerous house, geohazard point and hill pond."""
    chosen = facilities[facilities["sector"].isin(list(ZONES))].reset_index(drop=True)
    kept = ("name", "people_count", "officer_id", "township_code", "village_code", "lat", "lon")
    return register_frame(
        "danger_zone",
        {
            "zone_id": texts([f"Z{number:03d}" for number in range(1, len(chosen) + 1)]),
            "zone_type": texts([ZONES[sector] for sector in chosen["sector"]]),
            "outline": _outlines(chosen["lat"].to_numpy(), chosen["lon"].to_numpy()),
            **{name: chosen[name].to_numpy() for name in kept},
        },
        size=len(chosen),
    )


def _outlines(lats: Objects, lons: Objects) -> Objects:
    turns = np.linspace(0, 2 * np.pi, CORNERS + 1)
    ring = np.column_stack([np.cos(turns) * 1.13, np.sin(turns)]) * ZONE_DEG
    shapes = [np.add(ring, (lon, lat)).round(5).tolist() for lat, lon in zip(lats, lons, strict=True)]
    return texts([json.dumps({"type": "Polygon", "coordinates": [shape]}) for shape in shapes])
