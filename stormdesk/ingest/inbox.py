"""Files laid before the running server: taken once by content, answered with a report beside them.

A file becomes visible by a rename from `<name>.part`; its sender may stand in `<name>.sender`.
The answer is `<name>.report.json`. The original is kept by its hash, and leaves the folder.
"""

import hashlib
import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from stormdesk.domain.problem import Problem
from stormdesk.errors import N_, InboxSilent
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.storm_import import LARGEST_BYTES, ImportReport, import_storm_file

PART: Final = ".part"
REPORT: Final = ".report.json"
SENDER: Final = ".sender"
SETTLED_S: Final = 2.0
ANSWER_WITHIN_S: Final = 60.0
LOOK_EVERY_S: Final = 0.2
TOO_LARGE: Final = N_("文件超过 50 MB,没有读取")
UNREADABLE: Final = N_("文件无法读取")
KNOWN_CONTENT: Final = N_("内容相同的文件已经导入过,没有再次导入")
_log = logging.getLogger("stormdesk.inbox")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    name: str
    storm_ids: tuple[str, ...] = ()
    added: dict[str, int] | None = None
    problems: tuple[Problem, ...] = ()
    is_repeated: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the file could be used."""
        return not self.storm_ids and not self.is_repeated


def outcome_of(name: str, report: ImportReport) -> Outcome:
    """The outcome that an import's report tells."""
    return Outcome(name, report.storm_ids, dict(report.added), report.problems)


def take(desk: Desk, folder: Path) -> list[Outcome]:
    """Bring in every waiting file, oldest first; returns what became of each."""
    if not folder.is_dir():
        return []
    return [_take_one(desk, path) for path in _waiting(folder, time.time())]


def _waiting(folder: Path, machine_s: float) -> list[Path]:
    """Whole files; one that changed a moment ago may still be on its way."""
    found = [
        path
        for path in folder.iterdir()
        if not path.name.startswith(".")
        and not path.name.endswith((PART, REPORT, SENDER))
        and path.is_file()
        and not path.is_symlink()
    ]
    changed_s = {path: path.stat().st_mtime for path in found}
    settled = [path for path in found if abs(machine_s - changed_s[path]) >= SETTLED_S]
    return sorted(settled, key=lambda path: (changed_s[path], path.name))


def _take_one(desk: Desk, path: Path) -> Outcome:
    sender = path.with_name(path.name + SENDER)
    try:
        outcome = _bring_in(desk, path, _sender(sender))
    except OSError:
        _log.exception("the inbox could not read %s", path.name)
        outcome = Outcome(path.name, problems=(Problem(path.name, "", UNREADABLE),))
    write_report(path, outcome)
    sender.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    return outcome


def _sender(path: Path) -> str:
    if not path.is_file():
        return "inbox"
    return path.read_text(encoding="utf-8", errors="replace")[:100].strip() or "inbox"


def _bring_in(desk: Desk, path: Path, by: str) -> Outcome:
    if path.stat().st_size > LARGEST_BYTES:
        return Outcome(path.name, problems=(Problem(path.name, f"{path.stat().st_size:,}", TOO_LARGE),))
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if desk.store.rows("imports/known_content", content_hash=digest, kind="storm"):
        return Outcome(
            path.name, problems=(Problem(path.name, digest[:16], KNOWN_CONTENT),), is_repeated=True
        )
    report = import_storm_file(
        desk.store, path.name, data, originals=desk.settings.originals, at=datetime.now(UTC), by=by
    )
    return outcome_of(path.name, report)


def write_report(path: Path, outcome: Outcome) -> None:
    """Lay the answer beside the file, whole or not at all."""
    answer = path.with_name(path.name + REPORT)
    part = path.with_name(path.name + REPORT + PART)
    part.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(answer)


def read_report(path: Path) -> Outcome:
    """Read an answer that `write_report` laid."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told["storm_ids"] = tuple(told["storm_ids"])
    told["problems"] = tuple(Problem(**problem) for problem in told["problems"])
    return Outcome(**told)


def hand_over(folder: Path, file: Path, *, by: str, within_s: float = ANSWER_WITHIN_S) -> Outcome:
    """Lay a file before the running server and wait for its answer.

    Raises InboxSilent when no answer came in time; the file then goes on waiting.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    laid = folder / f"{uuid4().hex[:8]}-{file.name[-80:]}"
    laid.with_name(laid.name + SENDER).write_text(by, encoding="utf-8")
    part = laid.with_name(laid.name + PART)
    part.write_bytes(file.read_bytes())
    part.replace(laid)
    answer = laid.with_name(laid.name + REPORT)
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if answer.exists():
            outcome = replace(read_report(answer), name=file.name)
            answer.unlink()
            return outcome
        time.sleep(LOOK_EVERY_S)
    raise InboxSilent(path=laid)
