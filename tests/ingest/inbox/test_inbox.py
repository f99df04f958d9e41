"""Files laid before the running server are taken once, answered, and never lost."""

import hashlib
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import gcj02_to_wgs84
from stormdesk.errors import InboxSilent
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox import PART, REPORT, SENDER, Outcome, hand_over, read_report, take, write_report
from stormdesk.ingest.sources import Source, set_source, switch_source
from stormdesk.settings import Settings
from tests.ingest.inbox.inbox_files import STORM, ZONE, imports, lay, shelved

LARGEST_BYTES = 50_000_000
AT = datetime(2026, 7, 1, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    """Files that lie in a folder itself."""
    return sorted(path.name for path in folder.iterdir() if not path.is_dir())


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


def test_old_answers_and_senders_without_a_file_are_cleared_away(desk: Desk) -> None:
    lay(desk, "old.json" + REPORT, b"{}", laid_s=40 * 86_400)
    lay(desk, "gone.json" + SENDER, b"clerk", laid_s=40 * 86_400)
    lay(desk, "waits.json" + PART, b"{", laid_s=40 * 86_400)
    lay(desk, "new.json" + REPORT, b"{}", laid_s=60)
    assert take(desk, desk.settings.inbox) == []
    assert names(desk.settings.inbox) == ["new.json" + REPORT, "waits.json" + PART]


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
