from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.pace import Gain, PaceState, ahead, pace, poisson_band

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)


def points(*done: int) -> list[tuple[datetime, int]]:
    return [(NOON + timedelta(hours=at), count) for at, count in enumerate(done)]


def test_the_rest_is_done_in_proportion_to_what_was_gained() -> None:
    found = pace(points(0, 10, 30), 60)
    assert (found.state, found.gained, found.per_hour) == (PaceState.MOVING, 20, 20)
    assert found.finish_at == NOON + timedelta(hours=5)


def test_the_stretch_begins_at_the_last_point_an_hour_old() -> None:
    seen = [*points(0, 10), (NOON + timedelta(hours=1, minutes=30), 22)]
    found = pace(seen, 11)
    assert (found.gained, found.stretch) == (22, timedelta(minutes=90))
    assert found.finish_at == seen[-1][0] + timedelta(minutes=45)


def test_nothing_is_claimed_without_an_hour_of_records() -> None:
    assert pace([], 5).state is PaceState.UNKNOWN
    assert pace([(NOON, 3), (NOON + timedelta(minutes=59), 9)], 5).state is PaceState.UNKNOWN


def test_standing_still_and_falling_have_no_end() -> None:
    assert (pace(points(7, 7), 5).state, pace(points(7, 7), 5).finish_at) == (PaceState.STALLED, None)
    assert (pace(points(9, 7), 5).state, pace(points(9, 7), 5).gained) == (PaceState.FALLING, -2)


def test_nothing_left_is_finished_whatever_the_pace() -> None:
    assert pace(points(9, 7), 0).state is PaceState.FINISHED


def test_an_end_too_far_off_is_not_named() -> None:
    assert pace(points(0, 1), 240).finish_at == NOON + timedelta(hours=241)
    crawling = pace(points(0, 1), 241)
    assert (crawling.state, crawling.finish_at) == (PaceState.MOVING, None)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=30), st.integers(1, 10_000))
def test_an_end_lies_ahead_and_only_while_it_moves(done: list[int], left: int) -> None:
    found = pace(points(*done), left)
    assert (found.state is PaceState.MOVING) == (done[-1] > done[-2])
    assert found.finish_at is None or (
        found.state is PaceState.MOVING and found.finish_at > points(*done)[-1][0]
    )


def gain(*sizes: float, has_begun: bool = True) -> Gain:
    squares = sum(size * size for size in sizes)
    return Gain(reports=len(sizes), amount=sum(sizes), squares=squares, has_begun=has_begun)


def test_a_township_that_is_too_slow_is_told_by_how_much() -> None:
    found = ahead(gain(*[10.0] * 20), 400, now=NOON, deadline_at=NOON + timedelta(minutes=90))
    assert found.finish_at == NOON + timedelta(hours=2)
    assert found.slack == timedelta(minutes=-30)
    assert found.earliest_at is not None
    assert found.latest_at is not None
    assert found.earliest_at < found.finish_at < found.latest_at


def test_the_band_is_that_of_the_poisson_law() -> None:
    # Exact bounds of 20 counted: 12.22 and 30.89; of none: 0 and 3.69.
    low, high = poisson_band(20)
    assert (round(low, 1), round(high, 1)) == (12.2, 30.9)
    assert poisson_band(0)[0] == 0
    assert abs(poisson_band(0)[1] - 3.69) < 0.1


def test_one_large_group_tells_no_rate() -> None:
    found = ahead(gain(300.0, 1.0, 1.0, 1.0, 1.0, 1.0), 100, now=NOON, deadline_at=None)
    assert (found.state, found.finish_at) == (PaceState.TOO_FEW, None)


def test_no_report_in_the_hour_is_a_standstill_only_after_a_beginning() -> None:
    assert ahead(gain(), 5, now=NOON, deadline_at=NOON).state is PaceState.STALLED
    assert ahead(gain(has_begun=False), 5, now=NOON, deadline_at=NOON).state is PaceState.UNKNOWN
    assert ahead(gain(), 0, now=NOON, deadline_at=NOON).state is PaceState.FINISHED


@given(st.lists(st.floats(min_value=1, max_value=50), min_size=5, max_size=60), st.integers(1, 5000))
def test_the_band_always_holds_the_plain_rate(sizes: list[float], left: int) -> None:
    found = ahead(gain(*sizes), left, now=NOON, deadline_at=None)
    if found.state is PaceState.MOVING and found.finish_at is not None and found.earliest_at is not None:
        assert found.earliest_at <= found.finish_at
        assert found.latest_at is None or found.latest_at >= found.finish_at
