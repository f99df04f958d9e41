from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.silence import Silence, Voice, listen, online

NOW = datetime(2022, 9, 14, 0, 0, tzinfo=UTC)


def heard(minutes_ago: float | None, *, every_min: int | None = 30, level_h: float | None = 15) -> Silence:
    return listen(
        "331083201",
        None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago),
        as_of=NOW,
        every_min=every_min,
        owed_since=None if level_h is None else NOW - timedelta(hours=level_h),
    )


@pytest.mark.parametrize(
    ("minutes_ago", "voice"),
    [(0, Voice.HEARD), (30, Voice.HEARD), (30.1, Voice.OVERDUE), (71, Voice.OVERDUE), (None, Voice.NEVER)],
)
def test_a_word_is_owed_every_so_often(minutes_ago: float | None, voice: Voice) -> None:
    assert heard(minutes_ago).voice is voice


def test_age_is_told_even_where_nothing_is_owed() -> None:
    quiet = heard(600, every_min=None)
    assert (quiet.voice, quiet.age) == (Voice.NOT_OWED, timedelta(hours=10))
    assert not heard(600, level_h=None).is_silent


def test_a_level_that_has_just_begun_gives_one_turn() -> None:
    assert heard(90, level_h=0.4).voice is Voice.HEARD
    assert heard(90, level_h=0.6).voice is Voice.OVERDUE
    assert heard(None, level_h=0.4).voice is Voice.NOT_OWED


def test_an_area_that_never_spoke_is_not_zero_minutes_old() -> None:
    assert heard(None).age is None


def test_online_counts_only_who_spoke_in_time() -> None:
    assert online([heard(5), heard(45), heard(None), heard(600, every_min=None)]) == 2
