"""Tables with places as files for maps: GeoJSON and GeoParquet, in WGS 84, values as they are."""

import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from unicodedata import category

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import shapely

from stormdesk.domain.moment import BEIJING
from stormdesk.report.table_file import Cell, TableFile

GEOJSON_TYPE = "application/geo+json"
GEOPARQUET_TYPE = "application/vnd.apache.parquet"
Place = tuple[float, float]
_DATUM = "EPSG:4326"
_OWN = ("id", "geometry")
_BLANKS = "\t\r\n"


@dataclass(frozen=True, slots=True)
class GeoFile:
    """A table, and for each row its identifier and its place (latitude, longitude) or None."""

    table: TableFile
    ids: Sequence[str]
    places: Sequence[Place | None]


def geojson_bytes(geo: GeoFile) -> bytes:
    """The rows as a feature collection (RFC 7946) with an `about` member; no place, no geometry."""
    header = _names(geo.table.header)
    features = [
        {
            "type": "Feature",
            "id": _clean(object_id),
            "geometry": _geometry(place),
            "properties": dict(zip(header, map(_json, row), strict=True)),
        }
        for object_id, place, row in zip(geo.ids, geo.places, geo.table.rows, strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "name": _clean(geo.table.name),
        "about": _about(geo.table),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def geoparquet_bytes(geo: GeoFile) -> bytes:
    """The rows as GeoParquet; what they are about stands under `about` in the file's own metadata."""
    header = _names(geo.table.header)
    columns: dict[str, Any] = {"id": pd.array([_clean(object_id) for object_id in geo.ids], dtype="string")}
    for at, name in enumerate(header):
        columns[name] = _column([row[at] for row in geo.table.rows])
    shapes = gpd.GeoSeries([_point(place) for place in geo.places], crs=_DATUM)
    frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=_DATUM)
    held = io.BytesIO()
    frame.to_parquet(held, index=False, compression="zstd")
    written = pq.read_table(held)
    about = json.dumps(_about(geo.table), ensure_ascii=False).encode()
    out = io.BytesIO()
    pq.write_table(
        written.replace_schema_metadata({**(written.schema.metadata or {}), b"about": about}),
        out,
        compression="zstd",
    )
    return out.getvalue()


def _about(table: TableFile) -> dict[str, str]:
    return {_clean(label): _clean(value) for label, value in table.about}


def _names(header: Sequence[str]) -> list[str]:
    """Names of columns, none twice and none of the two that every row has anyway."""
    names: list[str] = []
    for name in map(_clean, header):
        taken = {*names, *_OWN}
        names.append(next(free for free in _numbered(name) if free not in taken))
    return names


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))


def _point(place: Place | None) -> shapely.Point | None:
    if place is None or not all(map(math.isfinite, place)):
        return None
    lat, lon = place
    return shapely.Point(lon, lat)


def _geometry(place: Place | None) -> dict[str, object] | None:
    point = _point(place)
    return None if point is None else {"type": "Point", "coordinates": [point.x, point.y]}


def _json(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.astimezone(BEIJING).isoformat()
    if isinstance(cell, str):
        return _clean(cell)
    return cell if cell is None or math.isfinite(cell) else None


def _column(cells: Sequence[Any]) -> Any:  # noqa: ANN401  pandas' arrays have no common type
    """A column in the narrowest type that keeps every value as it is."""
    values = [cell for cell in cells if cell is not None]
    if values and all(isinstance(cell, datetime) for cell in values):
        instants = pd.to_datetime(pd.Series(cells, dtype=object), utc=True)
        return instants.dt.tz_convert(BEIJING).dt.as_unit("us").array
    if values and all(isinstance(cell, int) and abs(cell) < 2**63 for cell in values):
        return pd.array(list(cells), dtype="Int64")
    if values and all(isinstance(cell, int | float) for cell in values):
        return pd.array([None if cell is None else float(cell) for cell in cells], dtype="Float64")
    return pd.array([None if cell is None else str(_json(cell)) for cell in cells], dtype="string")


def _clean(text: str) -> str:
    """The text as it is, without control characters and halves of letters."""
    return "".join(letter for letter in text if category(letter) not in {"Cc", "Cs"} or letter in _BLANKS)
