"""China's best tracks as the Shanghai Typhoon Institute writes them; UTC, m/s, 2-min mean, no radii.

A head line names the storm; JMA's looks alike, but the records below begin with ten digits of time.
A storm has its international number, or for want of one the year, C and its place among the year's
cyclones (2022C05). A secondary centre is a track of its own: the number, a dash and the centre's number.
A wind of 9 means below 10 m/s and one of 0 that it is missing; both are unknown here. The last column
is the wind at the coast or in the South China Sea, not at the centre, and is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, Storm, StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.storm_number import storm_number
from stormdesk.ingest.storm_text import decode
from stormdesk.ingest.storm_values import AVERAGING_MIN, Row, instant

AGENCY: Final = "中国"
HEADER: Final = re.compile(
    r"66666\s+(?P<number>\d{4})\s+(?P<count>\d{1,3})\s+(?P<serial>\d{4})\s+(?P<national>\d{4})"
    r"\s+(?P<end>\d)\s+(?P<step>\d)\s*(?P<name>.{0,30}?)(?:\s+(?P<revised>\d{8}))?\s*"
)
RECORD: Final = re.compile(
    r"(?P<time>\d{10})\s+(?P<grade>\d)\s+(?P<lat>-?\d{1,3})\s+(?P<lon>-?\d{1,4})\s+(?P<pressure>\d{1,4})"
    r"(?:\s+(?P<wind>\d{1,3}))?(?:\s+(?P<coast>\d{1,3}))?\s*"
)
CENTRE: Final = re.compile(r"\s*\(-?\)?\s*-?(\d{1,2})\)?\s*$")
NAMELESS: Final = re.compile(r"\(?\s*nameless\s*\)?", re.IGNORECASE)
GRADES: Final = {
    "1": StormGrade.TD,
    "2": StormGrade.TS,
    "3": StormGrade.STS,
    "4": StormGrade.TY,
    "5": StormGrade.STY,
    "6": StormGrade.SUPER_TY,
    "9": StormGrade.L,
}
UNKNOWN_WINDS: Final = ("0", "9")


@dataclass(slots=True)
class _Track:
    """A head line with the records below it."""

    line: int
    head: dict[str, str]
    rows: list[Row] = field(default_factory=list)


def parse(data: bytes, *, source: str) -> tuple[StormFile, list[Problem]]:
    """Return the best tracks of a year's file, and every line that is none."""
    text, problems = decode(data)
    storms: dict[str, Storm] = {}
    fixes: list[Fix] = []
    for track in _tracks(text, problems):
        found = _fixes(track, source, problems)
        fixes += found
        if found:
            storms.setdefault(found[0].storm_id, _storm(found[0].storm_id, track))
    if not fixes:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    return StormFile(storms=tuple(storms.values()), fixes=tuple(fixes)), problems


def _tracks(text: str, problems: list[Problem]) -> Iterator[_Track]:
    track: _Track | None = None
    for i, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        header, record = HEADER.fullmatch(line.strip()), RECORD.fullmatch(line.strip())
        if header:
            if track:
                yield track
            track = _Track(i, header.groupdict(default=""))
        elif record and track:
            track.rows.append(Row(record.groupdict(default=""), f"第 {i} 行", problems))
        elif line.strip():
            problems.append(Problem(f"第 {i} 行", line[:80], Reason.BAD_ROW))
    if track:
        yield track


def _fixes(track: _Track, source: str, problems: list[Problem]) -> list[Fix]:
    place = f"第 {track.line} 行"
    if len(track.rows) != int(track.head["count"]):
        value = f"{len(track.rows)} ≠ {int(track.head['count'])}"
        problems.append(Problem(place, value, Reason.COUNT_MISMATCH))
    if not track.rows:
        return []
    storm_id = _storm_id(track)
    if storm_number(storm_id) is None:
        problems.append(Problem(place, storm_id, Reason.OWN_NUMBER))
    return [fix for row in track.rows if (fix := _fix(row, storm_id, source))]


def _storm_id(track: _Track) -> str:
    year = track.rows[0].text("time")[:4]
    number = storm_number(track.head["number"])
    own = number if number and abs(int(number[:4]) - int(year)) <= 1 else None
    base = own or f"{year}C{int(track.head['serial']):02d}"
    centre = CENTRE.search(track.head["name"])
    return f"{base}-{int(centre[1])}" if centre else base


def _storm(storm_id: str, track: _Track) -> Storm:
    name = CENTRE.sub("", track.head["name"]).strip()
    is_named = bool(name) and NAMELESS.fullmatch(name) is None and CENTRE.search(track.head["name"]) is None
    return Storm(
        storm_id=storm_id,
        name_zh=None,
        name_en=name.capitalize() if is_named else None,
        season=int(storm_id[:4]),
    )


def _fix(row: Row, storm_id: str, source: str) -> Fix | None:
    fixed_at = row.read(lambda value: instant(value, UTC), Reason.NO_TIME, "time")
    lat, lon = row.number("lat"), row.number("lon")
    if fixed_at is None or lat is None or lon is None:
        return None
    wind = row.text("wind")
    return Fix(
        storm_id=storm_id,
        agency=AGENCY,
        fixed_at=fixed_at,
        lat=lat / 10,
        lon=lon / 10,
        known_at=fixed_at,
        source=source,
        pressure_hpa=row.positive("pressure"),
        wind_ms=None if wind in UNKNOWN_WINDS else row.number("wind"),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        grade=GRADES.get(row.text("grade")),
        is_analysis_after=True,
    )
