"""What comes out for each boat, as a table: way, time, steps, the storm, the harbour and the refuge."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Instants
from stormdesk.domain.sea.crossing import KMH_PER_KN, Boats
from stormdesk.domain.sea.grid import Flags, Numbers, Whole
from stormdesk.domain.work.records import Step
from stormdesk.outlook.sea_harbours import RefugeReason, berthless
from stormdesk.outlook.sea_meeting import instant
from stormdesk.outlook.sea_voyage import Setting, Voyage, is_too_late

COLUMNS: Final = (
    "subject_id", "way_km", "sail_min", "need_min", "steps", "line", "hazard_at", "reach", "storm_id",
    "agency", "issued_at", "is_modelled", "is_cut", "cut_lat", "cut_lon", "cut_at", "eta_at",
    "snapped_km", "is_beyond",
    "harbour_id", "harbour_name", "is_harbour_assumed", "free_berths", "harbour_force_bft",
    "harbour_grade_bft", "is_below_grade", "refuge_id", "refuge_name", "refuge_min", "refuge_reason",
)  # fmt: skip


def needs_frame(
    vessels: pd.DataFrame, boats: Boats, voyage: Voyage, at: Setting, *, is_assumed: Flags
) -> tuple[pd.DataFrame, Numbers]:
    """The table without the refuges' names, and the berths that are free once all boats are in."""
    parts = [_deciding(voyage, at), _harbour(voyage.harbour, at)]
    sailed = _sailed(vessels, boats, voyage, at)
    frame = pd.concat([sailed, *(one.set_axis(vessels.index) for one in parts)], axis=1)
    is_in = _flags(vessels, "is_done")
    without, free = berthless(voyage.harbour, voyage.crossing.need_min, is_in, at.harbours.free)
    reason = np.full(len(frame), None, dtype=object)
    reason[without] = RefugeReason.NO_BERTH
    reason[frame["is_below_grade"].to_numpy()] = RefugeReason.BELOW_GRADE
    reason[is_too_late(voyage.crossing, at) & ~is_in] = RefugeReason.TOO_LATE
    none = {"refuge_id": None, "refuge_name": None, "refuge_min": np.nan}
    whole = frame.assign(is_harbour_assumed=is_assumed, refuge_reason=reason, **none)
    return whole[list(COLUMNS)], free


def _sailed(vessels: pd.DataFrame, boats: Boats, voyage: Voyage, at: Setting) -> pd.DataFrame:
    """Each boat's way, how long it takes, and when the storm meets it."""
    found, lanes = voyage.crossing, voyage.lanes
    eta = found.sail_min * 60.0
    seconds = np.nan_to_num(eta).round().astype("timedelta64[s]")
    eta_at = np.where(np.isnan(eta), np.datetime64("NaT"), instant(at.moment.as_of) + seconds)
    return pd.DataFrame(
        {
            "subject_id": vessels["subject_id"].to_numpy(),
            "way_km": lanes.km,
            "sail_min": found.sail_min,
            "need_min": found.need_min,
            "steps": pd.Series(steps(vessels, boats, voyage), index=vessels.index, dtype=object),
            "line": pd.Series(list(lanes.lines), index=vessels.index, dtype=object),
            "hazard_at": _utc(found.hazard_at),
            "reach": found.reach,
            "eta_at": _utc(eta_at),
            "snapped_km": lanes.snapped_km,
            "is_beyond": lanes.is_beyond,
        },
        index=vessels.index,
    )


def with_refuge_names(
    frame: pd.DataFrame, harbours: pd.DataFrame, rows: Whole, chosen: Whole, minutes: Numbers
) -> pd.DataFrame:
    """The table with the refuge found for each of these rows."""
    ids, names = (np.full(len(frame), None, dtype=object) for _ in range(2))
    has = chosen >= 0
    ids[rows[has]] = harbours["harbour_id"].to_numpy(dtype=object)[chosen[has]]
    names[rows[has]] = harbours["name"].to_numpy(dtype=object)[chosen[has]]
    need = np.full(len(frame), np.nan)
    need[rows] = minutes
    return frame.assign(refuge_id=ids, refuge_name=names, refuge_min=need)


