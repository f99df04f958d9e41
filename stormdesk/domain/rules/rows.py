"""The rows of a rule set's files as people write them, brought to one way of writing."""

import unicodedata
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from stormdesk.domain.county_rows import Certainty, Named, Note, Order, Sourced, Text
from stormdesk.domain.rules.records import Operator, RuleHazard, RuleLevel

_OPERATORS: Final = {"≥": ">=", "≧": ">=", "=>": ">=", "≤": "<=", "≦": "<=", "=<": "<=", "==": "="}
_LEVELS: Final = {
    "海上": "sea", "iv": "4", "iv级": "4", "四级": "4", "4级": "4",
    "iii": "3", "iii级": "3", "三级": "3", "3级": "3", "ii": "2", "ii级": "2", "二级": "2", "2级": "2",
    "i": "1", "i级": "1", "一级": "1", "1级": "1",
    "紧急防汛期": "emergency",
}  # fmt: skip
_HAZARDS: Final = {
    "台风": "typhoon", "防台": "typhoon", "防台风": "typhoon", "防汛": "flood", "洪涝": "flood",
    "暴雨": "flood", "抗旱": "drought", "干旱": "drought",
}  # fmt: skip


def _narrow(value: object) -> object:
    """Full-width letters and figures as plain ones."""
    return plain_text(value) if isinstance(value, str) else value


def plain_text(text: str) -> str:
    """Full-width letters and figures as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def plain_hazard(text: str) -> str:
    """A hazard in words as its code; what is no known word as written."""
    return _HAZARDS.get(plain_text(text).casefold(), plain_text(text))


def plain_level(text: str) -> str:
    """A level in words as its code; what is no known word as written."""
    return _LEVELS.get(plain_text(text).casefold(), plain_text(text))


def _word(words: dict[str, str]) -> BeforeValidator:
    def read(value: object) -> object:
        plain = _narrow(value)
        return words.get(plain.casefold(), plain.casefold()) if isinstance(plain, str) else plain

    return BeforeValidator(read)


Plain = Annotated[str, BeforeValidator(_narrow), Field(min_length=1, max_length=60)]


class ConditionRow(Sourced):
    """One line of conditions.csv, its cells as written but for their width."""

    hazard: Annotated[RuleHazard, _word(_HAZARDS)]
    level_code: Annotated[RuleLevel, _word(_LEVELS)]
    clause: Plain
    order: Annotated[Order, BeforeValidator(_narrow)]
    fact: Annotated[Plain, _word({})]
    operator: Annotated[Operator, _word(_OPERATORS)]
    threshold: Plain
    unit: Plain
    within_h: Plain | None = None
    within_km: Plain | None = None
    agencies: Annotated[Plain | None, _word({})] = None
    text_zh: Annotated[str, Field(min_length=1, max_length=500)]
    text_en: Annotated[str, Field(min_length=1, max_length=500)]


class RuleSetHead(Named):
    """rule_set.yaml: what the rule set is, where it comes from, and whether it is the official text."""

    region_zh: Text
    region_en: Text
    source: Annotated[Note, Field(min_length=1)]
    certainty: Certainty
    is_official: bool
