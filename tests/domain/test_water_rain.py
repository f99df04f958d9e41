"""Rain over windows: exact grades, honest gaps, no total counted twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.county import Reference
from stormdesk.domain.water.rain import (
    WINDOWS_H,
    grade_of,
    measured_mm,
    newest,
    rain_sums,
    reaches,
    signals_reached,
)
from stormdesk.domain.water.records import RainSum
from stormdesk.ingest.county import load_reference

NOW = datetime(2022, 9, 14, 4, tzinfo=UTC)
END = int(NOW.timestamp())
H = 3600
Total = tuple[float, float, float]


def sums(*totals: Total, until: datetime = NOW) -> dict[int, RainSum]:
    """Totals as (hours before now that they end, hours that they last, millimetres)."""
    ends = np.array([END - ended * H for ended, _, _ in totals], dtype=np.int64)
    lasting = np.array([lasts * H for _, lasts, _ in totals], dtype=np.int64)
    mm = np.array([amount for _, _, amount in totals])
    return {one.hours: one for one in rain_sums(ends, lasting, mm, until=until)}


def hourly(amounts: list[float]) -> list[Total]:
    return [(ago, 1, mm) for ago, mm in enumerate(reversed(amounts))]


def day(mm: float, hours: int = 24) -> RainSum:
    return RainSum(hours=hours, until=NOW, mm=mm, covered=1.0)


@pytest.fixture(scope="module")
def reference(project: Path) -> Reference:
    return load_reference(project / "data/reference")


@pytest.mark.parametrize(
    ("hours", "mm", "code"),
    [
        *(
            (24, 0.0, "trace"),
            (24, 0.1, "light"),
            (24, 9.9, "light"),
            (24, 10.0, "moderate"),
            (24, 24.9, "moderate"),
        ),
        *((24, 25.0, "heavy"), (24, 49.9, "heavy"), (24, 50.0, "rainstorm"), (24, 99.9, "rainstorm")),
        *((24, 100.0, "downpour"), (24, 249.9, "downpour"), (24, 250.0, "extreme")),
        *(
            (12, 4.9, "light"),
            (12, 5.0, "moderate"),
            (12, 14.9, "moderate"),
            (12, 15.0, "heavy"),
            (12, 29.9, "heavy"),
        ),
        *((12, 30.0, "rainstorm"), (12, 69.9, "rainstorm"), (12, 70.0, "downpour"), (12, 140.0, "extreme")),
    ],
)
def test_grades_at_their_exact_edges(reference: Reference, hours: int, mm: float, code: str) -> None:
    grade = grade_of(day(mm, hours), reference.rain_grades)
    assert grade is not None
    assert grade.code == code


def test_no_grade_without_rain_known_or_for_other_windows(reference: Reference) -> None:
    assert grade_of(RainSum(hours=24, until=NOW, mm=None, covered=0.0), reference.rain_grades) is None
    assert grade_of(day(60.0, 6), reference.rain_grades) is None


def test_tenths_add_up_to_the_threshold_that_they_reach() -> None:
    found = sums(*hourly([2.1, 2.0] * 11 + [4.8, 0.1]))[24]
    assert found.mm == 50.0
    assert measured_mm(49.94999) == 49.9
    assert measured_mm(49.95) == 50.0


def test_hours_fill_every_window() -> None:
    found = sums(*hourly([1.0] * 24))
    assert {hours: one.mm for hours, one in found.items()} == {1: 1, 3: 3, 6: 6, 12: 12, 24: 24}
    assert all(one.is_complete for one in found.values())


def test_a_gap_makes_the_sum_a_lower_bound_with_its_share() -> None:
    found = sums(*[total for total in hourly([2.0] * 24) if total[0] not in {1, 2}])
    assert found[1].is_complete
    assert (found[3].mm, found[3].covered, found[3].is_complete) == (2.0, pytest.approx(1 / 3), False)
    assert (found[24].mm, found[24].covered) == (44.0, pytest.approx(22 / 24))
    assert sums()[24].mm is None


def test_a_longer_total_closes_the_gap_of_the_shorter_ones() -> None:
    found = sums(*[total for total in hourly([2.0] * 6) if total[0] != 1], (0, 3, 9.0))
    assert (found[3].mm, found[3].is_complete) == (9.0, True)
    assert (found[6].mm, found[6].is_complete) == (15.0, True)


def test_totals_over_each_other_are_counted_once() -> None:
    found = sums(*hourly([1.0] * 24), (0, 24, 24.0), (0, 3, 3.0), (3, 3, 3.0))
    assert [found[hours].mm for hours in WINDOWS_H] == [1, 3, 6, 12, 24]


def test_a_total_that_reaches_back_before_the_window_is_not_cut() -> None:
    found = sums((0, 24, 80.0))
    assert found[24].mm == 80.0
    assert found[12].mm is None


def test_five_minutes_and_a_clock_that_is_off_by_seconds() -> None:
    ends = np.array([END - 300 * step + 7 for step in range(12)], dtype=np.int64)
    one = rain_sums(ends, np.full(12, 300), np.full(12, 0.5), until=NOW)[0]
    assert (one.mm, one.is_complete) == (6.0, True)


def test_windows_end_at_the_newest_total_only_while_it_is_fresh() -> None:
    ends = np.array([END - 50 * 60])
    assert newest(ends, NOW, stale_after=timedelta(hours=2)) == NOW - timedelta(minutes=50)
    assert newest(ends, NOW, stale_after=timedelta(minutes=30)) == NOW
    assert newest(np.zeros(0, dtype=np.int64), NOW, stale_after=timedelta(hours=2)) == NOW


@pytest.mark.parametrize(
    ("mm", "covered", "answer"),
    [(50.0, 1.0, True), (49.9, 1.0, False), (50.0, 0.4, True), (49.9, 0.4, None), (None, 0.0, None)],
)
def test_an_incomplete_sum_never_says_no(mm: float | None, covered: float, answer: bool | None) -> None:  # noqa: FBT001
    assert reaches(RainSum(hours=6, until=NOW, mm=mm, covered=covered), 50.0) is answer


def test_signals_by_their_own_windows(reference: Reference) -> None:
    found = signals_reached(sums(*hourly([0.0] * 6 + [50.0 / 3] * 3)).values(), reference.signals)
    assert found == {
        "rainstorm_blue": True,
        "rainstorm_yellow": True,
        "rainstorm_orange": True,
        "rainstorm_red": False,
    }


@settings(max_examples=40)
@given(
    amounts=st.lists(st.integers(0, 30), min_size=24, max_size=24),
    kept=st.sets(st.integers(0, 23)),
    threes=st.sets(st.integers(0, 7)),
)
def test_a_sum_is_never_more_than_fell_and_all_of_it_when_complete(
    amounts: list[int], kept: set[int], threes: set[int]
) -> None:
    every = hourly([float(mm) for mm in amounts])
    longer = [(3 * at, 3, sum(mm for _, _, mm in every[3 * at : 3 * at + 3])) for at in threes]
    found = sums(*[total for total in every if total[0] in kept], *longer)
    for hours in WINDOWS_H:
        fell = sum(mm for _, _, mm in every[:hours])
        one = found[hours]
        assert (one.mm or 0.0) <= fell
        known = {hour for hour in kept if hour < hours}
        known |= {3 * at + part for at in threes for part in range(3) if 3 * at + 3 <= hours}
        assert one.covered == pytest.approx(len(known) / hours)
        if one.is_complete:
            assert one.mm == fell
