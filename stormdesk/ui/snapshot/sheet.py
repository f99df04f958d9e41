"""The sheet: what the wall says at one moment, with the lists behind it, as one page of HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Final

from markupsafe import Markup

from stormdesk.domain.exceptions import Board, Kind
from stormdesk.report.snapshot_file import MOST_BYTES, ZEROS, seal
from stormdesk.ui import render
from stormdesk.ui.header import badge, data_age, levels, signals
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.snapshot.county_map import county_map
from stormdesk.ui.snapshot.lists import left_lists
from stormdesk.ui.storm_line import storm_line
from stormdesk.ui.text import _, named
from stormdesk.ui.wall.blocks import blocks
from stormdesk.ui.wall.countdowns import countdowns
from stormdesk.ui.wall.matrix import age_words, matrix
from stormdesk.ui.wall.reading import Reading, reading
from stormdesk.ui.wall.sentences import lines
from stormdesk.ui.wall.troubles import found

# A list gives up rows before the file grows past what a tablet takes in.
LONGEST: Final = (2000, 500, 120, 30, 0)
# Room for the frame around the content, and for the marks.
FRAME_BYTES: Final = 60_000
_FULL: Final = "%Y-%m-%d %H:%M"
MARKS: Final = "<!--marks-->"
Marks = Sequence[tuple[str, str]]


def sheet(page: Page, *, is_personal: bool = False) -> str:
    """What a reader sees, small enough for a tablet."""
    known = reading(page.desk, page.moment, storm_id=page.shown_storm_id, area_code=page.area_code)
    values = _values(page, known)
    made = ""
    for longest in LONGEST:
        lists = left_lists(page, longest=longest, is_personal=is_personal)
        made = render.html("snapshot_sheet", {**values, "lists": lists, "is_personal": is_personal})
        if len(made.encode()) <= MOST_BYTES - FRAME_BYTES:
            break
    return made


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole file but for its marks and its checksum, whose place a token keeps."""

    page: str
    token: str


def framed(content: str, *, title: str) -> Frame:
    """The file around a sheet, in the visitor's language."""
    token = token_hex(32)
    values = {"content": Markup(content), "title": title, "checksum": token, "zeros": ZEROS}  # noqa: S704  our own template's
    return Frame(render.html("snapshot_file", values), token)


def sealed(frame: Frame, marks: Marks) -> bytes:
    """The file: the sheet, who took it and when, and its sums."""
    page = frame.page.replace(MARKS, render.html("snapshot_marks", {"marks": marks}), 1)
    return seal(page, frame.token)


def _values(page: Page, known: Reading) -> dict[str, object]:
    ranked = found(known)
    every = Board(shown=(*ranked.shown, *ranked.rest), rest=())
    hidden = frozenset[str]()
    if any(line.kind is Kind.DIRECTIVE for line in every.shown):
        hidden = frozenset(page.ask("wall/named_directives")["directive_id"])
    age = data_age(page)
    return {
        "county": page.area_name(page.area_code),
        "operation": str(page.operation.get(named()) or page.moment.operation_id),
        "moment": clock_time(page.moment.as_of, _FULL),
        "known": clock_time(page.moment.known_at, _FULL),
        "is_hindsight": page.moment.known_at > page.moment.as_of,
        "badge": badge(page),
        "is_synthetic": bool(page.operation.get("is_synthetic")),
        "age": _("尚无记录") if age is None else _("末次记录在此前 {age}").format(age=age_words(age)),
        "levels": levels(page),
        "signals": signals(page),
        "storm": storm_line(page),
        "countdowns": countdowns(known),
        "blocks": blocks(known),
        "lines": lines(every, known, hidden),
        "matrix": matrix(known),
        "map": county_map(page),
    }
