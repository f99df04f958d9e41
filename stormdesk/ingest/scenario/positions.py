"""Where each boat is, hour by hour: at work, on the way home, in harbour, and out again."""

from collections.abc import Iterator
from typing import Protocol, cast

import numpy as np
import pandas as pd

from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Numbers, Seconds
from stormdesk.ingest.scenario.routes import (
    DRIFT_KM,
    DRIFT_PERIOD_S,
    KM_PER_DEGREE,
    KM_PER_NAUTICAL_MILE,
    Routes,
    along,
    lengths_km,
)
from stormdesk.ingest.scenario.stage import Stage

HARBOUR_EVERY_S = 6 * HOUR
SUSPECT_SHARE = 0.0004
SUSPECT_JUMP_DEG = 0.8


class Boat(Protocol):
    """What a boat's row says that its track depends on."""

    out: bool
    homebound: int
    in_port: int
    lost_at: int
    lost_until: int
    leaves: int
    speed_kn: float


def positions(stage: Stage, boats: pd.DataFrame, routes: Routes, operation_id: str) -> pd.DataFrame:
    """Make the positions of all boats during the operation."""
    rng = stage.rng("positions")
    rows = [
        (boat.vessel_id, boat.mmsi, *track)
        for at, boat in enumerate(boats.itertuples())
        for track in _tracks(stage, cast("Boat", boat), at, routes, rng)
    ]
    sizes = [len(track[2]) for track in rows]
    at = np.concatenate([track[2] for track in rows])
    spot = np.vstack([track[3] for track in rows])
    frame = pd.DataFrame(
        {
            "operation_id": operation_id,
            "vessel_id": np.repeat([str(track[0]) for track in rows], sizes),
            "positioned_at": at,
            "recorded_at": np.minimum(at + rng.integers(15, 140, len(at)), stage.closed_at),
            "lat": spot[:, 0].round(5),
            "lon": spot[:, 1].round(5),
            "speed_kn": np.concatenate([track[4] for track in rows]).round(1),
            "course_deg": np.concatenate([track[5] for track in rows]).round(0),
            "source": np.repeat(["drill_ais" if track[1] else "drill_beidou" for track in rows], sizes),
            "is_suspect": False,
        }
    )
    return _finished(_with_jumps(frame, stage))


def _tracks(
    stage: Stage, boat: Boat, at: int, routes: Routes, rng: np.random.Generator
) -> Iterator[tuple[Seconds, Numbers, Numbers, Numbers]]:
    """Give the parts of a boat's track: instants, spots, speeds, courses."""
    offset = int(rng.integers(0, HOUR))
    path = routes.path(at)
    begin = stage.opened_at + offset
    if boat.out:
        times = np.arange(begin, boat.in_port, HOUR)
        times = times[(times < boat.lost_at) | (times >= boat.lost_until)]
        spots = _at_work(path, times, boat) if routes.is_fishing_far[at] else _shuttling(path, times, boat)
        spots = _homeward(path, times, boat, spots)
        yield times, spots, *_motion(times, spots)
        begin = int(boat.in_port)
    leaves = int(boat.leaves) or stage.closed_at
    times = np.arange(begin, leaves, HARBOUR_EVERY_S)
    still = np.zeros(len(times))
    yield times, np.tile(routes.berth(at), (len(times), 1)), still, still
    if boat.leaves:
        times = np.arange(leaves + 15 * MINUTE, stage.closed_at, HOUR)
        run_km = lengths_km(path)[-1] - (times - leaves) / HOUR * boat.speed_kn * KM_PER_NAUTICAL_MILE
        spots = along(path, np.maximum(run_km, 0.0))
        yield times, spots, *_motion(times, spots)


def _at_work(path: Numbers, times: Seconds, boat: Boat) -> Numbers:
    """Drift to and fro over the fishing ground, and be at its spot when turning home."""
    swing = np.sin((times - boat.homebound) / DRIFT_PERIOD_S * 2 * np.pi) * DRIFT_KM / KM_PER_DEGREE
    spots: Numbers = path[0] + np.column_stack([swing * 0.5, swing])
    return spots


def _shuttling(path: Numbers, times: Seconds, boat: Boat) -> Numbers:
    """Go out and back near the harbour, and be farthest out when turning home."""
    run_km = lengths_km(path)[-1]
    leg_s = run_km / (boat.speed_kn * KM_PER_NAUTICAL_MILE) * HOUR
    phase = np.mod((boat.homebound - times) / leg_s, 2.0)
    return along(path, run_km * np.where(phase < 1, phase, 2 - phase))


def _homeward(path: Numbers, times: Seconds, boat: Boat, spots: Numbers) -> Numbers:
    """From the turn home on, follow the way so as to arrive in time."""
    home = times >= boat.homebound
    share = (times[home] - boat.homebound) / max(boat.in_port - boat.homebound, 1)
    spots[home] = along(path, lengths_km(path)[-1] * share)
    return spots


def _motion(times: Seconds, spots: Numbers) -> tuple[Numbers, Numbers]:
    """Speed over ground in knots and course in degrees, from each position to the next."""
    if len(times) < 2:
        return np.zeros(len(times)), np.zeros(len(times))
    north = np.diff(spots[:, 0]) * KM_PER_DEGREE
    east = np.diff(spots[:, 1]) * KM_PER_DEGREE * np.cos(np.radians(spots[:-1, 0]))
    speed = np.hypot(north, east) / (np.diff(times) / HOUR) / KM_PER_NAUTICAL_MILE
    course = np.mod(np.degrees(np.arctan2(east, north)), 360.0)
    return np.append(speed, speed[-1]), np.append(course, course[-1])


def _with_jumps(frame: pd.DataFrame, stage: Stage) -> pd.DataFrame:
    """Let a few positions jump; they are kept and marked as suspect."""
    rng = stage.rng("jumps")
    rows = rng.permutation(len(frame))[: int(len(frame) * SUSPECT_SHARE)]
    frame.loc[rows, "lon"] = (frame.loc[rows, "lon"] - SUSPECT_JUMP_DEG).round(5)
    frame.loc[rows, "is_suspect"] = True
    return frame


def _finished(frame: pd.DataFrame) -> pd.DataFrame:
    """Order by the instant of record and give the instants their type."""
    ordered = frame.sort_values(["recorded_at", "vessel_id"], kind="stable", ignore_index=True)
    for name in ("positioned_at", "recorded_at"):
        ordered[name] = pd.to_datetime((ordered[name] * 1_000_000).astype("datetime64[us]"), utc=True)
    return ordered
