"""An operation out as one file and back in gives the same answers; what does not fit changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.event import FOREVER
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
from tests.report.bundle_ground import MADE, START, Fresh, counts, event, fill
from tests.thinned import fill_thinly

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


def test_a_drill_comes_back_with_identical_screens(
    seeded_home: Path, fresh: Fresh, tmp_path: Path, project: Path, lay_tables: Callable[[Path], Path]
) -> None:
    drill = lay_tables(tmp_path / "drill.duckdb")
    fill_thinly(drill, seeded_home / "stormdesk.duckdb", parts=12)
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
