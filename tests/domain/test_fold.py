"""The fold's laws, against the plainest possible reading of the log."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.corrections import NO_TARGET
from stormdesk.domain.event import FOREVER, WITHDRAWN, Event
from stormdesk.domain.fold import Folded, Transitions, fold, may_follow

START = datetime(2022, 9, 13, tzinfo=UTC)
STATUSES = ["listed", "notified", "moving", "at_shelter", "cleared_to_return", "returned", "refused"]


def report(number: int, status: str, happened_h: int, lag_h: int, corrects: int | None = None) -> Event:
    happened_at = START + timedelta(hours=happened_h)
    return Event(
        event_id=f"e{number:03d}",
        operation_id="drill",
        subject="evacuee",
        subject_id="p1",
        facet="move",
        status=status,
        happened_at=happened_at,
        recorded_at=happened_at + timedelta(hours=lag_h),
        source="test",
        actor="test",
        quantity=1,
        corrects=None if corrects is None else f"e{corrects:03d}",
    )


@st.composite
def chains(draw: st.DrawFn) -> list[Event]:
    """Reports and corrections: of an earlier or a later one, of themselves, of one that never comes."""
    facts = st.tuples(
        st.sampled_from([*STATUSES, WITHDRAWN]),
        st.integers(0, 8),
        st.integers(-1, 6),
        st.none() | st.integers(0, 9),
    )
    reports = draw(st.lists(facts, min_size=1, max_size=9))
    return [
        report(number, status, *hours, corrects)
        for number, (status, *hours, corrects) in enumerate(reports)
        if corrects is not None or status != WITHDRAWN
    ]


def plain_place(event: Event, known: list[Event]) -> Event | None:
    """What stands in a report's place: its latest correction that is not withdrawn, or else itself."""
    corrections = [e for e in known if e.corrects == event.event_id]
    for correction in sorted(corrections, key=lambda e: (e.recorded_at, e.event_id), reverse=True):
        if (holder := plain_place(correction, known)) is not None:
            return None if holder.status == WITHDRAWN else holder
    return event


def plain_log(known: list[Event]) -> tuple[list[Event], set[str]]:
    """What counts in order of place, and the corrections that lead to no report."""

    def is_founded(event: Event, seen: frozenset[str] = frozenset()) -> bool:
        if event.corrects is None or event.event_id in seen:
            return event.corrects is None
        return any(e.event_id == event.corrects and is_founded(e, seen | {event.event_id}) for e in known)

    places = [(e, plain_place(e, known)) for e in known if e.corrects is None]
    counted = [(e, holder) for e, holder in places if holder is not None]
    counted.sort(key=lambda place: (place[1].happened_at, place[0].recorded_at, place[0].event_id))
    return [holder for _, holder in counted], {e.event_id for e in known if not is_founded(e)}


def plain_state(
    events: list[Event], as_of: datetime, known_at: datetime, transitions: Transitions
) -> tuple[str | None, datetime | None, set[str]]:
    """Read the log from the start: state, since when, and what is in question, at one moment."""
    status, since = None, None
    known, flagged = plain_log([e for e in events if e.recorded_at <= known_at])
    for event in known:
        if event.is_ahead or not may_follow(event, status, transitions):
            flagged.add(event.event_id)
            continue
        if event.happened_at <= as_of:
            since = event.happened_at if status != event.status else since
        status = event.status
    status = None
    for event in known:
        if event.event_id not in flagged and event.happened_at <= as_of:
            status = event.status
    return status, since, flagged


def folded_state(
    folded: Folded, as_of: datetime, known_at: datetime
) -> tuple[str | None, datetime | None, set[str]]:
    held = [
        span
        for span in folded.spans
        if span.valid_from <= as_of < span.valid_to and span.known_from <= known_at < span.known_to
    ]
    assert len(held) <= 1
    flagged = {f.event.event_id for f in folded.flags if f.known_from <= known_at < f.known_to}
    if not held:
        return None, None, flagged
    return held[0].event.status, held[0].run.since, flagged


@settings(max_examples=80)
@given(chain=chains(), shuffled=st.randoms(use_true_random=False))
def test_any_order_of_arrival_folds_to_the_plain_reading_at_every_moment(
    chain: list[Event], shuffled: object, transitions: Transitions
) -> None:
    arrived = list(chain)
    shuffled.shuffle(arrived)  # type: ignore[attr-defined]
    folded = fold(arrived, transitions)
    assert folded == fold(chain, transitions)
    for as_of_h in range(-1, 10):
        for known_h in range(-1, 16):
            moment = (START + timedelta(hours=as_of_h), START + timedelta(hours=known_h))
            assert folded_state(folded, *moment) == plain_state(chain, *moment, transitions)


@settings(max_examples=60)
@given(chain=chains())
def test_each_known_report_counts_is_in_question_is_overruled_or_withdraws(
    chain: list[Event], transitions: Transitions
) -> None:
    folded = fold(chain, transitions)
    for known_h in range(-1, 16):
        known_at = START + timedelta(hours=known_h)
        known = [e for e in chain if e.recorded_at <= known_at]
        counted, _ = plain_log(known)
        flagged = {f.event.event_id for f in folded.flags if f.known_from <= known_at < f.known_to}
        overruled = [o for o in folded.overruled if o.known_from <= known_at < o.known_to]
        lost = {o.event.event_id for o in overruled}
        assert len(lost) == len(overruled)
        assert not lost & {e.event_id for e in counted}
        for event in known:
            is_gone = event.event_id in lost | flagged
            assert is_gone or event in counted or event.status == WITHDRAWN


