from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.cma_track import parse
from stormdesk.ingest.storm_file import parse_storm_file

TEXT = (Path(__file__).parent / "fixtures" / "cma_storm.txt").read_text(encoding="utf-8")


def read(text: str = TEXT) -> tuple[StormFile, list[Problem]]:
    return parse(text.encode(), source="CH2024BST.txt")


def test_a_record_is_read_in_its_units() -> None:
    fix = read()[0].fixes[5]
    assert (fix.storm_id, fix.agency, fix.fixed_at) == ("202497", "中国", datetime(2024, 7, 2, 6, tzinfo=UTC))
    assert (fix.lat, fix.lon, fix.pressure_hpa, fix.wind_ms) == (19.0, 129.0, 975, 38)
    assert (fix.wind_averaging_min, fix.grade, fix.is_analysis_after) == (2, StormGrade.TY, True)
    assert (fix.radii7_km, fix.radii10_km, fix.radii12_km) == (None, None, None)


def test_a_wind_of_9_or_0_is_unknown_and_the_wind_at_the_coast_is_not_the_centres() -> None:
    fixes = read()[0].fixes
    assert [fix.wind_ms for fix in fixes[5:10]] == [38, 42, 30, 20, None]
    assert fixes[12].wind_ms is None
    assert [fix.grade for fix in fixes[7:10]] == [StormGrade.STS, StormGrade.L, None]


def test_storms_without_a_number_and_secondary_centres_have_their_own() -> None:
    file, problems = read()
    assert [(storm.storm_id, storm.name_en, storm.season) for storm in file.storms] == [
        ("202497", "Trial", 2024),
        ("2024C98", None, 2024),
        ("202497-1", None, 2024),
    ]
    assert [sum(fix.storm_id == storm.storm_id for fix in file.fixes) for storm in file.storms] == [10, 3, 2]
    assert [(p.value, p.reason) for p in problems] == [
        ("2024C98", Reason.OWN_NUMBER),
        ("202497-1", Reason.OWN_NUMBER),
    ]


def test_old_storms_keep_their_century() -> None:
    head = "66666 5612    1 0012 5612 0 6 Wanda                               20000101\n"
    file, _ = read(head + "1956080112 5 275 1220  920      60\n")
    assert file.storms[0].storm_id == "195612"


def test_a_number_of_another_year_is_not_believed() -> None:
    file, _ = read("66666 1212    1 0007 1212 0 6 Wrong      20250301\n2024070100 2 170 1330 1000      18\n")
    assert file.storms[0].storm_id == "2024C07"


def test_a_file_cut_short_says_so() -> None:
    file, problems = read("\n".join(TEXT.splitlines()[:8]))
    assert len(file.fixes) == 7
    assert [(p.place, p.value, p.reason) for p in problems] == [("第 1 行", "7 ≠ 10", Reason.COUNT_MISMATCH)]


@pytest.mark.parametrize("line", ["2024070112 x 170 1330 1000 18", "something", "2024070112 1 170"])
def test_a_line_that_is_no_record_is_told(line: str) -> None:
    lines = TEXT.splitlines()
    file, problems = read("\n".join([*lines[:3], line, *lines[3:]]))
    assert len(file.fixes) == 15
    assert ("第 4 行", Reason.BAD_ROW) in [(p.place, p.reason) for p in problems]


def test_an_impossible_time_is_told() -> None:
    file, problems = read(TEXT.replace("2024070106", "2024133106"))
    assert len(file.fixes) == 14
    assert ("第 3 行.time", Reason.NO_TIME) in [(p.place, p.reason) for p in problems]


def test_a_storm_that_teleports_is_flagged() -> None:
    file, problems = parse_storm_file("CH2024BST.txt", TEXT.replace("190 1290", "190 1690").encode())
    assert [fix.fixed_at.day for fix in file.fixes if fix.is_suspect] == [2]
    assert Reason.JUMP in {problem.reason for problem in problems}


def test_heads_alone_are_nothing() -> None:
    file, problems = read(TEXT.splitlines()[0])
    assert file == StormFile()
    assert [p.reason for p in problems] == [Reason.COUNT_MISMATCH, Reason.NO_ROWS]
