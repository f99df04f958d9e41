"""The same request under the same key gets the same answer, even when both come at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from stormdesk.errors import N_
from stormdesk.store import Store
from stormdesk.ui.asgi.api_gate import Refusal

Work = Callable[[], tuple[int, str]]


class Keys:
    """Answers by source and key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._working: set[tuple[str, str]] = set()

    def once(
        self, store: Store, source_id: str, key: str | None, digest: str, work: Work
    ) -> tuple[int, str, bool]:
        """Do the work, or return what was answered under this key before; the last tells which."""
        if key is None:
            return (*work(), False)
        with self._alone(source_id, key):
            known = store.rows("api/answer", source_id=source_id, idempotency_key=key)
            if known:
                request_hash, status, answer = known[0]
                if request_hash != digest:
                    raise Refusal(422, N_("这个 Idempotency-Key 已用于另一份内容。"))
                return int(status), str(answer), True
            status, answer = work()
            at = datetime.now(UTC)
            with store.write(changes_answers=False) as transaction:
                transaction.run("api/forget", machine_at=at)
                transaction.run(
                    "api/keep_answer",
                    source_id=source_id,
                    idempotency_key=key,
                    request_hash=digest,
                    answered_at=at,
                    answer_status=status,
                    answer=answer,
                )
        return status, answer, False

    @contextmanager
    def _alone(self, source_id: str, key: str) -> Iterator[None]:
        """Let one request at a time work under a key; another is told to come again."""
        mark = (source_id, key)
        with self._lock:
            if mark in self._working:
                raise Refusal(409, headers={"Retry-After": "1"})
            self._working.add(mark)
        try:
            yield
        finally:
            with self._lock:
                self._working.discard(mark)
