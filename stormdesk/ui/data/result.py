"""What came of the last import of this visitor: counts, what comes back, and the way back."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from stormdesk.domain.feed import KIND_NAMES
from stormdesk.ingest.delivery import Taken
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.folding import total
from stormdesk.ingest.lists.model import ListReport, Look
from stormdesk.report.bundle_reading import BundleReport
from stormdesk.report.bundle_reading import Outcome as BundleOutcome
from stormdesk.ui.data.held import keep, kept
from stormdesk.ui.data.pairs import TITLES
from stormdesk.ui.data.proposals import MOST, columns_of
from stormdesk.ui.data.returning import draw_returned
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.undoing import HAS_CHANGED, draw_undo_button
from stormdesk.ui.data.words import outcome_words, text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.state import choose
from stormdesk.ui.text import _, language

_HELD = "result"


@dataclass(frozen=True, slots=True)
class ListResult:
    """A list that was taken in: the look, without what it needed for the commit, and the report."""

    look: Look
    report: ListReport


def keep_list(look: Look, report: ListReport) -> None:
    """Keep what came of a list."""
    keep(_HELD, ListResult(replace(look, work=None), report))


@dataclass(frozen=True, slots=True)
class BundleResult:
    """A bundle that was taken in."""

    name: str
    report: BundleReport

    @property
    def import_id(self) -> None:
        """A bundle brings its own imports and is none."""
        return


def keep_bundle(name: str, report: BundleReport) -> None:
    """Keep what came of a bundle."""
    keep(_HELD, BundleResult(name, report))


def keep_taken(taken: Taken) -> None:
    """Keep what came of another file."""
    keep(_HELD, taken)


def draw_result(page: Page) -> bool:
    """Draw the last result until it was seen; returns whether there is one."""
    held: ListResult | BundleResult | Taken | None = kept(_HELD)
    if held is None:
        return False
    if isinstance(held, Taken):
        _draw_taken(held)
    elif isinstance(held, BundleResult):
        _draw_bundle(held)
    else:
        _draw_list(page, held)
    with st.container(horizontal=True):
        st.button(
            _("导入下一个文件"), key="data-result-seen", type="primary", on_click=keep, args=(_HELD, None)
        )
        import_id = held.report.import_id if isinstance(held, ListResult) else held.import_id
        if import_id:
            st.button(_("看导入记录"), key="data-result-record", on_click=_open_record, args=(import_id,))
    return True


def _open_record(import_id: str) -> None:
    keep(_HELD, None)
    choose(part="imports", **{"import": import_id})


def _draw_list(page: Page, held: ListResult) -> None:
    look, report = held.look, held.report
    described = known_lists(page.desk.settings).get(look.list_code or "")
    counts = report.counts
    facts = [
        (_("结果"), outcome_words(report.outcome)),
        (_("名册"), described.name(language()) if described else text_of(look.list_code)),
        (_("新增"), whole(counts.new)),
        (_("变更"), whole(counts.changed)),
        (_("不变"), whole(counts.unchanged)),
        (_("关闭"), whole(counts.gone)),
        (_("退回"), whole(counts.returned)),
        (_("问题"), whole(total(report.problems))),
    ]
    draw_template("data_import", name=look.name, facts=facts)
    if report.is_recompared:
        st.caption(_("名册在预览之后又有变化,按最新的名册写入,数目可能与预览不同。"))
    with st.container(horizontal=True):
        draw_returned(look)
        if described and described.register in TITLES:
            st.button(
                _("看有没有重复"), key="data-result-pairs", on_click=choose, kwargs={"part": "duplicates"}
            )
        if report.outcome in HAS_CHANGED:
            draw_undo_button(page, report.import_id, look.name)
    if report.problems:
        draw_table(columns_of(report.problems[:MOST], described), key="data-result-problems")


def _draw_bundle(held: BundleResult) -> None:
    report = held.report
    is_known = report.outcome is BundleOutcome.KNOWN
    facts = [
        (_("结果"), _("≡ 已在本库,内容完全相同") if is_known else _("✓ 已收")),
        (_("响应"), report.operation_id),
        (_("收下"), whole(sum(report.rows.values()))),
    ]
    draw_template("data_import", name=held.name, facts=facts)
    for note in report.notes:
        st.caption(_(note))


def _draw_taken(taken: Taken) -> None:
    facts: list[tuple[str, str]] = [
        (_("结果"), outcome_words(taken.outcome)),
        (_("认作"), _(KIND_NAMES[taken.kind]) if taken.kind else _("不明")),
        (_("收下"), whole(taken.accepted)),
        (_("已有"), whole(taken.repeated)),
        (_("存疑"), whole(taken.flagged)),
        (_("问题"), whole(len(taken.problems))),
    ]
    draw_template("data_import", name=taken.name, facts=facts)
    if taken.problems:
        draw_table(_problems(taken), key="data-result-problems")


def _problems(taken: Taken) -> dict[str, Any]:
    shown = taken.problems[:MOST]
    return {
        _("位置"): [text_of(problem.place) for problem in shown],
        _("原值"): [text_of(problem.value) for problem in shown],
        _("原因"): [_(problem.reason) for problem in shown],
    }
