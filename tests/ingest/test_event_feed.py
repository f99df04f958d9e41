"""Events come as JSON lines, JSON, CSV and Parquet; each is taken once, or told why not."""

import csv
import io
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.event import Event
from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.ingest.event_feed import Statuses, parse, recognise
from stormdesk.ingest.feed_reason import TAKEN, FeedReason

RECEIVED = datetime(2022, 9, 14, 1, 0, tzinfo=UTC)
ITEM = {
    "subject": "evacuee",
    "subject_id": "e-1",
    "facet": "move",
    "status": "at_shelter",
    "happened_at": "2022-09-14T08:05:00+08:00",
    "actor": "村干部",
    "quantity": 3,
}
STATUSES: Statuses = {
    ("evacuee", "move"): frozenset({"listed", "notified", "at_shelter"}),
    ("vessel", "berth"): frozenset({"at_sea", "in_port"}),
}


def read(data: bytes, statuses: Statuses = STATUSES) -> tuple[list[Event], list[Problem]]:
    return parse("feed", data, source="town", operation_id="op-1", received_at=RECEIVED, statuses=statuses)


def answers(items: list[object], **other: Any) -> list[Event | Problem]:
    """What became of each item, in order: the problem that names its place, or the next event."""
    said = {"source": "town", "operation_id": "op-1", "received_at": RECEIVED, "statuses": STATUSES}
    events, problems = parse("feed.json", json.dumps(items).encode(), **{**said, **other})
    spoilt = {problem.place.split()[0]: problem for problem in problems}
    left = iter(events)
    return [spoilt.get(f"[{at}]") or next(left) for at in range(len(items))]


def lines(*items: object) -> bytes:
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()


def as_csv(items: list[dict[str, object]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(items[0]))
    writer.writeheader()
    writer.writerows(items)
    return out.getvalue().encode(encoding)


def as_parquet(items: list[dict[str, object]], rows_per_group: int = 100) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(items), out, row_group_size=rows_per_group)
    return out.getvalue()


