"""What cannot be in a storm file is flagged or unknown, and the rest is kept."""

import json

import pytest

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import StormFile
from stormdesk.ingest.storm_file import parse_storm_file
from tests.ingest.storm_samples import FEED, hourly


def suspects(file: StormFile) -> list[int]:
    return [fix.fixed_at.hour for fix in file.fixes if fix.is_suspect]


def test_a_sound_storm_has_no_problems() -> None:
    file, problems = hourly()
    assert problems == []
    assert len(file.fixes) == 12
    assert suspects(file) == []


@pytest.mark.parametrize("at", [0, 5, 11])
def test_a_jump_of_2000_km_is_flagged_and_the_rest_kept(at: int) -> None:
    file, problems = hourly((at, {"lat": "42.0"}))
    assert suspects(file) == [at]
    assert len(file.fixes) == 12
    assert [problem.reason for problem in problems] == [Reason.JUMP]
    assert problems[0].place.startswith("202497 中国 2024-07-01")


def test_a_small_spike_out_and_back_is_a_jump() -> None:
    file, _ = hourly((5, {"lat": "24.5"}))
    assert suspects(file) == [5]


def test_two_jumps_side_by_side_do_not_discredit_the_track() -> None:
    file, _ = hourly((3, {"lat": "40.0"}), (4, {"lat": "40.2"}))
    assert suspects(file) == [3, 4]


@pytest.mark.parametrize(
    ("field", "value"),
    [("pressure", "95"), ("pressure", "9800"), ("speed", "111"), ("speed", "-5"), ("movespeed", "400")],
)
def test_a_value_out_of_range_becomes_unknown_and_is_told(field: str, value: str) -> None:
    file, problems = hourly((4, {field: value}))
    name = {"pressure": "pressure_hpa", "speed": "wind_ms", "movespeed": "move_kmh"}[field]
    assert getattr(file.fixes[4], name) is None
    assert suspects(file) == []
    assert [(p.value, p.reason) for p in problems] == [(f"{float(value):g}", Reason.OUT_OF_RANGE)]
    assert problems[0].place == f"202497 中国 2024-07-01 12:00+08 {name}"


def test_edges_of_the_ranges_are_inside() -> None:
    _, problems = hourly((1, {"pressure": "850"}), (2, {"pressure": "1030"}), (3, {"speed": "110"}))
    assert problems == []


@pytest.mark.parametrize(("field", "value"), [("lat", "95"), ("lng", "-200")])
def test_an_impossible_position_is_refused(field: str, value: str) -> None:
    file, problems = hourly((4, {field: value}))
    assert len(file.fixes) == 11
    assert [p.reason for p in problems] == [Reason.LATITUDE if field == "lat" else Reason.LONGITUDE]


@pytest.mark.parametrize("time", ["2024-06-20 08:00:00", "2024-07-01 09:30:00", "2025-07-01 12:00:00"])
def test_time_that_does_not_run_forward_is_flagged(time: str) -> None:
    file, problems = hourly((6, {"time": time}))
    assert sum(fix.is_suspect for fix in file.fixes) == 1
    assert [problem.reason for problem in problems] == [Reason.TIME_ORDER]


def test_newest_first_is_an_order_too() -> None:
    rows = json.loads(FEED)[0]
    rows["points"].reverse()
    file, problems = parse_storm_file("feed.json", json.dumps(rows).encode())
    assert suspects(file) == []
    assert [fix.fixed_at for fix in file.fixes] == sorted(fix.fixed_at for fix in file.fixes)
    assert Reason.TIME_ORDER not in {problem.reason for problem in problems}


def test_the_same_row_twice_stands_once_and_two_places_at_one_time_are_flagged() -> None:
    same, problems = hourly((5, {"time": "2024-07-01 12:00:00", "lat": "22.8", "lng": "124.2"}))
    assert len(same.fixes) == 11
    assert [problem.reason for problem in problems] == [Reason.REPEATED]
    twice, problems = hourly((5, {"time": "2024-07-01 12:00:00"}))
    assert sum(fix.is_suspect for fix in twice.fixes) == 1
    assert [problem.reason for problem in problems] == [Reason.SAME_TIME]


def test_a_stale_copy_of_an_earlier_place_is_flagged() -> None:
    file, problems = hourly((11, {"lat": "23.4", "lng": "123.6"}))
    assert suspects(file) == [11]
    assert [problem.reason for problem in problems] == [Reason.STALE_POSITION]


def test_a_storm_that_stands_still_or_turns_slowly_is_no_stale_copy() -> None:
    standing = [(i, {"lat": "24.0", "lng": "123.0"}) for i in range(10, 12)]
    turning = (11, {"lat": "23.8", "lng": "123.2"})
    assert suspects(hourly(*standing)[0]) == []
    assert suspects(hourly(turning)[0]) == []


def test_circles_that_contradict_each_other_are_unknown() -> None:
    file, problems = hourly((2, {"radius10": "80|300|60|60"}), (3, {"radius7": "2000"}))
    assert (file.fixes[2].radii7_km, file.fixes[2].radii10_km) == (None, None)
    assert file.fixes[3].radii7_km is None
    assert file.fixes[3].radii10_km is not None
    assert sorted(p.reason for p in problems) == sorted(
        [Reason.RADII_ORDER, Reason.RADII_ORDER, Reason.OUT_OF_RANGE]
    )


def with_forecast(*steps: tuple[str, float, float]) -> tuple[StormFile, list[Problem]]:
    points = [{"time": time, "lat": str(lat), "lng": str(lon)} for time, lat, lon in steps]
    points[1]["ybsj"] = "2024-07-01T02:00:00.000+00:00"
    return hourly((2, {"forecast": [{"tm": "日本", "forecastpoints": points}]}))


def test_a_forecast_for_the_past_is_flagged() -> None:
    file, problems = with_forecast(
        ("2024-07-01 10:00:00", 22.4, 124.6),
        ("2024-07-01 22:00:00", 24, 122),
        ("2024-06-30 22:00:00", 25, 121),
    )
    assert [p.lead_h for p in file.forecasts if p.is_suspect] == [-12]
    assert [p.reason for p in problems] == [Reason.VALID_BEFORE_ISSUE]


def test_a_forecast_for_another_month_is_flagged() -> None:
    file, problems = with_forecast(
        ("2024-07-01 10:00:00", 22.4, 124.6),
        ("2024-07-01 22:00:00", 24, 122),
        ("2024-08-02 10:00:00", 25, 121),
    )
    assert [p.suspect_reason for p in file.forecasts if p.is_suspect] == [Reason.LEAD_RANGE]
    assert [p.reason for p in problems] == [Reason.LEAD_RANGE]


def test_a_forecast_point_on_the_other_side_of_the_world_is_flagged() -> None:
    file, _ = with_forecast(
        ("2024-07-01 10:00:00", 22.4, 124.6),
        ("2024-07-01 22:00:00", 24, 172),
        ("2024-07-02 10:00:00", 25, 121),
    )
    assert [p.lon for p in file.forecasts if p.is_suspect] == [172]


def test_a_landfall_far_from_the_storm_is_flagged() -> None:
    text = FEED.decode().replace('"lng": "121.30", "lat": "28.05"', '"lng": "121.30", "lat": "38.05"')
    file, problems = parse_storm_file("feed.json", text.encode())
    assert file.landfalls[0].suspect_reason == Reason.LANDFALL_POSITION
    assert Reason.LANDFALL_POSITION in {problem.reason for problem in problems}
