import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import StormFile
from stormdesk.domain.wind import StormGrade
from stormdesk.ingest.nmc_typhoon import parse
from stormdesk.ingest.storm_file import parse_storm_file

TEXT = (Path(__file__).parent / "fixtures" / "nmc_storm.jsonp").read_text(encoding="utf-8")


def content() -> Any:
    return json.loads(TEXT[TEXT.index("(") + 1 : -1])


def read(value: Any) -> tuple[StormFile, list[Problem]]:
    return parse(json.dumps(value).encode(), source="view_3999999")


def test_a_point_is_read_with_its_circles_in_our_order() -> None:
    file, problems = parse(TEXT.encode(), source="view")
    fix = file.fixes[6]
    assert problems == []
    assert (fix.storm_id, fix.agency, fix.fixed_at) == (
        "202497",
        "中国",
        datetime(2024, 7, 2, 12, tzinfo=UTC),
    )
    assert (fix.lat, fix.lon, fix.pressure_hpa, fix.wind_ms, fix.wind_averaging_min) == (
        19.4,
        128.2,
        976,
        30,
        2,
    )
    assert (fix.move_kmh, fix.move_direction, fix.grade) == (20, "西北偏西", StormGrade.TY)
    assert fix.radii7_km == (300, 250, 180, 200)
    assert (fix.radii10_km, fix.radii12_km) == ((120, 100, 80, 90), (60, 50, 40, 45))
    assert (file.fixes[0].radii7_km, file.fixes[0].radii10_km) == ((300, 250, 180, 200), None)
    assert not any(fix.is_analysis_after or fix.is_radii_modelled for fix in file.fixes)
    assert [(storm.name_zh, storm.name_en, storm.season) for storm in file.storms] == [
        ("试验", "Trial", 2024)
    ]


def test_forecasts_have_their_agency_and_its_averaging() -> None:
    file, _ = parse(TEXT.encode(), source="view")
    found = {(point.agency, point.wind_averaging_min) for point in file.forecasts}
    assert found == {("中国", 2), ("日本", 10), ("美国", 1)}
    assert len(file.forecasts) == 18
    first = file.forecasts[0]
    assert first.issued_at == first.known_at == datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert (first.lead_h, first.valid_at - first.issued_at) == (12, timedelta(hours=12))


def test_storms_without_an_international_number_have_the_national_one_or_none() -> None:
    value = content()
    value["typhoon"][1:5] = ["nameless", "热带低压", None, "20240015"]
    file, _ = read(value)
    assert [(storm.storm_id, storm.name_zh, storm.name_en) for storm in file.storms] == [
        ("20240015", None, None)
    ]
    value["typhoon"][4] = None
    file, problems = read(value)
    assert file == StormFile()
    assert [p.reason for p in problems] == [Reason.NO_STORM_ID, Reason.NO_ROWS]
    value["typhoon"][3] = 612
    assert read(value)[0].storms[0].storm_id == "200612"


def test_two_times_that_differ_are_told_and_the_stamp_holds() -> None:
    value = content()
    value["typhoon"][8][1][1] = "202407011400"
    file, problems = read(value)
    assert file.fixes[1].fixed_at == datetime(2024, 7, 1, 6, tzinfo=UTC)
    assert [p.reason for p in problems] == [Reason.TIMES_DISAGREE]
    value["typhoon"][8][1][2] = None
    assert read(value)[0].fixes[1].fixed_at == datetime(2024, 7, 1, 14, tzinfo=UTC)


def test_unknown_values_are_unknown() -> None:
    value = content()
    value["typhoon"][8][1][6:10] = [9999, 0, None, 9999]
    fix = read(value)[0].fixes[1]
    assert (fix.pressure_hpa, fix.wind_ms, fix.move_direction, fix.move_kmh) == (None, None, None, None)


@pytest.mark.parametrize(
    "circles", [[["30KTS", 1, 2]], [["99KTS", 1, 2, 3, 4]], ["x"], [[]], [["30KTS", 1, 2, 3, "a"]]]
)
def test_circles_that_cannot_be_read_are_told(circles: Any) -> None:
    value = content()
    value["typhoon"][8][0][10] = circles
    file, problems = read(value)
    assert file.fixes[0].radii7_km is None
    assert [p.reason for p in problems] == [Reason.QUADRANTS]


def test_a_list_of_storms_is_told_to_be_one() -> None:
    text = 'typhoon_jsons_list_default(({"typhoonList":[[1,"TRIAL","试验","2497","2497",null,"","stop"]]}))'
    file, problems = parse_storm_file("list_default", text.encode())
    assert file == StormFile()
    assert [(p.value, p.reason) for p in problems] == [("1", Reason.LIST_ONLY)]


def test_a_broken_end_keeps_the_whole_points_before_it() -> None:
    cut = TEXT[: TEXT.index("[9006,") + 40]
    file, problems = parse(cut.encode(), source="view")
    assert problems[0].reason == Reason.TRUNCATED
    assert len(file.fixes) in {0, 6}


def test_a_storm_that_teleports_is_flagged() -> None:
    value = content()
    value["typhoon"][8][4][4] = 175.0
    file, problems = parse_storm_file("view", json.dumps(value).encode())
    assert [i for i, fix in enumerate(file.fixes) if fix.is_suspect] == [4]
    assert [p.reason for p in problems] == [Reason.JUMP]
