"""What the gauges of a drill read: rain, rivers, reservoirs and the tide with its surge, all made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.reading import Quantity
from stormdesk.domain.reading_checks import ReadingDoubt
from stormdesk.domain.tide import Constituent, predict
from stormdesk.ingest.scenario.curve import HOUR, MINUTE, Numbers, Seconds, stream
from stormdesk.ingest.scenario.files import RosterPlan, Scenario
from stormdesk.ingest.scenario.rows import GaugeRow, Setting
from stormdesk.ingest.scenario.water_rows import SensorTrouble, WaterPlan

SOURCE: Final = "drill_synthetic"
MODEL_STEP_S: Final = 15 * MINUTE
TIP_MM: Final = 0.5
SENSOR_NOISE_M: Final = 0.008
PATCHY: Final = 0.35
DEFAULT_EVERY_MIN: Final = {"rain": 60.0, "river": 15.0, "reservoir": 60.0, "tide": 10.0}
DOUBTS: Final = {SensorTrouble.SPIKE: ReadingDoubt.SPIKE, SensorTrouble.FROZEN: ReadingDoubt.FROZEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sky:
    """The weather on a fine grid: instants, rain since the beginning (mm), water held in the ground (mm)."""

    at: Seconds
    fallen_mm: Numbers
    river_mm: Numbers
    reservoir_mm: Numbers
    surge_m: Numbers


def readings(
    scenario: Scenario, plan: RosterPlan, constituents: Sequence[Constituent], *, operation_id: str
) -> pd.DataFrame:
    """Make the readings of all rain, river, reservoir and tide gauges; without a script there are none."""
    if scenario.water is None:
        return pd.DataFrame()
    sky = _sky(scenario.water, scenario.setting)
    rows = [_of_gauge(gauge, scenario, sky, constituents) for gauge in plan.gauges]
    frame = pd.concat([row for row in rows if not row.empty], ignore_index=True)
    frame.insert(0, "operation_id", operation_id)
    for name in ("read_at", "recorded_at"):
        frame[name] = pd.to_datetime((frame[name] * 1_000_000).astype("datetime64[us]"), utc=True)
    return frame.sort_values(["recorded_at", "gauge_id"], kind="stable", ignore_index=True)


def _sky(plan: WaterPlan, setting: Setting) -> _Sky:
    at = np.arange(setting.opened_at - 2 * 24 * HOUR, setting.closed_at + 1, MODEL_STEP_S, dtype=np.int64)
    when, rain, surge = (np.array(column, dtype=float) for column in zip(*plan.weather, strict=True))
    fallen = np.interp(at, when, rain) * MODEL_STEP_S / HOUR
    return _Sky(
        at=at,
        fallen_mm=np.cumsum(fallen),
        river_mm=_held(fallen, plan.river_drains_h),
        reservoir_mm=_held(fallen, plan.reservoir_drains_h),
        surge_m=np.interp(at, when, surge),
    )


def _held(fallen_mm: Numbers, drains_h: float) -> Numbers:
    """Water that has fallen and not yet drained, where a fixed share drains in each hour."""
    keeps = float(np.exp(-MODEL_STEP_S / HOUR / drains_h))
    held, store = np.zeros(len(fallen_mm)), 0.0
    for step, amount in enumerate(fallen_mm.tolist()):
        store = store * keeps + amount
        held[step] = store
    return held


def _of_gauge(
    gauge: GaugeRow, scenario: Scenario, sky: _Sky, constituents: Sequence[Constituent]
) -> pd.DataFrame:
    setting = scenario.setting
    rng = stream(setting.seed, scenario.name, "water", gauge.gauge_id)
    every_s = round((gauge.reads_every_min or DEFAULT_EVERY_MIN.get(gauge.kind, 60.0)) * MINUTE)
    first = -(-(setting.opened_at - 24 * HOUR) // every_s) * every_s
    at = np.arange(first, setting.closed_at + 1, every_s, dtype=np.int64)
    values = _values(gauge, sky, at, rng, constituents)
    if values is None:
        return pd.DataFrame()
    frame = pd.DataFrame(
        {
            "gauge_id": gauge.gauge_id,
            "quantity": _quantity(gauge, every_s),
            "read_at": at,
            "value": values,
            "recorded_at": at + rng.integers(20, 170, len(at)),
            "source": SOURCE,
            "is_suspect": False,
            "suspect_reason": pd.Series([None] * len(at), dtype=object),
        }
    )
    return _troubled(frame, gauge.gauge_id, scenario.water)


def _quantity(gauge: GaugeRow, every_s: int) -> str:
    if gauge.kind != "rain":
        return Quantity.LEVEL_M
    return Quantity.RAIN_MM_5MIN if every_s == 5 * MINUTE else Quantity.RAIN_MM_1H


def _values(
    gauge: GaugeRow,
    sky: _Sky,
    at: Seconds,
    rng: np.random.Generator,
    constituents: Sequence[Constituent],
) -> Numbers | None:
    start, rise = gauge.start_level_m, gauge.rise_m_per_mm
    noise = rng.normal(0, SENSOR_NOISE_M, len(at))
    if gauge.kind == "rain" and gauge.rain_share is not None:
        return _rain(gauge.rain_share, sky, at, rng)
    if gauge.kind == "river" and start is not None and rise is not None:
        return (start + rise * np.interp(at, sky.at, sky.river_mm) + noise).round(2)
    if gauge.kind == "reservoir" and start is not None and rise is not None:
        return (start + rise * np.interp(at, sky.at, sky.reservoir_mm) + noise / 4).round(2)
    if gauge.kind == "tide" and constituents and gauge.mean_sea_level_m is not None:
        astronomical = predict(constituents, [datetime.fromtimestamp(second, UTC) for second in at.tolist()])
        surge = np.interp(at, sky.at, sky.surge_m)
        return (astronomical + gauge.mean_sea_level_m + surge + 2 * noise).round(2)
    return None


def _rain(share: float, sky: _Sky, at: Seconds, rng: np.random.Generator) -> Numbers:
    """Rain between readings by a bucket that tips at half a millimetre; it falls in patches."""
    step = int(at[1] - at[0])
    edges = np.concatenate([[at[0] - step], at])
    fallen = np.diff(np.interp(edges, sky.at, sky.fallen_mm)) * share
    patchy = fallen * np.exp(rng.normal(0, PATCHY, len(fallen)) - PATCHY**2 / 2)
    tipped = np.floor(np.cumsum(patchy) / TIP_MM) * TIP_MM
    amounts: Numbers = np.diff(np.concatenate([[0.0], tipped])).round(1)
    return amounts


def _troubled(frame: pd.DataFrame, gauge_id: str, plan: WaterPlan | None) -> pd.DataFrame:
    for trouble in plan.troubles if plan else ():
        if trouble.gauge_id != gauge_id:
            continue
        hit = frame["read_at"].between(trouble.begins_at, trouble.ends_at - 1)
        if trouble.kind is SensorTrouble.SILENT:
            frame = frame[~hit].reset_index(drop=True)
        elif trouble.kind is SensorTrouble.LATE:
            frame.loc[hit, "recorded_at"] = trouble.ends_at + 60
        else:
            shown = trouble.value if trouble.kind is SensorTrouble.SPIKE else frame.loc[hit, "value"].iloc[0]
            frame.loc[hit, "value"] = shown
            frame.loc[hit, "is_suspect"] = True
            frame.loc[hit, "suspect_reason"] = str(DOUBTS[trouble.kind])
    return frame
