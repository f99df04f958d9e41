"""PAGASA bulletins as two tables, analyses and forecasts; km/h, 10-min mean, Philippine = Beijing time.

A forecast's base time is the one on which most of its points agree (valid time less lead time);
it was known when its bulletin was issued.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.jma_track import table_rows
from stormdesk.ingest.storm_text import decode
from stormdesk.ingest.storm_values import AVERAGING_MIN, BEIJING, Row, instant
from stormdesk.ingest.storm_values import grade as read_grade

AGENCY: Final = "菲律宾"
KMH_MS: Final = 1 / 3.6
ANALYSIS_COLUMNS: Final = frozenset({"tfid", "issued_pht", "analysis_time", "lat", "lon"})
FORECAST_COLUMNS: Final = frozenset({"tfid", "bulletin", "issued_pht", "lead_h", "valid_pht", "lat", "lon"})


def parse(data: bytes, *, source: str) -> tuple[StormFile, list[Problem]]:
    """Return the fixes of an analysis table or the points of a forecast table."""
    text, problems = decode(data)
    is_forecast = "lead_h" in text[: text.find("\n")]
    rows = list(table_rows(text, FORECAST_COLUMNS if is_forecast else ANALYSIS_COLUMNS, problems))
    fixes = () if is_forecast else tuple(fix for row in rows if (fix := _fix(row, source)))
    forecasts = tuple(_forecasts(rows, source)) if is_forecast else ()
    if not fixes and not forecasts:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    storms = {row.text("tfid"): row.text("name") for row in reversed(rows)}
    used = {fix.storm_id for fix in fixes} | {point.storm_id for point in forecasts}
    return (
        StormFile(
            storms=tuple(_storm(storm_id, storms[storm_id]) for storm_id in sorted(used)),
            fixes=fixes,
            forecasts=forecasts,
        ),
        problems,
    )


def _storm(storm_id: str, name: str) -> Storm:
    return Storm(storm_id=storm_id, name_zh=None, name_en=name.capitalize() or None, season=int(storm_id[:4]))


def _time(row: Row, key: str) -> datetime | None:
    return row.read(lambda value: instant(value, BEIJING), Reason.NO_TIME, key)


def _has_storm(row: Row) -> bool:
    text = row.text("tfid")
    if len(text) == 6 and text.isascii() and text.isdigit():
        return True
    row.note(Reason.NO_STORM_ID, text, "tfid")
    return False


def _is_suspect(row: Row) -> bool:
    if row.text("suspect"):
        row.note(Reason.FLAGGED_BY_SOURCE, row.text("suspect"))
        return True
    return False


def _wind_ms(row: Row) -> float | None:
    wind_kmh = row.positive("msw_kmh")
    return None if wind_kmh is None else round(wind_kmh * KMH_MS, 1)


def _fix(row: Row, source: str) -> Fix | None:
    fixed_at, issued_at = _time(row, "analysis_time"), _time(row, "issued_pht")
    lat, lon = row.number("lat"), row.number("lon")
    if not _has_storm(row):
        return None
    if fixed_at is None or lat is None or lon is None:
        row.note(Reason.NO_TIME if fixed_at is None else Reason.NO_POSITION, row.text("bulletin"))
        return None
    is_suspect = _is_suspect(row)
    return Fix(
        storm_id=row.text("tfid"),
        agency=AGENCY,
        fixed_at=fixed_at,
        lat=lat,
        lon=lon,
        known_at=max(fixed_at, issued_at or fixed_at),
        source=source,
        pressure_hpa=row.positive("pressure"),
        wind_ms=_wind_ms(row),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        is_suspect=is_suspect,
        suspect_reason=Reason.FLAGGED_BY_SOURCE if is_suspect else None,
    )


def _forecasts(rows: Iterable[Row], source: str) -> Iterable[ForecastPoint]:
    bulletins: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if _has_storm(row):
            bulletins[row.text("tfid"), row.text("bulletin", "issued_pht")].append(row)
    for members in bulletins.values():
        times = [_time(row, "valid_pht") for row in members]
        leads = [row.number("lead_h") for row in members]
        issued_at = _base(times, leads)
        for row, valid_at, lead_h in zip(members, times, leads, strict=True):
            point = _point(row, issued_at, valid_at, lead_h=lead_h, source=source)
            if point:
                yield point


def _base(times: Iterable[datetime | None], leads: Iterable[float | None]) -> datetime | None:
    """Return the base time on which most points agree, the later one if they are split."""
    bases = Counter(
        valid_at - timedelta(hours=lead_h)
        for valid_at, lead_h in zip(times, leads, strict=True)
        if valid_at and lead_h is not None and 0 <= lead_h <= 1000
    )
    return max(bases, key=lambda base: (bases[base], base), default=None)


def _point(
    row: Row, issued_at: datetime | None, valid_at: datetime | None, *, lead_h: float | None, source: str
) -> ForecastPoint | None:
    lat, lon, bulletin_at = row.number("lat"), row.number("lon"), _time(row, "issued_pht")
    if issued_at is None or valid_at is None or lead_h is None:
        row.note(Reason.NO_TIME, row.text("bulletin"))
        return None
    if lat is None or lon is None:
        row.note(Reason.NO_POSITION, row.text("bulletin"))
        return None
    is_suspect = _is_suspect(row)
    grade = row.read(read_grade, Reason.UNKNOWN_WORD, "cat")
    return ForecastPoint(
        storm_id=row.text("tfid"),
        agency=AGENCY,
        issued_at=issued_at,
        valid_at=valid_at,
        known_at=max(issued_at, bulletin_at or issued_at),
        lead_h=lead_h,
        lat=lat,
        lon=lon,
        source=source,
        wind_ms=_wind_ms(row),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        grade=StormGrade.SUPER_TY if grade is StormGrade.STY else grade,
        is_suspect=is_suspect,
        suspect_reason=Reason.FLAGGED_BY_SOURCE if is_suspect else None,
    )
