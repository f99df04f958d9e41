from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Storm, StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.ibtracs import parse
from stormdesk.ingest.storm_file import LARGEST_BYTES, parse_storm_file

TEXT = (Path(__file__).parent / "fixtures" / "ibtracs_storm.csv").read_text(encoding="utf-8")
KNOWN = Storm(storm_id="202497", name_zh="试验", name_en="Trial", season=2024)


def read(text: str = TEXT, *known: Storm) -> tuple[StormFile, list[Problem]]:
    return parse(text.encode(), source="ibtracs.csv", known=known)


def test_each_agency_has_its_own_track_in_its_own_averaging() -> None:
    fixes = read()[0].fixes
    tracks = {fix.agency: [f for f in fixes if f.agency == fix.agency] for fix in fixes}
    assert {name: len(track) for name, track in tracks.items()} == {
        "美国": 8,
        "日本": 4,
        "中国": 4,
        "中国香港": 4,
        "韩国": 4,
    }
    averaging = {name: track[0].wind_averaging_min for name, track in tracks.items()}
    assert averaging == {"美国": 1, "日本": 10, "中国": 2, "中国香港": 10, "韩国": 10}
    assert all(fix.is_analysis_after for fix in fixes)
    grades = {name: track[-1].grade for name, track in tracks.items()}
    assert grades == {
        "美国": StormGrade.TY,
        "日本": StormGrade.STS,
        "中国": StormGrade.STS,
        "中国香港": StormGrade.STS,
        "韩国": StormGrade.STS,
    }


def test_knots_and_nautical_miles_become_metres_per_second_and_kilometres() -> None:
    american = next(fix for fix in read()[0].fixes if fix.fixed_at == datetime(2024, 7, 1, 12, tzinfo=UTC))
    assert (american.lat, american.lon, american.wind_ms, american.pressure_hpa) == (17.8, 131.5, 36.0, 982)
    assert american.radii7_km == pytest.approx((185.2, 166.68, 111.12, 148.16))
    assert american.radii10_km == pytest.approx((74.08, 74.08, 55.56, 55.56))
    assert (american.radii12_km, american.is_radii_modelled) == (None, False)


def test_japanese_radii_are_modelled_from_the_longest_and_shortest() -> None:
    japanese = next(fix for fix in read()[0].fixes if fix.agency == "日本")
    assert japanese.radii7_km == pytest.approx((222.24, 277.8, 222.24, 166.68))
    assert japanese.radii10_km == pytest.approx((55.56,) * 4)
    assert japanese.is_radii_modelled


def test_a_known_storm_lends_its_number_by_season_and_name() -> None:
    assert [storm.storm_id for storm in read(TEXT, KNOWN)[0].storms] == ["202497"]
    other = Storm(storm_id="202397", name_zh=None, name_en="Trial", season=2023)
    file, problems = read(TEXT, other)
    assert [(storm.storm_id, storm.name_en) for storm in file.storms] == [("2024WP15", "Trial")]
    assert ("TRIAL 2024WP15", Reason.OWN_NUMBER) in [(p.value, p.reason) for p in problems]
    file, _ = parse_storm_file("ibtracs.csv", TEXT.encode(), known=[KNOWN])
    assert {fix.storm_id for fix in file.fixes} == {"202497"}


def test_what_is_not_taken_is_counted() -> None:
    problems = read(TEXT, KNOWN)[1]
    assert [(p.value, p.reason) for p in problems] == [
        ("2024200N10140 UNNAMED", Reason.NO_STORM_ID),
        ("8", Reason.INTERPOLATED),
        ("1", Reason.BRANCH),
        ("1", Reason.OTHER_BASINS),
    ]


def test_a_short_line_and_a_bad_time_are_told() -> None:
    lines = TEXT.splitlines()
    _, problems = read(
        "\n".join([*lines[:3], "2024183N17133,2024", lines[3].replace("2024-07-01", "2024-17-01")])
    )
    assert [(p.place, p.reason) for p in problems[1:3]] == [
        ("第 4 行", Reason.BAD_ROW),
        ("第 5 行.ISO_TIME", Reason.NO_TIME),
    ]


def test_missing_columns_are_told() -> None:
    file, problems = read("SID,SEASON,NAME\n ,Year, \nx,2024,y\n")
    assert file == StormFile()
    assert {p.reason for p in problems} == {Reason.MISSING_COLUMN, Reason.NO_ROWS}


def test_a_storm_that_teleports_is_flagged() -> None:
    lines = TEXT.splitlines()
    cells = lines[6].split(",")
    cells[cells.index("17.8", 15)] = "47.8"
    file, problems = parse_storm_file(
        "ibtracs.csv", "\n".join([*lines[:6], ",".join(cells), *lines[7:]]).encode()
    )
    assert [(fix.agency, fix.lat) for fix in file.fixes if fix.is_suspect] == [("美国", 47.8)]
    assert Reason.JUMP in {p.reason for p in problems}


def test_a_file_beyond_the_limit_is_refused_with_advice() -> None:
    file, problems = parse_storm_file("ibtracs.ALL.csv", TEXT.encode() + b" " * LARGEST_BYTES)
    assert file == StormFile()
    assert [p.reason for p in problems] == [Reason.TOO_LARGE]
