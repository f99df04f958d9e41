"""Forgetting an operation's people: the data file written anew, every other file destroyed, and the proof."""

import shutil
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from stormdesk.door.audit import Deed, Kind
from stormdesk.door.office import Office
from stormdesk.door.purge import journal as journals
from stormdesk.door.purge.again import catch_up, remember
from stormdesk.door.purge.journal import Journal
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proof import Proof, prove, stand
from stormdesk.door.purge.records import Preview, PurgeRefused
from stormdesk.door.purge.rewriting import Order, Progress, forgetting, write_anew
from stormdesk.door.purge.traces import Traces
from stormdesk.door.purge.words import Words, words_of
from stormdesk.ingest.desk import Desk
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.store.backup import RESTORING, BackupRefused, make_backup
from stormdesk.store.exchange import destroy

_ONE_AT_A_TIME: Final = threading.Lock()


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
    told = forgetting(plan, order, at)
    words = words_of(desk.store, told)
    journals.write(desk.settings.home, _journal(plan, order, words, desk.settings.home))
    try:
        write_anew(desk.store, told, words, progress)
    except BaseException:
        if not _is_forgotten(desk.store, order.operation_id):
            journals.drop(desk.settings.home)
        raise
    return finish(desk, office, at=at)


def resume(desk: Desk, office: Office, *, at: datetime) -> Proof | None:
    """End what a sudden stop left: done when the new data file stands, else not begun."""
    found = journals.read(desk.settings.home)
    if found is None:
        for path in (desk.settings.home / "restored").glob(f".*{RESTORING}"):
            shutil.rmtree(path, ignore_errors=True)
        catch_up(desk, office, at=at)
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
    remember(desk, office, keeps=found.keeps, operation_id=found.operation_id)
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
    proof = prove(
        settings.home,
        traces.without(standing),
        standing_count=len(traces.words & standing),
        but=[journals.path_of(settings.home)],
    )
    return replace(proof, short_count=found.short_count, common_count=found.common_count)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _journal(plan: Preview, order: Order, words: Words, home: Path) -> Journal:
    paths = [path for share in plan.files for path in share.paths]
    return Journal(
        operation_id=plan.operation_id,
        own_roster=plan.own_roster,
        proposal_id=order.proposal_id,
        account_id=order.account_id,
        has_backups=any(share.kind == "backup" for share in plan.files),
        files=tuple(path.relative_to(home).as_posix() for path in paths),
        words=words.sought,
        short_count=words.short_count,
        common_count=words.common_count,
        keeps=tuple(order.keeps),
        lists=",".join(
            f"{one.table}:{one.forgotten_count}/{one.gone_count}/{one.kept_count}" for one in plan.tables
        ),
    )


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
        "short": proof.short_count,
        "common": proof.common_count,
        "files": proof.file_count,
        "bytes": proof.byte_count,
        "destroyed": len(found.files),
        "found": len(proof.found),
        "lists": found.lists,
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
