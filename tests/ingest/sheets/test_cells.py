"""Single cells: what is read, what is refused, and what is suggested."""

import math
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.ingest.sheets.cells import (
    CellReason,
    Fault,
    Point,
    coordinate,
    day,
    decimal,
    instant,
    person_name,
    phone,
    point,
    text,
    unit_factor,
    whole_number,
    yes_no,
)

COUNTY = (121.0, 27.9, 121.6, 28.5)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13800001111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("'13800001111", "13800001111"),
        (" 138 0000-1111\u200b", "13800001111"),
        (13800001111.0, "13800001111"),
        ("13800001111.0", "13800001111"),
        ("1.3800001111E+10", "13800001111"),
        ("+86 138 0000 1111", "13800001111"),
        ("0576-87220000", "0576-87220000"),
        ("(0576)8722 0000", "0576-87220000"),
        ("86-576-87220000", "0576-87220000"),
        ("0576-87220000转801", "0576-87220000-801"),
        ("021-62345678", "021-62345678"),
        (87220000, "87220000"),
        ("119", "119"),
        ("-", None),
        ("无", None),
        ("   ", None),
        (None, None),
    ],
)
def test_phones_are_normalised(cell: object, number: str | None) -> None:
    assert phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        ("1.38E+10", CellReason.PHONE_DIGITS_LOST, None),
        ("13800001111/13900001111", CellReason.PHONE_TWO, "13800001111"),
        ("13800001111\n13900001111", CellReason.PHONE_TWO, "13800001111"),
        ("张三13800001111", CellReason.PHONE_WORDS, "13800001111"),
        ("138****1111", CellReason.PHONE_MASKED, None),
        ("l38OOOO1111", CellReason.PHONE_LETTERS, "13800001111"),
        (57687220000, CellReason.PHONE_ZERO_LOST, "0576-87220000"),
        ("1380000111", CellReason.PHONE_LENGTH, None),
        (True, CellReason.NOT_A_PHONE, None),
        (math.nan, CellReason.NOT_A_PHONE, None),
        ("张三", CellReason.NOT_A_PHONE, None),
    ],
)
def test_phones_that_are_none_say_why(cell: object, reason: CellReason, suggestion: str | None) -> None:
    assert phone(cell) == Fault(reason, suggestion)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (30, 30),
        (30.0, 30),
        ("３０", 30),
        ("1,234", 1234),
        ("1E+3", 1000),
        ("30.0", 30),
        ("", None),
        ("—", None),
    ],
)
def test_counts_are_read(cell: object, number: int | None) -> None:
    assert whole_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason", "suggestion"),
    [
        ("约30人", CellReason.ABOUT, "30"),
        ("30余人", CellReason.ABOUT, "30"),
        ("30左右", CellReason.ABOUT, "30"),
        ("30人", CellReason.WITH_WORDS, "30"),
        ("5艘", CellReason.WITH_WORDS, "5"),
        ("三十", CellReason.WRITTEN_OUT, "30"),
        ("一百二十人", CellReason.WRITTEN_OUT, "120"),
        ("无", CellReason.WRITTEN_OUT, "0"),
        ("3-5", CellReason.RANGE, None),
        ("12,34", CellReason.NOT_A_NUMBER, None),
        (1.5, CellReason.NOT_WHOLE, None),
        ("-3", CellReason.NEGATIVE, None),
        (math.inf, CellReason.NOT_FINITE, None),
        ("1e300", CellReason.TOO_BIG, None),
        (True, CellReason.NOT_A_NUMBER, None),
    ],
)
def test_counts_with_words_are_suggested_not_taken(
    cell: object, reason: CellReason, suggestion: str | None
) -> None:
    assert whole_number(cell) == Fault(reason, suggestion)


def test_a_column_in_ten_thousands_counts_so() -> None:
    assert whole_number(1.2, column_unit="万人") == 12_000
    assert whole_number("0.35", column_unit="（万户）") == 3500
    assert whole_number(12, column_unit="人") == 12
    assert whole_number(1.00001, column_unit="万人") == Fault(CellReason.NOT_WHOLE)


