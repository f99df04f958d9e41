"""Whether a warning is about an area: by its codes, its outline, and the names that it gives."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import TOWNSHIP_DIGITS, County
from stormdesk.domain.county_rows import Township
from stormdesk.domain.weather_warning import WeatherWarning

# Warnings of these speak of waters, which no township's outline holds.
AT_SEA: Final = frozenset({"sea", "waves", "storm_surge"})
CODE_DIGITS: Final = frozenset({2, 4, 6, 9, 12})
PROVINCES: Final = range(11, 83)
NAMES: Final = re.compile(r"[、,，;；/\s]+")
TIERS: Final = re.compile(r"(?:省|市|县|区|街道|镇|乡|村|社区)$")


class Touch(StrEnum):
    """Whether a warning is about the area that is asked for."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


def touch(warning: WeatherWarning, county: County, area_code: str | None = None) -> Touch:
    """Whether a warning is about an area of the county, or the county when none is asked for.

    One sign that it is here is enough; that it is not can only be said where its area is told.
    """
    signs = {*_by_codes(warning, county, area_code), *_by_names(warning, county, area_code)}
    outlined = _by_outline(warning, county, area_code)
    signs |= {outlined} if outlined else set()
    if Touch.HERE in signs:
        return Touch.HERE
    return Touch.ELSEWHERE if Touch.ELSEWHERE in signs else Touch.UNKNOWN


def plain_code(code: str) -> str:
    """An administrative code without the zeros that only fill it up: 331000 is the city 3310."""
    cut = code
    for length, zeros in ((12, "000"), (9, "000"), (6, "00"), (4, "00")):
        if len(cut) == length and cut.endswith(zeros):
            cut = cut[: -len(zeros)]
    return cut


def _by_codes(warning: WeatherWarning, county: County, area_code: str | None) -> Iterator[Touch]:
    wanted = area_code or county.profile.code
    for given in warning.area_codes:
        code = plain_code(given)
        if not code.isdigit() or len(code) not in CODE_DIGITS or int(code[:2]) not in PROVINCES:
            continue
        if code in county.profile.former_codes:
            code = county.profile.code
        is_here = wanted.startswith(code) or code.startswith(wanted)
        yield Touch.HERE if is_here else Touch.ELSEWHERE


def _by_outline(warning: WeatherWarning, county: County, area_code: str | None) -> Touch | None:
    if not warning.outline:
        return None
    try:
        shape = shapely.make_valid(shapely.from_geojson(warning.outline))
        is_here = shapely.intersects(shape, _ground(warning.kind, county, area_code))
    except (ShapelyError, ValueError):
        return None
    return Touch.HERE if is_here else Touch.ELSEWHERE


def _ground(kind: str, county: County, area_code: str | None) -> BaseGeometry:
    """Where the area lies: its township, the county's townships, or its waters for a warning at sea."""
    if kind in AT_SEA:
        sea = county.profile.sea_bounds
        return box(sea.west, sea.south, sea.east, sea.north)
    shapes = county.shapes.townships
    here = shapes.get((area_code or "")[:TOWNSHIP_DIGITS])
    return here if here is not None else shapely.union_all(list(shapes.values()))


def _by_names(warning: WeatherWarning, county: County, area_code: str | None) -> Iterator[Touch]:
    """A name tells of the county, of what it lies in, or of one of its townships; others tell nothing."""
    profile = county.profile
    above = {
        place for parent in (profile.city, profile.province) for place in (parent.name_zh, parent.name_en)
    }
    above |= {TIERS.sub("", place) for place in above}
    for name in NAMES.split(warning.area_names or ""):
        township = _township(name, county)
        if township is not None:
            is_here = area_code is None or area_code.startswith(township.code)
            yield Touch.HERE if is_here else Touch.ELSEWHERE
        elif name in above or (name and _short(profile.name_zh) in name) or name == profile.name_en:
            yield Touch.HERE


def _township(name: str, county: County) -> Township | None:
    for township in county.townships:
        if name and (name == township.name_en or name.endswith((township.name_zh, township.short_name_zh))):
            return township
    return None


def _short(name: str) -> str:
    return TIERS.sub("", name)
