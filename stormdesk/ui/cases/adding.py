"""Something more to be done after a case, entered by a person."""

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import LONGEST_WORDS
from stormdesk.domain.case import Case
from stormdesk.domain.moment import Moment
from stormdesk.door.after_action import ITEM, is_drill
from stormdesk.door.cases import CASE, OF_A_DRILL, add_item
from stormdesk.ui.cases.editing import end_of_day
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.page import Page
from stormdesk.ui.response.entering import may_enter
from stormdesk.ui.text import _


def draw_adding(page: Page, case: Case) -> None:
    """Draw the form of a new item to whoever may enter one."""
    if not (page.may(Action.RECORD, ITEM) and page.may(Action.RECORD, CASE)) or not may_enter(page):
        return
    if is_drill(page.desk, case.case_id) and not is_drill(page.desk, page.moment.operation_id):
        st.caption(_(OF_A_DRILL))
        return
    with st.expander(_("列入一项整改"), icon=":material/add_task:"):
        at = case.case_id
        text = st.text_area(_("要整改什么(不写人名)"), max_chars=LONGEST_WORDS, key=f"cases-new-{at}")
        told = _told(at)
        draw_deed(
            _("列入"),
            _("列入这场的整改事项?"),
            _add,
            page,
            case.case_id,
            text,
            told,
            key=f"cases-add-{at}",
            icon=":material/add_task:",
        )


def _told(at: str) -> dict[str, str]:
    unit_at, post_at, due_at = st.columns(3)
    return {
        "owner_unit": unit_at.text_input(_("责任单位"), max_chars=60, key=f"cases-new-unit-{at}").strip(),
        "owner_person": post_at.text_input(
            _("责任岗位(写职务,不写姓名)"), max_chars=60, key=f"cases-new-post-{at}"
        ).strip(),
        "due_at": end_of_day(due_at.date_input(_("时限"), value=None, key=f"cases-new-due-{at}")),
        "source": st.text_input(
            _("依据(可不填)"), max_chars=LONGEST_WORDS, key=f"cases-new-source-{at}"
        ).strip(),
    }


def _add(page: Page, case_id: str, text: str, told: dict[str, str]) -> str:
    now = page.desk.now()
    item = add_item(page.desk, case_id, text, told, at=Moment(page.moment.operation_id, now, now))
    return _("已列入,第 {key} 项。").format(key=item.key)
