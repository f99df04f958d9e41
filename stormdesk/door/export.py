"""Files that leave the house: who may take them, the audit first, and what marks each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from stormdesk.domain.access.records import Action, Role
from stormdesk.door.audit import Deed, Kind, deed_of
from stormdesk.door.visit import Visit

PERSONAL = "personal"


class Leaving(StrEnum):
    """What kind of file leaves."""

    TABLE = "table"
    MAP = "map"
    TEMPLATE = "template"
    ORIGINAL = "original"
    RETURNED = "returned"
    BUNDLE = "bundle"
    AUDIT = "audit"
    PAPER = "paper"
    SNAPSHOT = "snapshot"


class Thing(StrEnum):
    """The right that a file needs, as the table of rights names it."""

    LISTS = "lists"
    MAP = "map"
    BUNDLE = "bundle"
    AUDIT = "audit"
    PAPER = "paper"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file as it is asked for; `sheet` is the screen's own name of it, never words of a list."""

    leaving: Leaving
    thing: Thing
    sheet: str
    ending: str
    rows: int | None = None
    operation_id: str | None = None
    is_personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The mark on a file: a number that stands in the audit too, who took it, and when."""

    export_id: str
    account_id: str
    name: str = field(repr=False)
    role: Role
    at: datetime
    rows: int | None
    is_personal: bool


def may_export(visit: Visit, thing: Thing, *, is_personal: bool = False) -> bool:
    """Whether a visitor may take such a file with him."""
    return visit.may(Action.EXPORT, thing) and (not is_personal or visit.may(Action.EXPORT, PERSONAL))


def export(visit: Visit, asked: Export, make: Callable[[Stamp], bytes], *, at: datetime) -> bytes:
    """The file, made with its stamp once the audit holds it; `at` is the machine's own time.

    Raises NotAllowed, and the audit tells, where the visitor may not take it.
    """
    visit.require(Action.EXPORT, asked.thing)
    if asked.is_personal:
        visit.require(Action.EXPORT, PERSONAL)
    visitor = visit.visitor
    stamp = Stamp(
        export_id=uuid4().hex[:12],
        account_id=visitor.account_id,
        name=visitor.name,
        role=visitor.role,
        at=at,
        rows=asked.rows,
        is_personal=asked.is_personal,
    )
    with visit.office.audit.around(_deed(visit, asked, stamp)):
        return make(stamp)


def _deed(visit: Visit, asked: Export, stamp: Stamp) -> Deed:
    return deed_of(
        visit.visitor,
        Kind.EXPORT,
        asked.leaving,
        at=stamp.at,
        thing=asked.thing,
        thing_id=asked.sheet,
        area_code=visit.visitor.area_code,
        operation_id=asked.operation_id,
        detail={
            "export_id": stamp.export_id,
            "ending": asked.ending,
            "rows": asked.rows,
            "personal": asked.is_personal,
        },
    )
