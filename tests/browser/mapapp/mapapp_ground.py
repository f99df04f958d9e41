"""Ground, names and points of the map app; every name is hostile, every figure made up."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from stormdesk.ui import maps

COUNTY = Path(__file__).resolve().parents[3] / "data" / "county" / "yuhuan"
HOSTILE = (
    '<img src=x onerror="parent.hacked=1;window.hacked=1">',
    "${window.hacked=1}",
    "'\"`);window.hacked=1;//",
    "</script><script>window.hacked=1</script>",
    "{{'alert'}} {% raw %} feature_group_0 map_div",
    "长" * 2000,
    "\u202etxt.exe\u202c مرحبا",
    "🌀🚤👩‍👩‍👧",
)
STYLES = (
    maps.PointStyle(maps.Shape.CIRCLE, "done", HOSTILE[0]),
    maps.PointStyle(maps.Shape.BOAT, "late", "未回港", rank=3),
    maps.PointStyle(maps.Shape.HOUSE, "soon", "待转移", rank=2),
    maps.PointStyle(maps.Shape.DIAMOND, "link", "工地", glyph="工", rank=1),
)
BOUNDS = (121.05, 27.95, 121.60, 28.35)


def register() -> None:
    for name in ("land", "ocean_land", "regional_land", "townships"):
        maps.register_shape(name, COUNTY / f"{name}.geojson")
    west, south, east, north = BOUNDS
    maps.register_atlas(
        maps.Atlas(
            views={
                "county": maps.View(
                    west=west, south=south, east=east, north=north, land=("land",), areas="townships"
                ),
                "storm": maps.View(west=112, south=15, east=135, north=38, land=("ocean_land",)),
            },
            places=[
                maps.Place(name=maps.Named(name, name), lat=28.0 + 0.03 * at, lon=121.1)
                for at, name in enumerate(HOSTILE)
            ],
            lines=[
                maps.GuideLine(
                    name=maps.Named(HOSTILE[0], HOSTILE[0]),
                    lat=(34, 22, 18),
                    lon=(127, 127, 119),
                    colour="late",
                )
            ],
            area_names={},
        )
    )
    maps.register_source(lambda _viewer: Source())


def frame(count: int, run: int) -> pd.DataFrame:
    """Make `count` points; each run moves one in fifty of them."""
    draw = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "id": [f"object-{place}" for place in range(count)],
            "lat": draw.uniform(28.0, 28.3, count),
            "lon": draw.uniform(121.1, 121.5, count),
            "style": draw.integers(0, len(STYLES), count),
            "text": [HOSTILE[place % len(HOSTILE)] for place in range(count)],
        }
    )
    if run:
        changed = np.random.default_rng(run).choice(count, max(1, count // 50), replace=False)
        table.loc[changed, "style"] = (table.loc[changed, "style"] + run) % len(STYLES)
    return table


def points(count: int, run: int) -> maps.PointLayer:
    return maps.PointLayer.from_frame(frame(count, run), STYLES, "objects")


def areas(run: int) -> maps.ShapeLayer:
    return maps.ShapeLayer("townships", area_values(run))


def area_values(run: int) -> dict[str, maps.AreaValue]:
    features = json.loads((COUNTY / "townships.geojson").read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["code"] for feature in features]
    return {
        code: maps.AreaValue(
            fill=("done", "soon", "late")[(place + run) % 3],
            hatch=place == 4,
            label=HOSTILE[place % len(HOSTILE)] if place > 1 else "",
            number=str(place + run),
        )
        for place, code in enumerate(codes)
    }


def area_columns(run: int) -> dict[str, list[object]]:
    painted = area_values(run)
    columns: dict[str, list[object]] = {"id": list(painted)}
    for name in ("fill", "hatch", "label", "number"):
        columns[name] = [getattr(value, name) for value in painted.values()]
    return columns


def storm() -> maps.StormLayer:
    return maps.StormLayer(
        name="storm",
        tracks=[
            maps.StormTrack(label=HOSTILE[1], lat=(20, 24, 28), lon=(126, 124, 122), text=HOSTILE[:3]),
            maps.StormTrack(
                label=HOSTILE[0],
                lat=(28, 32),
                lon=(122, 121),
                text=("", ""),
                dash=maps.DASHES[0],
                colour="soon",
            ),
        ],
        circles=[maps.WindCircle(label=HOSTILE[2], lat=(30, 28, 26, 28), lon=(122, 125, 122, 119))],
        marks=[maps.StormMark(label=HOSTILE[3], lat=28, lon=122)],
    )


class Source:
    """4,000 points, of which one in fifty changes each second, areas that change with them, and a storm."""

    key = "all"

    def version(self, name: str, query: Mapping[str, str]) -> str:
        if name not in {"objects", "townships", "storm"}:
            raise maps.UnknownLayerError(name)
        return "still" if query.get("session") == "still" else str(int(time.time()))

    def layer(self, name: str, query: Mapping[str, str]) -> maps.LayerData:
        version = self.version(name, query)
        run = 0 if version == "still" else int(version)
        if name == "storm":
            return maps.LayerData(version, storm().columns())
        if name == "townships":
            return maps.LayerData(version, area_columns(run))
        table = frame(4000, run)
        columns = {column: table[column].tolist() for column in ("id", "style", "text")}
        columns |= {column: table[column].round(5).tolist() for column in ("lat", "lon")}
        return maps.LayerData(version, columns)
