"""One account: what it opens, and every change of it behind a question that says what happens."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from stormdesk.domain.access.records import AREA_DIGITS, Role
from stormdesk.door.accounts import Account
from stormdesk.ui.access.deeds import change, let_go_on, reset, switch, unlock
from stormdesk.ui.access.words import SUBJECTS, area_words, role_name
from stormdesk.ui.audit.words import thing_words
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

SETTABLE = ("name", "role", "area_code", "unit", "subjects", "person_id", "openid")
ROLES: tuple[Role, ...] = tuple(role for role in Role if role is not Role.WALL)
_OPENED = "access-opened"
ICONS = {"unlock": "lock_open", "let_go_on": "play_arrow", "reset": "key"}


def draw_person(page: Page, account: Account, *, is_waiting: bool, is_stopped: bool) -> None:
    """Draw one account with everything that can be done to it."""
    version = _opened_version(account)
    with st.container(border=True, key="sd-access-person"):
        st.subheader(literal(f"{account.name} ({account.account_id})"))
        if version != account.version:
            _draw_changed(page, account)
            return
        _draw_deeds(page, account, is_waiting=is_waiting, is_stopped=is_stopped)
        if account.is_active:
            _draw_changing(page, account, version)


def _opened_version(account: Account) -> int:
    """The version that stood when the account was opened; what is typed belongs to that one."""
    held: tuple[str, int] | None = st.session_state.get(_OPENED)
    if held is None or held[0] != account.account_id:
        held = (account.account_id, account.version)
        st.session_state[_OPENED] = held
        forget_fields(account.account_id)
    return held[1]


def _draw_changed(page: Page, account: Account) -> None:
    by = page.desk.office.accounts.name_of(account.set_by)
    text = _("这个账号在 {at} 由 {by} 改过。").format(by=by, at=clock_time(account.set_at, "%H:%M:%S"))
    draw_template("data_said", text=text, is_trouble=True)
    st.button(_("看新的设置"), key="access-reload", on_click=lambda: st.session_state.pop(_OPENED, None))


def _draw_deeds(page: Page, account: Account, *, is_waiting: bool, is_stopped: bool) -> None:
    name, account_id = account.name, account.account_id
    with st.container(horizontal=True):
        if is_waiting:
            question = _("确认是 {name} 本人在试?解除后他可以马上再试。").format(name=name)
            _deed(page, account_id, unlock, _("解除等待"), question)
        if is_stopped:
            question = _("{name} 短时间内显示了很多人的信息。问清原因了吗?放行后他可以继续。").format(
                name=name
            )
            _deed(page, account_id, let_go_on, _("放行"), question)
        if account.is_active:
            question = _("{name} 的现口令立即失效,所有会话结束;新的一次性口令只显示这一次。").format(
                name=name
            )
            _deed(page, account_id, reset, _("重设口令"), question)
        _draw_switch(page, account)


def _draw_switch(page: Page, account: Account) -> None:
    question = (
        _("{name} 立即不能登录,所有会话结束;他登记过的内容和记录都保留。")
        if account.is_active
        else _("{name} 又可以用原来的口令登录,角色和辖区如上。")
    )
    draw_deed(
        _("停用") if account.is_active else _("启用"),
        question.format(name=account.name),
        _done,
        switch,
        page,
        account.account_id,
        account.version,
        not account.is_active,
        key=f"access-switch-{account.account_id}",
        icon=":material/block:" if account.is_active else ":material/check:",
    )


def _deed(page: Page, account_id: str, deed: Callable[..., str], label: str, question: str) -> None:
    key, icon = f"access-{deed.__name__}-{account_id}", ICONS[deed.__name__]
    draw_deed(label, question, _done, deed, page, account_id, key=key, icon=f":material/{icon}:")


def _done(deed: Callable[..., str], page: Page, *values: object) -> str:
    """Do it, and take up the account as it stands then; after a refusal, what was opened stays."""
    said = deed(page, *values)
    st.session_state.pop(_OPENED, None)
    return said


def _draw_changing(page: Page, account: Account, version: int) -> None:
    wanted = draw_fields(page, account)
    changes = {
        name: getattr(wanted, name) for name in SETTABLE if getattr(wanted, name) != getattr(account, name)
    }
    if not changes:
        st.caption(_("没有改动。"))
        return
    draw_deed(
        _("保存修改"),
        _("将改为:{role},{area}。下一次点击就生效,已经登录的也一样。").format(
            role=role_name(wanted.role), area=area_words(page, wanted.area_code)
        ),
        _done,
        change,
        page,
        account.account_id,
        version,
        changes,
        key=f"access-save-{account.account_id}",
        icon=":material/save:",
    )


def draw_fields(page: Page, account: Account | None) -> Account:
    """Draw what can be set of an account, and return it as it would be."""
    start = account or Account(account_id="", name="", role=Role.TOWNSHIP)
    stem = f"access-f-{start.account_id}"
    first, second, third = st.columns(3)
    with first:
        account_id = start.account_id or _text(_("账号名(小写字母、数字)"), f"{stem}-id", "", most=64)
        name = _text(_("姓名"), f"{stem}-name", start.name)
    with second:
        role = _role(start, stem)
        unit = _text(_("单位"), f"{stem}-unit", start.unit or "")
    with third:
        area_code = _area(page, role, start.area_code, stem)
        person_id = _person(start, stem)
    return replace(
        start,
        account_id=account_id.casefold(),
        name=name,
        role=role,
        area_code=area_code,
        unit=unit or None,
        person_id=person_id or None,
        openid=_openid(page, start, stem) or None,
        subjects=_subjects(role, start, stem),
    )


def _role(start: Account, stem: str) -> Role:
    index = ROLES.index(start.role)
    return st.selectbox(_("角色"), ROLES, index=index, format_func=role_name, key=f"{stem}-role")


def _openid(page: Page, start: Account, stem: str) -> str:
    """What the county's own identity calls this person, where one is set up."""
    if page.desk.office.openid is None:
        return start.openid or ""
    return _text(_("统一身份认证里的编号"), f"{stem}-openid", start.openid or "")


