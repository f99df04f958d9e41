"""What goes wrong at the wall's moment, found in its answers and handed to the ranking."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.exceptions import Board, Kind, Trouble, board
from stormdesk.domain.occupancy import NEARLY_FULL
from stormdesk.domain.tally_gaps import DIFFERS_PEOPLE, DIFFERS_SHARE
from stormdesk.domain.work.records import WorkState
from stormdesk.ui.clock.groups import KINDS
from stormdesk.ui.wall.actions import action_troubles
from stormdesk.ui.wall.cells import Row, count, instant, text
from stormdesk.ui.wall.incoming import Incoming
from stormdesk.ui.wall.incoming import troubles as data_troubles
from stormdesk.ui.wall.reading import Reading
from stormdesk.ui.wall.work import MAIN

POSITION_OLD: Final = timedelta(minutes=40)
IMPOSSIBLE: Final = "impossible:"
DOUBTED: Final = "doubted:"
_MAIN_CAUSES: Final = {"shelter": "closed", "responsible_person": "absent"}


def found(reading: Reading, incoming: Incoming | None = None) -> Board:
    """Rank everything that goes wrong at the moment, and with what comes in where that is looked at."""
    troubles = list(_directives(reading))
    troubles += data_troubles(incoming) if incoming else ()
    troubles += action_troubles(reading)
    troubles += _work(reading)
    troubles += _evacuees(reading)
    if reading.level_code is not None:
        troubles += reading.silences
        for find in (_objects, _tallies, _duty):
            troubles += find(reading)
    return board(troubles, as_of=reading.as_of)


def _work(reading: Reading) -> Iterator[Trouble]:
    """What is impossible, late or due by its own clock.

    An object's lesser tasks go with its main one, unless they are graver: a line does not speak of sites that
    work on where only their workers are late.
    """
    old = {
        str(row["object_id"]): instant(row, "positioned_at")
        for row in reading.answers["objects"]
        if row["subject"] == "vessel" and _is_position_old(reading, row)
    }
    refused = {
        f"{row['village_code']}:{row['category']}": count(row, "persons")
        for row in reading.answers["evacuees"]
        if row["standing"] == "refused"
    }
    mains = {(str(row["subject"]), str(row["subject_id"])): row for row in reading.work.lit if _is_main(row)}
    for row in reading.work.lit:
        subject, subject_id = str(row["subject"]), str(row["subject_id"])
        people = count(row, "people") - refused.get(subject_id, 0)
        if subject == "evacuee" and people <= 0:
            continue
        if subject == "responsible_person" and row["progress"] == "trouble":
            continue
        if subject == "vessel" and subject_id in old:
            yield replace(_clocked(row, "position_old", people), since=old[subject_id])
            continue
        main = mains.get((subject, subject_id), row)
        goes_with = row if _gravity(row) > _gravity(main) else main
        yield _clocked(row, _cause(goes_with), max(people, 0))


def _clocked(row: Row, cause: str, people: int) -> Trouble:
    return Trouble(
        kind=KINDS[str(row["subject"])],
        cause=f"{IMPOSSIBLE}{cause}" if _is_impossible(row) else cause,
        subject_id=str(row["subject_id"]),
        township_code=text(row, "township_code"),
        village_code=text(row, "village_code"),
        people=people,
        objects=max(count(row, "objects"), 1),
        due_at=instant(row, "until"),
        finish_by=instant(row, "finish_by"),
        since=instant(row, "since"),
        is_impossible=_is_impossible(row),
    )


def _gravity(row: Row) -> int:
    return {WorkState.IMPOSSIBLE: 2, WorkState.LATE: 1}.get(WorkState(str(row["state"])), 0)


def _is_impossible(row: Row) -> bool:
    return row["state"] == WorkState.IMPOSSIBLE


def _is_main(row: Row) -> bool:
    return MAIN.get(str(row["subject"])) == row["facet"]


def _cause(row: Row) -> str:
    """What several tasks have in common: the category, the status, or the task itself."""
    subject = str(row["subject"])
    if subject in {"evacuee", "facility"}:
        return text(row, "category") or ""
    if subject in _MAIN_CAUSES:
        return _MAIN_CAUSES[subject]
    if not _is_main(row):
        return str(row["facet"]) if subject in MAIN else str(row["rule_code"])
    if subject == "site":
        return "unknown" if row["status"] is None else "working"
    return text(row, "status") or "unknown"


def _objects(reading: Reading) -> Iterator[Trouble]:
    """What is wrong with an object whatever its clock says."""
    told = {(str(row["subject"]), str(row["subject_id"])) for row in reading.work.lit if _is_main(row)}
    for row in reading.answers["objects"]:
        key = (str(row["subject"]), str(row["object_id"]))
        if row["subject"] == "vessel" and key not in told:
            yield from _vessel(reading, row)
        elif row["subject"] == "shelter":
            yield from _shelter(row)


def _is_position_old(reading: Reading, row: Row) -> bool:
    seen_at = instant(row, "positioned_at")
    is_reported = row["status"] is not None and row["progress"] != "trouble"
    return is_reported and seen_at is not None and reading.as_of - seen_at > POSITION_OLD


def _vessel(reading: Reading, row: Row) -> Iterator[Trouble]:
    at = reading.work.starts.get(("vessel", str(row["object_id"])))
    if row["progress"] == "trouble":
        yield _of(row, Kind.VESSEL, str(row["status"]), at=at)
    elif _is_position_old(reading, row):
        yield _of(row, Kind.VESSEL, "position_old", at=at, since=instant(row, "positioned_at"))


def _shelter(row: Row) -> Iterator[Trouble]:
    if row["aside"] == "at_risk":
        yield _of(row, Kind.SHELTER, "at_risk", since=instant(row, "aside_since"))
    if row["progress"] == "done" and count(row, "persons") >= NEARLY_FULL * count(row, "capacity") > 0:
        yield _of(row, Kind.SHELTER, "full", since=None)


def _of(
    row: Row, kind: Kind, cause: str, *, at: datetime | None = None, since: datetime | None = None
) -> Trouble:
    return Trouble(
        kind=kind,
        cause=cause,
        subject_id=str(row["object_id"]),
        township_code=text(row, "township_code"),
        village_code=text(row, "village_code"),
        people=count(row, "persons"),
        due_at=at,
        since=since or instant(row, "since"),
    )


def _evacuees(reading: Reading) -> Iterator[Trouble]:
    """Who refuses, and who is back without leave."""
    for row in reading.answers["evacuees"]:
        standing, category = str(row["standing"]), text(row, "category") or ""
        if standing == "left":
            continue
        is_back = standing == "returned"
        group = f"{row['village_code']}:{category}"
        yield Trouble(
            kind=Kind.RETURN if is_back else Kind.EVACUEE,
            cause=category if is_back else f"refused:{category}",
            subject_id=f"{row['township_code']}:{group}:{standing}",
            township_code=text(row, "township_code"),
            village_code=text(row, "village_code"),
            people=count(row, "persons"),
            due_at=None if is_back else reading.work.starts.get(("evacuee", group)),
            since=instant(row, "since"),
        )


def _tallies(reading: Reading) -> Iterator[Trouble]:
    """Totals of the townships that are not plausible, and the others that differ from the roster."""
    doubted = {f"{one.township_code}:{one.category}": one for one in reversed(reading.doubts)}
    for key, one in doubted.items():
        yield Trouble(
            kind=Kind.TALLY,
            cause=f"{DOUBTED}{one.category}",
            subject_id=key,
            township_code=one.township_code,
            people=one.persons,
            since=one.at,
        )
    for row in reading.answers["tallies"]:
        if f"{row['township_code']}:{row['category']}" in doubted:
            continue
        reported, ticked = count(row, "reported"), count(row, "ticked")
        reported_at, ticked_at = instant(row, "reported_at"), instant(row, "ticked_at")
        apart = abs(reported - ticked)
        is_behind = reported < ticked and reported_at and ticked_at and ticked_at > reported_at
        if is_behind or apart < max(DIFFERS_PEOPLE, DIFFERS_SHARE * max(reported, ticked)):
            continue
        yield Trouble(
            kind=Kind.TALLY,
            cause=text(row, "category") or "",
            subject_id=f"{row['township_code']}:{row['category']}",
            township_code=text(row, "township_code"),
            people=apart,
            since=reported_at,
        )


def _directives(reading: Reading) -> Iterator[Trouble]:
    for row in reading.answers["directives"]:
        if not row["is_overdue"]:
            continue
        yield Trouble(
            kind=Kind.DIRECTIVE,
            cause=str(row["directive_id"]),
            subject_id=str(row["directive_id"]),
            township_code=text(row, "township_code"),
            due_at=instant(row, "due_at") or instant(row, "since"),
            since=instant(row, "found_at"),
        )


def _duty(reading: Reading) -> Iterator[Trouble]:
    """Who cannot be reached; who is merely absent stands among the work."""
    start_by = reading.work.of("responsible_person").start_by
    for code, row in reading.standings["responsible_person"].by_township.items():
        lost = count(row, "trouble_count")
        if lost:
            yield _persons(code, "unreachable", lost, start_by, instant(row, "trouble_since"))


def _persons(code: str, cause: str, people: int, at: datetime | None, since: datetime | None) -> Trouble:
    return Trouble(
        kind=Kind.DUTY,
        cause=cause,
        subject_id=f"{code}:{cause}",
        township_code=code,
        people=people,
        objects=people,
        due_at=at,
        since=since,
    )
