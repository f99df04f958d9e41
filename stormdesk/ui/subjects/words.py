"""Codes of the ledger in the visitor's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.clock.words import marked
from stormdesk.ui.page import Page
from stormdesk.ui.subjects.description import Column, Kind, Subject
from stormdesk.ui.text import _, named

UNREPORTED = N_("未报")
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Words:
    """Names of one subject's statuses and categories, and of areas."""

    statuses: Mapping[tuple[str, str], str]
    progress: Mapping[tuple[str, str], str]
    categories: Mapping[str, str]
    area: Callable[[str | None], str]

    def status(self, facet: str, status: object) -> str:
        """A status by name; 未报 where there is no report, the code itself where nobody named it."""
        if not isinstance(status, str):
            return _(UNREPORTED)
        return self.statuses.get((facet, status), status)

    def category(self, code: object) -> str:
        """A category by name; a dash where there is none."""
        return self.categories.get(code, code) if isinstance(code, str) else "—"

    def progress_of(self, facet: str, status: object) -> str | None:
        """What a status means for the work; None where there is no report."""
        return self.progress.get((facet, status)) if isinstance(status, str) else None

    def of_facet(self, facet: str) -> dict[str, str]:
        """All statuses of a fact by name, in order of rank."""
        return {status: name for (known, status), name in self.statuses.items() if known == facet}


def words(page: Page, subject: Subject) -> Words:
    """Look up everything that the subject's codes are called."""
    statuses = page.ask("reference/statuses")
    statuses = statuses[statuses["subject"] == subject.subject]
    keys = list(zip(statuses["facet"], statuses["status"], strict=True))
    categories = page.ask("reference/categories")
    categories = categories[categories["kind"] == subject.category_kind]
    own = {code: _(title) for code, title in subject.categories.items()}
    return Words(
        statuses=dict(zip(keys, statuses[named()], strict=True)),
        progress=dict(zip(keys, statuses["progress"], strict=True)),
        categories=dict(zip(categories["category"], categories[named()], strict=True)) | own,
        area=lambda code: page.area_name(code) if code else "—",
    )


def spoken(values: "pd.Series[Any]", column: Column, known: Words) -> "pd.Series[Any]":
    """A column as the visitor reads it: names for codes, masked persons, Beijing time."""
    if column.kind is Kind.TIME:
        return beijing(values)
    if column.kind is Kind.NUMBER:
        return pd.to_numeric(values).astype("Float64")
    ways: dict[Kind, Callable[[Any], str]] = {
        Kind.CLOCK: marked,
        Kind.STATUS: lambda value: known.status(column.facet, value),
        Kind.CATEGORY: known.category,
        Kind.AREA: lambda value: known.area(_text(value)),
        Kind.NAME: lambda value: mask_name(_text(value)) or "—",
        Kind.PHONE: lambda value: mask_phone(_text(value)) or "—",
        Kind.TEXT: lambda value: plain(value) or "—",
    }
    way = ways[column.kind]
    cells = values.tolist()
    spoken_once = {cell: way(cell) for cell in dict.fromkeys(cells)}
    return pd.Series([spoken_once[cell] for cell in cells], index=values.index, dtype=object)


def object_name(name: object, object_id: str, subject: Subject) -> str:
    """What an object is called on screen: masked when it is a person, by its id when it has no name."""
    text = plain(name)
    if not text:
        return plain(object_id)
    return mask_name(text) or "" if subject.has_masked_names else text


def beijing(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Instants in Beijing time without a zone, as tables sort and show them."""
    instants = pd.to_datetime(values, utc=True)
    return instants.dt.tz_convert(BEIJING).dt.tz_localize(None)


def plain(value: object) -> str:
    """A foreign text on one line and not longer than a screen can bear."""
    text = _text(value)
    return " ".join(text.split())[:LONGEST_TEXT] if text else ""


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124  not-a-number is not itself
        return None
    return str(value)
