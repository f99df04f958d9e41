"""The looks of each account at the brief, kept beside the accounts: what each person has seen himself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.looks import Look, is_worth_noting, last_seen
from stormdesk.domain.moment import Moment
from stormdesk.door.visit import Visit

KEPT: Final = timedelta(days=60)
MOST: Final = 1000
# A person's press on the page, or its opening, reached the door within this time.
JUST_NOW: Final = timedelta(seconds=60)


def looks_of(visit: Visit, moment: Moment) -> list[Look]:
    """The visitor's looks at an operation's brief that lie before the moment, the earliest first."""
    rows = visit.office.store.rows(
        "access/looks",
        account_id=visit.visitor.account_id,
        operation_id=moment.operation_id,
        as_of=moment.as_of,
        known_at=moment.known_at,
        most=MOST,
    )
    return [Look(as_of=row[0], known_at=row[1], at=row[2], is_read=bool(row[3])) for row in rows]


def seen_to(visit: Visit, moment: Moment) -> Moment | None:
    """The moment up to which the visitor has seen; None when he looks for the first time."""
    seen = last_seen(looks_of(visit, moment))
    return None if seen is None else Moment(moment.operation_id, seen.as_of, seen.known_at)


def note_look(visit: Visit, moment: Moment, *, at: datetime, is_read: bool = False) -> bool:
    """Remember that the visitor looked, `at` by the machine's clock; whether there was anything to remember.

    Nothing is remembered of a page that nobody has touched or opened within the last minute.
    """
    used_at = visit.office.sessions.used_at(visit.visitor.session_id)
    if used_at is None or at - used_at > JUST_NOW:
        return False
    if not is_read and not is_worth_noting(looks_of(visit, moment), at):
        return False
    with visit.office.store.write(changes_answers=False) as transaction:
        transaction.run("access/forget_looks", looked_to=at - KEPT)
        transaction.run(
            "access/add_look",
            account_id=visit.visitor.account_id,
            operation_id=moment.operation_id,
            as_of=moment.as_of,
            known_at=moment.known_at,
            looked_at=at,
            is_read=is_read,
        )
    return True
