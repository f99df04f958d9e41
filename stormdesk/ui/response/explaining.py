"""One action explained: clause, source, certainty, deadline, and who said what of it when."""

from datetime import timedelta

import streamlit as st

from stormdesk.domain.checklist import Item
from stormdesk.domain.decisions import facts_of
from stormdesk.ui.actors import actor_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import action_state, certainty_name
from stormdesk.ui.storm.sheet import instant
from stormdesk.ui.subjects import chosen
from stormdesk.ui.text import _, language

FULL = "%m-%d %H:%M"


def draw_item(page: Page, item: Item) -> None:
    """Draw the card of one action."""
    draw_template(
        "response_action",
        title=item.action.name(language()),
        lines=[(label, said) for label, said in _lines(item) if said],
        marks=_marks(page, item),
    )
    st.button(
        _("收起"),
        icon=":material/close:",
        key="checklist-close",
        on_click=chosen.open_card,
        args=("checklist", None),
    )


def _lines(item: Item) -> list[tuple[str, str]]:
    action = item.action
    within = "" if action.within_min is None else _("启动后 {n} 分钟内").format(n=action.within_min)
    every = (
        "" if action.every_min is None else _("此后每 {n} 小时一次").format(n=f"{action.every_min / 60:g}")
    )
    return [
        (_("条款"), action.clause or _("没有对应条款")),
        (_("出处"), action.source),
        (_("把握"), certainty_name(action.certainty)),
        (_("时限"), " · ".join(part for part in (within, every, clock_time(item.due_at, FULL)) if part)),
        (_("打开于"), clock_time(item.opened_at, FULL)),
        (_("级别结束于"), clock_time(item.closed_at, FULL) if item.closed_at else ""),
        (_("由更高级别的行动替代"), _("是") if item.is_replaced else ""),
        (_("超时"), _late(item)),
    ]


def _late(item: Item) -> str:
    if not item.was_late or item.done_at is None or item.due_at is None:
        return ""
    return _("晚 {n} 分钟办结").format(n=(item.done_at - item.due_at) // timedelta(minutes=1))


def _marks(page: Page, item: Item) -> list[dict[str, object]]:
    found = page.ask("checklist/marks")
    own = found[found["item_id"] == item.item_id].to_dict("records")
    return [
        {
            "at": instant(row["said_at"]),
            "state": action_state(str(row["status"])),
            "actor": actor_name(row["actor"]),
            "note": ":".join(part for part in (_said_by(row["payload"]), facts.text) if part),
            "is_synthetic": facts.is_synthetic,
        }
        for row in reversed(own)
        for facts in [read_facts(row["payload"], language=language())]
    ]


def _said_by(payload: object) -> str:
    return str(facts_of(payload if isinstance(payload, str) else None).get("said_by") or "")