@pytest.fixture(scope="module")
def real_statuses(project: Path) -> Statuses:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (project / "data/reference/status.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found[row["subject"], row["facet"]].add(row["status"])
    return {key: frozenset(values) for key, values in found.items()}


@pytest.mark.parametrize("file", ["events.jsonl", "events.csv"])
def test_the_samples_are_taken_whole(project: Path, real_statuses: Statuses, file: str) -> None:
    data = (project / "data/samples" / file).read_bytes()
    assert recognise(file, data)
    events, problems = read(data, real_statuses)
    assert len(events) == {"events.jsonl": 3, "events.csv": 2}[file]
    assert {problem.reason for problem in problems} <= TAKEN


def test_the_same_reports_in_every_format_are_the_same_events() -> None:
    items: list[dict[str, object]] = [ITEM, {**ITEM, "subject_id": "e-2", "quantity": 4}]
    as_lines, as_array = lines(*items), json.dumps(items).encode()
    wrapped = json.dumps({"code": 0, "data": {"rows": items}}).encode()
    expected, problems = read(as_lines)
    assert problems == []
    assert [event.subject_id for event in expected] == ["e-1", "e-2"]
    for data in (as_array, wrapped, as_csv(items), as_csv(items, "gb18030"), as_parquet(items)):
        assert read(data) == (expected, [])


def test_an_event_is_what_the_item_says_and_what_the_caller_knows() -> None:
    (event,) = answers([{**ITEM, "event_id": "x-1", "payload": {"basis": "电话"}, "reported_at": "08:07"}])
    assert isinstance(event, Event)
    assert event.event_id == "x-1"
    assert (event.operation_id, event.source, event.recorded_at) == ("op-1", "town", RECEIVED)
    assert event.happened_at == datetime(2022, 9, 14, 0, 5, tzinfo=UTC)
    assert event.quantity == 3
    assert json.loads(event.payload or "") == {"basis": "电话", "reported_at": "08:07"}


@pytest.mark.parametrize(
    "said",
    [
        {"township_code": "331083001"},
        {"township_code": "331083001000"},
        {"township_code": 331083001.0},
        {"village_code": "331083001002"},
    ],
)
def test_an_event_knows_its_township_by_nine_digits(said: dict[str, object]) -> None:
    (event,) = answers([{**ITEM, **said}])
    assert isinstance(event, Event)
    assert event.township_code == "331083001"


def test_who_reports_without_a_name_is_the_source_itself() -> None:
    (event,) = answers([{key: value for key, value in ITEM.items() if key != "actor"}])
    assert isinstance(event, Event)
    assert event.actor == "town"


def test_an_identity_that_is_not_given_comes_from_source_and_content() -> None:
    again = answers([ITEM], received_at=RECEIVED + timedelta(hours=1))
    other = answers([ITEM], source="port")
    ids = [answer.event_id for answer in (*answers([ITEM]), *again, *other) if isinstance(answer, Event)]
    assert ids[0] == ids[1] != ids[2]
    changed = answers([{**ITEM, "quantity": 4}])[0]
    assert isinstance(changed, Event)
    assert changed.event_id != ids[0]


def test_one_identity_with_two_contents_is_refused_the_second_time() -> None:
    first, same, other = answers(
        [{**ITEM, "id": "1"}, {**ITEM, "id": "1"}, {**ITEM, "id": "1", "quantity": 9}]
    )
    assert first == same
    assert isinstance(other, Problem)
    assert other.reason == FeedReason.SAME_ID


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject_id": " "}, FeedReason.MISSING),
        ({"happened_at": None}, FeedReason.MISSING),
        ({"happened_at": "昨天"}, FeedReason.NOT_A_TIME),
        ({"happened_at": "2022-09-14"}, FeedReason.NOT_A_TIME),
        ({"quantity": "三"}, FeedReason.NOT_A_NUMBER),
        ({"quantity": 2.5}, FeedReason.NOT_WHOLE),
        ({"quantity": float("nan")}, FeedReason.NOT_A_NUMBER),
        ({"quantity": -1}, "数量不能为负"),
        ({"quantity": 2**31}, FeedReason.OUT_OF_RANGE),
        ({"status": "flying"}, "没有这种状态"),
        ({"facet": "berth"}, "没有这种状态"),
        ({"account": "D"}, "账目只有 A、B、C"),
        ({"operation_id": "op-2"}, FeedReason.OTHER_OPERATION),
        ({"subject_id": {"a": 1}}, FeedReason.NOT_TEXT),
        ({"subject_id": "x" * 201}, FeedReason.TOO_LONG),
        ({"note": "x" * 5000}, FeedReason.TOO_LONG),
        ({"township_code": "玉城"}, FeedReason.BAD_AREA),
        ({"village_code": "33108300100"}, FeedReason.BAD_AREA),
        ({"lat": 28.1}, FeedReason.HALF_A_POINT),
        ({"lat": 121.2, "lon": 28.1}, FeedReason.SWAPPED),
        ({"lat": 500, "lon": 500}, FeedReason.OFF_GLOBE),
        ({"lat": 28.1, "lon": 121.2, "datum": "beijing54"}, FeedReason.UNKNOWN_DATUM),
    ],
)
def test_what_cannot_be_is_refused_by_itself(change: dict[str, object], reason: str) -> None:
    good, bad, last = answers([ITEM, {**ITEM, **change}, ITEM])
    assert isinstance(bad, Problem)
    assert bad.reason == reason
    assert bad.place.startswith("[1]")
    assert isinstance(good, Event)
    assert isinstance(last, Event)


def test_a_clock_that_is_a_little_fast_is_taken() -> None:
    (event,) = answers([{**ITEM, "happened_at": "2022-09-14T09:09:00+08:00"}])
    assert isinstance(event, Event)


def test_points_of_map_services_are_brought_to_wgs84() -> None:
    point = {"lat": 28.1, "lon": 121.2}
    said, declared = answers([{**ITEM, **point, "datum": "GCJ-02"}, {**ITEM, **point}])
    assert isinstance(said, Event)
    assert isinstance(declared, Event)
    assert said.lon is not None
    assert 0.004 < 121.2 - said.lon < 0.005
    (caller,) = answers([{**ITEM, **point}], datum=Datum.GCJ02)
    assert isinstance(caller, Event)
    assert caller.lon == said.lon


def test_times_without_a_zone_are_beijing_time_and_that_is_said_once() -> None:
    items = [{**ITEM, "subject_id": f"e-{n}", "happened_at": "2022-09-14 08:05"} for n in range(3)]
    events, problems = read(lines(*items))
    assert {event.happened_at for event in events} == {datetime(2022, 9, 14, 0, 5, tzinfo=UTC)}
    assert [problem.reason for problem in problems] == [FeedReason.ZONELESS]


def test_a_spoilt_line_costs_one_event_and_names_its_place() -> None:
    data = lines(ITEM) + b'\n{"subject": \n' + lines({**ITEM, "subject_id": "e-3"}) + b"\n[1]\n"
    events, problems = read(data)
    assert [event.subject_id for event in events] == ["e-1", "e-3"]
    assert [(problem.place, problem.reason) for problem in problems] == [
        ("第 2 行", FeedReason.BAD_LINE),
        ("第 4 行", FeedReason.NOT_A_RECORD),
    ]


