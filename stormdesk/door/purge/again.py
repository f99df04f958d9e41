"""Forgetting once more what an older copy of the data file brings back, before anybody can read it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from stormdesk.door.audit import Deed, Kind
from stormdesk.door.office import Office
from stormdesk.door.purge.plan import own_roster
from stormdesk.door.purge.records import Keep
from stormdesk.door.purge.rewriting import Progress, new_salt, write_anew
from stormdesk.door.purge.words import words_of
from stormdesk.ingest.desk import Desk
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.store.forgotten import NAME, Forgotten, keep, read, returned
from stormdesk.store.rewrite import Forgetting


def forget_again(
    store: Store, known: Sequence[Forgotten], *, at: datetime, tell: Progress | None = None
) -> list[str]:
    """Forget in a data file what is forgotten already, and tell which operations; files beside it stay.

    Raises RewriteFailedError; then the file is as it was.
    """
    done = []
    for one in returned(store, known):
        told = _told(store, one, at)
        write_anew(store, told, words_of(store, told), tell or (lambda _share, _text: None))
        done.append(one.operation_id)
    return done


def known_lists(settings: Settings, *beside: Path) -> tuple[Forgotten, ...]:
    """What this home and lists that lie elsewhere say is forgotten."""
    paths = (settings.home / NAME, settings.backups / NAME, *beside)
    return tuple({(one.operation_id, one.opened_at): one for path in paths for one in read(path)}.values())


def cleansing(known: Sequence[Forgotten], *, at: datetime) -> Callable[[Store], list[str]]:
    """What a restored file must go through before it gets its name."""
    return lambda store: forget_again(store, known, at=at)


def remember(desk: Desk, office: Office, *, keeps: Sequence[str], operation_id: str) -> None:
    """Put a forgetting that is done on the lists."""
    offices = tuple(account.account_id for account in office.accounts.all())
    _keep(desk.settings, [_listed(desk.store, operation_id, offices, keeps)])


def catch_up(desk: Desk, office: Office, *, at: datetime) -> None:
    """Bring lists and audit up to the data file: what was forgotten anew at opening, or before any list."""
    known = {(one.operation_id, one.opened_at): one for one in known_lists(desk.settings)}
    for row in desk.store.rows("operation/list"):
        listed = known.get((row[0], row[7]))
        if row[11] is None or (listed is not None and listed.forgotten_at >= row[11]):
            continue
        if listed is not None:
            office.audit.note(_deed(row[0], at))
        remember(desk, office, keeps=listed.keeps if listed else (), operation_id=row[0])


def _keep(settings: Settings, found: Sequence[Forgotten]) -> None:
    for folder in (settings.home, settings.backups):
        keep(folder / NAME, found)


def _listed(store: Store, operation_id: str, offices: tuple[str, ...], keeps: Sequence[str]) -> Forgotten:
    [(*_names, opened_at, closed_at, forgotten_at)] = store.rows("forget/about", operation_id=operation_id)
    return Forgotten(
        operation_id=operation_id,
        opened_at=opened_at,
        closed_at=closed_at or opened_at,
        forgotten_at=forgotten_at,
        offices=offices,
        keeps=tuple(keeps),
    )


def _told(store: Store, one: Forgotten, at: datetime) -> Forgetting:
    [(_name, _name_en, _kind, roster, _opened_at, closed_at, _at)] = store.rows(
        "forget/about", operation_id=one.operation_id
    )
    if closed_at is None:
        with store.write() as transaction:
            transaction.run("operation/set_closed", operation_id=one.operation_id, closed_at=one.closed_at)
    return Forgetting(
        operation_id=one.operation_id,
        roster=roster,
        own_roster=own_roster(one.operation_id),
        is_alone=not store.rows("forget/readers", operation_id=one.operation_id, roster=roster),
        salt=new_salt(),
        offices=f",{','.join(one.offices)},",
        done_at=at,
        has_officials=Keep.OFFICIALS in one.keeps,
        has_decisions=Keep.DECISIONS in one.keeps,
    )


def _deed(operation_id: str, at: datetime) -> Deed:
    return Deed(at=at, kind=Kind.PURGE, what="again", thing="purge", operation_id=operation_id)
