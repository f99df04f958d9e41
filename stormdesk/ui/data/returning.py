"""Handing back the rows that did not go in, as a workbook with the faults marked in their own cells."""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePath
from typing import Any

from stormdesk.domain.access.records import Action
from stormdesk.door.export import Leaving, Thing
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Look
from stormdesk.report.table_file import WORKBOOK_TYPE
from stormdesk.ui.data.originals import file_name, original
from stormdesk.ui.data.words import text_of
from stormdesk.ui.data.workbooks import Say, returned_workbook
from stormdesk.ui.export import Marks, Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.text import _, catalogue, language

_PLACE = re.compile(r"(?P<sheet>.*)!(?:[A-Z]+)?(?P<row>\d+)", re.DOTALL)


def draw_returned(found: Look) -> None:
    """Offer the rows of this look that came back."""
    if found.returned:
        say = spoken()
        _offer(found.name, len(found.returned), lambda marks: returned_workbook(found, say, marks=marks))


def draw_returned_again(page: Page, row: Mapping[Any, Any]) -> None:
    """Offer the rows that an earlier import sent back, read once more from its original."""
    if not isinstance(row["list_code"], str) or not page.may(Action.MANAGE, "imports"):
        return
    path = original(page, str(row["content_hash"]))
    places = page.ask_whole((Action.MANAGE, "imports"), "data/returned_places", import_id=row["import_id"])[
        "place"
    ]
    wanted = rows_at(places.map(text_of).tolist())
    if path is None or not wanted:
        return
    say, name = spoken(), text_of(row["source"])

    def made(marks: Marks) -> bytes:
        desk = page.desk.desk_for(Action.MANAGE, "imports")
        found = look(desk, name, path.read_bytes(), list_code=str(row["list_code"]))
        return returned_workbook(found, say, only=wanted, marks=marks)

    _offer(name, len(wanted), made)


def rows_at(places: Collection[str]) -> set[tuple[str, int]]:
    """The sheet and row of each place that names them."""
    found = (_PLACE.fullmatch(place) for place in places)
    return {(match["sheet"], int(match["row"])) for match in found if match and len(match["row"]) < 9}


def spoken() -> Say:
    """The words of this visitor's language, for a file that is made after the drawing."""
    words = catalogue(language())
    return lambda text: words.get(text, text)


def _offer(name: str, count: int, made: Callable[[Marks], bytes]) -> None:
    offer = Offer(
        leaving=Leaving.RETURNED,
        thing=Thing.LISTS,
        sheet="data-returned",
        name=returned_name(name),
        mime=WORKBOOK_TYPE,
        is_personal=True,
    )
    label = _("下载退回的 {n} 行").format(n=whole(count))
    draw_offer(label, offer, lambda: Ready(count, made), key="data-returned")


def returned_name(name: str) -> str:
    """What the workbook of returned rows is called, after the file that they came from."""
    return file_name(f"{PurePath(name).stem}_{_('退回')}.xlsx")
