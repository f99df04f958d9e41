"""What a source may ask of the API: its own imports, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.moment import ClockMode
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery import Delivery
from stormdesk.ingest.delivery.taking import ground_of
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.sources import Source, standing
from stormdesk.ui.asgi.api_answers import ImportSaid, StatusSaid, problem_said


def import_told(desk: Desk, source: Source, import_id: str, texts: Mapping[str, str]) -> ImportSaid | None:
    """Return what became of an import that this source brought; None when it brought no such one."""
    frame = desk.store.frame("api/import", import_id=import_id, source_id=source.source_id)
    if frame.empty:
        return None
    row = _plain(frame.iloc[0].to_dict())
    problems = [
        problem_said(Problem(place, value or "", reason), lambda text: texts.get(text, text))
        for place, value, reason in desk.store.rows("api/problems", import_id=import_id)
    ]
    return ImportSaid.model_validate({**row, "problems": problems})


def status_told(desk: Desk, source: Source, machine_at: datetime) -> StatusSaid:
    """Return how a source stands and where its items go."""
    frame = standing(desk.store, machine_at=machine_at).set_index("source_id")
    row = _plain(frame.loc[source.source_id].to_dict())
    ground = ground_of(desk, Delivery(name="", source_id=source.source_id, by="", received_at=machine_at))
    setting = desk.clock.setting
    return StatusSaid.model_validate(
        {
            **{name: row[name] for name in ("state", "last_import_at", "last_item_at", "item_count")},
            "source_id": source.source_id,
            "kinds": [kind for kind in FeedKind if kind in source.kinds],
            "expected_every_min": source.expected_every_min,
            "max_per_min": source.max_per_min,
            "operation_id": ground.operation_id,
            "shown_at": ground.shown_at,
            "is_drill": setting is not None and setting.mode is ClockMode.DRILL,
        }
    )


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Values without the frame's own marks for nothing."""
    return {str(name): None if value is None or value != value else value for name, value in row.items()}  # noqa: PLR0124
