"""Recording: once, whole, and never lost."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from stormdesk.domain.event import Event
from stormdesk.errors import BadCorrection, BadEvent, ImpossibleTransition
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)


def report(named: str, *, at_h: float = 0, known_h: float | None = None, **changes: object) -> Event:
    happened_at = START + timedelta(hours=at_h)
    facts: dict[str, object] = {
        "event_id": f"{named}-{at_h}",
        "operation_id": "drill",
        "subject": "evacuee",
        "subject_id": "p1",
        "facet": "move",
        "status": named,
        "happened_at": happened_at,
        "recorded_at": happened_at if known_h is None else START + timedelta(hours=known_h),
        "source": "test",
        "actor": "test",
        "township_code": "331083001",
        "quantity": 1,
    }
    return Event(**(facts | changes))  # type: ignore[arg-type]


def spans(store: Store) -> list[tuple[object, ...]]:
    frame = store.frame("ledger/history", operation_id="drill", subject="evacuee", subject_id="p1")
    return [tuple(row) for row in frame.astype(str).to_numpy()]


def test_the_same_event_sent_twice_changes_nothing(store: Store, ledger: Ledger) -> None:
    first = ledger.record_from_source([report("listed"), report("notified", at_h=1)])
    before = spans(store)
    again = ledger.record_from_source([report("listed"), report("notified", at_h=1, quantity=9)])
    assert (first.recorded, again.recorded, again.repeated) == (2, 0, 2)
    assert spans(store) == before


def test_a_person_is_refused_an_impossible_report_and_nothing_of_the_batch_lands(
    store: Store, ledger: Ledger
) -> None:
    ledger.record_by_person([report("listed")])
    with pytest.raises(ImpossibleTransition, match="“已通知”之后不能登记“已返回”"):
        ledger.record_by_person([report("notified", at_h=1), report("returned", at_h=2)])
    assert store.rows("operation/size")[0][1] == 1


def test_a_feed_keeps_an_impossible_report_flagged_and_uncounted(store: Store, ledger: Ledger) -> None:
    receipt = ledger.record_from_source([report("listed"), report("returned", at_h=2)])
    assert (receipt.recorded, receipt.flagged) == (2, 1)
    assert store.rows("operation/size")[0][1] == 2
    assert (
        store.rows("ledger/state", operation_id="drill", subject="evacuee", subject_id="p1")[0][1] == "listed"
    )


def test_a_report_from_the_future_is_kept_and_never_counts(store: Store, ledger: Ledger) -> None:
    ahead = report("notified", at_h=5, known_h=1)
    receipt = ledger.record_from_source([report("listed"), ahead])
    assert (receipt.recorded, receipt.flagged_ids) == (2, {ahead.event_id})
    state = store.rows("ledger/state", operation_id="drill", subject="evacuee", subject_id="p1")
    assert state[0][1] == "listed"
    assert ledger.disagreements() == []
    with pytest.raises(BadEvent, match="发生时间晚于登记时间"):
        ledger.record_by_person([report("moving", at_h=9, known_h=8)])


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "flying"},
        {"event_id": ""},
        {"happened_at": datetime(2022, 9, 13)},  # noqa: DTZ001
        {"account": "D"},
        {"quantity": -1},
        {"status": "withdrawn"},
        {"event_id": "x", "corrects": "x"},
        {"corrects": ""},
    ],
)
def test_a_report_without_sense_comes_back_with_its_place(ledger: Ledger, broken: dict[str, object]) -> None:
    with pytest.raises(BadEvent):
        ledger.record_by_person([report("listed", **broken)])
    receipt = ledger.record_from_source([report("listed"), report("notified", at_h=1, **broken)])
    assert receipt.recorded == 1
    assert [problem.place for problem in receipt.problems] == ["[1]"]


def test_every_order_of_arrival_leaves_the_same_tables(store: Store, ledger: Ledger) -> None:
    chain = [
        report("listed"),
        report("at_shelter", at_h=3, known_h=4),
        report("returned", at_h=6),
        report("cleared_to_return", at_h=5, known_h=8),
    ]
    seen = set()
    for number, order in enumerate(permutations(chain)):
        for event in order:
            changes = {"subject_id": f"p{number}", "event_id": f"{number}-{event.event_id}"}
            fields = {name: getattr(event, name) for name in event.__slots__}
            ledger.record_from_source([Event(**(fields | changes))])
        history = store.frame(
            "ledger/history", operation_id="drill", subject="evacuee", subject_id=f"p{number}"
        )
        seen.add(history.drop(columns=["event_id"]).to_csv(index=False))
    assert len(seen) == 1
    assert ledger.disagreements() == []


def test_a_row_kept_wrongly_is_found_and_rebuilding_mends_it(store: Store, ledger: Ledger) -> None:
    ledger.record_from_source([report("listed"), report("notified", at_h=1)])
    with store.write() as transaction:
        transaction.run("ledger/clear_cur")
    assert {(row[0], row[1]) for row in ledger.disagreements()} == {("cur", "missing")}
    ledger.rebuild()
    assert ledger.disagreements() == []


def state_of(store: Store, subject_id: str = "p1") -> list[str]:
    found = store.rows("ledger/state", operation_id="drill", subject="evacuee", subject_id=subject_id)
    return [row[1] for row in found]


def test_a_withdrawn_report_leaves_no_state_behind_and_a_new_one_counts_again(
    store: Store, ledger: Ledger
) -> None:
    ledger.record_by_person([report("listed")])
    ledger.record_by_person([report("withdrawn", at_h=1, corrects="listed-0")])
    assert state_of(store) == []
    assert ledger.disagreements() == []
    ledger.record_by_person([report("notified", at_h=2)])
    assert state_of(store) == ["notified"]
    assert ledger.disagreements() == []
    ledger.rebuild()
    assert (state_of(store), ledger.disagreements()) == (["notified"], [])


@pytest.mark.parametrize("corrects", ["nothing", "other-0"])
def test_a_correction_of_what_the_chain_does_not_hold_is_refused_or_kept_in_question(
    store: Store, ledger: Ledger, corrects: str
) -> None:
    ledger.record_by_person([report("listed"), report("listed", event_id="other-0", subject_id="p2")])
    wrong = report("notified", at_h=1, corrects=corrects)
    with pytest.raises(BadCorrection, match=corrects):
        ledger.record_by_person([wrong])
    assert ledger.record_from_source([wrong]).flagged == 1
    assert (state_of(store), state_of(store, "p2")) == (["listed"], ["listed"])
    assert ledger.disagreements() == []


def test_a_correction_that_cannot_follow_is_refused_to_a_person(store: Store, ledger: Ledger) -> None:
    ledger.record_by_person([report("listed"), report("notified", at_h=1)])
    with pytest.raises(ImpossibleTransition):
        ledger.record_by_person([report("returned", at_h=2, corrects="notified-1")])
    assert state_of(store) == ["notified"]


def test_every_order_of_arrival_of_corrections_leaves_the_same_tables(store: Store, ledger: Ledger) -> None:
    chain = [
        report("listed"),
        report("at_shelter", at_h=3, known_h=4),
        report("moving", at_h=3, known_h=5, corrects="at_shelter-3"),
        report("withdrawn", at_h=6, known_h=7, corrects="moving-3"),
    ]
    seen = set()
    for number, order in enumerate(permutations(chain)):
        for event in order:
            fields = {name: getattr(event, name) for name in event.__slots__}
            changes = {"subject_id": f"p{number}", "event_id": f"{number}-{event.event_id}"}
            changes["corrects"] = event.corrects and f"{number}-{event.corrects}"
            ledger.record_from_source([Event(**(fields | changes))])
        history = store.frame(
            "ledger/history", operation_id="drill", subject="evacuee", subject_id=f"p{number}"
        )
        seen.add(history.drop(columns=["event_id"]).to_csv(index=False))
    assert len(seen) == 1
    assert ledger.disagreements() == []
