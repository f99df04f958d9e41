from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.position import Position
from stormdesk.domain.vessel_identity import Register, RegisteredVessel, Told, name_key

REGISTER = Register(
    [
        RegisteredVessel(vessel_id="v1", name="浙玉渔00138", mmsi="412000101"),
        RegisteredVessel(vessel_id="v2", name="浙玉渔00139", mmsi="412000102"),
        RegisteredVessel(vessel_id="v3", name="浙玉渔运139"),
        RegisteredVessel(vessel_id="v4", name="浙岭渔1"),
        RegisteredVessel(vessel_id="v5", name="浙岭渔001"),
        RegisteredVessel(vessel_id="v6", name="", mmsi="412000999"),
        RegisteredVessel(vessel_id="v7", mmsi="412000999"),
    ]
)


def told(**values: Any) -> tuple[str | None, Told]:
    here = Position(positioned_at=datetime(2024, 7, 1, tzinfo=UTC), lat=28.0, lon=121.0, **values)
    match = REGISTER.match(here)
    return match.position.vessel_id, match.told


@pytest.mark.parametrize(
    "name",
    [
        "浙玉渔00138",
        "ZHEYUYU00138",
        "ZHE YU YU 138",
        "zheyuyu 0138",
        "浙玉渔138号",
        "ZHEYUYU-00138",
        "浙玉渔００１３８",
    ],
)
def test_all_spellings_of_a_name_are_one(name: str) -> None:
    assert name_key(name) == "ZHEYUYU138"
    assert told(name=name) == ("v1", Told.BY_NAME)


@pytest.mark.parametrize("name", ["", None, "浙玉渔00138-85%", "ZHEYUYU00138 NET3", " "])
def test_a_net_buoy_or_a_blank_is_no_vessel(name: str | None) -> None:
    assert name_key(name) == ""


def test_numbers_and_letters_after_the_name_tell_vessels_apart() -> None:
    assert told(name="ZHEYUYU00139") == ("v2", Told.BY_NAME)
    assert told(name="ZHEYUYUYUN139") == ("v3", Told.BY_NAME)
    assert name_key("浙玉渔0") == "ZHEYUYU0"


def test_number_goes_before_radio_and_radio_before_name() -> None:
    assert told(vessel_id="v2", mmsi="412000101") == ("v2", Told.BY_ID)
    assert told(mmsi="412000101") == ("v1", Told.BY_MMSI)
    assert told(mmsi="412000101", name="浙玉渔138") == ("v1", Told.BY_MMSI)
    assert told(mmsi="412000101", name="浙玉渔139") == ("v1", Told.CONFLICT)
    assert told(mmsi="413999999", name="浙玉渔139") == ("v2", Told.BY_NAME)


def test_what_fits_none_or_several_keeps_its_own_identity() -> None:
    assert told(mmsi="413999999", name="CARGO") == ("mmsi:413999999", Told.UNKNOWN)
    assert told(name="CARGO") == ("name:CARGO", Told.UNKNOWN)
    assert told(name="ZHE YU YU 777") == ("name:ZHEYUYU777", Told.UNKNOWN)
    assert told() == ("name:?", Told.UNKNOWN)
    assert told(name="浙玉渔138-85%") == ("name:浙玉渔138-85%", Told.UNKNOWN)
    assert told(vessel_id="other") == ("other", Told.UNKNOWN)
    assert told(name="浙岭渔01") == ("name:浙岭渔01", Told.SEVERAL)
    assert told(mmsi="412000999") == ("mmsi:412000999", Told.SEVERAL)


@given(st.text(max_size=30))
def test_any_name_has_a_key_and_it_is_stable(name: str) -> None:
    key = name_key(name)
    assert key == key.upper()
    assert name_key(f" {name} ") == key
