"""The registers' columns, frames of them, and their versions from one import to the next."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from stormdesk.domain.event import FOREVER
from stormdesk.ingest.scenario.curve import Objects, Whole

FOREVER_S: Final = int(FOREVER.timestamp())
PLACE: Final = ("township_code", "village_code", "lat", "lon")
VERSION: Final = ("source", "valid_from", "valid_to")
NUMBERS: Final = frozenset(
    {
        "lat",
        "lon",
        "length_m",
        "speed_kn",
        "area_m2",
        "draught_m",
        "warning_level_m",
        "guaranteed_level_m",
        "flood_limit_level_m",
        "design_level_m",
        "blue_level_m",
        "yellow_level_m",
        "orange_level_m",
        "red_level_m",
        "reads_every_min",
    }
)
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "responsible_person": ("person_id", "name", "phone", "role_code", "post_name", "tier", "deputy_id"),
    "evacuee": (
        "evacuee_id",
        "name",
        "phone",
        "household_id",
        "persons",
        "category",
        "danger_place",
        "linked_id",
        "shelter_id",
        "township_guarantor_id",
        "village_guarantor_id",
        "needs",
    ),
    "vessel": (
        "vessel_id",
        "name",
        "vessel_class",
        "length_m",
        "crew_count",
        "owner_name",
        "phone",
        "officer_id",
        "harbour_id",
        "speed_kn",
        "mmsi",
    ),
    "construction_site": (
        "site_id",
        "name",
        "builder_name",
        "manager_name",
        "phone",
        "officer_id",
        "worker_count",
        "crane_count",
        "shed_count",
    ),
    "shelter": (
        "shelter_id",
        "name",
        "tier",
        "capacity",
        "area_m2",
        "manager_name",
        "phone",
        "officer_id",
        "is_certified",
        "has_video",
    ),
    "facility": ("facility_id", "name", "sector", "people_count", "owner_name", "phone", "officer_id"),
    "member_unit": ("unit_id", "name", "name_en", "task", "is_main", "liaison_name", "phone"),
    "harbour": ("harbour_id", "name", "name_en", "berth_count", "shelter_grade", "draught_m"),
    "gauge": (
        "gauge_id",
        "name",
        "kind",
        "datum_name",
        "warning_level_m",
        "guaranteed_level_m",
        "flood_limit_level_m",
        "design_level_m",
        "blue_level_m",
        "yellow_level_m",
        "orange_level_m",
        "red_level_m",
        "reads_every_min",
        "marks_source",
    ),
    "team": ("team_id", "name", "tier", "member_count", "leader_name", "phone"),
    "stock": ("stock_id", "depot_name", "item_name", "quantity", "quota", "unit_name"),
    "terminal": ("terminal_id", "name", "kind", "holder_name", "phone"),
    "village": (
        "village_id",
        "name",
        "population",
        "household_count",
        "risk_point_count",
        "affected_count",
        "task_weight",
        "cell_tower_id",
    ),
    "danger_zone": ("zone_id", "name", "zone_type", "people_count", "officer_id", "outline"),
}


def columns_of(register: str) -> list[str]:
    """List the columns of a register in the order of its table."""
    return ["roster", *OWN[register], *PLACE, *VERSION]


def key_of(register: str) -> str:
    """Name the column that identifies a row of the register."""
    return OWN[register][0]


def register_frame(register: str, columns: Mapping[str, Any], *, size: int) -> pd.DataFrame:
    """Make a register's frame from what is known; what is not said stays empty."""
    frame = {}
    for name in columns_of(register):
        value = columns.get(name)
        column = np.full(size, None, dtype=object)
        column[:] = value.tolist() if isinstance(value, np.ndarray) else value
        frame[name] = pd.Series(column, dtype=object)
    unknown = set(columns) - set(frame)
    if unknown:
        raise KeyError(f"{register}: {sorted(unknown)}")
    return pd.DataFrame(frame)


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give numbers and instants their types; text stays text, empty stays None."""
    done = frame.copy()
    for name in NUMBERS & set(frame.columns):
        done[name] = pd.to_numeric(frame[name])
    for name in ("valid_from", "valid_to"):
        seconds = frame[name].to_numpy(dtype=np.int64)
        done[name] = pd.to_datetime(pd.Series(seconds * 1_000_000).astype("datetime64[us]"), utc=True)
    return done


def revised(frame: pd.DataFrame, rows: Whole, at: int, changes: Mapping[str, Objects]) -> pd.DataFrame:
    """End the rows at `at` and let new versions with the changes begin there."""
    old = frame.copy()
    new = frame.iloc[rows].copy()
    for name, values in changes.items():
        new[name] = values
    ends = old["valid_to"].to_numpy(dtype=np.int64, copy=True)
    ends[rows] = at
    old["valid_to"] = ends
    new["valid_from"] = at
    return pd.concat([old, new], ignore_index=True)


def valid_at(frame: pd.DataFrame, at: int) -> pd.DataFrame:
    """Give the rows that hold at an instant (epoch seconds), numbered anew."""
    holds = (frame["valid_from"] <= at) & (at < frame["valid_to"])
    return frame[holds.astype(bool)].reset_index(drop=True)
