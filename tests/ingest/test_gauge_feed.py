"""Readings come in the field names of the national tables or one a row; what is missing is never zero."""

import io
import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.problem import Problem
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.ingest.feed_reason import TAKEN, FeedReason
from stormdesk.ingest.gauge_feed import parse, recognise

EIGHT = datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
ROW = {"STCD": "70611200", "STNM": "坎门", "TM": "2022-09-14 08:00:00"}
SINGLE = {"gauge_id": "g1", "quantity": "level_m", "value": 3.5, "read_at": "2022-09-14T08:00:00+08:00"}


def read(*rows: dict[str, object]) -> tuple[list[Reading], list[Problem]]:
    return parse("feed", json.dumps(list(rows), ensure_ascii=False).encode())


def values(*rows: dict[str, object]) -> dict[Quantity, float]:
    return {reading.quantity: reading.value for reading in read(*rows)[0]}


def reasons(*rows: dict[str, object]) -> list[str]:
    return [problem.reason for problem in read(*rows)[1] if problem.reason != FeedReason.ZONELESS]


@pytest.mark.parametrize(
    ("file", "count"), [("readings_stcd.csv", 8), ("readings_stcd.json", 3), ("readings_one_per_row.csv", 2)]
)
def test_the_samples_are_taken_whole(project: Path, file: str, count: int) -> None:
    data = (project / "data/samples" / file).read_bytes()
    assert recognise(file, data)
    readings, problems = parse(file, data)
    assert len(readings) == count
    assert {problem.reason for problem in problems} <= TAKEN
    assert {reading.read_at for reading in readings} == {EIGHT}


def test_a_row_of_the_standard_holds_several_readings() -> None:
    row = {**ROW, "RZ": 28.36, "INQ": 14.2, "W": 3.305, "OTQ": 0, "BLRZ": None, "RWPTN": "5"}
    assert values(row) == {
        Quantity.LEVEL_M: 28.36,
        Quantity.INFLOW_M3S: 14.2,
        Quantity.STORAGE_M3_MILLION: 3.305,
        Quantity.OUTFLOW_M3S: 0.0,
    }
    assert reasons(row) == []
    (first, *_), _ = read(row)
    assert (first.gauge_id, first.gauge_name, first.read_at) == ("70611200", "坎门", EIGHT)


@pytest.mark.parametrize(
    ("interval", "quantity"),
    [
        (1, Quantity.RAIN_MM_1H),
        ("1.00", Quantity.RAIN_MM_1H),
        (3, Quantity.RAIN_MM_3H),
        ("6.00", Quantity.RAIN_MM_6H),
        (12, Quantity.RAIN_MM_12H),
        (24.0, Quantity.RAIN_MM_24H),
        (0.05, Quantity.RAIN_MM_5MIN),
    ],
)
def test_rain_goes_by_its_interval(interval: object, quantity: Quantity) -> None:
    assert values({**ROW, "DRP": "12.5", "INTV": interval}) == {quantity: 12.5}


def test_rain_of_another_interval_is_told_not_guessed() -> None:
    assert values({**ROW, "DRP": 5, "INTV": 0.3}) == {}
    assert reasons({**ROW, "DRP": 5, "INTV": 0.3}) == [FeedReason.ODD_INTERVAL]


def test_rain_without_an_interval_is_hourly_and_that_is_said_once() -> None:
    rows = [{**ROW, "DRP": n} for n in range(3)]
    assert len(read(*rows)[0]) == 3
    assert reasons(*rows) == [FeedReason.NO_INTERVAL]


def test_rain_of_nothing_is_a_reading() -> None:
    assert values({**ROW, "DRP": 0, "INTV": 1}) == {Quantity.RAIN_MM_1H: 0.0}


@pytest.mark.parametrize(("hour", "reason"), [("08", []), ("09", [FeedReason.NOT_DAILY])])
def test_daily_rain_is_the_day_that_ends_at_eight(hour: str, reason: list[str]) -> None:
    row = {**ROW, "TM": f"2022-09-14 {hour}:00:00", "DYP": 101.5}
    assert values(row) == ({} if reason else {Quantity.RAIN_MM_24H: 101.5})
    assert reasons(row) == reason


@pytest.mark.parametrize("mark", [-9999, -99, 999999, "-9999", "9999.0", "-99.0", "999,999.0"])
def test_a_missing_mark_is_a_problem_and_not_a_value(mark: object) -> None:
    row = {**ROW, "Z": mark, "Q": 3}
    assert values(row) == {Quantity.FLOW_M3S: 3.0}
    assert reasons(row) == [FeedReason.MISSING_MARK]


@pytest.mark.parametrize("mark", ["空", "缺测", "--", "N/A", "null", "NaN"])
def test_a_word_for_nothing_is_a_problem_and_not_a_value(mark: object) -> None:
    assert values({**ROW, "Z": mark}) == {}
    assert reasons({**ROW, "Z": mark}) == [FeedReason.NO_VALUE]


