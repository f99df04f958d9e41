"""The history of one object in words: each report, whether it counts, and who corrected it when and why."""

import json
from datetime import timedelta
from typing import Any

import pandas as pd

from stormdesk.domain.corrections import NO_TARGET, reason_of
from stormdesk.domain.event import REPORTER, WITHDRAWN
from stormdesk.domain.fold import FROM_THE_FUTURE
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.actors import actor_name
from stormdesk.ui.render import clock_time
from stormdesk.ui.sources import source_name
from stormdesk.ui.subjects.description import Subject
from stormdesk.ui.subjects.rows import each
from stormdesk.ui.subjects.words import Words, plain
from stormdesk.ui.text import _

LATE_AFTER = timedelta(minutes=30)
WITHDRAWAL = N_("撤销")


def reports(history: pd.DataFrame, subject: Subject, known: Words) -> list[dict[str, Any]]:
    """All reports as the card shows them, the latest first."""
    titles = {facet.name: _(facet.title) for facet in subject.facets}
    return [
        {
            "event_id": report.event_id,
            "happened": clock_time(report.happened_at),
            "recorded": clock_time(report.recorded_at),
            "late": "" if _text(report.corrects) else _late(report.recorded_at - report.happened_at),
            "fact": titles.get(report.facet, report.facet),
            "status": status_name(known, report.facet, report.status),
            "is_withdrawal": report.status == WITHDRAWN,
            "people": "" if pd.isna(report.quantity) else _("{n} 人").format(n=int(report.quantity)),
            "source": source_name(report.source),
            "actor": actor_name(report.actor),
            "account": plain(report.account),
            "text": comment(report.payload),
            "flag": _flag(report, known),
            "overruled": _overruled(report),
            "corrects": _corrects(report),
            "may_be_amended": pd.isna(report.by_event_id) and report.prior_status != NO_TARGET,
        }
        for report in each(history)
    ]


def status_name(known: Words, facet: str, status: object) -> str:
    """A status by name, a withdrawal by its own."""
    return _(WITHDRAWAL) if status == WITHDRAWN else known.status(facet, status)


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
    words = [plain(found[name]) for name in ("text", "text_zh", "place", "basis") if found.get(name)]
    if reporter := plain(found.get(REPORTER)):
        words.insert(0, _("据{name}").format(name=reporter))
    if said_by := plain(found.get("said_by")):
        words.insert(0, _("{name}来电").format(name=said_by))
    return " · ".join(words)


def _overruled(report: Any) -> dict[str, str] | None:  # noqa: ANN401  a row of a frame
    """Who took the report back or put it right, when and why."""
    if pd.isna(report.by_event_id):
        return None
    return {
        "title": _("已撤销") if report.by_status == WITHDRAWN else _("已更正"),
        "at": clock_time(report.by_recorded_at),
        "actor": actor_name(report.by_actor),
        "reason": plain(reason_of(_text(report.by_payload))),
    }


def _corrects(report: Any) -> str:  # noqa: ANN401  a row of a frame
    if _text(report.corrects) is None:
        return ""
    reason = plain(reason_of(_text(report.payload)))
    if report.status == WITHDRAWN:
        return _("撤销另一条记录:{reason}").format(reason=reason)
    return _("更正另一条记录:{reason}").format(reason=reason)


def _late(lag: timedelta) -> str:
    if lag <= LATE_AFTER:
        return ""
    return _("迟报 {n} 分").format(n=f"{round(lag / timedelta(minutes=1)):,}")


def _flag(report: Any, known: Words) -> str:  # noqa: ANN401  a row of a frame
    if not report.is_flagged:
        return ""
    if report.prior_status == NO_TARGET:
        return _("存疑:它要更正的记录不在这里,未计入")
    if report.prior_status == FROM_THE_FUTURE:
        return _("存疑:发生时间晚于收到的时间,未计入")
    before = known.status(report.facet, report.prior_status)
    return _("存疑:“{before}”之后不能是“{after}”,未计入").format(
        before=before, after=known.status(report.facet, report.status)
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
