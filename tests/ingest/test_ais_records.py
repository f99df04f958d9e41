"""Ships' places as JSON: units, spellings, times, marks for what is not known."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.position import Position
from stormdesk.ingest.ais import parse
from stormdesk.ingest.ais_reason import AisReason
from tests.ingest.ais_lines import RECEIVED, SAID, fine, reasons, ships


def test_degrees_times_600000_show_by_their_magnitude() -> None:
    positions, problems = ships([fine(), fine(lat=16860600)])
    assert positions[0] == Position(
        positioned_at=SAID,
        lat=28.1,
        lon=121.35,
        mmsi="412000101",
        name="ZHEYUYU00138",
        speed_kn=8.2,
        course_deg=35,
    )
    assert positions[1].lat == pytest.approx(28.101)
    assert [(problem.value, problem.reason) for problem in problems] == [("600,000", AisReason.SCALE_GUESSED)]


@pytest.mark.parametrize("unit", ["1/600000 degree", "1/10000 min", "600000"])
def test_a_declared_unit_is_no_guess(unit: str) -> None:
    assert ships({"unit": unit, "data": [fine()]})[1] == []
    assert ships([fine(unit=unit)])[1] == []


@pytest.mark.parametrize(
    ("lat", "lon"), [(28.1, 121.35), ("28.1", "121.35"), (28100000, 121350000), ("28.1N", "121.35E")]
)
def test_other_spellings_of_the_same_place(lat: Any, lon: Any) -> None:
    positions, _ = ships([fine(lat=lat, lon=lon)])
    assert (positions[0].lat, positions[0].lon) == (28.1, 121.35)


def test_plain_degrees_have_plain_knots_and_whole_ones_are_doubted() -> None:
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=8.2, cog=35.5)])
    assert (positions[0].speed_kn, positions[0].course_deg, problems) == (8.2, 35.5, [])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=82, cog=35)])
    assert (positions[0].speed_kn, reasons(problems)) == (82, [AisReason.SPEED_GUESSED])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=speed, cog=3500) for speed in (82, 120)])
    assert ([p.speed_kn for p in positions], positions[0].course_deg, problems) == ([8.2, 12], 350, [])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=36, speed_unit="km/h", cog=None)])
    assert positions[0].speed_kn == pytest.approx(19.438, abs=0.001)


def test_marks_for_not_available_are_unknown_in_json_too() -> None:
    positions, problems = ships([fine(unit=600000, sog=1023, cog=3600)])
    assert (positions[0].speed_kn, positions[0].course_deg, problems) == (None, None, [])
    _, problems = ships([fine(lat=54600000, lon=108600000), fine(lat=91.0, lon=181.0)])
    assert reasons(problems)[-3:] == [AisReason.NO_POSITION, AisReason.NO_POSITION, AisReason.NOTHING]


def test_mixed_units_are_told_and_the_rare_small_integers_follow_the_file() -> None:
    positions, problems = ships([fine(), fine(), fine(lat=28.1, lon=121.35), fine(lat=0, lon=0)])
    assert [position.lat for position in positions] == [28.1, 28.1, 28.1, 0]
    assert AisReason.SCALES_MIXED in reasons(problems)


@pytest.mark.parametrize(
    ("time", "at"),
    [
        (1719802807000, SAID),
        ("1719802807", SAID),
        ("2024-07-01T03:00:07Z", SAID),
        ("2024-07-01T11:00:07+08:00", SAID),
        ("2024-07-01 11:00:07", SAID),
        ("20240701110007", SAID),
        (None, RECEIVED),
        ("", RECEIVED),
    ],
)
def test_times_as_they_are_spelled(time: Any, at: datetime) -> None:
    positions, problems = ships([fine(time=time, unit=600000)])
    assert positions[0].positioned_at == at
    unzoned = isinstance(time, str) and time.startswith("2024") and not time.endswith(("Z", "+08:00"))
    unzoned = unzoned or time == "20240701110007"
    expected = (
        [AisReason.TIME_OF_RECEIPT] if at == RECEIVED else [AisReason.BEIJING_ASSUMED] if unzoned else []
    )
    assert reasons(problems) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mmsi": None, "shipname": None}, AisReason.NO_IDENTITY),
        ({"mmsi": "41200x101"}, AisReason.BAD_MMSI),
        ({"lat": None}, AisReason.BAD_POSITION),
        ({"lat": "north"}, AisReason.BAD_POSITION),
        ({"time": "yesterday"}, AisReason.BAD_TIME),
        ({"time": 12}, AisReason.BAD_TIME),
    ],
)
def test_a_record_that_cannot_be_used_is_told_with_its_place(
    change: dict[str, Any], reason: AisReason
) -> None:
    positions, problems = ships([fine(unit=600000), fine(unit=600000, **change)])
    assert len(positions) == 1
    assert [(problem.place, problem.reason) for problem in problems] == [("[1]", reason)]


def test_json_lines_envelopes_and_broken_ends() -> None:
    lines = "\n".join([json.dumps(fine()), "{broken", json.dumps(fine(mmsi=412000102))])
    positions, problems = parse("a.jsonl", lines.encode(), received_at=RECEIVED)
    assert len(positions) == 2
    assert ("第 2 行", AisReason.NOT_A_RECORD) in [(p.place, p.reason) for p in problems]
    assert len(ships({"code": 0, "data": {"ships": [fine()]}})[0]) == 1
    assert len(ships(fine())[0]) == 1
    cut = json.dumps([fine(), fine(mmsi=412000102)])[:-9].encode()
    positions, problems = parse("a.json", cut, received_at=RECEIVED)
    assert len(positions) == 1
    assert reasons(problems)[0] == AisReason.TRUNCATED


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mmsi", "lat", "lon", "sog", "cog", "time", "unit", "data"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(values)
def test_any_json_gives_positions_or_problems(value: Any) -> None:
    positions, problems = parse(
        "any.json", json.dumps([value, fine(sog=value)]).encode(), received_at=RECEIVED
    )
    assert positions
    assert all(position.lat == position.lat for position in positions)
    assert all(position.speed_kn is None or 0 <= position.speed_kn < 103 for position in positions)
    assert problems is not None
