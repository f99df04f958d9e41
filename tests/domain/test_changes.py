"""What changed between two looks: exact, each thing told once, and nothing of what stayed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.changes import (
    Answer,
    DoneKind,
    Stand,
    Stock,
    StruckOff,
    changed,
    cleared,
    shown,
    worse,
)
from stormdesk.domain.exceptions import Kind, Trouble
from stormdesk.domain.looks import AWAY, Look, is_worth_noting, last_seen
from stormdesk.domain.moment import Moment

START = datetime(2022, 9, 14, tzinfo=UTC)
BOATS = [f"v{n}" for n in range(6)]
GROUPS = [f"village{n}:expanded" for n in range(4)]


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def moment(minutes: float) -> Moment:
    return Moment("drill", at(minutes), at(minutes))


def boat(name: str) -> Trouble:
    return Trouble(kind=Kind.VESSEL, cause="out_of_contact", subject_id=name, township_code="t", people=7)


def group(name: str, people: int) -> Trouble:
    return Trouble(kind=Kind.EVACUEE, cause="refused", subject_id=name, township_code="t", people=people)


stands = st.builds(
    lambda boats, groups: (
        [boat(name) for name in sorted(boats)]
        + [group(name, people) for name, people in sorted(groups.items())]
    ),
    st.sets(st.sampled_from(BOATS)),
    st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 9)),
)


@settings(max_examples=60)
@given(stands, stands, stands)
def test_by_brute_force_every_change_is_told_once_and_looks_in_between_share_them_out(
    first: list[Trouble], second: list[Trouble], third: list[Trouble]
) -> None:
    for before, now in ((first, second), (second, third), (first, third)):
        old = {one.subject_id: one.people for one in before}
        new = {one.subject_id: one.people for one in now}
        told = {one.subject_id: one.people for one in worse(before, now)}
        for name in {*old, *new}:
            if name in BOATS:
                assert told.get(name) == (7 if name in new and name not in old else None)
            else:
                grown = new.get(name, 0) - old.get(name, 0)
                assert told.get(name) == (grown if grown > 0 else None)
        assert {one.subject_id for one in cleared(before, now)} == set(old) - set(new)
        assert worse(now, now) == []
        assert cleared(now, now) == []
    stayed = {one.subject_id for one in first} & {one.subject_id for one in second}
    early = {one.subject_id for one in worse(first, second)} & set(BOATS)
    late = {one.subject_id for one in worse(second, third)} & set(BOATS)
    assert early & late == set(), "whoever looked in between is told of the rest only"
    assert not early & stayed


def test_what_got_done_is_told_by_place_by_how_much_and_by_what_ended() -> None:
    def stand(minutes: float, done: int, left: int, struck: tuple[str, ...], *troubles: Trouble) -> Stand:
        stocks = (
            Stock(subject="evacuee", done=done, left=left, last_at=at(minutes)),
            Stock(subject="evacuee", done=done, left=left, township_code="t"),
            Stock(subject="site", done=0, left=0, township_code="t"),
        )
        off = tuple(StruckOff(directive_id=one, at=at(minutes)) for one in struck)
        said = {"subject": "order", "subject_id": "o", "status": "approved", "actor": "head"}
        answers = tuple(
            Answer(event_id=f"{one}-approved", at=at(minutes - n), **said) for n, one in enumerate(struck)
        )
        return Stand(
            moment=moment(minutes), troubles=troubles, stocks=stocks, struck_off=off, answers=answers
        )

    before = stand(0, 40, 20, ("a",), boat("v1"), boat("v2"))
    now = stand(80, 60, 0, ("a", "b"), boat("v2"), boat("v3"))
    found = changed(before, now)
    assert [line.members[0].subject_id for line in found.worse] == ["v3"]
    told = {one.kind: one for one in found.done}
    assert set(told) == set(DoneKind) - {DoneKind.CATEGORY}
    assert found.done[0] is told[DoneKind.DECIDED], "what was decided comes first"
    assert [one.code for one in found.done if one.answer] == ["b-approved"], "of each answer once"
    assert told[DoneKind.STRUCK_OFF].code == "b"
    gained = told[DoneKind.GAINED]
    assert (gained.before, gained.after, gained.amount, gained.at) == (40, 60, 20, at(80))
    ended = told[DoneKind.CLEARED].line
    assert ended is not None
    assert [one.subject_id for one in ended.members] == ["v1"]
    later = stand(99, 60, 0, ("a", "c", "b"))
    assert [one.code for one in changed(before, later).done if one.answer] == ["c-approved", "b-approved"]
    assert changed(now, now).worse == changed(now, now).done == ()


def test_a_silence_is_one_whatever_explains_it_and_impossible_work_is_worse_than_late() -> None:
    def silent(cause: str) -> Trouble:
        return Trouble(kind=Kind.SILENCE, cause=cause, subject_id="village1", township_code="t")

    def work(cause: str) -> Trouble:
        return Trouble(kind=Kind.SITE, cause=cause, subject_id="s1", township_code="t")

    assert worse([silent("village")], [silent("tower:JZ-1")]) == []
    assert worse([work("late")], [work("impossible")]) == [work("impossible")]
    assert worse([work("impossible")], [work("late")]) == []
    assert cleared([work("late")], []) == [], "work that is done is told as work done"
    assert shown([1, 1, 1, 2], lambda one: one) == (1, 1, 2)


def look(minutes: float, *, is_read: bool = False) -> Look:
    return Look(as_of=at(minutes), known_at=at(minutes), at=at(minutes), is_read=is_read)


def test_what_he_has_not_seen_does_not_vanish_while_he_reads() -> None:
    assert last_seen([]) is None
    assert last_seen([look(0), look(5), look(14)]) is None, "he has not been away yet"
    morning = [look(0), look(5)]
    back = 5 + AWAY / timedelta(minutes=1)
    for reading in (0, 3, 12):
        assert last_seen([*morning, look(back), look(back + reading)]) == look(5)
    read = look(back + 4, is_read=True)
    assert last_seen([*morning, look(back), read, look(back + 6)]) == read
    assert last_seen([*morning, look(back), read, look(back + 6), look(back + 60)]) == look(back + 6)
    assert is_worth_noting(morning, at(7))
    assert not is_worth_noting(morning, at(5.5))
