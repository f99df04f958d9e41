"""Every kind of file by the one way: recognised, kept once, doubted, told."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.feed import FeedKind, Outcome
from stormdesk.ingest.delivery import DeliveryReason, Taken
from stormdesk.ingest.delivery.originals import keep_original, read_regular
from stormdesk.ingest.desk import Desk
from tests.ingest.delivery.deliveries import bring, positions, rows

TABLES = {
    FeedKind.EVENTS: "event",
    FeedKind.POSITIONS: "position",
    FeedKind.READINGS: "reading",
    FeedKind.WARNINGS: "weather_warning",
    FeedKind.SHAPES: "danger_zone",
    FeedKind.STORM: "storm_fix",
}
SAMPLES = [
    ("data/samples/events.jsonl", FeedKind.EVENTS),
    ("data/samples/events.csv", FeedKind.EVENTS),
    ("data/samples/positions.csv", FeedKind.POSITIONS),
    ("data/samples/readings_one_per_row.csv", FeedKind.READINGS),
    ("data/samples/readings_stcd.csv", FeedKind.READINGS),
    ("data/samples/readings_stcd.json", FeedKind.READINGS),
    ("data/samples/warning_cap.xml", FeedKind.WARNINGS),
    ("data/samples/warning_gb.xml", FeedKind.WARNINGS),
    ("data/samples/danger_zones.geojson", FeedKind.SHAPES),
    ("data/samples/danger_zones.kml", FeedKind.SHAPES),
    ("tests/ingest/fixtures/zj_storm.json", FeedKind.STORM),
    ("tests/ingest/fixtures/jma_storm.txt", FeedKind.STORM),
    ("tests/ingest/fixtures/cma_storm.txt", FeedKind.STORM),
    ("tests/ingest/fixtures/ibtracs_storm.csv", FeedKind.STORM),
    ("tests/ingest/fixtures/nmc_storm.jsonp", FeedKind.STORM),
]


@pytest.mark.parametrize(("path", "kind"), SAMPLES)
def test_every_sample_is_taken_once_whoever_brings_it(
    desk: Desk, project: Path, path: str, kind: FeedKind
) -> None:
    data = (project / path).read_bytes()
    taken = bring(desk, Path(path).name, data)
    assert (taken.kind, taken.outcome in {Outcome.TAKEN, Outcome.PARTLY}) == (kind, True), taken
    assert taken.accepted > 0
    kept = len(rows(desk, TABLES[kind]))
    again = bring(desk, "other name", data, source_id="hydrology", by="somebody else")
    assert (again.outcome, again.accepted, again.kind) == (Outcome.REPEATED, 0, kind)
    assert [problem.reason for problem in again.problems] == [DeliveryReason.KNOWN_CONTENT]
    assert len(rows(desk, TABLES[kind])) == kept
    batch = {row["import_id"]: row for row in rows(desk, "import_batch")}[taken.import_id]
    assert (batch["row_count"], batch["kind"], batch["source_id"]) == (taken.accepted, kind, "inbox")
    told = [row for row in rows(desk, "import_problem") if row["import_id"] == taken.import_id]
    assert len(told) == len(taken.problems)


@pytest.mark.parametrize(("path", "kind"), SAMPLES)
def test_the_same_items_in_other_bytes_are_repeated(
    desk: Desk, project: Path, path: str, kind: FeedKind
) -> None:
    data = (project / path).read_bytes()
    bring(desk, Path(path).name, data)
    kept = len(rows(desk, TABLES[kind]))
    again = bring(desk, Path(path).name, data.rstrip() + b"\n\n")
    assert again.outcome in {Outcome.REPEATED, Outcome.PARTLY}, again
    assert again.accepted == 0
    assert len(rows(desk, TABLES[kind])) == kept


def test_a_category_that_the_county_does_not_have_is_told_and_counts_all_the_same(desk: Desk) -> None:
    told = [
        {"subject": "tally", "subject_id": f"331083105:{category}", "facet": "moved", "status": "reported"}
        | {"happened_at": "2026-06-01T00:00:00Z", "quantity": 7}
        for category in ("nonsense", "geohazard")
    ]
    taken = bring(desk, "tally.json", json.dumps(told).encode())
    assert (taken.accepted, taken.flagged) == (2, 0)
    [remark] = taken.problems
    assert (remark.place, remark.value) == ("nonsense", "1")
    assert remark.reason == DeliveryReason.UNKNOWN_CATEGORIES


def test_a_vessel_is_told_by_radio_or_name_and_twins_are_doubted(desk: Desk) -> None:
    data = [
        {"mmsi": "412000001", "positioned_at": "2026-06-01T00:00:00Z", "lat": 28.05, "lon": 121.5},
        {"name": "浙玉渔002", "positioned_at": "2026-06-01T00:00:00Z", "lat": 28.05, "lon": 121.6},
        {"name": "双名", "positioned_at": "2026-06-01T00:00:00Z", "lat": 28.05, "lon": 121.7},
        {"mmsi": "999999999", "positioned_at": "2026-06-01T00:00:00Z", "lat": 28.05, "lon": 121.8},
    ]
    taken = bring(desk, "p.json", json.dumps(data).encode())
    assert (taken.accepted, taken.flagged) == (4, 1)
    found = {
        row["vessel_id"]: row["suspect_reason"]
        for row in rows(desk, "position")
        if row["import_id"] == taken.import_id
    }
    assert found["v0"] is None
    assert found["v1"] is None
    assert found["mmsi:999999999"] is None
    assert found["name:双名"] == DeliveryReason.TWO_VESSELS
    unknown, twins = taken.problems
    assert (unknown.place, unknown.value) == ("mmsi:999999999", "1")
    assert [unknown.reason, twins.reason] == [DeliveryReason.UNKNOWN_VESSELS, DeliveryReason.TWO_VESSELS]
    assert taken.outcome is Outcome.TAKEN


def test_vessels_that_no_list_names_get_one_counted_remark_and_mixed_ones_do_not_count(desk: Desk) -> None:
    at = {"positioned_at": "2026-06-02T00:00:00Z", "lat": 28.05}
    data = [{**at, "mmsi": f"41288800{n}", "lon": 121.8 + n / 100} for n in range(7) for _ in range(2)]
    data.append({**at, "mmsi": "412000001", "name": "浙玉渔002", "lon": 121.5})
    taken = bring(desk, "p.json", json.dumps(data).encode())
    unknown, mixed = taken.problems
    assert (unknown.value, unknown.reason) == ("7", DeliveryReason.UNKNOWN_VESSELS)
    assert unknown.place.startswith("mmsi:412888000、")
    assert unknown.place.endswith("…")
    assert mixed.place.startswith("v0 ")
    assert mixed.reason == DeliveryReason.TWO_VESSELS
    assert (taken.outcome, taken.flagged) == (Outcome.TAKEN, 1)


def test_gauges_that_no_list_names_get_one_counted_remark(desk: Desk) -> None:
    lines = [f"ghost{n % 2},2026-06-0{n + 1}T00:00:00Z,1" for n in range(4)]
    taken = bring(desk, "r.csv", ("STCD,TM,Z\n" + "\n".join(lines)).encode())
    assert [(problem.place, problem.value) for problem in taken.problems] == [("ghost0、ghost1", "2")]
    assert {problem.reason for problem in taken.problems} == {DeliveryReason.UNKNOWN_GAUGES}
    assert (taken.outcome, taken.accepted) == (Outcome.TAKEN, 4)


def test_a_jump_from_where_the_vessel_was_last_is_kept_and_doubted(desk: Desk) -> None:
    first = positions(("412000002", "2026-06-02T00:00:00Z", 28.0, 121.9))
    assert bring(desk, "p1.jsonl", first).flagged == 0
    jump = positions(("412000002", "2026-06-02T00:05:00Z", 27.0, 123.9))
    taken = bring(desk, "p2.jsonl", jump)
    assert (taken.accepted, taken.flagged, taken.outcome) == (1, 1, Outcome.TAKEN)
    (kept,) = [row for row in rows(desk, "position") if row["import_id"] == taken.import_id]
    assert kept["is_suspect"] is True


def test_clocks_from_the_future_are_kept_and_not_counted(desk: Desk) -> None:
    ahead = (desk.now() + timedelta(days=2)).isoformat()
    reading = [{"gauge_id": "gz", "quantity": "level_m", "read_at": ahead, "value": 1.0}]
    taken = bring(desk, "r.json", json.dumps(reading).encode())
    assert (taken.accepted, taken.flagged) == (1, 1)
    here = bring(desk, "p3.jsonl", positions(("412000001", ahead, 28.0, 121.9)))
    assert (here.accepted, here.flagged) == (1, 1)


def test_a_spike_after_readings_that_came_before_is_doubted(desk: Desk) -> None:
    def readings(*values: tuple[int, float]) -> bytes:
        return json.dumps(
            [
                {
                    "gauge_id": "gs",
                    "quantity": "level_m",
                    "value": value,
                    "read_at": f"2026-06-03T{hour:02d}:00:00Z",
                }
                for hour, value in values
            ]
        ).encode()

    assert bring(desk, "a.json", readings(*((hour, 2.0 + hour / 100) for hour in range(8)))).flagged == 0
    taken = bring(desk, "b.json", readings((8, 19.0), (9, 2.1)))
    assert taken.accepted == 2
    doubted = {row["value"]: row["is_suspect"] for row in rows(desk, "reading") if row["gauge_id"] == "gs"}
    assert doubted[19.0] is True
    assert doubted[2.0] is False


def test_a_real_warning_stands_as_a_signal_until_it_is_lifted_and_an_exercise_does_not(
    desk: Desk, project: Path
) -> None:
    text = (project / "data/samples/warning_gb.xml").read_text(encoding="utf-8")
    real = text.replace("<status>Test</status>", "<status>Actual</status>").replace("20220914080000", "x1")

    def signals() -> list[tuple[object, ...]]:
        moment = {"operation_id": "live", "as_of": desk.now(), "known_at": desk.now()}
        told = desk.store.frame("response/signal_history", **moment)
        lasting = told[(told["status"] == "issued") & (told["signal_until"] == moment["as_of"])]
        return list(lasting.itertuples(index=False, name=None))

    before = len(signals())
    exercise = bring(desk, "w0.xml", text.encode() + b"<!-- again -->")
    assert exercise.outcome is not Outcome.QUARANTINED
    assert len(signals()) == before
    taken = bring(desk, "w1.xml", real.encode())
    assert (taken.accepted, taken.flagged) == (1, 0)
    assert len(signals()) == before + 1
    lifted = real.replace("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>").replace(
        "08:00:00", "12:00:00"
    )
    assert bring(desk, "w2.xml", lifted.encode()).accepted == 1
    assert len(signals()) == before


def test_a_changed_danger_zone_is_a_new_version_and_its_officer_stays(desk: Desk, project: Path) -> None:
    data = (project / "data/samples/danger_zones.geojson").read_text(encoding="utf-8")
    data = data.replace("sample-zone", "version-zone")
    bring(desk, "z.geojson", data.encode())
    versions = [row for row in rows(desk, "danger_zone") if row["zone_id"] == "version-zone-1"]
    taken = bring(desk, "z.geojson", data.replace('"影响人数": 35', '"影响人数": 36').encode())
    assert (taken.accepted, taken.repeated) == (1, len(json.loads(data)["features"]) - 1)
    after = [row for row in rows(desk, "danger_zone") if row["zone_id"] == "version-zone-1"]
    assert (len(versions), len(after)) == (1, 2)
    assert [row["people_count"] for row in after if row["closed_by"] is None] == [36]
    assert [row["closed_by"] for row in after if row["people_count"] == 35] == [taken.import_id]


def test_township_boundaries_wait_for_a_person(desk: Desk, project: Path) -> None:
    data = (project / "data/county/yuhuan/townships.geojson").read_bytes()
    taken = bring(desk, "townships.geojson", data)
    assert taken.outcome is Outcome.QUARANTINED
    assert DeliveryReason.BOUNDARIES in [problem.reason for problem in taken.problems]


def test_a_list_is_taken_as_a_list_and_nobody_else_is_closed(desk: Desk) -> None:
    heading = "安置点名称,地址,容纳人数,乡镇(街道),联系人,联系电话\n"
    one = f"{heading}样例甲校,一路1号,300,玉城街道,张三,13800000001\n".encode()
    two = f"{heading}样例乙校,二路2号,200,玉城街道,李四,13800000002\n".encode("gb18030")
    first, second = bring(desk, "避灾安置点.csv", one, source_id="page"), bring(desk, "安置点2.csv", two)
    assert (first.kind, first.accepted, second.accepted) == (FeedKind.LIST, 1, 1), (first, second)
    assert bring(desk, "避灾安置点.csv", one).outcome is Outcome.REPEATED
    open_rows = [row for row in rows(desk, "shelter") if row["closed_by"] is None]
    assert {row["name"] for row in open_rows} == {"样例甲校", "样例乙校"}
    batch = {row["import_id"]: row for row in rows(desk, "import_batch")}[first.import_id]
    assert batch["source_id"] == "page"


def test_more_than_one_chunk_of_positions_lands_as_one_import(desk: Desk) -> None:
    start = datetime(2026, 6, 10, tzinfo=UTC)
    lines = ["mmsi,positioned_at,lat,lon"]
    for number in range(20_500):
        step, vessel = divmod(number, 200)
        at = (start + timedelta(minutes=step)).isoformat()
        lines.append(f"{413000000 + vessel},{at},28.0,{121.9 + step / 10_000:.4f}")
    taken = bring(desk, "many.csv", "\n".join(lines).encode())
    assert (taken.accepted, taken.repeated, taken.outcome) == (20_500, 0, Outcome.TAKEN)
    again = bring(desk, "more.csv", "\n".join([*lines, lines[-1]]).encode())
    assert (again.accepted, again.repeated) == (0, 20_501)


def test_the_same_file_by_two_senders_at_once_is_taken_once(desk: Desk) -> None:
    data = positions(*(("412000001", f"2026-06-20T00:{minute:02d}:00Z", 28.0, 121.9) for minute in range(60)))
    ready = threading.Barrier(2)
    told: list[Taken] = []

    def send(source_id: str) -> None:
        ready.wait()
        told.append(bring(desk, "both.jsonl", data, source_id=source_id))

    threads = [threading.Thread(target=send, args=(name,)) for name in ("ais", "beidou")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.outcome for one in told) == [Outcome.REPEATED, Outcome.TAKEN]
    assert sum(one.accepted for one in told) == 60


def test_an_original_cut_short_is_written_anew_and_odd_files_are_not_read(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"whole").hexdigest()
    (tmp_path / digest).write_bytes(b"who")
    assert keep_original(tmp_path, digest, b"whole").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == [digest]
    assert read_regular(tmp_path / digest, 4) is None
    (tmp_path / "link").symlink_to(tmp_path / digest)
    for odd in (tmp_path / "link", tmp_path, tmp_path / "nothing"):
        with pytest.raises(OSError):  # noqa: PT011  which one depends on the system
            read_regular(odd, 10)
