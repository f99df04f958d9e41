"""Forgetting an operation's people: the data file written anew, every other file destroyed, and the proof."""

import secrets
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from stormdesk.door.audit import Deed, Kind
from stormdesk.door.office import Office
from stormdesk.door.purge import journal as journals
from stormdesk.door.purge.journal import Journal
from stormdesk.door.purge.numbers import answers, differing, moments_of
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proof import Proof, prove, stand
from stormdesk.door.purge.records import Keep, Preview, PurgeRefused
from stormdesk.door.purge.traces import Traces
from stormdesk.ingest.desk import Desk
from stormdesk.settings import Settings
from stormdesk.store import Asking, Store
from stormdesk.store.backup import BackupRefused, make_backup
from stormdesk.store.exchange import destroy
from stormdesk.store.rewrite import Forgetting, RewriteFailedError, rewrite

Progress = Callable[[float, str], None]
MOMENTS: Final = 3
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A forgetting that two people want: which operation, what stays, and who confirmed it."""

    operation_id: str
    proposal_id: str
    account_id: str
    keeps: frozenset[Keep] = field(default_factory=frozenset)
    offices: tuple[str, ...] = ()


def perform(desk: Desk, office: Office, order: Order, *, at: datetime, tell: Progress | None = None) -> Proof:
    """Forget an operation's people for good; raises and changes nothing when anything stands in the way.

    There is one journal: whoever comes second waits, and ends first what an earlier one could not.
    """
    with _ONE_AT_A_TIME:
        resume(desk, office, at=at)
        return _perform(desk, office, order, at=at, tell=tell)


def _perform(desk: Desk, office: Office, order: Order, *, at: datetime, tell: Progress | None) -> Proof:
    progress = tell or (lambda _share, _text: None)
    plan = preview(desk.store, order.operation_id, desk.settings, at)
    if plan.blockers:
        reason = plan.blockers[0]
        raise PurgeRefused(reason.blocker, **reason.values)
    told = _forgetting(plan, order, at)
    words = [row[0] for row in desk.store.rows("forget/words", **told.values)]
    journals.write(desk.settings.home, _journal(plan, order, words, desk.settings.home))
    try:
        _rewrite(desk.store, told, words, progress)
    except BaseException:
        if not _is_forgotten(desk.store, order.operation_id):
            journals.drop(desk.settings.home)
        raise
    return finish(desk, office, at=at)


def resume(desk: Desk, office: Office, *, at: datetime) -> Proof | None:
    """End what a sudden stop left: done when the new data file stands, else not begun."""
    found = journals.read(desk.settings.home)
    if found is None:
        return None
    if _is_forgotten(desk.store, found.operation_id):
        return finish(desk, office, at=at)
    office.audit.note(_deed(found, "interrupted", at, is_done=False))
    journals.drop(desk.settings.home)
    return None


def finish(desk: Desk, office: Office, *, at: datetime) -> Proof:
    """Destroy the files that the journal names, search all others, and note what was found."""
    home = desk.settings.home
    found = journals.read(home)
    if found is None:
        raise PurgeRefused(journals.NAME)
    for name in found.files:
        destroy(home / name)
    _sweep(home)
    if found.has_backups:
        _back_up(desk, at)
    proof = search(desk.store, found, desk.settings)
    office.audit.note(_deed(found, "done", at, detail=_counts(proof, found)))
    journals.drop(home)
    return proof


def search(store: Store, found: Journal, settings: Settings) -> Proof:
    """Look for every word in every file, but for those that other people or the program's own texts have."""
    traces = Traces(found.words)
    standing = stand(store, traces, operation_id=found.operation_id, own_roster=found.own_roster).elsewhere
    for folder in (settings.rules_dir, settings.county_dir, settings.reference_dir):
        standing |= {word for path in _files(folder) for word in traces.in_file(path)}
    return prove(
        settings.home,
        traces.without(standing),
        standing_count=len(traces.words & standing),
        but=[journals.path_of(settings.home)],
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _forgetting(plan: Preview, order: Order, at: datetime) -> Forgetting:
    return Forgetting(
        operation_id=plan.operation_id,
        roster=plan.roster,
        own_roster=plan.own_roster,
        is_alone=not plan.readers,
        salt=secrets.token_hex(32),
        offices=f",{','.join(order.offices)},",
        done_at=at,
        has_officials=Keep.OFFICIALS in order.keeps,
        has_decisions=Keep.DECISIONS in order.keeps,
    )


def _journal(plan: Preview, order: Order, words: Sequence[str], home: Path) -> Journal:
    paths = [path for share in plan.files for path in share.paths]
    return Journal(
        operation_id=plan.operation_id,
        own_roster=plan.own_roster,
        proposal_id=order.proposal_id,
        account_id=order.account_id,
        has_backups=any(share.kind == "backup" for share in plan.files),
        files=tuple(path.relative_to(home).as_posix() for path in paths),
        words=tuple(words),
    )


def _rewrite(store: Store, told: Forgetting, words: Sequence[str], tell: Progress) -> None:
    """Rewrite the data file unless any number changes or any word stays."""
    moments = _moments(store, told.operation_id)
    before = answers(store, told.operation_id, moments)

    def compare(_old: Asking, fresh: Store) -> None:
        changed = differing(before, answers(fresh, told.operation_id, moments))
        if changed:
            raise RewriteFailedError(what=", ".join(changed[:5]))
        standing = stand(
            fresh,
            Traces(words),
            operation_id=told.operation_id,
            own_roster=told.own_roster,
            excused=_excused(told),
        )
        if standing.leaks:
            raise RewriteFailedError(what=", ".join(f"{leak[0]}.{leak[1]}" for leak in standing.leaks[:5]))

    rewrite(store, told, compare=compare, progress=tell)


def _moments(store: Store, operation_id: str) -> list[datetime]:
    """Moments while reports came, and the end: an operation may be ended long after its last report."""
    [(opened_at, closed_at)] = store.rows("operation/opened_at", operation_id=operation_id)
    [(reported_at,)] = store.rows("forget/last_report", operation_id=operation_id)
    last_at = min(closed_at, max(opened_at, reported_at or closed_at))
    return [*moments_of(opened_at, last_at, MOMENTS)[:-1], closed_at]


def _excused(told: Forgetting) -> frozenset[tuple[str, str]]:
    kept = {("event", "payload"), ("event", "actor")} if told.has_decisions else set()
    return frozenset(kept | ({("responsible_person", "name")} if told.has_officials else set()))


def _is_forgotten(store: Store, operation_id: str) -> bool:
    found = store.rows("forget/about", operation_id=operation_id)
    return bool(found) and found[0][-1] is not None


def _sweep(home: Path) -> None:
    """Remove the folders that are empty now, and whatever the engine spilled."""
    shutil.rmtree(home / "spill", ignore_errors=True)
    for name in ("inbox/archive", "inbox/quarantine", "backups", "restored", "bundles"):
        folder = home / name
        found = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
        for path in found:
            if not any(path.iterdir()):
                path.rmdir()


def _back_up(desk: Desk, at: datetime) -> None:
    """One new backup instead of those destroyed; a full disk is told by the page of backups."""
    try:
        make_backup(desk.store, desk.settings.backups, at=at)
    except BackupRefused:
        return


def _counts(proof: Proof, found: Journal) -> dict[str, object]:
    return {
        "words": proof.word_count,
        "standing": proof.standing_count,
        "files": proof.file_count,
        "bytes": proof.byte_count,
        "destroyed": len(found.files),
        "found": len(proof.found),
        "proposal_id": found.proposal_id,
    }


def _deed(
    found: Journal, what: str, at: datetime, *, is_done: bool = True, detail: dict[str, object] | None = None
) -> Deed:
    return Deed(
        at=at,
        kind=Kind.PURGE,
        what=what,
        is_done=is_done,
        account_id=found.account_id,
        thing="purge",
        thing_id=found.proposal_id,
        operation_id=found.operation_id,
        detail=detail or {},
    )
