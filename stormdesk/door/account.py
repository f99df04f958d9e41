"""One account, and the rules that it keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stormdesk.domain.access.records import AREA_DIGITS, Role
from stormdesk.errors import N_, BadAccount

MOST_CHARACTERS: Final = 100
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as it stands; `expires_at` is until when a password for one sign-in opens."""

    account_id: str
    name: str
    role: Role
    area_code: str | None = None
    unit: str | None = None
    subjects: frozenset[str] = frozenset()
    person_id: str | None = None
    openid: str | None = None
    is_active: bool = True
    is_drill: bool = False
    version: int = 0
    key_version: int = 0
    set_at: datetime | None = None
    set_by: str = ""
    has_password: bool = False
    must_change: bool = False
    expires_at: datetime | None = None

    @property
    def is_lasting_administrator(self) -> bool:
        """Whether somebody can run the house with it, whatever the mode and the OpenID provider do."""
        return self.role is Role.ADMINISTRATOR and self.is_active and not self.is_drill and self.has_password


def check_account(account: Account) -> None:
    """Raise BadAccount, with what is wrong, for an account that breaks a rule."""
    if not _IDENTIFIER.fullmatch(account.account_id):
        raise BadAccount(reason=N_("账号名用 2 到 64 个小写字母、数字、点、- 和 _"))
    for text in (account.name, account.unit, account.person_id, account.openid):
        if text is not None and (len(text) > MOST_CHARACTERS or has_control_characters(text)):
            raise BadAccount(reason=N_("名称、单位、人员编号至多 100 个字,没有控制字符"))
    if not account.name.strip():
        raise BadAccount(reason=N_("没有写姓名"))
    digits = AREA_DIGITS.get(account.role)
    area = account.area_code or ""
    if digits is None and area:
        raise BadAccount(reason=N_("只有乡镇和村的账号有辖区"))
    if digits is not None and not re.fullmatch(rf"[0-9]{{{digits}}}", area):
        raise BadAccount(reason=N_("乡镇账号要写 9 位、村账号要写 12 位区划代码"))
    if account.subjects and account.role is not Role.DEPARTMENT:
        raise BadAccount(reason=N_("只有成员单位的账号有自己的事项"))


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that do not show, or that turn the order of others."""
    return _CONTROL.search(text) is not None
