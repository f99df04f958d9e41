"""What past storms left to be done, as this storm's checklist: on the response page and on the cases' own."""

import streamlit as st

from stormdesk.domain.after_action import OpenItem
from stormdesk.outlook.cases import Stage, StormCheck, storm_check
from stormdesk.ui.actors import actor_name
from stormdesk.ui.cases.editing import draw_editing
from stormdesk.ui.cases.words import day_words, owner_words, status_words
from stormdesk.ui.data.held import draw_said, opened
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _, language

OPENED = "item"


def draw_check(page: Page) -> None:
    """Draw the checklist that past storms leave to this one, or when it will be asked for."""
    check = storm_check(page.desk, page.moment)
    draw_template("banner", text=_sentence(check), is_trouble=check.is_owed)
    if not check.items and not check.set_aside:
        return
    _draw_list(check.items, key="cases-check")
    if check.set_aside:
        st.markdown("**" + _("本次暂不办 {n} 项").format(n=len(check.set_aside)) + "**")
        _draw_set_aside(check.set_aside)
    draw_editing(page, [*check.items, *check.set_aside], opened(OPENED))


def draw_response_check(page: Page) -> None:
    """Draw it on the response page, from Ⅳ on; before that nothing stands there."""
    check = storm_check(page.desk, page.moment)
    if not check.is_shown:
        return
    st.subheader(_("往次台风留下的整改事项"))
    draw_said()
    draw_check(page)


def _sentence(check: StormCheck) -> str:
    if not check.items and not check.set_aside:
        return _("往次台风没有留下未销号的事项。")
    if check.stage is Stage.NOT_YET:
        return _("往次台风留下 {n} 项未销号;响应达到Ⅲ级时列入本次清单。").format(n=len(check.items))
    if check.stage is Stage.COMING:
        return _("往次台风留下 {n} 项未销号;现为Ⅳ级,升至Ⅲ级即列入本次清单,请先行落实。").format(
            n=len(check.items)
        )
    if not check.items:
        return _("往次台风留下的事项本次全部已有交代。")
    return _("Ⅲ级检查:往次台风留下 {n} 项未销号。凭佐证由另一人销号,或由指定的人写明理由本次暂不办。").format(
        n=len(check.items)
    )


def _draw_list(items: tuple[OpenItem, ...], *, key: str) -> None:
    if not items:
        return
    draw_table(
        {
            _("事项"): [f"{one.case_name(language())} · {one.key}" for one in items],
            _("内容"): [one.title(language()) for one in items],
            _("状态"): [status_words(one) for one in items],
            _("责任单位"): [owner_words(one) for one in items],
            _("时限"): [day_words(one.due_at) for one in items],
            _("依据"): [one.source or "—" for one in items],
        },
        key=key,
        ids=[one.item_id for one in items],
        opens=OPENED,
        title=_("往次台风留下的整改事项"),
    )


def _draw_set_aside(items: tuple[OpenItem, ...]) -> None:
    told = [(one, one.set_aside) for one in items if one.set_aside is not None]
    draw_table(
        {
            _("事项"): [f"{one.case_name(language())} · {one.key}" for one, _aside in told],
            _("内容"): [one.title(language()) for one, _aside in told],
            _("谁决定"): [actor_name(aside.said_by) for _one, aside in told],
            _("理由"): [aside.reason for _one, aside in told],
            _("时间"): [clock_time(aside.since) for _one, aside in told],
        },
        key="cases-set-aside",
        ids=[one.item_id for one, _aside in told],
        opens=OPENED,
    )
