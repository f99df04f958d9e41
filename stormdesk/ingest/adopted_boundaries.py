"""The county's own township boundaries: found in a file of shapes, kept beside the data, taken off again."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Final

import shapely
from shapely import affinity
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.county import County
from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.domain.problem import Problem
from stormdesk.domain.track import distance_km
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.feed_values import plain
from stormdesk.ingest.shape_file import read_shapes

FILE: Final = "townships.geojson"
IMPORTED: Final = "is_imported"
LABEL_ZH: Final = "界线由本县导入"
LABEL_EN: Final = "Boundaries imported by the county"
CODE: Final = re.compile(r"^(\d{9})(\d{3})?(?:\.0)?$")
SUFFIXES: Final = ("", "街道", "镇", "乡")
# A shift of half a kilometre moves a county's outline by several hundredths of its area.
BETTER_FIT: Final = 0.01
OVERLAP: Final = 0.01
DIGITS: Final = 7


class BoundaryReason(StrEnum):
    """What is wrong or doubtful about a county's boundaries."""

    NOT_OURS = N_("编码和名称都不是本县的乡镇(街道),没有收")
    FAR_AWAY = N_("图形不在本县范围内,没有收;请核对坐标系")
    TWO_NAMES = N_("编码和名称指的不是同一个乡镇(街道),以编码为准")
    MERGED = N_("同一个乡镇(街道)有多个图形,已合并")
    MISSING = N_("文件里没有这个乡镇(街道),它仍用原来的示意图形")
    OVERLAP = N_("两个乡镇(街道)的图形有重叠")
    LIKE_GCJ02 = N_("与岸线相比整体偏移,像是 GCJ-02 坐标;请核对后按 GCJ-02 重新导入")
    LIKE_BD09 = N_("与岸线相比整体偏移,像是 BD-09 坐标;请核对后按 BD-09 重新导入")
    NONE = N_("没有一个图形能对上本县的乡镇(街道)")


def adopt_boundaries(
    shapes: Sequence[AreaShape], county: County
) -> tuple[dict[str, BaseGeometry], list[Problem]]:
    """Return the townships' shapes by code, told from codes or names in any property, and every doubt."""
    problems: list[Problem] = []
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    bounds = county.profile.map_bounds
    frame = box(bounds.west, bounds.south, bounds.east, bounds.north)
    for area in shapes:
        code = _township_of(area, county, problems)
        if code and not area.geometry.intersects(frame):
            problems.append(Problem(area.place, code, BoundaryReason.FAR_AWAY))
        elif code:
            found[code].append(area.geometry)
    whole = {code: shapely.make_valid(shapely.union_all(parts)) for code, parts in sorted(found.items())}
    problems += [
        Problem(code, f"{len(found[code])}", BoundaryReason.MERGED) for code in whole if len(found[code]) > 1
    ]
    if not whole:
        return {}, [*problems, Problem("", f"{len(shapes)}", BoundaryReason.NONE)]
    problems += [
        Problem(township.code, township.name_zh, BoundaryReason.MISSING)
        for township in county.counted_townships
        if township.code not in whole
    ]
    return whole, [*problems, *_overlaps(whole), *_shift_doubt(whole, county)]


def _township_of(area: AreaShape, county: County, problems: list[Problem]) -> str | None:
    values = [plain(value) for value in area.properties.values() if not isinstance(value, bool | None)]
    by_code = next((code for value in values if (code := _coded(value, county))), None)
    by_name = next((code for value in values if (code := _called(value, county))), None)
    if by_code is None and by_name is None:
        problems.append(Problem(area.place, next(iter(values), "")[:60], BoundaryReason.NOT_OURS))
    elif by_code and by_name and by_code != by_name:
        problems.append(Problem(area.place, f"{by_code} / {by_name}", BoundaryReason.TWO_NAMES))
    return by_code or by_name


def _coded(value: str, county: County) -> str | None:
    """A township's code of 9 or 12 digits, also one of its villages', also under a former county code."""
    found = CODE.match(value)
    if found is None:
        return None
    code = found[1]
    if code[:6] in county.profile.former_codes:
        code = county.profile.code + code[6:]
    return code if any(township.code == code for township in county.townships) else None


