"""The server's clock: one for all, kept over a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.moment import (
    Clock,
    ClockMode,
    asked_instant,
    exact_instant,
    parse_instant,
    show_instant,
)
from stormdesk.errors import BadMoment
from stormdesk.store import Store
from stormdesk.store.clock import ServerClock

MACHINE = datetime(2026, 1, 1, tzinfo=UTC)
SHOWN = datetime(2022, 9, 13, 6, tzinfo=UTC)


def drill(**changes: object) -> Clock:
    facts: dict[str, object] = {
        "operation_id": "muifa",
        "mode": ClockMode.DRILL,
        "anchored_at": MACHINE,
        "shown_at": SHOWN,
        "speed": 60.0,
        "set_by": "test",
    }
    return Clock(**(facts | changes))  # type: ignore[arg-type]


def test_a_drill_runs_at_its_speed_and_a_pause_holds_it() -> None:
    later = MACHINE + timedelta(minutes=2)
    assert drill().now(later) == SHOWN + timedelta(hours=2)
    paused = drill().held(later, is_paused=True, by="x")
    assert paused.now(later + timedelta(days=1)) == SHOWN + timedelta(hours=2)
    resumed = paused.held(later + timedelta(days=1), is_paused=False, by="x")
    assert resumed.now(later + timedelta(days=1, minutes=1)) == SHOWN + timedelta(hours=3)


def test_a_new_speed_does_not_jump() -> None:
    later = MACHINE + timedelta(minutes=2)
    faster = drill().paced(later, speed=300, by="x")
    assert faster.now(later) == drill().now(later)
    assert faster.now(later + timedelta(seconds=1)) - faster.now(later) == timedelta(seconds=300)
    assert drill().paced(later, speed=10**9, by="x").speed == 3600


def test_all_sessions_between_two_ticks_see_one_instant() -> None:
    seen = {drill().ticked(MACHINE + timedelta(seconds=10 + part / 10), 5) for part in range(50)}
    assert seen == {SHOWN + timedelta(minutes=10)}
    assert (
        drill(anchored_at=MACHINE + timedelta(seconds=13)).ticked(MACHINE + timedelta(seconds=14), 5) == SHOWN
    )


def test_live_shows_the_machines_own_time() -> None:
    assert drill(mode=ClockMode.LIVE).now(MACHINE) == MACHINE


def test_a_restart_goes_on_from_where_the_drill_stood(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "home" / "t.duckdb"
    store = Store(path, queries=project / "queries")
    clock = ServerClock(store)
    clock.set(drill())
    clock.rest(MACHINE + timedelta(minutes=1))
    store.close()

    again = Store(path, queries=project / "queries")
    restarted = ServerClock(again)
    next_day = MACHINE + timedelta(days=1)
    restarted.resume(next_day)
    assert restarted.setting is not None
    assert restarted.setting.now(next_day) == SHOWN + timedelta(hours=1)
    assert restarted.setting.now(next_day + timedelta(minutes=1)) == SHOWN + timedelta(hours=2)
    again.close()


def test_the_clock_may_be_written_down_without_asking_everything_anew(tmp_path: Path, project: Path) -> None:
    store = Store(tmp_path / "home" / "t.duckdb", queries=project / "queries")
    clock = ServerClock(store)
    before = store.data_version
    clock.set(drill())
    clock.rest(MACHINE + timedelta(minutes=1))
    assert store.data_version == before
    store.close()


def test_what_is_recorded_while_a_drill_is_held_comes_after_what_was_seen(
    tmp_path: Path, project: Path
) -> None:
    store = Store(tmp_path / "home" / "t.duckdb", queries=project / "queries")
    clock = ServerClock(store)
    clock.set(drill())
    with clock.stepped() as running:
        assert running is None
    clock.set(drill(is_paused=True))
    stamps = []
    for _report in range(2):
        with clock.stepped() as at:
            assert clock.setting is not None
            assert clock.setting.now(MACHINE) < at, "who looks now has not seen it"
            stamps.append(at)
        assert clock.setting.now(MACHINE) == at
    with pytest.raises(BadMoment), clock.stepped():
        raise BadMoment(value="")
    assert clock.setting.now(MACHINE) == stamps[1] == SHOWN + timedelta(microseconds=2)
    store.close()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2022-09-14T08:00", datetime(2022, 9, 14, 0, tzinfo=UTC)),
        ("2022-09-14 08:00:30", datetime(2022, 9, 14, 0, 0, 30, tzinfo=UTC)),
        ("2022-09-14T08:00+00:00", datetime(2022, 9, 14, 8, tzinfo=UTC)),
        ("2022-09-14T00:00:00Z", datetime(2022, 9, 14, 0, tzinfo=UTC)),
    ],
)
def test_an_address_names_beijing_time_unless_it_says_otherwise(text: str, utc: datetime) -> None:
    assert parse_instant(text) == utc
    assert parse_instant(show_instant(utc)) == utc
    held = utc + timedelta(microseconds=3)
    assert parse_instant(exact_instant(held)) == held
    assert asked_instant(exact_instant(held)) == held
    assert asked_instant(exact_instant(utc)) == utc, "a link that was written stands where it stood"
    by_hand = asked_instant(show_instant(utc))
    assert exact_instant(by_hand) == show_instant(utc)
    assert held < by_hand < utc + timedelta(seconds=1), "what is named by the second is meant to its end"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2022-13-01", "9" * 500, "<img src=x>", "0001-01-01T00:00"]
)
def test_an_address_that_names_no_instant_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_instant(text)
