"""What is in force: each level with its grounds, and apart from it the weather office's signals."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from stormdesk.domain.decisions import PAPER_DOCUMENT, PAPER_HEAD, facts_of
from stormdesk.outlook.warnings import warnings_in_force
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import Deciders, deciders
from stormdesk.ui.response.facts import Facts, read_facts
from stormdesk.ui.response.words import level_mark, level_name, signal_name
from stormdesk.ui.storm.sheet import Record, instant
from stormdesk.ui.text import _, language
from stormdesk.ui.warnings.words import end_words, full_name, told


def draw_in_force(page: Page) -> None:
    """Draw levels and signals in force, or that there are none."""
    draw_template("response_in_force", levels=list(_levels(page)), signals=list(_signals(page)))


def _levels(page: Page) -> Iterator[dict[str, object]]:
    steps = page.ask("response/proposals").to_dict("records")
    known = deciders(page)
    for row in page.ask("response/in_force").itertuples():
        facts = read_facts(row.payload, language=language())
        since, decided_at = instant(row.since), instant(row.decided_at)
        code = str(row.level_code)
        yield {
            "code": code,
            "mark": level_mark(page.county.reference, code),
            "name": f"{hazard_name(str(row.hazard))} {level_name(page.county.reference, code)}",
            "since": since,
            "lasted": page.moment.as_of - since if since else None,
            "begun": instant(row.begun_at),
            "facts": [(label, text) for label, text in _lines(facts, str(row.actor), decided_at) if text],
            "approval": _on_paper(row.payload, str(row.actor), known)
            or _approval(approved_by(steps, str(row.hazard), code, decided_at), known),
            "is_synthetic": facts.is_synthetic,
        }


def approved_by(
    steps: Sequence[Record], hazard: str, level_code: str, decided_at: datetime | None
) -> tuple[str, str] | None:
    """Who proposed and who approved the level decided on at an instant; None without such a record.

    `steps` are those of proposals, the newest first.
    """
    own = [
        one
        for one in steps
        if one["subject_id"] == hazard and (decided_at is None or one["step_at"] <= decided_at)
    ]
    own.sort(key=lambda one: (one["step_at"], one["status"] != "proposed"), reverse=True)
    asked = next((one for one in own if one["status"] == "proposed"), None)
    if asked is None or own[0]["status"] != "approved" or str(own[0]["level_code"]) != level_code:
        return None
    return str(asked["actor"]), str(own[0]["actor"])


def _on_paper(payload: object, actor: str, known: Deciders) -> str:
    """Who decided on paper, who entered it and who compared; nothing when the level was not."""
    told = facts_of(payload if isinstance(payload, str) else None)
    head = str(told.get(PAPER_HEAD) or "")
    if not head:
        return ""
    recorder, checker = str(told.get("proposer") or actor), str(told.get("approver") or "")
    return _("书面决定:{head} 签发({document}),{recorder} 登记,{checker} 核对").format(
        head=known.label(head),
        document=told.get(PAPER_DOCUMENT) or "—",
        recorder=known.label(recorder),
        checker=known.label(checker) if checker else "—",
    )


def _approval(hands: tuple[str, str] | None, known: Deciders) -> str:
    if hands is None:
        return ""
    return _("{proposer} 提请,{approver} 批准").format(
        proposer=known.label(hands[0]), approver=known.label(hands[1])
    )


def _lines(facts: Facts, actor: str, decided_at: datetime | None) -> Iterator[tuple[str, str]]:
    yield _("发布机关"), facts.authority or actor_name(actor)
    yield _("依据"), facts.basis
    yield _("措施"), facts.measures
    yield _("预计期限"), _expected(facts, decided_at)
    yield _("条款"), facts.clause
    yield _("资料来源"), facts.source


def _expected(facts: Facts, decided_at: datetime | None) -> str:
    """Return how long the level is expected to last, as hours and as an instant."""
    if facts.expected_h is None or decided_at is None:
        return _("未说明")
    until = clock_time(decided_at + timedelta(hours=facts.expected_h))
    return _("{hours} 小时,至 {until}").format(hours=f"{facts.expected_h:g}", until=until)


def _signals(page: Page) -> Iterator[dict[str, object]]:
    """The warnings that count here and now, those of feeds and those entered; the gravest first."""
    for one in warnings_in_force(page.desk, page.moment):
        warning = one.warning
        entered = page.desk.event(warning.warning_id)
        facts = read_facts(entered.payload if entered else None, language=language())
        colour = warning.colour or ""
        yield {
            "colour": colour or "none",
            "name": signal_name(page, warning.kind, colour) if colour else full_name(one),
            "since": one.begins_at,
            "until": end_words(one),
            "issuer": warning.issuer or told(None),
            "text": facts.text or warning.text or warning.title,
            "is_synthetic": facts.is_synthetic,
        }
