"""What a source may not bring or decide is refused or told, and no bytes stop the way in."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from stormdesk.domain.feed import FeedKind, Outcome
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk
from tests.ingest.delivery.deliveries import bring, positions, rows


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", DeliveryReason.EMPTY),
        ("a.csv", b" \r\n\t ", DeliveryReason.EMPTY),
        ("a.bin", b"\x00\x01\x02\x03", DeliveryReason.UNKNOWN_FORMAT),
        ("a.txt", b"hello", DeliveryReason.UNKNOWN_FORMAT),
        ("a.csv", b"a,b\n1,2\n", DeliveryReason.UNKNOWN_FORMAT),
        ("a.json", b'{"a": 1}', DeliveryReason.UNKNOWN_FORMAT),
    ],
)
def test_what_nobody_knows_is_refused_with_a_reason(desk: Desk, name: str, data: bytes, reason: str) -> None:
    taken = bring(desk, name, data)
    assert (taken.outcome, [problem.reason for problem in taken.problems]) == (Outcome.QUARANTINED, [reason])
    refusals = [row for row in rows(desk, "import_batch") if row["import_id"] == taken.import_id]
    bring(desk, name, data)
    assert len(refusals) <= 1


def test_a_source_brings_only_its_kinds(desk: Desk) -> None:
    data = positions(("412000001", "2026-06-05T00:00:00Z", 28.0, 121.9))
    taken = bring(desk, "p.jsonl", data, kinds=frozenset({FeedKind.READINGS}))
    assert [problem.reason for problem in taken.problems] == [DeliveryReason.NOT_ALLOWED]


@pytest.mark.parametrize("status", ["proposed", "approved"])
def test_no_source_decides_on_a_level_and_the_rest_of_its_file_is_taken(desk: Desk, status: str) -> None:
    said = {
        "subject_id": "typhoon",
        "happened_at": "2026-06-30T12:00:00Z",
        "category": "1",
        "actor": "省防指",
    }
    items = [
        {"subject": "response", "facet": "level", "status": "in_force", **said},
        {"subject": "response", "facet": "proposal", "status": status, **said},
        {"subject": "response", "facet": "emergency", "status": "declared", **said, "subject_id": "flood"},
        {"subject": "log", "facet": "entry", "status": "noted", **said, "subject_id": status},
    ]
    taken = bring(desk, "e.jsonl", "\n".join(json.dumps(item) for item in items).encode())
    assert (taken.outcome, taken.accepted) == (Outcome.PARTLY, 1)
    assert [problem.reason for problem in taken.problems] == [DeliveryReason.DECISION] * 3
    told = desk.store.frame("ledger/all_events")
    assert "response" not in set(told["subject"])


def test_a_source_cannot_pose_as_an_account(desk: Desk) -> None:
    said = {"subject": "log", "facet": "entry", "status": "noted", "happened_at": "2026-06-30T12:00:00Z"}
    items = [
        {**said, "event_id": f"posing-{at}", "subject_id": f"posing-{at}", "actor": actor}
        for at, actor in enumerate(["duty_officer", "王值班", "source:other", "one"])
    ]
    bring(desk, "a.jsonl", "\n".join(json.dumps(item) for item in items).encode(), source_id="one")
    told = [desk.ledger.event(item["event_id"]) for item in items]
    assert {event.actor for event in told if event} == {"source:one"}
    named = [json.loads(event.payload or "{}").get("reporter") for event in told if event]
    assert named == ["duty_officer", "王值班", "other", None]


def test_a_source_of_events_puts_no_warning_signal_in_force(desk: Desk) -> None:
    said = {"happened_at": "2026-06-30T12:00:00Z", "category": "red", "facet": "signal", "status": "issued"}
    item = {"subject": "warning", "subject_id": "flash_flood", **said}
    taken = bring(desk, "w.jsonl", json.dumps(item).encode(), kinds=frozenset({FeedKind.EVENTS}))
    assert [problem.reason for problem in taken.problems] == [DeliveryReason.AS_WARNING]
    assert "flash_flood" not in set(desk.store.frame("ledger/all_events")["subject_id"])


def test_a_source_corrects_what_it_brought_itself_and_nothing_else(desk: Desk) -> None:
    said = {"subject": "log", "facet": "entry", "happened_at": "2026-06-30T12:00:00Z", "status": "noted"}
    first = {**said, "event_id": "of-one", "subject_id": "a"}
    bring(desk, "one.jsonl", json.dumps(first).encode(), source_id="one")
    withdrawal = {**first, "event_id": "gone", "corrects": "of-one", "status": "withdrawn"}
    foreign = bring(desk, "two.jsonl", json.dumps(withdrawal).encode(), source_id="two")
    assert [problem.reason for problem in foreign.problems] == [DeliveryReason.FOREIGN]
    own = bring(desk, "more.jsonl", json.dumps(withdrawal).encode() + b"\n", source_id="one")
    assert own.accepted == 1


def test_no_source_strikes_off_what_a_storm_left_to_be_done(desk: Desk) -> None:
    said = {"happened_at": "2026-06-30T12:00:00Z", "facet": "progress", "status": "struck_off"}
    item = {"subject": "after_action", "subject_id": "past-201909#1", "payload": "{}", **said}
    taken = bring(desk, "a.jsonl", json.dumps(item).encode(), kinds=frozenset({FeedKind.EVENTS}))
    assert [problem.reason for problem in taken.problems] == [DeliveryReason.ITEM]


HEADS = (b"PK\x03\x04", b"PAR1", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"<alert>", b"[{")


@pace(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.sampled_from(
            [b"PK\x03\x04", b"PAR1", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"<alert>", b"[{"]
        ).flatmap(lambda head: st.binary(max_size=200).map(lambda rest: head + rest)),
    )
)
def test_no_bytes_stop_the_way_in(desk: Desk, data: bytes) -> None:
    taken = bring(desk, "any", data)
    assert taken.outcome is not Outcome.QUARANTINED or taken.problems
