"""An operation out as one file and back in gives the same answers; what does not fit changes nothing."""

import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from stormdesk.domain.event import FOREVER, Event
from stormdesk.errors import UnknownOperation
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import BundleReport, Note, Outcome, read_bundle
from stormdesk.report.bundle_shape import (
    ALONE,
    BROUGHT,
    DERIVED,
    REFERENCE,
    STAYS,
    BundleFault,
    BundleRefusedError,
    key_of,
)
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)
MADE = datetime(2026, 1, 2, tzinfo=UTC)
FOLDERS = (
    "checks",
    "duty",
    "evacuation",
    "replay",
    "response",
    "shelters",
    "sites",
    "storm",
    "vessels",
    "wall",
)
Fresh = Callable[[str], Store]
Bend = Callable[[dict[str, bytes]], None]


@pytest.fixture
def fresh(tmp_path: Path, project: Path, lay_county: Callable[[Path], Path]) -> Iterator[Fresh]:
    opened: list[Store] = []

    def make(name: str) -> Store:
        store = Store(lay_county(tmp_path / name / "t.duckdb"), queries=project / "queries")
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


def event(number: int, **more: object) -> Event:
    at = START + timedelta(minutes=number)
    facts: dict[str, object] = {
        "event_id": f"e{number}",
        "operation_id": "drill",
        "subject": "vessel",
        "subject_id": f"v{number % 3}",
        "facet": "berth",
        "status": ("at_sea", "homebound", "in_port")[number // 3 % 3],
        "happened_at": at,
        "recorded_at": at + timedelta(minutes=number % 5),
        "source": "渔港",
        "actor": "test",
        "import_id": "brought",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


def fill(store: Store, events: int = 20) -> None:
    """A small operation with one list, one position, one import and one storm."""
    listed = {"roster": "paper", "source": "test", "valid_from": START, "valid_to": FOREVER}
    tables = {
        "operation": {
            "operation_id": "drill",
            "kind": "drill",
            "name_zh": "演练",
            "name_en": "Drill",
            "storm_id": "202212",
            "roster": "paper",
            "opened_at": START,
            "is_synthetic": True,
        },
        "vessel": listed | {"vessel_id": "v1", "name": "浙玉渔1", "import_id": "brought"},
        "position": {
            "operation_id": "drill",
            "vessel_id": "v1",
            "positioned_at": START,
            "recorded_at": START,
            "lat": 28.1,
            "lon": 121.2,
            "source": "ais",
            "is_suspect": False,
        },
        "import_batch": {
            "import_id": "brought",
            "imported_at": MADE,
            "imported_by": "t",
            "source": "f",
            "kind": "list",
            "content_hash": "0",
            "row_count": 1,
            "problem_count": 1,
        },
        "import_problem": {"import_id": "brought", "number": 1, "place": "A1", "reason": "为什么"},
        "storm": {"storm_id": "202212", "name_zh": "梅花", "name_en": "Muifa", "season": 2022},
    }
    with store.write() as transaction:
        for table, row in tables.items():
            transaction.append(table, pd.DataFrame([row]))
    Ledger(store).record_from_source([event(number) for number in range(events)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]) -> Path:
    """A bundle of the small operation; read it, do not write to it."""
    folder = tmp_path_factory.mktemp("bundle")
    source = Store(lay_county(folder / "t.duckdb"), queries=project / "queries")
    fill(source)
    target = folder / "drill.stormdesk.zip"
    write_bundle(source, "drill", target, at=MADE)
    source.close()
    return target


@pytest.fixture(scope="module")
def untouched(
    tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]
) -> Iterator[Store]:
    """A county's file into which nothing ever comes: whoever uses it proves that."""
    store = Store(lay_county(tmp_path_factory.mktemp("untouched") / "t.duckdb"), queries=project / "queries")
    yield store
    store.close()


def counts(store: Store) -> dict[str, int]:
    with store.snapshot() as snapshot:
        return {table: snapshot.fingerprint(table).rows for table in snapshot.columns()}


# What looks beyond one operation: the whole log, and who ever decided.
ACROSS = ("checks/rebuilt", "response/deciders")


def answers(store: Store, operation_id: str, moments: list[datetime]) -> dict[str, list[str]]:
    """What every question that asks about an operation answers, row by row."""
    given = {"operation_id", "as_of", "known_at", "area_code", "storm_id", "from_at", "to_at"}
    found: dict[str, list[str]] = {}
    for name in [f"{folder}/{stem}" for folder in FOLDERS for stem in store.question_names(folder)]:
        if name in ACROSS or not store.question(name).parameters <= given:
            continue
        if name.startswith("storm/") and "storm_id" not in store.question(name).parameters:
            continue
        for at, area in zip(moments, (None, "331083001"), strict=True):
            told = {"as_of": at, "known_at": at, "area_code": area, "storm_id": "202212"}
            told |= {"operation_id": operation_id, "from_at": moments[0], "to_at": at}
            asked = {key: told[key] for key in sorted(store.question(name).parameters)}
            place = f"{name} {[*asked.values()]}"
            if place not in found:
                found[place] = sorted(map(repr, store.rows(name, **asked)))
    return found


def keep_every_twelfth(drill: Path) -> None:
    """Leave a twelfth of the subjects' whole chains: the screens stay full, the fold is short."""
    with duckdb.connect(str(drill)) as opened:
        for table in ("event", "span", "cur", "flagged"):
            opened.execute(f"delete from {table} where hash(subject, subject_id) % 12 <> 0")  # noqa: S608


def test_a_drill_comes_back_with_identical_screens(
    seeded_home: Path, fresh: Fresh, tmp_path: Path, project: Path
) -> None:
    drill = Path(shutil.copy(seeded_home / "stormdesk.duckdb", tmp_path / "drill.duckdb"))
    keep_every_twelfth(drill)
    source = Store(drill, queries=project / "queries")
    target = tmp_path / "muifa.stormdesk.zip"
    manifest = write_bundle(source, "drill-muifa-1", target, at=MADE)
    assert manifest.is_synthetic is True
    store = fresh("again")
    ledger = Ledger(store)
    report = read_bundle(store, ledger, target)
    assert report.outcome is Outcome.LOADED
    assert report.notes == ()
    assert ledger.disagreements() == []
    moments = [datetime(2022, 9, day, 8, tzinfo=UTC) for day in (12, 14)]
    before, after = (answers(each, "drill-muifa-1", moments) for each in (source, store))
    assert len(before) > 100
    assert sum(len(rows) for rows in before.values()) > 2_000
    assert [name for name, rows in before.items() if after[name] != rows] == []
    source.close()


def test_the_same_ledger_gives_the_same_bytes(fresh: Fresh, tmp_path: Path, made: Path) -> None:
    again = fresh("source2")
    fill(again)
    write_bundle(again, "drill", tmp_path / "b.zip", at=MADE)
    assert (tmp_path / "b.zip").read_bytes() == made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0


def test_a_bundle_that_is_here_already_says_so_and_adds_nothing(fresh: Fresh, made: Path) -> None:
    store = fresh("again")
    ledger = Ledger(store)
    first = read_bundle(store, ledger, made)
    assert first.rows["event"] == 20
    assert first.rows["import_problem"] == 1
    stood = counts(store)
    assert read_bundle(store, ledger, made) == BundleReport("drill", Outcome.KNOWN, {})
    assert counts(store) == stood


def test_whoever_stands_in_a_bundle_is_told_from_whoever_reports_here(fresh: Fresh, made: Path) -> None:
    store = fresh("again")
    ledger = Ledger(store)
    read_bundle(store, ledger, made)
    ledger.record_from_source([event(100, actor="own"), event(101, operation_id="other", actor="test")])

    def posing(actor: str, operation_id: str | None) -> list[tuple[str]]:
        return store.rows("bundle/posing", actor=actor, operation_id=operation_id)

    assert posing("test", "drill") == posing("test", None) == [("drill",)]
    assert posing("own", "drill") == posing("test", "other") == []
    assert list(store.frame("data/imports", import_id=None, most_count=9)["source_id"]) == [BROUGHT]


def test_an_operation_that_differs_is_refused_and_comes_in_under_a_suffix(fresh: Fresh, made: Path) -> None:
    store = fresh("again")
    ledger = Ledger(store)
    read_bundle(store, ledger, made)
    ledger.record_from_source([event(100)])
    stood = counts(store)
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(store, ledger, made)
    assert refused.value.sentence == BundleFault.OPERATION_DIFFERS
    assert counts(store) == stood
    report = read_bundle(store, ledger, made, suffix="office")
    assert report.operation_id == "drill-office"
    assert ledger.disagreements() == []
    listed = {row[0]: row for row in store.rows("operation/list")}
    assert listed["drill-office"][2] == "演练-office"
    assert listed["drill-office"][5] == "paper-office"
    assert {row[1] for row in store.rows("ledger/all_events")} == {"drill", "drill-office"}
    assert store.rows("register/roster_size", roster="paper-office")[0][0] == 0
    assert read_bundle(store, ledger, made, suffix="office").outcome is Outcome.KNOWN


def test_people_who_were_forgotten_do_not_come_back_under_another_name(fresh: Fresh, made: Path) -> None:
    here, elsewhere = fresh("here"), fresh("elsewhere")
    fill(here)
    with here.cursor() as cursor:
        cursor.execute("update operation set forgotten_at = opened_at")
    before = counts(here)
    for suffix in (None, "again"):
        with pytest.raises(BundleRefusedError) as refused:
            read_bundle(here, Ledger(here), made, suffix=suffix)
        assert "销毁" in str(refused.value)
    assert counts(here) == before
    assert read_bundle(elsewhere, Ledger(elsewhere), made, suffix="again").outcome is Outcome.LOADED


def test_a_roster_that_differs_is_refused(fresh: Fresh, made: Path) -> None:
    store = fresh("again")
    row = {"roster": "paper", "vessel_id": "v9", "source": "t", "valid_from": START, "valid_to": FOREVER}
    with store.write() as transaction:
        transaction.append("vessel", pd.DataFrame([row]))
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(store, Ledger(store), made)
    assert refused.value.sentence == BundleFault.ROSTER_DIFFERS


def test_other_rules_are_told(fresh: Fresh, made: Path) -> None:
    store = fresh("again")
    with store.write() as transaction:
        row = {"subject": "vessel", "facet": "berth", "to_status": "moored", "from_status": "at_sea"}
        transaction.append("transition", pd.DataFrame([row]))
        area = {"area_code": "1", "tier": "village", "name_zh": "新", "name_en": "New", "is_counted": True}
        transaction.append("area", pd.DataFrame([area]))
    assert read_bundle(store, Ledger(store), made).notes == (Note.OTHER_RULES, Note.OTHER_WORDS)


def test_an_operation_that_is_not_there_leaves_no_file(untouched: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownOperation):
        write_bundle(untouched, "nothing", tmp_path / "b.zip", at=MADE)
    assert list(tmp_path.glob("b.zip*")) == []


def test_a_folder_that_is_not_there_is_said(untouched: Store, tmp_path: Path) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        write_bundle(untouched, "drill", tmp_path / "none" / "b.zip", at=MADE)
    assert refused.value.sentence == BundleFault.UNWRITABLE


def test_a_bundle_never_writes_over_a_file(untouched: Store, made: Path) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        write_bundle(untouched, "drill", made, at=MADE)
    assert refused.value.sentence == BundleFault.EXISTS


def test_every_table_is_in_the_bundle_or_stays_for_a_reason(untouched: Store) -> None:
    with untouched.snapshot() as snapshot:
        columns = snapshot.columns()
    out = {name for name in columns if not key_of(name, columns[name])}
    assert out <= {*ALONE, *REFERENCE, *DERIVED, *STAYS}


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: dict[str, bytes], *, packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def refit(members: dict[str, bytes]) -> None:
    """Let the manifest agree again with its members, as somebody who means harm would."""
    said = json.loads(members["manifest.json"])
    for entry in said["tables"]:
        data = members[f"{entry['table']}.parquet"]
        opened = pq.ParquetFile(io.BytesIO(data))
        entry |= {
            "sha256": sha256(data).hexdigest(),
            "byte_count": len(data),
            "rows": opened.metadata.num_rows,
        }
        entry["columns"] = [{"name": field.name, "type": str(field.type)} for field in opened.schema_arrow]
    members["manifest.json"] = json.dumps(said).encode()


def change(members: dict[str, bytes], table: str, bend: Callable[[pa.Table], pa.Table]) -> None:
    held = io.BytesIO()
    pq.write_table(bend(pq.read_table(io.BytesIO(members[f"{table}.parquet"]))), held)
    members[f"{table}.parquet"] = held.getvalue()
    refit(members)


def with_column(
    table: str, column: str, values: Callable[[pa.ChunkedArray], pa.Array]
) -> Callable[[dict[str, bytes]], None]:
    def bend(held: pa.Table) -> pa.Table:
        at = held.schema.get_field_index(column)
        return held.set_column(at, column, values(held.column(at)))

    return lambda members: change(members, table, bend)


def all_same(value: object) -> Callable[[pa.ChunkedArray], pa.Array]:
    return lambda old: pa.array([value] * len(old), old.type)


def foreign(members: dict[str, bytes]) -> None:
    members["../../../evil.parquet"] = b"x"


def missing(members: dict[str, bytes]) -> None:
    del members["event.parquet"]


def manifest(**more: object) -> Callable[[dict[str, bytes]], None]:
    def bend(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | more).encode()

    return bend


def not_text(members: dict[str, bytes]) -> None:
    def bend(held: pa.Table) -> pa.Table:
        raw = pa.array([b"\xed\xa0\x80"] * held.num_rows, pa.binary()).view(pa.string())
        return held.set_column(held.schema.get_field_index("actor"), "actor", raw)

    change(members, "event", bend)


def unknown_table(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    members["evil.parquet"] = members["storm.parquet"]
    said["tables"].append(
        next(entry for entry in said["tables"] if entry["table"] == "storm") | {"table": "evil"}
    )
    members["manifest.json"] = json.dumps(said).encode()


def table(name: str, bend: Callable[[pa.Table], pa.Table]) -> Bend:
    return lambda members: change(members, name, bend)


def backwards(held: pa.Table) -> pa.Table:
    return held.take(list(range(len(held)))[::-1])


def ages_later(held: pa.ChunkedArray) -> pa.Array:
    return pc.add(held, pa.scalar(2**62, pa.duration("us")))


HOSTILE: dict[str, tuple[Bend, BundleFault]] = {
    "a member that leaves the folder": (foreign, BundleFault.FOREIGN),
    "a member that is not there": (missing, BundleFault.FOREIGN),
    "a table that we do not have": (unknown_table, BundleFault.SHAPE),
    "another format": (manifest(format=2), BundleFault.NOT_A_BUNDLE),
    "a backup": (manifest(kind="backup"), BundleFault.NOT_A_BUNDLE),
    "no operation": (manifest(operation_id=None), BundleFault.NOT_A_BUNDLE),
    "another's events": (with_column("event", "operation_id", all_same("other")), BundleFault.FOREIGN),
    "another's boats": (with_column("vessel", "roster", all_same("live")), BundleFault.FOREIGN),
    "a status nobody knows": (with_column("event", "status", all_same("flying")), BundleFault.UNSOUND),
    "one number for all events": (with_column("event", "event_id", all_same("e1")), BundleFault.UNSOUND),
    "no identity": (with_column("event", "event_id", all_same(None)), BundleFault.UNSOUND),
    "no storm": (with_column("storm", "storm_id", all_same(None)), BundleFault.UNSOUND),
    "nowhere": (with_column("position", "lat", all_same(float("nan"))), BundleFault.UNSOUND),
    "the end of time": (with_column("event", "happened_at", ages_later), BundleFault.UNSOUND),
    "numbers below nothing": (with_column("event", "seq", all_same(-5)), BundleFault.UNSOUND),
    "chains backwards": (table("event", backwards), BundleFault.UNSOUND),
    "other types": (with_column("event", "quantity", lambda old: old.cast(pa.string())), BundleFault.SHAPE),
    "a column more": (
        table("event", lambda held: held.append_column("x", held.column(0))),
        BundleFault.SHAPE,
    ),
    "two operations": (
        table("operation", lambda held: pa.concat_tables([held, held])),
        BundleFault.UNSOUND,
    ),
    "bytes that are no text": (not_text, BundleFault.UNSOUND),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    untouched: Store, made: Path, tmp_path: Path, name: str
) -> None:
    bend, fault = HOSTILE[name]
    members = members_of(made)
    bend(members)
    write(tmp_path / "bad.zip", members)
    stood = counts(untouched)
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(untouched, Ledger(untouched), tmp_path / "bad.zip")
    assert refused.value.sentence == fault
    assert counts(untouched) == stood


def test_packed_members_are_refused_before_they_grow(untouched: Store, made: Path, tmp_path: Path) -> None:
    write(
        tmp_path / "bomb.zip",
        members_of(made) | {"event.parquet": b"0" * 10_000_000},
        packing=zipfile.ZIP_DEFLATED,
    )
    with pytest.raises(BundleRefusedError):
        read_bundle(untouched, Ledger(untouched), tmp_path / "bomb.zip")


def test_mutated_bytes_never_crash_and_never_come_in_by_half(
    fresh: Fresh, made: Path, tmp_path: Path
) -> None:
    whole, chance = made.read_bytes(), random.Random(6)  # noqa: S311  the same mutations each time
    sound = fresh("sound")
    read_bundle(sound, Ledger(sound), made)
    store = fresh("again")
    ledger, stood, refused = Ledger(store), counts(store), 0
    for number in range(30):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 4, 40])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if number % 3 == 0:
            del data[chance.randrange(len(data)) :]
        (tmp_path / "bad.zip").write_bytes(bytes(data))
        try:
            read_bundle(store, ledger, tmp_path / "bad.zip")
        except BundleRefusedError:
            refused += 1
            assert counts(store) == stood
        else:  # a byte that carries nothing, such as an entry's clock time
            assert prints(store) == prints(sound)
            store = fresh(f"again-{number}")
            ledger = Ledger(store)
    assert refused >= 28


