"""Where a vessel was, as it or a tracker said."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One position in degrees WGS 84; a tracker knows the vessel by its radio identity or its name."""

    positioned_at: datetime
    lat: float
    lon: float
    vessel_id: str | None = None
    mmsi: str | None = None
    name: str | None = None
    speed_kn: float | None = None
    course_deg: float | None = None
    suspect_reason: str | None = None
