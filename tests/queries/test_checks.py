"""Each check names the rows that offend, and only those."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from stormdesk.domain.check import CHECKS, WHATS, Severity
from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store
from stormdesk.store.checks import check_names, run_checks

START = datetime(2022, 9, 13, tzinfo=UTC)
LISTED_FROM = datetime(2022, 9, 1, tzinfo=UTC)
NOON = START + timedelta(hours=12)
Enrol = Callable[..., None]
Tell = Callable[..., Event]
Found = Callable[[str], set[tuple[str, str, str]]]


@pytest.fixture
def found(store: Store) -> Found:
    """(subject, object, what) of each row of a check at noon."""

    def run(name: str) -> set[tuple[str, str, str]]:
        [result] = run_checks(store, "drill", as_of=NOON, known_at=NOON, names=[name])
        assert result.columns[:5] == ("subject", "object_id", "operation_id", "what", "detail")
        assert {row[2] for row in result.rows} <= {"drill"}
        assert {row[3] for row in result.rows} <= set(WHATS)
        return {(str(row[0]), str(row[1]), str(row[3])) for row in result.rows}

    return run


def test_every_check_of_this_table_has_a_file(store: Store) -> None:
    assert set(CHECKS) <= set(check_names(store))


def test_a_ledger_without_anything_passes_every_check(store: Store) -> None:
    results = run_checks(store, "drill", as_of=NOON, known_at=NOON)
    ours = [result for result in results if result.name in CHECKS]
    assert len(ours) == len(CHECKS)
    assert [result.name for result in ours if result.rows] == []


def test_errors_come_before_findings(store: Store) -> None:
    severities = [result.severity for result in run_checks(store, "drill", as_of=NOON, known_at=NOON)]
    assert severities == sorted(severities, key=[Severity.ERROR, Severity.FINDING].index)


def test_objects_that_no_list_names(ledger: Ledger, found: Found, enrol: Enrol, tell: Tell) -> None:
    enrol("vessel", vessel_id="v1")
    ledger.record_from_source(
        [tell("vessel.berth", "in_port", "v1", h=1), tell("vessel.berth", "in_port", "v2", h=1)]
    )
    assert found("orphan_objects") == {("vessel", "v2", "unknown_object")}


def test_people_and_places_that_lists_lead_to(found: Found, enrol: Enrol) -> None:
    enrol("responsible_person", person_id="p1", deputy_id="p9")
    enrol("shelter", shelter_id="s1", officer_id="p1")
    enrol("evacuee", evacuee_id="e1", persons=2, shelter_id="s9", village_guarantor_id="p8", linked_id="v9")
    enrol("vessel", vessel_id="v1", harbour_id="h9", officer_id="p1")
    assert found("orphan_officers") == {
        ("responsible_person", "p1", "unknown_officer"),
        ("evacuee", "e1", "unknown_officer"),
    }
    assert found("orphan_links") == {
        ("evacuee", "e1", "unknown_shelter"),
        ("evacuee", "e1", "unknown_link"),
        ("vessel", "v1", "unknown_harbour"),
    }


def test_reports_in_question(ledger: Ledger, found: Found, tell: Tell) -> None:
    ledger.record_from_source(
        [tell("vessel.berth", "at_sea", "v1", h=1), tell("vessel.berth", "moored", "v1", h=2)]
    )
    assert found("transitions") == {("vessel", "v1", "impossible_step")}


def test_the_same_report_under_two_numbers(ledger: Ledger, found: Found, tell: Tell) -> None:
    once = tell("vessel.berth", "in_port", "v1", h=1)
    later = replace(once, event_id="again", recorded_at=once.recorded_at + timedelta(minutes=3))
    ledger.record_from_source([once, later, tell("vessel.berth", "in_port", "v2", h=1)])
    assert found("duplicate_events") == {("vessel", "v1", "same_report")}


def test_a_report_that_was_withdrawn_is_no_duplicate_and_no_unknown_status(
    ledger: Ledger, found: Found, tell: Tell
) -> None:
    once = tell("vessel.berth", "in_port", "v1", h=1)
    again = replace(once, event_id="again", recorded_at=once.recorded_at + timedelta(minutes=3))
    back = tell("vessel.berth", "withdrawn", "v1", h=2, corrects="again")
    ledger.record_from_source([once, again, back])
    assert found("duplicate_events") == set()
    assert found("orphan_statuses") == set()
    assert found("transitions") == set()


def test_two_entries_for_one_boat_until_a_person_keeps_them_apart(
    store: Store, found: Found, enrol: Enrol
) -> None:
    enrol("vessel", vessel_id="v1", mmsi="412000001")
    enrol("vessel", vessel_id="v2", mmsi="412000001")
    enrol("vessel", vessel_id="v3", mmsi="412000002")
    assert found("duplicate_objects") == {("vessel", "v1", "same_object")}
    decision = {
        "roster": "paper",
        "register": "vessel",
        "kept_id": "v1",
        "other_id": "v2",
        "decision": "apart",
        "decided_at": START,
        "decided_by": "test",
        "recorded_at": START,
    }
    with store.write() as transaction:
        transaction.append("same_as", pd.DataFrame([decision]))
    assert found("duplicate_objects") == set()


def test_sums_that_do_not_add_up(ledger: Ledger, found: Found, enrol: Enrol, tell: Tell) -> None:
    enrol("evacuee", evacuee_id="e1", persons=2)
    enrol("shelter", shelter_id="s1", capacity=3)
    enrol("harbour", harbour_id="h1", berth_count=1)
    enrol("vessel", vessel_id="v1", harbour_id="h1")
    enrol("vessel", vessel_id="v2", harbour_id="h1")
    ledger.record_from_source(
        [
            tell("evacuee.move", "at_shelter", "e1", h=1, quantity=5, category="old_house"),
            tell("tally.moved", "reported", "331083001:old_house", h=1, quantity=6, category="old_house"),
            tell("shelter.occupancy", "counted", "s1", h=1, quantity=4),
            tell("vessel.berth", "in_port", "v1", h=1),
            tell("vessel.berth", "moored", "v2", h=1),
        ]
    )
    assert found("sums_persons") == {("evacuee", "e1", "more_than_listed")}
    assert found("sums_accounts") == {("tally", "331083001:old_house", "reported_above_roster")}
    assert found("sums_places") == {("shelter", "s1", "above_capacity"), ("harbour", "h1", "above_berths")}


def test_places_that_are_not(found: Found, enrol: Enrol) -> None:
    enrol("shelter", shelter_id="s1", township_code="331021001")
    enrol("shelter", shelter_id="s2", village_code="331083001999")
    enrol("shelter", shelter_id="s3", lat=28.1, lon=None)
    enrol("shelter", shelter_id="s4", lat=121.2, lon=28.1)
    enrol("shelter", shelter_id="s5", lat=28.1, lon=121.2)
    assert found("places_codes") == {
        ("shelter", "s1", "unknown_township"),
        ("shelter", "s2", "unknown_village"),
    }
    assert found("places_points") == {("shelter", "s3", "half_a_point"), ("shelter", "s4", "far_away")}


def test_times_that_run_backwards(ledger: Ledger, found: Found, tell: Tell) -> None:
    ledger.record_from_source(
        [
            tell("vessel.berth", "in_port", "v1", h=3, known_h=2),
            tell("vessel.berth", "in_port", "v2", h=3, known_h=30),
        ]
    )
    assert found("times_events") == {("vessel", "v1", "recorded_before")}


def test_two_versions_of_a_list_row(found: Found, enrol: Enrol) -> None:
    enrol("vessel", vessel_id="v1")
    enrol("vessel", vessel_id="v1", valid_from=START)
    enrol("vessel", vessel_id="v2", valid_to=LISTED_FROM - timedelta(hours=1))
    enrol("vessel", vessel_id="v3", valid_to=START)
    enrol("vessel", vessel_id="v4", valid_to=LISTED_FROM)
    enrol("vessel", vessel_id="v3", valid_from=START)
    assert found("register_versions") == {
        ("vessel", "v1", "two_versions"),
        ("vessel", "v2", "ends_before_it_begins"),
    }


def test_spans_that_a_hand_has_bent(store: Store, ledger: Ledger, found: Found, tell: Tell) -> None:
    ledger.record_from_source(
        [tell("vessel.berth", "at_sea", "v1", h=1), tell("vessel.berth", "in_port", "v1", h=2)]
    )
    assert found("spans_gap") == set()
    bent = {
        "operation_id": "drill",
        "subject": "vessel",
        "subject_id": "v1",
        "facet": "berth",
        "status": "moored",
        "since": START,
        "done_count": 0,
        "valid_from": START,
        "valid_to": START + timedelta(minutes=90),
        "known_from": START,
        "known_to": datetime(9999, 12, 31, tzinfo=UTC),
        "event_id": "bent",
    }
    with store.write() as transaction:
        transaction.append("span", pd.DataFrame([bent]))
    assert found("spans_overlap") == {("vessel", "v1", "two_at_once")}
    assert found("spans_gap") == {("vessel", "v1", "broken_chain")}


def test_corrections_and_imports_that_lead_nowhere(ledger: Ledger, found: Found, tell: Tell) -> None:
    ledger.record_from_source(
        [
            tell("vessel.berth", "in_port", "v1", h=1, corrects="nothing"),
            tell("vessel.berth", "in_port", "v2", h=1, import_id="never"),
        ]
    )
    assert found("orphan_corrections") == {("vessel", "v1", "corrects_nothing")}
    assert found("orphan_imports") == {("vessel", "v2", "unknown_import")}


def test_what_is_kept_and_not_believed(store: Store, found: Found) -> None:
    place = {
        "operation_id": "drill",
        "vessel_id": "v1",
        "positioned_at": START,
        "recorded_at": START,
        "lat": 28.1,
        "lon": 121.2,
        "source": "test",
        "is_suspect": True,
        "suspect_reason": "jump",
    }
    with store.write() as transaction:
        transaction.append("position", pd.DataFrame([place, place | {"is_suspect": False}]))
    assert found("suspects") == {("vessel", "v1", "suspect_position")}


def test_a_status_without_a_word(ledger: Ledger, found: Found, tell: Tell) -> None:
    ledger.statuses["vessel", "berth"] |= {"flying"}
    ledger.transitions["vessel", "berth"] |= {(None, "flying")}
    ledger.record_from_source([tell("vessel.berth", "flying", "v1", h=1)])
    assert found("orphan_statuses") == {("vessel", "v1", "unknown_status")}


def test_a_long_result_says_that_it_is_cut(ledger: Ledger, store: Store, tell: Tell) -> None:
    ledger.record_from_source([tell("vessel.berth", "in_port", f"v{at}", h=1) for at in range(1001)])
    [result] = run_checks(store, "drill", as_of=NOON, known_at=NOON, names=["orphan_objects"])
    assert (len(result.rows), result.is_truncated) == (1000, True)


def test_lists_that_nobody_has_confirmed_for_a_month(store: Store, found: Found, enrol: Enrol) -> None:
    old = LISTED_FROM - timedelta(days=60)
    enrol("vessel", vessel_id="v1", township_code="331083001", valid_from=old)
    enrol("shelter", shelter_id="h1", township_code="331083001", valid_from=old)
    enrol("vessel", vessel_id="v2", township_code="331083002")
    seen = {"import_id": "i1", "roster": "paper", "register": "shelter", "township_code": "331083001"}
    with store.write() as transaction:
        transaction.append("list_seen", pd.DataFrame([seen | {"seen_at": LISTED_FROM, "row_count": 1}]))
    assert found("list_stale") == {("vessel", "331083001", "list_older_than_a_month")}


def test_persons_whom_nobody_can_call(found: Found, enrol: Enrol) -> None:
    enrol("responsible_person", person_id="p1", phone="13800000001")
    enrol("responsible_person", person_id="p2", phone=None)
    assert found("list_no_phone") == {("responsible_person", "p2", "no_phone")}


def test_villages_with_fewer_than_two_information_officers(found: Found, enrol: Enrol) -> None:
    assert found("list_information_officers") == set()
    enough, short = "331083001001", "331083001002"
    for person, village in (("p1", enough), ("p2", enough), ("p3", short)):
        facts = {"village_code": village, "role_code": "disaster_information", "phone": "1"}
        enrol("responsible_person", person_id=person, **facts)
    villages = {village for _subject, village, _what in found("list_information_officers")}
    assert short in villages
    assert enough not in villages
    assert len(villages) == 220
