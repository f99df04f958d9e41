"""Rules between the rows of the table of sailing times."""

from collections.abc import Iterator
from itertools import pairwise

from stormdesk.domain.county_break import Break, CountyRule
from stormdesk.domain.sea.times import WHOLE, SeaQuantity, SeaTime

TABLE = "sea_times.csv"


def sea_time_breaks(rows: tuple[SeaTime, ...]) -> Iterator[Break]:
    """Find shares above one, shares that grow with the wind, and rows that say the same thing twice."""
    seen: set[tuple[object, ...]] = set()
    codes: set[str] = set()
    for index, row in enumerate(rows):
        if row.code in codes:
            yield Break(TABLE, index, "code", row.code, CountyRule.CODE_TWICE)
        codes.add(row.code)
        if (row.quantity, row.from_bft) in seen:
            yield Break(TABLE, index, "from_bft", str(row.from_bft or ""), CountyRule.KEY_TWICE)
        seen.add((row.quantity, row.from_bft))
        is_share = row.quantity is SeaQuantity.SPEED_SHARE
        if is_share and row.from_bft is None:
            yield Break(TABLE, index, "from_bft", "", CountyRule.FORCE_NEEDED)
        if not is_share and row.from_bft is not None:
            yield Break(TABLE, index, "from_bft", str(row.from_bft), CountyRule.FORCE_SURPLUS)
        if is_share and row.value > WHOLE:
            yield Break(TABLE, index, "value", str(row.value), CountyRule.SHARE_ABOVE_ONE)
    yield from _growing(rows)


def _growing(rows: tuple[SeaTime, ...]) -> Iterator[Break]:
    shares = [
        (row.from_bft, index)
        for index, row in enumerate(rows)
        if row.quantity is SeaQuantity.SPEED_SHARE and row.from_bft is not None
    ]
    for (_, lower), (_, higher) in pairwise(sorted(shares)):
        if rows[higher].value > rows[lower].value:
            yield Break(TABLE, higher, "value", str(rows[higher].value), CountyRule.FASTER_IN_WIND)
