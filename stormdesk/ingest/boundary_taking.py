"""Taking the county's own boundaries in and off again, each as a row in the book of imports."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import pandas as pd
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.feed import FeedKind, Outcome
from stormdesk.domain.problem import Problem
from stormdesk.ingest.adopted_boundaries import drop_boundaries, keep_boundaries
from stormdesk.ingest.delivery.originals import keep_original
from stormdesk.ingest.desk import Desk

LONGEST_NAME: Final = 200
MOST_PROBLEMS: Final = 1_000
UNDONE: Final = "undone"


def take_boundaries(
    desk: Desk,
    file: tuple[str, bytes],
    shapes: Mapping[str, BaseGeometry],
    problems: Sequence[Problem],
    *,
    by: str,
) -> str:
    """Keep boundaries and the file that they come from; they hold from the next start. Returns the import."""
    name, data = file
    digest = hashlib.sha256(data).hexdigest()
    keep_original(desk.settings.originals, digest, data)
    import_id = f"boundaries-{uuid4().hex[:12]}"
    outcome = Outcome.PARTLY if problems else Outcome.TAKEN
    counts = {"row_count": len(shapes), "problem_count": len(problems), "new_count": len(shapes)}
    row = _row(import_id, by, name, digest) | counts | {"outcome": outcome, "byte_count": len(data)}
    told = pd.DataFrame(
        [
            {"import_id": import_id, "number": number, **asdict(problem)}
            for number, problem in enumerate(problems[:MOST_PROBLEMS], start=1)
        ]
    )
    keep_boundaries(desk.settings.own_county_dir, shapes, desk.county)
    with desk.store.write() as transaction:
        transaction.append("import_batch", pd.DataFrame([row]))
        if not told.empty:
            transaction.append("import_problem", told)
    return import_id


def leave_boundaries(desk: Desk, *, by: str) -> str | None:
    """Take the county's own boundaries off again. Returns the import; None when there were none."""
    if not drop_boundaries(desk.settings.own_county_dir):
        return None
    import_id = f"boundaries-{uuid4().hex[:12]}"
    row = _row(import_id, by, "townships.geojson", "")
    with desk.store.write() as transaction:
        transaction.append("import_batch", pd.DataFrame([row | {"outcome": UNDONE}]))
    return import_id


def _row(import_id: str, by: str, name: str, digest: str) -> dict[str, object]:
    return {
        "import_id": import_id,
        "imported_at": datetime.now(UTC),
        "imported_by": by[:LONGEST_NAME],
        "source": name[:LONGEST_NAME],
        "kind": FeedKind.SHAPES,
        "content_hash": digest,
        "row_count": 0,
        "problem_count": 0,
    }
