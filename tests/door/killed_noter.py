"""Notes deeds until it is killed; the test kills it between a row and its head."""

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stormdesk.door import audit_head
from stormdesk.door.audit import Deed, Kind, open_audit
from stormdesk.settings import load_settings
from stormdesk.store import Store

settings = replace(load_settings(), home=Path(sys.argv[1]))
store = Store(settings.access_database, queries=settings.queries_dir, schema="schema_access")
audit = open_audit(settings, store)
for number in range(3):
    if number == 2:
        audit_head.HeadFile.tell = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign, assignment]
    audit.note(Deed(at=datetime.now(UTC), kind=Kind.EXPORT, what="lists_exported"))
