"""Which warnings stand: what an update, a cancellation, an end and another source do to one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stormdesk.domain.warning_area import Touch, plain_code
from stormdesk.domain.warning_force import Force, Message, StandingWarning, standing
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning

START = datetime(2022, 9, 14, tzinfo=UTC)
OFFICE = "玉环市气象台"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def told(warning_id: str, h: float, *, is_entered: bool = False, **more: Any) -> Message:
    facts: dict[str, Any] = {
        "action": WarningAction.ISSUE,
        "kind": "typhoon",
        "colour": "blue",
        "issuer": OFFICE,
        "title": warning_id,
        "area_codes": ("331083",),
    }
    warning = WeatherWarning(warning_id=warning_id, issued_at=at(h), **(facts | more))
    source = "desk" if is_entered else "feed"
    return Message(warning=warning, recorded_at=at(h), source=source, touch=Touch.HERE, is_entered=is_entered)


UPDATE, LIFT = WarningAction.UPDATE, WarningAction.LIFT


def look(*messages: Message, h: float = 10, counts_exercises: bool = True) -> dict[str, StandingWarning]:
    found = standing(messages, as_of=at(h), counts_exercises=counts_exercises)
    return {one.warning.warning_id: one for one in found}


def forces(*messages: Message, h: float = 10) -> dict[str, Force]:
    return {warning_id: one.force for warning_id, one in look(*messages, h=h).items()}


def test_a_warning_is_not_yet_then_in_force_then_expired() -> None:
    one = told("a", 1, effective_at=at(3), expires_at=at(6))
    by_hour = {h: forces(one, h=h).get("a") for h in (0.9, 1, 3, 5.9, 6)}
    assert list(by_hour.values()) == [None, Force.NOT_YET, Force.IN_FORCE, Force.IN_FORCE, Force.EXPIRED]


def test_without_an_end_it_lasts_and_an_end_before_its_beginning_is_no_end() -> None:
    found = look(told("a", 1), told("b", 1, kind="rainstorm", effective_at=at(3), expires_at=at(2)), h=99)
    assert [(one.force, one.ends_at) for one in found.values()] == [(Force.IN_FORCE, None)] * 2


def test_an_update_supersedes_what_it_names_and_says_by_whom() -> None:
    a, b = told("a", 1, expires_at=at(20)), told("b", 4, action=UPDATE, colour="orange", supersedes=("a",))
    found = look(a, b)
    assert (found["a"].force, found["a"].ends_at, found["a"].ended_by) == (Force.SUPERSEDED, at(4), "b")
    assert (found["b"].force, found["b"].rank) == (Force.IN_FORCE, 3)
    assert forces(a, b, h=3.9) == {"a": Force.IN_FORCE}


def test_an_update_that_begins_later_leaves_no_gap() -> None:
    messages = told("a", 1), told("b", 4, action=UPDATE, supersedes=("a",), effective_at=at(6))
    assert forces(*messages, h=5) == {"a": Force.IN_FORCE, "b": Force.NOT_YET}
    assert forces(*messages, h=6) == {"b": Force.IN_FORCE, "a": Force.SUPERSEDED}


def test_a_cancellation_of_the_first_message_ends_its_updates_and_revives_nothing() -> None:
    thread = told("a", 1), told("b", 4, action=UPDATE, supersedes=("a",))
    lift = told("c", 6, action=LIFT, kind="unknown", colour=None, supersedes=("a",))
    assert forces(*thread, lift) == {"b": Force.LIFTED, "a": Force.SUPERSEDED}
    earlier = told("c", 3, action=LIFT, kind="unknown", colour=None, supersedes=("a",))
    assert forces(*thread, earlier) == {"b": Force.IN_FORCE, "a": Force.LIFTED}


def test_two_updates_of_one_unknown_message_supersede_each_other() -> None:
    found = forces(*(told(name, h, action=UPDATE, supersedes=("lost",)) for name, h in (("b", 2), ("c", 3))))
    assert found == {"b": Force.SUPERSEDED, "c": Force.IN_FORCE}


def test_a_cancellation_of_a_message_never_seen_lifts_no_other() -> None:
    assert forces(told("a", 1), told("c", 3, action=LIFT, supersedes=("lost",))) == {"a": Force.IN_FORCE}


def test_the_order_of_arrival_does_not_matter() -> None:
    messages = [
        told("a", 1),
        told("b", 4, action=UPDATE, supersedes=("a",)),
        told("c", 6, action=LIFT, supersedes=("b",)),
        told("d", 7, colour="red"),
        told("s", 7.5, colour="red", is_entered=True),
    ]
    assert look(*messages) == look(*reversed(messages))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"colour": "orange"}, Force.SUPERSEDED),
        ({"area_codes": ("331000000000",)}, Force.SUPERSEDED),
        ({"area_codes": ("331083001",)}, Force.IN_FORCE),
        ({"kind": "rainstorm"}, Force.IN_FORCE),
        ({"issuer": "台州市气象台"}, Force.IN_FORCE),
        ({"issuer": "玉环市气象局"}, Force.SUPERSEDED),
    ],
)
def test_a_new_signal_replaces_that_of_its_kind_issuer_and_area(
    more: dict[str, Any], expected: Force
) -> None:
    assert forces(told("a", 1), told("b", 2, **more))["a"] == expected


def test_parts_of_one_message_stand_side_by_side_and_are_lifted_together() -> None:
    parts = told("m", 1, area_codes=("331083",)), told("m#2", 1, area_codes=("331083",), colour="red")
    assert set(forces(*parts).values()) == {Force.IN_FORCE}
    assert set(forces(*parts, told("x", 2, action=LIFT, supersedes=("m",))).values()) == {Force.LIFTED}


@pytest.mark.parametrize("entered_h", [0.5, 1, 1.8, 5])
def test_a_signal_told_by_feed_and_ledger_is_one_with_both_sources(entered_h: float) -> None:
    entered = told("s", entered_h, is_entered=True, issuer="值班员")
    found = look(told("a", 1, expires_at=at(20)), entered)
    assert [(one.warning.warning_id, one.sources) for one in found.values()] == [("a", ("feed", "desk"))]


def test_another_colour_or_issuer_entered_by_hand_is_another_signal() -> None:
    feed = told("a", 1)
    assert forces(feed, told("s", 2, is_entered=True, colour="red"))["a"] is Force.SUPERSEDED
    assert len(forces(feed, told("s", 2, is_entered=True, issuer="台州市气象台"))) == 2


def test_a_lifting_entered_by_hand_ends_the_signals_of_its_kind() -> None:
    feed = told("a", 1), told("r", 1, kind="rainstorm")
    by_desk = told("s", 2, is_entered=True, issuer="值班员", action=LIFT, colour=None)
    assert forces(*feed, by_desk) == {"r": Force.IN_FORCE, "a": Force.LIFTED}
    by_city = told("s", 2, is_entered=True, issuer="台州市气象台", action=LIFT, colour=None)
    assert forces(*feed, by_city)["a"] is Force.IN_FORCE


def test_exercises_count_in_a_drill_and_touch_nothing_in_earnest() -> None:
    real, exercise = told("a", 1), told("x", 2, colour="red", is_exercise=True)
    assert forces(real, exercise) == {"x": Force.IN_FORCE, "a": Force.SUPERSEDED}
    earnest = look(real, exercise, counts_exercises=False)
    assert {name: one.force for name, one in earnest.items()} == {"a": Force.IN_FORCE, "x": Force.EXERCISE}


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("331083000000", "331083"),
        ("331083001000", "331083001"),
        ("331000", "3310"),
        ("330000000000", "33"),
        ("331083001001", "331083001001"),
    ],
)
def test_filling_zeros_are_no_part_of_a_code(code: str, plain: str) -> None:
    assert plain_code(code) == plain