def _person(start: Account, stem: str) -> str:
    note = _("同一人的几个账号写同一个编号:审批时算一个人。")
    return _text(_("名册中的人员编号"), f"{stem}-person", start.person_id or "", note=note)


def _text(label: str, key: str, value: str, *, most: int = 100, note: str | None = None) -> str:
    return st.text_input(label, value, key=key, max_chars=most, help=note, autocomplete="off").strip()


def _area(page: Page, role: Role, start: str | None, stem: str) -> str | None:
    """The area of a role that has one: a township, or a village by way of its township."""
    if role not in AREA_DIGITS:
        st.selectbox(_("辖区"), [_("全市")], disabled=True, key=f"{stem}-county")
        return None
    codes = [township.code for township in page.county.townships]
    if role is Role.VILLAGE:
        codes = [village.code for code in codes for village in page.county.villages_of(code)]
    index = codes.index(start) if start in codes else None
    picked = st.selectbox(
        _("辖区"), codes, index=index, format_func=lambda code: _place(page, code), key=f"{stem}-{role}"
    )
    return picked or None


def _place(page: Page, code: str) -> str:
    name = page.area_name(code)
    return f"{page.area_name(code[:9])} · {name}" if len(code) > 9 else name


def _subjects(role: Role, start: Account, stem: str) -> frozenset[str]:
    if role is not Role.DEPARTMENT:
        return frozenset()
    picked = st.multiselect(
        _("本单位的事项"),
        SUBJECTS,
        default=sorted(start.subjects & set(SUBJECTS)),
        format_func=thing_words,
        placeholder=_("请选择"),
        select_all=False,
        key=f"{stem}-subjects",
    )
    return frozenset(picked)


def forget_fields(account_id: str) -> None:
    """Let what was typed into the fields of an account go."""
    stem = f"access-f-{account_id}-"
    for key in [key for key in st.session_state if str(key).startswith(stem)]:
        del st.session_state[key]
