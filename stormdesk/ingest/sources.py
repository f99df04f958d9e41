"""Who brings data: descriptions, rhythms and tokens of the sources."""

import csv
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pandas as pd

from stormdesk.domain.feed import FeedKind
from stormdesk.errors import BadSource, UnknownSource
from stormdesk.store import Asking, Store

SHIPPED_BY: Final = "first start"
INBOX: Final = "inbox"
COMMAND: Final = "command"
PAGE: Final = "page"
SEED: Final = "seed"
TOKEN_BYTES: Final = 32
MAX_PER_MIN: Final = 60
MOST_PER_MIN: Final = 60_000
LONGEST_RHYTHM_MIN: Final = 525_600
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: what it is, what it may bring, how often it should speak and may ask."""

    source_id: str
    name_zh: str
    name_en: str
    kinds: frozenset[FeedKind]
    owner: str | None = None
    licence: str | None = None
    expected_every_min: int | None = None
    max_per_min: int = MAX_PER_MIN
    is_active: bool = True
    note: str | None = None


def all_sources(store: Asking) -> dict[str, Source]:
    """Return every registered source by its identifier."""
    rows = store.frame("sources/described").astype(object)
    told = rows.where(rows.notna(), None).to_dict("records")
    return {str(row["source_id"]): _source({str(name): value for name, value in row.items()}) for row in told}


def _source(row: dict[str, object]) -> Source:
    known = set(FeedKind)
    kinds = frozenset(FeedKind(kind) for kind in str(row["kinds"]).split(",") if kind in known)
    every = row["expected_every_min"]
    return Source(
        **{
            **row,
            "kinds": kinds,
            "expected_every_min": None if every is None else int(str(every)),
            "max_per_min": int(str(row["max_per_min"])),
            "is_active": bool(row["is_active"]),
        }  # type: ignore[arg-type]
    )


def standing(store: Store, *, machine_at: datetime) -> pd.DataFrame:
    """Return how each source stands by the machine's clock, those in trouble first."""
    return store.frame("sources/standing", machine_at=machine_at)


def set_source(store: Store, source: Source, *, by: str, at: datetime) -> None:
    """Register a source or describe it anew; the last description holds.

    Raises BadSource with the sentence to show.
    """
    _check(source)
    with store.write() as transaction:
        transaction.append("source", _rows([source], by=by, at=at))


def switch_source(store: Store, source_id: str, *, is_active: bool, by: str, at: datetime) -> None:
    """Let a source send, or no longer."""
    known = all_sources(store).get(source_id)
    if known is None:
        raise UnknownSource(source=source_id)
    set_source(store, replace(known, is_active=is_active), by=by, at=at)


def _check(source: Source) -> None:
    if not _IDENTIFIER.fullmatch(source.source_id):
        raise BadSource(value=source.source_id[:80])
    every = source.expected_every_min
    if every is not None and not 0 < every <= LONGEST_RHYTHM_MIN:
        raise BadSource(value=every)
    if not 0 < source.max_per_min <= MOST_PER_MIN:
        raise BadSource(value=source.max_per_min)
    if not source.kinds:
        raise BadSource(value="kinds")
    for text in (source.name_zh, source.name_en, source.owner, source.licence, source.note):
        if text is not None and (len(text) > 500 or _CONTROL.search(text)):
            raise BadSource(value=ascii(text[:80]))
    if not source.name_zh.strip():
        raise BadSource(value="name")


def _rows(sources: Iterable[Source], *, by: str, at: datetime) -> pd.DataFrame:
    rows = []
    for source in sources:
        kinds = ",".join(kind for kind in FeedKind if kind in source.kinds)
        rows.append(asdict(source) | {"kinds": kinds, "set_at": at, "set_by": by[:100]})
    frame = pd.DataFrame(rows)
    return frame.astype({"expected_every_min": "Int32", "max_per_min": "int32"})


def learn_sources(store: Store, path: Path, *, at: datetime) -> None:
    """Describe the sources that ship with the program, unless the county has described them."""
    known = all_sources(store)
    shipped = [source for source in read_sources(path) if source.source_id not in known]
    if shipped:
        with store.write() as transaction:
            transaction.append("source", _rows(shipped, by=SHIPPED_BY, at=at))


def read_sources(path: Path) -> list[Source]:
    """Read the sources that ship with the program."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(lines)]
    return [_source({**row, "expected_every_min": None, "is_active": True}) for row in rows]


def make_token(store: Store, source_id: str, *, by: str, at: datetime) -> str:
    """Make a token for a source; it is returned this once, and only its hash is kept."""
    if source_id not in all_sources(store):
        raise UnknownSource(source=source_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {"token_hash": token_hash(token), "source_id": source_id, "made_at": at, "made_by": by[:100]}
    with store.write() as transaction:
        transaction.append("source_token", pd.DataFrame([row]))
    return token


def revoke_tokens(store: Store, source_id: str, *, at: datetime) -> int:
    """Let every token of a source open nothing any more; returns how many there were."""
    if source_id not in all_sources(store):
        raise UnknownSource(source=source_id)
    with store.write() as transaction:
        return int(transaction.run("sources/revoke", source_id=source_id, machine_at=at)[0][0])


def holder(store: Store, token: str) -> Source | None:
    """Return the source whose token this is; None when nobody holds it."""
    asked = token_hash(token)
    found = None
    for row in store.frame("sources/tokens").itertuples(index=False):
        if hmac.compare_digest(str(row.token_hash), asked):
            found = str(row.source_id)
    return None if found is None else all_sources(store).get(found)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
