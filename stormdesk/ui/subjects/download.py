"""Handing a table on: files that say which moment, area and source they show, for desks and for maps."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from stormdesk.domain.moment import BEIJING, ClockMode, Moment
from stormdesk.door.export import Leaving, Thing
from stormdesk.report.geo_file import (
    GEOJSON_TYPE,
    GEOPARQUET_TYPE,
    GeoFile,
    Place,
    geojson_bytes,
    geoparquet_bytes,
)
from stormdesk.report.table_file import CSV_TYPE, WORKBOOK_TYPE, Cell, TableFile, csv_bytes, workbook_bytes
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _, language

_FULL = "%Y-%m-%d %H:%M"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
_LONGEST_NAME = 80
Said = Sequence[tuple[str, str]]
Places = Sequence[tuple[str, Place | None]]


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file: what its button says, its ending, its type, and how it is made."""

    label: str
    ending: str
    mime: str
    make: Callable[[TableFile, Places], bytes]


def _geo(write: Callable[[GeoFile], bytes], table: TableFile, places: Places) -> bytes:
    return write(GeoFile(table, [place[0] for place in places], [place[1] for place in places]))


DESK_FORMS = (
    Form("CSV", "csv", CSV_TYPE, lambda table, _places: csv_bytes(table)),
    Form("Excel", "xlsx", WORKBOOK_TYPE, lambda table, _places: workbook_bytes(table)),
)
MAP_FORMS = (
    Form("GeoJSON", "geojson", GEOJSON_TYPE, partial(_geo, geojson_bytes)),
    Form("GeoParquet", "parquet", GEOPARQUET_TYPE, partial(_geo, geoparquet_bytes)),
)


def about(
    page: Page, title: str, *, moment: Moment | None = None, masking: str | None = None
) -> list[tuple[str, str]]:
    """The block on top of a file: what, when, where, from which operation, and whether it is a drill."""
    operation, seen = page.operation, moment or page.moment
    is_drill = operation.get("kind") == ClockMode.DRILL
    drill = _("演练,人员和单位均为虚构") if is_drill else _("否")
    return [
        (_("内容"), title),
        (_("时刻(北京时间)"), clock_time(seen.as_of, _FULL)),
        (_("按何时所知"), clock_time(seen.known_at, _FULL)),
        (_("范围"), page.area_name(page.area_code)),
        (_("响应"), str(operation.get(f"name_{language()}") or page.moment.operation_id)),
        (_("演练"), drill),
        (_("来源"), _("stormdesk 台账")),
        (_("脱敏"), masking or _("姓名和电话已脱敏")),
    ]


def draw_downloads(  # noqa: PLR0913  every table calls it, and its places and filter are optional
    page: Page,
    title: str,
    shown: pd.DataFrame,
    *,
    key: str,
    rows: pd.DataFrame | None = None,
    said: Said = (),
) -> None:
    """Offer all rows of a table as CSV and Excel, and for maps where `rows` has their places beside it.

    Its words are chosen now, the file is made when it is asked for.
    """
    stem = f"{title}_{page.moment.as_of.astimezone(BEIJING):%Y%m%d_%H%M}"
    known = [*about(page, title), *said]

    def made() -> tuple[TableFile, Places]:
        return table_file(title, known, shown), () if rows is None else places_of(rows)

    draw_buttons(made, has_places=rows is not None, stem=stem, key=key, operation_id=page.moment.operation_id)


def draw_buttons(  # noqa: PLR0913  what a table is called, and what the audit must know of it
    made: Callable[[], tuple[TableFile, Places]],
    *,
    has_places: bool,
    stem: str,
    key: str,
    operation_id: str | None = None,
    is_personal: bool = False,
) -> None:
    """One button per kind of file; the table is made when one is pressed."""
    for form in DESK_FORMS + MAP_FORMS if has_places else DESK_FORMS:
        is_map = form in MAP_FORMS
        offer = Offer(
            leaving=Leaving.MAP if is_map else Leaving.TABLE,
            thing=Thing.MAP if is_map else Thing.LISTS,
            sheet=key,
            name=f"{file_stem(stem)}.{form.ending}",
            mime=form.mime,
            operation_id=operation_id,
            is_personal=is_personal,
        )
        draw_offer(form.label, offer, partial(_ready, form, made), key=f"{key}-{form.ending}")


def file_stem(text: str) -> str:
    """A text as the name of a file on any system: no folders, no signs that one of them forbids."""
    kept = "".join(letter if letter.isprintable() else "_" for letter in text)
    return _NOT_IN_NAMES.sub("_", kept).strip(" .")[:_LONGEST_NAME] or "stormdesk"


def _ready(form: Form, made: Callable[[], tuple[TableFile, Places]]) -> Ready:
    """The file with its marks after what is said of the table."""
    table, places = made()

    def write(marks: Said) -> bytes:
        return form.make(replace(table, about=[*table.about, *marks]), places)

    return Ready(len(table.rows), write)


def places_of(rows: pd.DataFrame) -> list[tuple[str, Place | None]]:
    """The identifier and place of each row; None where it has no place."""
    return [
        (str(object_id), None if pd.isna(lat) or pd.isna(lon) else (float(lat), float(lon)))
        for object_id, lat, lon in zip(rows["object_id"], rows["lat"], rows["lon"], strict=True)
    ]


def table_file(title: str, said: Said, shown: pd.DataFrame) -> TableFile:
    """A table as shown, under what is said of it."""
    rows = [[_cell(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    return TableFile(title, said, [str(name) for name in shown.columns], rows)


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124  not-a-number
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_localize(BEIJING).to_pydatetime() if value.tzinfo is None else value.to_pydatetime()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, int | str) else str(value)
