from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.exceptions import MANY, OF_ONE_KIND, SHOWN, Kind, Trouble, board, merged, weight

NOW = datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def trouble(number: int, **values: object) -> Trouble:
    plain = {"kind": Kind.EVACUEE, "cause": "old_house", "township_code": "331083001", "people": 10}
    return Trouble(subject_id=str(number), **(plain | values))  # type: ignore[arg-type]


troubles = st.lists(
    st.builds(
        trouble,
        st.integers(0, 10_000),
        kind=st.sampled_from(Kind),
        cause=st.sampled_from(["a", "b", "c"]),
        township_code=st.sampled_from([None, "331083001", "331083002", "331083201"]),
        people=st.integers(0, 5000),
        due_at=st.none() | st.timedeltas(-5 * HOUR, 48 * HOUR).map(lambda span: NOW + span),
        is_shared=st.booleans(),
    ),
    max_size=60,
)


@given(troubles)
def test_at_most_seven_are_shown_and_none_is_lost(given_: list[Trouble]) -> None:
    made = board(given_, as_of=NOW)
    kept = [member for line in (*made.shown, *made.rest) for member in line.members]
    assert len(made.shown) <= SHOWN
    assert sorted(kept, key=str) == sorted(given_, key=str)


@given(troubles, st.randoms())
def test_the_order_of_arrival_plays_no_part(given_: list[Trouble], chance: object) -> None:
    mixed = list(given_)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = board(given_, as_of=NOW), board(mixed, as_of=NOW)
    assert [(line.kind, line.cause, line.people) for line in one.shown] == [
        (line.kind, line.cause, line.people) for line in other.shown
    ]


@given(troubles)
def test_the_total_does_not_depend_on_what_is_merged(given_: list[Trouble]) -> None:
    assert board(given_, as_of=NOW).total == board(given_, as_of=NOW, most=10_000).total


def test_five_hundred_alarms_become_seven_lines_that_lose_none() -> None:
    many = [
        trouble(
            number, kind=list(Kind)[number % 9], cause=str(number % 4), township_code=f"33108300{number % 7}"
        )
        for number in range(500)
    ]
    made = board(many, as_of=NOW)
    assert len(made.shown) == SHOWN
    assert sum(line.count for line in made.shown) + made.rest_count == made.total == 500


def test_directives_each_its_own_cause_are_one_line_once_they_are_many() -> None:
    owed = [trouble(n, kind=Kind.DIRECTIVE, cause=f"d{n}") for n in range(490)]
    made = board([*owed, *(trouble(1000 + n, cause=str(n)) for n in range(10))], as_of=NOW)
    lines = [line for line in (*made.shown, *made.rest) if line.kind is Kind.DIRECTIVE]
    assert [(line.cause, line.count) for line in lines] == [(MANY, 490)]
    assert sum(line.count for line in made.shown) + made.rest_count == 500
    few = board([*owed[:3], *(trouble(1000 + n, cause=str(n)) for n in range(10))], as_of=NOW)
    assert sum(line.kind is Kind.DIRECTIVE for line in few.shown) == 3, "a few keep their titles"


def test_one_cause_in_one_township_is_one_line() -> None:
    silent = [trouble(n, kind=Kind.SILENCE, cause="silent", people=0) for n in range(14)]
    lines = merged(silent)
    assert [(line.objects, line.kind) for line in lines] == [(14, Kind.SILENCE)]


def test_fourteen_silent_villages_on_one_tower_are_one_line_in_whatever_township_they_lie() -> None:
    silent = [
        trouble(n, kind=Kind.SILENCE, cause="tower:7", township_code=f"33108300{n % 3}", is_shared=True)
        for n in range(14)
    ]
    alone = trouble(99, kind=Kind.SILENCE, cause="village", township_code="331083001")
    made = board([*silent, alone], as_of=NOW)
    assert [(line.cause, line.objects) for line in made.shown] == [("tower:7", 14), ("village", 1)]


