"""What the rules would have called for over a whole operation, held against what was decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.lag import ClauseLag
from stormdesk.domain.timeline import LevelBar
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_changes import has_grounds
from stormdesk.outlook.level_lag import lag
from stormdesk.outlook.level_run import Step
from stormdesk.outlook.levels import spoken, suggested_over
from stormdesk.report.table_file import Cell
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import certainties, level_name, level_status
from stormdesk.ui.storm.sheet import Record, Sheet, about_page, instant
from stormdesk.ui.text import _, language

NO_LEVEL = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The levels that the rules called for, by hazard, and when each clause came true and was answered."""

    steps: dict[str, tuple[Step, ...]]
    lags: dict[str, tuple[ClauseLag, ...]]

    def level_at(self, hazard: str, at: datetime) -> str | None:
        """The level that was called for at an instant."""
        own = self.steps.get(hazard, ())
        return next((step.level_code for step in own if step.starts_at <= at < step.ends_at), None)


def called_over(ground: Ground, operation_id: str, starts_at: datetime, ends_at: datetime) -> Called:
    """Hold the rules against an operation, by what was known at each minute."""
    rules = ground.county.rules.in_force
    if rules is None:
        return Called(steps={}, lags={})
    end = max(ends_at, starts_at + timedelta(minutes=1))
    hazards = [one for one in spoken(rules) if has_grounds(ground, operation_id, one)]
    moment = Moment(operation_id, end, end)
    return Called(
        steps={str(one): suggested_over(ground, operation_id, starts_at, end, hazard=one) for one in hazards},
        lags={str(one): lag(ground, moment, hazard=one) for one in hazards},
    )


def bars_of(called: Called) -> list[LevelBar]:
    """Return the called-for levels as bars; none where no level was called for."""
    return [
        LevelBar(hazard=hazard, level_code=step.level_code, starts_at=step.starts_at, ends_at=step.ends_at)
        for hazard, steps in called.steps.items()
        for step in steps
        if step.level_code is not None
    ]


def lags_sheet(page: Page, called: Called) -> Sheet:
    """Return each clause with when it came true and how long its level waited, the longest wait first."""
    found = [(hazard, one) for hazard, lags in called.lags.items() for one in lags]
    found.sort(key=lambda pair: (pair[1].decided_at is not None, -pair[1].lag_min))
    return Sheet(
        name="lags",
        header=[
            _("响应"),
            _("级别"),
            _("条款"),
            _("条件"),
            _("成立于"),
            _("不再成立"),
            _("决定"),
            _("滞后(分)"),
            _("结论"),
            _("把握"),
        ],
        rows=[_lag_row(page, hazard, one) for hazard, one in found],
        empty=_("没有条款成立过。"),
        about=about_page(page, _("应启未启")),
    )


def _lag_row(page: Page, hazard: str, one: ClauseLag) -> list[Cell]:
    clause = one.clause
    return [
        hazard_name(hazard),
        level_name(page.county.reference, str(clause.level_code)),
        clause.code,
        clause.text(language()),
        one.true_at,
        one.until_at,
        one.decided_at,
        one.lag_min,
        _verdict(one),
        certainties(clause.certainty),
    ]


def _verdict(one: ClauseLag) -> str:
    if one.decided_at is not None:
        return _("决定晚于条款") if one.lag_min > 0 else _("决定不晚于条款")
    return _("应启未启") if one.is_open else _("条款成立期间未启动")


def decisions_sheet(page: Page, scene: Scene, called: Called) -> Sheet:
    """Return each decision with its clause and basis, beside what the rules called for at that minute."""
    known = page.ask("response/levels", as_of=scene.axis.ends_at, known_at=scene.known_last_at)
    return Sheet(
        name="decisions",
        header=[
            _("时刻"),
            _("响应"),
            _("动作"),
            _("级别"),
            _("当时规则建议"),
            _("发布机关"),
            _("依据"),
            _("条款"),
            _("演练设定"),
        ],
        rows=[_decision_row(page, row, called) for row in known.to_dict("records")],
        empty=_("没有级别决定。"),
        about=about_page(page, _("级别决定与规则建议")),
    )


def _decision_row(page: Page, row: Record, called: Called) -> list[Cell]:
    facts = read_facts(row["payload"], language=language())
    at = instant(row["level_from"])
    hazard = str(row["hazard"])
    due = called.level_at(hazard, at) if at else None
    return [
        at,
        hazard_name(hazard),
        level_status(str(row["status"])),
        level_name(page.county.reference, str(row["level_code"])),
        level_name(page.county.reference, due) if due else NO_LEVEL,
        facts.authority or actor_name(row["actor"]),
        facts.basis,
        facts.clause,
        _("是") if facts.is_synthetic else "",
    ]
