"""Files laid into an inbox, and what became of them."""

import hashlib
import os
import time
from pathlib import Path

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox import SENDER

STORM = Path(__file__).parents[1] / "fixtures" / "zj_storm.json"


def lay(
    desk: Desk,
    name: str,
    data: bytes,
    *,
    sender: str | None = None,
    laid_s: float = 60,
    folder: str = "",
) -> Path:
    """A file that was laid some seconds ago."""
    (desk.settings.inbox / folder).mkdir(exist_ok=True, parents=True)
    path = desk.settings.inbox / folder / name
    path.write_bytes(data)
    if sender:
        path.with_name(name + SENDER).write_text(sender, encoding="utf-8")
    os.utime(path, (time.time() - laid_s, time.time() - laid_s))
    return path


def imports(desk: Desk, data: bytes) -> list[tuple[object, ...]]:
    digest = hashlib.sha256(data).hexdigest()
    return desk.store.rows("imports/known_content", content_hash=digest, operation_id="test-1")


def shelved(desk: Desk, shelf: str) -> list[str]:
    return sorted(path.name for path in desk.settings.inbox.glob(f"{shelf}/*/*"))


ZONE = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"zone_id": "z", "type": "low_lying"}, "geometry": {"type": "Polygon", "coordinates":
[[[121.22, 28.12], [121.23, 28.12], [121.23, 28.13], [121.22, 28.13], [121.22, 28.12]]]}}]}"""
