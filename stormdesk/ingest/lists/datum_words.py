"""A datum that a sheet names in its title or heading: told, and left to a person to declare."""

from collections.abc import Sequence
from typing import Final

from stormdesk.domain.geo import Datum
from stormdesk.ingest.lists.layout import Layout
from stormdesk.ingest.lists.model import Choices, ListProblem
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets.plain import as_text, compact

WORDS: Final[Sequence[tuple[str, Datum]]] = (
    ("GCJ", Datum.GCJ02),
    ("火星坐标", Datum.GCJ02),
    ("高德", Datum.GCJ02),
    ("腾讯地图", Datum.GCJ02),
    ("BD-09", Datum.BD09),
    ("BD09", Datum.BD09),
    ("百度", Datum.BD09),
)


def named_datum(layout: Layout) -> Datum | None:
    """The shifted datum that the rows down to the heading name; None when they name none."""
    said = "".join(
        compact(as_text(cell)) for row in layout.sheet.rows[: layout.first] for cell in row
    ).upper()
    return next((datum for word, datum in WORDS if word in said), None)


def datum_doubts(layout: Layout, choices: Choices, usual: Datum) -> list[ListProblem]:
    """One doubt where a sheet names a datum, nobody declared one, and the county's lists are in another."""
    named = named_datum(layout)
    has_points = {"lon", "lat"} & set(layout.columns.values())
    if choices.datum is not None or named is None or named is usual or not has_points:
        return []
    return [ListProblem(layout.sheet.name, named.value, ListReason.DATUM_NAMED, sheet=layout.sheet.name)]
