"""The object card: its row on the register, what is so of it, and its whole history in the ledger."""

import json
from datetime import timedelta
from typing import Any

import pandas as pd

from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw
from stormdesk.ui.subjects.description import Column, Kind, Row, Subject
from stormdesk.ui.subjects.rows import each
from stormdesk.ui.subjects.words import Words, object_name, plain, source_name, spoken
from stormdesk.ui.text import _, language

LATE_AFTER = timedelta(minutes=30)
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
    found = page.ask("objects/history", subject=subject.subject, object_id=row["object_id"])
    draw(
        "subject_card",
        name=object_name(row.get("name"), str(row["object_id"]), subject),
        facts=facts(subject, row, known),
        lines=lines(subject, row, known),
    )
    draw("subject_history", reports=reports(found, subject, known))
    if subject.shows_positions:
        seen = page.ask("objects/positions", object_id=row["object_id"])
        draw("subject_positions", positions=positions(seen), more=max(len(seen) - POSITIONS_SHOWN, 0))


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


def reports(history: pd.DataFrame, subject: Subject, known: Words) -> list[dict[str, Any]]:
    """All reports as the card shows them, the latest first."""
    titles = {facet.name: _(facet.title) for facet in subject.facets}
    return [
        {
            "happened": clock_time(report.happened_at),
            "recorded": clock_time(report.recorded_at),
            "late": _late(report.recorded_at - report.happened_at),
            "fact": titles.get(report.facet, report.facet),
            "status": known.status(report.facet, report.status),
            "people": "" if pd.isna(report.quantity) else _("{n} 人").format(n=int(report.quantity)),
            "source": source_name(report.source),
            "actor": plain(report.actor),
            "account": plain(report.account),
            "text": comment(report.payload),
            "flag": _flag(report, known),
        }
        for report in each(history)
    ]


def comment(payload: object) -> str:
    """The words that came with a report; nothing when it carries none that can be read."""
    if not isinstance(payload, str):
        return ""
    try:
        found = json.loads(payload)
    except ValueError:
        return ""
    if not isinstance(found, dict):
        return ""
    return " · ".join(plain(found[name]) for name in ("text", "text_zh", "place", "basis") if found.get(name))


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


def _late(lag: timedelta) -> str:
    if lag <= LATE_AFTER:
        return ""
    return _("迟报 {n} 分").format(n=f"{round(lag / timedelta(minutes=1)):,}")


def _flag(report: Any, known: Words) -> str:  # noqa: ANN401  a row of a frame
    if not report.is_flagged:
        return ""
    before = known.status(report.facet, report.prior_status)
    return _("存疑:“{before}”之后不能是“{after}”,未计入").format(
        before=before, after=known.status(report.facet, report.status)
    )


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
