"""Boats and the storm on their way: the last minute at which each can still set out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.arrival.records import Reach
from stormdesk.domain.sea.crossing import Boats, Crossing, Meeting, Samples, SeaSpeed, crossing

NOW = np.datetime64("2022-09-12T00:00:00", "s")
NEVER = np.datetime64("NaT", "s")
CALM = SeaSpeed(ahead=1.0, inside=1.0)
KN = 10.0 / 1.852  # ten kilometres an hour


def hours(*values: float | None) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([NEVER if h is None else NOW + np.timedelta64(round(h * 3600), "s") for h in values])


def way(*run_km: float) -> Samples:
    size = len(run_km)
    return Samples(
        owner=np.zeros(size, dtype=np.intp),
        lat=np.zeros(size),
        lon=np.zeros(size),
        run_km=np.array(run_km),
        first=np.array([0]),
        last=np.array([size - 1]),
    )


def one_boat(
    samples: Samples,
    comes: tuple[float | None, ...],
    leaves: tuple[float | None, ...] | None = None,
    *,
    kn: float = KN,
    speed: SeaSpeed = CALM,
    before: float = 0.0,
    after: float = 0.0,
) -> Crossing:
    leaves = leaves or tuple(None if h is None else h + 100 for h in comes)
    reach = np.array([Reach.OUTSIDE if h is None else Reach.INSIDE for h in comes], dtype=np.int8)
    boats = Boats(speed_kn=np.array([kn]), before_min=np.array([before]), after_min=np.array([after]))
    meeting = Meeting(comes_at=hours(*comes), leaves_at=hours(*leaves), reach=reach)
    return crossing(samples, meeting, boats, now=NOW, speed=speed)


def hazard_h(found: Crossing) -> float:
    return float((found.hazard_at[0] - NOW) / np.timedelta64(3600, "s"))


def test_a_boat_needs_its_way_at_its_speed_and_what_comes_before_and_after() -> None:
    found = one_boat(way(0, 10, 20), (None, None, None), before=15, after=30)
    assert found.sail_min[0] == pytest.approx(120)
    assert found.need_min[0] == pytest.approx(165)
    assert np.isnat(found.hazard_at[0])
    assert found.reach[0] == Reach.OUTSIDE


def test_where_the_storm_reaches_the_harbour_first_that_arrival_counts() -> None:
    found = one_boat(way(0, 10, 20), (30, 25, 20))
    assert hazard_h(found) == pytest.approx(20)
    assert not found.is_cut[0]


def test_a_storm_that_cuts_the_way_moves_the_clock_forward() -> None:
    # The middle of the way is closed in three hours; the harbour, two hours off, is free for thirty.
    found = one_boat(way(0, 10, 20), (None, 3, 30), before=15, after=30)
    assert found.is_cut[0]
    assert found.decisive[0] == 1
    # It must have left 15 + 60 minutes before: start by 1 h 45, which need_min of 2 h 45 turns into 4 h 30.
    assert hazard_h(found) - found.need_min[0] / 60 == pytest.approx(3 - 1.25)


def test_a_circle_that_has_left_a_point_before_the_boat_is_there_does_not_count() -> None:
    found = one_boat(way(0, 10, 20, 30), (-5, -5, -5, None), (0.5, 0.9, 1.9, None))
    assert found.decisive[0] == 0
    assert hazard_h(one_boat(way(0, 30), (None, -5), (None, 2.9))) != hazard_h(found)
    assert np.isnat(one_boat(way(0, 30), (None, -5), (None, 2.9)).hazard_at[0])


def test_the_sea_before_and_within_the_circle_slows_a_boat() -> None:
    rough = SeaSpeed(ahead=0.5, inside=0.25)
    assert one_boat(way(0, 10), (None, None), speed=rough).sail_min[0] == pytest.approx(60)
    assert one_boat(way(0, 10), (20, 20), speed=rough).sail_min[0] == pytest.approx(120)
    assert one_boat(way(0, 10), (-1, 20), speed=rough).sail_min[0] == pytest.approx(240)


def test_a_boat_of_unknown_speed_has_no_time_and_leaves_the_others_theirs() -> None:
    samples = Samples(
        owner=np.array([0, 0, 1, 1]),
        lat=np.zeros(4),
        lon=np.zeros(4),
        run_km=np.array([0.0, 10, 0, 20]),
        first=np.array([0, 2, -1]),
        last=np.array([1, 3, -1]),
    )
    nothing = hours(None, None, None, None)
    reach = np.array([Reach.UNKNOWN, Reach.OUTSIDE, Reach.OUTSIDE, Reach.OUTSIDE], dtype=np.int8)
    boats = Boats(speed_kn=np.array([np.nan, KN, KN]), before_min=np.zeros(3), after_min=np.zeros(3))
    found = crossing(
        samples, Meeting(comes_at=nothing, leaves_at=nothing, reach=reach), boats, now=NOW, speed=CALM
    )
    assert np.isnan(found.need_min[[0, 2]]).all()
    assert found.need_min[1] == pytest.approx(120)
    assert found.reach.tolist() == [Reach.UNKNOWN, Reach.OUTSIDE, Reach.UNKNOWN]


def test_a_boat_in_its_harbour_only_waits_for_the_storm() -> None:
    found = one_boat(way(0.0), (7,), before=15, after=30, kn=np.nan)
    assert found.sail_min[0] == 0
    assert found.need_min[0] == pytest.approx(45)
    assert hazard_h(found) == pytest.approx(7)


@settings(max_examples=50)
@given(
    st.lists(st.floats(1, 40), min_size=2, max_size=6),
    st.lists(st.one_of(st.none(), st.floats(1, 90)), min_size=6, max_size=6),
    st.floats(2, 20),
)
def test_whoever_leaves_by_the_clock_is_past_every_point_before_the_storm(
    legs: list[float], comes: list[float | None], kn: float
) -> None:
    samples = way(*np.cumsum([0.0, *legs[1:]]).tolist())
    coming = tuple(comes[: len(legs)])
    found = one_boat(samples, coming, kn=kn)
    if np.isnat(found.hazard_at[0]):
        assert all(h is None for h in coming)
        return
    start_h = hazard_h(found) - found.need_min[0] / 60
    spare = [h - start_h - km / (kn * 1.852) for h, km in zip(coming, samples.run_km, strict=True) if h]
    assert min(spare) == pytest.approx(0, abs=2e-3)
