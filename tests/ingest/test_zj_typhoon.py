import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.problem import Reason
from stormdesk.ingest.storm_file import parse_storm_file
from stormdesk.ingest.zj_typhoon import contradicts, parse

FIXTURE = Path(__file__).parent / "fixtures" / "zj_storm.json"
DATA = FIXTURE.read_bytes()
AGENCIES = ("中国", "中国香港", "中国台湾", "日本", "美国")


def utc(day: int, hour: int) -> datetime:
    return datetime(2024, 7, day, hour, tzinfo=UTC)


def storm(**changes: Any) -> bytes:
    content = json.loads(DATA)
    content[0] |= changes
    return json.dumps(content, ensure_ascii=False).encode()


def point(**changes: Any) -> bytes:
    base = {"time": "2024-07-01 08:00:00", "lng": "125.0", "lat": "24.0", "speed": "30", "pressure": "980"}
    return storm(points=[base | changes])


def test_fixes_are_chinas_in_utc_with_the_quadrants_turned_to_ne_se_sw_nw() -> None:
    file, _ = parse(DATA, source="feed")
    first = file.fixes[0]
    assert (file.storms[0].storm_id, file.storms[0].name_zh, file.storms[0].name_en) == (
        "202499",
        "试风",
        "Trial",
    )
    assert len(file.fixes) == 6
    assert (first.agency, first.fixed_at, first.known_at) == ("中国", utc(1, 0), utc(1, 0))
    assert (first.lat, first.lon, first.pressure_hpa, first.wind_ms) == (24, 125, 980, 30)
    assert first.radii7_km == (250, 220, 200, 180)
    assert first.radii12_km is None
    assert (first.grade, first.move_direction, first.wind_averaging_min) == ("STS", "西北", 2)


def test_every_spelling_of_beijing_time_is_read() -> None:
    file, _ = parse(DATA, source="feed")
    assert [fix.fixed_at for fix in file.fixes][1:3] == [utc(1, 6), utc(1, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-01 20:00:00",
        "2024-07-01T20:00:00",
        "2024/7/1 20:00",
        "2024-7-1 20",
        "2024年7月1日20时",
        "2024-07-01T12:00:00.000+00:00",
        "2024-07-01T12:00:00Z",
        "202407012000",
        "/Date(1719835200000)/",
    ],
)
def test_one_instant_in_many_spellings(text: str) -> None:
    file, problems = parse(point(time=text), source="feed")
    assert file.fixes[0].fixed_at == utc(1, 12)
    assert Reason.NO_TIME not in {problem.reason for problem in problems}


@pytest.mark.parametrize(
    "text", ["", None, "2024-07-01", "2024-13-01 08:00", "soon", "0000-00-00 00:00:00", []]
)
def test_a_point_without_a_time_comes_back_as_a_problem(text: object) -> None:
    file, problems = parse(point(time=text), source="feed")
    assert file.fixes == ()
    assert ("points[0].time", Reason.NO_TIME) in {(p.place, p.reason) for p in problems}


def test_blank_values_are_unknown_and_never_zero() -> None:
    file, problems = parse(DATA, source="feed")
    assert file.fixes[2].pressure_hpa is None
    assert file.fixes[2].radii7_km is None
    assert file.fixes[1].move_kmh is None
    last = next(p for p in file.forecasts if p.agency == "日本" and p.lead_h == 24)
    assert (last.wind_ms, last.pressure_hpa, last.grade) == (None, None, None)
    assert {p.place for p in problems if p.reason == Reason.QUADRANTS} == {"points[1].radius12_quad"}


@pytest.mark.parametrize(
    ("text", "radii"),
    [
        ("100", (100.0,) * 4),
        (90, (90.0,) * 4),
        ("1,2,3,4", (1, 2, 4, 3)),
        ("0|0|0|0", None),
        ("0", None),
        ("100|0|80|90", (100, 0, 90, 80)),
        ({"ne": 1, "se": 2, "sw": 3, "nw": 4}, (1, 2, 3, 4)),
        ("", None),
    ],
)
def test_quadrant_spellings(text: object, radii: object) -> None:
    file, problems = parse(point(radius7=text), source="feed")
    assert file.fixes[0].radii7_km == radii
    assert Reason.QUADRANTS not in {problem.reason for problem in problems}


@pytest.mark.parametrize("text", ["100|90", "100|90|80", "a|b|c|d", "1|2|3|4|5", "100||90|80"])
def test_quadrants_that_are_not_four_numbers_are_unknown_and_told(text: str) -> None:
    file, problems = parse(point(radius7=text), source="feed")
    assert file.fixes[0].radii7_km is None
    assert [(p.value, p.reason) for p in problems if "radius7" in p.place] == [(text, Reason.QUADRANTS)]


