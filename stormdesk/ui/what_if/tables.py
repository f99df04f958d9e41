"""What changed, as tables: by township, by work, and object by object with the numbers of both worlds."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.outlook.what_if import Outcome, counted
from stormdesk.report.table_file import Cell
from stormdesk.ui.clock.tables import Speech
from stormdesk.ui.page import Page
from stormdesk.ui.render import duration
from stormdesk.ui.storm.sheet import Sheet, about_page, number, text
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.text import _, language
from stormdesk.ui.what_if.asked import supposed_words

LONGEST = 500
SUMS = ("is_late_was", "is_late_is", "newly_late", "no_longer_late")
DAYS_H = ("wind_7_h", "wind_10_h", "idle_days")


def work_name(county: County, subject: str, facet: str, category: str | None = None) -> str:
    """What has to be done, by the name of the county's rule."""
    same = [rule for rule in county.deadlines if (rule.subject, rule.facet) == (subject, facet)]
    fitting = [rule for rule in same if rule.category == category] or [
        rule for rule in same if rule.category is None
    ]
    return (fitting or same)[0].name(language()) if same else f"{subject}.{facet}"


def township_sheet(page: Page, outcome: Outcome) -> Sheet:
    """How many are late in each township, then and as supposed."""
    rows = [
        [said_area(page, row["township_code"]), *_sums(row)]
        for row in mappings(counted(outcome, ["township_code"]))
    ]
    return _sheet(page, outcome, "what-if-townships", [_("乡镇"), *_sum_header()], rows)


def said_area(page: Page, code: object) -> str:
    """A township by name; those without one belong to the whole county."""
    return page.area_name(code) if isinstance(code, str) and code else _("全县")


def work_sheet(page: Page, outcome: Outcome) -> Sheet:
    """How many are late in each kind of work, then and as supposed."""
    rows = [
        [work_name(page.county, row["subject"], row["facet"]), *_sums(row)]
        for row in mappings(counted(outcome, ["subject", "facet"]))
    ]
    return _sheet(page, outcome, "what-if-work", [_("要做的事"), *_sum_header()], rows)


def changed_sheet(page: Page, outcome: Outcome, rows: pd.DataFrame, said: Speech, *, name: str) -> Sheet:
    """Each object that changed, with its deadline, its work and its spare time before and after."""
    header = [
        _("要做的事"), _("名称"), _("地点"), _("人数"),
        _("完成(当时)"), _("完成(推演)"), _("时限(当时)"), _("时限(推演)"),
        _("余裕(当时)"), _("余裕(推演)"), _("预报机构(当时)"), _("预报机构(推演)"),
        _("需时(当时,分)"), _("需时(推演,分)"),
    ]  # fmt: skip
    ordered = rows.sort_values(["people", "subject_id"], ascending=[False, True], na_position="last")
    found = [_changed(page.county, row, said) for row in mappings(ordered)]
    return _sheet(page, outcome, name, header, found)


def _changed(county: County, row: Mapping[str, Any], said: Speech) -> list[Cell]:
    return [
        work_name(county, row["subject"], row["facet"], row["category"]),
        said.what(row),
        said.where(row["township_code"], row["village_code"]),
        number(row["people"], 0),
        *(_at(row[f"{what}_{world}"]) for what in ("done_at", "finish_by") for world in ("was", "is")),
        *(_spare(row, world) for world in ("was", "is")),
        *(text(row[f"agency_{world}"]) or "—" for world in ("was", "is")),
        *(number(row[f"need_min_{world}"], 0) for world in ("was", "is")),
    ]


def _at(value: Any) -> Cell:  # noqa: ANN401  a cell of a frame
    """An instant of the outcome, which holds plain UTC."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).tz_localize("UTC").to_pydatetime()


def _spare(row: Mapping[str, Any], world: str) -> str:
    """How long before its deadline the work was done; with a minus sign after it."""
    done, finish = row[f"done_at_{world}"], row[f"finish_by_{world}"]
    if pd.isna(finish):
        return "—"
    if pd.isna(done):
        return _("未完成")
    return duration(timedelta(seconds=(pd.Timestamp(finish) - pd.Timestamp(done)).total_seconds()))


def _sum_header() -> list[str]:
    return [
        _("逾期(当时)"), _("逾期(推演)"), _("新逾期"), _("不再逾期"),
        _("七级风中人时(当时)"), _("七级风中人时(推演)"),
        _("十级风中人时(当时)"), _("十级风中人时(推演)"),
        _("停工停航日(当时)"), _("停工停航日(推演)"),
    ]  # fmt: skip


def _sums(row: Mapping[str, Any]) -> list[Cell]:
    hours = [number(row[f"{what}_{world}"], 1) for what in DAYS_H for world in ("was", "is")]
    return [*(int(row[name]) for name in SUMS), *hours]


def _sheet(
    page: Page, outcome: Outcome, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Sheet:
    return Sheet(
        name=name,
        header=header,
        rows=rows,
        empty=_("没有对象因此改变。"),
        about=[*about_page(page, _("推演")), (_("假设"), supposed_words(outcome.assumptions))],
        longest=LONGEST,
    )