def test_a_late_report_explains_what_was_in_question(transitions: Transitions) -> None:
    returned = report(1, "returned", happened_h=8, lag_h=0)
    cleared = report(2, "cleared_to_return", happened_h=7, lag_h=3)
    shelter = report(3, "at_shelter", happened_h=1, lag_h=0)
    folded = fold([shelter, returned, cleared], transitions)
    assert [(f.event.event_id, f.prior_status, f.known_to) for f in folded.flags] == [
        (returned.event_id, "at_shelter", cleared.recorded_at)
    ]
    before = folded_state(folded, START + timedelta(hours=9), START + timedelta(hours=9))
    after = folded_state(folded, START + timedelta(hours=9), START + timedelta(hours=10))
    assert (before[0], after[0]) == ("at_shelter", "returned")


def test_a_repeat_keeps_since_and_renews_the_report(transitions: Transitions) -> None:
    first, again = report(1, "at_shelter", 1, 0), report(2, "at_shelter", 5, 0)
    folded = fold([first, again], transitions)
    present = next(span for span in folded.spans if span.valid_to == span.known_to == FOREVER)
    assert (present.event.event_id, present.run.since) == (again.event_id, first.happened_at)


DONE = {("evacuee", "move"): frozenset({"at_shelter", "with_relatives", "elsewhere"})}


def test_a_second_move_counts_twice_and_since_when_it_was_first_done_stays(transitions: Transitions) -> None:
    chain = [
        report(1, "listed", 0, 0),
        report(2, "at_shelter", 2, 0),
        report(3, "with_relatives", 3, 0),
        report(4, "unauthorised_return", 4, 0),
        report(5, "at_shelter", 6, 0),
    ]
    spans = sorted(fold(chain, transitions, DONE).spans, key=lambda span: span.valid_from)
    now = [(span.event.status, span.run.done_count) for span in spans if span.known_to == FOREVER]
    assert now == [
        ("listed", 0),
        ("at_shelter", 1),
        ("with_relatives", 1),
        ("unauthorised_return", 1),
        ("at_shelter", 2),
    ]
    assert {span.run.done_since for span in spans if span.event.status != "listed"} == {
        START + timedelta(hours=2)
    }


def present(folded: Folded) -> list[tuple[str, datetime]]:
    """What is so by all that is known, from when."""
    spans = sorted(folded.spans, key=lambda span: span.valid_from)
    return [(span.event.event_id, span.valid_from) for span in spans if span.known_to == FOREVER]


def test_a_corrected_report_is_not_believed_any_more_and_rewinding_still_shows_it(
    transitions: Transitions,
) -> None:
    listed, wrong = report(1, "listed", 0, 0), report(2, "at_shelter", 2, 0)
    right = report(3, "with_relatives", 3, 2, corrects=2)
    folded = fold([listed, wrong, right], transitions)
    assert present(folded) == [("e001", listed.happened_at), ("e003", right.happened_at)]
    assert folded_state(folded, START + timedelta(hours=3), START + timedelta(hours=4))[0] == "at_shelter"
    assert folded_state(folded, START + timedelta(hours=3), START + timedelta(hours=5))[0] == "with_relatives"
    assert [(o.event.event_id, o.by.event_id, o.known_from) for o in folded.overruled] == [
        ("e002", "e003", right.recorded_at)
    ]


def test_withdrawing_a_correction_gives_the_corrected_report_back(transitions: Transitions) -> None:
    wrong, right = report(1, "listed", 0, 0), report(2, "notified", 0, 1, corrects=1)
    undone = report(3, WITHDRAWN, 0, 2, corrects=2)
    assert present(fold([wrong, right], transitions)) == [("e002", START)]
    assert present(fold([wrong, right, undone], transitions)) == [("e001", START)]
    again = report(4, WITHDRAWN, 0, 3, corrects=1)
    assert present(fold([wrong, right, undone, again], transitions)) == []


def test_a_correction_keeps_its_place_among_reports_of_the_same_instant(transitions: Transitions) -> None:
    listed, notified = report(1, "listed", 0, 0), report(2, "notified", 0, 1)
    recounted = report(3, "listed", 0, 5, corrects=1)
    folded = fold([listed, notified, recounted], transitions)
    assert [event_id for event_id, _ in present(folded)] == ["e002"]
    assert folded.flags == []


def test_a_correction_that_comes_before_what_it_corrects_waits_for_it(transitions: Transitions) -> None:
    right = report(2, "notified", 1, 0, corrects=1)
    wrong = report(1, "listed", 0, 4)
    folded = fold([right, wrong], transitions)
    assert [(f.event.event_id, f.prior_status, f.known_to) for f in folded.flags] == [
        ("e002", NO_TARGET, wrong.recorded_at)
    ]
    assert present(folded) == [("e002", right.happened_at)]
    assert {span.event.event_id for span in folded.spans} == {"e002"}


def test_a_thousand_corrections_of_corrections_fold(transitions: Transitions) -> None:
    chain = [report(0, "listed", 0, 0)]
    chain += [report(n, "listed", 0, n, corrects=n - 1) for n in range(1, 1200)]
    assert present(fold(chain, transitions)) == [(chain[-1].event_id, START)]
