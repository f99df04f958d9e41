"""What a rule set is made of: conditions in clauses, actions, rhythms, and what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stormdesk.domain.checklist import Action
from stormdesk.domain.county_rows import ReportRhythm
from stormdesk.domain.table_problem import TableProblem
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_lines import WarningLine


class RuleHazard(StrEnum):
    """What a response is for."""

    TYPHOON = "typhoon"
    FLOOD = "flood"
    DROUGHT = "drought"


class RuleLevel(StrEnum):
    """What a clause leads to: a level, or the emergency flood period, which is no level."""

    SEA = "sea"
    FOUR = "4"
    THREE = "3"
    TWO = "2"
    ONE = "1"
    EMERGENCY = "emergency"


class Operator(StrEnum):
    """How a value is held against its threshold."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="


class Agencies(StrEnum):
    """Whose forecasts must make a clause true."""

    ANY = "any"
    LEAD = "lead"
    MOST = "most"


LEVEL_RANKS: Final = {level: rank for rank, level in enumerate(("none", "sea", "4", "3", "2", "1"))}
HAZARD_NAMES: Final = {
    RuleHazard.TYPHOON: N_("防台风"),
    RuleHazard.FLOOD: N_("防汛"),
    RuleHazard.DROUGHT: N_("抗旱"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One line of a rule file; `threshold` is in the unit of the fact, `threshold_text` as it was written."""

    fact: str
    operator: Operator
    threshold: float
    threshold_text: str
    unit: str
    text_zh: str
    text_en: str
    source: str
    certainty: str
    within_h: float | None = None
    within_km: float | None = None

    def text(self, language: str) -> str:
        """The condition in words."""
        return self.text_en if language.startswith("en") else self.text_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Conditions that must all be true for a level to be due; any one clause of a level is enough."""

    hazard: RuleHazard
    level_code: RuleLevel
    code: str
    conditions: tuple[Condition, ...]
    agencies: Agencies = Agencies.ANY

    @property
    def clause_id(self) -> str:
        """The clause's name within its rule set."""
        return f"{self.hazard}.{self.level_code}.{self.code}"

    def text(self, language: str) -> str:
        """The clause in words."""
        is_english = language.startswith("en")
        return ("; and " if is_english else ";且").join(one.text(language) for one in self.conditions)

    @property
    def source(self) -> str:
        """Where its conditions come from, each source once."""
        return ";".join(dict.fromkeys(one.source for one in self.conditions))

    @property
    def certainty(self) -> str:
        """How sure its conditions are, each word once."""
        return ";".join(dict.fromkeys(one.certainty for one in self.conditions))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules of one plan: when which level is due and what is then done."""

    rule_set_id: str
    name_zh: str
    name_en: str
    region_zh: str
    region_en: str
    source: str
    certainty: str
    is_official: bool
    clauses: tuple[Clause, ...]
    actions: tuple[Action, ...] = ()
    rhythms: tuple[ReportRhythm, ...] = ()
    fingerprint: str = ""

    def name(self, language: str) -> str:
        """The rule set's name."""
        return self.name_en if language.startswith("en") else self.name_zh

    def clauses_of(self, hazard: RuleHazard) -> tuple[Clause, ...]:
        """The clauses of one hazard, the gravest level first."""
        own = [clause for clause in self.clauses if clause.hazard == hazard]
        return tuple(sorted(own, key=lambda clause: -LEVEL_RANKS.get(clause.level_code, 9)))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rule set in force, the others at hand, and what is wrong with those that were refused."""

    chosen_id: str = ""
    in_force: RuleSet | None = None
    others: tuple[RuleSet, ...] = ()
    refused: tuple[tuple[str, tuple[TableProblem, ...]], ...] = ()
    doubts: tuple[TableProblem, ...] = ()
    warning_lines: tuple[WarningLine, ...] = ()

    @property
    def is_fallback(self) -> bool:
        """Whether something else than the chosen rule set as it now stands is in force, or nothing."""
        is_refused = self.chosen_id in {name for name, _ in self.refused}
        return self.in_force is None or is_refused or self.in_force.rule_set_id != self.chosen_id

    def named(self, rule_set_id: str) -> RuleSet | None:
        """Find a sound rule set by its id."""
        known: Sequence[RuleSet | None] = (self.in_force, *self.others)
        return next((one for one in known if one and one.rule_set_id == rule_set_id), None)


NO_RULES: Final = RuleBook()
