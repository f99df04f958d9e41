"""What both kinds of warning messages share: instants, colours, areas, and one answer per message."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.problem import Problem
from stormdesk.domain.track import GEOD
from stormdesk.domain.warning_kinds import NO_SEVERITY, colour_in, colour_of_grade
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.feed_values import Fault, read_instant
from stormdesk.ingest.safe_xml import Node, XmlReason, read_elements
from stormdesk.ingest.warning_reason import WarningReason

Told = list[Problem]
Read = Callable[[Node, str], tuple[list[WeatherWarning], Told]]

ALERTS: Final = frozenset({"alert"})
PAIR: Final = re.compile(r"^[+-]?\d{1,3}(?:\.\d{1,15})?,[+-]?\d{1,3}(?:\.\d{1,15})?$")
RADIUS: Final = re.compile(r"^\d{1,5}(?:\.\d{1,10})?$")
CODES: Final = re.compile(r"[,;,;、\s]+")
ADMIN: Final = re.compile(r"^\d{12}$")
MOST_POINTS: Final = 20_000
CIRCLE_POINTS: Final = 64
FARTHEST_KM: Final = 5_000.0
SHORTEST_RING: Final = 3
DEGREES: Final = 6
ACTIONS: Final = {"alert": WarningAction.ISSUE, "update": WarningAction.UPDATE, "cancel": WarningAction.LIFT}
SILENT: Final = frozenset({"ack", "error"})
EXERCISES: Final = frozenset({"exercise", "test"})


def read_messages(name: str, data: bytes, read: Read) -> tuple[list[WeatherWarning], Told]:
    """Read every alert of a file; the same message twice is kept once, two of one identity are told."""
    alerts, problems = read_elements(name, data, ALERTS)
    if not alerts and all(problem.reason == XmlReason.BAD_ENCODING for problem in problems):
        problems.append(Problem(name, "", WarningReason.NO_ALERTS))
    kept: dict[str, WeatherWarning] = {}
    for number, alert in enumerate(alerts, start=1):
        place = f"alert[{number}]"
        warnings, told = read(alert, place)
        problems += told
        for warning in warnings:
            known = kept.setdefault(warning.warning_id, warning)
            if known is not warning:
                reason = WarningReason.REPEATED if known == warning else WarningReason.CONTRADICTION
                problems.append(Problem(place, shown(warning.warning_id), reason))
    return list(kept.values()), problems


def instant(text: str, place: str, told: Told) -> datetime | None:
    """Read an instant that may be missing; what cannot be read is told."""
    if not text:
        return None
    found = read_instant(text)
    if isinstance(found, Fault):
        told.append(Problem(place, shown(text), WarningReason.BAD_TIME))
        return None
    if not found.has_zone:
        told.append(Problem(place, shown(text), WarningReason.ZONELESS))
    return found.at


def colour(severity: str, *titles: str, place: str, told: Told) -> str | None:
    """The colour by the severity field when it is a colour or a grade, else by the first title naming one."""
    named = next((found for found in map(colour_in, titles) if found), None)
    graded = colour_of_grade(severity)
    own = colour_in(severity)
    if own and named and own != named:
        told.append(Problem(place, f"{severity} / {named}", WarningReason.COLOURS_DIFFER))
    if graded is None and severity.casefold().strip() not in NO_SEVERITY and named is None:
        told.append(Problem(place, shown(severity), WarningReason.UNKNOWN_COLOUR))
    return own or named or graded


def area_codes(texts: Sequence[str]) -> tuple[str, ...]:
    """The codes of areas without repetition; administrative ones of 12 digits cut to their tier's length."""
    codes = [code for text in texts for code in CODES.split(text) if code]
    return tuple(dict.fromkeys(_tier(code)[:40] for code in codes))


def _tier(code: str) -> str:
    if not ADMIN.match(code):
        return code
    if code.endswith("000000"):
        return code[:6]
    return code[:9] if code.endswith("000") else code


def outline(polygons: Sequence[str], circles: Sequence[str], place: str, told: Told) -> str | None:
    """Polygons ("lat,lon lat,lon …") and circles ("lat,lon km") as GeoJSON text in longitude, latitude."""
    shapes: list[BaseGeometry] = []
    for text, draw in [*((text, _polygon) for text in polygons), *((text, _circle) for text in circles)]:
        if not text.strip():
            continue
        shape = draw(text, place, told)
        if shape is None:
            told.append(Problem(place, shown(text), WarningReason.BAD_OUTLINE))
        else:
            shapes.append(shape)
    if not shapes:
        return None
    parts = [part for shape in shapes for part in shapely.get_parts(shape)]
    whole = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return json.dumps(mapping(shapely.set_precision(whole, 10**-DEGREES, mode="pointwise")))


def _pairs(text: str) -> list[tuple[float, float]] | None:
    words = text.replace(";", " ").split()
    if len(words) > MOST_POINTS or not all(PAIR.match(word) for word in words):
        return None
    return [(float(first), float(second)) for first, second in (word.split(",") for word in words)]


def _polygon(text: str, place: str, told: Told) -> BaseGeometry | None:
    pairs = _pairs(text)
    if pairs is None or len(set(pairs)) < SHORTEST_RING:
        return None
    if any(abs(lat) > 90 for lat, _ in pairs):
        told.append(Problem(place, shown(text), WarningReason.SWAPPED_OUTLINE))
        pairs = [(lat, lon) for lon, lat in pairs]
    if any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in pairs):
        return None
    try:
        shape = shapely.make_valid(Polygon([(lon, lat) for lat, lon in pairs]))
    except (ShapelyError, ValueError):
        return None
    areal = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    return MultiPolygon(areal) if areal else None


def _circle(text: str, place: str, told: Told) -> BaseGeometry | None:
    words = text.split()
    centre = _pairs(words[0]) if words else None
    if centre is None or len(words) != 2 or not RADIUS.match(words[1]):
        return None
    (lat, lon), radius_km = centre[0], float(words[1])
    if abs(lat) > 90 and abs(lon) <= 90:
        told.append(Problem(place, shown(text), WarningReason.SWAPPED_OUTLINE))
        lat, lon = lon, lat
    if abs(lat) > 90 or abs(lon) > 180 or not 0 < radius_km <= FARTHEST_KM:
        return None
    bearings = [360.0 * step / CIRCLE_POINTS for step in range(CIRCLE_POINTS)]
    ring = [GEOD.fwd(lon, lat, bearing, radius_km * 1000)[:2] for bearing in bearings]
    return Polygon(ring)


def check_times(warning: WeatherWarning, place: str, told: Told) -> None:
    """Tell an end before the beginning, and a change that names nothing to change."""
    starts_at = warning.effective_at or warning.issued_at
    if warning.expires_at is not None and warning.expires_at < starts_at:
        told.append(Problem(place, warning.warning_id, WarningReason.EXPIRES_FIRST))
    if warning.action is not WarningAction.ISSUE and not warning.supersedes:
        told.append(Problem(place, warning.warning_id, WarningReason.NO_TARGET))
