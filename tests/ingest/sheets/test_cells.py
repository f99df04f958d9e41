"""Single cells: what is read, what is refused, and what is suggested."""

import math
from datetime import date, datetime

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


COUNTY = (121.0, 27.9, 121.6, 28.5)
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
    # 1.2万 of a column of 万元 may be 12 000 or 1.2: nobody guesses.
    assert (whole_number("3,000 万元", unit="万元"), whole_number("3", unit="万元")) == (3000, 3)
    assert whole_number("1.2万", unit="万元") == Fault(CellReason.WITH_WORDS)


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
