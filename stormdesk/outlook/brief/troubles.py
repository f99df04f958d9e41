"""What goes wrong at a moment, one by one, as far as a leader is told of it when it comes, grows or ends."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

import pandas as pd

from stormdesk.domain.changes import AGAIN, IMPOSSIBLE, LATE
from stormdesk.domain.checklist import State
from stormdesk.domain.exceptions import Kind, Trouble
from stormdesk.domain.moment import Moment
from stormdesk.domain.occupancy import NEARLY_FULL
from stormdesk.domain.tally_gaps import DIFFERS_PEOPLE, DIFFERS_SHARE
from stormdesk.domain.work.records import WorkState
from stormdesk.outlook.checklist import checklist_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level import level_in_force
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.silence import silence_troubles
from stormdesk.outlook.work import work_ahead

Row = dict[str, Any]
KINDS: Final = {
    "evacuee": Kind.EVACUEE,
    "vessel": Kind.VESSEL,
    "site": Kind.SITE,
    "shelter": Kind.SHELTER,
    "responsible_person": Kind.DUTY,
    "facility": Kind.FACILITY,
    "unit": Kind.UNIT,
    "area": Kind.REPORT,
}
MAIN: Final = {
    "responsible_person": "duty",
    "evacuee": "move",
    "vessel": "berth",
    "site": "work",
    "shelter": "service",
}
_LATE_COLUMNS: Final = [
    "subject", "subject_id", "township_code", "village_code", "people", "state", "start_by", "finish_by",
]  # fmt: skip
KEPT: Final = 24
_found: Shared[tuple[Trouble, ...]] = Shared(KEPT)


def troubles_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> tuple[Trouble, ...]:
    """Everything that goes wrong at the moment, each with the object or group it is about."""
    key = (ground.store.key, ground.store.data_version, moment, area_code)
    return _found.get(key, lambda: tuple(_all(ground, moment, area_code)))


def _all(ground: Ground, moment: Moment, area_code: str | None) -> Iterator[Trouble]:
    ask = partial(_rows, ground, moment, area_code)
    yield from _directives(ask("response/directives"))
    yield from _evacuees(ask("wall/evacuees"))
    yield from _tallies(ask("wall/tallies"))
    for row in ask("wall/objects"):
        yield from _object(row)
    for row in ask("wall/standings"):
        yield from _unreachable(row)
    if level_in_force(ground, moment) is not None:
        yield from silence_troubles(ground, moment, area_code=area_code)
    never_moved = {row["object_id"]: row["persons_left"] for row in ask("evacuation/left")}
    yield from late_ones(work_ahead(ground, moment, area_code=area_code), never_moved)
    if area_code is None:
        yield from _actions(ground, moment)


def _rows(ground: Ground, moment: Moment, area_code: str | None, question: str) -> list[Row]:
    return plain_rows(ground.store.frame(question, **asdict(moment), area_code=area_code))


def _directives(rows: list[Row]) -> Iterator[Trouble]:
    for row in rows:
        if row["is_overdue"]:
            yield Trouble(
                kind=Kind.DIRECTIVE,
                cause=row["directive_id"],
                subject_id=row["directive_id"],
                township_code=row["township_code"],
                due_at=row["due_at"] or row["since"],
                since=row["found_at"],
            )


def _evacuees(rows: list[Row]) -> Iterator[Trouble]:
    """Who refuses, and who is back without leave, by village and category."""
    for row in rows:
        if row["standing"] == "left":
            continue
        is_back = row["standing"] == "returned"
        yield Trouble(
            kind=Kind.RETURN if is_back else Kind.EVACUEE,
            cause="returned" if is_back else "refused",
            subject_id=f"{row['township_code']}:{row['village_code']}:{row['category']}",
            township_code=row["township_code"],
            village_code=row["village_code"],
            people=row["persons"],
            since=row["since"],
        )


def _tallies(rows: list[Row]) -> Iterator[Trouble]:
    for row in rows:
        reported, ticked = row["reported"] or 0, row["ticked"] or 0
        apart = abs(reported - ticked)
        is_behind = (
            reported < ticked
            and row["reported_at"] is not None
            and row["ticked_at"] is not None
            and row["ticked_at"] > row["reported_at"]
        )
        if not is_behind and apart >= max(DIFFERS_PEOPLE, DIFFERS_SHARE * max(reported, ticked)):
            yield Trouble(
                kind=Kind.TALLY,
                cause=row["category"],
                subject_id=f"{row['township_code']}:{row['category']}",
                township_code=row["township_code"],
                people=apart,
                since=row["reported_at"],
            )


def _object(row: Row) -> Iterator[Trouble]:
    """Boats out of contact; shelters that are full or at risk themselves."""
    persons = row["persons"] or 0
    if row["subject"] == "vessel" and row["progress"] == "trouble":
        yield _of(row, Kind.VESSEL, row["status"], row["since"])
    if row["subject"] != "shelter":
        return
    if row["aside"] == "at_risk":
        yield _of(row, Kind.SHELTER, "at_risk", row["aside_since"])
    is_open = row["progress"] == "done"
    if is_open and persons >= NEARLY_FULL * (row["capacity"] or 0) > 0:
        yield _of(row, Kind.SHELTER, "full", None)


def _of(row: Row, kind: Kind, cause: str, since: Any) -> Trouble:  # noqa: ANN401  an instant, or none
    return Trouble(
        kind=kind,
        cause=cause,
        subject_id=row["object_id"],
        township_code=row["township_code"],
        village_code=row["village_code"],
        people=int(row["persons"] or 0),
        since=since,
    )


def _unreachable(row: Row) -> Iterator[Trouble]:
    is_one = row["subject"] == "responsible_person" and not row["is_whole"] and row["trouble_count"]
    if is_one:
        code = row["township_code"] or ""
        yield Trouble(
            kind=Kind.DUTY,
            cause="unreachable",
            subject_id=f"{code}:unreachable",
            township_code=row["township_code"],
            people=row["trouble_count"],
            objects=row["trouble_count"],
            since=row["trouble_since"],
        )


def late_ones(ahead: pd.DataFrame, never_moved: Mapping[str, int]) -> Iterator[Trouble]:
    """The main work of objects past their latest start, and of those that can no longer make it.

    The clock counts who must move once more with who has never moved; here each is told for itself, so that
    the latter are those of the head number.
    """
    is_main = ahead["facet"] == ahead["subject"].map(MAIN)
    late = ahead[is_main & ahead["state"].isin([WorkState.LATE, WorkState.IMPOSSIBLE])]
    for row in plain_rows(late[_LATE_COLUMNS]):
        one = _clocked(row)
        again = 0
        if one.kind is Kind.EVACUEE:
            again = max(one.people - never_moved.get(one.subject_id, 0), 0)
        if again:
            subject_id = f"{one.subject_id}:{AGAIN}"
            yield replace(one, cause=AGAIN, subject_id=subject_id, people=again, is_impossible=False)
        if not again or one.people > again:
            yield replace(one, people=one.people - again)


def _clocked(row: Row) -> Trouble:
    is_lost = row["state"] == WorkState.IMPOSSIBLE
    return Trouble(
        kind=KINDS[row["subject"]],
        cause=IMPOSSIBLE if is_lost else LATE,
        subject_id=row["subject_id"],
        township_code=row["township_code"],
        village_code=row["village_code"],
        people=row["people"] or 0,
        due_at=row["start_by"],
        finish_by=row["finish_by"],
        is_impossible=is_lost,
    )


def _actions(ground: Ground, moment: Moment) -> Iterator[Trouble]:
    for item in checklist_at(ground, moment):
        if item.is_live and item.state is State.LATE:
            yield Trouble(
                kind=Kind.ACTION,
                cause=LATE,
                subject_id=item.item_id,
                township_code=None,
                due_at=item.due_at,
                since=item.due_at,
            )
