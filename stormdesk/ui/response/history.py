"""What was decided, proposed and signalled, as tables."""

from collections.abc import Iterator

import pandas as pd

from stormdesk.report.table_file import Cell
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import level_name, level_status, proposal_status, signal_name
from stormdesk.ui.storm.sheet import Record, Sheet, about_page, instant
from stormdesk.ui.text import _, language


def levels_sheet(page: Page, levels: pd.DataFrame) -> Sheet:
    """Return every decision on a level, the newest first."""
    return Sheet(
        name="levels",
        header=[
            _("时刻"),
            _("响应"),
            _("动作"),
            _("级别"),
            _("发布机关"),
            _("依据"),
            _("措施"),
            _("预计 h"),
            _("条款"),
            _("来源"),
            _("演练设定"),
            _("登记"),
        ],
        rows=[_level_row(page, row) for row in reversed(levels.to_dict("records"))],
        empty=_("此刻之前没有级别决定。"),
        about=about_page(page, _("响应历史")),
    )


def _level_row(page: Page, row: Record) -> list[Cell]:
    facts = read_facts(row["payload"], language=language())
    return [
        instant(row["level_from"]),
        hazard_name(str(row["hazard"])),
        level_status(str(row["status"])),
        level_name(page.county.reference, str(row["level_code"])),
        facts.authority or actor_name(row["actor"]),
        facts.basis,
        facts.measures,
        facts.expected_h,
        facts.clause,
        facts.source or str(row["source"]),
        _("是") if facts.is_synthetic else "",
        instant(row["recorded_at"]),
    ]


def proposals_sheet(page: Page, steps: pd.DataFrame) -> Sheet:
    """Return every proposal with who made it and who decided on it, the newest first."""
    return Sheet(
        name="proposals",
        header=[
            _("响应"),
            _("级别"),
            _("提请人"),
            _("提请"),
            _("决定"),
            _("决定人"),
            _("决定时刻"),
            _("依据"),
        ],
        rows=list(_proposals(page, steps)),
        empty=_("此刻之前没有提请。"),
        about=about_page(page, _("提请与批准")),
    )


def _proposals(page: Page, steps: pd.DataFrame) -> Iterator[list[Cell]]:
    """Pair each proposal with the next step on the same subject; one without is still open."""
    answers: dict[object, Record] = {}
    for row in steps.to_dict("records"):
        if row["status"] != "proposed":
            answers[row["subject_id"]] = row
            continue
        answer = answers.pop(row["subject_id"], None)
        yield [
            hazard_name(str(row["subject_id"])),
            level_name(page.county.reference, str(row["level_code"])),
            actor_name(row["actor"]),
            instant(row["step_at"]),
            proposal_status(str(answer["status"])) if answer else _("待批"),
            actor_name(answer["actor"]) if answer else "",
            instant(answer["step_at"]) if answer else None,
            read_facts(row["payload"], language=language()).basis,
        ]


def signals_sheet(page: Page, signals: pd.DataFrame) -> Sheet:
    """Return every signal issued or lifted, the newest first."""
    actions = {"issued": _("发布"), "lifted": _("解除")}
    return Sheet(
        name="signals",
        header=[_("时刻"), _("信号"), _("动作"), _("发布单位"), _("内容"), _("来源"), _("演练设定")],
        rows=[
            [
                instant(row["signal_from"]),
                signal_name(page, str(row["hazard"]), str(row["colour"])),
                actions.get(str(row["status"]), str(row["status"])),
                actor_name(row["actor"]),
                facts.text,
                facts.source or str(row["source"]),
                _("是") if facts.is_synthetic else "",
            ]
            for row in signals.to_dict("records")
            for facts in [read_facts(row["payload"], language=language())]
        ],
        empty=_("此刻之前没有预警信号。"),
        about=about_page(page, _("预警信号")),
    )
