"""What a source brings, and the rows that came of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from stormdesk.ingest.delivery import Delivery, Taken, take
from stormdesk.ingest.desk import Desk

AT = datetime(2026, 7, 1, tzinfo=UTC)


def bring(desk: Desk, name: str, data: bytes, *, source_id: str = "inbox", **more: object) -> Taken:
    brought = Delivery(name=name, data=data, source_id=source_id, by="test", received_at=AT)
    return take(desk, replace(brought, **more))  # type: ignore[arg-type]


def rows(desk: Desk, table: str) -> list[dict[str, object]]:
    def read(cursor: Any) -> list[dict[str, object]]:
        found = cursor.table(table)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    return desk.store._read(read)


def positions(*points: tuple[str, str, float, float]) -> bytes:
    lines = [
        json.dumps({"mmsi": mmsi, "positioned_at": at, "lat": lat, "lon": lon})
        for mmsi, at, lat, lon in points
    ]
    return "\n".join(lines).encode()
