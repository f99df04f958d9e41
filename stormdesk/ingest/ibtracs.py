"""IBTrACS version 4 as CSV: best tracks of several agencies side by side; UTC, knots, nautical miles.

The second line holds the units. Storms of the western North Pacific are taken; the set does not know
their international numbers, so a storm gets the number of a known storm of its season and name, else the
season with the number of the American warning centre (2024WP14), else none and is refused. Of each
agency only what it reported itself is taken, not what the set interpolated. Winds keep each agency's
averaging: United States 1 min, China 2, the others 10. The American 34, 50 and 64 kt circles stand for
forces 7, 10 and 12, a little small for the first; those of Japan and Korea (30 and 50 kt) are modelled.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, Quadrants, Storm, StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.jma_track import quadrants_of
from stormdesk.ingest.storm_text import decode
from stormdesk.ingest.storm_values import AVERAGING_MIN, KNOT_MS, NAUTICAL_MILE_KM, Row, agency, instant

BASIN: Final = "WP"
REQUIRED: Final = frozenset({"SID", "SEASON", "BASIN", "NAME", "ISO_TIME", "LAT", "LON"})
# Agency, its place among the marks of where values come from, and the column of its grade.
AGENCIES: Final = (
    ("USA", 0, "STATUS"),
    ("TOKYO", 1, "GRADE"),
    ("CMA", 2, "CAT"),
    ("HKO", 3, "CAT"),
    ("KMA", None, "CAT"),
)
USED: Final = re.compile(
    r"(SID|SEASON|BASIN|NAME|ISO_TIME|TRACK_TYPE|IFLAG|USA_ATCF_ID)$"
    r"|(USA|TOKYO|CMA|HKO|KMA)_(LAT|LON|WIND|PRES|STATUS|GRADE|CAT|R\d\d_.*)$"
)
INTERPOLATED: Final = "I"
BRANCHES: Final = ("spur",)
UNNAMED: Final = {"", "UNNAMED", "NOT_NAMED", "NOT NAMED"}
ATCF: Final = re.compile(r"([A-Z]{2})(\d{2})((?:19|20)\d{2})")
JAPANESE_GRADES: Final = {
    "2": StormGrade.TD,
    "3": StormGrade.TS,
    "4": StormGrade.STS,
    "5": StormGrade.TY,
    "6": StormGrade.L,
}
GRADES: Final[Mapping[str, Mapping[str, StormGrade]]] = {
    "USA": {
        "TD": StormGrade.TD,
        "TS": StormGrade.TS,
        "TY": StormGrade.TY,
        "HU": StormGrade.TY,
        "ST": StormGrade.SUPER_TY,
        "EX": StormGrade.L,
        "ET": StormGrade.L,
    },
    "TOKYO": JAPANESE_GRADES,
    "KMA": JAPANESE_GRADES,
    "CMA": {
        "1": StormGrade.TD,
        "2": StormGrade.TS,
        "3": StormGrade.STS,
        "4": StormGrade.TY,
        "5": StormGrade.STY,
        "6": StormGrade.SUPER_TY,
        "9": StormGrade.L,
    },
    "HKO": {
        "TD": StormGrade.TD,
        "TS": StormGrade.TS,
        "STS": StormGrade.STS,
        "T": StormGrade.TY,
        "ST": StormGrade.STY,
        "SUPERT": StormGrade.SUPER_TY,
        "ET": StormGrade.L,
    },
}
Numbers = Mapping[tuple[int, str], str]


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    source: str
    numbers: Numbers
    problems: list[Problem]
    storms: dict[str, Storm | None] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)
    skipped: Counter[Reason] = field(default_factory=Counter)
    others: set[str] = field(default_factory=set)


def parse(data: bytes, *, source: str, known: Iterable[Storm] = ()) -> tuple[StormFile, list[Problem]]:
    """Return the agencies' tracks of the western North Pacific; known storms lend their numbers by name."""
    text, problems = decode(data)
    numbers = {(storm.season, storm.name_en.upper()): storm.storm_id for storm in known if storm.name_en}
    state = _Reading(source, numbers, problems)
    for row in _rows(text, problems):
        _read(state, row)
    taken = [storm for storm in state.storms.values() if storm]
    with_fixes = {fix.storm_id for fix in state.fixes}
    problems += [Problem(source, f"{count}", reason) for reason, count in state.skipped.items()]
    if state.others - state.storms.keys():
        count = len(state.others - state.storms.keys())
        problems.append(Problem(source, f"{count}", Reason.OTHER_BASINS))
    if not state.fixes:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    storms = {storm.storm_id: storm for storm in taken if storm.storm_id in with_fixes}
    return StormFile(storms=tuple(storms.values()), fixes=tuple(state.fixes)), problems