def test_a_forecast_is_as_issued_and_known_when_it_first_appeared() -> None:
    file, _ = parse(DATA, source="feed")
    japan = [p for p in file.forecasts if p.agency == "日本"]
    assert [(p.issued_at, p.known_at, p.lead_h) for p in japan] == [
        (utc(1, 3), utc(1, 6), 0),
        (utc(1, 3), utc(1, 6), 24),
    ]


def test_a_repeated_forecast_stands_once_and_a_contradiction_is_flagged() -> None:
    file, problems = parse(DATA, source="feed")
    china = [p for p in file.forecasts if p.agency == "中国"]
    assert [(p.lead_h, p.lon, p.is_suspect, p.known_at) for p in china] == [
        (0, 125.0, False, utc(1, 0)),
        (12, 123.1, False, utc(1, 0)),
        (24, 121.4, False, utc(1, 0)),
        (24, 121.6, True, utc(1, 6)),
    ]
    assert [p.place for p in problems if p.reason == Reason.CONTRADICTION] == ["中国 2024-07-01T00:00Z +24 h"]


def test_a_group_that_only_repeats_its_base_is_no_forecast() -> None:
    file, _ = parse(DATA, source="feed")
    assert "中国台湾" not in {p.agency for p in file.forecasts}


def forecast_of(*steps: dict[str, str]) -> list[dict[str, Any]]:
    place = {"lng": "124.0", "lat": "25.0"}
    return [{"tm": "中国", "forecastpoints": [place | step for step in steps]}]


def test_a_later_fix_at_the_head_of_a_repeated_forecast_is_no_point_of_it() -> None:
    issued = "2024-07-01T00:00:00.000+00:00"
    steps = ({"time": "2024-07-01 10:00:00"}, {"time": "2024-07-01 20:00:00", "ybsj": issued})
    file, _ = parse(point(time="2024-07-01 10:00:00", forecast=forecast_of(*steps)), source="feed")
    assert [(p.issued_at, p.known_at, p.lead_h) for p in file.forecasts] == [(utc(1, 0), utc(1, 2), 12)]


def test_without_a_base_the_fix_is_the_base() -> None:
    steps = ({"time": "2024-07-01 20:00:00"}, {"time": "2024-07-02 08:00:00"})
    file, _ = parse(point(forecast=forecast_of(*steps)), source="feed")
    assert [(p.issued_at, p.lead_h) for p in file.forecasts] == [(utc(1, 0), 12), (utc(1, 0), 24)]


def test_one_merged_group_is_split_by_the_points_own_agency() -> None:
    def at(time: str, **more: str) -> dict[str, str]:
        return {"time": time, "lng": "124.0", "lat": "25.0"} | more

    merged = {
        "tm": "中国 中国台湾",
        "forecastpoints": [
            at("2024-07-01 08:00:00"),
            at("2024-07-01 20:00:00", tm="中国"),
            at("2024-07-01 08:00:00"),
            at("2024-07-02 08:00:00", tm="台湾", ybsj="2024-07-01T00:00:00.000+00:00"),
        ],
    }
    file, _ = parse(point(forecast=merged), source="feed")
    assert [(p.agency, p.lead_h) for p in file.forecasts] == [
        ("中国", 0),
        ("中国", 12),
        ("中国台湾", 0),
        ("中国台湾", 24),
    ]


def test_a_landfall_whose_address_contradicts_its_wording_is_flagged() -> None:
    file, problems = parse(DATA, source="feed")
    assert [landfall.is_suspect for landfall in file.landfalls] == [False, True]
    assert [p.place for p in problems if p.reason == Reason.LANDFALL_PLACE] == ["land[1].landaddress"]


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("舟山普陀区", "“试风”已于9月14日20时30分前后在浙江省舟山普陀沿海登陆", False),
        ("海南文昌沿海", "“试风”已于9月6日16时20分在海南文昌沿海登陆", False),
        ("山东省青岛市沿海", "“试风”已于9月16日12时40分前后在辽宁省大连市再次登陆", True),
        ("山东省青岛市沿海", "", False),
        ("", "在辽宁省大连市登陆", False),
    ],
)
def test_contradiction_of_place_and_wording(place: str, text: str, *, expected: bool) -> None:
    assert contradicts(place, text) is expected


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + DATA,
        b"jQuery110_99(" + DATA + b");",
        b"var data = " + DATA,
        DATA.decode().encode("gb18030"),
        DATA.decode().encode("utf-16"),
        json.dumps(json.loads(DATA)[0]).encode(),
        json.dumps({"code": 200, "data": json.loads(DATA)}).encode(),
        json.dumps(json.loads(DATA), indent=2).encode(),
    ],
    ids=["bom", "jsonp", "assignment", "gb18030", "utf-16", "object", "envelope", "escaped"],
)
def test_the_same_storm_in_other_wrappings(data: bytes) -> None:
    assert parse(data, source="feed")[0] == parse(DATA, source="feed")[0]


