"""A look at a list taken into its register: everything in one transaction, compared again within it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from stormdesk.errors import N_, StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.compare import Plan, Question, compare
from stormdesk.ingest.lists.folding import stored, total
from stormdesk.ingest.lists.model import Counts, ListProblem, ListReport, Look, Outcome, Tell
from stormdesk.ingest.lists.write import (
    Batch,
    keep_original,
    new_import_id,
    write_batch,
    write_changes,
    write_problems,
    write_seen,
)

KIND = "list"


class NothingToTake(StormdeskError):
    """A look that cannot be committed: no list was recognised in the file."""

    sentence = N_("没有认出名单,不能导入")


def commit(desk: Desk, look: Look, *, by: str, tell: Tell | None = None) -> ListReport:
    """Take a list in; if the register has changed since the look, what is written follows the register."""
    if look.list_code is None:
        raise NothingToTake
    say = tell or (lambda _share, _text: None)
    say(0.0, N_("保存原件"))
    keep_original(desk.settings.originals, look.data)
    import_id = new_import_id(KIND, look.digest)
    at = desk.now()
    with desk.store.write() as transaction:
        say(0.1, N_("与名册比较"))
        asked = cast("Question | None", look.work)
        plan = compare(transaction.table, asked, at) if asked else None
        counts = plan.counts if plan else Counts()
        counts = replace(counts, returned=look.counts.returned, skipped=look.counts.skipped)
        problems = _problems(look, plan)
        outcome = _outcome(look, counts)
        if plan:
            say(0.5, N_("写入名册"))
            write_changes(transaction, plan.changes, import_id, at)
        if plan and asked and outcome is not Outcome.QUARANTINED:
            write_seen(transaction, import_id, plan, asked, at)
        kept = stored(problems)
        write_problems(transaction, import_id, kept, _originals(look, kept))
        write_batch(transaction, _batch(look, import_id, by, counts, outcome, total(problems)))
    say(1.0, N_("完成"))
    return ListReport(import_id, outcome, counts, problems, is_recompared=counts != look.counts)


def _outcome(look: Look, counts: Counts) -> Outcome:
    if counts.taken == 0 and counts.gone == 0:
        return Outcome.QUARANTINED
    has_news = counts.new + counts.changed + counts.gone > 0
    if look.repeats and not has_news:
        return Outcome.REPEATED
    return Outcome.PARTLY if counts.returned else Outcome.TAKEN


def _problems(look: Look, plan: Plan | None) -> tuple[ListProblem, ...]:
    """The problems of reading stand; those of comparing are as the register is now."""
    if plan is None:
        return look.problems
    return (*look.read_problems, *plan.problems)


def _originals(look: Look, problems: Sequence[ListProblem]) -> list[str | None]:
    rows = {
        (row.sheet, row.row): json.dumps([_plain(cell) for cell in row.cells], ensure_ascii=False)
        for row in look.returned
    }
    return [rows.get((problem.sheet, problem.row)) for problem in problems]


def _plain(cell: object) -> object:
    return cell if cell is None or isinstance(cell, str | int | bool) else str(cell)


def _batch(  # noqa: PLR0913, PLR0917  a row of many columns
    look: Look, import_id: str, by: str, counts: Counts, outcome: Outcome, problem_count: int
) -> Batch:
    return Batch(
        import_id=import_id,
        by=by,
        source=look.name,
        kind=KIND,
        content_hash=look.digest,
        roster=look.roster,
        list_code=look.list_code,
        outcome=outcome,
        counts=counts,
        imported_at=datetime.now(UTC),
        problem_count=problem_count,
        byte_count=len(look.data),
    )
