"""What the clocks told, hour by hour, over one operation under what is assumed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Instants, Numbers
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.states import instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.work import work_ahead

KEY: Final = ["subject", "facet", "subject_id"]
META: Final = [*KEY, "name", "category", "township_code", "village_code", "lat", "lon", "people"]
KEPT: Final = 6
Texts = NDArray[np.object_]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What T consultations told of N objects: arrays are (T, N), `objects` describes the N as last seen."""

    hours: tuple[datetime, ...]
    objects: pd.DataFrame
    is_told: Flags
    finish_by: Instants
    hazard_at: Instants
    need_min: Numbers
    hazard: Texts
    agency: Texts
    storm_ids: frozenset[str]

    @property
    def instants(self) -> Instants:
        """The hours as numpy has them."""
        return np.array([instant64(hour) for hour in self.hours])


_kept: Shared[Told] = Shared(KEPT)


def told_over(
    ground: Ground,
    operation_id: str,
    hours: Sequence[datetime],
    assumptions: Assumptions,
    progress: Progress,
) -> Told:
    """Read every clock at each of these hours, as far as each hour knew; kept until the data change."""
    key = _key(ground, operation_id, hours, assumptions)
    return _kept.get(key, lambda: _read(ground, operation_id, hours, assumptions, progress))


def tell_together(
    ground: Ground,
    operation_id: str,
    hours: Sequence[datetime],
    worlds: Sequence[Assumptions],
    progress: Progress,
) -> None:
    """Read every clock hour by hour for several worlds at once, and keep what each was told.

    What does not depend on what is assumed is found once an hour instead of once a world.
    """
    frames: list[list[pd.DataFrame]] = [[] for _ in worlds]
    for number, hour in enumerate(hours):
        for told, assumptions in zip(frames, worlds, strict=True):
            told.append(work_at(ground, operation_id, hour, assumptions))
        progress((number + 1) / len(hours))
    for told, assumptions in zip(frames, worlds, strict=True):
        key = _key(ground, operation_id, hours, assumptions)
        _kept.get(key, partial(_gathered, hours, told))


def _key(
    ground: Ground, operation_id: str, hours: Sequence[datetime], assumptions: Assumptions
) -> tuple[object, ...]:
    return ground.store.key, ground.store.data_version, operation_id, tuple(hours), assumptions


def _read(
    ground: Ground,
    operation_id: str,
    hours: Sequence[datetime],
    assumptions: Assumptions,
    progress: Progress,
) -> Told:
    frames = []
    for number, hour in enumerate(hours):
        frames.append(work_at(ground, operation_id, hour, assumptions))
        progress((number + 1) / len(hours))
    return _gathered(hours, frames)


def _gathered(hours: Sequence[datetime], frames: Sequence[pd.DataFrame]) -> Told:
    every = pd.concat([frame[META] for frame in frames], ignore_index=True)
    objects = every.drop_duplicates(KEY, keep="last").sort_values(KEY, ignore_index=True)
    index = pd.MultiIndex.from_frame(objects[KEY])
    places = [index.get_indexer(pd.MultiIndex.from_frame(frame[KEY])) for frame in frames]
    storms = {str(one) for frame in frames for one in frame["storm_id"].dropna().unique()}
    return _stacked(hours, objects, frames, places, frozenset(storms))


def work_at(ground: Ground, operation_id: str, hour: datetime, assumptions: Assumptions) -> pd.DataFrame:
    """The clocks at one hour; where older forecasts are assumed, those that were so old then."""
    if assumptions.forecast_age > timedelta(0):
        issued_by = min(hour, assumptions.issued_by or hour) - assumptions.forecast_age
        assumptions = replace(assumptions, issued_by=issued_by, forecast_age=timedelta(0))
    return work_ahead(ground, Moment(operation_id, hour, hour), assumptions=assumptions)


def _stacked(
    hours: Sequence[datetime],
    objects: pd.DataFrame,
    frames: Sequence[pd.DataFrame],
    places: Sequence[NDArray[np.intp]],
    storm_ids: frozenset[str],
) -> Told:
    shape = (len(frames), len(objects))
    is_told, need = np.zeros(shape, dtype=bool), np.full(shape, np.nan)
    finish, hazard_at = (np.full(shape, np.datetime64("NaT", "s")) for _ in range(2))
    hazard, agency = (np.full(shape, None, dtype=object) for _ in range(2))
    for row, (frame, place) in enumerate(zip(frames, places, strict=True)):
        is_told[row, place] = True
        need[row, place] = frame["need_min"].to_numpy(dtype=np.float64, na_value=np.nan)
        finish[row, place] = instants(frame["finish_by"])
        hazard_at[row, place] = instants(frame["hazard_at"])
        hazard[row, place] = plain(frame["hazard"])
        agency[row, place] = plain(frame["agency"])
    return Told(
        hours=tuple(hours),
        objects=objects,
        is_told=is_told,
        finish_by=finish,
        hazard_at=hazard_at,
        need_min=need,
        hazard=hazard,
        agency=agency,
        storm_ids=storm_ids,
    )


def instants(column: pd.Series) -> Instants:
    """A column of instants as numpy has them: UTC, to the second, NaT where there is none."""
    aware = pd.to_datetime(column, utc=True).dt.tz_convert(None)
    return aware.to_numpy().astype("datetime64[s]")


def plain(column: pd.Series) -> Texts:
    """A column of words as plain objects, None where there is none."""
    values = column.astype(object)
    return values.where(values.notna(), None).to_numpy(dtype=object)
