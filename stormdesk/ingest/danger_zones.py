"""Danger zones from a file of shapes as rows of their register."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.county import County
from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.feed_records import folded, shown
from stormdesk.ingest.feed_values import Fault, read_text, read_whole

DIGITS: Final = 6
OTHER: Final = "other"
MOST_PEOPLE: Final = 1_000_000
# How long a name is, in bytes without its underscore, that a Shapefile has cut to ten.
SHORT_BYTES: Final = frozenset({8, 9, 10})
ALIASES: Final = {
    "zone_id": ("zoneid", "id", "code", "编号", "危险区编号", "隐患点编号", "编码", "统一编号"),
    "name": ("name", "名称", "危险区名称", "隐患点名称", "点名", "地名"),
    "zone_type": ("zonetype", "type", "kind", "类型", "危险区类型", "灾害类型", "隐患类型", "风险类型"),
    "people_count": (
        "peoplecount",
        "people",
        "population",
        "人数",
        "影响人数",
        "受威胁人数",
        "威胁人数",
        "涉及人数",
    ),
}
# What a type's name may lack or carry besides.
ENDINGS: Final = ("危险区", "隐患点", "风险区", "易发区", "灾害", "险段", "区", "点")


class ZoneReason(StrEnum):
    """Why a danger zone was not taken, or was taken with a remark."""

    NO_NUMBER = N_("没有编号,按名称和图形编了一个")
    SAME_NUMBER = N_("编号与前一个相同,这一个没有收")
    UNKNOWN_TYPE = N_("不认识这种类型,按其它收下")
    PEOPLE_UNKNOWN = N_("人数不是可用的整数,按未知收下")
    BAD_TEXT = N_("编号或名称不是可用的文字,这一个没有收")
    UNUSED = N_("没有读到人数;这些字段不认识,没有使用(全文件只说一次)")
    OUTSIDE = N_("不在本县任何乡镇(街道)内,按没有乡镇收下")


# Remarks about zones that were taken all the same.
TAKEN: Final = frozenset(
    {
        ZoneReason.NO_NUMBER,
        ZoneReason.UNKNOWN_TYPE,
        ZoneReason.PEOPLE_UNKNOWN,
        ZoneReason.UNUSED,
        ZoneReason.OUTSIDE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerZone:
    """One row of the register of danger zones, without its roster and time."""

    zone_id: str
    name: str | None
    zone_type: str | None
    people_count: int | None
    outline: str
    township_code: str | None
    village_code: str | None
    lat: float
    lon: float


def read_zones(
    shapes: Sequence[AreaShape],
    county: County,
    *,
    columns: Mapping[str, str] | None = None,
    zone_type: str | None = None,
) -> tuple[list[DangerZone], list[Problem]]:
    """Return the zones of a file's shapes; `columns` names the property of a field where it is another.

    `zone_type` stands in where the file has none.
    """
    zones: dict[str, DangerZone] = {}
    problems: list[Problem] = []
    for area in shapes:
        zone = _zone(area, county, columns or {}, zone_type, problems)
        if zone is None:
            continue
        if zone.zone_id in zones:
            problems.append(Problem(area.place, zone.zone_id, ZoneReason.SAME_NUMBER))
        else:
            zones[zone.zone_id] = zone
    is_bare = all(zone.people_count is None for zone in zones.values())
    unused = _unused(shapes, columns or {}) if zones and is_bare else []
    if unused:
        problems.append(Problem("", shown("、".join(unused)), ZoneReason.UNUSED))
    return list(zones.values()), problems


def _zone(
    area: AreaShape, county: County, columns: Mapping[str, str], default: str | None, problems: list[Problem]
) -> DangerZone | None:
    item = _fields(area, columns)
    number, name = read_text(item.get("zone_id")), read_text(item.get("name"))
    if isinstance(number, Fault) or isinstance(name, Fault):
        problems.append(Problem(area.place, shown(item.get("zone_id") or ""), ZoneReason.BAD_TEXT))
        return None
    outline = json.dumps(mapping(_rounded(area.geometry)))
    if number is None:
        problems.append(Problem(area.place, name or "", ZoneReason.NO_NUMBER))
        number = "zone-" + hashlib.sha256(f"{name}\n{outline}".encode()).hexdigest()[:16]
    township = _township(area.geometry, county)
    if township is None:
        problems.append(Problem(area.place, name or number, ZoneReason.OUTSIDE))
    point = area.geometry.representative_point()
    return DangerZone(
        zone_id=number,
        name=name,
        zone_type=_type(item.get("zone_type"), county, area.place, problems) or default,
        people_count=_people(item.get("people_count"), area.place, problems),
        outline=outline,
        township_code=township,
        village_code=None,
        lat=round(point.y, DIGITS),
        lon=round(point.x, DIGITS),
    )


def _fields(area: AreaShape, columns: Mapping[str, str]) -> dict[str, object]:
    by_name = {folded(key): value for key, value in area.properties.items()}
    for field, cut in _cut_short(by_name).items():
        by_name.setdefault(ALIASES[field][0], by_name[cut])
    item: dict[str, object] = {}
    for field, aliases in ALIASES.items():
        names = (folded(columns[field]),) if field in columns else aliases
        item[field] = next((by_name[name] for name in names if by_name.get(name) not in {None, ""}), None)
    return item


def _cut_short(names: Iterable[str]) -> dict[str, str]:
    """Names that a Shapefile cut to ten bytes, by the field that they can only mean."""
    known = {alias for aliases in ALIASES.values() for alias in aliases}
    found: dict[str, str] = {}
    for name in names:
        sizes = {len(name.encode(code, "replace")) for code in ("utf-8", "gb18030")}
        if name in known or not sizes & SHORT_BYTES:
            continue
        fields = {
            field for field, aliases in ALIASES.items() if any(alias.startswith(name) for alias in aliases)
        }
        if len(fields) == 1:
            found.setdefault(fields.pop(), name)
    return found


def _unused(shapes: Sequence[AreaShape], columns: Mapping[str, str]) -> list[str]:
    """Fields that were filled in and that nothing was read from."""
    names = list(dict.fromkeys(key for area in shapes for key, value in area.properties.items() if value))
    read = {alias for aliases in ALIASES.values() for alias in aliases}
    read |= {folded(column) for column in columns.values()}
    read |= set(_cut_short([folded(name) for name in names]).values())
    return [name for name in names if folded(name) not in read]


def _type(value: object, county: County, place: str, problems: list[Problem]) -> str | None:
    word = read_text(value)
    if word is None:
        return None
    wanted = _stem(word) if isinstance(word, str) else ""
    for known in county.reference.danger_zone_types:
        if word in {known.code, known.name_zh, known.name_en} or (wanted and wanted == _stem(known.name_zh)):
            return known.code
    problems.append(Problem(place, shown(value), ZoneReason.UNKNOWN_TYPE))
    return OTHER


def _stem(name: str) -> str:
    stem, before = name, ""
    while stem != before:
        before = stem
        for ending in ENDINGS:
            stem = stem.removesuffix(ending)
    return stem


def _people(value: object, place: str, problems: list[Problem]) -> int | None:
    number = read_whole(value)
    if number is None:
        return None
    if isinstance(number, Fault) or not 0 <= number <= MOST_PEOPLE:
        problems.append(Problem(place, shown(value), ZoneReason.PEOPLE_UNKNOWN))
        return None
    return number


def _township(shape: BaseGeometry, county: County) -> str | None:
    """The township that holds the most of a shape."""
    shares = {
        code: shape.intersection(outline).area
        for code, outline in county.shapes.townships.items()
        if outline.intersects(shape)
    }
    best = max(shares, key=lambda code: shares[code], default=None)
    return best if best is not None and shares[best] > 0 else None


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    fine = shapely.set_precision(shape, 10**-DIGITS)
    return shape if fine.is_empty or fine.geom_type not in {"Polygon", "MultiPolygon"} else fine
