"""The brief put together: the storm and the next deadline, five numbers, three blocks, who lacks most."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from stormdesk.domain.changes import Changes
from stormdesk.door.waiting import Waiting
from stormdesk.outlook.rows import plain_rows
from stormdesk.ui.brief.asking import draw_asking, draw_opened, steady
from stormdesk.ui.brief.lacking import draw_lacking
from stormdesk.ui.brief.rows import FOLDER, draw_block_head, was_touched
from stormdesk.ui.brief.since import changes_of, compared_to, draw_done, draw_worse, look
from stormdesk.ui.brief.words import source_and_age
from stormdesk.ui.header import STALE_AFTER, badge, data_age, draw_banners, levels, signals
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import spelled
from stormdesk.ui.response.entering import may_enter
from stormdesk.ui.storm_line import storm_line
from stormdesk.ui.text import _
from stormdesk.ui.wall.blocks import blocks
from stormdesk.ui.wall.countdowns import countdowns
from stormdesk.ui.wall.reading import Reading, reading, wall_moment

EVERY_S = 20
STANDS = f"{FOLDER}-stands"


def draw(page: Page) -> None:
    """Draw the brief at the wall's moment, so that both are read once."""
    if not page.is_rewound:
        shown = wall_moment(page.desk, page.clock, datetime.now(UTC))
        page = replace(page, moment=replace(shown, operation_id=page.moment.operation_id))
    known = reading(page.desk, page.moment, storm_id=page.shown_storm_id, area_code=page.area_code)
    since, label = compared_to(page)
    if was_touched():
        look(page)
    if st.session_state.get(STANDS) == page.moment.operation_id:
        # Read first: above blocks of the last drawing a head of this one would show another number.
        changes_of(page, since)
    waiting = steady(page) if page.operation else []
    _draw_head(page, known, label)
    draw_banners(page)
    if not page.operation:
        return
    is_possible = may_enter(page)
    draw_opened(page, waiting, is_possible=is_possible)
    _draw_blocks(page, known, waiting, changes_of(page, since), label, is_possible=is_possible)
    st.session_state[STANDS] = page.moment.operation_id


def _draw_blocks(  # noqa: PLR0913  four blocks, and what they draw from
    page: Page, known: Reading, waiting: list[Waiting], found: Changes, label: str, *, is_possible: bool
) -> None:
    """The townships first: their numbers are parts of the head's, and the other blocks take longer."""
    with st.container(key=f"{FOLDER}-grid"):
        asking, worse, done, lacking = (
            st.container(key=f"{FOLDER}-{name}") for name in ("asking", "worse", "done", "lacking")
        )
    with lacking:
        draw_lacking(page, known)
    with asking:
        draw_block_head(_("需要您定的"), str(len(waiting)))
        draw_asking(page, waiting, is_possible=is_possible)
    with worse:
        draw_worse(page, found, label)
    with done:
        draw_done(page, found, label)


def draw_still(page: Page) -> None:
    """Draw what stays, the style for thumb and paper; whoever has opened the page has looked."""
    look(page)
    draw_template("brief_style")


def _draw_head(page: Page, known: Reading, label: str) -> None:
    age, told = data_age(page), _last_words(page)
    draw_template(
        "brief_head",
        levels=levels(page),
        signals=signals(page),
        storm=storm_line(page),
        deadline=_deadline(known),
        badge=badge(page),
        moment=page.moment.as_of,
        who=page.visitor.name,
        since=label,
        is_stale=age is None or age > STALE_AFTER,
        age=_("尚无记录") if age is None else _("末次记录 {age} 前").format(age=spelled(age)),
        tiles=[_tile(block, told.get(str(block["subject"]), "")) for block in blocks(known)],
    )


def _last_words(page: Page) -> dict[str, str]:
    """By which source and how long ago each number was last reported on."""
    rows = plain_rows(page.ask("brief/last_word"))
    return {str(row["subject"]): source_and_age(page, row["source"], row["recorded_at"]) for row in rows}


def _deadline(known: Reading) -> dict[str, object] | None:
    """The deadline that comes next; the one that has passed where none is to come."""
    tiles = countdowns(known)
    shortest = next((tile for tile in tiles if tile["is_shortest"]), None)
    late = next((tile for tile in tiles if tile["state"] == "late"), None)
    return shortest or late or next((tile for tile in tiles if tile["clock"] != "?"), None)


def _tile(block: dict[str, object], told: str) -> dict[str, object]:
    return {
        **{name: block[name] for name in ("title", "done", "total", "state", "state_words", "is_empty")},
        "left": _("已完成") if block["is_finished"] else _("差 {n}").format(n=block["left"]),
        "extra": block["extra"] or block["where"],
        "told": told or _("尚无上报"),
    }
