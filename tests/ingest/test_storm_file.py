import json
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, StormFile
from stormdesk.ingest.storm_file import PARSERS, SIGNS, StormFormat, detect, parse_storm_file

FIXTURES = Path(__file__).parent / "fixtures"
TRACKS = Path(__file__).parents[2] / "data" / "tracks"
FEED = (FIXTURES / "zj_storm.json").read_bytes()
TEXT = (FIXTURES / "jma_storm.txt").read_bytes()
TABLE = (TRACKS / "pagasa_analyses.csv").read_bytes()
NMC = (FIXTURES / "nmc_storm.jsonp").read_bytes()
CMA = (FIXTURES / "cma_storm.txt").read_bytes()
IBTRACS = (FIXTURES / "ibtracs_storm.csv").read_bytes()
CHINESE = (FIXTURES / "table_zh.csv").read_bytes()
FORECASTS = (FIXTURES / "table_forecast.csv").read_bytes()
SAMPLES = (FEED, NMC, CMA, TEXT, TABLE, IBTRACS, CHINESE, FORECASTS)


def hourly(*changes: tuple[int, dict[str, Any]], points: int = 12) -> tuple[StormFile, list[Problem]]:
    """Import a made-up storm of hourly points moving north-west, with some of its values changed."""
    rows: list[dict[str, Any]] = [
        {"time": f"2024-07-01 {8 + i:02}:00:00", "lng": f"{125 - i * 0.2:.1f}", "lat": f"{22 + i * 0.2:.1f}"}
        | {"speed": "35", "pressure": "970", "radius7": "200|200|150|150", "radius10": "80|80|60|60"}
        for i in range(points)
    ]
    for i, values in changes:
        rows[i] |= values
    return parse_storm_file("feed.json", json.dumps({"tfid": "202497", "points": rows}).encode())


def suspects(file: StormFile) -> list[int]:
    return [fix.fixed_at.hour for fix in file.fixes if fix.is_suspect]


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (FEED, StormFormat.ZHEJIANG),
        (b"callback(" + FEED + b")", StormFormat.ZHEJIANG),
        (FEED.decode().encode("gb18030"), StormFormat.ZHEJIANG),
        (TEXT, StormFormat.JMA),
        ((TRACKS / "jma_best_tracks.csv").read_bytes(), StormFormat.JMA),
        (TABLE, StormFormat.PAGASA),
        ((TRACKS / "pagasa_forecasts.csv").read_bytes(), StormFormat.PAGASA),
        (NMC, StormFormat.NMC),
        (NMC[NMC.index(b"{") : -1], StormFormat.NMC),
        (b'typhoon_jsons_list_default(({"typhoonList":[]}))', StormFormat.NMC),
        (CMA, StormFormat.CMA),
        (CMA.replace(b"\n", b"\r\n"), StormFormat.CMA),
        (IBTRACS, StormFormat.IBTRACS),
        (CHINESE, StormFormat.TABLE),
        (CHINESE.decode().encode("gb18030"), StormFormat.TABLE),
        (CHINESE.decode().encode("utf-16"), StormFormat.TABLE),
        (FORECASTS, StormFormat.TABLE),
        (b"typhoon_jsons_view_1({})", None),
        (b"66666 0000   26 0003 2212 0 6 Trial\n2022090800 1 170 1330  998   18\n", StormFormat.CMA),
        (b"PK\x03\x04", None),
    ],
)
def test_the_format_shows_in_the_content(data: bytes, known: StormFormat | None) -> None:
    assert detect(data) == known


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_is_known_by_one_sign_and_read_by_its_own_parser_only(sample: bytes) -> None:
    text = sample.decode()
    signs = {known for known, is_like in SIGNS if is_like(text)}
    assert signs - {StormFormat.TABLE} <= {detect(sample)}
    file, _ = parse_storm_file("sample", sample)
    assert file.fixes or file.forecasts
    for known, parse in PARSERS.items():
        if known is not detect(sample) and known is not StormFormat.TABLE:
            strange, problems = parse(sample, source="sample")
            assert (strange.fixes, strange.forecasts) == ((), ())
            assert problems


def season_storm() -> bytes:
    """A made-up storm of 2024 in the shape of the Zhejiang site: 102 points, five agencies forecasting."""
    agencies = ("中国", "日本", "美国", "中国台湾", "韩国")
    start, points = datetime(2024, 9, 10, 2), []  # noqa: DTZ001  the site writes Beijing time without a zone
    for i in range(102):
        at, lat, lon = start + timedelta(hours=i), 15 + i * 0.15, 140 - i * 0.2
        groups = [
            {
                "tm": name,
                "forecastpoints": [
                    {
                        "time": f"{at + timedelta(hours=lead):%Y-%m-%d %H:%M:%S}",
                        "lat": f"{lat + lead * 0.15:.1f}",
                        "lng": f"{lon - lead * 0.2:.1f}",
                    }
                    for lead in (0, 12, 24, 48)
                ],
            }
            for name in agencies
        ]
        point = {"time": f"{at:%Y-%m-%d %H:%M:%S}", "lat": f"{lat:.1f}", "lng": f"{lon:.1f}", "speed": "30"}
        points.append(point | {"forecast": groups if i % 6 == 0 else []})
    return json.dumps({"tfid": "202413", "name": "试验", "points": points}, ensure_ascii=False).encode()


