"""How long it takes to bring the people of rafts ashore: boats go and come as often as their seats ask."""

import numpy as np
import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.sea.crossing import Boats
from stormdesk.domain.sea.grid import Numbers, Whole
from stormdesk.domain.sea.times import SeaQuantity, SeaTimes
from stormdesk.domain.work.records import Step
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea_frame import needs_frame
from stormdesk.outlook.sea_harbours import harbours_at
from stormdesk.outlook.sea_meeting import Threat
from stormdesk.outlook.sea_voyage import Setting, Voyage, sail
from stormdesk.outlook.sea_waters import NO_HARBOUR, rough_km


def raft_needs(ground: Ground, moment: Moment, rafts: pd.DataFrame, threat: Threat) -> pd.DataFrame:
    """How long the trips to each raft take, and when the circle meets the last one; rows as in `rafts`.

    Columns asked for: subject_id, lat, lon, people, carriers, carrier_seats, before_min, after_min; those
    that come out are those of `sea_frame.COLUMNS`, of which no refuge is ever named.
    """
    harbours = harbours_at(ground, moment, threat)
    at = Setting(ground=ground, moment=moment, threat=threat, harbours=harbours)
    places = _numbers(rafts, "lat", "lon")
    near = _nearest(rough_km(ground.county, harbours.rows, places))
    times = SeaTimes(ground.county.sea_times)
    speed = _figure(times, SeaQuantity.RAFT_SPEED_KN)
    loading = _figure(times, SeaQuantity.RAFT_LOADING_MIN)
    before, after, people, carriers, seats = _numbers(
        rafts, "before_min", "after_min", "people", "carriers", "carrier_seats"
    ).T
    trips = np.ceil(people / np.where(carriers * seats > 0, carriers * seats, np.nan))
    boats = Boats(speed_kn=np.full(len(rafts), speed), before_min=before, after_min=after)
    one_way = sail(at, places, boats, near).crossing.sail_min
    to_last = np.where(trips == 0, 0.0, trips * loading + (2 * trips - 1) * one_way)
    laden = Boats(speed_kn=boats.speed_kn, before_min=before + to_last, after_min=after)
    voyage = sail(at, places, laden, near)
    found, _ = needs_frame(rafts, laden, voyage, at, is_assumed=near != NO_HARBOUR)
    need = np.where(trips == 0, before + after, found["need_min"])
    steps = _steps(boats, voyage, trips, loading)
    return found.assign(
        need_min=need, steps=pd.Series(steps, index=rafts.index, dtype=object), refuge_reason=None
    )


def _numbers(rows: pd.DataFrame, *names: str) -> Numbers:
    return rows[list(names)].to_numpy(dtype=np.float64, na_value=np.nan)


def _figure(times: SeaTimes, quantity: SeaQuantity) -> float:
    found = times.figure(quantity)
    return np.nan if found is None else found


def _nearest(km: Numbers) -> Whole:
    if not km.shape[1]:
        return np.full(len(km), NO_HARBOUR, dtype=np.intp)
    nearest = np.argmin(km, axis=1)
    return np.where(np.isfinite(km[np.arange(len(km)), nearest]), nearest, NO_HARBOUR)


def _steps(boats: Boats, voyage: Voyage, trips: Numbers, loading: float) -> list[tuple[Step, ...]]:
    """The parts of each raft's time, with the numbers that they were made of."""
    one_way, km = voyage.crossing.sail_min, voyage.lanes.km
    carried = np.where(trips == 0, 0.0, trips * (loading + 2 * one_way))
    found: list[tuple[Step, ...]] = []
    for at, minutes in enumerate(carried):
        if np.isnan(minutes):
            found.append(())
            continue
        how = (
            f"trips {trips[at]:.0f} × (2 × way_km {km[at]:.1f} ÷ raft_speed_kn {boats.speed_kn[at]:g}"
            f" + raft_loading_min {loading:g})"
        )
        before, after = float(boats.before_min[at]), float(boats.after_min[at])
        found.append(
            (
                Step(name="notify_min", minutes=before, how="notify_min"),
                Step(name="carry_round_min", minutes=float(minutes), how=how, is_default=True),
                Step(name="measure_min", minutes=after, how="measure_min"),
            )
        )
    return found
