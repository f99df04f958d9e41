"""The table of rights: which role may do what with which thing, and how far that reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.access.records import AREA_DIGITS, Action, Grant, Role, Visitor
from stormdesk.domain.vocabulary import Subject

TOLD_TO_ALL: Final = frozenset({Subject.RESPONSE, Subject.WARNING, Subject.DIRECTIVE})


@dataclass(frozen=True, slots=True)
class RightsRow:
    """One action on one thing, with what each role is granted."""

    action: Action
    thing: str
    grants: Mapping[Role, Grant]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """All rows of the table; what stands in no row nobody may."""

    rows: tuple[RightsRow, ...]

    def grant(self, role: Role, action: Action, thing: str) -> Grant:
        """How far a role's right reaches."""
        found = (row for row in self.rows if row.action is action and row.thing == thing)
        row = next(found, None)
        return Grant.NO if row is None else row.grants[role]

    def allows(self, visitor: Visitor, action: Action, thing: str) -> bool:
        """Whether a visitor may; which rows of it he sees, his area decides where the data are read."""
        granted = self.grant(visitor.role, action, thing)
        if granted is Grant.OWN and visitor.role not in AREA_DIGITS:
            return thing in visitor.subjects
        return granted is not Grant.NO

    def texts_for(self, visitor: Visitor) -> frozenset[str]:
        """The subjects of which a visitor reads free texts: those he may report on, and what is told to all.

        A wall shows none: nobody knows whose name stands in a text.
        """
        if visitor.role is Role.WALL:
            return frozenset()
        own = {subject for subject in Subject if self.allows(visitor, Action.RECORD, subject)}
        return frozenset(own | TOLD_TO_ALL)
