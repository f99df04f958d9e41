"""Arrival of the force 7 circle: 15,000 and 1.3 million places, five agencies, 120 hours, cold each time.

And how often the band held: PAGASA's forecasts of two storms against Japan's best tracks.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from stormdesk.domain.arrival.band import band
from stormdesk.domain.arrival.passage import passages
from stormdesk.domain.arrival.records import Course
from stormdesk.domain.circles import Circle
from tests.bench.ground import Drill
from tests.bench.table import Aim, Line
from tests.domain.band_held import arrivals_held, best_tracks, centres_held, told_forecasts

AGENCIES = 5
HOURS = 120
STEP_H = 6
SIZES = ((15_000, 1.0), (1_300_000, 60.0))
START = datetime(2022, 9, 12, tzinfo=UTC)
PROJECT = Path(__file__).resolve().parents[2]


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Measure each size in a process of its own, so that its peak memory is its own."""
    del base, work, drill
    for count, most_s in SIZES[:1] if is_quick else SIZES:
        asked = [sys.executable, "-m", "tests.bench.arrival", str(count)]
        told = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True)
        found = json.loads(told.stdout)
        yield Line(
            part="arrival",
            what=f"{count:,} places × {AGENCIES} agencies × {HOURS} h",
            cpu_ms=found["cpu_ms"],
            visible_s=found["seconds"],
            mb=found["peak_mb"],
            count=found["inside"],
            note=f"n = places reached; MB = peak of the process; the band takes {found['band_s']:.2f} s more",
            aims=(Aim("visible_s", most_s),),
        )
    yield from _held(is_quick=is_quick)


def _held(*, is_quick: bool) -> Iterator[Line]:
    """What share of true arrivals and centres lay where the forecasts put them."""
    tracks, forecasts = best_tracks(), told_forecasts()
    shares = {"forecast centres within the error of their lead": centres_held(tracks, forecasts)}
    for circle, share in arrivals_held(tracks, forecasts, every=12 if is_quick else 2).items():
        shares[f"true arrivals of force {circle} in the band"] = share
    for what, share in shares.items():
        note = f"n = held, of {share.cases:,}"
        yield Line(part="arrival", what=what, count=share.held, ratio=share.of_all, note=note)


def course(number: int) -> Course:
    """A storm that winds its way past the county, with quadrants of its own at each of 21 points."""
    random = np.random.default_rng(number)
    at = np.datetime64("2022-09-12T00:00:00", "s") + np.arange(0, HOURS + 1, STEP_H) * np.timedelta64(
        3600, "s"
    )
    shares = random.uniform(0.5, 1.0, (len(at), 4))
    return Course(
        storm_id="202299",
        agency=str(number),
        issued_at=START,
        known_at=START,
        start=START,
        at=at,
        lat=20 + np.cumsum(random.uniform(0.3, 1.1, len(at))),
        lon=126 - np.cumsum(random.uniform(-0.2, 0.7, len(at))),
        radii_km={circle: shares * km for circle, km in zip(Circle, (400.0, 180.0, 80.0), strict=True)},
        is_modelled=dict.fromkeys(Circle, np.zeros(len(at), dtype=bool)),
    )


def main() -> None:
    """Reckon so many places of the county and its waters once, and tell what it took."""
    count = int(sys.argv[1])
    random = np.random.default_rng(0)
    lats, lons = random.uniform(27.9, 28.4, count), random.uniform(121.0, 121.7, count)
    courses = [course(number) for number in range(AGENCIES)]
    started, cpu = time.perf_counter(), time.process_time()
    found = passages(courses, lats, lons, circle=Circle.SEVEN)
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    started = time.perf_counter()
    total = band(found)
    told = {
        "seconds": seconds,
        "cpu_ms": cpu_s * 1000,
        "band_s": time.perf_counter() - started,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "inside": int((total.inside_count > 0).sum()),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
