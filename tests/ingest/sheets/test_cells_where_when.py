"""Days, instants and places as people write them into cells."""

import math
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.ingest.sheets.cells import CellReason, Fault, Point, coordinate, day, instant, point

COUNTY = (121.0, 27.9, 121.6, 28.5)
SPELLINGS = [
    "2022.9.14",
    "2022/9/14",
    "2022-09-14",
    "2022年9月14日",
    "2022年9月14号（周三）",
    "20220914",
    "２０２２．９．１４",
    20220914,
    44818,
    44818.0,
    date(2022, 9, 14),
]


@pytest.mark.parametrize("cell", SPELLINGS)
def test_days_in_every_spelling(cell: object) -> None:
    assert day(cell) == date(2022, 9, 14)
    assert instant(cell) == datetime(2022, 9, 13, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        "2022-09-14 08:30",
        "2022/9/14 8:30:00",
        "2022年9月14日8时30分",
        "2022年9月14日上午8点半",
        "202209140830",
        "2022-09-14T00:30:00Z",
        "2022-09-14T08:30+08:00",
        datetime.fromisoformat("2022-09-14T08:30"),
        44818 + 8.5 / 24,
    ],
)
def test_instants_are_beijing_time_unless_they_say_otherwise(cell: object) -> None:
    assert instant(cell) == datetime(2022, 9, 14, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        ("9月14日", CellReason.NO_YEAR, None),
        ("22.9.14", CellReason.SHORT_YEAR, "2022-09-14"),
        ("2022年9月", CellReason.NO_DAY, None),
        ("8:30", CellReason.NO_DATE, None),
        (time(8), CellReason.NO_DATE, None),
        ("2022-13-40", CellReason.NO_SUCH_DATE, None),
        ("1800-01-01", CellReason.NO_SUCH_DATE, None),
        ("44818", CellReason.SERIAL_TEXT, "2022-09-14 00:00"),
        ("9/14/2022", CellReason.OTHER_ORDER, "2022-09-14"),
        ("3/4/2022", CellReason.OTHER_ORDER, None),
        ("昨天", CellReason.NOT_A_TIME, None),
        (2022.9, CellReason.NOT_A_TIME, None),
    ],
)
def test_times_that_are_not_certain_are_not_guessed(
    cell: object, reason: CellReason, suggestion: str | None
) -> None:
    assert day(cell) == instant(cell) == Fault(reason, suggestion)


@pytest.mark.parametrize(
    "cell",
    ["121°14′30″E", "121度14分30秒", "E121°14.5'", "121 14 30", "东经121°14’30”", "121：14：30", "121º14.5´"],
)
def test_degrees_and_minutes(cell: str) -> None:
    assert coordinate(cell, "lon") == pytest.approx(121 + 14.5 / 60)


def test_packed_minutes_only_where_declared() -> None:
    assert coordinate(12114.5, "lon", is_packed=True) == pytest.approx(121 + 14.5 / 60)
    assert coordinate("2814.50N", "lat", is_packed=True) == pytest.approx(28 + 14.5 / 60)
    assert coordinate(121.24, "lat") == Fault(CellReason.POINT_SWAPPED)
    assert coordinate(12114.5, "lon") == Fault(CellReason.COORDINATE_PACKED, "121.241667")


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        (0, CellReason.COORDINATE_ZERO, None),
        (181, CellReason.COORDINATE_RANGE, None),
        (math.nan, CellReason.NOT_A_COORDINATE, None),
        ("121,2416", CellReason.COORDINATE_COMMA, "121.2416"),
        ("121°75'", CellReason.NOT_A_COORDINATE, None),
        ("121.5.5", CellReason.NOT_A_COORDINATE, None),
        ("东门口", CellReason.NOT_A_COORDINATE, None),
    ],
)
def test_coordinates_that_are_none_say_why(cell: object, reason: CellReason, suggestion: str | None) -> None:
    assert coordinate(cell, "lon") == Fault(reason, suggestion)


def test_points_in_two_cells_or_one_and_swapped() -> None:
    here = Point(121.23, 28.13)
    assert point(28.13, "121.23", COUNTY) == here
    assert point("121.23，28.13", None, COUNTY) == here
    assert point(None, "28.13 121.23", COUNTY) == here
    assert point("28°7′48″N", "121°13′48″E", COUNTY) == here
    assert point(121.23, 28.13, COUNTY) == Fault(CellReason.POINT_SWAPPED, "121.23,28.13")
    assert point(121.23, "121.23,28.13", COUNTY) == here
    assert point("121.23,28.13", 120.5, COUNTY) == Fault(CellReason.POINT_CONTRADICTS)
    assert point(28.13, None, COUNTY) == Fault(CellReason.POINT_HALF)
    assert point(None, "", COUNTY) is None
    assert point(30, 125, COUNTY) == Point(125, 30)


@given(
    moment=st.datetimes(
        min_value=datetime.fromisoformat("1950-01-02"), max_value=datetime.fromisoformat("2099-12-30")
    )
)
def test_an_instant_survives_its_own_spelling(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    assert instant(whole.isoformat()) == whole
    assert instant(whole.strftime("%Y%m%d%H%M%S") + "Z") == whole


@given(lon=st.floats(min_value=0.1, max_value=179.9))
def test_degrees_minutes_and_seconds_are_the_same_place(lon: float) -> None:
    whole, rest = divmod(lon, 1)
    minutes, rest = divmod(rest * 60, 1)
    written = f"{whole:.0f}°{minutes:.0f}′{rest * 60:.6f}″E"
    read = coordinate(written, "lon")
    if "60.000000" not in written:
        assert read == pytest.approx(lon, abs=1e-8)
