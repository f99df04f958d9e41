"""Issued papers: their bytes, the seal on the log under them, and the audit that holds both."""

import re
import shutil
from pathlib import Path

import pytest

from stormdesk import cli
from stormdesk.domain.objections import Fault
from stormdesk.domain.papers import Paper
from stormdesk.door.paper_proof import PaperBrokenError, Seal, against, opened, seal_state
from stormdesk.door.paper_steps import find
from stormdesk.door.papers import (
    standing_objections,
    withdraw,
)
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import read_bundle
from tests.door.paper_house import (
    KIND,
    OPERATION,
    SIGNED_AT,
    PaperHouse,
    faults,
    issued,
    last_line,
    moment,
    paper_house,
    settings_at,
)


def test_the_bytes_are_kept_twice_and_verified_when_opened(house: PaperHouse) -> None:
    paper = issued(house)
    assert paper.issue is not None
    path = house.desk.settings.papers / str(paper.issue.sha256)
    whole = opened(house.desk, paper)
    assert path.read_bytes() == whole
    assert re.fullmatch(rf"签发:.+\(head\),{SIGNED_AT}", last_line(whole))
    path.unlink()
    assert opened(house.desk, paper) == whole
    assert path.read_bytes() == whole
    path.write_bytes(whole + b" ")
    with pytest.raises(PaperBrokenError):
        opened(house.desk, paper)
    assert Fault.FILE in faults(house)


def test_a_change_that_folds_soundly_breaks_the_seal_and_its_place_is_named(house: PaperHouse) -> None:
    paper = issued(house)
    house.move("c", 2, h=5)
    house.reported(5, h=5.5)
    assert faults(house, 6) == set()
    house.tamper("update event set quantity = 6 where event_id = 'e0002'")
    house.tamper("update span set quantity = 6 where event_id = 'e0002'")
    house.reported(8, h=5.6)
    found = against(house.desk, house.office.store, paper)
    assert [one.fault for one in found] == [Fault.SEAL]
    assert (found[0].township_code, found[0].values["subject"]) == ("331083001", "evacuee")
    assert (found[0].values["sealed"], found[0].values["found"]) == (1, 1)
    assert Fault.SEAL in faults(house, 6)
    withdraw(house.visit("head"), paper, reason="台账被改动", at=house.now())
    assert faults(house, 6) == set()


def listed(house: PaperHouse) -> None:
    """Two persons on the list, a storm's fix and a gauge's reading, each brought by an import."""
    at_first = "timestamptz '2022-09-01 00:00:00+00'"
    house.tamper(
        "insert into responsible_person by name select 'live' as roster, unnest(['p1', 'p2']) as person_id, "
        f"'331083001' as township_code, 'test' as source, {at_first} as valid_from, "
        "timestamptz '9999-12-31 00:00:00+00' as valid_to, 'import-1' as import_id"
    )
    house.tamper(
        "insert into storm_fix by name select '202212' as storm_id, 'CMA' as agency, "
        f"{at_first} as fixed_at, {at_first} as known_at, 28.0 as lat, 122.0 as lon, "
        "false as is_radii_modelled, false as is_analysis_after, false as is_suspect, 'test' as source, "
        "'import-2' as import_id"
    )
    house.tamper(
        f"insert into reading by name select '{OPERATION}' as operation_id, 'g1' as gauge_id, "
        f"'level_m' as quantity, {at_first} as read_at, 2.5 as value, {at_first} as recorded_at, "
        "'test' as source, false as is_suspect, 'import-3' as import_id"
    )


@pytest.mark.parametrize(
    ("bent", "subject", "page", "counts"),
    [
        ("delete from responsible_person where person_id = 'p2'", "responsible_person", "duty", (2, 1)),
        (
            "update responsible_person set village_code = 'x' where person_id = 'p2'",
            "responsible_person",
            "duty",
            (2, 2),
        ),
        (
            "update responsible_person set valid_to = timestamptz '2022-09-13 02:00:00+00'",
            "responsible_person",
            "duty",
            (2, 2),
        ),
        ("update storm_fix set lat = lat + 1", "storm", "storm", (1, 1)),
        ("delete from reading", "reading", "water", (1, 0)),
    ],
)
def test_a_row_of_lists_storms_or_gauges_that_was_altered_breaks_the_seal(
    house: PaperHouse, bent: str, subject: str, page: str, counts: tuple[int, int]
) -> None:
    listed(house)
    paper = issued(house)
    assert against(house.desk, house.office.store, paper) == []
    house.tamper(bent)
    [found] = against(house.desk, house.office.store, paper)
    assert (found.fault, found.values["subject"], found.page) == (Fault.SEAL, subject, page)
    assert (found.values["sealed"], found.values["found"]) == counts
    assert Fault.SEAL in faults(house, 6)


