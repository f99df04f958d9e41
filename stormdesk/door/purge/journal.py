"""What a forgetting has still to do, kept in the home folder until it is done.

The exchange of the data file is the instant that decides: before it nothing has happened, after it the
next start does the rest. The words to look for are in it, and so it is destroyed at the end.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from stormdesk.store.exchange import destroy

NAME: Final = "forgetting.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """One forgetting under way."""

    operation_id: str
    own_roster: str
    proposal_id: str
    account_id: str
    has_backups: bool
    files: tuple[str, ...]
    words: tuple[str, ...]
    short_count: int = 0
    common_count: int = 0
    keeps: tuple[str, ...] = ()
    lists: str = ""


def path_of(home: Path) -> Path:
    """Where the journal lies."""
    return home / NAME


def write(home: Path, journal: Journal) -> None:
    """Keep a journal, whole or not at all."""
    path = path_of(home)
    part = path.with_name(f".{NAME}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as lines:
        json.dump(asdict(journal), lines, ensure_ascii=False)
        lines.flush()
        os.fsync(lines.fileno())
    part.replace(path)


def read(home: Path) -> Journal | None:
    """The journal of a forgetting that did not end; None when there is none."""
    path = path_of(home)
    destroy(path.with_name(f".{NAME}.part"))
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    facts: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}
    return Journal(**facts)


def drop(home: Path) -> None:
    """Destroy the journal."""
    destroy(path_of(home))
