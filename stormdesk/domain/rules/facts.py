"""The closed catalogue of facts that a condition may speak of, with their units and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stormdesk.domain.rules.fact_rows import ROWS
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.wind import ABOVE_17_MS, BEAUFORT_EDGES_MS, GRADE_EDGES_MS


class Scope(StrEnum):
    """What a fact is about: a storm's place, one agency's forecast of it, or the county itself."""

    STORM = "storm"
    FORECAST = "forecast"
    COUNTY = "county"


class Unit(StrEnum):
    """How a threshold is written."""

    YES_NO = "yes_no"
    KM = "km"
    MS = "m/s"
    BEAUFORT = "bft"
    GRADE = "grade"
    COLOUR = "colour"
    COUNT = "count"
    MM = "mm"
    M = "m"
    DAYS = "days"
    PERCENT = "percent"


UNIT_NAMES: Final = {
    Unit.YES_NO: N_("是/否"),
    Unit.KM: N_("公里"),
    Unit.MS: N_("米/秒"),
    Unit.BEAUFORT: N_("级(风力)"),
    Unit.GRADE: N_("台风等级"),
    Unit.COLOUR: N_("颜色"),
    Unit.COUNT: N_("个"),
    Unit.MM: N_("毫米"),
    Unit.M: N_("米"),
    Unit.DAYS: N_("天"),
    Unit.PERCENT: N_("%"),
}
SCOPE_NAMES: Final = {
    Scope.STORM: N_("台风"),
    Scope.FORECAST: N_("各家路径预报"),
    Scope.COUNTY: N_("本县"),
}
# What people write for a unit, beside its code.
UNIT_WORDS: Final = {
    "yes/no": Unit.YES_NO, "是否": Unit.YES_NO, "是/否": Unit.YES_NO, "bool": Unit.YES_NO,
    "公里": Unit.KM, "千米": Unit.KM, "米/秒": Unit.MS, "ms": Unit.MS, "级": Unit.BEAUFORT,
    "beaufort": Unit.BEAUFORT, "等级": Unit.GRADE, "颜色": Unit.COLOUR, "color": Unit.COLOUR,
    "个": Unit.COUNT, "座": Unit.COUNT, "处": Unit.COUNT, "毫米": Unit.MM, "米": Unit.M,
    "天": Unit.DAYS, "日": Unit.DAYS, "d": Unit.DAYS, "%": Unit.PERCENT, "百分比": Unit.PERCENT,
}  # fmt: skip
YES_WORDS: Final = {
    "yes": 1.0, "true": 1.0, "是": 1.0, "有": 1.0, "1": 1.0,
    "no": 0.0, "false": 0.0, "否": 0.0, "无": 0.0, "0": 0.0,
}  # fmt: skip
COLOUR_RANKS: Final = {
    "blue": 1.0, "yellow": 2.0, "orange": 3.0, "red": 4.0,
    "蓝": 1.0, "黄": 2.0, "橙": 3.0, "红": 4.0, "蓝色": 1.0, "黄色": 2.0, "橙色": 3.0, "红色": 4.0,
}  # fmt: skip
GRADE_MS: Final = {
    **{str(grade).casefold(): edge_ms for edge_ms, grade in GRADE_EDGES_MS},
    "热带低压": 10.8, "热带风暴": 17.2, "强热带风暴": 24.5, "台风": 32.7, "强台风": 41.5, "超强台风": 51.0,
}  # fmt: skip
# Units in which a fact kept in the first may also be written.
ALSO: Final[Mapping[Unit, tuple[Unit, ...]]] = {Unit.MS: (Unit.BEAUFORT, Unit.GRADE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a condition may ask: its unit, its parameters, and when it cannot be known."""

    code: str
    scope: Scope
    unit: Unit
    name_zh: str
    name_en: str
    how_zh: str
    how_en: str
    unknown_zh: str
    unknown_en: str
    low: float
    high: float
    has_within_h: bool
    has_within_km: bool
    is_entered: bool

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit in which its threshold may be written."""
        return (self.unit, *ALSO.get(self.unit, ()))

    def name(self, language: str) -> str:
        """What the fact is called."""
        return self.name_en if language.startswith("en") else self.name_zh


def unit_of(text: str) -> Unit | None:
    """Read a unit as its code or as people write it; None when it is none."""
    plain = text.strip().casefold()
    return next((unit for unit in Unit if unit == plain), None) or UNIT_WORDS.get(plain)


def threshold_of(text: str, unit: Unit) -> float | None:
    """Read a threshold in the unit that the fact is kept in; None when it cannot be one."""
    plain = text.strip().casefold()
    words = {Unit.YES_NO: YES_WORDS, Unit.COLOUR: COLOUR_RANKS, Unit.GRADE: GRADE_MS}.get(unit)
    if words is not None:
        return words.get(plain)
    try:
        number = float(plain)
    except ValueError:
        return None
    if unit is Unit.BEAUFORT:
        is_force = number.is_integer() and 1 <= number <= len(BEAUFORT_EDGES_MS)
        return BEAUFORT_EDGES_MS[int(number) - 1] if is_force else None
    return number


def _facts() -> dict[str, Fact]:
    names = tuple(Fact.__slots__)  # the fields, in order
    found = {}
    for row in ROWS:
        parts = dict(zip(names, row, strict=True))
        parts["scope"], parts["unit"] = Scope(str(row[1])), Unit(str(row[2]))
        found[str(row[0])] = Fact(**parts)  # type: ignore[arg-type]
    return found


FACTS: Final[Mapping[str, Fact]] = _facts()
MOST_H: Final = 240.0
MOST_KM: Final = 1500.0
FASTEST_MS: Final = 2 * ABOVE_17_MS