@pytest.mark.parametrize("wrap", ["{}", "jQuery183_1({});", "[{}]"])
def test_a_storm_of_2024_with_five_agencies_is_read_whole(wrap: str) -> None:
    file, problems = parse_storm_file("202413.json", wrap.replace("{}", season_storm().decode()).encode())
    assert problems == []
    assert len(file.fixes) == 102
    issues = {(point.agency, point.issued_at) for point in file.forecasts}
    assert len(issues) == 5 * 17
    averaging = {point.agency: point.wind_averaging_min for point in file.forecasts}
    assert averaging == {"中国": 2, "日本": 10, "美国": 1, "中国台湾": 10, "韩国": 10}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", Reason.EMPTY_FILE), (b" \n ", Reason.EMPTY_FILE), (b"hello", Reason.UNKNOWN_FORMAT)],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, reason: Reason) -> None:
    file, problems = parse_storm_file("some.json", data)
    assert file == StormFile()
    assert [(problem.place, problem.reason) for problem in problems] == [("some.json", reason)]


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


def check_promises(data: bytes) -> None:
    """Whatever comes in: an answer, every kept row possible, and nothing lost in silence."""
    file, problems = parse_storm_file("some.json", data)
    assert all(problem.reason for problem in problems)
    assert file.fixes or file.forecasts or problems
    for row in (*file.fixes, *file.forecasts):
        assert -90 <= row.lat <= 90
        assert row.pressure_hpa is None or 850 <= row.pressure_hpa <= 1030
        assert row.wind_ms is None or 0 <= row.wind_ms <= 110
        assert row.is_suspect == (row.suspect_reason is not None)
    sound = [fix for fix in file.fixes if not fix.is_suspect]
    times = {(fix.storm_id, fix.agency, fix.fixed_at) for fix in sound}
    assert len(times) == len(sound)


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=80, deadline=None)
def test_spoilt_bytes_never_break_the_import(sample: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(spoilt)))
        length = data.draw(st.integers(0, 12))
        spoilt[start : start + length] = data.draw(st.binary(max_size=12))
    check_promises(bytes(spoilt))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("NaN"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_strange_values_never_break_the_import(data: st.DataObject) -> None:
    content = json.loads(FEED)
    for _ in range(data.draw(st.integers(1, 4))):
        node: Any = content
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = data.draw(st.sampled_from(keys))
            child = node[key]
            if not isinstance(child, dict | list) or not child or data.draw(st.integers(0, 5)) == 0:
                node[key] = data.draw(VALUES)
                break
            node = child
        if not content:
            break
    check_promises(json.dumps(content).encode())


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=50, deadline=None)
def test_a_file_cut_anywhere_never_breaks_the_import(sample: bytes, data: st.DataObject) -> None:
    check_promises(sample[: data.draw(st.integers(1, len(sample)))])
    check_promises(sample[data.draw(st.integers(0, len(sample) - 1)) :])


@given(
    st.lists(
        st.lists(
            st.text(max_size=6) | st.sampled_from(["2497", "17.0", "2024-07-01", "9" * 400]), max_size=16
        ),
        max_size=4,
    )
)
@settings(max_examples=50, deadline=None)
def test_strange_cells_never_break_the_import(rows: list[list[str]]) -> None:
    for sample in (CHINESE, FORECASTS, IBTRACS):
        head = "\n".join(sample.decode().splitlines()[:3])
        delimiter = ";" if sample is FORECASTS else ","
        body = "\n".join(delimiter.join(cells) for cells in rows)
        check_promises(f"{head}\n{body}\n".encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    check_promises(data)


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\u0000", r"\udc00\ud800"])
def test_names_that_no_file_can_hold_are_mended(escape: str) -> None:
    for sample in (FEED, NMC):
        text = sample.decode().replace('"试验', f'"试{escape}').replace('"name": "', f'"name": "{escape}')
        file, _ = parse_storm_file("feed.json", text.encode())
        assert "\ufffd" in str(file.storms[0].name_zh)
        str(file).encode()
    emoji = NMC.decode().replace('"试验', r'"\ud83c\udf00').encode()
    assert parse_storm_file("feed.json", emoji)[0].storms[0].name_zh == "\U0001f300"


def test_deep_nesting_is_refused() -> None:
    check_promises(b'{"points":' + b"[" * 100_000)
    check_promises(b'{"tfid":"202412","points":' + b"[" * 5_000 + b"]" * 5_000 + b"}")


@pytest.mark.parametrize("part", [b"(", b"[", b'{"mmsi":[', b"(a", b'"', b",", b"66666 \n", b"-", b"7"])
def test_endless_repetition_is_answered_at_once(part: bytes) -> None:
    began = perf_counter()
    check_promises(part * (2_000_000 // len(part)) + b"{")
    assert perf_counter() - began < 10


def test_an_endless_account_of_a_landfall_is_read_at_once() -> None:
    began = perf_counter()
    content = json.loads(FEED)
    content[0]["land"][0]["info"] = "在" * 200_000
    check_promises(json.dumps(content).encode())
    assert perf_counter() - began < 10


@pytest.mark.parametrize("tail", ["!", "-", " ", "9"])
@pytest.mark.parametrize("digit", ["9", " 9", "9.", "2024-"])
def test_endless_values_are_refused_at_once(digit: str, tail: str) -> None:
    began = perf_counter()
    value = digit * 100_000 + tail
    file, problems = hourly(
        (3, {"lat": value}), (4, {"time": value}), (5, {"radius7": value, "strong": value})
    )
    assert len(file.fixes) == 10
    assert len(problems) >= 4
    assert perf_counter() - began < 10


def test_fixes_come_back_in_time_order() -> None:
    file, _ = parse_storm_file("table.csv", TABLE)
    by_storm: dict[str, list[Fix]] = {}
    for fix in file.fixes:
        by_storm.setdefault(fix.storm_id, []).append(fix)
    for fixes in by_storm.values():
        assert [f.fixed_at for f in fixes] == sorted(f.fixed_at for f in fixes)