def test_what_later_imports_bring_or_end_leaves_the_seal_whole(house: PaperHouse) -> None:
    listed(house)
    paper = issued(house)
    another = "select * replace ('import-4' as import_id,"
    for later in (
        """update responsible_person set valid_to = timestamptz '2022-09-13 02:00:00+00',
        closed_by = 'import-4' where person_id = 'p2'""",
        f"insert into responsible_person by name {another} 'p3' as person_id) from responsible_person",
        f"insert into storm_fix by name {another} 29.0 as lat) from storm_fix",
        f"insert into reading by name {another} 3.5 as value) from reading",
    ):
        house.tamper(later)
        assert against(house.desk, house.office.store, paper) == [], later


def test_a_seal_from_before_lists_were_sealed_holds(house: PaperHouse) -> None:
    paper = issued(house)
    listed(house)
    assert seal_state(house.desk, house.office.store, paper).is_whole


def test_a_seal_forged_to_fit_is_held_against_the_audit(house: PaperHouse) -> None:
    paper = issued(house)
    assert seal_state(house.desk, house.office.store, paper).is_whole
    for bent, back in (
        (
            "update paper_step set seal = 'x' || seal where step = 'issued'",
            "update paper_step set seal = seal[2:] where step = 'issued'",
        ),
        (
            "update paper_step set account_id = account_id || '2' where step = 'checked'",
            "update paper_step set account_id = account_id[:-2] where step = 'checked'",
        ),
    ):
        house.tamper(bent)
        assert not seal_now(house, paper).is_own_whole, bent
        house.tamper(back)
        assert seal_now(house, paper).is_own_whole, back
    house.tamper("update paper set text = text || '。'")
    assert not seal_now(house, paper).is_own_whole


def test_an_issue_before_the_last_that_was_altered_holds_everything_back(house: PaperHouse) -> None:
    first = issued(house)
    last = issued(house, 5)
    assert faults(house, 6) == set()
    house.tamper("update paper set text = text || '。' where as_of = (select min(as_of) from paper)")
    [told] = [one.say() for one in standing_objections(house.visit("head"), "bulletin", moment(6))]
    assert "第 1 期在台账里的内容或封签被改动" in told
    assert not seal_now(house, first).is_own_whole
    assert seal_now(house, last).is_whole


def seal_now(house: PaperHouse, paper: Paper) -> Seal:
    """How the seal of a paper stands, read anew."""
    return seal_state(house.desk, house.office.store, find(house.visit("head"), OPERATION, paper.paper_id))


def test_a_bundle_loaded_beside_brings_papers_whose_seals_and_bytes_hold(
    house: PaperHouse, tmp_path: Path
) -> None:
    paper = issued(house)
    write_bundle(house.desk.store, OPERATION, tmp_path / "b.zip", at=house.now())
    store, ledger = house.desk.store, house.desk.ledger
    copy_id = read_bundle(store, ledger, tmp_path / "b.zip", suffix="copy").operation_id
    copied = find(house.visit("head"), copy_id, paper.paper_id)
    assert copied.issue == paper.issue
    assert seal_state(house.desk, house.office.store, copied).is_whole
    assert opened(house.desk, copied) == opened(house.desk, paper)
    house.tamper(f"update event set actor = 'x' where operation_id = '{copy_id}'")  # noqa: S608  a test's own
    assert not seal_state(house.desk, house.office.store, copied).is_whole
    assert seal_state(house.desk, house.office.store, paper).is_whole


def test_the_check_of_a_standing_file_names_the_paper_that_was_altered(
    tmp_path: Path, told_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(told_home, home)
    monkeypatch.setenv("STORMDESK_HOME", str(home))
    with paper_house(settings_at(home)) as house:
        paper = issued(house)
    assert cli.main(["check"]) == 0
    with paper_house(settings_at(home)) as house:
        house.tamper("update paper set text = text || '。'")
    capsys.readouterr()
    assert cli.main(["check"]) == 1
    said = capsys.readouterr().out.splitlines()
    first = next(place for place, line in enumerate(said) if line.startswith("error\tpapers"))
    assert said[first + 1].split("\t")[1:4] == [OPERATION, KIND, paper.paper_id]
