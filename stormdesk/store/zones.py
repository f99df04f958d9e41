"""Danger zones into their register: a version per change, none where nothing changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.domain.event import FOREVER
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import Arrival

_INSTANT = pa.timestamp("us", tz="UTC")
ZONE: Final = pa.schema(
    [
        ("number", pa.int64()),
        *((name, pa.string()) for name in ("roster", "zone_id", "name", "zone_type")),
        ("people_count", pa.int32()),
        *((name, pa.string()) for name in ("outline", "township_code", "village_code")),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("source", pa.string()),
        ("valid_from", _INSTANT),
        ("valid_to", _INSTANT),
        ("import_id", pa.string()),
    ]
)


def keep_zones(
    transaction: Transaction, rows: Sequence[Mapping[str, object]], arrival: Arrival, *, roster: str
) -> frozenset[int]:
    """Keep what is new or changed; returns the places of the zones that stood just so already."""
    table = zone_table(rows, arrival, roster=roster, at=arrival.recorded_at)
    same = frozenset(int(row[0]) for row in transaction.run("feeds/same_zone", {"incoming": table}))
    if same:
        table = table.filter(
            pc.invert(pc.is_in(table["number"], value_set=pa.array(sorted(same), type=pa.int64())))
        )
    if table.num_rows:
        transaction.run("feeds/close_zone", {"incoming": table})
        transaction.run("feeds/keep_zone", {"incoming": table})
    return same


def zone_table(
    rows: Sequence[Mapping[str, object]], arrival: Arrival, *, roster: str, at: datetime
) -> pa.Table:
    """Danger zones as versions of the register that hold from an instant on."""
    count = len(rows)
    given: dict[str, list[object]] = {
        "number": list(range(count)),
        "roster": [roster] * count,
        "source": [arrival.source_id] * count,
        "valid_from": [at] * count,
        "valid_to": [FOREVER] * count,
        "import_id": [arrival.import_id] * count,
    }
    return pa.table(
        {name: given.get(name) or [row.get(name) for row in rows] for name in ZONE.names}, schema=ZONE
    )
