"""The data file written anew for an order, compared with the old one by every number and every word."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stormdesk.door.purge.numbers import answers, differing, moments_of
from stormdesk.door.purge.proof import stand
from stormdesk.door.purge.records import Keep, Preview
from stormdesk.door.purge.traces import Traces
from stormdesk.door.purge.words import Words
from stormdesk.store import Asking, Store
from stormdesk.store.rewrite import Forgetting, RewriteFailedError, rewrite

Progress = Callable[[float, str], None]
MOMENTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A forgetting that two people want: which operation, what stays, and who confirmed it."""

    operation_id: str
    proposal_id: str
    account_id: str
    keeps: frozenset[Keep] = field(default_factory=frozenset)
    offices: tuple[str, ...] = ()


def new_salt() -> str:
    """What makes the pseudonyms of one forgetting, and is never written down."""
    return secrets.token_hex(32)


def forgetting(plan: Preview, order: Order, at: datetime) -> Forgetting:
    """What the rules take, with a salt that is made for this once."""
    return Forgetting(
        operation_id=plan.operation_id,
        roster=plan.roster,
        own_roster=plan.own_roster,
        is_alone=not plan.readers,
        salt=new_salt(),
        offices=f",{','.join(order.offices)},",
        done_at=at,
        has_officials=Keep.OFFICIALS in order.keeps,
        has_decisions=Keep.DECISIONS in order.keeps,
    )


def write_anew(store: Store, told: Forgetting, words: Words, tell: Progress) -> None:
    """Write the data file anew unless any number changes or any word stays; raises RewriteFailedError."""
    compared = moments(store, told.operation_id)
    before = answers(store, told.operation_id, compared)

    def compare(_old: Asking, fresh: Store) -> None:
        changed = differing(before, answers(fresh, told.operation_id, compared))
        if changed:
            raise RewriteFailedError(what=", ".join(changed[:5]))
        standing = stand(
            fresh,
            Traces(words.sought),
            operation_id=told.operation_id,
            own_roster=told.own_roster,
            excused=_excused(told),
            loose=words.loose,
        )
        if standing.leaks:
            raise RewriteFailedError(what=", ".join(f"{leak[0]}.{leak[1]}" for leak in standing.leaks[:5]))

    rewrite(store, told, compare=compare, progress=tell)


def moments(store: Store, operation_id: str) -> list[datetime]:
    """Moments while reports came, and the end: an operation may be ended long after its last report."""
    [(opened_at, closed_at)] = store.rows("operation/opened_at", operation_id=operation_id)
    [(reported_at,)] = store.rows("forget/last_report", operation_id=operation_id)
    last_at = min(closed_at, max(opened_at, reported_at or closed_at))
    return [*moments_of(opened_at, last_at, MOMENTS)[:-1], closed_at]


def _excused(told: Forgetting) -> frozenset[tuple[str, str]]:
    kept = {("event", "payload"), ("event", "actor")} if told.has_decisions else set()
    return frozenset(kept | ({("responsible_person", "name")} if told.has_officials else set()))
