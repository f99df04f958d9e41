"""When a post is a hole: who stands there, in which window, and who cannot have been in two places."""

from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.coverage import (
    Guard,
    Why,
    Window,
    is_too_fast,
    uncovered_since,
    why_uncovered,
)
from stormdesk.domain.exceptions import WATCHED

NOW = datetime(2022, 9, 14, tzinfo=UTC)


def guard(status: str | None, hours_ago: float | None = None) -> Guard:
    since = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return Guard(person_id="p", name="p", phone=None, status=status, since=since)


@pytest.mark.parametrize(
    ("officer", "deputy", "expected"),
    [
        ("on_post", "none", None),
        ("unreachable", "on_post", None),
        ("unreachable", "relieved", Why.UNREACHABLE),
        ("relieved", "none", Why.RELIEVED),
        ("notified", None, Why.ON_THE_WAY),
        (None, "acknowledged", Why.UNKNOWN),
    ],
)
def test_a_post_is_held_by_its_officer_or_the_deputy(
    officer: str | None, deputy: str | None, expected: Why | None
) -> None:
    assert why_uncovered(guard(officer), None if deputy == "none" else guard(deputy)) is expected


def test_nobody_stands_there_since_the_later_of_the_two_left() -> None:
    assert uncovered_since(guard("relieved", 5), guard("unreachable", 2)) == NOW - timedelta(hours=2)
    assert uncovered_since(guard(None), None) is None


@pytest.mark.parametrize(
    ("begins_h", "ends_h", "expected"),
    [(6, 9, True), (6.01, 9, False), (-3, 0.01, True), (-3, 0, False), (-99, None, True)],
)
def test_a_window_is_watched_from_six_hours_before_it_until_it_ends(
    begins_h: float, ends_h: float | None, *, expected: bool
) -> None:
    assert timedelta(hours=6) == WATCHED
    ends_at = None if ends_h is None else NOW + timedelta(hours=ends_h)
    window = Window(begins_at=NOW + timedelta(hours=begins_h), ends_at=ends_at)
    assert window.is_watched(NOW) is expected


@pytest.mark.parametrize(
    ("km", "minutes", "expected"),
    [(0.9, 0, False), (1.1, 0, True), (20, 20, False), (20, 19, True), (None, 0, False)],
)
def test_only_faster_than_a_road_allows_is_two_places(
    km: float | None, minutes: float, *, expected: bool
) -> None:
    assert is_too_fast(km, minutes) is expected
