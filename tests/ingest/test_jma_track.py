from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.problem import Reason
from stormdesk.ingest.jma_track import parse, quadrants_of

FIXTURE = Path(__file__).parent / "fixtures" / "jma_storm.txt"
TABLE = Path(__file__).parents[2] / "data" / "tracks" / "jma_best_tracks.csv"


def test_fixed_width_lines_become_fixes_in_metric_units() -> None:
    file, problems = parse(FIXTURE.read_bytes(), source="bst")
    assert problems == []
    assert (file.storms[0].storm_id, file.storms[0].name_en) == ("202499", "Trial")
    second = file.fixes[1]
    assert second.fixed_at == datetime(2024, 7, 1, 6, tzinfo=UTC)
    assert (second.lat, second.lon, second.pressure_hpa, second.grade) == (25.1, 124.0, 980, "STS")
    assert second.wind_ms == pytest.approx(55 * 0.5144, abs=0.06)
    assert second.wind_averaging_min == 10
    assert second.radii10_km == pytest.approx((74.08,) * 4)
    assert second.radii7_km == pytest.approx((277.8, 333.36, 277.8, 222.24))
    assert second.is_radii_modelled
    assert second.is_analysis_after
    assert second.radii12_km is None


def test_no_circle_is_zero_and_no_word_is_unknown() -> None:
    file, _ = parse(FIXTURE.read_bytes(), source="bst")
    assert file.fixes[0].radii10_km == (0, 0, 0, 0)
    assert file.fixes[4].radii10_km is None
    assert file.fixes[4].wind_ms is None
    assert file.fixes[4].grade == "L"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (1, (300, 200, 100, 200)),
        (2, (300, 300, 100, 100)),
        (4, (100, 300, 300, 100)),
        (5, (100, 200, 300, 200)),
        (7, (200, 100, 200, 300)),
        (8, (300, 100, 100, 300)),
        (9, (300, 300, 300, 300)),
        (12, None),
    ],
)
def test_quadrants_are_modelled_around_the_direction_of_the_longest(heading: int, expected: object) -> None:
    assert quadrants_of(300, 100, heading) == expected


def test_the_shipped_table_is_whole() -> None:
    file, problems = parse(TABLE.read_bytes(), source="table")
    assert problems == []
    assert Counter(fix.storm_id for fix in file.fixes)["202212"] == 63
    assert [storm.storm_id for storm in file.storms] == [
        "201909",
        "202004",
        "202106",
        "202203",
        "202211",
        "202212",
    ]
    at_landfall = next(f for f in file.fixes if f.fixed_at == datetime(2022, 9, 14, 12, tzinfo=UTC))
    assert (at_landfall.lat, at_landfall.lon, at_landfall.pressure_hpa) == (29.9, 122.3, 965)


def test_a_bad_line_is_named_and_the_others_stay() -> None:
    lines = FIXTURE.read_text().splitlines()
    lines[2] = "24070106 002 4 2x1 1240  980"
    file, problems = parse("\n".join(lines).encode(), source="bst")
    assert len(file.fixes) == 4
    assert [(p.place, p.reason) for p in problems] == [("第 3 行", Reason.BAD_ROW)]


def test_a_table_row_cut_short_is_refused_by_its_line() -> None:
    text = TABLE.read_text()
    cut = "\n".join(text.splitlines()[:10])[:-20]
    file, problems = parse(cut.encode(), source="table")
    assert len(file.fixes) == 8
    assert [(p.place, p.reason) for p in problems] == [("第 10 行", Reason.BAD_ROW)]


def test_missing_columns_are_named() -> None:
    file, problems = parse(b"num,name,time,lat\n2499,TRIAL,2024-07-01 00:00:00,24.0\n", source="table")
    assert file.fixes == ()
    assert {p.value for p in problems if p.reason == Reason.MISSING_COLUMN} == {"lon", "pres", "wind_kt"}
