"""Three accounts: silence is not zero, and every difference has an owner."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.accounts import Gap, Line, Owes, demands, sums

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)
COUNTS = st.none() | st.integers(0, 3000)


def line(**facts: object) -> Line:
    known: dict[str, object] = {"township_code": "331083001", "category": "old_house"}
    return Line(**(known | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "report_gap", "seen_gap"),
    [
        ({"reported": 40, "ticked": 40, "seen": 40, "unseen": 0}, Gap.AGREED, Gap.AGREED),
        ({"reported": 40, "ticked": 40}, Gap.AGREED, Gap.UNCHECKED),
        ({"reported": 40, "ticked": 40, "seen": 38, "unseen": 0}, Gap.AGREED, Gap.UNCHECKED),
        ({"reported": 40, "ticked": 40, "seen": 38, "unseen": 2}, Gap.AGREED, Gap.UNSEEN),
        ({"reported": 41, "ticked": 40}, Gap.OVER_REPORTED, Gap.UNCHECKED),
        ({"reported": 39, "ticked": 40}, Gap.UNDER_REPORTED, Gap.UNCHECKED),
        ({"ticked": 40}, Gap.NO_REPORT, Gap.UNCHECKED),
        ({"reported": 0, "ticked": 0}, Gap.AGREED, Gap.AGREED),
        ({"ticked": 0}, Gap.AGREED, Gap.AGREED),
        ({"reported": 12}, Gap.NO_LIST, Gap.AGREED),
        ({"reported": 0}, Gap.AGREED, Gap.AGREED),
    ],
)
def test_how_the_accounts_stand_to_each_other(
    facts: dict[str, object], report_gap: Gap, seen_gap: Gap
) -> None:
    assert (line(**facts).report_gap, line(**facts).seen_gap) == (report_gap, seen_gap)


def test_a_report_older_than_the_last_tick_is_behind_rather_than_wrong() -> None:
    older = line(reported=39, ticked=40, reported_at=NOON, ticked_at=NOON + timedelta(minutes=1))
    same = line(reported=39, ticked=40, reported_at=NOON, ticked_at=NOON)
    assert (older.report_gap, same.report_gap) == (Gap.REPORT_BEHIND, Gap.UNDER_REPORTED)


def test_an_old_report_above_the_roster_is_not_excused_by_its_age() -> None:
    old = line(reported=41, ticked=40, reported_at=NOON, ticked_at=NOON + timedelta(hours=1))
    assert old.report_gap is Gap.OVER_REPORTED


def test_a_silent_account_makes_no_difference_and_no_zero() -> None:
    silent = line(ticked=40)
    assert silent.reported_less_ticked is None
    assert silent.ticked_less_seen is None
    assert silent.unchecked == 40


def test_each_difference_has_an_owner_and_the_larger_stands_first() -> None:
    lines = [
        line(category="agreed", reported=5, ticked=5, seen=5, unseen=0),
        line(category="behind", reported=5, ticked=90, reported_at=NOON, ticked_at=NOON + timedelta(hours=1)),
        line(category="both", reported=50, ticked=5, seen=4, unseen=1),
        line(category="over", reported=9, ticked=5),
    ]
    found = [(one.line.category, one.gap, one.owes, one.persons) for one in demands(lines)]
    assert found == [
        ("both", Gap.OVER_REPORTED, Owes.TOWNSHIP, 45),
        ("over", Gap.OVER_REPORTED, Owes.TOWNSHIP, 4),
        ("both", Gap.UNSEEN, Owes.VILLAGE, 1),
        ("behind", Gap.REPORT_BEHIND, Owes.TOWNSHIP, 85),
    ]


def test_where_one_account_is_silent_all_of_the_other_is_to_be_explained() -> None:
    assert [one.persons for one in demands([line(ticked=40), line(reported=12)])] == [40, 12]


def test_sums_say_how_many_lines_were_silent() -> None:
    total = sums([line(reported=3, ticked=5), line(ticked=7), line(reported=0)])
    assert (total.reported.persons, total.reported.silent) == (3, 1)
    assert (total.ticked.persons, total.ticked.silent) == (12, 1)
    assert (total.seen.persons, total.seen.silent) == (None, 3)


@given(st.lists(st.builds(line, reported=COUNTS, ticked=COUNTS, seen=COUNTS, unseen=COUNTS), max_size=8))
def test_nothing_is_demanded_where_the_accounts_agree_and_sums_keep_to_what_was_said(
    lines: list[Line],
) -> None:
    found = demands(lines)
    assert all(one.persons > 0 for one in found)
    assert len(found) == sum((one.reported or 0) != (one.ticked or 0) for one in lines) + sum(
        bool(one.unseen) for one in lines
    )
    assert (sums(lines).reported.persons or 0) == sum(one.reported or 0 for one in lines)