def test_a_file_cut_short_keeps_its_whole_records() -> None:
    data = json.dumps([ITEM, {**ITEM, "subject_id": "e-2"}]).encode()[:-20]
    events, problems = read(data)
    assert [event.subject_id for event in events] == ["e-1"]
    assert [problem.reason for problem in problems] == [FeedReason.BROKEN_OFF]


def test_a_quote_that_never_closes_spoils_its_own_row() -> None:
    rows = as_csv([ITEM, {**ITEM, "subject_id": 'e-2"'}, {**ITEM, "subject_id": "e-3"}])
    data = rows.replace(b'"e-2"""', b'"e-2')
    events, problems = read(data)
    assert [event.subject_id for event in events] == ["e-1", "e-3"]
    assert [problem.reason for problem in problems] == [FeedReason.CELL_COUNT]


def test_a_cell_may_hold_several_lines() -> None:
    events, problems = read(as_csv([{**ITEM, "备注": "一\n二,三"}, ITEM | {"备注": ""}]))
    assert [event.payload for event in events] == ['{"text": "一\\n二,三"}', None]
    assert problems == []


def test_one_event_alone_may_carry_a_list() -> None:
    events, problems = read(json.dumps({**ITEM, "witnesses": [{"name": "甲"}]}).encode())
    assert [json.loads(event.payload or "") for event in events] == [{"witnesses": [{"name": "甲"}]}]
    assert problems == []


def test_what_follows_the_end_of_an_array_is_told() -> None:
    data = json.dumps([ITEM]).encode()
    events, problems = read(data + b"\n" + data)
    assert len(events) == 1
    assert [problem.reason for problem in problems] == [FeedReason.BROKEN_OFF]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FeedReason.EMPTY_FILE),
        (b"  \n ", FeedReason.EMPTY_FILE),
        (b"[]", FeedReason.NO_RECORDS),
        (b"a,b,c\n", FeedReason.NO_RECORDS),
        (b"[[1]]", FeedReason.NOT_A_RECORD),
        (b"PAR1rubbishPAR1", FeedReason.NOT_READABLE),
        (b"[" * 100_000, FeedReason.BROKEN_OFF),
        (b'{"a":' * 100_000, FeedReason.BAD_LINE),
    ],
)
def test_a_file_without_records_says_so(data: bytes, reason: str) -> None:
    events, problems = read(data)
    assert events == []
    assert reason in {problem.reason for problem in problems}


def test_a_spoilt_block_of_parquet_is_told_with_its_rows() -> None:
    items: list[dict[str, object]] = [{**ITEM, "subject_id": f"e-{n:04}"} for n in range(40)]
    whole = as_parquet(items, rows_per_group=20)
    spoilt = bytearray(whole)
    spoilt[4:40] = b"\xff" * 36
    events, problems = read(bytes(spoilt))
    assert len(events) == 20
    assert [(problem.place, problem.reason) for problem in problems] == [("第 1–20 行", FeedReason.BAD_BLOCK)]


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.csv", "对象类型,对象编号,事项,状态,发生时间\n".encode(), True),
        ("a.csv", "对象类型;对象编号;事项;状态;发生时间\n".encode("gb18030"), True),
        ("a.csv", b"STCD,TM,Z\n", False),
        ("a.json", b'[{"mmsi": 1, "lat": 2, "lon": 3, "time": ""}]', False),
        ("events.parquet", b"PAR1....", True),
        ("other.parquet", b"PAR1....", False),
        ("x", b"", False),
    ],
)
def test_events_are_recognised_by_their_fields(name: str, head: bytes, known: bool) -> None:  # noqa: FBT001  a case
    assert recognise(name, head) is known


def test_a_whole_parquet_file_is_recognised_by_its_columns() -> None:
    assert recognise("x.bin", as_parquet([ITEM]))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=2),
)
KEYS = st.sampled_from([*ITEM, "event_id", "lat", "lon", "payload", "account", "datum", "其他"])


@settings(max_examples=50)
@given(
    st.lists(st.one_of(VALUES, st.dictionaries(KEYS, VALUES).map(lambda some: {**ITEM, **some})), max_size=6)
)
def test_every_item_gets_one_answer(items: list[object]) -> None:
    assert len(answers(items)) == len(items)


@settings(max_examples=60)
@given(st.data())
def test_mutated_files_never_raise_and_never_fall_silent(data: st.DataObject) -> None:
    items: list[dict[str, object]] = [{**ITEM, "note": ""}, {**ITEM, "subject_id": "e-2", "note": "中文"}]
    seeds = [lines(*items), json.dumps(items).encode(), as_csv(items), as_parquet(items)]
    whole = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    events, problems = read(cut)
    assert events or problems
    assert all(isinstance(problem.value, str) and problem.place for problem in problems)


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    events, problems = read(data)
    assert events or problems
    recognise("x", data)
