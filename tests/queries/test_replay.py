"""The replay's curves, counts, late reports and milestones, against the pages' own headlines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store

Tell = Callable[..., Event]
Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
START = datetime(2022, 9, 13, tzinfo=UTC)
MOVE, DUTY, BERTH = "evacuee.move", "responsible_person.duty", "vessel.berth"
HEADLINES = {
    "responsible_person": "duty/headline",
    "evacuee": "evacuation/headline",
    "vessel": "vessels/headline",
    "site": "sites/headline",
    "shelter": "shelters/headline",
}


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.fixture
def curve(store: Store) -> Callable[..., pd.Series]:
    def asked(subject: str, *, is_then: bool, known_h: float = 48, until_h: float = 24) -> pd.Series:
        frame = store.frame(
            "replay/curves",
            operation_id="drill",
            known_at=at(known_h),
            until_at=at(until_h),
            is_then=is_then,
        )
        rows = frame[frame["subject"] == subject]
        hours = [(hour - START).total_seconds() / 3600 for hour in rows["hour_at"]]
        return pd.Series(list(rows["done"]), index=hours)

    return asked


@pytest.fixture
def village(enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    """Two households of 3 and 5, an officer and two boats; one move is learned four hours late."""
    for person in ("p1", "p2"):
        enrol("responsible_person", person_id=person, name=person)
    for boat in ("b1", "b2"):
        enrol("vessel", vessel_id=boat, name=boat, vessel_class="fishing")
    for name in ("s1", "s2"):
        enrol("construction_site", site_id=name, name=name)
        enrol("shelter", shelter_id=name, name=name, capacity=10)
    ledger.record_from_source(
        [
            tell(MOVE, "listed", "h1", h=1, quantity=3),
            tell(MOVE, "listed", "h2", h=1, quantity=5),
            tell(MOVE, "at_shelter", "h1", h=4.5, quantity=3),
            tell(MOVE, "with_relatives", "h2", h=6.5, known_h=10.5, quantity=5),
            tell(MOVE, "cleared_to_return", "h1", h=20, quantity=3),
            tell(MOVE, "returned", "h1", h=21, quantity=3),
            tell(DUTY, "on_post", "p1", h=2),
            tell(DUTY, "relieved", "p1", h=15),
            tell(BERTH, "at_sea", "b1", h=0.5),
            tell(BERTH, "in_port", "b1", h=7),
            tell(BERTH, "in_port", "b2", h=0.5),
            tell("site.work", "stopped", "s1", h=5),
            tell("shelter.service", "open", "s1", h=3),
        ]
    )


@pytest.mark.usefixtures("village")
def test_whoever_returned_was_still_moved(curve: Callable[..., pd.Series]) -> None:
    moved = curve("evacuee", is_then=False)
    assert (moved[4], moved[5], moved[7], moved[24]) == (0, 3, 8, 8)


@pytest.mark.usefixtures("village")
def test_what_came_late_is_missing_in_the_hours_before_it_came(curve: Callable[..., pd.Series]) -> None:
    then, now = curve("evacuee", is_then=True), curve("evacuee", is_then=False)
    assert (then[7], then[10], then[11]) == (3, 3, 8)
    assert (now[7], now[10], now[11]) == (8, 8, 8)


@pytest.mark.usefixtures("village")
def test_a_relieved_person_is_no_longer_on_post(curve: Callable[..., pd.Series]) -> None:
    on_post = curve("responsible_person", is_then=False)
    assert (on_post[1], on_post[2], on_post[14], on_post[15]) == (0, 1, 1, 0)


@pytest.mark.usefixtures("village")
def test_curve_count_and_headline_say_the_same(ask: Ask, curve: Callable[..., pd.Series]) -> None:
    for is_then, h in product((True, False), (0, 3, 5, 7, 8, 11, 16, 24)):
        known_h = h if is_then else 48
        counts = ask("replay/numbers", h=h, known_h=known_h).set_index("subject")
        for subject, headline in HEADLINES.items():
            head = ask(headline, h=h, known_h=known_h).iloc[0]
            count = counts.loc[subject]
            assert (count["done"], count["total"]) == (head["done"], head["total"]), (subject, h, is_then)
            assert curve(subject, is_then=is_then)[h] == head["done"], (subject, h, is_then)


def steps_of(store: Store, operation_id: str, *, is_then: bool) -> pd.DataFrame:
    return store.frame(
        "replay/steps",
        operation_id=operation_id,
        known_at=at(99),
        until_at=at(48),
        is_then=is_then,
        grain_s=600,
        area_code=None,
    )


def added(frame: pd.DataFrame, hour: datetime) -> dict[str, tuple[int, int]]:
    """Done and total by an instant, added up from the steps as the browser does it."""
    past = frame[frame["step_s"] <= hour.timestamp()].groupby("subject")[["done", "total"]].sum()
    return {str(row.Index): (int(row.done), int(row.total)) for row in past.itertuples()}


@pytest.mark.usefixtures("village")
def test_steps_add_up_to_the_counts(ask: Ask, store: Store) -> None:
    for is_then, h in product((True, False), (0, 1, 4.5, 7, 10.5, 16, 24)):
        counts = ask("replay/numbers", h=h, known_h=h if is_then else 48)
        known = {row.subject: (row.done, row.total) for row in counts.itertuples() if row.total}
        found = added(steps_of(store, "drill", is_then=is_then), at(h))
        assert {subject: sums for subject, sums in found.items() if sums[1]} == known, (h, is_then)


@pytest.mark.usefixtures("village")
def test_lateness_tells_when_it_came_and_how_late(ask: Ask) -> None:
    (late,) = ask("replay/lateness", h=24, known_h=48, late_s=900).itertuples()
    assert (late.subject, late.reports, late.persons, late.longest_s) == ("evacuee", 1, 5, 4 * 3600)
    assert late.recorded_at == at(10.5)
    assert ask("replay/lateness", h=24, known_h=48, late_s=5 * 3600).empty


def test_a_tally_is_held_against_the_roster_of_its_own_instant(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    place = {"township_code": "331083001", "category": "old_house"}
    ledger.record_from_source(
        [
            tell(MOVE, "at_shelter", "h1", h=4, quantity=3, **place),
            tell(MOVE, "at_shelter", "h2", h=8, quantity=5, **place),
            tell("tally.moved", "reported", "331083001:old_house", h=6, quantity=9, **place),
            tell("tally.moved", "reported", "331083001:old_house", h=9, quantity=8, **place),
        ]
    )
    worst, agreed = ask("replay/differences", h=24, known_h=48).itertuples()
    assert (worst.a_reported, worst.b_ticked, worst.a_less_b) == (9, 3, 6)
    assert (worst.told_at, worst.told_until) == (at(6), at(9))
    assert (agreed.told_at, agreed.a_less_b) == (at(9), 0)


@pytest.mark.usefixtures("village")
def test_late_is_what_happened_before_and_was_learned_after(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source([tell("after_action.progress", "found", "past#1", h=6, known_h=11)])
    late = ask("replay/late", h=8, known_h=48)
    assert list(late["subject_id"]) == ["h2"]
    assert ask("replay/late", h=8, known_h=9).empty
    assert ask("replay/late", h=11, known_h=48).empty


@pytest.mark.usefixtures("village")
def test_milestones_count_people_and_only_boats_that_came_home(ask: Ask) -> None:
    reached = ask("replay/milestones", h=24, known_h=48).set_index("milestone")["reached_at"]
    hours = {str(name): (when - START).total_seconds() / 3600 for name, when in reached.items()}
    assert hours == {"moved_50": 6.5, "moved_90": 6.5, "moved_100": 6.5, "first_vessel_home": 7}


def test_without_reports_there_are_no_milestones_and_flat_curves(
    ask: Ask, curve: Callable[..., pd.Series]
) -> None:
    assert ask("replay/milestones", h=24, known_h=48).empty
    assert set(curve("evacuee", is_then=True)) == {0}
    assert len(curve("vessel", is_then=False)) == 25


STATUSES = st.sampled_from(["notified", "on_post", "relieved", "unreachable"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STATUSES, st.integers(0, 20), st.integers(0, 10)), min_size=1, max_size=8))
def test_any_order_of_arrival_gives_the_headline_at_every_hour(
    store: Store, ledger: Ledger, reports: list[tuple[str, int, int]]
) -> None:
    """Reports of one officer, half hours apart and late by half hours, in an operation of their own."""
    operation_id = f"run-{store.data_version}"
    row = {"operation_id": operation_id, "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
    more = {"roster": operation_id, "opened_at": START, "is_synthetic": True}
    person = {"roster": operation_id, "person_id": "p", "name": "p", "source": "test"}
    person |= {"valid_from": START - timedelta(days=9), "valid_to": START + timedelta(days=99)}
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([row | more]))
        transaction.append("responsible_person", pd.DataFrame([person]))
    ledger.record_from_source(
        [
            Event(
                event_id=f"{operation_id}-{place}",
                operation_id=operation_id,
                subject="responsible_person",
                subject_id="p",
                facet="duty",
                status=status,
                happened_at=at(half / 2),
                recorded_at=at((half + late) / 2),
                source="test",
                actor="test",
            )
            for place, (status, half, late) in enumerate(reports)
        ]
    )
    for is_then in (True, False):
        frame = store.frame(
            "replay/curves", operation_id=operation_id, known_at=at(99), until_at=at(15), is_then=is_then
        )
        steps = steps_of(store, operation_id, is_then=is_then)
        done = frame[frame["subject"] == "responsible_person"].set_index("hour_at")["done"]
        for hour, count in done.items():
            known_at = hour if is_then else at(99)
            head = store.frame(
                "duty/headline", operation_id=operation_id, as_of=hour, known_at=known_at, area_code=None
            )
            assert count == head.iloc[0]["done"], (hour, is_then)
            assert added(steps, hour)["responsible_person"] == (count, 1), (hour, is_then)
