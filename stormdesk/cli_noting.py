"""What the command line does is in the audit too, before it happens."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from stormdesk.door.accounts import COMMAND
from stormdesk.door.audit import Audit, Kind, deed_of, open_audit
from stormdesk.door.import_notes import TellCame, telling
from stormdesk.settings import Settings
from stormdesk.store import Store


@contextmanager
def noted(settings: Settings, kind: Kind, what: str, **more: Any) -> Iterator[TellCame]:  # noqa: ANN401  columns of a row
    """Note a deed of whoever is at the console, and what came of it; none while a server holds the audit."""
    with opened_audit(settings) as audit:
        detail = {"login": getpass.getuser()} | more.pop("detail", {})
        deed = deed_of(COMMAND, kind, what, at=datetime.now(UTC), detail=detail, **more)
        with telling(audit, deed) as tell:
            yield tell


@contextmanager
def opened_audit(settings: Settings) -> Iterator[Audit]:
    """The audit of a home that no server holds; raises StoreBusy."""
    store = access_file(settings)
    try:
        yield open_audit(settings, store)
    finally:
        store.close()


def access_file(settings: Settings) -> Store:
    """The door's own file; raises StoreBusy while a server holds it."""
    return Store(
        settings.access_database,
        queries=settings.queries_dir,
        schema="schema_access",
        memory_limit="200MB",
        secret=settings.database_secret,
    )
