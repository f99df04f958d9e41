"""Load a county folder: every file checked, every problem named, nothing half accepted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from stormdesk.domain.county import County, Reference, Shapes
from stormdesk.domain.county_break import Break
from stormdesk.domain.county_profile import Profile
from stormdesk.domain.county_rows import (
    Category,
    ClearanceRow,
    DamageItem,
    DeadlineRule,
    DutyRole,
    EightList,
    EvacuationPhrase,
    FacilitySector,
    Harbour,
    Level,
    MemberUnit,
    ReportRhythm,
    Signal,
    Township,
    VesselClass,
    Village,
)
from stormdesk.domain.county_rules import county_breaks, reference_breaks
from stormdesk.domain.geo import Datum, to_wgs84
from stormdesk.domain.sea.times import SeaTime
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.tally_doubts import TallyLimit
from stormdesk.domain.water.rows import GaugeRule, RainGrade, TideDatum, TideMark
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.adopted_boundaries import with_own_boundaries
from stormdesk.ingest.reference import load_warning_lines
from stormdesk.ingest.rule_sets import RuleFolders, load_rule_book
from stormdesk.ingest.shape_file import read_shapes, shapes_by_code
from stormdesk.ingest.table_file import problems_of, read_table

RowT = TypeVar("RowT", bound=BaseModel)

PROFILE: Final = "profile.yaml"


class _Folder:
    """A folder being read: its problems and the lines of its tables gather here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[TableProblem] = []
        self.lines: dict[str, tuple[int, ...]] = {}
        self.missing: list[str] = []

    def table(self, name: str, model: type[RowT]) -> tuple[RowT, ...]:
        """Read a table that the county cannot do without."""
        read = read_table(self.path / name, model)
        self.problems += read.problems
        self.lines[name] = read.lines
        return read.rows

    def has(self, name: str) -> bool:
        """Whether an optional file is there; if not, note that it is missing."""
        is_there = (self.path / name).exists()
        if not is_there:
            self.missing.append(name)
        return is_there

    def optional_table(self, name: str, model: type[RowT]) -> tuple[RowT, ...]:
        """Read a table that a county may leave out."""
        return self.table(name, model) if self.has(name) else ()

    def refuse_problems(self) -> None:
        """Raise when anything read so far is wrong."""
        if self.problems:
            raise BadCountyFile(self.problems)