def test_measures_come_in_the_unit_that_is_wanted() -> None:
    assert decimal("12.5公里", unit="m") == 12_500
    assert decimal(3, unit="m", column_unit="公里") == 3000
    assert decimal("3海里", unit="km") == pytest.approx(5.556)
    assert decimal("10节", unit="m/s") == pytest.approx(5.1444, abs=1e-4)
    assert decimal("120万方", unit="万m³") == 120
    assert decimal(".5") == 0.5
    assert decimal("约12.5", unit="m") == Fault(CellReason.ABOUT, "12.5")
    assert decimal("12.5人", unit="m") == Fault(CellReason.UNIT)
    assert decimal(5, unit="m", column_unit="尺") == Fault(CellReason.UNIT)
    assert unit_factor("(公里)", "m") == 1000
    assert unit_factor("人", "m") is None


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


def test_ticks() -> None:
    assert [yes_no(cell) for cell in ("是", "√", 1, 1.0, "Y", "TRUE", True, "有 ")] == [True] * 8
    assert [yes_no(cell) for cell in ("否", "×", 0, "n", "无", False)] == [False] * 6
    assert yes_no("嗯") == Fault(CellReason.NOT_YES_NO)
    assert yes_no("—") is None


def test_words_are_tidied_and_names_lose_their_padding() -> None:
    assert text("\u3000张\u3000三\u200b\n") == "张 三"
    assert person_name("张\u3000三") == "张三"
    assert person_name("John Smith") == "John Smith"
    assert text("'=1+1") == "=1+1"
    assert text("Ａ１\x00（甲）") == "A1（甲）"
    assert text(30.0) == "30"
    assert text("\ud800甲") == "甲"
    assert text("x" * 501) == Fault(CellReason.TOO_LONG)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(alphabet="0123456789.,-+eE年月日时分秒:：/°′″'\"NSEW东经约余人 转～十百万"),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@given(cell=CELLS)
def test_no_cell_breaks_a_reader(cell: object) -> None:
    readings = (
        (text(cell), str),
        (person_name(cell), str),
        (phone(cell), str),
        (whole_number(cell), int),
        (decimal(cell, unit="m"), float),
        (yes_no(cell), bool),
        (instant(cell), datetime),
        (day(cell), date),
        (coordinate(cell, "lat"), float),
        (coordinate(cell, "lon", is_packed=True), float),
        (point(cell, cell, COUNTY), Point),
    )
    for value, kind in readings:
        assert value is None or isinstance(value, (kind, Fault))
        assert not isinstance(value, float) or math.isfinite(value)


@given(
    number=st.integers(min_value=0, max_value=10**12),
    words=st.sampled_from(["约{}", "{}人", "{}余户", "近{}名"]),
)
def test_a_suggestion_is_taken_as_it_stands(number: int, words: str) -> None:
    fault = whole_number(words.format(number))
    assert isinstance(fault, Fault)
    assert whole_number(fault.suggestion) == number


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


@pytest.mark.parametrize(
    ("cell", "unit", "count"),
    [
        ("3人", "人", 3),
        ("3名", "人", 3),
        ("12艘", "艘", 12),
        ("2台", "台", 2),
        ("1万", "人", 10_000),
        ("1.2万人", "人", 12_000),
    ],
)
def test_a_number_with_the_unit_of_its_column_is_the_number(cell: str, unit: str, count: int) -> None:
    assert whole_number(cell, unit=unit) == count


def test_a_number_with_another_unit_or_none_asked_for_is_a_suggestion() -> None:
    assert whole_number("3户", unit="人") == Fault(CellReason.WITH_WORDS, "3")
    assert whole_number("1万户", unit="人") == Fault(CellReason.WITH_WORDS, "10000")
    assert whole_number("约3人", unit="人") == Fault(CellReason.ABOUT, "3")
    assert whole_number("第3人", unit="人") == Fault(CellReason.WITH_WORDS, "3")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("已鉴定", True),
        ("未鉴定", False),
        ("已安装", True),
        ("未安装", False),
        ("合格", True),
        ("不合格", False),
    ],
)
def test_done_or_not_done_is_yes_or_no(*, word: str, said: bool) -> None:
    assert yes_no(word) is said
