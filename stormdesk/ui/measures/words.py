"""Measures in words: what each is about, its number with its unit, and columns of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stormdesk.domain.decisions import HAZARDS
from stormdesk.domain.measures.definitions import DEFINITIONS
from stormdesk.domain.measures.records import Measure, Unit
from stormdesk.domain.vocabulary import N_
from stormdesk.report.table_file import Cell
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language, named

SUBJECTS = {
    "responsible_person": N_("责任人到岗"),
    "evacuee": N_("人员转移"),
    "vessel": N_("船舶回港"),
    "site": N_("工地停工"),
    "shelter": N_("避灾点开放"),
}
EXPOSED = {"evacuee": N_("转移人员"), "vessel": N_("船员"), "site": N_("工地工人")}
CIRCLES = {"7": N_("七级风圈"), "10": N_("十级风圈"), "12": N_("十二级风圈")}
UNITS: dict[Unit, str] = {
    "h": N_("{n} 小时"),
    "person": N_("{n} 人"),
    "village_h": N_("{n} 村·时"),
    "person_h": N_("{n} 人·时"),
    "count": N_("{n} 个"),
    "percent": N_("{n}%"),
}
# Below this a figure is shown to a tenth.
FINE = 100.0
COLUMNS = {
    "subject": N_("对象"),
    "subject_id": N_("编号"),
    "name": N_("名称"),
    "name_zh": N_("名称"),
    "category": N_("类别"),
    "township_code": N_("乡镇"),
    "village_code": N_("村"),
    "weight": N_("人数/个数"),
    "people": N_("人数"),
    "persons": N_("人数"),
    "done_at": N_("完成"),
    "hours": N_("小时"),
    "finish_by": N_("时限"),
    "margin_h": N_("早于时限(小时)"),
    "level_code": N_("级别"),
    "every_min": N_("间隔(分)"),
    "last_word_at": N_("最近音讯"),
    "silent_from": N_("静默自"),
    "silent_until": N_("静默至"),
    "reported_at": N_("上报时刻"),
    "townships": N_("乡镇数"),
    "a_reported": N_("上报(甲)"),
    "b_ticked": N_("名册(乙)"),
    "c_seen": N_("核见(丙)"),
    "a_less_b": N_("甲减乙"),
    "b_less_c": N_("乙减丙"),
    "a_b_explained_at": N_("甲乙一致"),
    "b_c_explained_at": N_("乙丙一致"),
    "back_from": N_("返回"),
    "back_until": N_("再次离开"),
    "circle_bft": N_("风圈(级)"),
    "first_at": N_("进入"),
    "last_at": N_("离开"),
    "safe_at": N_("安全"),
    "person_hours": N_("人时"),
    "open_from": N_("空缺自"),
    "open_until": N_("空缺至"),
    "directive_id": N_("编号"),
    "title_zh": N_("事项"),
    "due_at": N_("时限"),
    "closed_at": N_("销号"),
    "hazard": N_("灾害类别"),
    "clause_id": N_("条件"),
    "true_at": N_("成立"),
    "until_at": N_("不再成立"),
    "decided_at": N_("启动"),
    "lag_h": N_("滞后(小时)"),
    "waited_h": N_("等候(小时)"),
    "a_b_apart": N_("甲乙相差"),
    "b_c_apart": N_("乙丙相差"),
    "a_b_explained_h": N_("甲乙一致用时(小时)"),
    "b_c_explained_h": N_("乙丙一致用时(小时)"),
    "minutes": N_("分钟"),
    "vessel_id": N_("编号"),
    "status_then": N_("当时所知"),
    "status_now": N_("现在所知"),
    "happened_at": N_("发生"),
    "recorded_at": N_("记录"),
    "person_id": N_("编号"),
    "out_from": N_("失联自"),
    "out_until": N_("恢复"),
    "site_id": N_("编号"),
    "stopped_at": N_("停工"),
    "shelter_id": N_("编号"),
    "capacity": N_("容量"),
    "headcount": N_("清点人数"),
    "over_by": N_("超员"),
    "counted_at": N_("清点"),
    "evacuee_id": N_("编号"),
    "struck_off_at": N_("销号"),
    "overdue_at": N_("报超期"),
    "waiting_from": N_("未启自"),
    "waiting_until": N_("未启至"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Codes of categories, levels and statuses in the visitor's language."""

    page: Page
    categories: Mapping[str, str]
    levels: Mapping[str, str]
    clauses: Mapping[str, str]
    statuses: Mapping[str, str]

    def called(self, measure: Measure) -> str:
        """What a measure is and what it is about."""
        about = self.part(measure)
        title = _(DEFINITIONS[measure.code].title)
        return f"{title} · {about}" if about else title

    def part(self, measure: Measure) -> str:
        """What it is about, where it is one of several."""
        words = []
        if measure.code == "wind" and measure.subject:
            words = [_(EXPOSED[measure.subject]), _(CIRCLES[measure.key.rpartition(".")[2]])]
        elif measure.code == "moved":
            category = measure.key.partition(".")[2]
            words = [self.categories.get(category, category)]
        elif measure.code == "level_wait" and measure.level_code:
            words = [hazard_name(measure.key.split(".")[1]), self.levels.get(measure.level_code, "")]
        else:
            words = [_(SUBJECTS[measure.subject]) if measure.subject else ""]
            words += [self.levels.get(measure.level_code, "")] if measure.level_code else []
        words += [self.page.area_name(measure.area_code)] if measure.area_code else []
        return " · ".join(word for word in words if word)

    def cell(self, column: str, value: Any) -> Cell:  # noqa: ANN401  a cell of a frame
        """A cell of a measure's rows as it is shown."""
        if value is None or pd.isna(value):
            return None
        if column in {"township_code", "village_code"}:
            return self.page.area_name(str(value))
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime()
        if isinstance(value, float):
            return round(value, 2)
        return self._word(column, value)

    def _word(self, column: str, value: Any) -> Cell:  # noqa: ANN401  a cell of a frame
        words: Mapping[str, str] = {
            "category": self.categories,
            "level_code": self.levels,
            "clause_id": self.clauses,
            "status_then": self.statuses,
            "status_now": self.statuses,
            "subject": {subject: _(word) for subject, word in SUBJECTS.items()},
            "hazard": {hazard: hazard_name(hazard) for hazard in HAZARDS},
        }.get(column, {})
        return (
            words.get(str(value), str(value)) if words else (value if isinstance(value, int) else str(value))
        )


