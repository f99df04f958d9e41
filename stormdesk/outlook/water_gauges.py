"""Gauges of the lists with what they read, as arrays, at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stormdesk.domain.moment import Moment
from stormdesk.domain.reading import Quantity
from stormdesk.domain.water.rain import DURATION_S
from stormdesk.domain.water.records import MARKS_OF, Doubt, Gauge, GaugeKind, Mark, MarkName
from stormdesk.domain.water.rows import TideMark
from stormdesk.domain.water.sensor import Said
from stormdesk.outlook.shared import Shared
from stormdesk.store import Asking

Numbers = NDArray[np.float64]

# Windows of 24 hours may end a few hours ago, at the newest total.
READ_BACK: Final = timedelta(hours=30)
DOUBT_BACK: Final = timedelta(hours=24)
SYNTHETIC_WORDS: Final = ("合成", "演练")
LEVEL: Final = str(Quantity.LEVEL_M)
NONE: Final = np.zeros(0)
_versions: Shared[list[tuple[Gauge, datetime, datetime]]] = Shared(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity of one gauge in time order: seconds since 1970 and amounts."""

    times_s: Numbers
    amounts: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What all gauges said: recent series by gauge and quantity, the last sound word ever, doubts."""

    series: Mapping[tuple[str, str], Series]
    last: Mapping[tuple[str, str], tuple[datetime, float]]
    sources: Mapping[str, str]
    doubts: Mapping[str, tuple[Doubt, ...]]

    def of(self, gauge_id: str, quantity: str) -> Series:
        """The recent readings of one quantity, empty when there are none."""
        return self.series.get((gauge_id, quantity), Series(times_s=NONE, amounts=NONE))

    def rain_of(self, gauge_id: str) -> tuple[Numbers, Numbers, Numbers]:
        """All recent rain totals of a gauge: where they end, how long they last, millimetres."""
        parts = [(self.of(gauge_id, quantity), lasting) for quantity, lasting in DURATION_S.items()]
        return (
            np.concatenate([one.times_s for one, _ in parts]),
            np.concatenate([np.full(len(one.times_s), float(lasting)) for one, lasting in parts]),
            np.concatenate([one.amounts for one, _ in parts]),
        )

    def said(self, gauge: Gauge, times_s: Numbers, last_at: datetime | None) -> Said:
        """When a gauge spoke, for judging its sensor."""
        doubts = self.doubts.get(gauge.gauge_id, ())
        return Said(
            times_s=times_s,
            last_at=last_at,
            doubts=doubts,
            stated_min=gauge.reads_every_min,
            source=self.sources.get(gauge.gauge_id),
        )

    def unlisted(self, gauges: Iterable[Gauge]) -> tuple[str, ...]:
        """Gauges that told of rain or a level and stand on no list."""
        listed = {gauge.gauge_id for gauge in gauges}
        told = {gauge_id for gauge_id, quantity in self.last if quantity in {LEVEL, *DURATION_S}}
        return tuple(sorted(told - listed))

    def last_rain_at(self, gauge_id: str) -> datetime | None:
        """When a gauge last told of rain, were it none."""
        told = [self.last.get((gauge_id, quantity)) for quantity in DURATION_S]
        return max((one[0] for one in told if one is not None), default=None)


def read_gauges(store: Asking, moment: Moment, tide_marks: tuple[TideMark, ...]) -> tuple[Gauge, ...]:
    """The gauges of the lists at the moment; a tide mark that the list does not give is the county's."""
    key = (store.common_key, store.data_version, moment.operation_id, tide_marks)
    versions = _versions.get(key, lambda: _all_versions(store, moment.operation_id, tide_marks))
    return tuple(gauge for gauge, begins, ends in versions if begins <= moment.as_of < ends)


def _all_versions(
    store: Asking, operation_id: str, tide_marks: tuple[TideMark, ...]
) -> list[tuple[Gauge, datetime, datetime]]:
    frame = store.frame("water/gauges", operation_id=operation_id)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [(_gauge(row, tide_marks), row["valid_from"], row["valid_to"]) for row in rows]


def _gauge(row: Mapping[Any, Any], tide_marks: Sequence[TideMark]) -> Gauge:
    kind = GaugeKind(row["kind"])
    return Gauge(
        gauge_id=row["gauge_id"],
        name=row["name"] or row["gauge_id"],
        kind=kind,
        datum_name=row["datum_name"],
        township_code=row["township_code"],
        village_code=row["village_code"],
        lat=row["lat"],
        lon=row["lon"],
        marks=tuple(_mark(row, name, tide_marks) for name in MARKS_OF.get(kind, ())),
        reads_every_min=row["reads_every_min"],
        source=row["source"],
        is_synthetic=any(word in row["source"] for word in SYNTHETIC_WORDS),
    )


def _mark(row: Mapping[Any, Any], name: MarkName, tide_marks: Sequence[TideMark]) -> Mark:
    level = row[f"{name}_level_m"]
    if level is None and name is MarkName.BLUE:
        level = row["warning_level_m"]
    if level is None:
        for known in tide_marks:
            if (known.gauge_id, known.name) == (row["gauge_id"], name):
                return Mark(
                    name=name,
                    level_m=known.level_m,
                    source=known.source,
                    certainty=known.certainty,
                    datum_name=known.datum_name,
                )
    source = row["marks_source"] or row["source"]
    return Mark(name=name, level_m=level, source=source, certainty=None, datum_name=row["datum_name"])


def hear(store: Asking, moment: Moment) -> Heard:
    """Read what all gauges said by the moment."""
    asked = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
    }
    recent = store.frame("water/readings", **asked, from_at=moment.as_of - READ_BACK)
    last = store.frame("water/last", **asked)
    doubts = store.frame("water/doubts", **asked, from_at=moment.as_of - DOUBT_BACK)
    newest = last.sort_values("read_at")
    return Heard(
        series=_series(recent),
        last=_last(last),
        sources=dict(zip(newest["gauge_id"], newest["source"], strict=True)),
        doubts=_doubts(doubts.itertuples()),
    )


def _series(frame: pd.DataFrame) -> dict[tuple[str, str], Series]:
    """Of several values told for one instant the one told last."""
    found = {}
    for row in frame.itertuples():
        times, amounts = np.asarray(row.times_s, dtype=float), np.asarray(row.amounts, dtype=float)
        is_last = np.append(times[1:] != times[:-1], True)
        found[str(row.gauge_id), str(row.quantity)] = Series(times_s=times[is_last], amounts=amounts[is_last])
    return found


def _last(frame: pd.DataFrame) -> dict[tuple[str, str], tuple[datetime, float]]:
    instants = [at.to_pydatetime() for at in frame["read_at"]]
    keys = zip(frame["gauge_id"], frame["quantity"], strict=True)
    told = zip(instants, frame["value"].tolist(), strict=True)
    return dict(zip(keys, told, strict=True))


def _doubts(rows: Iterable[Any]) -> dict[str, tuple[Doubt, ...]]:
    found: dict[str, tuple[Doubt, ...]] = {}
    for row in rows:
        doubt = Doubt(reason=row.reason, count=int(row.readings), last_at=row.last_at.to_pydatetime())
        found[row.gauge_id] = (*found.get(row.gauge_id, ()), doubt)
    return found
