"""`stormdesk account`, `session` and `drill-accounts`: who has a key to the door, from the console."""

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from stormdesk.domain.access.records import ROLE_NAMES, Role, Visitor
from stormdesk.domain.moment import show_instant
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.drill import make_drill_accounts
from stormdesk.door.entrance import reset_password
from stormdesk.door.known_person import require_person_on_file
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import made_up
from stormdesk.door.sessions import End
from stormdesk.errors import N_, StoreBusy, UnknownAccount
from stormdesk.ingest.county import load_county
from stormdesk.settings import Settings
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
Words = Callable[[str], str]
Work = Callable[[argparse.Namespace, Office, Words], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add the commands, with their help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    account = commands.add_parser("account", help=_("账号:列出、添加、改口令、改角色、停用、启用"))
    account.set_defaults(command=_run, work=_list)
    ways = account.add_subparsers(metavar="")
    ways.add_parser("list", help=_("全部账号")).set_defaults(work=_list)
    add = ways.add_parser("add", help=_("添加一个账号,一次性口令只显示这一次"))
    add.add_argument("account_id", metavar="ID", help=_("登录时输入的账号名"))
    add.add_argument("--name", required=True, help=_("姓名"))
    add.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLE", help=_roles(_))
    _add_reach(add, _)
    add.add_argument("--unit", default=None, help=_("单位"))
    add.add_argument("--person", default=None, metavar="ID", help=_("责任人编号;同一人的账号算同一只手"))
    add.add_argument("--openid", default=None, help=_("统一身份认证里的编号"))
    add.set_defaults(work=_add)
    role = ways.add_parser("role", help=_("改角色和辖区"))
    role.add_argument("account_id", metavar="ID")
    role.add_argument("role", type=Role, choices=list(Role), metavar="ROLE", help=_roles(_))
    _add_reach(role, _)
    role.set_defaults(work=_role)
    for name, work, text in _WAYS:
        way = ways.add_parser(name, help=_(text))
        way.add_argument("account_id", metavar="ID")
        way.set_defaults(work=work)
    _add_sessions(commands, _)


def _add_sessions(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Words) -> None:
    session = commands.add_parser("session", help=_("登录:列出、结束"))
    session.set_defaults(command=_run, work=_sessions)
    ways = session.add_subparsers(metavar="")
    ways.add_parser("list", help=_("现有的登录")).set_defaults(work=_sessions)
    end = ways.add_parser("end", help=_("结束一个登录,或一个账号的全部登录"))
    end.add_argument("which", metavar="ID", help=_("登录编号,或账号名"))
    end.set_defaults(work=_end)
    drill = commands.add_parser("drill-accounts", help=_("为演练给每个角色建一个账号,口令只显示这一次"))
    drill.set_defaults(command=_run, work=_drill)


def _add_reach(parser: argparse.ArgumentParser, _: Words) -> None:
    parser.add_argument("--area", default=None, metavar="CODE", help=_("辖区代码,乡镇 9 位,村 12 位"))
    parser.add_argument("--subjects", default="", help=_("成员单位自己的事项,逗号分开"))


def _roles(_: Words) -> str:
    return ", ".join(f"{role} {_(name)}" for role, name in ROLE_NAMES.items()).replace("%", "%%")


def _run(asked: argparse.Namespace, settings: Settings) -> int:
    words = catalogue(settings.language)

    def _(text: str) -> str:
        return words.get(text, text)

    work: Work = asked.work
    try:
        office = open_office(settings)
    except StoreBusy:
        _tell(_("服务正在运行,由它持有账号文件:请由管理员在“账号与权限”页办理,或先停止服务。"))
        return FAULT
    try:
        return work(asked, office, _)
    finally:
        office.close()


def make_drill(settings: Settings) -> int:
    """Make an account per role for a drill and print their passwords; returns the exit code."""
    return _run(argparse.Namespace(work=_drill), settings)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")


def _by() -> Visitor:
    return replace(COMMAND, address=f"console {getpass.getuser()}"[:100])


def _now() -> datetime:
    return datetime.now(UTC)


def _list(_asked: argparse.Namespace, office: Office, _: Words) -> int:
    for account in office.accounts.all():
        state = _("启用") if account.is_active else _("停用")
        marks = [_("演练")] if account.is_drill else []
        marks += [_("等待设口令")] if account.must_change else []
        area = account.area_code or ",".join(sorted(account.subjects)) or "—"
        _say("\t".join((account.account_id, _(ROLE_NAMES[account.role]), area, state, *marks, account.name)))
    if office.first.is_needed():
        _tell(_("还没有能登录的管理员:服务启动时会显示一个代码,或用 account add --role administrator 添加。"))
    return DONE


def _add(asked: argparse.Namespace, office: Office, _: Words) -> int:
    password = made_up()
    require_person_on_file(office.settings, asked.person)
    account = Account(
        account_id=asked.account_id,
        name=asked.name,
        role=asked.role,
        area_code=asked.area,
        unit=asked.unit,
        subjects=_subjects(asked.subjects),
        person_id=asked.person,
        openid=asked.openid,
    )
    office.accounts.add(account, password, by=_by(), at=_now(), must_change=True)
    return _hand_over(asked.account_id, password, _)


def _password(asked: argparse.Namespace, office: Office, _: Words) -> int:
    return _hand_over(asked.account_id, reset_password(office, asked.account_id, by=_by(), at=_now()), _)


def _hand_over(account_id: str, password: str, _: Words) -> int:
    _say(password)
    _tell(_("账号 {account} 的一次性口令,七天内有效,登录时要另设自己的。").format(account=account_id))
    return DONE


def _role(asked: argparse.Namespace, office: Office, _: Words) -> int:
    return _change(
        asked.account_id, office, _, role=asked.role, area_code=asked.area, subjects=_subjects(asked.subjects)
    )


def _off(asked: argparse.Namespace, office: Office, _: Words) -> int:
    return _change(asked.account_id, office, _, is_active=False)


def _on(asked: argparse.Namespace, office: Office, _: Words) -> int:
    return _change(asked.account_id, office, _, is_active=True)


def _change(account_id: str, office: Office, _: Words, **changes: object) -> int:
    known = office.accounts.who(account_id)
    if known is None:
        raise UnknownAccount
    office.accounts.change(account_id, version=known.version, by=_by(), at=_now(), **changes)
    _say(_("已改账号 {account}。").format(account=account_id))
    return DONE


def _subjects(text: str) -> frozenset[str]:
    return frozenset(filter(None, (word.strip() for word in text.split(","))))


def _sessions(_asked: argparse.Namespace, office: Office, _: Words) -> int:
    for each in office.sessions.standing(_now()):
        seen = show_instant(each.seen_at)
        _say("\t".join((each.session_id, each.account_id, seen, each.address or "—", each.name)))
    return DONE


def _end(asked: argparse.Namespace, office: Office, _: Words) -> int:
    at, by = _now(), _by()
    count = int(office.sessions.end(asked.which, at=at, why=End.ADMINISTRATOR, by=by))
    count += office.sessions.end_all(asked.which, at=at, why=End.ADMINISTRATOR, by=by)
    _say(_("已结束 {count} 个登录。").format(count=count))
    return DONE if count else FAULT


def _drill(_asked: argparse.Namespace, office: Office, _: Words) -> int:
    county = load_county(office.settings.county_dir, office.settings.reference_dir)
    village = county.villages[0]
    keys = make_drill_accounts(
        office,
        township_code=village.township_code,
        village_code=village.code,
        by=_by(),
        at=_now(),
    )
    for key in keys:
        role = _(ROLE_NAMES[key.account.role])
        _say("\t".join((key.account.account_id, key.password, role, key.account.area_code or "—")))
    _tell(_("演练账号的口令只显示这一次。实战模式下这些账号不能登录。"))
    return DONE


_WAYS: tuple[tuple[str, Work, str], ...] = (
    ("password", _password, N_("发一个一次性口令,并结束这个账号的全部登录")),
    ("off", _off, N_("停用一个账号")),
    ("on", _on, N_("重新启用一个账号")),
)
