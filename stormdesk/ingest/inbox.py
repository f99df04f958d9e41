"""Files laid before the running server: taken once by content, answered, archived or quarantined.

A file becomes visible by a rename from `<name>.part`; its sender, and a line such as `datum=gcj02`,
may stand in `<name>.sender`; its source is the sub-folder that it lies in. The answer is
`<name>.report.json` at the place where the file was laid; the file itself goes to `archive/<day>` or,
with its reasons, to `quarantine/<day>`.
"""

import contextlib
import fcntl
import logging
import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stormdesk.domain.geo import Datum
from stormdesk.domain.log_name import in_log
from stormdesk.domain.problem import Problem
from stormdesk.errors import AuditBroken, StoreBroken, StoreBusy
from stormdesk.ingest import delivery
from stormdesk.ingest.bare import bare_file, id_codes
from stormdesk.ingest.delivery import Delivery, DeliveryReason
from stormdesk.ingest.delivery.catalogue import LARGE_BYTES
from stormdesk.ingest.delivery.originals import open_regular, read_regular
from stormdesk.ingest.delivery.records import ALL_KINDS
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox_report import (
    DATUM,
    NAME,
    PART,
    REPORT,
    SENDER,
    Outcome,
    hand_over,
    outcome_of,
    read_report,
    write_report,
)
from stormdesk.ingest.inbox_shelf import ARCHIVE, SHELVES, Sent, held, quarantine, requeue, shelve
from stormdesk.ingest.sources import INBOX, Source, all_sources

__all__ = [
    "PART",
    "REPORT",
    "SENDER",
    "Outcome",
    "hand_over",
    "held",
    "outcome_of",
    "read_report",
    "requeue",
    "take",
    "write_report",
]