def steps(vessels: pd.DataFrame, boats: Boats, voyage: Voyage) -> list[tuple[Step, ...]]:
    """The parts of each boat's time, with the numbers that they were made of."""
    sail, km = voyage.crossing.sail_min, voyage.lanes.km
    is_default = _flags(vessels, "is_default_speed")
    km_per_h = np.where(boats.speed_kn > 0, boats.speed_kn, np.nan) * KMH_PER_KN
    share = km / km_per_h * 60.0 / np.where(sail > 0, sail, np.nan)
    found: list[tuple[Step, ...]] = []
    for at in range(len(vessels)):
        if np.isnan(sail[at]):
            found.append(())
            continue
        kept = 1.0 if np.isnan(share[at]) else share[at]
        how = f"way_km {km[at]:.1f} ÷ (speed_kn {boats.speed_kn[at]:g} × speed_share {kept:.2f})"
        way = Step(name="way_min", minutes=float(sail[at]), how=how, is_default=bool(is_default[at]))
        before = Step(name="notify_min", minutes=float(boats.before_min[at]), how="notify_min")
        after = Step(name="mooring_min", minutes=float(boats.after_min[at]), how="mooring_min")
        found.append((before, way, after))
    return found


def _deciding(voyage: Voyage, at: Setting) -> pd.DataFrame:
    """Which forecast decides at the worst point of each way, and where that point lies."""
    decisive, sighting = voyage.crossing.decisive, voyage.sighting
    has = decisive >= 0
    point = np.maximum(decisive, 0)
    size = len(decisive)
    if not len(voyage.samples.owner):
        none, never = np.full(size, None, dtype=object), _utc(np.full(size, np.datetime64("NaT", "s")))
        nowhere = np.full(size, np.nan)
        plain = np.zeros(size, dtype=bool)
        return pd.DataFrame({
            "storm_id": none, "agency": none, "issued_at": never, "is_modelled": plain, "is_cut": plain,
            "cut_lat": nowhere, "cut_lon": nowhere, "cut_at": never,
        })  # fmt: skip
    course = np.where(has, sighting.course[point], -1)
    said = [None if number < 0 else at.threat.courses[number] for number in course]
    is_cut = voyage.crossing.is_cut
    return pd.DataFrame(
        {
            "storm_id": [None if one is None else one.storm_id for one in said],
            "agency": [None if one is None else one.agency for one in said],
            "issued_at": _instants([None if one is None else one.issued_at for one in said]),
            "is_modelled": has & sighting.is_modelled[point],
            "is_cut": is_cut,
            "cut_lat": np.where(is_cut, voyage.samples.lat[point], np.nan),
            "cut_lon": np.where(is_cut, voyage.samples.lon[point], np.nan),
            "cut_at": _utc(np.where(is_cut, sighting.meeting.comes_at[point], np.datetime64("NaT", "s"))),
        }
    )


def _harbour(row: Whole, at: Setting) -> pd.DataFrame:
    harbours, has = at.harbours, row >= 0
    if not len(harbours.rows):
        none, nan = np.full(len(row), None, dtype=object), np.full(len(row), np.nan)
        return pd.DataFrame({
            "harbour_id": none, "harbour_name": none, "free_berths": nan, "harbour_force_bft": nan,
            "harbour_grade_bft": nan, "is_below_grade": np.zeros(len(row), dtype=bool),
        })  # fmt: skip
    place = np.maximum(row, 0)

    def named(column: str) -> list[object]:
        values = harbours.rows[column].tolist()
        return [values[number] if number >= 0 else None for number in row]

    return pd.DataFrame(
        {
            "harbour_id": named("harbour_id"),
            "harbour_name": named("name"),
            "free_berths": np.where(has, harbours.free[place], np.nan),
            "harbour_force_bft": np.where(has, harbours.force_bft[place], np.nan),
            "harbour_grade_bft": np.where(has, harbours.grade_bft[place], np.nan),
            "is_below_grade": has & harbours.is_below_grade[place],
        }
    )


def _flags(vessels: pd.DataFrame, column: str) -> Flags:
    if column not in vessels:
        return np.zeros(len(vessels), dtype=bool)
    return vessels[column].fillna(value=False).to_numpy(dtype=bool)


def _instants(values: list[datetime | None]) -> pd.Series:
    return pd.Series(values, dtype="datetime64[us, UTC]")


def _utc(at: Instants) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(at.astype("datetime64[us]")).tz_localize("UTC")