def _rows(text: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the records below the units; a line with too few or too many cells is noted."""
    reader = csv.reader(text.replace("\0", "").splitlines(), strict=False)
    try:
        header = [name.strip().upper() for name in next(reader, [])]
        missing = sorted(REQUIRED - set(header))
        problems += [Problem("第 1 行", name, Reason.MISSING_COLUMN) for name in missing]
        used = [(i, name) for i, name in enumerate(header) if USED.match(name)]
        for cells in () if missing else reader:
            place = f"第 {reader.line_num} 行"
            if len(cells) != len(header):
                problems.append(Problem(place, ",".join(cells)[:80], Reason.BAD_ROW))
                continue
            values = {name: cells[i].strip() for i, name in used}
            if values["SID"] or values["SEASON"].upper() != "YEAR":
                yield Row(values, place, problems)
    except csv.Error as error:
        problems.append(Problem(f"第 {reader.line_num} 行", str(error), Reason.BAD_ROW))


def _read(state: _Reading, row: Row) -> None:
    sid = row.text("SID")
    if row.text("BASIN").upper() != BASIN:
        state.others.add(sid)
        return
    if row.text("TRACK_TYPE").lower().startswith(BRANCHES):
        state.skipped[Reason.BRANCH] += 1
        return
    if sid not in state.storms:
        state.storms[sid] = _storm(state, row)
    storm = state.storms[sid]
    if storm is None:
        return
    fixed_at = row.read(lambda value: instant(value, UTC), Reason.NO_TIME, "ISO_TIME")
    if fixed_at is not None:
        state.fixes += [fix for part in AGENCIES if (fix := _fix(state, row, storm, fixed_at, part))]
    elif not row.text("ISO_TIME"):
        row.note(Reason.NO_TIME, "", "ISO_TIME")


def _storm(state: _Reading, row: Row) -> Storm | None:
    """Return a storm with its number, None where it has none."""
    name, season = row.text("NAME").upper(), row.text("SEASON")
    atcf = ATCF.fullmatch(row.text("USA_ATCF_ID").upper())
    if not re.fullmatch(r"(?:19|20)\d{2}", season) or (name in UNNAMED and not atcf):
        row.note(Reason.NO_STORM_ID, f"{row.text('SID')} {name}")
        return None
    number = None if name in UNNAMED else state.numbers.get((int(season), name))
    if number is None and atcf is None:
        row.note(Reason.NO_STORM_ID, f"{row.text('SID')} {name}")
        return None
    own = f"{season}{atcf[1]}{atcf[2]}" if atcf else ""
    if number is None:
        row.note(Reason.OWN_NUMBER, f"{name} {own}")
    name_en = None if name in UNNAMED else name.capitalize()
    return Storm(storm_id=number or own, name_zh=None, name_en=name_en, season=int(season))


def _fix(
    state: _Reading, row: Row, storm: Storm, fixed_at: datetime, part: tuple[str, int | None, str]
) -> Fix | None:
    prefix, mark, grade = part
    lat, lon = row.number(f"{prefix}_LAT"), row.number(f"{prefix}_LON")
    if lat is None or lon is None:
        return None
    if mark is not None and row.text("IFLAG")[mark : mark + 1] == INTERPOLATED:
        state.skipped[Reason.INTERPOLATED] += 1
        return None
    wind_kt, name = row.positive(f"{prefix}_WIND"), agency(prefix)
    radii = _measured(row) if prefix == "USA" else _modelled(row, prefix)
    return Fix(
        storm_id=storm.storm_id,
        agency=name,
        fixed_at=fixed_at,
        lat=lat,
        lon=lon,
        known_at=fixed_at,
        source=state.source,
        pressure_hpa=row.positive(f"{prefix}_PRES"),
        wind_ms=None if wind_kt is None else round(wind_kt * KNOT_MS, 1),
        wind_averaging_min=AVERAGING_MIN[name],
        grade=GRADES[prefix].get(row.text(f"{prefix}_{grade}").upper()),
        radii7_km=radii[0],
        radii10_km=radii[1],
        radii12_km=radii[2],
        is_radii_modelled=prefix != "USA",
        is_analysis_after=True,
    )


def _measured(row: Row) -> tuple[Quadrants | None, ...]:
    found: list[Quadrants | None] = []
    for knots in (34, 50, 64):
        sides = [row.number(f"USA_R{knots}_{side}") for side in ("NE", "SE", "SW", "NW")]
        known = [side * NAUTICAL_MILE_KM for side in sides if side is not None]
        if len(known) == 4 and any(known):
            ne, se, sw, nw = known
            found.append((ne, se, sw, nw))
        else:
            found.append(None)
    return tuple(found)


def _modelled(row: Row, prefix: str) -> tuple[Quadrants | None, ...]:
    found: list[Quadrants | None] = []
    for knots in (30, 50):
        heading = row.number(f"{prefix}_R{knots}_DIR")
        longest_nm = row.number(f"{prefix}_R{knots}_LONG")
        shortest_nm = row.number(f"{prefix}_R{knots}_SHORT")
        if heading is None or longest_nm is None or shortest_nm is None:
            found.append(None)
        else:
            longest_km, shortest_km = longest_nm * NAUTICAL_MILE_KM, shortest_nm * NAUTICAL_MILE_KM
            found.append(quadrants_of(longest_km, shortest_km, int(heading)))
    return (*found, None)
