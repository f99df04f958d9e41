"""Levels as bars, and the cursor on its axis."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.timeline import STEP, Axis, Decision, first_start, level_bars

START = datetime(2022, 9, 10, tzinfo=UTC)
AXIS = Axis(starts_at=START, ends_at=START + timedelta(hours=156, minutes=5))


def decision(
    h: float, until_h: float, code: str, *, status: str = "adjusted", hazard: str = "typhoon"
) -> Decision:
    return Decision(
        hazard=hazard,
        status=status,
        level_code=code,
        starts_at=START + timedelta(hours=h),
        ends_at=START + timedelta(hours=until_h),
    )


def test_a_decision_that_keeps_the_level_makes_no_new_bar() -> None:
    bars = level_bars([decision(0, 5, "4"), decision(5, 9, "2"), decision(9, 20, "2"), decision(20, 22, "3")])
    assert [bar.level_code for bar in bars] == ["4", "2", "3"]
    assert (bars[1].starts_at, bars[1].ends_at) == (START + timedelta(hours=5), START + timedelta(hours=20))


def test_an_ended_response_has_no_bar_and_the_next_one_begins_anew() -> None:
    bars = level_bars(
        [
            decision(0, 5, "3", status="in_force"),
            decision(5, 30, "3", status="ended"),
            decision(30, 40, "3", status="in_force"),
        ]
    )
    assert [(bar.ends_at - bar.starts_at) / timedelta(hours=1) for bar in bars] == [5, 10]


def test_two_hazards_do_not_join() -> None:
    bars = level_bars([decision(0, 5, "4"), decision(5, 9, "4", hazard="flood")])
    assert {bar.hazard for bar in bars} == {"typhoon", "flood"}
    assert first_start(bars) == START
    assert first_start([]) is None


@given(st.floats(-50, 250), st.integers(-1000, 1000))
def test_a_step_stays_on_the_axis_and_on_its_grid(h: float, minutes: int) -> None:
    moved = AXIS.stepped(START + timedelta(hours=h), timedelta(minutes=minutes))
    assert AXIS.starts_at <= moved <= AXIS.ends_at
    assert (moved - AXIS.starts_at) % STEP == timedelta(0) or moved == AXIS.ends_at


@given(st.integers(1, 900))
def test_a_step_forth_and_back_returns(tens: int) -> None:
    at = START + tens * STEP
    hour = timedelta(hours=1)
    if START + hour <= at <= AXIS.ends_at - hour:
        assert AXIS.stepped(AXIS.stepped(at, hour), -hour) == at
