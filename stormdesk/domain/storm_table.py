"""A storm as rows for charts and tables: reach towards a place, runs of one grade, what a file holds."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stormdesk.domain.circles import Circle, radii_of, radius_towards
from stormdesk.domain.track import Fix, ForecastPoint, StormFile, bearing_deg, distance_km
from stormdesk.domain.wind import StormGrade, grade_of

Row = Fix | ForecastPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far the centre is from a place, and how far each circle reaches in that direction.

    A reach of 0 means that no such wind blows there, None that the circle is unknown.
    """

    at: datetime
    distance_km: float
    reach7_km: float | None
    reach10_km: float | None
    reach12_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRun:
    """Consecutive fixes of one grade, with the first fix of the next grade at the end."""

    grade: StormGrade | None
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file tells of one storm, before anything is taken in."""

    storm_id: str
    name_zh: str | None
    name_en: str | None
    first_at: datetime | None
    last_at: datetime | None
    fix_count: int
    issue_counts: Mapping[str, int]
    point_count: int
    landfall_count: int
    suspect_count: int


def time_of(row: Row) -> datetime:
    """Return the instant at which the storm is there."""
    return row.fixed_at if isinstance(row, Fix) else row.valid_at


def stated_grade(row: Row) -> StormGrade | None:
    """Return the grade that the source states, or else the one that its wind means."""
    if row.grade is not None:
        return StormGrade(row.grade)
    return None if row.wind_ms is None else grade_of(row.wind_ms)


def reach_towards(row: Row, circle: Circle, lat: float, lon: float) -> float | None:
    """Return a circle's radius in the direction of a place, None if the circle is unknown."""
    radii_km = radii_of(row, circle)
    if radii_km is None:
        return None
    return radius_towards(radii_km, bearing_deg(row.lat, row.lon, lat, lon))


def reaches(rows: Iterable[Row], lat: float, lon: float) -> list[Reach]:
    """Return distance and reach of each row, in time order."""
    return [
        Reach(
            at=time_of(row),
            distance_km=distance_km(row.lat, row.lon, lat, lon),
            reach7_km=reach_towards(row, Circle.SEVEN, lat, lon),
            reach10_km=reach_towards(row, Circle.TEN, lat, lon),
            reach12_km=reach_towards(row, Circle.TWELVE, lat, lon),
        )
        for row in sorted(rows, key=time_of)
    ]


def tracks_of(found: Mapping[str, Sequence[Fix]]) -> dict[tuple[str, bool], list[Fix]]:
    """Return the fixes by agency and by whether they were analysed after the storm, in time order."""
    tracks: dict[tuple[str, bool], list[Fix]] = {}
    for agency, fixes in found.items():
        for fix in fixes:
            tracks.setdefault((agency, fix.is_analysis_after), []).append(fix)
    return tracks


def grade_runs(fixes: Sequence[Fix]) -> list[GradeRun]:
    """Cut a track where the grade changes; neighbouring runs share a fix, so that no gap is drawn."""
    runs: list[GradeRun] = []
    start = 0
    for grade, group in itertools.groupby(fixes, key=stated_grade):
        end = start + len(list(group))
        runs.append(GradeRun(grade=grade, fixes=tuple(fixes[start : end + 1])))
        start = end
    return runs


def contents(file: StormFile) -> list[Contents]:
    """Tell what a storm file holds, storm by storm."""
    return [_contents_of(file, storm.storm_id, storm.name_zh, storm.name_en) for storm in file.storms]


def _contents_of(file: StormFile, storm_id: str, name_zh: str | None, name_en: str | None) -> Contents:
    fixes = [fix for fix in file.fixes if fix.storm_id == storm_id]
    points = [point for point in file.forecasts if point.storm_id == storm_id]
    landfalls = [landfall for landfall in file.landfalls if landfall.storm_id == storm_id]
    sound_at = [fix.fixed_at for fix in fixes if not fix.is_suspect]
    issues = {(point.agency, point.issued_at) for point in points}
    return Contents(
        storm_id=storm_id,
        name_zh=name_zh,
        name_en=name_en,
        first_at=min(sound_at, default=None),
        last_at=max(sound_at, default=None),
        fix_count=len(fixes),
        issue_counts=dict(sorted(Counter(agency for agency, _at in issues).items())),
        point_count=len(points),
        landfall_count=len(landfalls),
        suspect_count=sum(1 for rows in (fixes, points, landfalls) for row in rows if row.is_suspect),
    )
