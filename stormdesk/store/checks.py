"""Running the checks of queries/checks on one operation."""

from collections.abc import Collection, Iterator
from datetime import datetime

from stormdesk.domain.check import CHECKS, CheckResult, CheckTitle, Severity
from stormdesk.store.asking import Asking

LONGEST_RESULT = 1000
# It compares with the log folded anew, which Ledger.disagreements() does.
FOLDED = "rebuilt"


def check_names(store: Asking) -> list[str]:
    """The checks that ask about an operation at a moment, by name."""
    return [name for name in store.question_names("checks") if name != FOLDED]


def run_checks(
    store: Asking,
    operation_id: str,
    *,
    as_of: datetime,
    known_at: datetime,
    names: Collection[str] | None = None,
) -> list[CheckResult]:
    """Run the checks (all, or those named) on an operation; a check without rows is good news and stays in.

    Errors come before findings.
    """
    wanted = check_names(store) if names is None else sorted(names)
    moment = {"operation_id": operation_id, "as_of": as_of, "known_at": known_at}
    results = [_run(store, name, moment) for name in wanted]
    return sorted(results, key=lambda result: (result.severity is not Severity.ERROR, result.name))


def offending(results: Collection[CheckResult]) -> Iterator[CheckResult]:
    """Those that found something."""
    return (result for result in results if result.rows)


def _run(store: Asking, name: str, moment: dict[str, object]) -> CheckResult:
    columns, rows = store.head(f"checks/{name}", LONGEST_RESULT + 1, **moment)
    known = CHECKS.get(name, CheckTitle(name, Severity.FINDING))
    return CheckResult(
        name=name,
        title=known.title,
        severity=known.severity,
        rows=tuple(rows[:LONGEST_RESULT]),
        columns=tuple(columns),
        is_truncated=len(rows) > LONGEST_RESULT,
    )
