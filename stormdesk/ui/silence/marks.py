"""Marks on figures of silent units: a word beside the name, grey figures, and what complete leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from stormdesk.domain.common_cause import Tie
from stormdesk.domain.county_rows import Tier
from stormdesk.outlook.silence import Silences, silence_at
from stormdesk.ui.page import Page
from stormdesk.ui.render import duration
from stormdesk.ui.text import _

# Between the text and the ground of both themes.
GREY: Final = "color: #8b97a5; font-style: italic"
FADED, FULL = 0.35, 1.0
NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Who is silent among the rows of a breakdown, and how long past the word that was owed."""

    overdue: Mapping[str, str]

    def label(self, code: str, name: str) -> str:
        """An area's name, with the word that it is silent and for how long."""
        time = self.overdue.get(code)
        return name if time is None else _("{name}(静默 {time})").format(name=name, time=time)

    def flags(self, codes: Sequence[str]) -> list[bool]:
        """Which rows are silent."""
        return [code in self.overdue for code in codes]


def quiet(page: Page) -> Quiet:
    """Who is silent at the page's moment in its area."""
    found = silence_at(page.desk, page.moment, area_code=page.area_code)
    return Quiet(
        overdue={
            unit.code: duration(page.moment.as_of - unit.due_at)
            for unit in found.units
            if unit.is_silent and unit.due_at is not None
        }
    )


def cause_name(page: Page, cause: str | None) -> str:
    """What a silence has in common with others; a dash where nothing is known."""
    tie, _sep, tie_id = (cause or "").partition(":")
    names = {
        Tie.TOWER: _("通信基站 {name}").format(name=tie_id),
        Tie.PHONE: _("同一部电话"),
        Tie.CUTOFF: _("{township}整体静默").format(township=page.area_name(tie_id)),
        Tie.OFFICE: _("{township}未转报").format(township=page.area_name(tie_id)),
    }
    return names[Tie(tie)] if tie in set(Tie) else "—"


def opacities(flags: Sequence[bool]) -> list[float]:
    """How strongly the bars are drawn: those of silent units faintly."""
    return [FADED if is_silent else FULL for is_silent in flags]


def greyed(table: pd.DataFrame, flags: Sequence[bool]) -> Any:  # noqa: ANN401  a table or the same with a style
    """A table whose silent rows are grey; rows beyond the flags, such as a sum, are not."""
    if not any(flags):
        return table
    marked = [*flags, *[False] * (len(table) - len(flags))]
    return table.style.apply(lambda row: [GREY if marked[int(row.name)] else ""] * len(row), axis=1).format(
        precision=0, thousands=",", na_rep="—"
    )


def complete_words(page: Page, counts: pd.DataFrame) -> str:
    """How many areas have nothing left, the silent ones left out and named; empty without silent ones.

    `counts` has code, total and left_count per area.
    """
    found = silence_at(page.desk, page.moment, area_code=page.area_code)
    silent = [code for code in counts["code"] if found.is_silent(code)]
    if not silent:
        return ""
    listed = counts[counts["total"] > 0]
    done = set(listed.loc[listed["left_count"] == 0, "code"]) - set(silent)
    names = "、".join(page.area_name(code) for code in silent[:NAMED])
    return _("全部落实的有 {n}/{m} 个;静默的 {k} 个不计入:{names}{more}。{tower}").format(
        n=len(done),
        m=len(listed),
        k=len(silent),
        names=names,
        more="…" if len(silent) > NAMED else "",
        tower=_causes(found),
    )


def _causes(found: Silences) -> str:
    """How many villages of the scope are silent, and how many of them for a cause in common."""
    villages = found.silent(Tier.VILLAGE)
    shared = sum(unit.cause is not None for unit in villages)
    if not villages:
        return ""
    return _("静默的村 {n} 个,其中 {shared} 个有共同原因。").format(n=len(villages), shared=shared)
