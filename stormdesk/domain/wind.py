"""Wind force (GB/T 28591) and tropical cyclone grade (GB/T 19201) from the wind speed."""

from bisect import bisect_right
from enum import StrEnum
from typing import Final

from stormdesk.domain.vocabulary import N_

# Lower edge of forces 1 to 17 in m/s; the last entry opens "above 17".
BEAUFORT_EDGES_MS: Final = (
    0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7, 37.0, 41.5, 46.2, 51.0, 56.1,
)  # fmt: skip
ABOVE_17_MS: Final = 61.2


class StormGrade(StrEnum):
    """Grade of a tropical cyclone; L is an extratropical cyclone."""

    TD = "TD"
    TS = "TS"
    STS = "STS"
    TY = "TY"
    STY = "STY"
    SUPER_TY = "SuperTY"
    L = "L"


GRADE_NAMES: Final = {
    StormGrade.TD: N_("热带低压"),
    StormGrade.TS: N_("热带风暴"),
    StormGrade.STS: N_("强热带风暴"),
    StormGrade.TY: N_("台风"),
    StormGrade.STY: N_("强台风"),
    StormGrade.SUPER_TY: N_("超强台风"),
    StormGrade.L: N_("温带气旋"),
}

GRADE_EDGES_MS: Final = (
    (10.8, StormGrade.TD),
    (17.2, StormGrade.TS),
    (24.5, StormGrade.STS),
    (32.7, StormGrade.TY),
    (41.5, StormGrade.STY),
    (51.0, StormGrade.SUPER_TY),
)


def beaufort(wind_ms: float) -> int:
    """Return the wind force 0 to 17 of a mean wind at 10 m; the tables end at 17."""
    return bisect_right(BEAUFORT_EDGES_MS, wind_ms)


def is_above_17(wind_ms: float) -> bool:
    """Return whether the wind lies beyond the last force of the scale (17级以上)."""
    return wind_ms > ABOVE_17_MS


def grade_of(wind_ms: float) -> StormGrade | None:
    """Return the grade for the mean wind near the centre, or None below a tropical depression."""
    grades = [grade for edge_ms, grade in GRADE_EDGES_MS if wind_ms >= edge_ms]
    return grades[-1] if grades else None


def grade_name(grade: StormGrade) -> str:
    """Return the grade's Chinese name, ready for translation."""
    return GRADE_NAMES[grade]
