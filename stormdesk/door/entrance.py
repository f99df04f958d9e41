"""The entrance: every way to come in, with the same answer to every stranger."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stormdesk.domain.access.records import Visitor
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.holders import DEVICE
from stormdesk.door.lockout import keys_of
from stormdesk.door.office import Office
from stormdesk.door.passwords import made_up, plain
from stormdesk.door.sessions import End
from stormdesk.errors import N_, StormdeskError, TooManyTries, WrongPassword

WRONG: Final = N_("账号或口令不对。")
WAIT: Final = N_("试错太多,请等 {wait} 秒再试。")
BUSY: Final = N_("现在登录的人太多,请稍后再试。")
SHUT: Final = N_("这个账号已停用,或不能用于现在的模式。请联系管理员。")
LATE: Final = N_("这个一次性口令已经过期。请管理员再发一个。")
CHOOSE: Final = N_("请设一个自己的口令。")
SAME: Final = N_("新口令要和一次性口令不同。")
LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody is in: the token for his cookie, and a new mark for a browser that had none."""

    token: str
    visitor: Visitor
    trusted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nobody is in, and the sentence to show; with a right one-time password a new one must be chosen."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    needs_new_password: bool = False
    wait_s: int = 0


def sign_in(  # noqa: PLR0913  one form
    office: Office,
    account_id: str,
    password: str,
    *,
    at: datetime,
    address: str = "",
    agent: str = "",
    trusted: str | None = None,
    new_password: str | None = None,
) -> Entered | Refused:
    """Sign in with a password; `trusted` is the mark in the browser's other cookie."""
    name = plain(account_id[: 4 * LONGEST_NAME]).strip().casefold()[:LONGEST_NAME]
    known_by = office.browsers.known(trusted, name)
    refused = _wrong(office, name, password, known_by, at=at, address=address)
    refused = refused or _held_up(office, name, password, new_password, at=at, address=address)
    if refused is not None:
        return refused
    token = office.sessions.begin(name, at=at, address=address, agent=agent)
    visitor = office.sessions.visitor_of(token, at=at, address=address)
    if visitor is None:
        return Refused(sentence=SHUT)
    mark = None if known_by else office.browsers.remember(name, at=at)
    return Entered(token=token, visitor=visitor, trusted=mark)


def enter_first(  # noqa: PLR0913  one form
    office: Office,
    code: str,
    account_id: str,
    name: str,
    password: str,
    *,
    at: datetime,
    address: str = "",
    agent: str = "",
) -> Entered | Refused:
    """Make the first administrator with the code from the server's console, and let him in."""
    keys = keys_of("first:", address)
    if wait_s := office.attempts.take(keys):
        return waits(office, wait_s, at=at, address=address)
    try:
        made = office.first.make(code, account_id.strip().casefold(), name, password, at=at, address=address)
    except StormdeskError as error:
        office.audit.stranger("wrong_first_code", at=at, address=address, kind=Kind.ACCOUNT)
        return Refused(sentence=error.sentence, values=error.values)
    office.attempts.clear(keys)
    return enter_known(office, made.account_id, "first", at=at, address=address, agent=agent)


def enter_device(
    office: Office, secret: str | None, *, at: datetime, address: str = "", agent: str = ""
) -> Entered | None:
    """Let the screen that keeps this secret in, once somebody has confirmed its code."""
    device_id = office.devices.collect(secret, at=at)
    if device_id is None:
        return None
    account_id = DEVICE + device_id
    token = office.sessions.begin(
        account_id, at=at, address=address, agent=agent, device_id=device_id, how="device"
    )
    visitor = office.sessions.visitor_of(token, at=at, address=address)
    return None if visitor is None else Entered(token=token, visitor=visitor)


def enter_known(  # noqa: PLR0913  one visitor
    office: Office, account_id: str, how: str, *, at: datetime, address: str = "", agent: str = ""
) -> Entered | Refused:
    """Let in somebody who has proved in another way who he is."""
    if office.holders.find(account_id) is None:
        office.audit.stranger("shut", at=at, address=address, kind=Kind.SIGN_IN, account_id=account_id)
        return Refused(sentence=SHUT)
    token = office.sessions.begin(account_id, at=at, address=address, agent=agent, how=how)
    visitor = office.sessions.visitor_of(token, at=at, address=address)
    if visitor is None:
        return Refused(sentence=SHUT)
    return Entered(token=token, visitor=visitor, trusted=office.browsers.remember(account_id, at=at))


