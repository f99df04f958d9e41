"""The blocks of what changed since this person last looked."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import streamlit as st

from stormdesk.domain.changes import Changes, Done, shown
from stormdesk.domain.exceptions import Kind, Line
from stormdesk.domain.moment import Moment
from stormdesk.door.looks import note_look, seen_to
from stormdesk.door.unmask import Register
from stormdesk.outlook.brief.changes import changes, told_of
from stormdesk.ui.brief.decided import is_approved
from stormdesk.ui.brief.officers import draw_calling, officers_of
from stormdesk.ui.brief.rows import FOLDER, draw_block_head, draw_row
from stormdesk.ui.brief.words import done_source, done_words, line_source, line_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.text import _
from stormdesk.ui.unmask.block import Person
from stormdesk.ui.wall.cells import instant

MOST_CALLED = 5
REWOUND_BY = timedelta(hours=1)
REGISTERS = {
    Kind.VESSEL: Register.VESSEL,
    Kind.SHELTER: Register.SHELTER,
    Kind.SITE: Register.SITE,
}


def compared_to(page: Page) -> tuple[Moment, str]:
    """The moment to compare with, and in words which one it is."""
    moment = page.moment
    if page.is_rewound:
        before = moment.as_of - REWOUND_BY
        return Moment(moment.operation_id, before, min(before, moment.known_at)), _("倒带:与一小时前相比")
    seen = seen_to(page.desk, moment)
    if seen is not None:
        return seen, _("上次查看 {at}").format(at=clock_time(seen.as_of))
    opened = instant(page.operation, "opened_at") or moment.as_of
    return Moment(moment.operation_id, opened, opened), _("首次查看:自响应开始")


def changes_of(page: Page, since: Moment) -> Changes:
    """What changed for this person, in the area on screen."""
    return changes(page.desk, since, page.moment, area_code=page.area_code)


def draw_worse(page: Page, found: Changes, label: str) -> None:
    """Draw what got worse, three lines, each with whom to call; the rest one tap away."""
    first = shown(found.worse, lambda line: line.kind)
    draw_block_head(_("您走后变差的"), f"{len(first)} / {len(found.worse)}")
    if not found.worse:
        draw_template("brief_empty", text=_("没有变差的。{since}。").format(since=label))
    for place, line in enumerate(first):
        with _line(page, line, f"worse-{place}"):
            draw_calling(page, _people(page, line), key=f"{FOLDER}-call-{place}")
    rest = [line for line in found.worse if line not in first]
    if rest:
        with st.expander(_("其余 {n} 条").format(n=len(rest)), key=f"{FOLDER}-worse-rest"):
            for place, line in enumerate(rest):
                with _line(page, line, f"worse-rest-{place}"):
                    pass


def _line(page: Page, line: Line, key: str) -> AbstractContextManager[None]:
    state = "late" if line.is_late(page.moment.as_of) or line.kind in {Kind.VESSEL, Kind.SILENCE} else "soon"
    told = told_of(page.desk, page.moment, line)
    return draw_row(line_words(page, line), line_source(page, line, told), state, key=key)


def _people(page: Page, line: Line) -> list[Person]:
    """Whom to call about a line: the people of its objects, else who answers for its places."""
    register = REGISTERS.get(line.kind)
    if register is not None:
        ids = [one.subject_id for one in line.members[:MOST_CALLED]]
        asked = {"operation_id": page.moment.operation_id, "as_of": page.moment.as_of, "object_ids": ids}
        names = dict(page.desk.store.rows("brief/called", **asked)) if ids else {}
        return [Person(register, one, names.get(one) or one) for one in ids]
    codes = [line.village_code] if line.village_code else list(line.township_codes[:1])
    return [officer.person for officer in officers_of(page, codes)]


def draw_done(page: Page, found: Changes, label: str) -> None:
    """Draw what got done, three lines; the rest one tap away; and the way to say that all was seen."""
    first = shown(found.done, lambda one: (one.kind, one.subject))
    draw_block_head(_("您走后办成的"), f"{len(first)} / {len(found.done)}")
    if not found.done:
        draw_template("brief_empty", text=_("还没有新办成的。{since}。").format(since=label))
    for place, one in enumerate(first):
        _draw_done(page, one, f"done-{place}")
    rest = [one for one in found.done if one not in first]
    if rest:
        with st.expander(_("其余 {n} 条").format(n=len(rest)), key=f"{FOLDER}-done-rest"):
            for place, one in enumerate(rest):
                _draw_done(page, one, f"done-rest-{place}")
    if not page.is_rewound and (found.worse or found.done):
        key = f"{FOLDER}-seen"
        st.button(_("都看过了,从现在起重新比较"), key=key, width="stretch", on_click=_seen, args=(page,))


def _draw_done(page: Page, one: Done, key: str) -> None:
    state = "done" if one.answer is None or is_approved(one.answer) else "open"
    with draw_row(done_words(page, one), done_source(page, one), state, key=key):
        pass


def _seen(page: Page) -> None:
    note_look(page.desk, page.moment, at=datetime.now(UTC), is_read=True)
    say(FOLDER, _("已记下:从 {at} 起重新比较。").format(at=clock_time(page.moment.as_of)))


def look(page: Page) -> None:
    """Remember that this person looked, where he did something himself; never of a page that looks back."""
    if not page.is_rewound and page.operation:
        note_look(page.desk, page.moment, at=datetime.now(UTC))
