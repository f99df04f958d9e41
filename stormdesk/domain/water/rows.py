"""One model per table that the water is judged by."""

from typing import Annotated

from pydantic import Field, field_validator

from stormdesk.domain.county_rows import Code, Named, Order, Sourced, Text
from stormdesk.domain.water.records import MARKS_OF, GaugeKind, MarkName

Height = Annotated[float, Field(ge=-20, le=2000, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class RainGrade(Named, Sourced):
    """A grade of rainfall over 12 or 24 hours, from its lower edge on."""

    window_h: Count
    code: Code
    rank: Order
    low_mm: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class TideMark(Sourced):
    """One of the colour marks of a tide station; an empty height is unknown."""

    gauge_id: Code
    name: MarkName
    level_m: Height | None = None
    datum_name: Text | None = None

    @field_validator("name")
    @classmethod
    def _is_a_colour(cls, name: MarkName) -> MarkName:
        if name not in MARKS_OF[GaugeKind.TIDE]:
            raise ValueError("blue, yellow, orange, red")
        return name


class TideDatum(Sourced):
    """Where mean sea level, which the prediction counts from, lies on a height datum; empty is unknown."""

    gauge_id: Code
    datum_name: Text
    mean_sea_level_m: Height | None = None


class GaugeRule(Sourced):
    """How a kind of gauge is judged: its rhythm, when it is stale, and what its trend is made of."""

    kind: GaugeKind
    reads_every_min: Positive
    stale_after_rhythms: Positive
    stale_at_least_min: Positive
    trend_min: Positive
    trend_fewest: Annotated[int, Field(ge=3)]
    trend_still_mh: Annotated[float, Field(ge=0)]
    ahead_h: Positive
    reach_km: Positive | None = None
