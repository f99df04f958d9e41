"""The clock's counting, merging and words over a hand-made piece of work ahead."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.work.records import NoClock, WorkState
from stormdesk.ui.clock.column import with_clock
from stormdesk.ui.clock.groups import grouped, members, ranked
from stormdesk.ui.clock.looks import clock_styles, looks_of
from stormdesk.ui.clock.tally import by_object, lit, reasons, tallies, tally, until
from stormdesk.ui.clock.words import left_minutes, left_words, marked
from stormdesk.ui.maps import Shape
from stormdesk.ui.subjects.evacuation import EVACUATION

NOW = datetime(2022, 9, 13, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
KANMEN, DAMAIYU = "331083002", "331083003"


def task(number: int, state: WorkState, start_h: float | None = None, **more: object) -> dict[str, object]:
    start_by = None if start_h is None else pd.Timestamp(NOW + start_h * HOUR)
    return {
        "subject": "vessel",
        "facet": "berth",
        "subject_id": f"v{number}",
        "name": f"浙玉渔{number}",
        "category": "fishing",
        "township_code": KANMEN,
        "village_code": None,
        "lat": 28.1,
        "lon": 121.3,
        "people": 6,
        "objects": 1,
        "status": "at_sea",
        "progress": "todo",
        "since": pd.Timestamp(NOW - HOUR),
        "last_word_at": pd.Timestamp(NOW - HOUR),
        "owner_id": "p1",
        "owner_name": "王小明",
        "owner_phone": "13812342071",
        "deputy_name": None,
        "deputy_phone": None,
        "rule_code": "vessels_in_port",
        "hazard": "wind_7",
        "hazard_at": None if start_by is None else start_by + pd.Timedelta(hours=5),
        "need_min": 180.0,
        "margin_min": 120.0,
        "finish_by": None if start_by is None else start_by + pd.Timedelta(hours=3),
        "start_by": start_by,
        "is_night_cap": False,
        "state": state,
        "no_clock": NoClock.NO_STORM if start_by is None else None,
    } | more


def work(*tasks: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(tasks)
    for name in ("since", "hazard_at", "finish_by", "start_by", "last_word_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype({"people": "Int64"})


Tasks = st.lists(
    st.builds(
        task,
        st.integers(0, 40),
        st.sampled_from(WorkState),
        st.none() | st.integers(-6, 48),
        township_code=st.sampled_from([KANMEN, DAMAIYU, None]),
        people=st.none() | st.integers(0, 90),
        status=st.sampled_from([None, "at_sea", "homebound"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=30)
@given(Tasks, st.sampled_from(["county", "township"]))
def test_merging_loses_nothing_and_every_group_opens_to_its_rows(
    tasks: list[dict[str, object]], scope: str
) -> None:
    rows, by_township = ranked(work(*tasks), NOW), scope == "township"
    groups = grouped(rows, by_township=by_township)
    opened = [members(rows, group, by_township=by_township) for group in groups["group"]]
    assert sorted(key for part in opened for key in part["key"]) == sorted(rows["key"])
    assert groups["objects"].sum() == len(tasks)
    assert [len(part) for part in opened] == groups["objects"].tolist()


def test_one_group_holds_one_cause_and_tells_its_earliest_start() -> None:
    rows = ranked(
        work(
            task(1, WorkState.LATE, -1),
            task(2, WorkState.LATE, -2, township_code=DAMAIYU, owner_id="p2"),
            task(3, WorkState.DUE, 3),
        ),
        NOW,
    )
    county = grouped(rows, by_township=False)
    assert county[["state", "objects", "townships", "owners"]].to_numpy().tolist() == [
        ["late", 2, 2, 2],
        ["due", 1, 1, 1],
    ]
    assert county["start_by"][0] == pd.Timestamp(NOW - 2 * HOUR)
    assert len(grouped(rows, by_township=True)) == 3


def test_people_and_time_left_rank_and_what_has_no_clock_stands_last() -> None:
    rows = ranked(
        work(
            task(1, WorkState.DONE, -3),
            task(2, WorkState.UNKNOWN),
            task(3, WorkState.DUE, 4),
            task(4, WorkState.DUE, 4, people=60),
            task(5, WorkState.LATE, -1),
            task(6, WorkState.NOT_DUE, 20, people=5000),
        ),
        NOW,
    )
    assert rows["subject_id"].tolist() == ["v5", "v4", "v3", "v6", "v2", "v1"]


def test_the_tally_counts_objects_and_people_and_takes_the_first_that_runs() -> None:
    counted = tally(
        work(
            task(1, WorkState.DONE, -9),
            task(2, WorkState.LATE, -1, people=None),
            task(3, WorkState.DUE, 2, objects=3),
            task(4, WorkState.UNKNOWN),
        ),
        NOW,
    )
    assert (counted.count(WorkState.DUE), counted.persons(WorkState.LATE)) == (3, 0)
    assert counted.start_by == NOW - HOUR
    assert counted.finish_by == NOW + 2 * HOUR
    assert counted.worst == "late"


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (WorkState.IMPOSSIBLE, "late"),
        (WorkState.LATE, "late"),
        (WorkState.DUE, "soon"),
        (WorkState.NOT_DUE, "open"),
        (WorkState.UNKNOWN, "open"),
        (WorkState.DONE, "done"),
    ],
)
def test_each_state_has_its_tone(state: WorkState, tone: str) -> None:
    assert tally(work(task(1, state, 3)), NOW).worst == tone


def test_work_begun_in_time_counts_to_its_end() -> None:
    rows = work(task(1, WorkState.DUE, -1), task(2, WorkState.LATE, -2), task(3, WorkState.DUE, 3))
    assert until(rows, NOW).tolist() == [
        pd.Timestamp(NOW + 2 * HOUR),
        pd.Timestamp(NOW - 2 * HOUR),
        pd.Timestamp(NOW + 3 * HOUR),
    ]
    assert tally(rows[rows["state"] == WorkState.DUE], NOW).start_by == NOW + 3 * HOUR


def test_people_whom_nobody_counted_are_unknown_and_not_nought() -> None:
    rows = ranked(work(task(1, WorkState.DUE, 3, people=None)), NOW)
    assert grouped(rows, by_township=False)["people"].isna().all()


def test_nothing_listed_is_neither_done_nor_open() -> None:
    empty = tally(work(task(1, WorkState.DUE, 1)).head(0), NOW)
    assert (empty.worst, empty.start_by, empty.count(*WorkState)) == ("none", None, 0)


def test_parts_are_counted_by_themselves() -> None:
    parts = tallies(
        work(task(1, WorkState.LATE, -1), task(2, WorkState.DUE, 1, township_code=DAMAIYU)),
        NOW,
        "subject",
        "township_code",
    )
    assert {key: part.worst for key, part in parts.items()} == {
        ("vessel", KANMEN): "late",
        ("vessel", DAMAIYU): "soon",
    }


def test_an_object_stands_as_its_gravest_task() -> None:
    rows = work(
        task(1, WorkState.DONE, -3),
        task(1, WorkState.DUE, 2, facet="crew"),
        task(2, WorkState.NOT_DUE, 9),
        task(2, WorkState.DONE, 1, facet="crew"),
    )
    found = by_object(rows)
    assert found["facet"].to_dict() == {"v1": "crew", "v2": "berth"}
    assert lit(rows)["subject_id"].tolist() == ["v1"]


def test_a_list_is_ordered_by_the_clock_and_who_has_moved_is_done() -> None:
    groups = work(
        task(1, WorkState.DUE, 2, subject="evacuee", facet="move", subject_id="331083002001:old_house"),
        task(2, WorkState.LATE, -1, subject="evacuee", facet="move", subject_id="331083002:flood"),
    )
    rows = pd.DataFrame(
        {
            "object_id": ["moved", "waits", "late", "alone"],
            "township_code": KANMEN,
            "village_code": ["331083002001", "331083002001", None, None],
            "category": ["old_house", "old_house", "flood", None],
            "progress": ["done", "todo", "todo", "todo"],
        }
    )
    found = with_clock(rows, groups, EVACUATION, NOW).set_index("object_id")
    assert found.index.tolist() == ["late", "waits", "moved", "alone"]
    assert found["clock_state"].tolist()[:3] == [WorkState.LATE, WorkState.DUE, WorkState.DONE]
    assert found["left_min"].tolist()[:2] == [-60, 120]
    assert pd.isna(found.loc["moved", "start_by"])
    assert pd.isna(found.loc["alone", "clock_state"])


def test_on_the_map_every_state_has_a_mark_of_its_own() -> None:
    styles = clock_styles(Shape.BOAT)
    assert len({style.glyph for style in styles}) == len(styles)
    assert looks_of(["done", None, "impossible"]) == [5, 6, 0]


def test_why_nothing_is_due_is_said_with_its_share() -> None:
    rows = work(
        task(1, WorkState.UNKNOWN),
        task(2, WorkState.UNKNOWN),
        task(3, WorkState.UNKNOWN, no_clock=NoClock.NO_RULE),
    )
    assert reasons(rows) == [(NoClock.NO_STORM, 2), (NoClock.NO_RULE, 1)]


def test_time_left_counts_up_once_it_has_passed() -> None:
    assert left_words(NOW + HOUR, NOW) == "01:00"
    assert left_words(NOW - HOUR, NOW) == "超 01:00"
    assert left_words(pd.NaT, NOW) == "—"
    minutes = left_minutes(pd.Series([pd.Timestamp(NOW - HOUR), pd.NaT]), NOW)
    assert minutes[0] == -60
    assert pd.isna(minutes[1])


def test_no_state_is_told_by_colour_alone() -> None:
    told = [marked(state) for state in WorkState]
    assert len({words[0] for words in told}) == len(told)
    assert marked(None) == marked("nonsense") == "—"
