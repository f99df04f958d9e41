"""Files laid before the running server are taken once, answered, and never lost."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdesk.errors import InboxSilent
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.inbox import (
    KNOWN_CONTENT,
    PART,
    REPORT,
    SENDER,
    TOO_LARGE,
    Outcome,
    hand_over,
    read_report,
    take,
    write_report,
)
from stormdesk.ingest.storm_import import LARGEST_BYTES
from stormdesk.settings import Settings

STORM = Path(__file__).parent / "fixtures" / "zj_storm.json"


@pytest.fixture
def desk(plain_settings: Settings) -> Iterator[Desk]:
    opened = open_desk(plain_settings)
    yield opened
    opened.store.close()


def lay(desk: Desk, name: str, data: bytes, *, sender: str | None = None, laid_s: float = 60) -> Path:
    """A file that was laid some seconds ago."""
    desk.settings.inbox.mkdir(exist_ok=True)
    path = desk.settings.inbox / name
    path.write_bytes(data)
    if sender:
        path.with_name(name + SENDER).write_text(sender, encoding="utf-8")
    os.utime(path, (time.time() - laid_s, time.time() - laid_s))
    return path


def imports(desk: Desk, data: bytes) -> list[tuple[object, ...]]:
    digest = hashlib.sha256(data).hexdigest()
    return desk.store.rows("imports/known_content", content_hash=digest, kind="storm")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_inbox_that_nobody_made_holds_nothing(desk: Desk) -> None:
    assert take(desk, desk.settings.inbox) == []


def test_a_file_is_brought_in_answered_and_kept_by_its_hash(desk: Desk) -> None:
    data = STORM.read_bytes()
    path = lay(desk, "storm.json", data, sender="duty desk")
    (outcome,) = take(desk, desk.settings.inbox)
    assert outcome.added is not None
    assert outcome.added["storm_fix"] > 0
    assert names(desk.settings.inbox) == ["storm.json" + REPORT]
    assert read_report(path.with_name("storm.json" + REPORT)) == outcome
    assert (desk.settings.originals / hashlib.sha256(data).hexdigest()).read_bytes() == data
    assert [row[2] for row in imports(desk, data)] == ["duty desk"]


def test_the_same_content_under_another_name_is_not_imported_twice(desk: Desk) -> None:
    data = STORM.read_bytes()
    lay(desk, "one.json", data)
    take(desk, desk.settings.inbox)
    lay(desk, "two.json", data)
    (again,) = take(desk, desk.settings.inbox)
    assert again.is_repeated
    assert not again.is_empty
    assert [problem.reason for problem in again.problems] == [KNOWN_CONTENT]
    assert len(imports(desk, data)) == 1


# A crash between import and answer leaves the file behind: the next look must not import it again.
def test_a_file_left_behind_after_its_import_is_only_answered(desk: Desk) -> None:
    data = STORM.read_bytes()
    path = lay(desk, "storm.json", data)
    take(desk, desk.settings.inbox)
    path.with_name("storm.json" + REPORT).unlink()
    lay(desk, "storm.json", data)
    assert [outcome.is_repeated for outcome in take(desk, desk.settings.inbox)] == [True]
    assert len(imports(desk, data)) == 1


def test_what_is_still_on_its_way_waits(desk: Desk) -> None:
    lay(desk, "storm.json" + PART, STORM.read_bytes())
    lay(desk, ".hidden.json", STORM.read_bytes())
    lay(desk, "fresh.json", STORM.read_bytes(), laid_s=0)
    (desk.settings.inbox / "folder").mkdir()
    assert take(desk, desk.settings.inbox) == []


def test_a_link_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(STORM.read_bytes())
    desk.settings.inbox.mkdir()
    (desk.settings.inbox / "link.json").symlink_to(secret)
    os.utime(secret, (time.time() - 60, time.time() - 60))
    assert take(desk, desk.settings.inbox) == []
    assert secret.exists()


def test_the_oldest_file_comes_first(desk: Desk) -> None:
    lay(desk, "a.json", b"[1]", laid_s=10)
    lay(desk, "b.json", b"[2]", laid_s=90)
    assert [outcome.name for outcome in take(desk, desk.settings.inbox)] == ["b.json", "a.json"]


@pytest.mark.parametrize("data", [b"", b"hello", b'{"tfid": "20', b"\xff\xfe\x00", "名字".encode("gb18030")])
def test_a_file_without_use_is_answered_with_reasons(desk: Desk, data: bytes) -> None:
    lay(desk, "<img src=x onerror=alert(1)>.json", data)
    (outcome,) = take(desk, desk.settings.inbox)
    assert outcome.is_empty
    assert outcome.problems
    assert all(problem.reason for problem in outcome.problems)


def test_a_file_that_is_too_large_is_not_read(desk: Desk) -> None:
    path = lay(desk, "large.json", b"")
    with path.open("r+b") as lines:
        lines.truncate(LARGEST_BYTES + 1)
    os.utime(path, (time.time() - 60, time.time() - 60))
    (outcome,) = take(desk, desk.settings.inbox)
    assert [problem.reason for problem in outcome.problems] == [TOO_LARGE]


def test_an_answer_is_read_as_it_was_written(desk: Desk) -> None:
    desk.settings.inbox.mkdir()
    outcome = Outcome("a\n“b”.json", ("202212",), {"storm_fix": 3}, (), is_repeated=False)
    path = desk.settings.inbox / "a.json"
    write_report(path, outcome)
    assert names(desk.settings.inbox) == ["a.json" + REPORT]
    assert read_report(desk.settings.inbox / ("a.json" + REPORT)) == outcome


def test_a_file_handed_over_is_answered_by_who_holds_the_data(desk: Desk) -> None:
    done = threading.Event()

    def serve() -> None:
        while not done.wait(0.1):
            take(desk, desk.settings.inbox)

    server = threading.Thread(target=serve)
    server.start()
    try:
        outcome = hand_over(desk.settings.inbox, STORM, by="duty desk", within_s=30)
    finally:
        done.set()
        server.join()
    assert outcome.name == STORM.name
    assert outcome.storm_ids
    assert names(desk.settings.inbox) == []
    assert [row[2] for row in imports(desk, STORM.read_bytes())] == ["duty desk"]


def test_without_a_server_the_file_goes_on_waiting(plain_settings: Settings) -> None:
    with pytest.raises(InboxSilent) as silent:
        hand_over(plain_settings.inbox, STORM, by="duty desk", within_s=0)
    waiting = Path(str(silent.value.values["path"]))
    assert waiting.read_bytes() == STORM.read_bytes()
