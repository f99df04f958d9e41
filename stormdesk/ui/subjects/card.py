"""The object card: its row on the register, what is so of it, and its whole history in the ledger."""

from typing import Any

import pandas as pd

from stormdesk.door.unmask import Register
from stormdesk.ui.clock.card import draw_clock
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw
from stormdesk.ui.subjects.amending import draw_history
from stormdesk.ui.subjects.description import Column, Kind, Row, Subject
from stormdesk.ui.subjects.rows import each
from stormdesk.ui.subjects.words import Words, object_name, spoken
from stormdesk.ui.text import _, language
from stormdesk.ui.unmask.block import Person, draw_unmask, of_subject, people_of

POSITIONS_SHOWN = 12
_STATES = {
    "todo": "soon",
    "doing": "link",
    "done": "done",
    "trouble": "late",
    "over": "muted",
    "fact": "muted",
}


def draw_card(page: Page, subject: Subject, row: Row, known: Words) -> None:
    """Draw what is known of one object at the moment."""
    draw(
        "subject_card",
        name=object_name(row.get("name"), str(row["object_id"]), subject),
        facts=facts(subject, row, known),
        lines=lines(subject, row, known),
    )
    draw_unmask(page, _people(subject, row), key=f"card-{subject.folder}-{row['object_id']}")
    draw_clock(page, subject, row)
    draw_history(page, subject, str(row["object_id"]), known)
    if subject.shows_positions:
        seen = page.ask("objects/positions", object_id=row["object_id"])
        draw("subject_positions", positions=positions(seen), more=max(len(seen) - POSITIONS_SHOWN, 0))


def _people(subject: Subject, row: Row) -> list[Person]:
    """Who stands behind the card: its own person, and those who answer for it."""
    officer = (Register.RESPONSIBLE_PERSON, _("责任人"))
    named = {
        "officer_id": officer,
        "village_guarantor_id": (Register.RESPONSIBLE_PERSON, _("村责任人")),
        "township_officer_id": (Register.RESPONSIBLE_PERSON, _("乡镇责任人")),
        "deputy_id": (Register.RESPONSIBLE_PERSON, _("替岗人")),
    }
    own = object_name(row.get("name"), str(row["object_id"]), subject)
    found = [*of_subject(subject.subject, row["object_id"], own), *people_of(row, named)]
    return list({(one.register, one.subject_id): one for one in reversed(found)}.values())[::-1]


def facts(subject: Subject, row: Row, known: Words) -> list[dict[str, str]]:
    """What is so of each fact, since when."""
    found = []
    for facet in subject.facets:
        prefix = "" if facet.name == subject.facet else f"{facet.name}_"
        status, since = row.get(f"{prefix}status"), row.get(f"{prefix}since")
        progress = known.progress_of(facet.name, status)
        found.append(
            {
                "title": _(facet.title),
                "status": known.status(facet.name, status),
                "state": _STATES[progress] if progress else "silent",
                "since": "" if since is None or pd.isna(since) else clock_time(since),
            }
        )
    return found


def lines(subject: Subject, row: Row, known: Words) -> list[tuple[str, str]]:
    """The register's row, masked, as title and value."""
    return [(_(column.title), _value(_cell(row, column), column, known)) for column in subject.card]


def positions(seen: pd.DataFrame) -> list[dict[str, str]]:
    """The last positions, the latest first."""
    return [
        {
            "at": clock_time(fix.positioned_at),
            "place": f"{fix.lat:.4f}, {fix.lon:.4f}",
            "motion": "" if pd.isna(fix.speed_kn) else _motion(fix.speed_kn, fix.course_deg),
            "doubt": _("存疑,不上图") if fix.is_suspect else "",
        }
        for fix in each(seen.head(POSITIONS_SHOWN))
    ]


def _motion(speed_kn: float, course_deg: float) -> str:
    course = "" if pd.isna(course_deg) else f" · {course_deg:.0f}°"
    return _("{speed} 节").format(speed=f"{speed_kn:.1f}") + course


def _cell(row: Row, column: Column) -> Any:  # noqa: ANN401  a cell of a frame
    """The register's value, its English name where the register has one and the visitor reads English."""
    english = row.get(f"{column.name}_en") if language() == "en" else None
    return english if isinstance(english, str) else row.get(column.name)


def _value(value: Any, column: Column, known: Words) -> str:  # noqa: ANN401  a cell of a frame
    if column.kind is Kind.TIME:
        return clock_time(value if isinstance(value, pd.Timestamp) else None)
    if column.kind is Kind.NUMBER:
        return "—" if value is None or pd.isna(value) else f"{value:,.10g}"
    return str(spoken(pd.Series([value], dtype=object), column, known).iloc[0])
