"""What became of a file in the inbox: the answer beside it, and handing a file over for one."""

import json
import time
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from stormdesk.domain.feed import Outcome as Came
from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.errors import InboxSilent
from stormdesk.ingest.delivery import Taken

PART: Final = ".part"
REPORT: Final = ".report.json"
SENDER: Final = ".sender"
DATUM: Final = "datum="
NAME: Final = "name="
ANSWER_WITHIN_S: Final = 60.0
LOOK_EVERY_S: Final = 0.2
MOST_PROBLEMS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    name: str
    storm_ids: tuple[str, ...] = ()
    added: dict[str, int] | None = None
    problems: tuple[Problem, ...] = ()
    is_repeated: bool = False
    kind: str | None = None
    outcome: str = Came.QUARANTINED
    import_id: str | None = None
    accepted: int = 0
    repeated: int = 0
    flagged: int = 0
    problem_count: int = 0
    content_hash: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the file could be used."""
        return self.outcome == Came.QUARANTINED


def outcome_of(taken: Taken) -> Outcome:
    """The outcome that a delivery came to; of very many problems the first are told, and their number."""
    return Outcome(
        taken.name,
        storm_ids=taken.storm_ids,
        added=dict(taken.added) or None,
        problems=taken.problems[:MOST_PROBLEMS],
        is_repeated=taken.outcome is Came.REPEATED,
        kind=taken.kind,
        outcome=taken.outcome,
        import_id=taken.import_id,
        accepted=taken.accepted,
        repeated=taken.repeated,
        flagged=taken.flagged,
        problem_count=len(taken.problems),
        content_hash=taken.content_hash,
    )


def write_report(path: Path, outcome: Outcome) -> None:
    """Lay the answer beside the file, whole or not at all."""
    write_whole(path.with_name(path.name + REPORT), asdict(outcome))


def write_whole(path: Path, told: object) -> None:
    """Write JSON so that whoever looks finds it whole or not at all."""
    part = path.with_name(path.name + PART)
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        text = json.dumps(told, ensure_ascii=True, indent=1, default=str)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def read_report(path: Path) -> Outcome:
    """Read an answer that `write_report` laid."""
    told = json.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Outcome)}
    told = {name: value for name, value in told.items() if name in known}
    told["storm_ids"] = tuple(told["storm_ids"])
    told["problems"] = tuple(Problem(**problem) for problem in told["problems"])
    return Outcome(**told)


def hand_over(
    folder: Path, file: Path, *, by: str, datum: Datum | None = None, within_s: float = ANSWER_WITHIN_S
) -> Outcome:
    """Lay a file before the running server and wait for its answer.

    Its sender, its own name, and the datum that he declares, are lines of a file beside it.

    Raises InboxSilent when no answer came in time; the file then goes on waiting.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = file.name.encode("utf-8", "replace")[-80:].decode("utf-8", "ignore")
    laid = folder / f"{uuid4().hex[:8]}-{name}"
    said = f"{by}\n{NAME}{name}" + (f"\n{DATUM}{datum}" if datum else "")
    laid.with_name(laid.name + SENDER).write_text(said, encoding="utf-8", errors="replace")
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
