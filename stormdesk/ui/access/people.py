"""People: who needs attention, every account, a new one, and one to change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from stormdesk.door.accounts import Account
from stormdesk.door.audit_reading import last_sign_ins, stopped_accounts
from stormdesk.errors import StormdeskError
from stormdesk.ui.access.deeds import add
from stormdesk.ui.access.once import draw_once
from stormdesk.ui.access.person import draw_fields, draw_person, forget_fields
from stormdesk.ui.access.sittings import draw_choice
from stormdesk.ui.access.words import area_words, role_name, state_words
from stormdesk.ui.data.held import draw_deed, told
from stormdesk.ui.data.table import beijing
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

STOPPED = timedelta(hours=1)
_REFUSED = "access-add-refused"


def draw_people(page: Page) -> None:
    """Draw what needs attention, the table of accounts, the chosen one, and the form of a new one."""
    draw_once()
    now = datetime.now(UTC)
    office = page.desk.office
    accounts = office.accounts.all()
    waiting = {each.account_id for each in office.attempts.waiting()}
    stopped = set(stopped_accounts(page.desk, since=now - STOPPED))
    _draw_exceptions(page, accounts, waiting, stopped, now)
    is_refused = _REFUSED in st.session_state
    with st.expander(_("新建账号"), expanded=is_refused, icon=":material/person_add:", key="access-adding"):
        _draw_adding(page)
    signed_in = last_sign_ins(page.desk)
    ids = [account.account_id for account in accounts]
    picked = draw_choice(_frame(page, accounts, waiting, stopped, signed_in), ids, key="access-people")
    if picked is None:
        st.caption(_("点一行选中,再修改、停用、重设口令。"))
        return
    account = accounts[ids.index(picked)]
    draw_person(page, account, is_waiting=picked in waiting, is_stopped=picked in stopped)


def _draw_exceptions(
    page: Page,
    accounts: Sequence[Account],
    waiting: Collection[str],
    stopped: Collection[str],
    now: datetime,
) -> None:
    names = {account.account_id: account.name for account in accounts}
    late = [each for each in accounts if each.is_active and each.must_change and _is_late(each, now)]
    drills = [each for each in accounts if each.is_active and each.is_drill]
    said = [
        *(
            _("{name}:试错太多,在等待。核实是本人后可以解除。").format(name=names.get(one, one))
            for one in sorted(filter(None, waiting))
        ),
        *(
            _("{name}:短时间内显示的人太多,已暂停。").format(name=names.get(one, one))
            for one in sorted(stopped)
        ),
        *(_("{name}:一次性口令已过期,要再发一个。").format(name=each.name) for each in late),
    ]
    if sum(each.is_lasting_administrator for each in accounts) < 2:
        said.append(_("能登录的管理员不到两个:他不在时没有人能管理账号。"))
    if drills and page.desk.settings.mode == "live":
        said.append(_("有 {n} 个演练账号;实战模式下它们不能登录。").format(n=len(drills)))
    for sentence in said:
        draw_template("data_said", text=sentence, is_trouble=True)


def _is_late(account: Account, now: datetime) -> bool:
    return account.expires_at is not None and account.expires_at <= now


def _draw_adding(page: Page) -> None:
    made = draw_fields(page, None)
    if not made.account_id or not made.name:
        st.caption(_("写好账号名和姓名后可以建立。口令由系统生成,只显示一次,第一次登录时要换。"))
        return
    refused: tuple[Account, str] | None = st.session_state.get(_REFUSED)
    if refused is not None and refused[0] == made:
        draw_template("data_said", text=refused[1], is_trouble=True)
    draw_deed(
        _("建立"),
        _("将为 {name} 建立账号 {account}:{role},{area}。").format(
            name=made.name,
            account=made.account_id,
            role=role_name(made.role),
            area=area_words(page, made.area_code),
        ),
        _add,
        page,
        made,
        key="access-add",
        icon=":material/person_add:",
    )


def _add(page: Page, made: Account) -> str:
    """Make the account and clear the form; after a refusal what was typed stays, the reason beside it."""
    try:
        said = add(page, made)
    except StormdeskError as error:
        st.session_state[_REFUSED] = (made, told(error))
        return ""
    st.session_state.pop(_REFUSED, None)
    forget_fields("")
    return said


def _frame(
    page: Page,
    accounts: Sequence[Account],
    waiting: Collection[str],
    stopped: Collection[str],
    signed_in: Mapping[str, datetime],
) -> pd.DataFrame:
    shown = pd.DataFrame(
        {
            _("姓名"): [each.name for each in accounts],
            _("账号"): [each.account_id for each in accounts],
            _("状态"): [
                state_words(
                    each, is_waiting=each.account_id in waiting, is_stopped=each.account_id in stopped
                )
                for each in accounts
            ],
            _("角色"): [role_name(each.role) for each in accounts],
            _("辖区"): [area_words(page, each.area_code) for each in accounts],
            _("单位"): [each.unit or "" for each in accounts],
            _("最后登录"): beijing(pd.Series([signed_in.get(each.account_id) for each in accounts])),
        }
    )
    if any(each.is_drill for each in accounts):
        shown[_("演练")] = ["✓" if each.is_drill else "" for each in accounts]
    return shown
