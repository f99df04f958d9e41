"""What the house does by itself: starting with a set of rules, taking in files that were laid before it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from stormdesk.domain.rules.records import RuleBook
from stormdesk.door.audit import Deed, Kind
from stormdesk.door.import_notes import came_of_file, telling
from stormdesk.door.office import Office
from stormdesk.ingest.inbox_report import Outcome
from stormdesk.ingest.sources import INBOX


def note_start(office: Office, rules: RuleBook, *, at: datetime) -> None:
    """Note that the server started, in which mode and by which rules."""
    in_force = rules.in_force
    told = {
        "mode": office.settings.mode,
        "fingerprint": in_force.fingerprint[:12] if in_force else "",
        "fallback": rules.is_fallback,
    }
    rule_set_id = in_force.rule_set_id if in_force else None
    deed = Deed(at=at, kind=Kind.SETTING, what="started", thing="rules", thing_id=rule_set_id, detail=told)
    office.audit.note(deed)


@contextmanager
def noting_inbox(office: Office, source_id: str, *, at: datetime) -> Iterator[Callable[[Outcome], None]]:
    """Note a file that somebody laid into the inbox; those of registered sources stand in the ledger."""
    if source_id != INBOX:
        yield lambda _outcome: None
        return
    told = Deed(at=at, kind=Kind.IMPORT, what="inbox_taken", thing="imports", detail={"source": source_id})
    with telling(office.audit, told) as tell:
        yield lambda outcome: tell(came_of_file(outcome))
