"""Plausibility of vessels' positions: what cannot be is flagged and kept, the rest stands.

Each report is judged by itself, then with the others of its vessel. The order in which reports come
does not matter, and a wrong report does not discredit the right ones around it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from stormdesk.domain import position_path
from stormdesk.domain.event import CLOCK_TOLERANCE
from stormdesk.domain.geo import made_ready
from stormdesk.domain.position import Position
from stormdesk.domain.position_path import Way, distance_km
from stormdesk.domain.vocabulary import N_

# Harbours and river mouths touch the land polygons; farther inland no vessel floats.
SHORE_TOLERANCE_M: Final = 300.0
METRES_PER_DEGREE: Final = 111_320.0
# Older than this a receiver's calendar has turned over or was never set.
OLDEST: Final = timedelta(days=3650)
# Fastest plausible speed of each class, knots; a register's unknown vessel may be a fast boat.
FASTEST_KN: Final = {
    "fishing": 25.0,
    "non_powered": 15.0,
    "long_anchored": 15.0,
    "ferry": 45.0,
    "other": 50.0,
}
FASTEST_OTHER_KN: Final = 50.0
# Between two reports a current helps and clocks are rounded.
BETWEEN_FACTOR: Final = 1.25
KMH_PER_KN: Final = 1.852
# A vessel under way that would have gone this far stands on the same spot: its place was not renewed.
MOVING_KN: Final = 3.0
STALE_KM: Final = 1.0
LONGEST_STALE_H: Final = 24.0


class PositionDoubt(StrEnum):
    """Why a position is kept but neither drawn nor counted."""

    OUTSIDE = N_("经纬度不在地球范围内")
    ZERO = N_("经纬度恰为零,是设备未定位的默认值")
    FUTURE = N_("时间晚于收到的时间,疑为时钟有误")
    ANCIENT = N_("时间早于十年前,疑为时钟未校准")
    SPEED = N_("报告的航速超出这类船舶的能力")
    LAND = N_("位置在陆地上,离岸线超过 300 米")
    STALE = N_("航行中位置却与先前完全相同,疑为旧位置重发")
    BETWEEN = N_("与前后位置之间的航速超出这类船舶的能力")
    JUMP = N_("位置跳变过大")
    TWIN = N_("同一身份同时出现在两处,疑为冒用或重号")


OF_PATH: Final = {
    position_path.JUMPED: PositionDoubt.JUMP,
    position_path.TOO_FAST: PositionDoubt.BETWEEN,
    position_path.TWIN: PositionDoubt.TWIN,
}
# Earlier reports flagged for these may still prove right.
REVOCABLE: Final = frozenset({PositionDoubt.BETWEEN, PositionDoubt.JUMP, PositionDoubt.TWIN})


@dataclass(frozen=True)
class Inland:
    """Where no vessel can be: the land, drawn in from its shore by a tolerance."""

    shape: BaseGeometry

    @classmethod
    def of(cls, *lands: BaseGeometry | None, tolerance_m: float = SHORE_TOLERANCE_M) -> "Inland":
        """Draw land polygons in degrees in by a number of metres."""
        land = shapely.union_all([shape for shape in lands if shape is not None])
        if land.is_empty:
            return cls(land)
        middle = land.centroid.y
        squeeze = max(math.cos(math.radians(middle)), 0.05)
        local = affinity.scale(land, xfact=squeeze, yfact=1.0, origin=(0, 0))
        drawn_in = local.buffer(-tolerance_m / METRES_PER_DEGREE, quad_segs=4)
        shape = affinity.scale(drawn_in, xfact=1 / squeeze, yfact=1.0, origin=(0, 0))
        return cls(made_ready(shape))


def identity_of(position: Position) -> str:
    """Return what tells a vessel's reports from another's: its number, else radio identity, else name."""
    if position.vessel_id:
        return position.vessel_id
    return f"mmsi:{position.mmsi}" if position.mmsi else f"name:{position.name or ''}"


def doubtful(
    positions: Sequence[Position],
    last_known: Iterable[Position] = (),
    *,
    received_at: datetime,
    inland: Inland | None = None,
    classes: Mapping[str, str] | None = None,
) -> list[Position]:
    """Return the positions in their order, each that cannot be with its `suspect_reason`.

    `last_known` are the last few positions kept of these vessels, the doubtful among them included;
    `classes` gives the class of a vessel by its identity. A reason that a position has stays.
    """
    if not positions:
        return []
    known = [p for p in last_known if p.suspect_reason is None or p.suspect_reason in REVOCABLE]
    frame = _frame([*positions, *known], len(positions), classes or {})
    frame["reason"] = _alone(frame, received_at, inland)
    frame["reason"] = frame["reason"].where(frame["reason"].notna(), _stale(frame))
    frame["reason"] = frame["reason"].where(frame["reason"].notna(), _on_the_way(frame))
    reasons = frame["reason"].tolist()[: len(positions)]
    return [
        replace(position, suspect_reason=reason)
        if position.suspect_reason is None and isinstance(reason, str)
        else position
        for position, reason in zip(positions, reasons, strict=True)
    ]


def _frame(positions: Sequence[Position], new_count: int, classes: Mapping[str, str]) -> pd.DataFrame:
    identities = [identity_of(position) for position in positions]
    fastest = {it: FASTEST_KN.get(classes.get(it, ""), FASTEST_OTHER_KN) for it in set(identities)}
    return pd.DataFrame(
        {
            "identity": pd.factorize(np.array(identities, dtype=object))[0],
            "seconds": [position.positioned_at.timestamp() for position in positions],
            "lat": [float(position.lat) for position in positions],
            "lon": [float(position.lon) for position in positions],
            "speed": [np.nan if p.speed_kn is None else float(p.speed_kn) for p in positions],
            "course": [np.nan if p.course_deg is None else float(p.course_deg) for p in positions],
            "fastest": [fastest[it] for it in identities],
            "is_new": np.arange(len(positions)) < new_count,
            "given": pd.Series([position.suspect_reason for position in positions], dtype=object),
        }
    )


def _alone(frame: pd.DataFrame, received_at: datetime, inland: Inland | None) -> pd.Series:
    """Return what is wrong with each report by itself; the first reason holds."""
    lat, lon = frame["lat"].to_numpy(), frame["lon"].to_numpy()
    seconds = frame["seconds"].to_numpy()
    outside = ~(np.isfinite(lat) & np.isfinite(lon)) | (np.abs(lat) > 90) | (np.abs(lon) > 180)
    on_land = np.zeros(len(frame), dtype=bool)
    if inland is not None:
        on_land = shapely.contains_xy(inland.shape, np.where(outside, 0, lon), np.where(outside, 0, lat))
    wrong = (
        (outside, PositionDoubt.OUTSIDE),
        ((lat == 0) & (lon == 0), PositionDoubt.ZERO),
        (seconds > (received_at + CLOCK_TOLERANCE).timestamp(), PositionDoubt.FUTURE),
        (seconds < (received_at - OLDEST).timestamp(), PositionDoubt.ANCIENT),
        (frame["speed"].to_numpy() > frame["fastest"].to_numpy(), PositionDoubt.SPEED),
        (on_land, PositionDoubt.LAND),
    )
    reasons = frame["given"].where(frame["is_new"]).to_numpy(dtype=object, copy=True)
    for mask, reason in wrong:
        reasons[mask & pd.isna(reasons) & frame["is_new"].to_numpy()] = reason
    return pd.Series(reasons, index=frame.index, dtype=object)


def _stale(frame: pd.DataFrame) -> pd.Series:
    """Return which reports of a vessel under way stand exactly where the one before them stood."""
    sound = frame[frame["reason"].isna()].sort_values(["identity", "seconds", "lat", "lon"])
    is_same = (sound[["identity", "lat", "lon"]].diff() == 0).all(axis=1)
    first = sound["seconds"].groupby((~is_same).cumsum()).transform("first")
    hours = (sound["seconds"] - first) / 3600
    is_far = sound["speed"] * KMH_PER_KN * hours >= STALE_KM
    stale = is_same & is_far & (hours <= LONGEST_STALE_H) & (sound["speed"] >= MOVING_KN) & sound["is_new"]
    reasons = pd.Series(None, index=frame.index, dtype=object)
    reasons[stale.index[stale]] = PositionDoubt.STALE
    return reasons


def _on_the_way(frame: pd.DataFrame) -> pd.Series:
    """Return which reports do not lie on their vessel's way; reports alike count once."""
    sound = frame[frame["reason"].isna()]
    sound = sound.assign(is_trusted=~sound["is_new"] & sound["given"].isna())
    alike = sound.groupby(["identity", "seconds", "lat", "lon"], sort=True)
    points = alike.agg(fastest=("fastest", "first"), is_trusted=("is_trusted", "max")).reset_index()
    is_break = _breaks(points)
    codes = np.zeros(len(points), dtype=np.int8)
    is_broken = points["identity"].isin(points["identity"][is_break]).to_numpy()
    for at in points[is_broken].groupby("identity").groups.values():
        rows = at.to_numpy()
        codes[rows] = position_path.off_way(_way(points.loc[at]), is_break[rows])
    reasons = pd.Series(None, index=frame.index, dtype=object)
    reasons[sound.index] = [OF_PATH.get(code) for code in codes[alike.ngroup().to_numpy()].tolist()]
    return reasons.where(frame["is_new"], None)


def _breaks(points: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return at which reports the vessel cannot have come from its report before."""
    if points.empty:
        return np.zeros(0, dtype=bool)
    before = points.shift()
    hours = (points["seconds"] - before["seconds"]) / 3600
    away_km = distance_km(*(frame[name].to_numpy() for frame in (before, points) for name in ("lat", "lon")))
    reach_km = hours * points["fastest"] * BETWEEN_FACTOR * KMH_PER_KN + position_path.SLACK_KM
    is_same = points["identity"] == before["identity"]
    return np.asarray(is_same & (away_km > reach_km), dtype=bool)


def _way(points: pd.DataFrame) -> Way:
    return Way(
        hours=((points["seconds"] - points["seconds"].iloc[0]) / 3600).tolist(),
        lat=points["lat"].tolist(),
        lon=points["lon"].tolist(),
        is_trusted=points["is_trusted"].to_numpy(dtype=bool),
        fastest_kmh=float(points["fastest"].iloc[0]) * BETWEEN_FACTOR * KMH_PER_KN,
    )