def _read_yaml(folder: _Folder) -> Mapping[str, Any] | None:
    try:
        content = yaml.load((folder.path / PROFILE).read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        folder.problems.append(TableProblem(PROFILE, None, None, "", TableRule.FILE_MISSING))
        return None
    except UnicodeDecodeError:
        folder.problems.append(TableProblem(PROFILE, None, None, "", TableRule.ENCODING))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        folder.problems.append(TableProblem(PROFILE, line, None, "", TableRule.BROKEN))
        return None
    if isinstance(content, dict):
        return content
    folder.problems.append(TableProblem(PROFILE, None, None, "", TableRule.EMPTY))
    return None


def _key_line(folder: _Folder, key: object) -> int | None:
    text = (folder.path / PROFILE).read_text(encoding="utf-8-sig")
    lines = (number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(f"{key}:"))
    return next(lines, None)


def _profile(folder: _Folder) -> Profile | None:
    content = _read_yaml(folder)
    if content is None:
        return None
    try:
        return Profile.model_validate(content)
    except ValidationError as error:
        for problem in problems_of(error, PROFILE, None):
            line = _key_line(folder, (problem.column or "").split(".")[0])
            folder.problems.append(TableProblem(PROFILE, line, problem.column, problem.value, problem.rule))
        return None


def _shapes(folder: _Folder) -> Shapes:
    townships, problems = shapes_by_code(folder.path / "townships.geojson")
    land = read_shapes(folder.path / "land.geojson")
    folder.problems += (*problems, *land.problems)
    wider = {}
    for name in ("regional_land.geojson", "ocean_land.geojson"):
        if folder.has(name):
            read = read_shapes(folder.path / name)
            folder.problems += read.problems
            wider[name.removesuffix(".geojson")] = read.union
    return Shapes(townships=townships, land=land.union, **wider)


def _at_wgs84(rows: tuple[RowT, ...], columns: tuple[str, str], datum: Datum) -> tuple[RowT, ...]:
    if datum in {Datum.WGS84, Datum.CGCS2000}:
        return rows
    moved = []
    for row in rows:
        lat, lon = getattr(row, columns[0]), getattr(row, columns[1])
        if lat is not None and lon is not None:
            there = dict(zip(columns, to_wgs84(lat, lon, datum), strict=True))
            moved.append(row.model_copy(update=there))
        else:
            moved.append(row)
    return tuple(moved)


def load_reference(folder: Path) -> Reference:
    """Load the tables that every county shares; BadCountyFile lists what is wrong in them."""
    reading = _Folder(folder)
    reference = Reference(
        levels=reading.table("levels.csv", Level),
        signals=reading.table("signals.csv", Signal),
        danger_zone_types=reading.table("danger_zone_types.csv", Category),
        rain_grades=reading.optional_table("rain_grades.csv", RainGrade),
        gauge_rules=reading.optional_table("gauge_rules.csv", GaugeRule),
        damage_items=reading.optional_table("damage_items.csv", DamageItem),
        tally_limits=reading.optional_table("tally_limits.csv", TallyLimit),
    )
    reading.refuse_problems()
    _refuse_breaks(reading, reference_breaks(reference))
    return reference


def _county(folder: _Folder, reference: Reference) -> County:
    profile = _profile(folder)
    datum = Datum.WGS84 if profile is None else profile.position_datum
    parts: dict[str, Any] = {
        "townships": _at_wgs84(folder.table("townships.csv", Township), ("seat_lat", "seat_lon"), datum),
        "villages": _at_wgs84(folder.table("villages.csv", Village), ("lat", "lon"), datum),
        "harbours": _at_wgs84(folder.optional_table("harbours.csv", Harbour), ("lat", "lon"), datum),
        "shapes": _shapes(folder),
        "evacuation_categories": folder.table("evacuation_categories.csv", Category),
        "vessel_classes": folder.table("vessel_classes.csv", VesselClass),
        "facility_sectors": folder.table("facility_sectors.csv", FacilitySector),
        "duty_roles": folder.table("duty_roles.csv", DutyRole),
        "report_rhythms": folder.table("report_rhythms.csv", ReportRhythm),
        "deadlines": folder.table("deadlines.csv", DeadlineRule),
        "clearance": folder.optional_table("clearance.csv", ClearanceRow),
        "eight_lists": folder.optional_table("eight_lists.csv", EightList),
        "member_units": folder.optional_table("member_units.csv", MemberUnit),
        "evacuation_phrases": folder.optional_table("evacuation_phrases.csv", EvacuationPhrase),
        "tide_marks": folder.optional_table("tide_marks.csv", TideMark),
        "tide_datums": folder.optional_table("tide_datums.csv", TideDatum),
    }
    parts["sea_times"] = folder.optional_table("sea_times.csv", SeaTime)
    if profile is None or folder.problems:
        raise BadCountyFile(folder.problems)
    return County(profile=profile, reference=reference, missing_files=tuple(folder.missing), **parts)


def _refuse_breaks(folder: _Folder, breaks: Iterable[Break]) -> None:
    for broken in breaks:
        row = _place(folder, broken.table, broken.index)
        folder.problems.append(TableProblem(broken.table, row, broken.column, broken.value, broken.rule))
    folder.refuse_problems()


def _place(folder: _Folder, table: str, index: int | None) -> int | None:
    if index is None:
        return None
    lines = folder.lines.get(table)
    return index + 1 if lines is None else lines[index]


def load_county(
    folder: Path,
    reference: Path | None = None,
    *,
    own: Path | None = None,
    rules: RuleFolders | None = None,
) -> County:
    """Load a county folder; BadCountyFile lists file, row, column, value and rule of every problem.

    First each file is checked by itself; only when all are sound, the rules between them.
    `reference` is the folder of shared tables, by default `../../reference` beside the county folders.
    `own` is the folder of boundaries that the county imported; they hold in place of the schematic ones.
    `rules` tells where rule sets lie; one with an error is refused and told, the county still loads.
    """
    reading = _Folder(folder)
    shared = reference or folder.parent.parent / "reference"
    county = _county(reading, load_reference(shared))
    _refuse_breaks(reading, county_breaks(county))
    where = rules or RuleFolders()
    book = load_rule_book(
        where.sets,
        county.profile.rule_set,
        kept=where.kept,
        lines=load_warning_lines(shared),
        units=frozenset(unit.unit_id for unit in county.member_units),
    )
    own_rhythms = book.in_force.rhythms if book.in_force else ()
    county = replace(county, rules=book, report_rhythms=own_rhythms or county.report_rhythms)
    return with_own_boundaries(county, own)
