"""The fold's laws, against the plainest possible reading of the log."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.fold import Folded, Transitions, fold, may_follow

START = datetime(2022, 9, 13, tzinfo=UTC)
STATUSES = ["listed", "notified", "moving", "at_shelter", "cleared_to_return", "returned", "refused"]


def report(number: int, status: str, happened_h: int, lag_h: int) -> Event:
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
    )


@st.composite
def chains(draw: st.DrawFn) -> list[Event]:
    reports = draw(
        st.lists(
            st.tuples(st.sampled_from(STATUSES), st.integers(0, 8), st.integers(0, 6)),
            min_size=1,
            max_size=9,
        )
    )
    return [report(number, *facts) for number, facts in enumerate(reports)]


def plain_state(
    events: list[Event], as_of: datetime, known_at: datetime, transitions: Transitions
) -> tuple[str | None, datetime | None, set[str]]:
    """Read the log from the start: state, since when, and what is in question, at one moment."""
    status, since, flagged = None, None, set()
    known = sorted((e for e in events if e.recorded_at <= known_at), key=lambda e: e.order)
    for event in known:
        if not may_follow(event, status, transitions):
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


@settings(max_examples=300, deadline=None)
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
