"""The first administrator: made with a code that the server shows once on its own console."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import Account, Accounts
from stormdesk.door.audit import Audit, Kind, deed_of
from stormdesk.door.holders import Holders
from stormdesk.door.passwords import made_up, mark_of
from stormdesk.errors import BadCode
from stormdesk.store import Store


class First:
    """The code, of which only the hash is kept; it is worth nothing once an administrator can sign in."""

    def __init__(self, store: Store, audit: Audit, accounts: Accounts, holders: Holders) -> None:
        self._store, self._audit, self._accounts, self._holders = store, audit, accounts, holders

    def is_needed(self) -> bool:
        """Whether nobody can run the house yet; accounts for a drill do not count."""
        return not any(account.is_lasting_administrator for account in self._accounts.all())

    def is_only_way(self) -> bool:
        """Whether there is nobody at all who could sign in; in a drill, accounts for it can."""
        known = (account.account_id for account in self._accounts.all())
        return self.is_needed() and not any(map(self._holders.find, known))

    def offer(self, *, at: datetime) -> str | None:
        """Make the code that the console shows, in place of an earlier one; None when it is not needed."""
        with self._accounts.lock:
            if not self.is_needed():
                return None
            code = made_up()
            with self._store.write(changes_answers=False) as transaction:
                transaction.run("access/forget_first_code")
                transaction.run("access/set_first_code", code_hash=_mark(code), made_at=at)
        return code

    def make(  # noqa: PLR0913  one form
        self, code: str, account_id: str, name: str, password: str, *, at: datetime, address: str = ""
    ) -> Account:
        """Make the first administrator and spend the code, both or neither.

        Raises BadCode for a code that is wrong or no longer needed, BadAccount, WeakPassword.
        """
        with self._accounts.lock:
            kept = [str(row[0]) for row in self._store.rows("access/first_code")]
            is_right = [hmac.compare_digest(each, _mark(code)) for each in kept]
            if not any(is_right) or not self.is_needed() or self._accounts.who(account_id) is not None:
                raise BadCode
            made = Account(account_id=account_id, name=name, role=Role.ADMINISTRATOR)
            hashed = self._accounts.checked(made, password)
            maker = Visitor(account_id=account_id, name=name, role=Role.ADMINISTRATOR, address=address)
            deed = deed_of(maker, Kind.ACCOUNT, "first", at=at, thing="account", thing_id=account_id)
            with self._accounts.writing(deed) as transaction:
                transaction.run("access/forget_first_code")
                first = replace(made, key_version=1)
                self._accounts.write_new(transaction, first, hashed, by=account_id, at=at)
        return first


def _mark(code: str) -> str:
    return mark_of("".join(code.split()).replace("-", "").casefold())
