"""Accounts in the access file."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.access.records import Role
from stormdesk.door.account import Account
from stormdesk.store import Store, Transaction

ONE_TIME: Final = timedelta(days=7)
MOST_ACCOUNTS: Final = 1_000_000


def read_accounts(store: Store) -> list[Account]:
    """Every account as it was last set."""
    columns, rows = store.head("access/accounts", MOST_ACCOUNTS)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    return [
        Account(
            **row
            | {
                "role": Role(row["role"]),
                "subjects": frozenset(filter(None, str(row["subjects"]).split(","))),
            }
        )
        for row in told
    ]


def write_account(transaction: Transaction, account: Account) -> None:
    """Add a setting of an account."""
    values = {each.name: getattr(account, each.name) for each in fields(Account)}
    subjects = ",".join(sorted(account.subjects))
    transaction.run("access/add_account", **values | {"role": str(account.role), "subjects": subjects})


def write_password(
    transaction: Transaction, account_id: str, kept: str, *, at: datetime, must_change: bool
) -> None:
    """Add the password of an account that has none; one for one sign-in opens for a week."""
    transaction.run(
        "access/set_password",
        account_id=account_id,
        password_hash=kept,
        must_change=must_change,
        expires_at=at + ONE_TIME if must_change else None,
        set_at=at,
    )
