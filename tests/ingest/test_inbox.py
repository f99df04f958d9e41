"""Files laid before the running server are taken once, answered, and never lost."""

import fcntl
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import gcj02_to_wgs84
from stormdesk.errors import InboxSilent, UnknownFile
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.inbox import (
    PART,
    REPORT,
    SENDER,
    Outcome,
    hand_over,
    held,
    read_report,
    requeue,
    take,
    write_report,
)
from stormdesk.ingest.sources import Source, set_source, switch_source
from stormdesk.settings import Settings

LARGEST_BYTES = 50_000_000
AT = datetime(2026, 7, 1, tzinfo=UTC)
STORM = Path(__file__).parent / "fixtures" / "zj_storm.json"


@pytest.fixture
def desk(plain_settings: Settings) -> Iterator[Desk]:
    opened = open_desk(plain_settings)
    yield opened
    opened.store.close()


def lay(
    desk: Desk,
    name: str,
    data: bytes,
    *,
    sender: str | None = None,
    laid_s: float = 60,
    folder: str = "",
) -> Path:
    """A file that was laid some seconds ago."""
    (desk.settings.inbox / folder).mkdir(exist_ok=True, parents=True)
    path = desk.settings.inbox / folder / name
    path.write_bytes(data)
    if sender:
        path.with_name(name + SENDER).write_text(sender, encoding="utf-8")
    os.utime(path, (time.time() - laid_s, time.time() - laid_s))
    return path


def imports(desk: Desk, data: bytes) -> list[tuple[object, ...]]:
    digest = hashlib.sha256(data).hexdigest()
    return desk.store.rows("imports/known_content", content_hash=digest, operation_id="test-1")


def names(folder: Path) -> list[str]:
    """Files that lie in a folder itself."""
    return sorted(path.name for path in folder.iterdir() if not path.is_dir())


def shelved(desk: Desk, shelf: str) -> list[str]:
    return sorted(path.name for path in desk.settings.inbox.glob(f"{shelf}/*/*"))


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
    assert shelved(desk, "archive") == ["storm.json"]


def test_the_same_content_under_another_name_is_not_imported_twice(desk: Desk) -> None:
    data = STORM.read_bytes()
    lay(desk, "one.json", data)
    take(desk, desk.settings.inbox)
    lay(desk, "two.json", data)
    (again,) = take(desk, desk.settings.inbox)
    assert again.is_repeated
    assert not again.is_empty
    assert [problem.reason for problem in again.problems] == [DeliveryReason.KNOWN_CONTENT]
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
    assert [problem.reason for problem in outcome.problems] == [DeliveryReason.TOO_LARGE]


def test_an_answer_is_read_as_it_was_written(desk: Desk) -> None:
    desk.settings.inbox.mkdir()
    outcome = Outcome("a\n“b”.json", ("202212",), {"storm_fix": 3}, (), is_repeated=False, outcome="taken")
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
    (source,) = desk.store._read(
        lambda cursor: cursor.execute(
            "select source from import_batch where imported_by = 'duty desk'"
        ).fetchone()
    )
    assert source == STORM.name


def test_without_a_server_the_file_goes_on_waiting(plain_settings: Settings) -> None:
    with pytest.raises(InboxSilent) as silent:
        hand_over(plain_settings.inbox, STORM, by="duty desk", within_s=0)
    waiting = Path(str(silent.value.values["path"]))
    assert waiting.read_bytes() == STORM.read_bytes()


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


def test_the_sub_folder_names_the_source_and_the_source_bounds_what_it_may_bring(desk: Desk) -> None:
    source = Source(source_id="radar", name_zh="雷达", name_en="Radar", kinds=frozenset({FeedKind.POSITIONS}))
    set_source(desk.store, source, by="officer", at=AT)
    lay(desk, "storm.json", STORM.read_bytes(), folder="radar")
    lay(desk, "other.json", STORM.read_bytes() + b"\n", folder="unheard", laid_s=30)
    refused, taken = take(desk, desk.settings.inbox)
    assert [problem.reason for problem in refused.problems] == [DeliveryReason.NOT_ALLOWED]
    assert taken.outcome == "partly"
    assert DeliveryReason.UNREGISTERED in [problem.reason for problem in taken.problems]
    sources = {
        row[0]: row[1]
        for row in desk.store.frame("sources/standing", machine_at=AT)[["source_id", "import_count"]].values
    }
    assert (sources["radar"], sources["inbox"]) == (1, 1)
    switch_source(desk.store, "radar", is_active=False, by="officer", at=AT)
    lay(desk, "again.json", b"anything", folder="radar")
    (outcome,) = take(desk, desk.settings.inbox)
    assert [problem.reason for problem in outcome.problems] == [DeliveryReason.SWITCHED_OFF]


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


def test_old_answers_and_senders_without_a_file_are_cleared_away(desk: Desk) -> None:
    lay(desk, "old.json" + REPORT, b"{}", laid_s=40 * 86_400)
    lay(desk, "gone.json" + SENDER, b"clerk", laid_s=40 * 86_400)
    lay(desk, "waits.json" + PART, b"{", laid_s=40 * 86_400)
    lay(desk, "new.json" + REPORT, b"{}", laid_s=60)
    assert take(desk, desk.settings.inbox) == []
    assert names(desk.settings.inbox) == ["new.json" + REPORT, "waits.json" + PART]


ZONE = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"zone_id": "z", "type": "low_lying"}, "geometry": {"type": "Polygon", "coordinates":
[[[121.22, 28.12], [121.23, 28.12], [121.23, 28.13], [121.22, 28.13], [121.22, 28.12]]]}}]}"""


def zone_points(desk: Desk) -> list[tuple[float, float]]:
    def read(cursor: Any) -> list[tuple[float, float]]:
        found = cursor.execute("select lat, lon from danger_zone where zone_id = 'z' order by valid_from")
        return list(found.fetchall())

    return desk.store._read(read)


def test_a_datum_is_declared_beside_the_file_and_shapes_are_laid_anew_by_it(desk: Desk) -> None:
    lay(desk, "plain.geojson", ZONE, laid_s=60)
    lay(desk, "shifted.geojson", ZONE, sender="survey\ndatum=gcj02", laid_s=50)
    lay(desk, "again.geojson", ZONE, sender="datum=GCJ02", laid_s=40)
    told = take(desk, desk.settings.inbox)
    assert [one.outcome for one in told] == ["taken", "taken", "repeated"]
    (plain, shifted) = zone_points(desk)
    assert shifted == pytest.approx(gcj02_to_wgs84(*plain), abs=2e-6)
    assert 0.004 < plain[1] - shifted[1] < 0.005
    assert "survey" in {row[2] for row in imports(desk, ZONE)}


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
