"""What accounts, rights and sessions are called."""

import re
from typing import Final

from stormdesk.domain.access.records import AREA_DIGITS, ROLE_NAMES, Action, Grant, Role
from stormdesk.domain.vocabulary import N_
from stormdesk.door.accounts import Account
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

ACTIONS: Final = {
    Action.READ: N_("查看(页面)"),
    Action.RECORD: N_("登记"),
    Action.PROPOSE: N_("提议"),
    Action.APPROVE: N_("批准"),
    Action.UNMASK: N_("显示姓名和电话(逐行、写明理由、留记录)"),
    Action.EXPORT: N_("导出"),
    Action.MANAGE: N_("管理"),
}
SUBJECTS: Final = (
    "responsible_person",
    "evacuee",
    "vessel",
    "site",
    "shelter",
    "facility",
    "unit",
    "area",
    "tally",
    "damage",
    "directive",
    "action",
    "team",
)
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "WeChat"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_PLAIN = re.compile(r"[^\w .:/()-]")


def role_name(role: Role) -> str:
    """A role in words."""
    return _(ROLE_NAMES[role])


def area_words(page: Page, area_code: str | None) -> str:
    """The area that an account is held in."""
    return page.area_name(area_code) if area_code else _("全市")


def grant_words(grant: Grant, role: Role) -> str:
    """How far a right reaches, with a sign beside the words."""
    if grant is Grant.NO:
        return "–"
    if grant is Grant.YES:
        return _("● 可以")
    return _("◐ 本辖区") if role in AREA_DIGITS else _("◐ 本单位事项")


def state_words(account: Account, *, is_waiting: bool, is_stopped: bool) -> str:
    """How an account stands, the most urgent first."""
    if not account.is_active:
        return _("× 已停用")
    if is_waiting:
        return _("! 试错太多,在等待")
    if is_stopped:
        return _("! 显示个人信息已暂停")
    if account.must_change:
        return _("◐ 一次性口令,未登录")
    if not account.has_password and account.openid is None:
        return _("? 没有口令")
    return _("● 正常")


def agent_words(agent: str) -> str:
    """A browser as a person calls it; unknown ones by the first of what they say of themselves."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(filter(None, (browser, system))) or _PLAIN.sub("", agent)[:40] or "?"
