"""Accounts: who has one, what it opens, and changes that two administrators cannot make past each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from stormdesk.domain.access.records import Action, Role, Visitor
from stormdesk.domain.access.rights import Rights
from stormdesk.door.account import Account, check_account
from stormdesk.door.account_file import read_accounts, write_account, write_password
from stormdesk.door.audit import Audit, Deed, Kind, deed_of
from stormdesk.door.passwords import Passwords
from stormdesk.errors import N_, AccountChanged, BadAccount, LastAdministrator, NotAllowed, UnknownAccount
from stormdesk.store import Store, Transaction

__all__ = ["COMMAND", "Account", "Accounts"]
COMMAND: Final = Visitor(account_id="command:", name="command line", role=Role.ADMINISTRATOR)
_KEPT = ("version", "key_version", "set_at", "set_by", "has_password", "must_change", "expires_at")


class Accounts:
    """All accounts, held in memory and written through; one change at a time."""

    def __init__(self, store: Store, rights: Rights, audit: Audit, passwords: Passwords) -> None:
        self._store, self._rights, self._audit, self._passwords = store, rights, audit, passwords
        self._lock = threading.RLock()
        self._known = {account.account_id: account for account in read_accounts(store)}

    def who(self, account_id: str) -> Account | None:
        """The account of this name."""
        return self._known.get(account_id)

    def all(self) -> list[Account]:
        """Every account, by name."""
        return sorted(self._known.values(), key=lambda account: account.account_id)

    def of_openid(self, openid: str) -> Account | None:
        """The account that an administrator has bound to what the OpenID provider calls somebody."""
        return next((known for known in self._known.values() if known.openid == openid), None)

    def add(
        self,
        account: Account,
        password: str | None,
        *,
        by: Visitor,
        at: datetime,
        must_change: bool = False,
    ) -> Account:
        """Make an account; without a password only OpenID opens it. Raises BadAccount, WeakPassword."""
        with self._lock:
            self.require(by, at=at)
            if account.account_id in self._known:
                raise BadAccount(reason=N_("已经有这个账号"))
            blank = {each.name: each.default for each in fields(Account) if each.name in _KEPT}
            made = replace(account, **blank | {"key_version": 1})  # type: ignore[arg-type]
            self._check(made)
            kept = None if password is None else self._hashed(password, made.account_id)
            with self.writing(self._deed(by, "add", made, at=at)) as transaction:
                self.write_new(transaction, made, kept, by=by.account_id, at=at, must_change=must_change)
            return self._known[made.account_id]

    def write_new(  # noqa: PLR0913  the columns of a row
        self,
        transaction: Transaction,
        account: Account,
        kept: str | None,
        *,
        by: str,
        at: datetime,
        must_change: bool = False,
    ) -> None:
        """Write a checked account and its password hash within a transaction that is under way."""
        write_account(transaction, replace(account, version=1, set_at=at, set_by=by))
        if kept is not None:
            write_password(transaction, account.account_id, kept, at=at, must_change=must_change)

    def change(
        self, account_id: str, *, version: int, by: Visitor, at: datetime, **changes: object
    ) -> Account:
        """Set an account anew, if `version` is still the one that stands.

        Raises AccountChanged when somebody was faster, LastAdministrator, BadAccount, NotAllowed.
        """
        with self._lock:
            self.require(by, at=at)
            before = self._must_know(account_id)
            if before.version != version:
                raise AccountChanged(by=self.name_of(before.set_by))
            if unknown := set(changes) & {"account_id", "is_drill", *_KEPT}:
                raise TypeError(sorted(unknown))
            ends = before.is_active and not changes.get("is_active", True)
            now = changes | {"key_version": before.key_version + ends}
            after = replace(before, **now)  # type: ignore[arg-type]
            self._check(after)
            if before.is_lasting_administrator and not after.is_lasting_administrator:
                self._keep_one(account_id)
            with self.writing(self._deed(by, "change", after, at=at, before=before)) as transaction:
                write_account(
                    transaction, replace(after, version=before.version + 1, set_at=at, set_by=by.account_id)
                )
            return self._known[account_id]

    def set_password(  # noqa: PLR0913  one deed
        self,
        account_id: str,
        password: str,
        *,
        by: Visitor,
        at: datetime,
        must_change: bool = False,
        keep_session_id: str | None = None,
    ) -> Account:
        """Set a password; every session of the account ends but the one to keep.

        One's own, or with the right to manage accounts anybody's. Raises WeakPassword, NotAllowed.
        """
        with self._lock:
            if by.account_id != account_id:
                self.require(by, at=at)
            before = self._must_know(account_id)
            kept = self._hashed(password, account_id)
            stamp = {"version": before.version + 1, "set_at": at, "set_by": by.account_id}
            after = replace(before, key_version=before.key_version + 1, **stamp)  # type: ignore[arg-type]
            with self.writing(self._deed(by, "password", after, at=at)) as transaction:
                write_account(transaction, after)
                transaction.run("access/forget_password", account_id=account_id)
                write_password(transaction, account_id, kept, at=at, must_change=must_change)
                self._carry(transaction, keep_session_id, after)
            return self._known[account_id]

    def fits(self, account_id: str, password: str) -> bool | None:
        """Whether this is the account's password; as slow where there is no such account."""
        row = self._store.rows("access/password_of", account_id=account_id)
        return self._passwords.fits(password, str(row[0][0]) if row else None)

    def refresh_hash(self, account_id: str, password: str) -> None:
        """Hash a password that has just fitted anew, if it was hashed at another cost than today's."""
        with self._lock:
            row = self._store.rows("access/password_of", account_id=account_id)
            if (
                not row
                or not self._passwords.is_outdated(str(row[0][0]))
                or not self.fits(account_id, password)
            ):
                return
            with self._store.write(changes_answers=False) as transaction:
                kept = self._passwords.hash(password)
                transaction.run("access/rehash", account_id=account_id, password_hash=kept)

    def require(self, by: Visitor, *, at: datetime, thing: str = "accounts") -> None:
        """Raise NotAllowed unless this visitor may manage a thing by what holds at this instant."""
        if by.account_id == COMMAND.account_id:
            return
        known = self.who(by.account_id)
        stands = known is not None and known.is_active
        now = replace(by, role=known.role, area_code=known.area_code) if known else by
        if not stands or not self._rights.allows(now, Action.MANAGE, thing):
            refused = deed_of(by, Kind.REFUSED, Action.MANAGE, at=at, is_done=False, thing=thing)
            self._audit.note(refused)
            raise NotAllowed

    def name_of(self, actor: str) -> str:
        """The name to show for whoever did something; what is no account stays as it is written."""
        known = self.who(actor)
        return actor if known is None else known.name

    @contextmanager
    def writing(self, deed: Deed) -> Iterator[Transaction]:
        """Change accounts and note the deed in one transaction, then hold in memory what stands."""
        with self._lock:
            try:
                with self._audit.along(deed) as transaction:
                    yield transaction
            finally:
                self._known = {account.account_id: account for account in read_accounts(self._store)}

    def checked(self, account: Account, password: str) -> str:
        """Raise BadAccount or WeakPassword for what may not be made; return the password's hash."""
        self._check(account)
        return self._hashed(password, account.account_id)

    @property
    def lock(self) -> threading.RLock:
        """Held while accounts are looked at and changed in one go."""
        return self._lock

    def _must_know(self, account_id: str) -> Account:
        known = self.who(account_id)
        if known is None:
            raise UnknownAccount
        return known

    def _keep_one(self, account_id: str) -> None:
        others = (known for known in self._known.values() if known.account_id != account_id)
        if not any(other.is_lasting_administrator for other in others):
            raise LastAdministrator

    def _hashed(self, password: str, account_id: str) -> str:
        self._passwords.check(password, account_id)
        return self._passwords.hash(password)

    def _check(self, account: Account) -> None:
        check_account(account)
        twin = self.of_openid(account.openid) if account.openid else None
        if twin is not None and twin.account_id != account.account_id:
            raise BadAccount(reason=N_("这个统一身份已经绑定了另一个账号"))

    @staticmethod
    def _carry(transaction: Transaction, session_id: str | None, account: Account) -> None:
        transaction.run(
            "access/carry_session",
            session_id=session_id,
            account_id=account.account_id,
            key_version=account.key_version,
        )

    @staticmethod
    def _deed(
        by: Visitor, what: str, account: Account, *, at: datetime, before: Account | None = None
    ) -> Deed:
        shown = ("role", "area_code", "subjects", "is_active", "is_drill")
        detail = {name: _shown(getattr(account, name)) for name in shown}
        if before is not None:
            old = {name: _shown(getattr(before, name)) for name in shown}
            detail = {name: f"{old[name]} → {detail[name]}" for name in shown if old[name] != detail[name]}
        area = account.area_code
        return deed_of(
            by,
            Kind.ACCOUNT,
            what,
            at=at,
            thing="account",
            thing_id=account.account_id,
            area_code=area,
            detail=detail,
        )


def _shown(value: object) -> str:
    return ",".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)
