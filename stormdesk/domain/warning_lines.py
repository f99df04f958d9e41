"""The 24-hour and 48-hour typhoon warning lines and on which side of them a storm stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLine:
    """A warning line as (lat, lon) points from north to south."""

    line_id: str
    name_zh: str
    name_en: str
    points: tuple[tuple[float, float], ...]


def longitude_at(lat: float, line: WarningLine) -> float | None:
    """Return the line's (easternmost) longitude at a latitude; None north or south of its ends."""
    crossings = [
        _crossing(lat, north, south)
        for north, south in zip(line.points, line.points[1:], strict=False)
        if south[0] <= lat <= north[0]
    ]
    return max(crossings, default=None)


def is_inside(lat: float, lon: float, line: WarningLine) -> bool | None:
    """Return whether a point lies west of the line or on it; None where the line does not reach."""
    edge = longitude_at(lat, line)
    return None if edge is None else lon <= edge


def _crossing(lat: float, north: tuple[float, float], south: tuple[float, float]) -> float:
    if north[0] == south[0]:
        return max(north[1], south[1])
    share = (north[0] - lat) / (north[0] - south[0])
    return north[1] + share * (south[1] - north[1])
