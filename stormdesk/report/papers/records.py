"""What a kind of paper is: how it is made, what it prints, and why it must not go out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import Facts, Mark
from stormdesk.domain.tide import Constituent
from stormdesk.domain.vocabulary import N_
from stormdesk.settings import Settings
from stormdesk.store import Asking

Refusal = Objection
SOUND: Final = N_("可以发布:分项与合计相符,三本账没有未说明的差异,台账与推算一致。")


class PaperGround(Protocol):
    """What papers are made on: the data, the county, the tide, and where templates lie; a desk is one."""

    @property
    def store(self) -> Asking:
        """The data file."""

    @property
    def county(self) -> County:
        """The county."""

    @property
    def constituents(self) -> tuple[Constituent, ...]:
        """The harmonic constituents of the county's tide."""

    @property
    def settings(self) -> Settings:
        """Where templates lie."""


def no_facts(_ground: PaperGround, _moment: Moment) -> Facts:
    """Nothing that a later issue is compared with."""
    return {}


def no_text(_ground: PaperGround, _moment: Moment, _mark: Mark) -> str:
    """No text beside the file."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind of paper.

    `make` writes its bytes for a moment under a mark, the same bytes for the same ledger; `facts` are the
    numbers in it, `text` its plain text; `refuse` tells everything that keeps it from going out, `sound` what
    was looked at when nothing does.
    """

    kind: str
    title: str
    ending: str
    mime: str
    make: Callable[[PaperGround, Moment, Mark], bytes]
    refuse: Callable[[PaperGround, Moment], tuple[Refusal, ...]]
    facts: Callable[[PaperGround, Moment], Facts] = no_facts
    text: Callable[[PaperGround, Moment, Mark], str] = no_text
    sound: str = SOUND
    template: str | None = None
    is_personal: bool = False
