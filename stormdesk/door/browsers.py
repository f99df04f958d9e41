"""Browsers that an account has signed in from: their mark opens nothing, it only counts failures apart."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta
from typing import Final

from stormdesk.door.passwords import mark_of
from stormdesk.store import Store

LIVES: Final = timedelta(days=180)
LONGEST_MARK: Final = 100
MOST_KEPT: Final = 50


class Browsers:
    """All marks, held in memory and written through."""

    def __init__(self, store: Store, *, at: datetime) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known = {
            str(row[0]): str(row[1]) for row in store.rows("access/browsers", made_from=at - LIVES)
        }

    def known(self, mark: str | None, account_id: str) -> str | None:
        """What a browser's tries are counted under, if this account has signed in from it."""
        if not mark or len(mark) > LONGEST_MARK:
            return None
        kept = mark_of(mark)
        return kept if self._known.get(kept) == account_id else None

    def remember(self, account_id: str, *, at: datetime) -> str:
        """Make a mark for a browser from which an account has just signed in."""
        mark = secrets.token_urlsafe(32)
        with self._lock:
            with self._store.write(changes_answers=False) as transaction:
                transaction.run("access/forget_browsers", made_to=at - LIVES, most=MOST_KEPT - 1)
                transaction.run(
                    "access/add_browser", mark_hash=mark_of(mark), account_id=account_id, made_at=at
                )
            self._known = self._read(at)
        return mark

    def _read(self, at: datetime) -> dict[str, str]:
        rows = self._store.rows("access/browsers", made_from=at - LIVES)
        return {str(row[0]): str(row[1]) for row in rows}
