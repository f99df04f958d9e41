"""Three accounts: silence is not zero, and every difference has an owner."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.accounts import Gap, Line, Owes, differing, ordered, sums

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)
COUNTS = st.none() | st.integers(0, 3000)


def line(**facts: object) -> Line:
    known: dict[str, object] = {"township_code": "331083001", "category": "old_house"}
    return Line(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "gap", "owes"),
    [
        ({"reported": 40, "ticked": 40, "seen": 40, "unseen": 0}, Gap.AGREED, None),
        ({"reported": 40, "ticked": 40}, Gap.UNCHECKED, None),
        ({"reported": 40, "ticked": 40, "seen": 38, "unseen": 0}, Gap.UNCHECKED, None),
        ({"reported": 40, "ticked": 40, "seen": 38, "unseen": 2}, Gap.UNSEEN, Owes.VILLAGE),
        ({"reported": 41, "ticked": 40}, Gap.OVER_REPORTED, Owes.TOWNSHIP),
        ({"reported": 39, "ticked": 40}, Gap.UNDER_REPORTED, Owes.TOWNSHIP),
        ({"ticked": 40}, Gap.NO_REPORT, Owes.TOWNSHIP),
        ({"reported": 0, "ticked": 0}, Gap.AGREED, None),
        ({"ticked": 0}, Gap.AGREED, None),
        ({"reported": 12}, Gap.NO_LIST, Owes.TOWNSHIP),
    ],
)
def test_what_the_accounts_say_together(facts: dict[str, object], gap: Gap, owes: Owes | None) -> None:
    assert (line(**facts).gap, line(**facts).owes) == (gap, owes)


def test_a_report_older_than_the_last_tick_is_behind_rather_than_wrong() -> None:
    older = line(reported=39, ticked=40, reported_at=NOON, ticked_at=NOON + timedelta(minutes=1))
    same = line(reported=39, ticked=40, reported_at=NOON, ticked_at=NOON)
    assert (older.gap, same.gap) == (Gap.REPORT_BEHIND, Gap.UNDER_REPORTED)


def test_an_old_report_above_the_roster_is_not_excused_by_its_age() -> None:
    assert line(reported=41, ticked=40, reported_at=NOON, ticked_at=NOON + timedelta(hours=1)).gap is (
        Gap.OVER_REPORTED
    )


def test_a_silent_account_makes_no_difference_and_no_zero() -> None:
    silent = line(ticked=40)
    assert silent.reported_less_ticked is None
    assert silent.ticked_less_seen is None
    assert silent.unchecked == 40


def test_differences_come_first_the_larger_before_the_smaller() -> None:
    lines = [
        line(category="a", reported=5, ticked=5, seen=5, unseen=0),
        line(category="b", reported=9, ticked=5),
        line(category="c", reported=50, ticked=5),
        line(category="d", reported=5, ticked=5, seen=4, unseen=1),
    ]
    assert [one.category for one in ordered(lines)] == ["d", "c", "b", "a"]
    assert [one.category for one in differing(lines)] == ["d", "c", "b"]


def test_sums_say_how_many_lines_were_silent() -> None:
    total = sums([line(reported=3, ticked=5), line(ticked=7), line(reported=0)])
    assert (total.reported.persons, total.reported.silent) == (3, 1)
    assert (total.ticked.persons, total.ticked.silent) == (12, 1)
    assert (total.seen.persons, total.seen.silent) == (None, 3)


@given(st.lists(st.builds(line, reported=COUNTS, ticked=COUNTS, seen=COUNTS), max_size=8))
def test_order_loses_no_line_and_sums_keep_to_what_was_said(lines: list[Line]) -> None:
    assert sorted(map(id, ordered(lines))) == sorted(map(id, lines))
    total = sums(lines)
    assert (total.reported.persons or 0) == sum(one.reported or 0 for one in lines)
    assert total.differing == sum(one.owes is not None for one in lines)
