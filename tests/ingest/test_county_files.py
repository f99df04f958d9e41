"""A county's files are read whole, or refused with every broken rule and its place."""

import shutil
from pathlib import Path

import pytest

from stormdesk.domain.county_break import CountyRule
from stormdesk.domain.geo import Datum, to_wgs84
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.county import load_county, load_reference
from stormdesk.ingest.shape_file import ShapeRule
from tests.ingest.county_breaks import BREAKS, CELLS, PROFILES, SHAPES, Where
from tests.ingest.county_edits import Edit, swap

SMALL = Path(__file__).parent / "fixtures" / "county_small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL, tmp_path / "county_small")


@pytest.fixture
def reference(project: Path) -> Path:
    return project / "data" / "reference"


def refusal(folder: Path, reference: Path) -> list[TableProblem]:
    with pytest.raises(BadCountyFile) as caught:
        load_county(folder, reference)
    for problem in caught.value.problems:
        assert str(problem) in str(caught.value)
    return caught.value.problems


@pytest.mark.parametrize(
    ("rule", "edit", "where"),
    [*BREAKS, *CELLS, *SHAPES, *PROFILES],
    ids=lambda value: value.name if isinstance(value, CountyRule | TableRule | ShapeRule) else "",
)
def test_each_broken_rule_is_refused_with_its_place(
    rule: str, edit: Edit, where: Where, folder: Path, reference: Path
) -> None:
    edit(folder)
    problems = refusal(folder, reference)
    assert (*where, rule) in [
        (problem.file, problem.row, problem.column, problem.rule) for problem in problems
    ]


def test_every_rule_is_broken_once_above() -> None:
    assert {rule for rule, _, _ in BREAKS} == set(CountyRule)
    assert {rule for rule, _, _ in CELLS} == set(TableRule) - {TableRule.OTHER}
    assert {rule for rule, _, _ in SHAPES if isinstance(rule, ShapeRule)} == set(ShapeRule)


def test_a_second_county_needs_no_code(folder: Path, reference: Path) -> None:
    county = load_county(folder, reference)
    assert county.profile.name("en") == "Nowhere"
    assert [township.short_name_zh for township in county.counted_townships] == ["东湖", "中山", "西林"]
    assert [len(county.villages_of(township.code)) for township in county.townships] == [3, 2, 2]
    assert county.village("990001200201").name_zh == "林东,林西联合村"


def test_missing_optional_files_are_named(folder: Path, reference: Path) -> None:
    assert set(load_county(folder, reference).missing_files) == {
        "harbours.csv",
        "member_units.csv",
        "eight_lists.csv",
        "evacuation_phrases.csv",
        "regional_land.geojson",
        "ocean_land.geojson",
        "tide_marks.csv",
        "tide_datums.csv",
        "sea_times.csv",
    }


def test_positions_are_brought_to_wgs84_once_at_loading(folder: Path, reference: Path) -> None:
    village = load_county(folder, reference).village("990001001001")
    assert (village.lat, village.lon) == to_wgs84(35.03, 100.03, Datum.GCJ02)
    assert (village.lat, village.lon) != (35.03, 100.03)


def test_all_problems_are_listed_at_once_with_their_values(folder: Path, reference: Path) -> None:
    swap("villages.csv", "35.03", "很北")(folder)
    swap("villages.csv", "100.17", "东")(folder)
    swap("report_rhythms.csv", "120", "-1")(folder)
    swap("profile.yaml", "EPSG:4546", "4546")(folder)
    found = {
        (problem.file, problem.row, problem.column, problem.value) for problem in refusal(folder, reference)
    }
    assert found == {
        ("villages.csv", 2, "lat", "很北"),
        ("villages.csv", 6, "lon", "东"),
        ("report_rhythms.csv", 2, "every_min", "-1"),
        ("profile.yaml", 8, "projection", "4546"),
    }


def test_a_row_is_found_by_its_line_in_the_file(folder: Path, reference: Path) -> None:
    text = (folder / "villages.csv").read_text(encoding="utf-8").splitlines()
    text[2] = text[2].replace("上村,Upper", '"上\n村",Upper')
    text[4] = text[4].replace("35.03", "135.03")
    (folder / "villages.csv").write_text("﻿" + "\r\n".join([*text[:4], "", *text[4:]]), encoding="utf-8")
    assert [problem.row for problem in refusal(folder, reference)] == [7]


def test_a_shared_table_with_a_repeated_rank_is_refused(tmp_path: Path, reference: Path) -> None:
    copy = shutil.copytree(reference, tmp_path / "reference")
    swap("levels.csv", "3,3,Ⅲ", "3,2,Ⅲ")(copy)
    with pytest.raises(BadCountyFile) as caught:
        load_reference(copy)
    problem = caught.value.problems[0]
    assert (problem.file, problem.row, problem.column, problem.value) == ("levels.csv", 5, "rank", "2")
