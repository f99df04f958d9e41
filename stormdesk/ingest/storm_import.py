"""Bringing a storm file in: the original kept, the good rows taken, the rest told."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stormdesk.domain.feed import Outcome
from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import StormFile
from stormdesk.ingest.sources import PAGE, SEED, SHIPPED_BY
from stormdesk.ingest.storm_file import LARGEST_BYTES, parse_storm_file
from stormdesk.store import Store
from stormdesk.store.storms import ImportRow, keep_storms, known_storms


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file: storms in it, new rows by table, and every problem."""

    storm_ids: tuple[str, ...]
    added: dict[str, int]
    problems: tuple[Problem, ...]
    outcome: Outcome = Outcome.QUARANTINED
    import_id: str | None = None
    content_hash: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the file could be used."""
        return not self.storm_ids


def import_storm_file(  # noqa: PLR0913  a file has a name and content, an import has a time and a person
    store: Store, name: str, data: bytes, *, originals: Path, at: datetime, by: str
) -> ImportReport:
    """Parse a storm file, keep the original by its hash, and record what is new in it."""
    if len(data) > LARGEST_BYTES:
        return ImportReport((), {}, (Problem(name, f"{len(data):,}", Reason.TOO_LARGE),))
    digest = hashlib.sha256(data).hexdigest()
    originals.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = originals / digest
    if not kept.exists():
        kept.write_bytes(data)
    storms, problems = parse_storm_file(name, data, known=known_storms(store))
    outcome = _outcome(storms, problems)
    row = ImportRow(
        import_id=f"{digest[:16]}-{int(at.timestamp() * 1000)}",
        imported_at=at,
        imported_by=by,
        source=name[:200],
        kind="storm",
        content_hash=digest,
        row_count=len(storms.fixes) + len(storms.forecasts),
        problem_count=len(problems),
        outcome=outcome,
        source_id=SEED if by == SHIPPED_BY else PAGE,
        byte_count=len(data),
    )
    added = keep_storms(store, storms, row)
    storm_ids = tuple(storm.storm_id for storm in storms.storms)
    return ImportReport(storm_ids, added, tuple(problems), outcome, row.import_id, digest)


def _outcome(storms: StormFile, problems: Sequence[Problem]) -> Outcome:
    if not storms.storms:
        return Outcome.QUARANTINED
    return Outcome.PARTLY if problems else Outcome.TAKEN
