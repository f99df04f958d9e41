"""A boat's way home: where it runs, where the storm cuts it, and which other harbour it is turned to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea_harbours import RefugeReason
from stormdesk.outlook.work import work_made

WHY: Final = {
    RefugeReason.TOO_LATE: N_("赶不到"),
    RefugeReason.BELOW_GRADE: N_("超出防风等级"),
    RefugeReason.NO_BERTH: N_("泊位已满"),
}
_TOLD: Final = ["harbour_name", "refuge_reason", "refuge_id", "refuge_name", "refuge_min"]
_LEFT_OUT: Final = ["refuge_id", "refuge_name", "refuge_min"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoatWay:
    """The way to the harbour in degrees WGS 84 from now on; None where nothing cuts it or nobody knows."""

    lat: tuple[float, ...]
    lon: tuple[float, ...]
    harbour_name: str | None
    eta_at: datetime | None
    cut_at: datetime | None
    cut_lat: float | None
    cut_lon: float | None


def boat_way(ground: Ground, moment: Moment, vessel_id: str) -> BoatWay | None:
    """The way that a boat which is not safe yet has to its harbour; None where there is none to draw."""
    frame, told = _boats(ground, moment)
    at = np.flatnonzero(frame["subject_id"].eq(vessel_id).to_numpy(dtype=bool))
    if not at.size or frame["progress"].iloc[at[0]] in {"done", "over"}:
        return None
    row = told.iloc[int(at[0])]
    line = row["line"]
    if line is None or len(line) <= 1:
        return None
    is_cut = bool(row["is_cut"])
    return BoatWay(
        lat=tuple(float(place[0]) for place in line),
        lon=tuple(float(place[1]) for place in line),
        harbour_name=row["harbour_name"],
        eta_at=_instant(row["eta_at"]),
        cut_at=_instant(row["cut_at"]) if is_cut else None,
        cut_lat=float(row["cut_lat"]) if is_cut else None,
        cut_lon=float(row["cut_lon"]) if is_cut else None,
    )


def turned_away(ground: Ground, moment: Moment, *, area_code: str | None = None) -> pd.DataFrame:
    """Boats not safe yet whose own harbour has no berth or too little shelter, as rows of the work ahead.

    With harbour_name, refuge_reason and the refuge that was found for them.
    """
    frame, told = _boats(ground, moment)
    is_turned = told["refuge_reason"].isin([RefugeReason.BELOW_GRADE, RefugeReason.NO_BERTH])
    is_left = ~frame["progress"].isin(["done", "over"])
    if area_code is not None:
        is_left &= frame["township_code"].eq(area_code) | frame["village_code"].eq(area_code)
    rows = np.flatnonzero(is_turned.to_numpy(dtype=bool) & is_left.to_numpy(dtype=bool))
    known = frame.iloc[rows].drop(columns=_LEFT_OUT)
    return known.join(told.iloc[rows][_TOLD].set_axis(known.index))


def _boats(ground: Ground, moment: Moment) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the boats' way home, and what the sea tells of each."""
    made = work_made(ground, moment)
    for sea in made.timed.sea:
        rows = made.frame.iloc[sea.rows]
        if rows["facet"].iloc[0] == "berth":
            return rows, sea.found
    none = pd.DataFrame(columns=[*_TOLD, "line", "is_cut", "cut_at", "cut_lat", "cut_lon", "eta_at"])
    return made.frame.iloc[:0], none


def _instant(at: Any) -> datetime | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(at) else pd.Timestamp(at).to_pydatetime()
