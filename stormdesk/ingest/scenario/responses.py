"""Response levels with their proposals, warning signals, directives and the duty log."""

from datetime import UTC, datetime
from typing import Any

from stormdesk.domain.checklist import item_id
from stormdesk.domain.decisions import Step
from stormdesk.ingest.scenario.rows import DirectiveRow, LevelRow
from stormdesk.ingest.scenario.sheet import Fact, Lag
from stormdesk.ingest.scenario.stage import Stage, payload

DESK = "drill_desk"


def tell_levels(stage: Stage) -> None:
    """Tell each step of the level: proposed by one, approved by another, then in force."""
    hazard = stage.scenario.setting.hazard
    for row in stage.scenario.levels:
        facts = _level_facts(row)
        said: dict[str, Any] = {
            "source": DESK,
            "category": row.level_code,
            "payload": facts,
            "lag": Lag.PROMPT,
        }
        proposal = ("response", "proposal")
        stage.sheet.add(Fact(*proposal, "proposed"), [hazard], row.proposed_at, actor=row.proposer, **said)
        stage.sheet.add(Fact(*proposal, "approved"), [hazard], row.approved_at, actor=row.approver, **said)
        stage.sheet.add(Fact("response", "level", row.status), [hazard], row.at, actor=row.authority, **said)


def tell_checklist(stage: Stage) -> None:
    """Tell how far each action came that a level or a red signal had opened."""
    for row in stage.scenario.checklist:
        stage.sheet.add(
            Fact("action", "work", row.status),
            [item_id(row.hazard, row.action_code, row.number)],
            row.at,
            source=DESK,
            actor=row.actor,
            payload=payload(text_zh=row.text_zh, text_en=row.text_en, is_synthetic=row.is_synthetic),
            lag=Lag.PROMPT,
        )


def _level_facts(row: LevelRow) -> str:
    return payload(
        step=Step.END if row.status == "ended" else None,
        basis=row.basis_zh,
        basis_en=row.basis_en,
        authority=row.authority,
        measures=row.measures_zh,
        measures_en=row.measures_en,
        expected_h=row.expected_h,
        clause=row.clause,
        source=row.source,
        is_synthetic=row.is_synthetic,
    )


def tell_signals(stage: Stage) -> None:
    """Tell the warning signals of the weather office."""
    for row in stage.scenario.signals:
        facts = payload(
            text_zh=row.text_zh, text_en=row.text_en, source=row.source, is_synthetic=row.is_synthetic
        )
        stage.sheet.add(
            Fact("warning", "signal", row.status),
            [row.hazard],
            row.at,
            source="drill_weather",
            actor=row.issuer,
            category=row.colour,
            payload=facts,
            lag=Lag.PROMPT,
        )


def tell_directives(stage: Stage) -> None:
    """Tell each directive from found to struck off, as far as it came."""
    for row in stage.scenario.directives:
        facts = payload(
            title=row.title_zh,
            title_zh=row.title_zh,
            title_en=row.title_en,
            owner_unit=row.owner_unit,
            due_at=datetime.fromtimestamp(row.due_at, UTC).isoformat(),
            is_synthetic=row.is_synthetic,
        )
        for status, at, actor in _steps(row):
            stage.sheet.add(
                Fact("directive", "progress", status),
                [row.directive_id],
                at,
                source=DESK,
                actor=actor,
                township_code=row.township_code,
                payload=facts,
                lag=Lag.PROMPT,
            )


def _steps(row: DirectiveRow) -> list[tuple[str, int, str]]:
    desk = "防指办公室督查组"
    steps = [
        ("found", row.found_at, desk),
        ("assigned", row.assigned_at, desk),
        ("being_fixed", row.fixing_at, row.owner_unit),
        ("overdue", row.overdue_at, desk),
        ("inspected", row.inspected_at, desk),
        ("struck_off", row.struck_off_at, desk),
    ]
    return [(status, at, actor) for status, at, actor in steps if at is not None]


def tell_log(stage: Stage) -> None:
    """Tell the entries of the duty log: conferences, inspections, notices, orders."""
    for number, row in enumerate(stage.scenario.log, start=1):
        stage.sheet.add(
            Fact("log", "entry", "noted"),
            [f"L{number:03d}"],
            row.at,
            source=DESK,
            actor=row.actor,
            township_code=row.township_code,
            category=row.category,
            payload=payload(text_zh=row.text_zh, text_en=row.text_en, is_synthetic=row.is_synthetic),
            lag=Lag.PROMPT,
        )
