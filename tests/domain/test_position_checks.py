import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.position import Position
from stormdesk.domain.position_checks import (
    CLOCK_TOLERANCE,
    Inland,
    PositionDoubt,
    doubtful,
)

START = datetime(2024, 7, 1, tzinfo=UTC)
RECEIVED = START + timedelta(days=1)
ISLAND = shapely.box(121.0, 28.0, 121.2, 28.2)
INLAND = Inland.of(ISLAND)


def at(minute: float, lat: float = 27.9, lon: float = 121.5, **values: Any) -> Position:
    values = {"vessel_id": "v1"} | values
    return Position(positioned_at=START + timedelta(minutes=minute), lat=lat, lon=lon, **values)


def voyage(count: int = 10, lat: float = 27.9, **values: Any) -> list[Position]:
    """A vessel going north at about 7 knots, reporting every ten minutes."""
    return [at(10 * i, lat + 0.02 * i, speed_kn=7.2, **values) for i in range(count)]


def reasons(positions: Sequence[Position], known: Sequence[Position] = (), **values: Any) -> list[str | None]:
    return [
        p.suspect_reason for p in doubtful(positions, known, received_at=RECEIVED, inland=INLAND, **values)
    ]


def test_a_sound_voyage_has_no_doubts() -> None:
    positions = voyage()
    assert doubtful(positions, received_at=RECEIVED, inland=INLAND) == positions
    assert doubtful([], received_at=RECEIVED) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"lat": 91.0}, PositionDoubt.OUTSIDE),
        ({"lon": 181.0}, PositionDoubt.OUTSIDE),
        ({"lat": float("nan")}, PositionDoubt.OUTSIDE),
        ({"lat": 0.0, "lon": 0.0}, PositionDoubt.ZERO),
        ({"minute": 24 * 60 + 11}, PositionDoubt.FUTURE),
        ({"minute": -60 * 24 * 3651}, PositionDoubt.ANCIENT),
        ({"speed_kn": 60.0}, PositionDoubt.SPEED),
        ({"lat": 28.1, "lon": 121.1}, PositionDoubt.LAND),
        ({"lat": 35.0}, PositionDoubt.JUMP),
        ({"lat": 28.11}, PositionDoubt.BETWEEN),
        ({"minute": 50, "lat": 28.9}, PositionDoubt.TWIN),
    ],
)
@pytest.mark.parametrize("place", [0, 5, 10])
def test_one_wrong_report_is_flagged_and_only_it(
    wrong: dict[str, Any], reason: PositionDoubt, place: int
) -> None:
    bad = at(**({"minute": 45, "lat": 27.99} | wrong))
    positions = voyage()
    positions.insert(place, bad)
    assert reasons(positions) == [None] * place + [reason] + [None] * (10 - place)


@pytest.mark.parametrize("bad", [0, 9])
def test_a_wrong_first_or_last_report_does_not_condemn_the_others(bad: int) -> None:
    positions = voyage()
    positions[bad] = replace(positions[bad], lat=40.0)
    assert [i for i, reason in enumerate(reasons(positions)) if reason] == [bad]


def test_fast_for_a_trawler_is_not_fast_for_a_ferry() -> None:
    for vessel_class, limit_kn in (("fishing", 25), ("ferry", 45), (None, 50)):
        classes = {"v1": vessel_class} if vessel_class else {}
        assert reasons([at(0, speed_kn=limit_kn)], classes=classes) == [None]
        assert reasons([at(0, speed_kn=limit_kn + 0.1)], classes=classes) == [PositionDoubt.SPEED]


def test_thirty_knots_between_two_places_is_too_fast_for_a_trawler_only() -> None:
    positions = [at(i * 30, 27.4 + i * 0.3) for i in range(2)]
    assert reasons(positions, classes={"v1": "fishing"}) == [None, PositionDoubt.BETWEEN]
    assert reasons(positions, classes={"v1": "ferry"}) == [None, None]


def test_a_harbour_at_the_shore_is_no_land() -> None:
    edge = 121.2
    assert reasons([at(0, 28.1, edge - 0.002)]) == [None]
    assert reasons([at(0, 28.1, edge - 0.005)]) == [PositionDoubt.LAND]
    assert reasons([at(0, 28.1, edge + 0.002)]) == [None]
    assert doubtful([at(0, 28.1, 121.1)], received_at=RECEIVED)[0].suspect_reason is None
    assert Inland.of(None).shape.is_empty


def test_the_clock_may_be_a_little_fast() -> None:
    late = replace(at(0), positioned_at=RECEIVED + CLOCK_TOLERANCE)
    assert reasons([late]) == [None]
    assert reasons([replace(late, positioned_at=late.positioned_at + timedelta(seconds=1))]) == [
        PositionDoubt.FUTURE
    ]


