"""What the buttons of the access page do; each asks anew who presses it and returns its sentence."""

from collections.abc import Mapping
from datetime import UTC, datetime

from stormdesk.domain.access.records import Action
from stormdesk.door import entrance
from stormdesk.door.accounts import Account
from stormdesk.door.known_person import require_person
from stormdesk.door.passwords import made_up
from stormdesk.door.sessions import End
from stormdesk.door.unmask import go_on
from stormdesk.ui.access.once import keep_once
from stormdesk.ui.page import Page
from stormdesk.ui.text import _


def add(page: Page, account: Account) -> str:
    """Make an account with a password for one sign-in."""
    visit, password = page.desk, made_up()
    require_person(visit.desk_for(Action.MANAGE, "accounts").store, account.person_id)
    visit.office.accounts.add(account, password, by=visit.visitor, at=datetime.now(UTC), must_change=True)
    keep_once(account.account_id, password)
    return _("已建账号 {account}。一次性口令见下,只显示这一次。").format(account=account.account_id)


def change(page: Page, account_id: str, version: int, changes: Mapping[str, object]) -> str:
    """Set an account anew, unless somebody else did meanwhile; a person that stood there may stay."""
    visit = page.desk
    require_person(visit.desk_for(Action.MANAGE, "accounts").store, changes.get("person_id"))
    visit.office.accounts.change(
        account_id, version=version, by=visit.visitor, at=datetime.now(UTC), **changes
    )
    return _("已修改账号 {account},下一次点击就生效。").format(account=account_id)


def switch(page: Page, account_id: str, version: int, is_active: bool) -> str:  # noqa: FBT001
    """Switch an account off, which ends its sessions, or on again."""
    visit, now = page.desk, datetime.now(UTC)
    visit.office.accounts.change(account_id, version=version, by=visit.visitor, at=now, is_active=is_active)
    if is_active:
        return _("已启用账号 {account}。").format(account=account_id)
    visit.office.sessions.end_all(account_id, at=now, why=End.ACCOUNT_OFF, by=visit.visitor)
    return _("已停用账号 {account},它的会话全部结束。").format(account=account_id)


def reset(page: Page, account_id: str) -> str:
    """Give an account a password for one sign-in; whatever was signed in with it ends."""
    visit = page.desk
    visit.require(Action.MANAGE, "accounts")
    password = entrance.reset_password(visit.office, account_id, by=visit.visitor, at=datetime.now(UTC))
    keep_once(account_id, password)
    return _("已为 {account} 重设口令。一次性口令见下,只显示这一次。").format(account=account_id)


def unlock(page: Page, account_id: str) -> str:
    """Forget the wrong tries of an account."""
    visit = page.desk
    entrance.unlock(visit.office, account_id, by=visit.visitor, at=datetime.now(UTC))
    return _("已解除 {account} 的登录等待。").format(account=account_id)


def let_go_on(page: Page, account_id: str) -> str:
    """Let an account that was stopped show people again."""
    go_on(page.desk, account_id, at=datetime.now(UTC))
    return _("已放行:{account} 可以继续显示个人信息。").format(account=account_id)


def end_session(page: Page, session_id: str) -> str:
    """End a session: one's own, or anybody's with the right to."""
    visit, now = page.desk, datetime.now(UTC)
    standing = {each.session_id: each.account_id for each in visit.office.sessions.standing(now)}
    is_own = standing.get(session_id) == visit.visitor.account_id
    if not is_own:
        visit.require(Action.MANAGE, "sessions")
    why = End.SIGN_OUT if is_own else End.ADMINISTRATOR
    is_ended = visit.office.sessions.end(session_id, at=now, why=why, by=visit.visitor)
    return _("会话已结束。") if is_ended else _("这个会话已经不在了。")


def end_others(page: Page) -> str:
    """End every session of one's own account but the present one."""
    visit = page.desk
    me = visit.visitor
    count = visit.office.sessions.end_all(
        me.account_id, at=datetime.now(UTC), why=End.SIGN_OUT, but=me.session_id, by=me
    )
    return _("已结束其他 {n} 个会话。").format(n=count)


def pair(page: Page, code: str, name: str) -> str:
    """Let the screen in that shows this code."""
    visit = page.desk
    device = visit.office.devices.confirm(code, name, by=visit.visitor, at=datetime.now(UTC))
    return _("屏幕“{name}”已接入,几秒内自己打开。").format(name=device.name)


def revoke(page: Page, device_id: str) -> str:
    """Shut a screen out."""
    visit, now = page.desk, datetime.now(UTC)
    visit.office.devices.revoke(device_id, by=visit.visitor, at=now)
    visit.office.sessions.end_all(f"device:{device_id}", at=now, why=End.DEVICE_REVOKED, by=visit.visitor)
    return _("屏幕已撤销,不再显示任何内容。")
