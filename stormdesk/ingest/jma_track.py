"""JMA best tracks: the table in data/tracks and the fixed-width text of RSMC Tokyo; UTC, knots, 10-min mean.

The radii come as longest, shortest and the direction of the longest. Quadrants are modelled from
them: those that touch the direction get the longest, the opposite ones the shortest, the others
the mean. The 30 kt circle stands for force 7, the 50 kt circle for force 10. A radius of 0 means
that no such wind blows; a blank means unknown.
"""

import csv
import re
from collections.abc import Iterable
from datetime import UTC
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, Quadrants, Storm, StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.storm_text import decode
from stormdesk.ingest.storm_values import AVERAGING_MIN, KNOT_MS, NAUTICAL_MILE_KM, Row, instant, number

AGENCY: Final = "日本"
HEADER_MARK: Final = "66666"
COLUMNS: Final = frozenset({"num", "name", "time", "lat", "lon", "pres", "wind_kt"})
GRADES: Final = {
    "2": StormGrade.TD,
    "3": StormGrade.TS,
    "4": StormGrade.STS,
    "5": StormGrade.TY,
    "6": StormGrade.L,
}
SYMMETRIC: Final = (0, 9)
# Quadrants (NE 0, SE 1, SW 2, NW 3) that touch each direction of the longest radius.
TOUCHED: Final = {1: (0,), 2: (0, 1), 3: (1,), 4: (1, 2), 5: (2,), 6: (2, 3), 7: (3,), 8: (3, 0)}
CENTURY_TURN: Final = "51"
DATA_LINE: Final = re.compile(
    r"(?P<time>\d{8})\s+002\s+(?P<grade>\d)\s+(?P<lat>\d{1,3})\s+(?P<lon>\d{3,4})\s+(?P<pres>\d{3,4})"
    r"(?:\s+(?P<wind_kt>\d{1,3}))?"
    r"(?:\s+(?P<r50_dir>\d)(?P<r50_long_nm>\d{4})\s+(?P<r50_short_nm>\d{4})"
    r"\s+(?P<r30_dir>\d)(?P<r30_long_nm>\d{4})\s+(?P<r30_short_nm>\d{4}))?(?:\s+(?P<landfall>#))?\s*"
)
HEADER: Final = re.compile(
    r"66666\s+(?P<num>\d{4})\s+\d+\s+\d+\s+\d{4}\s+\d\s+\d\s+(?P<name>.{0,20}?)(?:\s+\d{8})?\s*"
)


def parse(data: bytes, *, source: str) -> tuple[StormFile, list[Problem]]:
    """Return the best tracks of a CSV table or of RSMC's fixed-width text."""
    text, problems = decode(data)
    if text.lstrip().startswith(HEADER_MARK):
        rows = list(_fixed_width(text, problems))
    else:
        rows = list(table_rows(text, COLUMNS, problems))
    storms: dict[str, Storm] = {}
    fixes: list[Fix] = []
    for row in rows:
        fix = _fix(row, source)
        if fix is None:
            continue
        fixes.append(fix)
        if fix.storm_id not in storms:
            storms[fix.storm_id] = _storm(fix.storm_id, row.text("name"))
    if not fixes:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    return StormFile(storms=tuple(storms.values()), fixes=tuple(fixes)), problems


def table_rows(text: str, columns: frozenset[str], problems: list[Problem]) -> Iterable[Row]:
    """Yield the whole records of a CSV table; missing columns and short or long lines are noted."""
    reader = csv.DictReader(text.replace("\0", "").splitlines(), strict=False)
    try:
        missing = sorted(columns - set(reader.fieldnames or ()))
        problems += [Problem("第 1 行", name, Reason.MISSING_COLUMN) for name in missing]
        for values in () if missing else reader:
            row = Row({str(k): v for k, v in values.items()}, f"第 {reader.line_num} 行", problems)
            if None in values or None in values.values():
                row.note(Reason.BAD_ROW, ",".join(str(v) for v in values.values() if isinstance(v, str)))
                continue
            yield row
    except csv.Error as error:
        problems.append(Problem(f"第 {reader.line_num} 行", str(error), Reason.BAD_ROW))


def _fixed_width(text: str, problems: list[Problem]) -> Iterable[Row]:
    head: dict[str, str] = {}
    for i, line in enumerate(text.splitlines(), start=1):
        header, record = HEADER.fullmatch(line), DATA_LINE.fullmatch(line)
        if header:
            head = header.groupdict(default="")
        elif record and head:
            yield Row(_scaled(record.groupdict(default="")) | head, f"第 {i} 行", problems)
        elif line.strip():
            problems.append(Problem(f"第 {i} 行", line[:80], Reason.BAD_ROW))


def _scaled(values: dict[str, str]) -> dict[str, object]:
    century = "19" if values["time"][:2] >= CENTURY_TURN else "20"
    return {
        **values,
        "time": century + values["time"],
        "lat": int(values["lat"]) / 10,
        "lon": int(values["lon"]) / 10,
    }


def _storm(storm_id: str, name: str) -> Storm:
    return Storm(storm_id=storm_id, name_zh=None, name_en=name.capitalize() or None, season=int(storm_id[:4]))


def _fix(row: Row, source: str) -> Fix | None:
    num = row.text("num")
    fixed_at = row.read(lambda value: instant(value, UTC), Reason.NO_TIME, "time")
    lat, lon = row.number("lat"), row.number("lon")
    if re.fullmatch(r"\d{4}", num) is None:
        row.note(Reason.NO_STORM_ID, num, "num")
        return None
    if fixed_at is None or lat is None or lon is None:
        row.note(Reason.NO_TIME if fixed_at is None else Reason.NO_POSITION, row.text("time"))
        return None
    wind_kt = row.positive("wind_kt")
    return Fix(
        storm_id=("19" if num[:2] >= CENTURY_TURN else "20") + num,
        agency=AGENCY,
        fixed_at=fixed_at,
        lat=lat,
        lon=lon,
        known_at=fixed_at,
        source=source,
        pressure_hpa=row.positive("pres"),
        wind_ms=None if wind_kt is None else round(wind_kt * KNOT_MS, 1),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        grade=GRADES.get(row.text("grade")),
        radii7_km=_radii(row, "r30"),
        radii10_km=_radii(row, "r50"),
        is_radii_modelled=True,
        is_analysis_after=True,
    )


def _radii(row: Row, prefix: str) -> Quadrants | None:
    longest_nm, shortest_nm = row.number(f"{prefix}_long_nm"), row.number(f"{prefix}_short_nm")
    heading = row.read(number, Reason.NOT_A_NUMBER, f"{prefix}_dir")
    if longest_nm is None or shortest_nm is None or heading is None:
        return None
    return quadrants_of(longest_nm * NAUTICAL_MILE_KM, shortest_nm * NAUTICAL_MILE_KM, int(heading))


def quadrants_of(longest_km: float, shortest_km: float, heading: int) -> Quadrants | None:
    """Return quadrants modelled from the longest and shortest radius and the code of the longest's direction.

    Codes: 1 NE, 2 E, 3 SE, 4 S, 5 SW, 6 W, 7 NW, 8 N; 0 and 9 mean a circle.
    """
    if heading in SYMMETRIC:
        return (longest_km,) * 4
    touched = TOUCHED.get(heading)
    if touched is None:
        return None
    opposite = {(quadrant + 2) % 4 for quadrant in touched}
    ne, se, sw, nw = (
        longest_km if q in touched else shortest_km if q in opposite else (longest_km + shortest_km) / 2
        for q in range(4)
    )
    return (ne, se, sw, nw)