def test_a_cut_file_keeps_the_whole_points_and_names_the_place() -> None:
    text = DATA.decode()
    cut = text[: text.index('"time": "2024-07-02 08:00:00", "lng": "121.40", "lat": "28.00"')]
    file, problems = parse(cut.encode(), source="feed")
    assert [fix.fixed_at for fix in file.fixes] == [utc(1, 0), utc(1, 6), utc(1, 12), utc(1, 18)]
    assert len(file.landfalls) == 2
    truncated = [p.place for p in problems if p.reason == Reason.TRUNCATED]
    assert len(truncated) == 1
    assert truncated[0].startswith(f"第 {cut.count(chr(10)) + 1} 行")


@given(st.integers(1, len(DATA) - 3))
@settings(max_examples=30)
def test_wherever_it_is_cut_the_kept_points_are_the_first_ones(length: int) -> None:
    whole, _ = parse(DATA, source="feed")
    file, problems = parse(DATA[:length], source="feed")
    assert file.fixes == whole.fixes[: len(file.fixes)]
    assert problems


def test_without_an_id_the_file_name_may_tell_it_and_else_nothing_is_taken() -> None:
    named, _ = parse(storm(tfid=""), source="typhoon_202499.json")
    assert named.storms[0].storm_id == "202499"
    unnamed, problems = parse(storm(tfid=""), source="typhoon.json")
    assert unnamed.storms == ()
    assert Reason.NO_STORM_ID in {p.reason for p in problems}
    assert parse(storm(tfid=202499), source="feed")[0].storms[0].storm_id == "202499"


@pytest.mark.parametrize("value", ["NaN", "1e999", "12级左右", True, [], {"a": 1}])
def test_a_position_that_is_no_number_is_refused_with_its_place(value: object) -> None:
    file, problems = parse(point(lat=value), source="feed")
    assert file.fixes == ()
    assert "points[0].lat" in {p.place for p in problems}


def made_up_forecast(agency: str, base: datetime, hours_in: int) -> dict[str, Any]:
    steps = []
    for lead in (0, 12, 24, 48, 72):
        moved = hours_in + lead
        step = {"time": f"{base + timedelta(hours=lead)}", "speed": "40", "pressure": "955"}
        step |= {"lng": f"{128 - moved * 0.05:.2f}", "lat": f"{18 + moved * 0.08:.2f}"}
        issued = f"{base - timedelta(hours=8):%Y-%m-%dT%H:%M:%S.000+00:00}"
        steps.append(step | ({"tm": agency.removeprefix("中国") or agency, "ybsj": issued} if lead else {}))
    return {"tm": agency, "forecastpoints": steps}


def five_agencies(points: int) -> bytes:
    """Build a made-up storm with forecasts of five agencies, renewed every three hours, at each point."""
    start = datetime(2024, 7, 20, 8)  # noqa: DTZ001 - the feed writes Beijing time without a zone
    rows = []
    for i in range(points):
        base = start + timedelta(hours=i - i % 3)
        rows.append(
            {
                "time": f"{start + timedelta(hours=i)}",
                "lng": f"{128 - i * 0.05:.2f}",
                "lat": f"{18 + i * 0.08:.2f}",
                "strong": "台风",
                "speed": "40",
                "radius7": "300|300|250|250",
                "forecast": [made_up_forecast(agency, base, i - i % 3) for agency in AGENCIES],
            }
        )
    return json.dumps({"tfid": "202498", "name": "虚构", "enname": "FICTION", "points": rows}).encode()


def test_five_agencies_at_each_of_102_points() -> None:
    file, problems = parse_storm_file("feed.json", five_agencies(102))
    assert problems == []
    assert len(file.fixes) == 102
    assert Counter(p.agency for p in file.forecasts) == dict.fromkeys(AGENCIES, 34 * 5)
    assert not any(p.is_suspect for p in file.forecasts)
    assert all(p.known_at == p.issued_at for p in file.forecasts)
