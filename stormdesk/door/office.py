"""The office behind the door: the file of accounts, sessions and audit, opened once per process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from stormdesk.domain.access.rights import Rights
from stormdesk.door.audit import Audit, open_audit
from stormdesk.door.rights import load_rights
from stormdesk.settings import Settings
from stormdesk.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    """What the door works with; its file is apart from the ledger's, so that no import holds it up."""

    settings: Settings
    store: Store
    rights: Rights
    audit: Audit

    def close(self) -> None:
        """Write down what is still gathered and let go of the file."""
        self.audit.settle(datetime.now(UTC))
        self.store.close()


def open_office(settings: Settings) -> Office:
    """Open the access file and read the table of rights."""
    rights = load_rights(settings.access_dir / "rights.csv")
    store = Store(
        settings.access_database, queries=settings.queries_dir, schema="schema_access", memory_limit="200MB"
    )
    return Office(settings, store, rights, open_audit(settings, store))
