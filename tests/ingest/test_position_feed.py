"""Positions come as JSON lines, JSON, CSV and Parquet, in any datum and unit that is named."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.geo import Datum, wgs84_to_gcj02
from stormdesk.domain.position import Position
from stormdesk.ingest.feed_reason import FeedReason
from stormdesk.ingest.position_feed import parse, recognise

ITEM = {
    "mmsi": "412000001",
    "name": "样例渔001",
    "time": "2022-09-14T08:00:00+08:00",
    "lat": 28.05,
    "lon": 121.4,
}


def taken(item: dict[str, object]) -> Position:
    (position,), _ = parse("feed.json", json.dumps([item]).encode())
    return position


def test_the_sample_is_taken_whole(project: Path) -> None:
    data = (project / "data/samples/positions.csv").read_bytes()
    assert recognise("positions.csv", data)
    positions, problems = parse("positions.csv", data)
    assert problems == []
    assert [(p.mmsi, p.speed_kn, p.course_deg) for p in positions] == [
        ("999000001", 6.2, 270.0),
        ("999000002", 0.1, None),
    ]
    assert positions[0].positioned_at == datetime(2022, 9, 14, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value", "knots"),
    [
        ("speed_kn", 10, 10),
        ("speed_ms", 10, 19.438),
        ("speed_kmh", "18.52", 10),
        ("航速(节)", "7,5", 7.5),
        ("航速(米/秒)", 1, 1.944),
        ("SOG[km/h]", 1.852, 1),
        ("sog_kn", 102.3, None),
    ],
)
def test_speeds_become_knots_by_the_unit_in_their_name(key: str, value: object, knots: float | None) -> None:
    speed = taken({**ITEM, key: value}).speed_kn
    assert speed == (None if knots is None else pytest.approx(knots, abs=1e-3))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"speed": 12}, FeedReason.SPEED_UNIT),
        ({"speed_kn": -1}, FeedReason.SPEED_UNKNOWN),
        ({"speed_kn": "快"}, FeedReason.SPEED_UNKNOWN),
        ({"course": 400}, FeedReason.COURSE_UNKNOWN),
        ({"time": "2022-09-14 08:00"}, FeedReason.ZONELESS),
    ],
)
def test_a_doubtful_detail_is_told_and_the_position_kept(change: dict[str, object], reason: str) -> None:
    positions, problems = parse("feed", json.dumps([{**ITEM, **change}]).encode())
    assert len(positions) == 1
    assert positions[0].speed_kn is None
    assert positions[0].course_deg is None
    assert [problem.reason for problem in problems] == [reason]


def test_a_course_of_360_is_north() -> None:
    assert taken({**ITEM, "cog": 360}).course_deg == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lat": None, "lon": ""}, FeedReason.MISSING),
        ({"lat": None}, FeedReason.HALF_A_POINT),
        ({"lat": 121.4, "lon": 28.05}, FeedReason.SWAPPED),
        ({"lat": 16_830_000, "lon": 72_840_000}, FeedReason.OFF_GLOBE),
        ({"mmsi": "", "name": None}, FeedReason.NO_IDENTITY),
        ({"mmsi": "41200000"}, FeedReason.BAD_MMSI),
        ({"time": ""}, FeedReason.MISSING),
        ({"time": "8点"}, FeedReason.NOT_A_TIME),
        ({"datum": "火星"}, FeedReason.UNKNOWN_DATUM),
    ],
)
def test_what_cannot_be_a_position_is_refused_by_itself(change: dict[str, object], reason: str) -> None:
    positions, problems = parse("feed.json", json.dumps([ITEM, {**ITEM, **change}]).encode())
    assert len(positions) == 1
    assert [problem.reason for problem in problems] == [reason]


@pytest.mark.parametrize("declared", [True, False])
def test_shifted_positions_are_brought_to_wgs84(declared: bool) -> None:  # noqa: FBT001  a case
    lat, lon = wgs84_to_gcj02(28.05, 121.4)
    item = {**ITEM, "lat": lat, "lon": lon}
    said = item if declared else {**item, "坐标系": "GCJ-02"}
    datum = Datum.GCJ02 if declared else Datum.WGS84
    (answer,), problems = parse("feed.json", json.dumps([said]).encode(), datum=datum)
    assert problems == []
    assert (answer.lat, answer.lon) == (pytest.approx(28.05, abs=1e-7), pytest.approx(121.4, abs=1e-7))


def test_numbers_may_be_numbers_and_wide() -> None:
    position = taken({"MMSI": 412000001, "纬度": "28.05", "经度": "１２１．４", "定位时间": 1663113600000})
    assert (position.mmsi, position.lon) == ("412000001", 121.4)
    assert position.positioned_at == datetime(2022, 9, 14, 0, 0, tzinfo=UTC)


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12))
KEYS = st.sampled_from([*ITEM, "speed_kn", "speed", "course", "datum", "航速(节)"])


@settings(max_examples=50)
@given(
    st.lists(st.one_of(VALUES, st.dictionaries(KEYS, VALUES).map(lambda some: {**ITEM, **some})), max_size=5)
)
def test_every_item_is_accounted_for(items: list[object]) -> None:
    positions, problems = parse("feed.json", json.dumps([ITEM, *items]).encode())
    assert len(positions) + len(problems) >= len(items) + 1
    assert positions


@settings(max_examples=50)
@given(st.data())
def test_mutated_files_never_raise_and_never_fall_silent(project: Path, data: st.DataObject) -> None:
    sample = (project / "data/samples/positions.csv").read_bytes()
    whole = bytearray(data.draw(st.sampled_from([sample, json.dumps([ITEM, ITEM]).encode()])))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    positions, problems = parse("feed", bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    assert positions or problems
    recognise("feed", bytes(whole))
