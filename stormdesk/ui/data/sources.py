"""The sources: what each is, when it last spoke, how much of it was bad, and how it stands now."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.feed import KIND_NAMES
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.data.held import close, draw_said, open_import, opened
from stormdesk.ui.data.source_form import draw_source_form, draw_switch
from stormdesk.ui.data.table import beijing, draw_table
from stormdesk.ui.data.tokens import draw_tokens
from stormdesk.ui.data.words import count_of, text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose
from stormdesk.ui.text import _, named

OPEN = "source"
NEW = "+"
NEVER = "never"
_FULL = "%Y-%m-%d %H:%M:%S"
# state: the sign, the words, the tone of the tile
STATES = {
    "dead": ("■", N_("中断"), "late"),
    "late": ("▲", N_("迟到"), "soon"),
    "never": ("○", N_("从未送来"), "muted"),
    "ok": ("●", N_("正常"), "done"),
    "silent": ("–", N_("已停用"), "muted"),
}


def draw_sources(page: Page) -> None:
    """Draw how all sources stand, or the one that is open."""
    draw_said()
    found = standing(page, datetime.now(UTC))
    source_id = opened(OPEN)
    if source_id is not None:
        st.button(
            _("返回清单"), icon=":material/arrow_back:", key="data-source-back", on_click=close, args=(OPEN,)
        )
        if source_id == NEW and page.may(Action.MANAGE, "sources"):
            draw_source_form(page, None)
        else:
            _draw_one(page, found[found["source_id"] == source_id])
        return
    _draw_tiles(found)
    draw_table(
        _columns(found), key="data-sources", ids=list(found["source_id"]), opens=OPEN, title=_("数据来源")
    )
    st.caption(_("迟到:超过约定间隔;中断:超过三倍。没有约定间隔的来源不判迟到。问题比例按近 30 天计。"))
    if page.may(Action.MANAGE, "sources"):
        st.button(_("登记新来源"), icon=":material/add:", key="data-source-new", on_click=_open_new)


def standing(page: Page, machine_at: datetime) -> pd.DataFrame:
    """How each source stands, to ten seconds of the machine's clock, so that sessions share the answer."""
    return page.ask_whole((Action.READ, "data"), "sources/standing", machine_at=floored(machine_at))


def floored(machine_at: datetime) -> datetime:
    """The instant at the last ten seconds."""
    return machine_at.replace(second=machine_at.second // 10 * 10, microsecond=0)


def _open_new() -> None:
    choose(**{OPEN: NEW})


def _draw_tiles(found: pd.DataFrame) -> None:
    counts = found["state"].value_counts()
    tiles = [
        {"label": f"{sign} {_(words)}", "value": whole(counts.get(state, 0)), "note": "", "state": tone}
        for state, (sign, words, tone) in STATES.items()
    ]
    draw_template("tiles", tiles=tiles)


def state_words(state: str) -> str:
    """How a source stands, as a sign and words."""
    sign, words, _tone = STATES.get(state, ("?", N_("不明"), "muted"))
    return f"{sign} {_(words)}"


def _columns(found: pd.DataFrame) -> dict[str, Any]:
    return {
        _("来源"): found[named()].map(text_of),
        _("状态"): found["state"].map(state_words),
        _("末次送来"): beijing(found["last_import_at"]),
        _("静默"): found["silent_min"].map(minutes),
        _("约定间隔"): found["expected_every_min"].map(minutes),
        _("数据时延"): found["lag_min"].map(minutes),
        _("收下条数"): found["item_count"].map(count_of).astype("Int64"),
        _("问题比例"): found["bad_share"].map(share),
        _("可以送来"): found["kinds"].map(kinds_words),
        _("主管"): found["owner"].map(text_of),
        _("许可"): found["licence"].map(text_of),
        _("令牌"): found["token_count"].map(count_of).astype("Int64"),
        _("编号"): found["source_id"].map(text_of),
    }


def kinds_words(kinds: Any) -> str:  # noqa: ANN401  a cell of a frame
    """What a source may bring."""
    named_kinds = {str(kind): name for kind, name in KIND_NAMES.items()}
    return " · ".join(_(named_kinds.get(kind, kind)) for kind in text_of(kinds).split(",") if kind)


def minutes(span_min: Any) -> str:  # noqa: ANN401  a cell of a frame
    """A length of time as a person says it; a dash when there is none."""
    if span_min is None or pd.isna(span_min):
        return "—"
    for size_min, words in ((1440, _("{n} 天")), (60, _("{n} 小时")), (1, _("{n} 分"))):
        if abs(span_min) >= size_min or size_min == 1:
            return words.format(n=f"{span_min / size_min:,.0f}")
    return "—"


def share(part: Any) -> str:  # noqa: ANN401  a cell of a frame
    """A share in percent; a dash where nothing came."""
    return "—" if part is None or pd.isna(part) else f"{part:.1%}"


def _draw_one(page: Page, found: pd.DataFrame) -> None:
    if found.empty:
        draw_template("empty", text=_("没有这个来源。"))
        return
    row = found.to_dict("records")[0]
    draw_template("data_import", name=f"{text_of(row[named()])}", facts=_facts(row))
    if not row["is_registered"]:
        st.caption(_("这个来源没有登记:它的数据照收,但没有约定间隔,也不能有令牌。"))
        return
    last = text_of(row["last_import_id"])
    if last:
        st.button(_("看最近一次导入"), key="data-source-import", on_click=open_import, args=(last,))
    if not page.may(Action.MANAGE, "sources"):
        return
    draw_switch(page, str(row["source_id"]), is_active=bool(row["is_active"]))
    draw_tokens(page, str(row["source_id"]))
    with st.expander(_("修改登记")):
        draw_source_form(page, str(row["source_id"]))


def _facts(row: dict[Any, Any]) -> list[tuple[str, str]]:
    return [
        (_("状态"), state_words(str(row["state"]))),
        (_("末次送来"), clock_time(row["last_import_at"], _FULL)),
        (_("末条数据的时刻"), clock_time(row["last_item_at"], _FULL)),
        (_("静默"), minutes(row["silent_min"])),
        (_("约定间隔"), minutes(row["expected_every_min"])),
        (_("数据时延"), minutes(row["lag_min"])),
        (_("收下条数"), _counted(row, "item_count")),
        (_("问题"), _counted(row, "problem_count")),
        (_("存疑"), _counted(row, "flagged_count")),
        (_("问题比例"), share(row["bad_share"])),
        (_("可以送来"), kinds_words(row["kinds"])),
        (_("主管"), text_of(row["owner"]) or "—"),
        (_("许可"), text_of(row["licence"]) or "—"),
        (_("每分钟最多请求"), whole(row["max_per_min"])),
        (_("备注"), text_of(row["note"]) or "—"),
        (_("编号"), text_of(row["source_id"])),
    ]


def _counted(row: dict[Any, Any], name: str) -> str:
    """A count; a dash where nothing ever came, which is not zero."""
    return "—" if row["state"] == NEVER else whole(row[name])
