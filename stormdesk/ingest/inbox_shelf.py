"""Where files go from the inbox: the archive, the quarantine with its reasons, and back again."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from stormdesk.domain.geo import Datum
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.problem import Problem
from stormdesk.errors import UnknownFile
from stormdesk.ingest.inbox_report import DATUM, PART, SENDER, Outcome, write_whole

ARCHIVE: Final = "archive"
QUARANTINE: Final = "quarantine"
SHELVES: Final = frozenset({ARCHIVE, QUARANTINE})
REASONS: Final = ".reasons.json"
LONGEST_NAME_BYTES: Final = 200
MOST_SHOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """One file in quarantine: where it lies, whence it came, and why."""

    day: str
    name: str
    source_id: str
    by: str
    import_id: str | None
    byte_count: int
    problems: tuple[Problem, ...]
    datum: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """From which source, by whom, and when a file was dealt with."""

    source_id: str
    by: str
    at: datetime
    datum: str | None = None


def shelve(path: Path, inbox: Path, shelf: str, *, at: datetime) -> Path:
    """Move a file out of the way, by the day, under its own name or a numbered one."""
    day = inbox / shelf / f"{at.astimezone(BEIJING):%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = _free(day, _bounded(path.name))
    os.rename(path, target)  # noqa: PTH104  a link is moved itself, never what it leads to
    return target


def _bounded(name: str) -> str:
    raw = os.fsencode(name)
    if len(raw) <= LONGEST_NAME_BYTES:
        return name
    cut = raw[: LONGEST_NAME_BYTES - 40] + b"--" + raw[-38:]
    return cut.decode("utf-8", "replace").encode()[:LONGEST_NAME_BYTES].decode("utf-8", "ignore")


def _free(folder: Path, name: str) -> Path:
    """A place that no file holds yet."""
    target, number = folder / name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{number}-{name}"
    return target


def quarantine(path: Path, inbox: Path, outcome: Outcome, sent: Sent) -> Path:
    """Move a refused file to the quarantine and lay its reasons beside it."""
    target = shelve(path, inbox, QUARANTINE, at=sent.at)
    told = asdict(outcome) | {"source_id": sent.source_id, "by": sent.by, "quarantined_at": sent.at}
    told["datum"] = sent.datum
    write_whole(target.with_name(target.name + REASONS), told)
    return target


def held(inbox: Path, *, most: int = MOST_SHOWN) -> list[Held]:
    """The files in quarantine, the newest day first."""
    folder = inbox / QUARANTINE
    if not folder.is_dir():
        return []
    found: list[Held] = []
    for day in sorted(
        (day for day in folder.iterdir() if day.is_dir() and not day.is_symlink()), reverse=True
    ):
        for path in sorted(day.iterdir()):
            if path.name.endswith((REASONS, PART)):
                continue
            found.append(_held(path))
            if len(found) >= most:
                return found
    return found


def _held(path: Path) -> Held:
    told: dict[str, object] = {}
    try:
        told = json.loads(path.with_name(path.name + REASONS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    problems: Sequence[dict[str, str]] = told.get("problems") or ()  # type: ignore[assignment]
    return Held(
        day=path.parent.name,
        name=path.name,
        source_id=str(told.get("source_id") or ""),
        by=str(told.get("by") or ""),
        import_id=str(told["import_id"]) if told.get("import_id") else None,
        byte_count=path.lstat().st_size,
        problems=tuple(Problem(**problem) for problem in problems),
        datum=str(told["datum"]) if told.get("datum") in set(Datum) else None,
    )


def requeue(inbox: Path, day: str, name: str, *, by: str) -> Path:
    """Lay a file of the quarantine before the server once more, for the source that it came from.

    Raises UnknownFile when no plain file lies there.
    """
    path = inbox / QUARANTINE / day / name
    if "/" in day + name or {day, name} & {"", ".", ".."} or path.is_symlink() or not path.is_file():
        raise UnknownFile(path=ascii(f"{day}/{name}"))
    known = _held(path)
    source_id = known.source_id
    folder = inbox / source_id if source_id and (inbox / source_id).is_dir() else inbox
    if source_id in SHELVES or "/" in source_id or source_id.startswith("."):
        folder = inbox
    target = _free(folder, name)
    said = f"{by}\n{DATUM}{known.datum}" if known.datum else by
    target.with_name(target.name + SENDER).write_text(said, encoding="utf-8", errors="replace")
    os.utime(path)
    path.rename(target)
    path.with_name(path.name + REASONS).unlink(missing_ok=True)
    return target


def drop(inbox: Path, day: str, name: str) -> None:
    """Throw a file of the quarantine away with its reasons."""
    path = inbox / QUARANTINE / day / name
    if "/" in day + name or {day, name} & {"", ".", ".."} or not os.path.lexists(path):
        raise UnknownFile(path=ascii(f"{day}/{name}"))
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.with_name(path.name + REASONS).unlink(missing_ok=True)
