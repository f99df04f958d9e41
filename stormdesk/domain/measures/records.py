"""One measure of a storm: its number, its unit, which way is better, and the rows that it is folded from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from stormdesk.domain.vocabulary import N_

Unit = Literal["h", "person", "village_h", "person_h", "count", "percent"]
Better = Literal["more", "less"]
# Subjects whose work is measured, each with the facet that says whether it is done.
SUBJECTS: Final = {
    "responsible_person": "duty",
    "evacuee": "move",
    "vessel": "berth",
    "site": "work",
    "shelter": "service",
}


class How(StrEnum):
    """How a number is made of rows."""

    SUM = "sum"
    MAX = "max"
    MIN = "min"
    COUNT = "count"


class Lacking(StrEnum):
    """Why a measure has no number."""

    NO_LEVEL = N_("该级别尚未启动")
    NOT_YET = N_("尚未达到九成")
    NOTHING = N_("没有这类对象")
    NO_DEADLINE = N_("时限未定:大风未到,或没有适用的时限")
    NO_WIND = N_("风圈未到或未知")
    NOT_OVER = N_("响应尚未结束,不作评判")
    NO_RULES = N_("没有生效的规则可比")
    NO_REPORTS = N_("没有可比的上报")
    NO_EXPLANATION = N_("尚未解释")
    NEVER_APART = N_("三本账没有差额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows behind a number: a question of queries/ with its parameters, and how the number is folded.

    `column` is what is added up or compared (None counts rows); only rows count whose columns hold what
    `where` says. Where no row is left, a sum or a count is 0 and the others have no number.
    """

    question: str
    parameters: Mapping[str, object]
    how: How
    column: str | None = None
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of an operation at a moment; `value` None is not known or not applicable, never 0.

    `key` is the definition's code and what it is about, joined by dots; `at` is the instant that the number
    speaks of, where it does; `note` says why there is no number. `subject`, `area_code` and `level_code`
    tell which part it is about where it is one of several. `whole` is all that could have been counted, in
    the same unit, where the value is a part of something.
    """

    key: str
    value: float | None
    unit: Unit
    better: Better | None
    at: datetime | None = None
    note: str | None = None
    rows: Rows | None = None
    subject: str | None = None
    area_code: str | None = None
    level_code: str | None = None
    whole: float | None = None

    @property
    def share(self) -> float | None:
        """How much of the whole it is, 0 to 1; None where it is no part, or part of nothing."""
        return None if self.value is None or not self.whole else self.value / self.whole

    @property
    def code(self) -> str:
        """The definition that it follows: the key's first word."""
        return self.key.partition(".")[0]
