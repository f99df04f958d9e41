"""The clock page: everything that has a clock, counted by state, merged by cause, ranked, explained."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.work.records import WorkState
from stormdesk.door.unmask import Register
from stormdesk.outlook.work import work_ahead
from stormdesk.ui.clock import opened
from stormdesk.ui.clock.explanation import draw_explanation
from stormdesk.ui.clock.groups import grouped, members, ranked
from stormdesk.ui.clock.tables import Speech, group_table, row_table, speech
from stormdesk.ui.clock.tally import Tally, lit, reasons, tally
from stormdesk.ui.clock.troubles import draw_everything
from stormdesk.ui.clock.words import COLOURS, GRAVITY, LIT, MARKS, marked, no_clock_word, state_name
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import chosen
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.text import _
from stormdesk.ui.unmask.block import Person, draw_unmask, of_subject, people_of

HEIGHT = 460
LONGEST = 1000
MERGED, TOWNSHIPS, EACH, BOARD = "merged", "townships", "each", "board"
_SEARCHED = ("name", "township_code", "village_code", "owner_name")
GROUPS, ROWS = "clock-groups", "clock-rows"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visitor narrowed the list to, and how it is laid out."""

    states: Collection[WorkState]
    subjects: Collection[str]
    text: str
    form: str


def draw(page: Page) -> None:
    """Draw the page at its moment, for its area."""
    draw_template("subject_style")
    draw_template("clock_style")
    if not page.operation:
        return
    work = work_ahead(page.desk, page.moment, area_code=page.area_code)
    if work.empty:
        draw_template("empty", text=_("这一范围的名册里没有对象。请先导入名册,或换一个范围。"))
        return
    counted = tally(work, page.moment.as_of)
    draw_template("clock_bar", parts=_parts(counted), total=whole(counted.count(*GRAVITY)))
    if lit(work).empty:
        draw_template("empty", text=nothing_due(work, counted))
    said = speech(page)
    wanted = _choose(work, said)
    if wanted.form == BOARD:
        draw_everything(page)
        return
    rows = ranked(narrowed(work, wanted, said), page.moment.as_of)
    if opened.kept(ROWS, None) is None:
        _draw_list(page, rows, wanted, said)
        return
    with st.container(key="sd-two"):
        left, right = st.columns([7, 5])
        with left:
            _draw_list(page, rows, wanted, said)
        with right:
            _draw_opened(page, work)


def nothing_due(work: pd.DataFrame, counted: Tally) -> str:
    """Why nothing is due: nothing is coming, all is done, or the first start is still far."""
    if counted.start_by is not None:
        return _("现在没有临近、逾期或来不及的对象;最早的要到 {at} 开始。").format(
            at=clock_time(counted.start_by)
        )
    if counted.count(WorkState.DONE) == counted.count(*GRAVITY):
        return _("有时限的对象全部完成。")
    told = " · ".join(
        _("{why}({n} 项)").format(why=no_clock_word(why), n=whole(n)) for why, n in reasons(work)
    )
    return _("现在没有对象在倒计时:{why}").format(why=told or _("没有时限"))


def narrowed(work: pd.DataFrame, wanted: Wanted, said: Speech) -> pd.DataFrame:
    """The rows in the wanted states, of the wanted subjects, that hold the text; nothing wanted is all."""
    kept = pd.Series(data=True, index=work.index)
    if wanted.states:
        kept &= work["state"].isin(list(wanted.states))
    if wanted.subjects:
        kept &= work["subject"].isin(list(wanted.subjects))
    found = work[kept]
    sought = wanted.text.strip().casefold()
    if not sought:
        return found
    texts = zip(
        found["name"], found["township_code"], found["village_code"], found["owner_name"], strict=True
    )
    return found[[sought in said.searched(*cells).casefold() for cells in texts]]


def _parts(counted: Tally) -> list[dict[str, object]]:
    return [
        {
            "state": state.value,
            "colour": COLOURS[state],
            "mark": MARKS[state],
            "name": state_name(state),
            "count": whole(counted.count(state)),
            "share": counted.count(state),
        }
        for state in GRAVITY
        if counted.count(state)
    ]


def _choose(work: pd.DataFrame, said: Speech) -> Wanted:
    counts = work.groupby("state")["objects"].sum()
    states = st.segmented_control(
        _("状态"),
        list(GRAVITY),
        selection_mode="multi",
        default=list(LIT),
        format_func=lambda state: f"{marked(state)} {whole(counts.get(state, 0))}",
        key="clock-states",
    )
    with st.container(key="sd-choices"):
        how, which, words_at = st.columns([5, 3, 2], vertical_alignment="bottom")
    with how:
        form = _form()
    with which:
        subjects = st.multiselect(
            _("对象"),
            [subject for subject in said.subjects if (work["subject"] == subject).any()],
            format_func=said.subjects.__getitem__,
            placeholder=_("全部对象"),
            select_all=False,
            key="clock-subjects",
        )
    with words_at:
        text = st.text_input(_("搜索"), placeholder=_("名称、乡镇、责任人"), key="clock-search")
    return Wanted(states or (), subjects, text, form)


