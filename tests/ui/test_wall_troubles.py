"""What the wall makes of late work: a lesser task goes with its object's main one unless it is graver."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from stormdesk.domain.work.records import WorkState
from stormdesk.ui.wall.troubles import _work

UNTIL = datetime(2022, 9, 13, 4, tzinfo=UTC)


def task(facet: str, state: WorkState, status: str | None) -> dict[str, Any]:
    return {
        "subject": "site",
        "subject_id": "g1",
        "facet": facet,
        "state": state,
        "status": status,
        "progress": "open",
        "rule_code": facet,
        "category": None,
        "people": 12,
        "objects": 1,
        "township_code": "331083001",
        "village_code": None,
        "until": UNTIL,
        "finish_by": UNTIL,
        "since": None,
    }


@pytest.mark.parametrize(
    ("work", "workers", "causes"),
    [
        (WorkState.LATE, WorkState.LATE, ["working", "working"]),
        (WorkState.DUE, WorkState.LATE, ["working", "workers"]),
        (WorkState.LATE, WorkState.IMPOSSIBLE, ["working", "impossible:workers"]),
        (WorkState.IMPOSSIBLE, WorkState.LATE, ["impossible:working", "working"]),
    ],
)
def test_no_line_says_that_a_site_is_late_whose_workers_alone_are(
    work: WorkState, workers: WorkState, causes: list[str]
) -> None:
    lit = [task("work", work, "working"), task("workers", workers, "on_site")]
    reading: Any = SimpleNamespace(
        answers={"objects": [], "evacuees": []}, work=SimpleNamespace(lit=lit, starts={})
    )
    assert [one.cause for one in _work(reading)] == causes