SETTLED_S: Final = 2.0
LONGEST_SENDER_BYTES: Final = 1_000
REPORTS_KEPT_S: Final = 30 * 86_400.0
_log = logging.getLogger("stormdesk.inbox")
After = Callable[[Outcome], None]
Watch = Callable[[str], contextlib.AbstractContextManager[After]]
# Files that were dealt with but could not be moved away; they are not taken again every two seconds.
_stuck: set[tuple[str, int, int]] = set()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One file, the folder of a source that it lies in, and when it last changed."""

    path: Path
    folder: str
    changed_s: float
    is_plain: bool


def _unwatched(_source_id: str) -> contextlib.AbstractContextManager[After]:
    return contextlib.nullcontext(lambda _outcome: None)


def take(desk: Desk, folder: Path, watch: Watch = _unwatched) -> list[Outcome]:
    """Bring in every waiting file, oldest first; returns what became of each.

    `watch` is asked with each file's source before it is taken, and told what became of it; while it raises
    AuditBroken, the file waits.
    """
    if not folder.is_dir():
        return []
    told = []
    for waiting in _in_order(folder, time.time()):
        outcome = _take_one(desk, folder, waiting, watch)
        if outcome is not None:
            told.append(outcome)
    return told


def _in_order(inbox: Path, machine_s: float) -> list[_Waiting]:
    """Whole files, oldest first; one that changed a moment ago may still be on its way."""
    found = [*_lying(inbox, "", machine_s)]
    for path in sorted(inbox.iterdir()):
        is_folder = not path.is_symlink() and path.is_dir()
        if is_folder and path.name not in SHELVES and not path.name.startswith("."):
            found += _lying(path, path.name, machine_s)
    return sorted(found, key=lambda waiting: (waiting.changed_s, waiting.path.name))


def _lying(folder: Path, name: str, machine_s: float) -> Iterator[_Waiting]:
    try:
        paths = list(folder.iterdir())
    except OSError:
        _log.warning("the inbox could not look into %s", in_log(name))
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        try:
            facts = path.lstat()
        except OSError:
            continue
        if path.name.endswith((PART, SENDER, REPORT)):
            _forget_old(path, machine_s - facts.st_mtime)
        elif not stat.S_ISDIR(facts.st_mode) and abs(machine_s - facts.st_mtime) >= SETTLED_S:
            mark = (str(path), facts.st_mtime_ns, facts.st_size)
            if mark not in _stuck:
                yield _Waiting(path, name, facts.st_mtime, stat.S_ISREG(facts.st_mode))


def _forget_old(path: Path, age_s: float) -> None:
    """Clear away answers that nobody fetched and names of senders whose file is gone."""
    is_orphan = path.name.endswith(SENDER) and not os.path.lexists(str(path)[: -len(SENDER)])
    if age_s > REPORTS_KEPT_S and (is_orphan or path.name.endswith(REPORT)):
        path.unlink(missing_ok=True)


def _take_one(desk: Desk, inbox: Path, waiting: _Waiting, watch: Watch) -> Outcome | None:
    """Take one file; None when it is gone again, or still held by whoever writes it."""
    path = waiting.path
    sender = path.with_name(path.name + SENDER)
    by, datum, name = _sender(sender)
    known = all_sources(desk.store).get(waiting.folder)
    source_id = known.source_id if known else INBOX
    sent = Sent(source_id, by or waiting.folder or INBOX, datetime.now(UTC), datum)
    try:
        if waiting.is_plain and _is_held(path):
            return None
        if waiting.is_plain:
            bare_file(path, id_codes(desk.settings.home), most_bytes=LARGE_BYTES)
        with watch(source_id) as after:
            outcome = _bring_in(desk, waiting, known, sent, name or path.name)
            after(outcome)
    except FileNotFoundError:
        return None
    except (StoreBroken, StoreBusy, AuditBroken):
        raise
    except Exception:  # noqa: BLE001  one bad file must not stop the others
        _log.exception("the inbox could not take %s", in_log(path.name))
        outcome = Outcome(path.name, problems=(Problem(path.name, "", DeliveryReason.UNREADABLE),))
    _put_away(inbox, path, outcome, sent)
    with contextlib.suppress(OSError):
        sender.unlink(missing_ok=True)
    return outcome


def _bring_in(desk: Desk, waiting: _Waiting, known: Source | None, sent: Sent, name: str) -> Outcome:
    if not waiting.is_plain:
        return Outcome(name, problems=(Problem(name, "", DeliveryReason.NOT_PLAIN),))
    if known is not None and not known.is_active:
        told = Problem(name, known.source_id, DeliveryReason.SWITCHED_OFF)
        return Outcome(name, problems=(told,))
    if sent.datum is not None and sent.datum not in set(Datum):
        return Outcome(name, problems=(Problem(name, sent.datum, DeliveryReason.UNKNOWN_DATUM),))
    brought = Delivery(
        name=name,
        path=waiting.path,
        source_id=sent.source_id,
        by=sent.by,
        received_at=sent.at,
        kinds=known.kinds if known else ALL_KINDS,
        datum=Datum(sent.datum) if sent.datum else None,
    )
    outcome = outcome_of(delivery.take(desk, brought))
    if waiting.folder and known is None:
        remark = Problem(name, waiting.folder, DeliveryReason.UNREGISTERED)
        outcome = replace(outcome, problems=(*outcome.problems, remark))
    return outcome


def _is_held(path: Path) -> bool:
    """Whether another program locks the file or still has it open for writing."""
    with open_regular(path) as lines:
        try:
            fcntl.flock(lines, fcntl.LOCK_SH | fcntl.LOCK_NB)
            # A read lease is granted only when nobody has the file open for writing. Whoever opens
            # it at this very moment waits for the lease; the signal about that is one without effect.
            fcntl.fcntl(lines, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(lines, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(lines, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return True
        except (OSError, AttributeError):
            return False
    return False


def _sender(path: Path) -> tuple[str, str | None, str | None]:
    """Who sent a file, and the datum and the name that he gives it, if any."""
    try:
        told = read_regular(path, LONGEST_SENDER_BYTES)
    except OSError:
        return "", None, None
    lines = (told or b"").decode("utf-8", "replace").splitlines()
    plain = ["".join(mark for mark in line if mark.isprintable())[:100].strip() for line in lines]
    datums = [line.removeprefix(DATUM).strip().lower() for line in plain if line.startswith(DATUM)]
    names = [line.removeprefix(NAME) for line in plain if line.startswith(NAME)]
    people = [line for line in plain if line and not line.startswith((DATUM, NAME))]
    return " ".join(people)[:100], next(iter(datums), None), next(filter(None, names), None)


def _put_away(inbox: Path, path: Path, outcome: Outcome, sent: Sent) -> None:
    """Answer, then move the file away; a kill in between leaves a file that is known by its content."""
    try:
        if len(os.fsencode(path.name)) <= 255 - len(REPORT + PART):
            write_report(path, outcome)
        if outcome.is_empty:
            quarantine(path, inbox, outcome, sent)
        else:
            shelve(path, inbox, ARCHIVE, at=sent.at)
    except FileNotFoundError:
        _log.warning("%s was gone before it could be moved away", in_log(path.name))
    except OSError:
        _log.exception("%s was dealt with but could not be moved away", in_log(path.name))
        facts = path.lstat()
        _stuck.add((str(path), facts.st_mtime_ns, facts.st_size))
