"""What a gauge read, in named quantities."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Quantity(StrEnum):
    """What can be read, with its unit last; levels stand on the gauge's own datum."""

    RAIN_MM_5MIN = "rain_mm_5min"
    RAIN_MM_1H = "rain_mm_1h"
    RAIN_MM_3H = "rain_mm_3h"
    RAIN_MM_6H = "rain_mm_6h"
    RAIN_MM_12H = "rain_mm_12h"
    RAIN_MM_24H = "rain_mm_24h"
    LEVEL_M = "level_m"
    FLOW_M3S = "flow_m3s"
    INFLOW_M3S = "inflow_m3s"
    OUTFLOW_M3S = "outflow_m3s"
    STORAGE_M3_MILLION = "storage_m3_million"
    WIND_MS = "wind_ms"
    GUST_MS = "gust_ms"
    WIND_FROM_DEG = "wind_from_deg"
    PRESSURE_HPA = "pressure_hpa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of one gauge at one instant."""

    gauge_id: str
    quantity: Quantity
    read_at: datetime
    value: float
    gauge_name: str | None = None
    suspect_reason: str | None = None
