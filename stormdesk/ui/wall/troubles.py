"""What goes wrong at the wall's moment, found in its answers and handed to the ranking."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.exceptions import WATCHED, Board, Kind, Trouble, board
from stormdesk.domain.silence import Voice
from stormdesk.ui.wall.cells import Row, count, instant, text
from stormdesk.ui.wall.incoming import Incoming
from stormdesk.ui.wall.incoming import troubles as data_troubles
from stormdesk.ui.wall.reading import Reading

POSITION_OLD: Final = timedelta(minutes=40)
NEARLY_FULL: Final = 0.9
# Accounts that differ by less are still being written.
DIFFERS_PEOPLE: Final = 20
DIFFERS_SHARE: Final = 0.05
WORK = {
    "responsible_person": "duty_on_post",
    "evacuee": "evacuation_done",
    "vessel": "vessels_in_port",
    "site": "sites_stopped",
    "shelter": "shelters_open",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A rule's deadline at the moment, and whether open work under it is an exception already."""

    at: datetime | None
    is_near: bool


def found(reading: Reading, incoming: Incoming | None = None) -> Board:
    """Rank everything that goes wrong at the moment, and with what comes in where that is looked at."""
    troubles = list(_directives(reading))
    troubles += data_troubles(incoming) if incoming else ()
    troubles += _evacuees(reading)
    if reading.level_code is not None:
        for find in (_objects, _silences, _tallies, _duty):
            troubles += find(reading)
    return board(troubles, as_of=reading.as_of)


def due(reading: Reading, code: str) -> Due:
    """A rule's deadline; open work is watched from six hours before it on."""
    known = reading.deadlines.get(code)
    at = known.at if known else None
    return Due(at, at is not None and at - reading.as_of <= WATCHED)


def _objects(reading: Reading) -> Iterator[Trouble]:
    finders = {"vessel": _vessel, "site": _site, "shelter": _shelter}
    for row in reading.answers["objects"]:
        yield from finders[str(row["subject"])](reading, row)


def _vessel(reading: Reading, row: Row) -> Iterator[Trouble]:
    limit = due(reading, WORK["vessel"])
    seen_at = instant(row, "positioned_at")
    if row["progress"] == "trouble":
        yield _of(row, Kind.VESSEL, str(row["status"]), at=limit.at)
    elif seen_at is not None and reading.as_of - seen_at > POSITION_OLD and row["status"] is not None:
        yield _of(row, Kind.VESSEL, "position_old", at=limit.at, since=seen_at)
    elif limit.is_near:
        yield _of(row, Kind.VESSEL, text(row, "status") or "unknown", at=limit.at)


def _site(reading: Reading, row: Row) -> Iterator[Trouble]:
    if row["progress"] == "done":
        limit = due(reading, "cranes_safe")
        if limit.is_near:
            yield _of(row, Kind.SITE, "crane", at=limit.at, since=instant(row, "aside_since"))
        return
    limit = due(reading, WORK["site"])
    if limit.is_near:
        yield _of(row, Kind.SITE, "unknown" if row["status"] is None else "working", at=limit.at)


def _shelter(reading: Reading, row: Row) -> Iterator[Trouble]:
    if row["aside"] == "at_risk":
        yield _of(row, Kind.SHELTER, "at_risk", since=instant(row, "aside_since"))
    if row["progress"] == "done":
        if count(row, "persons") >= NEARLY_FULL * count(row, "capacity") > 0:
            yield _of(row, Kind.SHELTER, "full", since=None)
        return
    limit = due(reading, WORK["shelter"])
    if limit.is_near:
        yield _of(row, Kind.SHELTER, "closed", at=limit.at)


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
    limit = due(reading, WORK["evacuee"])
    for row in reading.answers["evacuees"]:
        standing, category = str(row["standing"]), text(row, "category") or ""
        if standing == "left" and not (limit.is_near and reading.level_code):
            continue
        yield Trouble(
            kind=Kind.RETURN if standing == "returned" else Kind.EVACUEE,
            cause=f"refused:{category}" if standing == "refused" else category,
            subject_id=f"{row['village_code']}:{category}:{standing}",
            township_code=text(row, "township_code"),
            village_code=text(row, "village_code"),
            people=count(row, "persons"),
            due_at=None if standing == "returned" else limit.at,
            since=instant(row, "since"),
        )


def _silences(reading: Reading) -> Iterator[Trouble]:
    for silence in (*reading.townships.values(), *reading.villages):
        code = silence.area_code
        if not silence.is_silent or (reading.area_code and not code.startswith(reading.area_code)):
            continue
        tier = "township" if len(code) == 9 else "village"
        yield Trouble(
            kind=Kind.SILENCE,
            cause=f"{tier}:never" if silence.voice is Voice.NEVER else tier,
            subject_id=code,
            township_code=code[:9],
            village_code=code if tier == "village" else None,
            due_at=silence.due_at,
            since=silence.last_word_at,
        )


def _tallies(reading: Reading) -> Iterator[Trouble]:
    for row in reading.answers["tallies"]:
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
    limit = due(reading, WORK["responsible_person"])
    is_late = limit.at is not None and limit.at <= reading.as_of
    for code, row in reading.standings["responsible_person"].by_township.items():
        lost = count(row, "trouble_count")
        if lost:
            yield _persons(code, "unreachable", lost, limit.at, instant(row, "trouble_since"))
        absent = count(row, "left_count") - lost
        if is_late and absent > 0:
            yield _persons(code, "absent", absent, limit.at, limit.at)


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
