import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张**"), ("欧阳娜娜", "欧**"), ("张", "张**"), (" 李四 ", "李**"), ("", ""), (None, None)],
)
def test_a_name_keeps_its_first_letter(name: str | None, masked: str | None) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812342071", "138****2071"),
        ("138-1234-2071", "138****2071"),
        ("0576-87221234", "057****1234"),
        ("87221234", "****34"),
        ("110", "***"),
        ("", ""),
        (None, None),
    ],
)
def test_a_phone_keeps_too_little_to_call(phone: str | None, masked: str | None) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_four_digits_of_a_mobile_number_are_never_shown(phone: str) -> None:
    masked = mask_phone(phone)
    assert masked is not None
    assert masked == phone[:3] + "****" + phone[7:]


@given(st.text())
def test_at_most_one_letter_of_a_name_is_shown(name: str) -> None:
    masked = mask_name(name)
    assert masked is not None
    assert len(masked) in {0, 3}
    assert masked[1:] in {"", "**"}
