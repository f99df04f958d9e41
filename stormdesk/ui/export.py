"""The one button by which files leave: shown to who may, told to the audit, each file stamped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from stormdesk.domain.access.records import ROLE_NAMES
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.vocabulary import N_
from stormdesk.door.export import Export, Leaving, Stamp, Thing, export, may_export
from stormdesk.ui.text import catalogue, language
from stormdesk.ui.visitor import Entry, enter

Marks = Sequence[tuple[str, str]]
DOWNLOAD = ":material/download:"
BY = N_("导出人")
AT = N_("导出时间(北京时间)")
NUMBER = N_("导出编号(可在审计中查到)")
ROWS = N_("行数")
USE = N_("使用限制")
FOR_THE_RESPONSE = N_("仅限本次应急响应使用,不得转发,结束后销毁")
PERSONAL = N_("含个人信息:仅限本次应急响应使用,不得转发,结束后销毁")


@dataclass(frozen=True, slots=True)
class Ready:
    """A file about to be written: how many rows it has, and how it is written under its marks."""

    rows: int | None
    write: Callable[[Marks], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file that a page offers; `sheet` is the page's own name of it, for the audit."""

    leaving: Leaving
    thing: Thing
    sheet: str
    name: str
    mime: str
    operation_id: str | None = None
    is_personal: bool = False


def draw_offer(
    label: str,
    offer: Offer,
    prepare: Callable[[], Ready],
    *,
    key: str,
    **look: Any,  # noqa: ANN401  what Streamlit's button takes besides
) -> None:
    """Draw the button of a file for a visitor who may take it; the file is made when it is pressed.

    Whoever presses it is asked for anew by then, and so is his right.
    """
    entry = enter()
    if not may_export(entry.visit(), offer.thing, is_personal=offer.is_personal):
        return
    st.download_button(
        label,
        partial(_made, entry, offer, prepare, catalogue(language())),
        offer.name,
        offer.mime,
        key=key,
        icon=DOWNLOAD,
        on_click="ignore",
        **look,
    )


def _made(entry: Entry, offer: Offer, prepare: Callable[[], Ready], words: Mapping[str, str]) -> bytes:
    visit = entry.visit_of_asker(offer.thing)
    ready = prepare()
    asked = Export(
        leaving=offer.leaving,
        thing=offer.thing,
        sheet=offer.sheet,
        ending=offer.name.rpartition(".")[2],
        rows=ready.rows,
        operation_id=offer.operation_id,
        is_personal=offer.is_personal,
    )
    return export(visit, asked, lambda stamp: ready.write(marks(stamp, words)), at=datetime.now(UTC))


def marks(stamp: Stamp, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The stamp as the lines that stand in a file, in the words of a language."""

    def say(text: str) -> str:
        return words.get(text, text)

    said = [
        (say(BY), f"{stamp.name}({stamp.account_id})· {say(ROLE_NAMES[stamp.role])}"),
        (say(AT), stamp.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")),
        (say(NUMBER), stamp.export_id),
        (say(USE), say(PERSONAL if stamp.is_personal else FOR_THE_RESPONSE)),
    ]
    return said if stamp.rows is None else [*said, (say(ROWS), str(stamp.rows))]