def change_password(office: Office, visitor: Visitor, old: str, new: str, *, at: datetime) -> None:
    """Change one's own password; every other session of the account ends.

    Raises WrongPassword, TooManyTries, WeakPassword.
    """
    name = visitor.account_id
    keys = keys_of(name, visitor.address, f"session:{visitor.session_id}")
    if wait_s := office.attempts.take(keys):
        raise TooManyTries(wait=math.ceil(wait_s))
    if not office.accounts.fits(name, old):
        office.audit.stranger("wrong_password", at=at, address=visitor.address, account_id=name)
        raise WrongPassword
    office.attempts.clear(keys)
    with office.sessions.carrying(visitor.session_id):
        office.accounts.set_password(name, new, by=visitor, at=at, keep_session_id=visitor.session_id or None)
    office.sessions.end_all(name, at=at, why=End.PASSWORD, but=visitor.session_id, by=visitor)


def reset_password(office: Office, account_id: str, *, by: Visitor, at: datetime) -> str:
    """Give an account a password for one sign-in, shown this once; all its sessions end."""
    password = made_up()
    office.accounts.set_password(account_id, password, by=by, at=at, must_change=True)
    office.sessions.end_all(account_id, at=at, why=End.PASSWORD, by=by)
    office.attempts.forgive(account_id)
    return password


def unlock(office: Office, account_id: str, *, by: Visitor, at: datetime) -> int:
    """Forget an account's wrong tries; returns from how many places it had to wait or nearly so."""
    office.accounts.require(by, at=at)
    office.audit.note(deed_of(by, Kind.ACCOUNT, "unlock", at=at, thing="account", thing_id=account_id))
    return office.attempts.forgive(account_id)


def _wrong(  # noqa: PLR0913  the state of one try
    office: Office, name: str, password: str, known_by: str | None, *, at: datetime, address: str
) -> Refused | None:
    """Why this is not the account's password, or may not be tried now; the same for no account."""
    started_s = time.monotonic()
    keys = keys_of(name, address, known_by)
    if wait_s := office.attempts.take(keys):
        return waits(office, wait_s, at=at, address=address)
    fits = office.accounts.fits(name, password)
    if fits is None:
        office.attempts.give_back(keys)
        return Refused(sentence=BUSY, wait_s=5)
    if fits:
        office.attempts.clear(keys)
        return None
    known = name if office.accounts.who(name) else None
    office.audit.stranger(
        "wrong_password", at=at, address=address, kind=Kind.SIGN_IN, thing="account", account_id=known
    )
    _keep_beat(started_s, office.passwords.beat_s)
    return Refused(sentence=WRONG)


def _held_up(  # noqa: PLR0913  the state of one try
    office: Office, name: str, password: str, new: str | None, *, at: datetime, address: str
) -> Refused | None:
    """Why the right password does not open all the same; a chosen one is set on the way."""
    holder, account = office.holders.find(name), office.accounts.who(name)
    if holder is None or account is None:
        office.audit.stranger("shut", at=at, address=address, kind=Kind.SIGN_IN, account_id=name)
        return Refused(sentence=SHUT)
    if not account.must_change:
        office.accounts.refresh_hash(name, password)
        return None
    if account.expires_at is None or at >= account.expires_at:
        return Refused(sentence=LATE)
    if not new or plain(new) == plain(password):
        return Refused(sentence=SAME if new else CHOOSE, needs_new_password=True)
    try:
        office.accounts.set_password(name, new, by=holder.visitor("", address), at=at)
    except StormdeskError as error:
        return Refused(sentence=error.sentence, values=error.values, needs_new_password=True)
    return None


def waits(office: Office, wait_s: float, *, at: datetime, address: str) -> Refused:
    """Tell somebody who was wrong too often how long to wait."""
    office.audit.stranger("too_many_tries", at=at, address=address, kind=Kind.SIGN_IN)
    wait = math.ceil(wait_s)
    return Refused(sentence=WAIT, values={"wait": wait}, wait_s=wait)


def _keep_beat(started_s: float, beat_s: float) -> None:
    """Tell a wrong password at the next beat, so that the time taken tells nothing."""
    if beat_s:
        taken_s = time.monotonic() - started_s
        time.sleep(beat_s - taken_s % beat_s)
