"""What is in force: each level with its grounds, and apart from it the weather office's signals."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.facts import Facts, read_facts
from stormdesk.ui.response.words import level_mark, level_name, signal_name
from stormdesk.ui.storm.sheet import instant
from stormdesk.ui.text import _, language


def draw_in_force(page: Page) -> None:
    """Draw levels and signals in force, or that there are none."""
    draw_template("response_in_force", levels=list(_levels(page)), signals=list(_signals(page)))


def _levels(page: Page) -> Iterator[dict[str, object]]:
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
            "is_synthetic": facts.is_synthetic,
        }


def _lines(facts: Facts, actor: str, decided_at: datetime | None) -> Iterator[tuple[str, str]]:
    yield _("发布机关"), facts.authority or actor
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
    for row in page.ask("response/signals").itertuples():
        facts = read_facts(row.payload, language=language())
        yield {
            "colour": str(row.colour),
            "name": signal_name(page, str(row.hazard), str(row.colour)),
            "since": instant(row.since),
            "issuer": str(row.actor),
            "text": facts.text,
            "is_synthetic": facts.is_synthetic,
        }