def _form() -> str:
    """How the list is laid out; the address may say how it begins."""
    forms = {
        MERGED: _("同因合并"),
        TOWNSHIPS: _("分乡镇合并"),
        EACH: _("逐条"),
        BOARD: _("大屏全部事项"),
    }
    asked = chosen("form")
    picked = st.segmented_control(
        _("怎么列"),
        list(forms),
        default=asked if asked in forms else MERGED,
        required=True,
        format_func=forms.__getitem__,
        key="clock-form",
    )
    return picked or MERGED


def _draw_list(page: Page, rows: pd.DataFrame, wanted: Wanted, said: Speech) -> None:
    if rows.empty:
        draw_template("empty", text=_("没有符合筛选的对象。"))
        return
    if wanted.form == EACH:
        _draw_rows(page, rows, said, title=_("倒排时钟"))
        return
    by_township = wanted.form == TOWNSHIPS
    groups = grouped(rows, by_township=by_township)
    group = opened.kept(GROUPS, groups["group"].tolist())
    if group is None:
        shown = group_table(page, groups, said, by_township=by_township)
        _table(shown, GROUPS, groups["group"].tolist())
        st.caption(_("点一行,看这一组的每个对象。"))
        with st.container(horizontal=True):
            draw_downloads(page, _("倒排时钟 · 合并"), shown, key=GROUPS, said=_said(wanted, said))
        return
    st.button(
        _("返回合并清单"),
        icon=":material/arrow_back:",
        key="clock-back",
        on_click=opened.close,
        args=(GROUPS,),
    )
    line = mappings(groups[groups["group"] == group])[0]
    st.subheader(literal(said.group_title(line)), anchor=False)
    _draw_rows(page, members(rows, group, by_township=by_township), said, title=said.group_title(line))


def _draw_rows(page: Page, rows: pd.DataFrame, said: Speech, *, title: str) -> None:
    shown = row_table(page, rows, said)
    _table(shown.head(LONGEST), ROWS, rows["key"].head(LONGEST).tolist())
    if len(rows) > LONGEST:
        st.caption(_("显示前 {n} 行,共 {total} 行;下载含全部。").format(n=LONGEST, total=len(rows)))
    st.caption(_("点一行,旁边写明这个时限是怎么算出来的。"))
    places = rows.rename(columns={"key": "object_id"})
    with st.container(horizontal=True):
        draw_downloads(page, title, shown, key=ROWS, rows=places)


def _table(shown: pd.DataFrame, key: str, keys: Sequence[str]) -> None:
    opened.lay_out(key, keys)
    times = [_("最晚开始"), _("最晚完成"), _("自")]
    st.dataframe(
        shown,
        height=min(HEIGHT, 60 + 36 * len(shown)),
        hide_index=True,
        placeholder="—",
        key=key,
        on_select=lambda: opened.picked(key),
        selection_mode="single-cell",
        column_config={
            name: st.column_config.DatetimeColumn(name, format="MM-DD HH:mm")
            for name in times
            if name in shown
        },
    )


def _draw_opened(page: Page, work: pd.DataFrame) -> None:
    key = opened.kept(ROWS, None) or "//"
    st.button(_("收起"), icon=":material/close:", key="clock-close", on_click=opened.close, args=(ROWS,))
    subject, facet, subject_id = key.split("/", 2)
    found = work[
        (work["subject"] == subject)
        & (work["facet"] == facet)
        & (work["subject_id"].astype(str) == subject_id)
    ]
    if found.empty:
        draw_template("empty", text=_("这一刻的名册里没有这个对象。"))
        return
    draw_explanation(page, subject, facet, subject_id)
    draw_unmask(page, _people(mappings(found)[0]), key=f"clock-{key}")


def _people(row: Mapping[str, Any]) -> list[Person]:
    """The object's own person, and who owes the work."""
    own = of_subject(str(row["subject"]), str(row["subject_id"]), _("本人或负责人"))
    if row.get("owner_id") == row["subject_id"]:
        return own
    return own + people_of(row, {"owner_id": (Register.RESPONSIBLE_PERSON, _("责任人"))})


def _said(wanted: Wanted, said: Speech) -> list[tuple[str, str]]:
    told = [(_("状态"), "、".join(state_name(WorkState(state)) for state in wanted.states) or _("全部状态"))]
    if wanted.subjects:
        told.append((_("对象"), "、".join(said.subjects[subject] for subject in wanted.subjects)))
    if wanted.text.strip():
        told.append((_("搜索"), wanted.text.strip()))
    return told
