"""Every fix and forecast of the storms, read once, and what of them was known at an instant."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.arrival.course import LONGEST_FORECAST
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.storms import LAST_WORD
from stormdesk.store.storms import every_forecast, read_fixes

FOREVER: Final = datetime.fromisoformat("2200-01-01T00:00:00+00:00")
Fixes = Mapping[str, Sequence[Fix]]
Forecasts = Mapping[str, Sequence[ForecastPoint]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One forecast as issued, with its points in time order."""

    known_at: datetime
    issued_at: datetime
    points: tuple[ForecastPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """One storm with everything that was ever told of it; each agency's issues in the order of knowing."""

    storm_id: str
    name_zh: str
    name_en: str
    first_at: datetime
    last_at: datetime
    fixes: Mapping[str, tuple[Fix, ...]]
    issues: Mapping[str, tuple[Issue, ...]]

    def fixes_at(self, moment: Moment) -> Fixes:
        """The fixes up to the moment that were known then."""
        known = {
            agency: [fix for fix in track if fix.fixed_at <= moment.as_of and fix.known_at <= moment.known_at]
            for agency, track in self.fixes.items()
        }
        return {agency: track for agency, track in known.items() if track}

    def forecasts_at(self, moment: Moment) -> Forecasts:
        """Each agency's newest forecast known at the moment."""
        by = min(moment.as_of, moment.known_at)
        found = {}
        for agency, issues in self.issues.items():
            known = issues[: bisect_right(issues, by, key=lambda issue: issue.known_at)]
            told = [issue for issue in known if issue.issued_at <= moment.as_of]
            if told:
                found[agency] = max(told, key=lambda issue: issue.issued_at).points
        return found


Alive = tuple[Tracks, Fixes, Forecasts]
_tracks: Shared[Tracks] = Shared(24)
# So many of the newest fixes hold all that a course needs, once a circle of each kind is among them.
ENOUGH_FIXES: Final = 25


def tracks(ground: Ground, stamp: int, moment: Moment) -> tuple[Tracks, ...]:
    """The storms near a moment; read anew when the number of rows told of storms is another."""
    listed = ground.store.frame("storm/list")
    near = listed[
        (listed["first_at"] <= pd.Timestamp(moment.as_of))
        & (listed["last_at"] >= pd.Timestamp(moment.as_of - LONGEST_FORECAST))
    ]
    return tuple(_kept(ground, stamp, row) for row in near.to_dict("records"))


def _kept(ground: Ground, stamp: int, row: Mapping[Hashable, object]) -> Tracks:
    key = (ground.store.open_key, stamp, row["storm_id"], row["name_zh"], row["name_en"])
    return _tracks.get(key, lambda: _read(ground, row))


def live(found: Sequence[Tracks], moment: Moment) -> list[Alive]:
    """The storms that live at the moment: placed within a day, or moved on by a forecast in force."""
    alive = []
    for one in found:
        if not one.first_at <= moment.as_of <= one.last_at + LONGEST_FORECAST:
            continue
        fixes, forecasts = one.fixes_at(moment), one.forecasts_at(moment)
        newest = max((track[-1].fixed_at for track in fixes.values()), default=None)
        is_placed = newest is not None and newest >= moment.as_of - LAST_WORD
        if is_placed or any(points[-1].valid_at > moment.as_of for points in forecasts.values()):
            alive.append((one, fixes, forecasts))
    return alive


def _read(ground: Ground, row: Mapping[Hashable, object]) -> Tracks:
    storm_id = str(row["storm_id"])
    fixes = read_fixes(ground.store, storm_id, Moment("", FOREVER, FOREVER))
    return Tracks(
        storm_id=storm_id,
        name_zh=_text(row["name_zh"]) or storm_id,
        name_en=_text(row["name_en"]) or storm_id,
        first_at=min(track[0].fixed_at for track in fixes.values()),
        last_at=max(track[-1].fixed_at for track in fixes.values()),
        fixes={agency: tuple(own) for agency, own in fixes.items()},
        issues=_issues(every_forecast(ground.store, storm_id)),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def newest(track: Sequence[Fix]) -> Sequence[Fix]:
    """The newest fixes of a track, as many as tell all that the older ones could of its circles."""
    late = track[-ENOUGH_FIXES:]
    for circle in ("radii7_km", "radii10_km", "radii12_km"):
        has_late = any(any(getattr(fix, circle) or ()) for fix in late)
        if not has_late and any(any(getattr(fix, circle) or ()) for fix in track):
            return track
    return late


def tracks_of(fixes: Iterable[Fix], forecasts: Iterable[ForecastPoint]) -> tuple[Tracks, ...]:
    """Put the rows of files together by storm and agency; doubtful ones are left out."""
    placed: dict[str, dict[str, list[Fix]]] = {}
    for fix in sorted((one for one in fixes if not one.is_suspect), key=lambda one: one.fixed_at):
        placed.setdefault(fix.storm_id, {}).setdefault(fix.agency, []).append(fix)
    told: dict[str, dict[str, list[ForecastPoint]]] = {}
    for point in forecasts:
        if not point.is_suspect:
            told.setdefault(point.storm_id, {}).setdefault(point.agency, []).append(point)
    return tuple(
        Tracks(
            storm_id=storm_id,
            name_zh=storm_id,
            name_en=storm_id,
            first_at=min(track[0].fixed_at for track in own.values()),
            last_at=max(track[-1].fixed_at for track in own.values()),
            fixes={agency: tuple(track) for agency, track in own.items()},
            issues=_issues(told.get(storm_id, {})),
        )
        for storm_id, own in placed.items()
    )


def _issues(forecasts: Mapping[str, Sequence[ForecastPoint]]) -> dict[str, tuple[Issue, ...]]:
    found: dict[str, tuple[Issue, ...]] = {}
    for agency, points in forecasts.items():
        bases: dict[datetime, dict[datetime, ForecastPoint]] = {}
        for point in points:
            bases.setdefault(point.issued_at, {})[point.valid_at] = point
        issues = [
            Issue(
                known_at=max(point.known_at for point in own.values()),
                issued_at=issued_at,
                points=tuple(own[at] for at in sorted(own)),
            )
            for issued_at, own in bases.items()
        ]
        found[agency] = tuple(sorted(issues, key=lambda issue: issue.known_at))
    return found
