"""The checklist of a level: cumulative, recurring, counting down, and kept when the level is over."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.checklist import (
    Action,
    Item,
    Mark,
    State,
    Stretch,
    checklist,
    item_id,
    signal_stretches,
    stretches,
)
from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.timeline import Decision

START = datetime(2022, 9, 10, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def decisions(*steps: tuple[float, str], now: float, hazard: str = "typhoon") -> list[Decision]:
    """Steps as (hour, level), "end" for the end of the response."""
    found = []
    for (h, level), (until, _next) in pairwise([*steps, (now, "")]):
        status = "ended" if level == "end" else "adjusted" if found else "in_force"
        code = found[-1].level_code if level == "end" else level
        found.append(
            Decision(hazard=hazard, status=status, level_code=code, starts_at=at(h), ends_at=at(until))
        )
    return found


def action(code: str, level: str, within: int | None = 60, **more: object) -> Action:
    facts = {
        "topic": "t",
        "unit_id": "u",
        "action_zh": code,
        "action_en": code,
        "source": "s",
        "certainty": Certainty.DEFAULT,
    }
    return Action.model_validate(facts | {"code": code, "level_code": level, "within_min": within} | more)


ACTIONS = (action("plan", "4"), action("close", "2", 120), action("red", "red", 30))


def listed(
    steps: Sequence[Decision], *, now: float, marks: Sequence[Mark] = (), actions: Sequence[Action] = ACTIONS
) -> dict[str, Item]:
    return {item.item_id: item for item in checklist(actions, stretches(steps), marks, at=at(now))}


def said(code: str, h: float, status: str = "done", number: int = 1) -> Mark:
    return Mark(item_id=item_id("typhoon", code, number), status=status, at=at(h))


def test_no_level_no_checklist() -> None:
    assert listed([], now=5) == {}


def test_a_higher_level_brings_the_lower_ones_actions_from_its_own_hour() -> None:
    items = listed(decisions((0, "2"), now=1), now=1)
    assert set(items) == {"typhoon:plan:1", "typhoon:close:1"}
    assert {item.due_at for item in items.values()} == {at(1), at(2)}


def test_a_level_is_there_from_its_very_first_instant() -> None:
    items = listed(decisions((0, "4"), (10, "2"), now=10), now=10)
    assert items["typhoon:close:1"].state is State.OPEN


def test_a_level_reached_on_the_way_keeps_its_own_beginning() -> None:
    items = listed(decisions((0, "4"), (10, "2"), now=11), now=11)
    assert items["typhoon:plan:1"].due_at == at(1)
    assert items["typhoon:close:1"].due_at == at(12)


def test_stepping_down_closes_what_only_the_higher_level_asked_for() -> None:
    items = listed(decisions((0, "1"), (10, "3"), now=20), now=20)
    assert items["typhoon:close:1"].state is State.LAPSED
    assert items["typhoon:close:1"].closed_at == at(10)
    assert items["typhoon:plan:1"].state is State.LATE


def test_an_ended_response_keeps_its_checklist_for_review() -> None:
    steps = decisions((0, "2"), (10, "end"), now=20)
    items = listed(steps, now=20, marks=[said("close", 1.5)])
    assert not any(item.is_live for item in items.values())
    assert items["typhoon:close:1"].state is State.DONE
    assert items["typhoon:plan:1"].state is State.LAPSED


def test_a_second_run_opens_a_checklist_of_its_own() -> None:
    steps = decisions((0, "4"), (10, "end"), (20, "4"), now=21)
    items = listed(steps, now=20.5, marks=[said("plan", 0.5)])
    assert items["typhoon:plan:1"].state is State.DONE
    assert items["typhoon:plan:2"].state is State.OPEN


@pytest.mark.parametrize(
    ("now", "mark", "state"),
    [
        (1.0, None, State.OPEN),
        (1.01, None, State.LATE),
        (0.9, said("plan", 0.5, "doing"), State.DOING),
        (1.5, said("plan", 0.5, "doing"), State.LATE),
        (9.0, said("plan", 8.0), State.DONE),
        (9.0, said("plan", 8.0, "not_applicable"), State.NOT_APPLICABLE),
        (0.9, said("plan", 0.8, "open"), State.OPEN),
    ],
)
def test_states_at_the_edges(now: float, mark: Mark | None, state: State) -> None:
    items = listed(decisions((0, "4"), now=now), now=now, marks=[mark] if mark else [])
    assert items["typhoon:plan:1"].state is state


def test_what_was_done_after_its_deadline_says_so() -> None:
    items = listed(decisions((0, "4"), now=9), now=9, marks=[said("plan", 8)])
    assert items["typhoon:plan:1"].was_late
    assert items["typhoon:plan:1"].left(at(9)) is None


def test_what_recurs_is_due_again_one_round_after_it_was_done() -> None:
    actions = [action("meet", "4", 60, every_min=720)]
    steps = decisions((0, "4"), now=40)
    fresh = listed(steps, now=12, marks=[said("meet", 0.5)], actions=actions)["typhoon:meet:1"]
    assert (fresh.state, fresh.due_at) == (State.DONE, at(12.5))
    assert fresh.left(at(12)) == timedelta(minutes=30)
    stale = listed(steps, now=26, marks=[said("meet", 0.5)], actions=actions)["typhoon:meet:1"]
    assert (stale.state, stale.done_count, stale.owed_count) == (State.LATE, 1, 3)


def test_a_graver_levels_action_takes_the_place_of_a_lower_ones_and_gives_it_back() -> None:
    actions = [
        action("daily", "4", 60, every_min=1440),
        action("twice", "3", 60, every_min=720, replaces="daily"),
    ]
    up = decisions((0, "4"), (10, "3"), now=20)
    assert [code for code, item in listed(up, now=20, actions=actions).items() if item.is_live] == [
        "typhoon:twice:1"
    ]
    down = decisions((0, "4"), (10, "3"), (30, "4"), now=30.5)
    again = listed(down, now=30.5, actions=actions, marks=[said("daily", 0.5)])["typhoon:daily:1"]
    assert (again.is_live, again.due_at, again.state) == (True, at(31), State.OPEN)


def test_hazards_stand_side_by_side_each_with_its_own() -> None:
    actions = [action("any", "4"), action("dike", "4", hazard="flood")]
    both = [*decisions((0, "4"), now=5), *decisions((2, "4"), now=5, hazard="flood")]
    assert set(listed(both, now=5, actions=actions)) == {"typhoon:any:1", "flood:any:1", "flood:dike:1"}


def test_a_red_signal_opens_its_own_actions_whatever_the_level() -> None:
    opened = signal_stretches([(at(1), at(3)), (at(2), None)])
    assert [(one.starts_at, one.ends_at) for one in opened] == [(at(1), None)]
    items = checklist(ACTIONS, opened, [], at=at(5))
    assert [(item.item_id, item.state) for item in items] == [("signal:red:1", State.LATE)]
    over = signal_stretches([(at(1), at(3)), (at(8), at(9))])
    assert [(one.number, one.ends_at) for one in over] == [(1, at(3)), (2, at(9))]
    assert signal_stretches([]) == []


def test_late_ones_come_first_then_the_nearest_deadline() -> None:
    actions = [
        action("slow", "4", 600),
        action("soon", "4", 300),
        action("past", "4", 30),
        action("free", "4", None),
    ]
    items = checklist(actions, stretches(decisions((0, "4"), now=2)), [], at=at(2))
    assert [item.action.code for item in items] == ["past", "soon", "slow", "free"]
    assert items[-1].left(at(2)) is None


LEVELS = st.sampled_from(["sea", "4", "3", "2", "1", "end"])


@settings(max_examples=50)
@given(st.lists(LEVELS, min_size=1, max_size=8).filter(lambda levels: levels[0] != "end"))
def test_at_every_moment_exactly_the_levels_up_to_the_present_one_are_open(levels: list[str]) -> None:
    steps = decisions(*((float(h), level) for h, level in enumerate(levels)), now=len(levels))
    order = ["sea", "4", "3", "2", "1"]
    opened = {one.level_code for one in stretches(steps) if one.ends_at is None}
    present = [] if levels[-1] == "end" else order[: order.index(levels[-1]) + 1]
    assert opened == set(present)


def test_a_stretch_is_numbered_within_its_level() -> None:
    steps = decisions((0, "2"), (5, "4"), (8, "2"), now=9)
    found = [(one.level_code, one.number) for one in stretches(steps) if one.level_code in {"2", "4"}]
    assert found == [("4", 1), ("2", 1), ("2", 2)]
    assert isinstance(stretches(steps)[0], Stretch)
