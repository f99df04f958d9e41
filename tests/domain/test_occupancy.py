"""Shelters: how full, and where else to go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.occupancy import Fill, Refusal, Shelter, alternatives, pressing, straight_km


def shelter(named: str = "s", **facts: object) -> Shelter:
    known: dict[str, object] = {
        "shelter_id": named,
        "capacity": 100,
        "occupants": 10,
        "is_open": True,
        "lat": 28.1,
        "lon": 121.2,
    }
    return Shelter(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "fill", "free"),
    [
        ({"occupants": 89}, Fill.ROOM, 11),
        ({"occupants": 90}, Fill.NEARLY, 10),
        ({"occupants": 100}, Fill.FULL, 0),
        ({"occupants": 101}, Fill.OVER, 0),
        ({"occupants": 40, "is_full": True}, Fill.FULL, 0),
        ({"occupants": None}, Fill.UNCOUNTED, None),
        ({"occupants": None, "is_full": True}, Fill.FULL, 0),
        ({"capacity": None}, Fill.UNCOUNTED, None),
        ({"capacity": 0, "occupants": 0}, Fill.UNCOUNTED, 0),
        ({"occupants": 0}, Fill.ROOM, 100),
        ({"is_open": False}, Fill.SHUT, 90),
    ],
)
def test_fill_and_free_places_at_their_edges(facts: dict[str, object], fill: Fill, free: int | None) -> None:
    assert (shelter(**facts).fill, shelter(**facts).free_places) == (fill, free)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, None),
        ({"is_open": False}, Refusal.NOT_OPEN),
        ({"is_at_risk": True}, Refusal.AT_RISK),
        ({"occupants": 100}, Refusal.NO_PLACES),
        ({"occupants": None}, Refusal.UNCOUNTED),
    ],
)
def test_why_nobody_is_sent_to_a_shelter(facts: dict[str, object], refusal: Refusal | None) -> None:
    assert shelter(**facts).refusal is refusal


def test_the_fullest_open_shelter_stands_first() -> None:
    found = pressing(
        [
            shelter("room"),
            shelter("shut", is_open=False, occupants=100),
            shelter("over", occupants=120),
            shelter("uncounted", occupants=None),
            shelter("nearly", occupants=95),
        ]
    )
    assert [one.shelter_id for one in found] == ["over", "nearly", "uncounted", "room"]


def test_people_are_sent_to_the_nearest_open_safe_shelter_with_places() -> None:
    full = shelter("full", occupants=100)
    others = [
        shelter("near_full", lat=28.101, occupants=100),
        shelter("near_risky", lat=28.102, is_at_risk=True),
        shelter("far", lat=28.2),
        shelter("near", lat=28.11),
        shelter("unplaced", lat=None),
        full,
    ]
    assert [way.shelter.shelter_id for way in alternatives(full, others)] == ["near", "far"]
    assert alternatives(shelter("nowhere", lat=None), others) == []


def test_one_degree_of_latitude_is_111_km() -> None:
    assert straight_km((28.0, 121.0), (29.0, 121.0)) == pytest.approx(111.19, abs=0.01)


@given(st.lists(st.tuples(st.floats(27.9, 28.4), st.floats(121.0, 121.6), st.integers(0, 120)), max_size=12))
def test_alternatives_come_in_order_of_distance_and_never_without_places(
    spots: list[tuple[float, float, int]],
) -> None:
    others = [
        shelter(f"s{at}", lat=lat, lon=lon, occupants=count) for at, (lat, lon, count) in enumerate(spots)
    ]
    ways = alternatives(shelter("full", occupants=100), others, most=12)
    assert [way.distance_km for way in ways] == sorted(way.distance_km for way in ways)
    assert len(ways) == sum(count < 100 for _, _, count in spots)