def prints(store: Store) -> list[object]:
    with store.snapshot() as snapshot:
        return [snapshot.fingerprint(table) for table in ("event", "operation", "vessel", "evacuee")]


@pytest.mark.parametrize("suffix", ["", "../x", "a b", "x" * 21, "名"])
def test_a_suffix_is_a_plain_word(untouched: Store, made: Path, suffix: str) -> None:
    with pytest.raises(BundleRefusedError) as refused:
        read_bundle(untouched, Ledger(untouched), made, suffix=suffix)
    assert refused.value.sentence == BundleFault.SUFFIX


def test_corrections_come_back_as_corrections(fresh: Fresh, tmp_path: Path) -> None:
    source = fresh("source")
    fill(source, events=4)
    wrong = event(30, subject_id="v9", status="at_sea")
    right = event(31, event_id="right", subject_id="v9", status="in_port", corrects="e30")
    Ledger(source).record_from_source([wrong, right])
    write_bundle(source, "drill", tmp_path / "b.zip", at=MADE)
    store = fresh("again")
    ledger = Ledger(store)
    read_bundle(store, ledger, tmp_path / "b.zip", suffix="x")
    assert ledger.disagreements() == []
    with store.snapshot() as snapshot:
        [row] = [row for row in snapshot.table("event").read_all().to_pylist() if row["corrects"]]
    assert (row["event_id"], row["corrects"]) == ("right-x", "e30-x")
