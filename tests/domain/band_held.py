"""How often a true arrival lay in the band: one agency's forecasts against another's best tracks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from stormdesk.domain.arrival.band import band
from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.passage import passages_on, survey
from stormdesk.domain.arrival.records import Band, Instants
from stormdesk.domain.arrival.track_error import error_km, spread
from stormdesk.domain.circles import Circle
from stormdesk.domain.track import Fix, ForecastPoint, distance_km, position_at
from stormdesk.ingest import jma_track, pagasa

TRACKS = Path(__file__).resolve().parents[2] / "data/tracks"
STORMS = ("202211", "202212")
CIRCLES = (Circle(7), Circle(10))
END = datetime(2030, 1, 1, tzinfo=UTC)
Tracks = Mapping[str, Sequence[Fix]]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cases held."""

    held: int
    cases: int

    @property
    def of_all(self) -> float:
        return self.held / self.cases


def best_tracks() -> dict[str, list[Fix]]:
    """Japan's best tracks, by storm."""
    found, _ = jma_track.parse((TRACKS / "jma_best_tracks.csv").read_bytes(), source="jma")
    return {s.storm_id: [fix for fix in found.fixes if fix.storm_id == s.storm_id] for s in found.storms}


def told_forecasts() -> list[ForecastPoint]:
    """PAGASA's forecasts, without the doubtful rows."""
    found, _ = pagasa.parse((TRACKS / "pagasa_forecasts.csv").read_bytes(), source="pagasa")
    return [point for point in found.forecasts if not point.is_suspect]


def centres_held(tracks: Tracks, forecasts: Iterable[ForecastPoint]) -> Share:
    """Forecast centres that lay within the error of their lead."""
    away = [
        (point.lead_h, distance_km(*there, point.lat, point.lon))
        for point in forecasts
        if (there := position_at(tracks[point.storm_id], point.valid_at))
    ]
    return Share(sum(bool(km <= error_km(lead)) for lead, km in away), len(away))


def arrivals_held(tracks: Tracks, forecasts: Sequence[ForecastPoint], *, every: int) -> dict[Circle, Share]:
    """True arrivals that lay in the band of every so many issues, over a net of places."""
    grid = np.meshgrid(np.arange(24.0, 34.0, 1.5), np.arange(119.0, 129.0, 1.5))
    lats, lons = grid[0].ravel(), grid[1].ravel()
    counts = {circle: np.zeros(2, dtype=int) for circle in CIRCLES}
    for storm_id in STORMS:
        best = courses(storm_id, {"日本": tracks[storm_id]}, {}, as_of=END)
        ground = survey(best, lats, lons)
        truth = {circle: passages_on(ground, best, circle=circle).first_at[:, 0] for circle in CIRCLES}
        for issued_at in sorted({point.issued_at for point in forecasts if point.storm_id == storm_id})[
            ::every
        ]:
            points = [p for p in forecasts if p.storm_id == storm_id and p.issued_at == issued_at]
            fresh = issued_at - timedelta(hours=18)
            known = {"日本": [fix for fix in tracks[storm_id] if fresh <= fix.fixed_at <= issued_at]}
            told = courses(storm_id, known, {"菲律宾": points}, as_of=issued_at)
            found = [one for one in told if one.agency == "菲律宾"]
            ground = survey(found, lats, lons)
            for circle, true_at in truth.items():
                errors = spread(ground, found, circle=circle)
                one = band(passages_on(ground, found, circle=circle), errors=errors)
                counts[circle] += _held(one, true_at, issued_at)
    return {circle: Share(int(held), int(cases)) for circle, (held, cases) in counts.items()}


def _held(one: Band, true_at: Instants, issued_at: datetime) -> tuple[int, int]:
    """How many true arrivals the band holds, of those that both the band and the truth put ahead."""
    now = np.datetime64(issued_at.replace(tzinfo=None))
    asked = (one.earliest_at > now) & (true_at > now)
    is_early_enough = (true_at <= one.farthest_at) | np.isnat(one.farthest_at)
    return int((asked & (true_at >= one.soonest_at) & is_early_enough).sum()), int(asked.sum())
