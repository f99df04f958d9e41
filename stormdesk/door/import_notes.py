"""What the audit tells of an import: one row before it begins, one of what came of it, by its identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.feed import Outcome
from stormdesk.door.audit import Audit, Deed, Kind, deed_of
from stormdesk.ingest.desk import Desk

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit
    from stormdesk.ingest.delivery import Taken
    from stormdesk.ingest.inbox_report import Outcome as Brought
    from stormdesk.ingest.lists.model import ListReport, Look
    from stormdesk.ingest.storm_import import ImportReport
    from stormdesk.report.bundle_reading import BundleReport

BUNDLE: Final = "bundle"
KINDS: Final = {"imports": Kind.IMPORT, "boundaries": Kind.SETTING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of an import: its identifier in the book of imports, its content's checksum, its rows.

    `content` is the code of a list or the kind of another file; `undoes` the import that it takes back. The
    name of the file stays in the ledger, where it goes when its people are forgotten.
    """

    outcome: str
    import_id: str | None = None
    sha256: str | None = None
    content: str | None = None
    taken: int | None = None
    rejected: int | None = None
    unchanged: int | None = None
    undoes: str | None = None
    operation_id: str | None = None


TellCame = Callable[[Came], None]


@contextmanager
def importing(
    visit: Visit, what: str, *, thing: str = "imports", thing_id: str | None = None, **detail: str
) -> Iterator[tuple[Desk, TellCame]]:
    """The whole desk for an import that this visitor may do, and what is to be told of what came of it."""
    desk = visit.desk_for(Action.MANAGE, thing)
    at = datetime.now(UTC)
    deed = deed_of(visit.visitor, KINDS[thing], what, at=at, thing=thing, thing_id=thing_id, detail=detail)
    with telling(visit.office.audit, deed) as tell:
        yield desk, tell


@contextmanager
def telling(audit: Audit, deed: Deed) -> Iterator[TellCame]:
    """Note a deed around what it does, and then a row for each thing that came of it."""
    results: list[Came] = []
    with audit.around(deed):
        yield results.append
    for came in results:
        audit.note(result_of(deed, came, at=datetime.now(UTC)))


def result_of(deed: Deed, came: Came, *, at: datetime) -> Deed:
    """The row of what came of an import, under whoever did it."""
    names = ("sha256", "content", "taken", "rejected", "unchanged", "undoes")
    return replace(
        deed,
        at=at,
        kind=Kind.IMPORT,
        what=str(came.outcome),
        is_done=came.outcome != Outcome.QUARANTINED,
        thing="imports",
        thing_id=came.import_id,
        operation_id=came.operation_id,
        detail=_known({name: deed.detail.get(name) for name in ("login", "source")})
        | _known({name: getattr(came, name) for name in names}),
    )


def came_of_list(look: Look, report: ListReport) -> Came:
    """What came of a list."""
    counts = report.counts
    return Came(
        outcome=report.outcome,
        import_id=report.import_id,
        sha256=look.digest,
        content=look.list_code,
        taken=counts.new + counts.changed + counts.gone,
        rejected=counts.returned,
        unchanged=counts.unchanged,
        operation_id=look.operation_id,
    )


def came_of_undoing(import_id: str, report: ListReport) -> Came:
    """What came of taking an import or a merge back."""
    counts = report.counts
    return Came(
        outcome=report.outcome,
        import_id=report.import_id,
        undoes=import_id,
        taken=counts.new + counts.changed + counts.gone,
        rejected=len(report.left_alone),
    )


def came_of_merge(register: str, report: ListReport) -> Came:
    """What came of putting two rows of a register together."""
    taken = report.counts.changed + report.counts.gone
    return Came(outcome=report.outcome, import_id=report.import_id, content=register, taken=taken, rejected=0)


def came_of_file(file: Taken | Brought) -> Came:
    """What came of any other file, brought on the page, by the console or through the inbox."""
    return Came(
        outcome=file.outcome,
        import_id=file.import_id,
        sha256=file.content_hash,
        content=file.kind,
        taken=file.accepted,
        rejected=len(file.problems),
        unchanged=file.repeated,
    )


def came_of_storm(report: ImportReport) -> Came:
    """What came of a file of storms."""
    return Came(
        outcome=report.outcome,
        import_id=report.import_id,
        sha256=report.content_hash,
        content="storm",
        taken=sum(report.added.values()),
        rejected=len(report.problems),
    )


def came_of_boundaries(import_id: str | None, taken: int, rejected: int, sha256: str) -> Came:
    """What came of a file of boundaries; the console keeps them without a row in the book of imports."""
    outcome = Outcome.PARTLY if rejected else Outcome.TAKEN
    return Came(
        outcome=outcome,
        import_id=import_id,
        sha256=sha256,
        content="boundaries",
        taken=taken,
        rejected=rejected,
    )


def came_of_bundle(report: BundleReport) -> Came:
    """What came of a bundle, which brings imports of its own and is none: its response stands for it."""
    rows = sum(report.rows.values())
    return Came(
        outcome=report.outcome, content=BUNDLE, taken=rows, rejected=0, operation_id=report.operation_id
    )


def _known(detail: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in detail.items() if value is not None}