@pytest.mark.parametrize(
    "row", [{**ROW, "Z": ""}, {**ROW, "Z": None, "Q": " "}, ROW, {**SINGLE, "value": None}]
)
def test_a_row_that_says_nothing_is_a_problem(row: dict[str, object]) -> None:
    assert values(row) == {}
    assert reasons(row) == [FeedReason.NO_VALUE]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Z": "3.5米左右"}, FeedReason.NOT_A_NUMBER),
        ({"Z": "1,234"}, FeedReason.COMMA),
        ({"Z": 3, "STCD": ""}, FeedReason.MISSING),
        ({"Z": 3, "TM": None}, FeedReason.MISSING),
        ({"Z": 3, "TM": "14日8时"}, FeedReason.NOT_A_TIME),
        ({"Z(尺)": 3}, FeedReason.UNKNOWN_UNIT),
        ({"quantity": "temperature_c", "value": 3}, FeedReason.NO_QUANTITY),
        ({"quantity": "level_m", "value": 3, "unit": "尺"}, FeedReason.UNKNOWN_UNIT),
    ],
)
def test_what_cannot_be_a_reading_is_told(change: dict[str, object], reason: str) -> None:
    assert values({**ROW, **change}) == {}
    assert reasons({**ROW, **change}) == [reason]


@pytest.mark.parametrize(
    ("change", "quantity", "value"),
    [
        ({"蓄水量(万m³)": 330.5}, Quantity.STORAGE_M3_MILLION, 3.305),
        ({"水位(cm)": 342}, Quantity.LEVEL_M, 3.42),
        ({"TDZ": 2.81}, Quantity.LEVEL_M, 2.81),
        ({"Z": "3,42"}, Quantity.LEVEL_M, 3.42),
        ({"WNDV": 17.2}, Quantity.WIND_MS, 17.2),
        ({"风速(节)": 10}, Quantity.WIND_MS, 5.1444),
        ({"WNDDIR": "东北风"}, Quantity.WIND_FROM_DEG, 45),
        ({"WNDDIR": "nnw"}, Quantity.WIND_FROM_DEG, 337.5),
        ({"气压(Pa)": 99_500}, Quantity.PRESSURE_HPA, 995),
        ({"quantity": "库容", "value": 12, "unit": "亿m3"}, Quantity.STORAGE_M3_MILLION, 1200),
        ({"quantity": "gust_ms", "value": "40.1"}, Quantity.GUST_MS, 40.1),
    ],
)
def test_units_and_names_lead_to_one_quantity(
    change: dict[str, object], quantity: Quantity, value: float
) -> None:
    assert values({**ROW, **change}) == {quantity: pytest.approx(value, rel=1e-4)}


def test_a_column_that_nobody_knows_is_named_once() -> None:
    rows = [{**ROW, "Z": 1, "浊度": 5, "DWZ": 2}, {**ROW, "Z": 1, "浊度": 6, "DWZ": 2}]
    assert reasons(*rows) == [FeedReason.COLUMN_UNUSED, FeedReason.LOWER_POOL]


@pytest.mark.parametrize(
    "written",
    [
        "2022-09-14 08:00:00",
        "2022-09-14T08:00:00+08:00",
        "2022-09-14T00:00:00Z",
        "2022/9/14 8:00",
        "2022年9月14日8时",
        "20220914080000",
        1663113600000,
        1663113600,
        "/Date(1663113600000)/",
        "/Date(1663113600000+0800)/",
        "2022-09-13 24:00:00 ",
    ],
)
def test_times_are_read_as_systems_write_them(written: object) -> None:
    (reading,), _ = read({**ROW, "TM": written, "Z": 1})
    expected = datetime(2022, 9, 13, 16, 0, tzinfo=UTC) if "24:00" in str(written) else EIGHT
    assert reading.read_at == expected


def test_the_same_rows_in_every_format_are_the_same_readings() -> None:
    frame = pd.DataFrame([{**ROW, "Z": 3.42, "Q": 56.7}, {**ROW, "STCD": "70611300", "Z": 1.5, "Q": None}])
    expected, _ = parse("a.csv", frame.to_csv(index=False).encode())
    assert len(expected) == 3
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    as_lines = frame.to_json(orient="records", lines=True, force_ascii=False).encode()
    in_gb = frame.to_csv(index=False, sep="\t").encode("gb18030")
    for data in (parquet.getvalue(), as_lines, in_gb):
        assert recognise("feed", data)
        assert parse("feed", data)[0] == expected


def test_a_record_is_taken_or_refused_by_itself() -> None:
    readings, problems = parse("feed.json", json.dumps([{**ROW, "Z": 1, "Q": -9999}, 5, SINGLE]).encode())
    assert [reading.value for reading in readings] == [1.0, 3.5]
    assert FeedReason.MISSING_MARK in {problem.reason for problem in problems}
    assert Problem("[1]", "5", FeedReason.NOT_A_RECORD) in problems


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12))
KEYS = st.sampled_from(
    [*ROW, "Z", "Q", "DRP", "INTV", "DYP", "W", "quantity", "value", "unit", "WNDDIR", "怪"]
)


@settings(max_examples=60)
@given(
    st.lists(st.one_of(VALUES, st.dictionaries(KEYS, VALUES).map(lambda some: {**ROW, **some})), max_size=5)
)
def test_every_item_is_accounted_for(items: list[object]) -> None:
    readings, problems = parse("feed.json", json.dumps([SINGLE, *items]).encode())
    assert readings
    assert all(math.isfinite(reading.value) for reading in readings)
    named = {problem.place.split()[0] for problem in problems if problem.place}
    silent = [at for at in range(1, len(items) + 1) if f"[{at}]" not in named]
    assert len(readings) > len(silent)


@settings(max_examples=50)
@given(st.data())
def test_mutated_files_never_raise_and_never_fall_silent(project: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(["readings_stcd.csv", "readings_stcd.json", "readings_one_per_row.csv"]))
    whole = bytearray((project / "data/samples" / file).read_bytes())
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    readings, problems = parse(file, bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    assert readings or problems
    recognise(file, bytes(whole))
