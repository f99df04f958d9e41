"""Identity numbers in texts: found wherever they hide, and nothing else taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.id_number import (
    IdCodes,
    has_id_number,
    id_numbers,
    is_id_number,
    short_id_number,
    shortened,
)
from stormdesk.domain.masking import bare

GOOD = "331083199001011237"
LAST_X = "11010519491231002X"
OLD = "331083680412123"
CODES = IdCodes(b"a key of this test")


def check(digits: str) -> str:
    weights = [2 ** (17 - at) % 11 for at in range(17)]
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


days = st.dates(date(1900, 1, 1), date(2025, 12, 31))
numbers = st.builds(
    lambda day, seq: (d := f"331083{day:%Y%m%d}{seq:03d}") + check(d), days, st.integers(0, 999)
)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        LAST_X,
        LAST_X.lower(),
        OLD,
        f"户主{GOOD}已通知",
        f"{GOOD}/{OLD}",
        "331083 19900101 1237",
        "331083-19900101-1237",
        "３３１０８３１９９００１０１１２３７",
        "1101051949123100２Ｘ",
        "331083\u200b1990010\u20601\u00ad1237",
        "331083199001011238",
    ],
)
def test_a_number_is_found_and_nothing_of_its_middle_stays(text: str) -> None:
    short = shortened(text)
    assert len(short) == len(text)
    assert not has_id_number(short)
    assert "1990" not in short and "19491231" not in short and "680412" not in short  # noqa: PT018
    assert not has_id_number(CODES.coded(text))


@pytest.mark.parametrize(
    "text",
    [
        "13800002071",
        "1990-01-01",
        "19900101",
        "331083001001",
        "331083202209140001",
        "331083001001000000",
        "91331083MA2DXYZ12K",
        "412345678901234",
        "331083199013011237",
        "99108319900101123X",
        "3310831990010112371",
        "A331083199001011237",
        "28.12345678901234567",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert shortened(text) == text == CODES.coded(text)


@given(numbers)
def test_every_sound_number_is_one_and_is_kept_short(number: str) -> None:
    assert is_id_number(number)
    assert short_id_number(number) == number[:3] + "*" * 13 + number[-2:]
    assert [found.number for found in id_numbers(f"甲{number}乙")] == [number]


@given(numbers, numbers)
def test_a_code_is_one_persons_and_always_the_same(one: str, other: str) -> None:
    code = CODES.coded(one)
    assert CODES.coded(f"户 {one.lower()}-1") == f"户 {code}-1"
    assert (code == CODES.coded(other)) == (one == other)
    assert (code[:3], code[-2:], len(code)) == (one[:3], one[-2:], 18)
    assert code[3:-2].isalpha()
    assert code != IdCodes(b"another key").coded(one)
    assert CODES.coded(code) == code == shortened(code)


@given(st.text(max_size=60))
def test_shortening_changes_only_digits_and_only_once(text: str) -> None:
    short = shortened(text)
    assert shortened(short) == short
    assert all(new == old or new in "*0123456789X" for old, new in zip(text, short, strict=True))


def test_what_somebody_typed_loses_its_numbers() -> None:
    assert bare(f"找 {GOOD},电话13800002071或0576-87221234") == (
        "找 331*************37,电话138****2071或057****1234"
    )
