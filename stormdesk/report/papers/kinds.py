"""Every kind of paper that leaves the house, in the order of the menu."""

from typing import Final

from stormdesk.report.papers.bulletin import BULLETIN
from stormdesk.report.papers.forms import FORMS
from stormdesk.report.papers.records import PaperKind
from stormdesk.report.papers.review import REVIEW

KINDS: Final[tuple[PaperKind, ...]] = (BULLETIN, *FORMS, REVIEW)


def kind_named(name: str) -> PaperKind:
    """The kind of a name; KeyError when there is none."""
    for known in KINDS:
        if known.kind == name:
            return known
    raise KeyError(name)