def names_of(page: Page) -> Names:
    """Read the names that the page needs."""
    found = page.ask("reference/categories").query("kind == 'evacuation'")
    statuses = page.ask("reference/statuses").query("subject == 'vessel' and facet == 'berth'")
    rules = page.county.rules.in_force
    return Names(
        page=page,
        clauses={one.clause_id: one.text(language()) for one in rules.clauses} if rules else {},
        categories=dict(zip(found["category"], found[named()], strict=True)),
        levels={level.code: level.name(language()) for level in page.county.reference.levels},
        statuses=dict(zip(statuses["status"], statuses[named()], strict=True)),
    )


def figure(value: float | None, unit: Unit, *, sign: bool = False) -> str:
    """A number with its unit; a dash where there is none."""
    if value is None:
        return "—"
    is_fine = abs(value) < FINE and unit not in {"person", "count"}
    number = f"{value:{'+' if sign else ''},.1f}" if is_fine else f"{round(value):{'+' if sign else ''},}"
    return _(UNITS[unit]).format(n=number)


def said(measure: Measure) -> str:
    """A measure's number, or why it has none."""
    if measure.value is None:
        return _(measure.note) if measure.note else "—"
    return figure(measure.value, measure.unit, sign=measure.code in {"to_ninety", "margin"})
