"""One agency's forecast, asked for a fact within hours: what it shows, and what lies beyond its end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Instants, Numbers
from stormdesk.domain.arrival.track_error import error_km
from stormdesk.domain.rules.evaluate import UNKNOWN, Reading
from stormdesk.domain.rules.road import Road
from stormdesk.domain.vocabulary import N_

# The fastest storms on record moved like this: what one cannot reach after a forecast's end, it does not.
FASTEST_KMH: Final = 130.0
GAPS: Final = {
    "affects_within": "wind7",
    "wind10_within": "wind10",
    "wind12_within": "wind12",
    "affects_waters_within": "waters",
    "enters_east_china_sea_within": "sea",
}
BEYOND: Final = N_("预报没有覆盖到所问的时段")
NO_RADII: Final = N_("风圈半径未知")
NO_WIND: Final = N_("预报没有风速")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """One agency's road of one storm, asked at a moment."""

    agency: str
    is_lead: bool
    issued_at: datetime | None
    now: datetime
    road: Road

    def reading(self, fact: str, within_h: float, within_km: float | None) -> Reading:
        """What this forecast says of a fact within hours and kilometres."""
        if fact in GAPS:
            return self._told(self._arrival(self.road.gap_km[GAPS[fact]], within_h))
        near_km = within_km or 0.0
        if fact == "landfall_possible_within":
            lead = (self.road.at - self._instant(self.issued_at or self.now)).astype(float) / 3600
            return self._told(
                self._arrival(self.road.distance_km - near_km - error_km(np.maximum(lead, 0)), within_h)
            )
        if fact == "landfall_within":
            return self._told(self._landfall(within_h, near_km))
        if fact == "landfall_wind_ms":
            return self._told(self._landfall_wind(within_h, near_km))
        numbers = {
            "nearest_km": self._nearest,
            "nearest_wind_ms": self._nearest_wind,
            "county_wind_ms": self._county_wind,
        }
        return self._told(numbers[fact](within_h)) if fact in numbers else UNKNOWN

    def _told(self, reading: Reading) -> Reading:
        at = reading.at
        return Reading(
            low=reading.low,
            high=reading.high,
            at=at,
            source=self.agency,
            is_modelled=self.road.is_modelled,
            reason=reading.reason,
        )

    @staticmethod
    def _instant(at: datetime) -> np.datetime64:
        return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")

    def _window(self, within_h: float) -> tuple[np.datetime64, np.datetime64, float]:
        """From and to, and how many of the hours lie beyond the forecast's end."""
        start = self._instant(self.now)
        end = start + np.timedelta64(round(within_h * 3600), "s")
        beyond = (end - max(self.road.at[-1], start)).astype(float) / 3600
        return start, end, max(float(beyond), 0.0)

    def _values(self, values: Numbers, within_h: float) -> tuple[Instants, Numbers]:
        """The instants and values from now to the end of the window, the ends between two steps."""
        start, end, _ = self._window(within_h)
        at = self.road.at
        start, end = max(start, at[0]), min(max(end, at[0]), at[-1])
        inner = at[(at > start) & (at < end)]
        wanted = np.concatenate([[start], inner, [end]]) if end >= start else np.array([at[-1]])
        return wanted, np.interp(wanted.astype(float), at.astype(float), values)

    def _arrival(self, gap: Numbers, within_h: float) -> Reading:
        """Whether and when a gap closes within the hours."""
        at, values = self._values(gap, within_h)
        inside = np.flatnonzero(values <= 0)
        if inside.size:
            return Reading(low=1.0, high=1.0, at=_crossing(at, values, int(inside[0])))
        if np.isnan(values).any():
            return Reading(low=0.0, high=1.0, reason=NO_RADII)
        return self._after(float(values[-1]), within_h)

    def _after(self, gap_km: float, within_h: float) -> Reading:
        beyond = self._window(within_h)[2]
        if beyond and gap_km - FASTEST_KMH * beyond <= 0:
            return Reading(low=0.0, high=1.0, reason=BEYOND)
        return Reading(low=0.0, high=0.0)

    def _landfall(self, within_h: float, near_km: float) -> Reading:
        start, end, _ = self._window(within_h)
        own = [one for one in self.road.landfalls if start <= one.at <= end and one.distance_km <= near_km]
        if own:
            return Reading(low=1.0, high=1.0, at=_datetime(own[0].at))
        return self._after(float(self.road.distance_km[-1]) - near_km, within_h)

    def _landfall_wind(self, within_h: float, near_km: float) -> Reading:
        lands = self._landfall(within_h, near_km)
        if lands.high == 0:
            return Reading(low=0.0, high=0.0)
        start, end, _ = self._window(within_h)
        winds = [
            one.wind_ms
            for one in self.road.landfalls
            if start <= one.at <= end and one.distance_km <= near_km and not np.isnan(one.wind_ms)
        ]
        if not winds:
            return Reading(reason=lands.reason or NO_WIND)
        return Reading(low=max(winds), high=max(winds), at=lands.at)

    def _nearest(self, within_h: float) -> Reading:
        at, values = self._values(self.road.distance_km, within_h)
        place = int(values.argmin())
        beyond = self._window(within_h)[2]
        low = min(values[place], max(values[-1] - FASTEST_KMH * beyond, 0.0)) if beyond else values[place]
        return Reading(low=float(low), high=float(values[place]), at=_datetime(at[place]))

    def _nearest_wind(self, within_h: float) -> Reading:
        at, values = self._values(self.road.distance_km, within_h)
        winds = self._values(self.road.wind_ms, within_h)[1]
        place = int(values.argmin())
        if np.isnan(winds[place]):
            return Reading(reason=NO_WIND)
        return Reading(low=float(winds[place]), high=float(winds[place]), at=_datetime(at[place]))

    def _county_wind(self, within_h: float) -> Reading:
        at, values = self._values(self.road.county_ms, within_h)
        gaps = self._values(self.road.gap_km["wind7"], within_h)[1]
        known = np.nan_to_num(values)
        place = int(known.argmax())
        is_open = bool(np.isnan(values).any()) or self._after(float(gaps[-1]), within_h).high > 0
        reason = (NO_RADII if np.isnan(values).any() else BEYOND) if is_open else None
        high = np.inf if is_open else float(known[place])
        return Reading(low=float(known[place]), high=high, at=_datetime(at[place]), reason=reason)


def _crossing(at: Instants, values: Numbers, place: int) -> datetime:
    """The instant between two steps at which the value falls to zero."""
    if place == 0 or np.isnan(values[place - 1]):
        return _datetime(at[place])
    before, after = float(values[place - 1]), float(values[place])
    share = before / (before - after)
    seconds = float((at[place] - at[place - 1]).astype(float)) * share
    return _datetime(at[place - 1] + np.timedelta64(round(seconds), "s"))


def _datetime(at: np.datetime64) -> datetime:
    told: datetime = at.astype("datetime64[s]").item()
    return told.replace(tzinfo=UTC)
