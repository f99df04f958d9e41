"""What would have been: which work moves, which deadline counts, who is late, how long in the wind."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.what_if import (
    NEVER,
    Span,
    Work,
    consults,
    hours_inside,
    idle_days,
    is_late,
    judged_hours,
    supposed_work,
)

START = np.datetime64("2022-09-12T00:00:00", "s")


def hours(*values: float | None) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([NEVER if h is None else START + np.timedelta64(round(h * 3600), "s") for h in values])


def told(*values: np.datetime64) -> list[float | None]:
    return [None if np.isnat(one) else float((one - START) / np.timedelta64(3600, "s")) for one in values]


def test_only_work_begun_after_the_first_decision_moves_with_it() -> None:
    work = Work(begun_at=hours(5, 12, 10, None), done_at=hours(20, 15, None, 11))
    moved = supposed_work(work, decided_at=hours(10)[0], shift=timedelta(hours=-3))
    assert told(*moved.begun_at) == [5, 9, 7, None]
    assert told(*moved.done_at) == [20, 12, None, 8]


def test_without_a_decision_nothing_moves() -> None:
    work = Work(begun_at=hours(5), done_at=hours(20))
    assert told(*supposed_work(work, decided_at=NEVER, shift=timedelta(hours=9)).done_at) == [20]


def test_more_buses_shorten_the_work_that_needs_less() -> None:
    work = Work(begun_at=hours(10, 10, None), done_at=hours(14, 14, 14))
    shorter = supposed_work(work, decided_at=NEVER, shift=timedelta(0), stretch=np.array([0.5, np.nan, 0.5]))
    assert told(*shorter.done_at) == [12, 14, 14]
    assert told(*shorter.begun_at) == [10, 10, None]


@given(st.lists(st.tuples(st.floats(0, 90), st.floats(0, 40)), min_size=1, max_size=5), st.floats(0, 90))
def test_a_shift_of_nothing_changes_nothing(spans: list[tuple[float, float]], decided: float) -> None:
    work = Work(begun_at=hours(*(begun for begun, _ in spans)), done_at=hours(*(a + b for a, b in spans)))
    ones = np.ones(len(spans))
    same = supposed_work(work, decided_at=hours(decided)[0], shift=timedelta(0), stretch=ones)
    assert (same.begun_at == work.begun_at).all()
    assert (same.done_at == work.done_at).all()


def test_the_deadline_that_counts_is_the_last_one_read_before_it_ran_out_or_the_work_was_done() -> None:
    reads = hours(0, 3, 6, 9)
    finish = np.stack(
        [
            hours(20, 4, None, 20),
            hours(18, 5, 9, 2),
            hours(16, 30, 8, 2),
            hours(14, 30, 30, 40),
        ]
    )
    is_told = np.array([[1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]], dtype=bool)
    done = hours(None, None, None, None)
    # The second ran out at 5, before 6 put it off; the third at 8; the fourth was late at once.
    assert judged_hours(finish, is_told, reads, done_at=done).tolist() == [3, 1, 2, 1]
    done = hours(2, None, None, None)
    assert judged_hours(finish, is_told, reads, done_at=done).tolist() == [0, 1, 2, 1]


def test_nothing_read_is_nothing_judged() -> None:
    finish = np.stack([hours(5)])
    assert judged_hours(finish, np.array([[False]]), hours(0), done_at=hours(None)).tolist() == [-1]


@pytest.mark.parametrize(
    ("finish", "done", "late"),
    [(5, 4, False), (5, 6, True), (5, None, True), (50, None, False), (None, 6, False), (None, None, False)],
)
def test_late_is_done_after_the_deadline_or_not_at_all(
    finish: float | None, done: float | None, *, late: bool
) -> None:
    assert is_late(hours(finish), hours(done), end=hours(40)[0]).tolist() == [late]


@pytest.mark.parametrize(
    ("first", "last", "until", "inside"),
    [
        (10, 20, 5, 0),
        (10, 20, 14, 4),
        (10, 20, 30, 10),
        (10, 20, None, 10),
        (10, None, None, 30),
        (None, None, None, 0),
        (-9, 6, None, 6),
        (-9, -3, None, 0),
    ],
)
def test_hours_in_the_wind_end_with_safety_with_the_wind_or_with_the_end(
    first: float | None, last: float | None, until: float | None, inside: float
) -> None:
    found = hours_inside(hours(first), hours(last), hours(until), span=Span(hours(0)[0], hours(40)[0]))
    assert found.tolist() == [inside]


def test_idle_days_run_from_made_safe_to_going_on() -> None:
    days = idle_days(hours(0, 0, None), hours(48, None, 48), resume_shift=timedelta(0))
    assert days.tolist() == [2, 0, 0]
    assert idle_days(hours(0), hours(48), resume_shift=timedelta(hours=12)).tolist() == [2.5]
    assert idle_days(hours(60), hours(48), resume_shift=timedelta(0)).tolist() == [0]


def test_clocks_are_read_evenly_and_at_the_end() -> None:
    start = datetime(2022, 9, 12, tzinfo=UTC)
    every = timedelta(hours=3)
    assert consults(start, start + timedelta(hours=7), every) == (
        start, start + every, start + 2 * every, start + timedelta(hours=7),
    )  # fmt: skip
    assert consults(start, start + 2 * every, every)[-1] == start + 2 * every
    assert consults(start, start, every) == (start,)