def test_a_vessel_under_way_on_the_same_spot_is_stale_and_a_moored_one_is_not() -> None:
    moving = [at(10 * i, speed_kn=8.0) for i in range(3)]
    assert reasons(moving) == [None, PositionDoubt.STALE, PositionDoubt.STALE]
    moored = [replace(position, speed_kn=0.1) for position in moving]
    unknown = [replace(position, speed_kn=None) for position in moving]
    assert reasons(moored) == reasons(unknown) == [None] * 3
    assert reasons([at(0, speed_kn=8.0), at(1, speed_kn=8.0)]) == [None, None]
    assert reasons([at(10, speed_kn=8.0)], [at(0, speed_kn=8.0)]) == [PositionDoubt.STALE]


def test_two_vessels_under_one_identity_are_twins() -> None:
    here = voyage(12)
    there = [at(10 * i + 5, 30.0 + 0.02 * i) for i in range(4)]
    assert reasons([*here, *there]) == [None] * 12 + [PositionDoubt.TWIN] * 4
    even = [at(10 * i + 5, 30.0 + 0.02 * i) for i in range(12)]
    assert reasons([*here, *even]) == [PositionDoubt.TWIN] * 24
    known = [at(-10, 27.88)]
    assert reasons([*here, *even], known) == [None] * 12 + [PositionDoubt.TWIN] * 12


def test_two_places_at_one_time_are_both_doubted_when_nothing_else_is_known() -> None:
    pair = [at(0), at(0, 29.0)]
    assert reasons(pair) == [PositionDoubt.TWIN] * 2
    assert reasons(pair, [at(-10)]) == [None, PositionDoubt.TWIN]


def test_what_was_known_before_decides_and_may_be_outvoted() -> None:
    assert reasons([at(0)], [at(-10)]) == [None]
    assert reasons([at(0)], [at(-10, 32.0)]) == [PositionDoubt.JUMP]
    doubted = replace(at(-5), suspect_reason=PositionDoubt.JUMP)
    earlier = replace(at(-8), suspect_reason=PositionDoubt.JUMP)
    assert reasons([at(0)], [at(-10, 32.0), doubted]) == [None]
    assert reasons([at(0)], [at(-10, 32.0), earlier, doubted]) == [None]
    on_land = replace(at(-5), suspect_reason=PositionDoubt.LAND)
    assert reasons([at(0)], [at(-10, 32.0), on_land]) == [PositionDoubt.JUMP]


def test_a_reason_that_is_there_already_stays() -> None:
    said = replace(at(0, 91.0), suspect_reason="said")
    assert reasons([said, at(10)]) == ["said", None]


def test_vessels_are_told_apart_by_number_radio_or_name() -> None:
    here = at(0, vessel_id=None, mmsi="412000101")
    positions = [here, replace(here, mmsi="412000102", lat=30.0), at(0, 33.0, vessel_id=None, name="a")]
    assert reasons(positions) == [None] * 3


track = st.builds(
    lambda minute, north, east, speed, vessel: at(
        minute, 27.9 + north / 10, 121.5 + east / 10, speed_kn=speed, vessel_id=vessel
    ),
    st.integers(0, 60) | st.sampled_from([0, 10, 20, 2000]),
    st.integers(-3, 60),
    st.integers(-3, 3),
    st.sampled_from([None, 0.0, 8.0, 60.0]),
    st.sampled_from(["v1", "v2"]),
)


@settings(max_examples=80)
@given(st.lists(track, max_size=25), st.randoms(use_true_random=False), st.lists(track, max_size=4))
def test_the_order_of_a_batch_does_not_matter(
    positions: list[Position], rng: random.Random, known: list[Position]
) -> None:
    order = list(range(len(positions)))
    rng.shuffle(order)
    shuffled_known = rng.sample(known, len(known))
    straight = doubtful(positions, known, received_at=RECEIVED, inland=INLAND)
    shuffled = doubtful([positions[i] for i in order], shuffled_known, received_at=RECEIVED, inland=INLAND)
    assert [straight[i] for i in order] == shuffled
    assert [replace(position, suspect_reason=None) for position in straight] == positions


@settings(max_examples=50)
@given(st.integers(3, 30), st.floats(-90, 90), st.floats(-180, 180), st.integers(-30, 400), st.integers(1, 4))
def test_one_wrong_report_never_condemns_the_right_ones(
    count: int, lat: float, lon: float, minute: int, times: int
) -> None:
    positions = voyage(count)
    judged = doubtful([*positions, *[at(minute, lat, lon)] * times], received_at=RECEIVED, inland=INLAND)
    assert judged[:count] == positions


def test_a_whole_fleets_day_without_doubt_stays_without_doubt() -> None:
    fleet = [
        at(i, 27.0 + 0.001 * i, 121.5 + 0.001 * v, vessel_id=f"v{v}") for v in range(100) for i in range(200)
    ]
    assert reasons(fleet) == [None] * 20_000
