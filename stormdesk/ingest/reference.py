"""The storm reference tables and the tide gauge's constituents, read from data/ and checked."""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.tide import Constituent
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_lines import WarningLine
from stormdesk.domain.wind import StormGrade
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.table_file import problems_of, read_table

RowT = TypeVar("RowT", bound=BaseModel)

STRICT: Final = ConfigDict(extra="forbid", frozen=True)
NORTH_TO_SOUTH: Final = N_("纬度应由北向南排列")


class LinePoint(BaseModel):
    """One point of a warning line."""

    model_config = STRICT
    line_id: str
    name_zh: str
    name_en: str
    order: int
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    source: str
    certainty: str


class ForceRow(BaseModel):
    """One wind force of the Beaufort scale with both its edges."""

    model_config = STRICT
    force: int = Field(ge=0, le=17)
    name_zh: str
    name_en: str
    low_ms: float = Field(ge=0)
    high_ms: float = Field(ge=0)
    source: str
    certainty: str


class GradeRow(BaseModel):
    """One grade of tropical cyclones; an extratropical cyclone has no edges."""

    model_config = STRICT
    grade: StormGrade
    name_zh: str
    name_en: str
    low_ms: float | None = None
    high_ms: float | None = None
    forces: str | None = None
    map_colour: str
    source: str
    certainty: str


class StormName(BaseModel):
    """A storm's names in both languages, for sources that give one or none."""

    model_config = STRICT
    storm_id: str = Field(pattern=r"\d{6}")
    name_zh: str
    name_en: str


class _Harmonic(BaseModel):
    name: str
    amplitude: float = Field(ge=0, le=20)
    phase: float = Field(ge=-360, le=360)


class _Gauge(BaseModel):
    harmonic_constituents: list[_Harmonic] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StormReference:
    """What every county shares about storms."""

    warning_lines: tuple[WarningLine, ...]
    forces: tuple[ForceRow, ...]
    grades: tuple[GradeRow, ...]
    storm_names: tuple[StormName, ...]


def load_storm_reference(folder: Path) -> StormReference:
    """Load the storm tables of data/reference; BadCountyFile lists file, row, column and rule."""
    problems: list[TableProblem] = []
    points = _table(folder / "warning_lines.csv", LinePoint, problems)
    reference = StormReference(
        warning_lines=_lines(points, problems),
        forces=_table(folder / "beaufort.csv", ForceRow, problems),
        grades=_table(folder / "storm_grades.csv", GradeRow, problems),
        storm_names=_table(folder / "storm_names.csv", StormName, problems),
    )
    if problems:
        raise BadCountyFile(problems)
    return reference


def load_warning_lines(folder: Path) -> tuple[WarningLine, ...]:
    """Load the warning lines of data/reference; none where the table is missing or wrong."""
    problems: list[TableProblem] = []
    points = _table(folder / "warning_lines.csv", LinePoint, problems)
    lines = _lines(points, problems)
    return () if problems else lines


def load_constituents(path: Path) -> tuple[Constituent, ...]:
    """Load a gauge's harmonic constituents; BadCountyFile names what is wrong in the file."""
    try:
        gauge = _Gauge.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise BadCountyFile([TableProblem(path.name, None, None, "", TableRule.FILE_MISSING)]) from None
    except UnicodeDecodeError:
        raise BadCountyFile([TableProblem(path.name, None, None, "", TableRule.ENCODING)]) from None
    except ValidationError as error:
        raise BadCountyFile(problems_of(error, path.name, None)) from None
    except json.JSONDecodeError as error:
        raise BadCountyFile([TableProblem(path.name, error.lineno, None, "", TableRule.BROKEN)]) from None
    return tuple(
        Constituent(name=harmonic.name.upper(), amplitude_m=harmonic.amplitude, phase_deg=harmonic.phase)
        for harmonic in gauge.harmonic_constituents
    )


def _table(path: Path, model: type[RowT], problems: list[TableProblem]) -> tuple[RowT, ...]:
    read = read_table(path, model)
    problems += read.problems
    return read.rows


def _lines(points: tuple[LinePoint, ...], problems: list[TableProblem]) -> tuple[WarningLine, ...]:
    lines = []
    ordered = sorted(points, key=lambda point: (point.line_id, point.order))
    for line_id, group in itertools.groupby(ordered, key=lambda point: point.line_id):
        some = list(group)
        if any(south.lat > north.lat for north, south in itertools.pairwise(some)):
            problems.append(TableProblem("warning_lines.csv", None, "lat", line_id, NORTH_TO_SOUTH))
        head = some[0]
        lines.append(
            WarningLine(
                line_id=line_id,
                name_zh=head.name_zh,
                name_en=head.name_en,
                points=tuple((point.lat, point.lon) for point in some),
            )
        )
    return tuple(lines)
