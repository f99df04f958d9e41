"""Which rows of a list leave as files: those of the filter, those that the map shows, those ticked."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from stormdesk.ui.maps import SeenView, viewed
from stormdesk.ui.navigation import SCREENS
from stormdesk.ui.page import Page
from stormdesk.ui.subjects import chosen
from stormdesk.ui.subjects.description import Subject, View
from stormdesk.ui.subjects.download import Said, draw_downloads
from stormdesk.ui.subjects.listing import Listing
from stormdesk.ui.subjects.whereabouts import map_key
from stormdesk.ui.subjects.words import Words
from stormdesk.ui.text import _

FILTERED, SEEN, TICKED = "filtered", "seen", "ticked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked to show: its title on a file, and the lines that say what narrowed it."""

    title: str
    said: Said


def draw_selection(page: Page, subject: Subject, found: Listing, asked: Asked) -> None:
    """Offer the rows of the list as files; narrowed to the map's view or to the ticked ones if asked for."""
    view = viewed(map_key(subject))
    parts = {FILTERED: found} | _narrower(subject, found, view)
    part = FILTERED
    if len(parts) > 1:
        titles = {FILTERED: _("筛选所得"), SEEN: _("图上所见"), TICKED: _("勾选")}
        part = st.segmented_control(
            _("下载哪些"),
            list(parts),
            default=FILTERED,
            required=True,
            format_func=lambda name: f"{titles[name]} {len(parts[name].rows):,}",
            key=f"{subject.folder}-part",
        )
    picked = parts.get(part, found)
    where = [(_("图上范围"), edges(view))] if part == SEEN and view else []
    with st.container(horizontal=True):
        draw_downloads(
            page,
            asked.title if part == FILTERED else f"{asked.title} · {titles[part]}",
            picked.shown,
            key=subject.folder,
            rows=picked.rows,
            said=[*asked.said, *where],
        )


def _narrower(subject: Subject, found: Listing, view: SeenView | None) -> dict[str, Listing]:
    parts: dict[str, Listing] = {}
    if view is not None:
        parts[SEEN] = found.where(within(found.rows, view))
    ticked = set(chosen.selected_ids(subject.folder))
    if ticked:
        parts[TICKED] = found.where(found.rows["object_id"].isin(ticked))
    return parts


def within(rows: pd.DataFrame, view: SeenView) -> "pd.Series[bool]":
    """Which rows have a place that lies in view."""
    return rows["lat"].between(view.south, view.north) & rows["lon"].between(view.west, view.east)


def edges(view: SeenView) -> str:
    """A view in words: its edges in degrees WGS 84."""
    return f"{view.south:.4f}–{view.north:.4f} N, {view.west:.4f}–{view.east:.4f} E (WGS 84)"


def asked_for(subject: Subject, view: View, known: Words, *, text: str, statuses: Sequence[str]) -> Asked:
    """What a list was asked to show, in words."""
    is_left = view == subject.views[0]
    page_title = next(screen.title for screen in SCREENS if screen.name == subject.folder)
    title = _(subject.left_title) if is_left else f"{_(page_title)} · {_(view.title)}"
    said = [(_("看哪些"), _(view.title))]
    if text.strip():
        said.append((_("搜索"), text.strip()))
    if statuses:
        names = [known.status(subject.facet, status or None) for status in statuses]
        said.append((_("状态"), "、".join(names)))
    return Asked(title, said)
