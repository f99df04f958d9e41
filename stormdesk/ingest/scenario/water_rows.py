"""The made-up weather behind the gauges of a drill, and what goes wrong with their sensors."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from stormdesk.domain.county_rows import Code, Row
from stormdesk.ingest.scenario.rows import Instant

Hours = Annotated[float, Field(gt=0)]


class SensorTrouble(StrEnum):
    """What goes wrong with a sensor for a while."""

    LATE = "late"
    SILENT = "silent"
    SPIKE = "spike"
    FROZEN = "frozen"


class TroubleRow(Row):
    """One sensor's trouble; `value` is what a spike shows."""

    gauge_id: Code
    kind: SensorTrouble
    begins_at: Instant
    ends_at: Instant
    value: float | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "TroubleRow":
        if self.begins_at >= self.ends_at:
            raise ValueError("begins_at < ends_at")
        return self


class WaterPlan(Row):
    """The county's mean rain (mm/h) and the surge (m) over time, and how fast water drains."""

    weather: Annotated[tuple[tuple[Instant, float, float], ...], Field(min_length=2)]
    river_drains_h: Hours
    reservoir_drains_h: Hours
    troubles: tuple[TroubleRow, ...] = ()

    @model_validator(mode="after")
    def _in_time_order(self) -> "WaterPlan":
        instants = [at for at, _, _ in self.weather]
        if instants != sorted(set(instants)):
            raise ValueError("weather: time order")
        return self
