"""Several storms on one axis: the instant on which each is aligned, and its curves in hours from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import numpy as np

from stormdesk.domain.arrival.records import Course
from stormdesk.domain.case_line import Part
from stormdesk.domain.circles import Circle
from stormdesk.domain.decisions import LEVEL_RANK
from stormdesk.domain.measures.records import SUBJECTS
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.analysed import analysed_track
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.measures.asking import reached_levels
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.storms import passages_of

HOUR: Final = timedelta(hours=1)
# A gust from which a gauge's wind counts as the storm's: the lower edge of force 7, m/s.
FIRST_GUST_MS: Final = 13.9


class Anchor(StrEnum):
    """On what several storms are aligned."""

    LEVEL = "level"
    LANDFALL = "landfall"
    WIND = "wind"


class Mark(StrEnum):
    """What the instant of one storm is."""

    LEVEL = N_("该级别启动")
    LANDFALL = N_("登陆")
    CLOSEST = N_("最近时刻(没有登陆资料)")
    CIRCLE = N_("七级风圈到达")
    GUST = N_("首次大风")


@dataclass(frozen=True, slots=True)
class Aligned:
    """The instant on which one storm is aligned, and what it is; None where the storm has none."""

    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One kind of work of one storm: hours from the alignment, and the share done in per cent."""

    subject: str
    hours: tuple[float, ...]
    percent: tuple[float, ...]


def aligned_on(ground: Ground, moment: Moment, anchor: Anchor, *, level_code: str = "2") -> Aligned | None:
    """Find the instant of an operation on which it is aligned, as far as known at the moment."""
    match anchor:
        case Anchor.LEVEL:
            at = reached_levels(ground, moment).get(level_code) or _told_level(ground, moment, level_code)
            return None if at is None else Aligned(at, Mark.LEVEL)
        case Anchor.LANDFALL:
            return _landfall(ground, moment) or _closest(ground, moment)
        case Anchor.WIND:
            return _circle(ground, moment) or _gust(ground, moment)


def _storm_id(ground: Ground, moment: Moment) -> str | None:
    listed = ground.store.frame("operation/list")
    own = listed.loc[listed["operation_id"].eq(moment.operation_id), "storm_id"].dropna()
    if not own.empty:
        return str(own.iloc[0])
    told = _told(ground, moment, Part.CASE)
    return told[0]["about"] if told else None


def _told_level(ground: Ground, moment: Moment, level_code: str) -> datetime | None:
    """When the papers on a case without a ledger say that a level or a graver one began."""
    least = LEVEL_RANK[level_code]
    told = [
        row["starts_at"]
        for row in _told(ground, moment, Part.LEVEL)
        if row["starts_at"] and LEVEL_RANK.get(row["key"].partition("-")[0], 0) >= least
    ]
    return min(told, default=None)


def _told(ground: Ground, moment: Moment, part: Part) -> list[dict[str, Any]]:
    return plain_rows(ground.store.frame("cases/rows", operation_id=moment.operation_id, part=str(part)))


def _track(ground: Ground, moment: Moment) -> list[Course]:
    storm_id = _storm_id(ground, moment)
    return [] if storm_id is None else analysed_track(ground, storm_id, moment)


def _landfall(ground: Ground, moment: Moment) -> Aligned | None:
    """The first landfall that a source tells of, sound ones only."""
    storm_id = _storm_id(ground, moment)
    if storm_id is None:
        return None
    rows = plain_rows(ground.store.frame("storm/landfalls", storm_id=storm_id, as_of=moment.as_of))
    sound = [row["landfall_at"] for row in rows if not row["is_suspect"]]
    return Aligned(min(sound), Mark.LANDFALL) if sound else None


def _closest(ground: Ground, moment: Moment) -> Aligned | None:
    """When the analysed centre was nearest to the county's; not while it still comes nearer."""
    centre = ground.county.profile.centre
    for track in _track(ground, moment):
        found = passages_of((track,), [centre.lat], [centre.lon], circle=Circle.SEVEN)
        at = found.closest_at[0, 0]
        if not np.isnat(at) and at < track.at[-1]:
            return Aligned(_instant(at), Mark.CLOSEST)
    return None


def _circle(ground: Ground, moment: Moment) -> Aligned | None:
    """When the force 7 circle first came to a village of the county."""
    placed = [one for one in ground.county.villages if one.lat and one.lon]
    lat, lon = ([getattr(one, name) for one in placed] for name in ("lat", "lon"))
    for track in _track(ground, moment):
        first = passages_of((track,), lat, lon, circle=Circle.SEVEN).first_at
        if first.size and not np.isnat(first).all():
            return Aligned(_instant(np.nanmin(first)), Mark.CIRCLE)
    return None


def _gust(ground: Ground, moment: Moment) -> Aligned | None:
    """When a gauge first read a wind of force 7."""
    rows = ground.store.frame(
        "measures/first_gust",
        operation_id=moment.operation_id,
        as_of=moment.as_of,
        known_at=moment.known_at,
        least_ms=FIRST_GUST_MS,
    )
    found = plain_rows(rows)
    return Aligned(found[0]["read_at"], Mark.GUST) if found and found[0]["read_at"] else None


def _instant(at: np.datetime64) -> datetime:
    return datetime.fromisoformat(f"{at.astype('datetime64[s]')}+00:00")


def curves_of(ground: Ground, moment: Moment, zero_at: datetime) -> tuple[Curve, ...]:
    """Return how each kind of work went on, hour by hour up to the moment, from the alignment."""
    return tuple(_curves(ground, moment, zero_at))


def _curves(ground: Ground, moment: Moment, zero_at: datetime) -> Iterator[Curve]:
    asked = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "until_at": moment.as_of,
        "is_then": False,
    }
    totals = {
        row["subject"]: row["total"] for row in plain_rows(ground.store.frame("replay/numbers", **asked))
    }
    frame = ground.store.frame("replay/curves", **asked)
    frame = frame[frame["hour_at"] <= moment.as_of]
    for subject in SUBJECTS:
        total = totals.get(subject)
        own = frame[frame["subject"].eq(subject)]
        if not total or own.empty:
            continue
        hours = (own["hour_at"] - zero_at) / HOUR
        yield Curve(
            subject=subject,
            hours=tuple(hours.round(4).tolist()),
            percent=tuple((own["done"].astype(float) * 100 / float(total)).round(3).tolist()),
        )