def _called(value: str, county: County) -> str | None:
    name = value
    for above in (county.profile.province.name_zh, county.profile.city.name_zh, county.profile.name_zh):
        name = name.removeprefix(above)
    if not name:
        return None
    named = (county.township_named(name + suffix) for suffix in SUFFIXES)
    return next((township.code for township in named if township), None)


def _overlaps(shapes: Mapping[str, BaseGeometry]) -> Iterator[Problem]:
    for (one, first), (other, second) in combinations(shapes.items(), 2):
        shared = first.intersection(second).area if first.intersects(second) else 0.0
        if shared > OVERLAP * min(first.area, second.area):
            yield Problem(
                f"{one} / {other}", f"{shared / min(first.area, second.area):.0%}", BoundaryReason.OVERLAP
            )


def _shift_doubt(shapes: Mapping[str, BaseGeometry], county: County) -> Iterator[Problem]:
    """Whether the outline fits the county's land clearly better after undoing a map service's shift."""
    whole = shapely.simplify(shapely.union_all(list(shapes.values())), 1e-5)
    land = shapely.intersection(county.shapes.land, whole.envelope.buffer(0.02))
    centre = whole.centroid
    as_is, fits, offsets = _fit(whole, land), {}, {}
    for datum in (Datum.GCJ02, Datum.BD09):
        lat, lon = from_wgs84(centre.y, centre.x, datum)
        offsets[datum] = (lat, lon)
        moved = affinity.translate(whole, centre.x - lon, centre.y - lat)
        fits[datum] = _fit(moved, land)
    best = max(fits, key=lambda datum: fits[datum])
    if fits[best] > as_is + BETTER_FIT:
        away_km = distance_km(centre.y, centre.x, *offsets[best])
        reason = BoundaryReason.LIKE_GCJ02 if best is Datum.GCJ02 else BoundaryReason.LIKE_BD09
        yield Problem("", f"≈ {away_km * 1000:.0f} m", reason)


def _fit(shape: BaseGeometry, land: BaseGeometry) -> float:
    joined = shape.union(land).area
    return shape.intersection(land).area / joined if joined else 0.0


def keep_boundaries(folder: Path, shapes: Mapping[str, BaseGeometry], county: County) -> Path:
    """Write the county's own boundaries whole or not at all; they hold from the next start on.

    A township without one keeps its schematic shape, so that a map has no hole.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, IMPORTED: code in shapes},
            "geometry": _rounded(shape),
        }
        for code, shape in sorted({**county.shapes.townships, **shapes}.items())
    ]
    part = folder / f"{FILE}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
        file.flush()
        os.fsync(file.fileno())
    return part.replace(folder / FILE)


def _rounded(shape: BaseGeometry) -> object:
    fine = shapely.set_precision(shape, 10**-DIGITS)
    parts = [part for part in shapely.get_parts(fine) if part.geom_type == "Polygon"]
    return mapping(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))


def drop_boundaries(folder: Path) -> bool:
    """Take the county's own boundaries off again; the shipped ones hold from the next start on."""
    path = folder / FILE
    if not path.is_file():
        return False
    path.unlink()
    return True


def with_own_boundaries(county: County, folder: Path | None) -> County:
    """Return the county with its own boundaries where it has some; BadCountyFile when they are damaged.

    The label says so only when every counted township has one.
    """
    if folder is None or not (folder / FILE).is_file():
        return county
    read = read_shapes(folder / FILE)
    if read.problems:
        raise BadCountyFile(list(read.problems))
    own = {str(told.get("code")): shape for told, shape in zip(read.properties, read.polygons, strict=True)}
    townships = {**county.shapes.townships, **own}
    changed = replace(county, shapes=replace(county.shapes, townships=townships))
    imported = {told.get("code") for told in read.properties if told.get(IMPORTED)}
    if not imported.issuperset(township.code for township in county.counted_townships):
        return changed
    labels = {"boundary_label_zh": LABEL_ZH, "boundary_label_en": LABEL_EN}
    return replace(changed, profile=county.profile.model_copy(update=labels))
