"""Files in an inbox that are odd, refused, locked or still being written, and what is said of them."""

import fcntl
import json
import os
import time
from pathlib import Path

import pytest

from stormdesk.errors import UnknownFile
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox import PART, SENDER, held, requeue, take
from tests.ingest.inbox.inbox_files import STORM, ZONE, imports, lay, shelved


def test_what_is_still_on_its_way_waits(desk: Desk) -> None:
    lay(desk, "storm.json" + PART, STORM.read_bytes())
    lay(desk, ".hidden.json", STORM.read_bytes())
    lay(desk, "fresh.json", STORM.read_bytes(), laid_s=0)
    (desk.settings.inbox / "folder").mkdir()
    assert take(desk, desk.settings.inbox) == []


def test_links_and_pipes_are_put_aside_and_never_followed(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(STORM.read_bytes())
    inbox = desk.settings.inbox
    inbox.mkdir()
    (inbox / "link.json").symlink_to(secret)
    (inbox / "nowhere.json").symlink_to(tmp_path / "nothing")
    os.mkfifo(inbox / "pipe")
    (inbox / "folder_link").symlink_to(tmp_path)
    for path in inbox.iterdir():
        os.utime(path, (time.time() - 60, time.time() - 60), follow_symlinks=False)
    outcomes = take(desk, inbox)
    assert {one.name for one in outcomes} == {"link.json", "nowhere.json", "pipe", "folder_link"}
    assert {problem.reason for one in outcomes for problem in one.problems} == {DeliveryReason.NOT_PLAIN}
    assert secret.read_bytes() == STORM.read_bytes()
    assert [name for name in shelved(desk, "quarantine") if not name.endswith(".json")] == [
        "folder_link",
        "pipe",
    ]
    assert take(desk, inbox) == []


ODD_NAMES = (
    "-rf.json",
    "名 单.json",
    "a\nb.json",
    "é" * 100 + ".json",
    ";$(reboot).json",
    "~",
    "\u202egnp.json",
)


def test_odd_names_are_taken_like_any_other(desk: Desk) -> None:
    for number, name in enumerate(ODD_NAMES):
        lay(desk, name, STORM.read_bytes() + b" " * number)
    raw = desk.settings.inbox / os.fsdecode(b"\xff\xfe.json")
    raw.write_bytes(b"nothing that anybody knows")
    os.utime(raw, (0, 0))
    longest = lay(desk, "x" * 250 + ".json", b"not known either")
    outcomes = take(desk, desk.settings.inbox)
    assert len(outcomes) == len(ODD_NAMES) + 2
    assert [one.outcome for one in outcomes].count("quarantined") == 2
    assert len(shelved(desk, "archive")) == len(ODD_NAMES)
    assert not longest.exists()
    assert len(held(desk.settings.inbox)) == 2
    assert take(desk, desk.settings.inbox) == []


def test_a_refused_file_is_quarantined_with_reasons_and_taken_once_it_is_laid_again(desk: Desk) -> None:
    lay(desk, "odd.bin", b"\x00\x01\x02 what is this", sender="clerk")
    (outcome,) = take(desk, desk.settings.inbox)
    (kept,) = held(desk.settings.inbox)
    assert (kept.name, kept.by, kept.source_id, kept.import_id) == (
        "odd.bin",
        "clerk",
        "inbox",
        outcome.import_id,
    )
    assert kept.problems == outcome.problems
    path = requeue(desk.settings.inbox, kept.day, kept.name, by="officer")
    assert held(desk.settings.inbox) == []
    assert path == desk.settings.inbox / "odd.bin"
    path.write_bytes(STORM.read_bytes())
    os.utime(path, (time.time() - 60, time.time() - 60))
    assert [one.outcome for one in take(desk, desk.settings.inbox)] == ["partly"]
    assert [row[2] for row in imports(desk, STORM.read_bytes())] == ["officer"]


@pytest.mark.parametrize(
    ("day", "name"),
    [("..", "stormdesk.duckdb"), ("", "x"), ("2026-07-01", "../../x"), ("2026-07-01", "none")],
)
def test_nothing_outside_the_quarantine_is_laid_again(desk: Desk, day: str, name: str) -> None:
    with pytest.raises(UnknownFile):
        requeue(desk.settings.inbox, day, name, by="officer")


def test_a_file_that_somebody_still_locks_waits(desk: Desk) -> None:
    path = lay(desk, "storm.json", STORM.read_bytes())
    with path.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert take(desk, desk.settings.inbox) == []
    assert [one.outcome for one in take(desk, desk.settings.inbox)] == ["partly"]


def test_a_file_that_somebody_still_writes_waits_however_slowly_it_grows(desk: Desk) -> None:
    data = STORM.read_bytes()
    path = lay(desk, "slow.json", data[: len(data) // 2])
    with path.open("ab", buffering=0) as writer:
        os.utime(path, (time.time() - 60, time.time() - 60))
        assert take(desk, desk.settings.inbox) == []
        writer.write(data[len(data) // 2 :])
        os.utime(path, (time.time() - 60, time.time() - 60))
        assert take(desk, desk.settings.inbox) == []
    assert [one.outcome for one in take(desk, desk.settings.inbox)] == ["partly"]
    assert len(imports(desk, data)) == 1


def test_a_file_that_cannot_be_moved_away_is_not_taken_over_and_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(desk, "storm.json", STORM.read_bytes())

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as broken:
        broken.setattr("stormdesk.ingest.inbox_shelf.os.rename", full)
        assert [one.outcome for one in take(desk, desk.settings.inbox)] == ["partly"]
        assert take(desk, desk.settings.inbox) == []
    assert len(imports(desk, STORM.read_bytes())) == 1


def test_the_reasons_beside_a_refused_file_can_be_read_by_a_program(desk: Desk) -> None:
    lay(desk, "empty.csv", b"")
    take(desk, desk.settings.inbox)
    (reasons,) = desk.settings.inbox.glob("quarantine/*/empty.csv.reasons.json")
    told = json.loads(reasons.read_text(encoding="utf-8"))
    assert [problem["reason"] for problem in told["problems"]] == [DeliveryReason.EMPTY]


def test_a_datum_that_nobody_knows_is_refused_and_a_known_one_outlives_the_quarantine(desk: Desk) -> None:
    lay(desk, "zone.geojson", ZONE, sender="survey\ndatum=mars")
    (refused,) = take(desk, desk.settings.inbox)
    assert [problem.reason for problem in refused.problems] == [DeliveryReason.UNKNOWN_DATUM]
    lay(desk, "odd.bin", b"\x00\x01 nothing", sender="survey\ndatum=gcj02")
    take(desk, desk.settings.inbox)
    (kept,) = [one for one in held(desk.settings.inbox) if one.name == "odd.bin"]
    assert (kept.by, kept.datum) == ("survey", "gcj02")
    path = requeue(desk.settings.inbox, kept.day, kept.name, by="officer")
    assert path.with_name(path.name + SENDER).read_text() == "officer\ndatum=gcj02"
