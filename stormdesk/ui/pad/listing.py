"""What the pad lists: the objects of a visitor's area that are left, with what may be said of each."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.door.visit import Visit
from stormdesk.errors import N_
from stormdesk.ui.desk import shown_moment
from stormdesk.ui.subjects.description import Facet, Row, Subject
from stormdesk.ui.subjects.duty import DUTY
from stormdesk.ui.subjects.entry import status_column
from stormdesk.ui.subjects.evacuation import EVACUATION
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.shelters import SHELTERS
from stormdesk.ui.subjects.sites import SITES
from stormdesk.ui.subjects.vessels import VESSELS
from stormdesk.ui.subjects.words import object_name, plain
from stormdesk.ui.text import catalogue

MOST_LISTED: Final = 2000
# Of each subject the question whose rows are listed; a shelter is counted again while it is open.
LISTED: Final[Mapping[str, tuple[Subject, str]]] = {
    EVACUATION.subject: (EVACUATION, "left_people"),
    VESSELS.subject: (VESSELS, "points"),
    SITES.subject: (SITES, "points"),
    SHELTERS.subject: (SHELTERS, "points"),
    DUTY.subject: (DUTY, "left"),
}
_TITLES: Final = {
    EVACUATION.subject: N_("转移人员"),
    VESSELS.subject: N_("船舶"),
    SITES.subject: N_("在建工地"),
    SHELTERS.subject: N_("避灾场所"),
    DUTY.subject: N_("责任人"),
}


def may_list(visit: Visit, subject: Subject) -> bool:
    """Whether a visitor may both see the objects of a subject and report on them."""
    return visit.may(Action.RECORD, subject.subject) and visit.may(Action.READ, subject.folder)


def moment_of(visit: Visit) -> Moment | None:
    """The moment that all screens show; None while no operation goes on."""
    clock = visit.clock_setting
    if clock is None or not clock.operation_id:
        return None
    return shown_moment(
        clock,
        machine_at=datetime.now(UTC),
        tick_s=visit.settings.refresh_s,
        last_entry_at=visit.last_entry_at(clock.operation_id),
    )


def listed(visit: Visit, language: str, area_code: str | None = None) -> dict[str, object]:
    """Everything that a pad shows, as it is sent: the moment, the subjects, their objects."""
    moment = moment_of(visit)
    told: dict[str, object] = {"operation": moment.operation_id if moment else "", "subjects": []}
    if moment is None:
        return told
    area = visit.visitor.held_to if area_code is None else area_code
    asked = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "area_code": area,
    }
    shown = [
        _subject(visit, subject, visit.store.frame(subject.question(question), **asked), language)
        for subject, question in LISTED.values()
        if may_list(visit, subject)
    ]
    at = moment.as_of.astimezone(BEIJING).strftime("%m-%d %H:%M")
    return told | {"at": at, "subjects": shown}


def _subject(visit: Visit, subject: Subject, rows: pd.DataFrame, language: str) -> dict[str, object]:
    left = rows if subject is SHELTERS else rows[_is_left(rows)]
    known = catalogue(language)
    statuses = visit.store.frame("reference/statuses")
    names = statuses[statuses["subject"] == subject.subject]
    return {
        "subject": subject.subject,
        "title": known.get(_TITLES[subject.subject], _TITLES[subject.subject]),
        "total": len(left),
        "facets": [_facet(visit, subject, facet, names, language) for facet in subject.facets],
        "rows": _told_apart(
            [(_row(visit, subject, row, language), row) for row in mappings(left.head(MOST_LISTED))]
        ),
    }


def _told_apart(rows: list[tuple[list[object], Row]]) -> list[list[object]]:
    """The rows; where two of one household are called alike, each with the end of its phone number."""
    often = Counter(tuple(shown[1:4]) for shown, _row in rows)
    for shown, row in rows:
        tail = text_or_none(row.get("phone"))
        if tail and often[tuple(shown[1:4])] > 1:
            shown[3] = " · ".join(filter(None, (str(shown[3]), f"…{tail[-4:]}")))
    return [shown for shown, _row in rows]


def _is_left(rows: pd.DataFrame) -> "pd.Series[bool]":
    """What is not done, and boats in port with their crew aboard."""
    left = ~rows["progress"].isin(["done", "over"])
    return left | rows["is_aboard_in_port"].astype(bool) if "is_aboard_in_port" in rows else left


def _facet(
    visit: Visit, subject: Subject, facet: Facet, names: pd.DataFrame, language: str
) -> dict[str, object]:
    own = names[names["facet"] == facet.name]
    following: dict[str, list[str]] = {}
    for before, after in sorted(
        visit.transitions.get((subject.subject, facet.name), frozenset()), key=lambda pair: pair[1]
    ):
        following.setdefault(before or "", []).append(after)
    texts = catalogue(language)
    return {
        "name": facet.name,
        "title": texts.get(facet.title, facet.title),
        "number": texts.get(facet.quantity_title, facet.quantity_title),
        "isOfList": facet.is_of_list,
        "names": dict(zip(own["status"], own[f"name_{language}"], strict=True)),
        "next": following,
    }


def _row(visit: Visit, subject: Subject, row: Row, language: str) -> list[object]:
    """One object: id, masked name, where, household, what is so of each fact, people of each fact."""
    state, people = {}, {}
    for facet in subject.facets:
        column = status_column(subject, facet.name)
        if column in row:
            state[facet.name] = text_or_none(row[column]) or ""
        if facet.quantity_column:
            people[facet.name] = number_or_none(row.get(facet.quantity_column))
    code = text_or_none(row.get("village_code")) or text_or_none(row.get("township_code"))
    place = "" if code is None else _name_of(visit, code, language)
    name = object_name(row.get("name"), str(row["object_id"]), subject)
    return [str(row["object_id"]), name, place, plain(row.get("household_id")), state, people]


def _name_of(visit: Visit, code: str, language: str) -> str:
    try:
        return visit.county.name_of(code, language)
    except KeyError:
        return code


def text_or_none(value: Any) -> str | None:  # noqa: ANN401  a cell of a frame
    """A cell as text; None where it holds nothing."""
    return None if value is None or pd.isna(value) else str(value)


def number_or_none(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    """A cell as a whole number; None where it holds nothing."""
    return None if value is None or pd.isna(value) else int(value)
