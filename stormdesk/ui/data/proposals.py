"""The problems of a look: where, what stood there, why; suggestions that a person accepts."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.folding import accepted_of, total
from stormdesk.ingest.lists.model import ListProblem, Look
from stormdesk.ui.data.choosing import accept, chosen_for, take_back
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import text_of
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.table_choice import ticked_rows
from stormdesk.ui.text import _, language

MOST = 2000


def draw_problems(look: Look, described: ListDescription | None) -> None:
    """Draw what is wrong with the file, and the suggestions to tick."""
    st.subheader(_("问题 {n} 条").format(n=whole(total(look.problems))))
    _draw_accepted(look)
    if not look.problems:
        draw_template("empty", text=_("没有问题。"))
        return
    offered = [problem for problem in look.problems if problem.suggestion is not None]
    if offered:
        _draw_offered(look, offered[:MOST], described)
    rest = [problem for problem in look.problems if problem.suggestion is None]
    if rest:
        draw_table(
            columns_of(rest[:MOST], described),
            key=f"data-problems-{look.digest[:8]}",
            title=_("试读时的问题"),
        )
    if max(len(offered), len(rest)) > MOST:
        st.caption(_("只列前 {n} 条;退回的工作簿含全部。").format(n=whole(MOST)))


def _draw_accepted(look: Look) -> None:
    accepted = chosen_for(look.digest).choices.accepted
    if accepted:
        with st.container(horizontal=True, vertical_alignment="center"):
            draw_template("storm_note", text=_("已采纳 {n} 条建议。").format(n=whole(len(accepted))))
            st.button(_("全部不采纳"), key="data-suggestions-back", on_click=take_back, args=(look.digest,))


def _draw_offered(look: Look, offered: Sequence[ListProblem], described: ListDescription | None) -> None:
    st.caption(_("以下各条有建议改法。勾选左边的方框后采纳,或全部采纳;不采纳的按原样退回或存疑。"))
    key = f"data-offered-{look.digest[:8]}-{len(offered)}"
    state = st.dataframe(
        pd.DataFrame(columns_of(offered, described)),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        height=min(360, 35 * (len(offered) + 1) + 3),
        width="stretch",
    )
    ticked = [offered[at] for at in ticked_rows(state, len(offered))]
    with st.container(horizontal=True):
        st.button(
            _("采纳勾选的 {n} 条").format(n=total(ticked)),
            key="data-suggestions-ticked",
            disabled=not ticked,
            on_click=accept,
            args=(look.digest, accepted_of(ticked)),
        )
        every = [problem for problem in look.problems if problem.suggestion is not None]
        st.button(
            _("采纳全部 {n} 条建议").format(n=whole(total(every))),
            key="data-suggestions-all",
            on_click=accept,
            args=(look.digest, accepted_of(every)),
        )


def columns_of(problems: Sequence[ListProblem], described: ListDescription | None) -> dict[str, Any]:
    """Problems as a table shows them."""
    return {
        _("位置"): [problem.where for problem in problems],
        _("字段"): [field_title(problem.field, described) for problem in problems],
        _("原值"): [text_of(problem.value) for problem in problems],
        _("原因"): [_(problem.reason) for problem in problems],
        _("建议"): [text_of(problem.suggestion) for problem in problems],
        _("处理"): [_treatment(problem) for problem in problems],
    }


def _treatment(problem: ListProblem) -> str:
    if problem.is_refused:
        return _("× 整行退回") if problem.row else _("× 没有读取")
    return _("◐ 收下,此值存疑或未知") if problem.row else _("○ 只作提示")


def field_title(key: str, described: ListDescription | None) -> str:
    """What a field of a list is called; its key where nobody says."""
    if not key or described is None:
        return key
    try:
        return described.field(key).title(language())
    except KeyError:
        return key
