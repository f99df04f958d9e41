"""Shelters: open, full, counted or not, and whether the people in them are those signed in."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger

Tell = Callable[..., Event]
Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
Told = Callable[..., None]
SERVICE, COUNT, HAZARD, MOVE = "shelter.service", "shelter.occupancy", "shelter.hazard", "evacuee.move"


def row(frame: pd.DataFrame, **wanted: object) -> dict[str, Any]:
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return {str(name): value for name, value in frame.iloc[0].items()}


@pytest.fixture
def told(ledger: Ledger) -> Told:
    def record(*events: Event) -> None:
        assert not ledger.record_from_source(events).problems

    return record


@pytest.fixture
def four(enrol: Enrol) -> None:
    """Four shelters of 100 places."""
    for name in ("a", "b", "c", "d"):
        enrol("shelter", shelter_id=name, name=name, tier="village", capacity=100, lat=28.1, lon=121.2)


@pytest.mark.usefixtures("four")
def test_open_full_closed_and_unreported_are_four_things(told: Told, tell: Tell, ask: Ask) -> None:
    told(
        tell(SERVICE, "open", "a", h=1),
        tell(SERVICE, "open", "b", h=1),
        tell(SERVICE, "full", "b", h=2),
        tell(SERVICE, "open", "c", h=1),
        tell(SERVICE, "closed", "c", h=2),
    )
    head = row(ask("shelters/headline", h=3))
    assert (head["total"], head["done"], head["over_count"], head["left_count"]) == (4, 2, 1, 1)
    assert (head["unknown_count"], head["full_count"], head["closed_count"]) == (1, 1, 1)
    assert ask("shelters/left", h=3)["object_id"].tolist() == ["d"]
    rows = ask("shelters/by_township", h=3)
    assert len(rows) == 11
    assert rows["left_count"].sum() == 1


@pytest.mark.usefixtures("four")
def test_occupants_nobody_counted_are_unknown_and_not_zero(told: Told, tell: Tell, ask: Ask) -> None:
    told(tell(SERVICE, "open", "a", h=1), tell(SERVICE, "open", "b", h=1))
    head = row(ask("shelters/headline", h=2))
    assert pd.isna(head["occupants"])
    assert pd.isna(head["free_places"])
    assert (head["capacity"], head["uncounted_count"]) == (200, 2)
    told(tell(COUNT, "counted", "a", h=2, quantity=92), tell(COUNT, "counted", "a", h=3, quantity=95))
    head = row(ask("shelters/headline", h=4))
    assert (head["occupants"], head["free_places"], head["uncounted_count"]) == (95, 5, 1)
    assert head["nearly_full_count"] == 1
    assert row(ask("shelters/headline", h=2.5))["occupants"] == 92
    assert pd.isna(row(ask("shelters/points", h=4), object_id="b")["free_places"])


@pytest.mark.usefixtures("four")
def test_a_full_or_overfull_shelter_has_no_free_places(told: Told, tell: Tell, ask: Ask) -> None:
    told(
        tell(SERVICE, "open", "a", h=1),
        tell(SERVICE, "full", "a", h=2),
        tell(COUNT, "counted", "a", h=2, quantity=40),
        tell(SERVICE, "open", "b", h=1),
        tell(COUNT, "counted", "b", h=2, quantity=130),
    )
    assert row(ask("shelters/headline", h=3))["free_places"] == 0


@pytest.mark.usefixtures("four")
def test_danger_to_the_shelter_itself_is_trouble(told: Told, tell: Tell, ask: Ask) -> None:
    told(tell(SERVICE, "open", "a", h=1), tell(HAZARD, "at_risk", "a", h=2))
    assert row(ask("shelters/headline", h=3))["trouble_count"] == 1
    assert row(ask("shelters/headline", h=1.5))["trouble_count"] == 0


@pytest.mark.usefixtures("four")
def test_a_headcount_is_compared_with_who_was_signed_in_at_that_minute(
    told: Told, tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    for who in ("early", "late", "gone"):
        enrol("evacuee", evacuee_id=who, name=who, persons=1, shelter_id="a")
    told(
        tell(MOVE, "at_shelter", "early", h=1, quantity=2, category="old_house"),
        tell(MOVE, "at_shelter", "gone", h=1, quantity=4, category="old_house"),
        tell(MOVE, "with_relatives", "gone", h=2, quantity=4, category="old_house"),
        tell(COUNT, "counted", "a", h=3, quantity=3),
        tell(MOVE, "at_shelter", "late", h=4, quantity=5, category="old_house"),
    )
    one = row(ask("shelters/headcount", h=5))
    assert (one["headcount"], one["signed_in_then"], one["signed_in"]) == (3, 2, 7)
    assert one["headcount_less_signed_in"] == 1
    assert row(ask("shelters/headline", h=5))["signed_in"] == 7
    guests = ask("shelters/guests", h=5, shelter_id="a")
    assert guests["object_id"].tolist() == ["late", "early"]
    told(
        tell(MOVE, "cleared_to_return", "late", h=5, quantity=5, category="old_house"),
        tell(MOVE, "cleared_to_return", "gone", h=5, quantity=4, category="old_house"),
        tell(COUNT, "counted", "a", h=5.5, quantity=7),
        tell(MOVE, "returned", "late", h=6, quantity=5, category="old_house"),
    )
    cleared = row(ask("shelters/headcount", h=5.6))
    assert (cleared["signed_in_then"], cleared["signed_in"], cleared["headcount_less_signed_in"]) == (7, 7, 0)
    assert row(ask("shelters/headcount", h=6))["signed_in"] == 2


@pytest.mark.usefixtures("four")
def test_people_are_where_the_report_says_and_else_where_they_are_assigned(
    told: Told, tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    enrol("evacuee", evacuee_id="sent", name="x", persons=1, shelter_id="a")
    enrol("evacuee", evacuee_id="assigned", name="y", persons=1, shelter_id="a")
    enrol("evacuee", evacuee_id="broken", name="z", persons=1, shelter_id="a")
    told(
        tell(MOVE, "at_shelter", "sent", h=1, quantity=1, payload='{"shelter_id": "b"}'),
        tell(MOVE, "at_shelter", "assigned", h=1, quantity=1, payload='{"text": "到"}'),
        tell(MOVE, "at_shelter", "broken", h=1, quantity=1, payload="not json"),
    )
    counted = ask("shelters/headcount", h=2)
    assert row(counted, object_id="a")["signed_in"] == 2
    assert row(counted, object_id="b")["signed_in"] == 1
    assert pd.isna(row(counted, object_id="b")["headcount"])


@pytest.mark.usefixtures("four")
def test_tiers_and_townships_add_up_to_the_headline(told: Told, tell: Tell, ask: Ask, enrol: Enrol) -> None:
    enrol("shelter", shelter_id="k", name="k", tier="county", capacity=300, township_code="331083002")
    told(
        tell(SERVICE, "open", "a", h=1),
        tell(SERVICE, "open", "k", h=1, township_code="331083002"),
        tell(COUNT, "counted", "k", h=2, quantity=30, township_code="331083002"),
    )
    head = row(ask("shelters/headline", h=3))
    for question in ("shelters/by_township", "shelters/by_category"):
        rows = ask(question, h=3)
        for name in ("total", "done", "left_count", "unknown_count", "capacity", "occupants", "free_places"):
            assert rows[name].sum() == head[name], (question, name)
    last = ask("shelters/trend", h=3).iloc[-1]
    assert (last["total"], last["done"], last["reported"]) == (5, 2, 2)
    assert last["occupants"] == 30
    assert row(ask("shelters/one", h=3, object_id="k"))["occupants"] == 30