def test_a_boat_with_two_late_tasks_counts_once_with_its_crew() -> None:
    boat, crew = (trouble(1, kind=Kind.VESSEL, cause="at_sea", people=6) for _ in range(2))
    line = merged([boat, crew])[0]
    assert (line.objects, line.people, len(line.members)) == (1, 6, 2)


def test_what_cannot_be_done_in_time_is_late_whatever_its_clock_says() -> None:
    line = merged([trouble(1, due_at=NOW + HOUR, finish_by=NOW + 3 * HOUR, is_impossible=True)])[0]
    assert line.is_late(NOW)
    assert line.late_count(NOW) == 0
    assert line.finish_by == NOW + 3 * HOUR


def test_townships_stay_apart_while_there_is_room() -> None:
    three = [trouble(n, township_code=f"33108300{n}") for n in range(3)]
    assert [line.township_codes for line in board(three, as_of=NOW).shown] == [
        ("331083000",), ("331083001",), ("331083002",)
    ]  # fmt: skip


def test_people_and_time_left_decide() -> None:
    soon = merged([trouble(1, people=100, due_at=NOW + HOUR)])[0]
    later = merged([trouble(2, people=100, due_at=NOW + 5 * HOUR)])[0]
    fewer = merged([trouble(3, people=10, due_at=NOW + HOUR)])[0]
    assert weight(soon, as_of=NOW) > weight(later, as_of=NOW)
    assert weight(soon, as_of=NOW) > weight(fewer, as_of=NOW)


@given(st.timedeltas(-24 * HOUR, 48 * HOUR), st.timedeltas(timedelta(0), 10 * HOUR))
def test_waiting_never_makes_a_line_lighter(span: timedelta, waited: timedelta) -> None:
    line = merged([trouble(1, due_at=NOW + span)])[0]
    assert weight(line, as_of=NOW + waited) >= weight(line, as_of=NOW) - 1e-9


def test_one_kind_does_not_fill_the_wall_while_others_wait() -> None:
    crowd = [trouble(n, cause=str(n), people=5000, due_at=NOW + HOUR) for n in range(9)]
    others = [trouble(100 + n, kind=Kind.TALLY, cause=str(n), people=0) for n in range(4)]
    shown = board([*crowd, *others], as_of=NOW).shown
    assert sum(line.kind is Kind.EVACUEE for line in shown) >= OF_ONE_KIND
    assert sum(line.kind is Kind.TALLY for line in shown) == 3


def test_a_line_tells_its_earliest_deadline_its_longest_wait_and_its_largest_township() -> None:
    line = merged(
        [
            trouble(1, people=3, due_at=NOW + HOUR, since=NOW - HOUR),
            trouble(2, people=40, due_at=NOW - HOUR, since=NOW, township_code="331083002"),
        ],
        across=True,
    )[0]
    assert (line.people, line.due_at, line.since) == (43, NOW - HOUR, NOW - HOUR)
    assert line.township_codes == ("331083002", "331083001")
    assert line.is_late(NOW)


@given(troubles)
def test_what_makes_all_figures_doubtful_always_has_a_line(given_: list[Trouble]) -> None:
    silent = trouble(-1, kind=Kind.DATA, cause="dead", people=0, is_pinned=True, since=NOW - HOUR)
    longer = trouble(-2, kind=Kind.DATA, cause="late", people=0, is_pinned=True, since=NOW - 9 * HOUR)
    made = board([*given_, silent, longer], as_of=NOW)
    assert len(made.shown) <= SHOWN
    assert any(line.is_pinned for line in made.shown)
    heavy = [trouble(number, township_code=None, cause=str(number), people=5000) for number in range(9)]
    crowded = board([*heavy, silent, longer], as_of=NOW)
    assert crowded.shown[-1].members == (longer,)
    assert len(crowded.shown) == SHOWN
