"""What the measures' questions are given besides the ledger: the wind as it came, deadlines, levels."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers, Passages
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_rows import DeadlineKind
from stormdesk.domain.exceptions import WATCHED
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.clock import NAT, Coming, Comings, clocks, everywhere, rules_of
from stormdesk.domain.work.records import NoClock
from stormdesk.domain.work.states import chosen
from stormdesk.outlook.analysed import analysed_track, own_places, unknown_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_changes import has_grounds
from stormdesk.outlook.level_lag import lag
from stormdesk.outlook.levels import spoken
from stormdesk.outlook.storms import live_storms, passages_of
from stormdesk.outlook.work_objects import work_objects

CIRCLES: Final = (Circle.SEVEN, Circle.TEN, Circle.TWELVE)
DATED: Final = (
    ("responsible_person", "duty"),
    ("evacuee", "move"),
    ("vessel", "berth"),
    ("site", "work"),
    ("shelter", "service"),
)
BLOWN: Final = (
    ("evacuee", "move"),
    ("vessel", "berth"),
    ("vessel", "crew"),
    ("site", "work"),
    ("site", "workers"),
)
WATCHED_S: Final = np.timedelta64(int(WATCHED.total_seconds()), "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The parameters that rest on the storm and the rules, as JSON texts; `has_wind` whether any came."""

    deadlines: str
    winds: str
    windows: str
    suggested: str
    has_rules: bool
    has_wind: bool


@dataclass(frozen=True, slots=True)
class _Blow:
    """The analysed tracks and their passages over places, by circle."""

    tracks: tuple[Course, ...]
    found: Mapping[Circle, Passages]

    def unknown(self, circle: Circle) -> Flags:
        return unknown_at(self.found[circle], self.tracks)


def given_at(ground: Ground, moment: Moment, reached: Mapping[str, datetime]) -> Given:
    """Gather them at a moment, with since when each level first stood."""
    objects = work_objects(ground, moment)
    tracks = _tracks(ground, moment)
    windows = _windows(ground, tracks)
    suggested, has_rules = _suggested(ground, moment)
    return Given(
        deadlines=_told(_deadlines(ground, moment, _of(objects, DATED), tracks, reached)),
        winds=_told(_winds(ground, moment, _of(objects, BLOWN), tracks)),
        windows=_told(windows),
        suggested=_told(suggested),
        has_rules=has_rules,
        has_wind=bool(windows),
    )


def given_deadlines(ground: Ground, moment: Moment, reached: Mapping[str, datetime]) -> str:
    """The deadlines alone."""
    objects = _of(work_objects(ground, moment), DATED)
    return _told(_deadlines(ground, moment, objects, _tracks(ground, moment), reached))


def given_levels(ground: Ground, moment: Moment) -> str:
    """What the rules called for alone."""
    return _told(_suggested(ground, moment)[0])


def _told(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _of(objects: pd.DataFrame, kinds: Sequence[tuple[str, str]]) -> pd.DataFrame:
    names = [f"{subject}.{facet}" for subject, facet in kinds]
    return objects[(objects["subject"] + "." + objects["facet"]).isin(names)].reset_index(drop=True)


def _tracks(ground: Ground, moment: Moment) -> tuple[Course, ...]:
    """The operation's own storm and every other that lived in it, as far as analysed by the moment."""
    listed = ground.store.frame("operation/list")
    operation = listed[listed["operation_id"].eq(moment.operation_id)]
    storms = sorted({*operation["storm_id"].dropna(), *live_storms(ground, moment)})
    opened = operation["opened_at"].dt.tz_convert("UTC").dt.tz_localize(None).min().to_datetime64()
    found = (track for storm_id in storms for track in analysed_track(ground, storm_id, moment))
    return tuple(track for track in found if track.at.max() >= opened)


def _blow(tracks: tuple[Course, ...], lat: Numbers, lon: Numbers) -> _Blow:
    return _Blow(tracks, {circle: passages_of(tracks, lat, lon, circle=circle) for circle in CIRCLES})


def _first(found: Passages) -> tuple[Instants, Instants]:
    """First and last instant inside over all tracks; NaT where no track's circle came."""
    if not found.courses:
        none = np.full(found.first_at.shape[0], NAT)
        return none, none
    is_never = np.isnat(found.first_at)
    far, old = np.datetime64("9999-01-01", "s"), np.datetime64("0001-01-01", "s")
    first = np.where(is_never, far, found.first_at).min(axis=1)
    last = np.where(is_never, old, found.last_at).max(axis=1)
    nowhere = is_never.all(axis=1)
    return np.where(nowhere, NAT, first), np.where(nowhere, NAT, last)


def _deadlines(
    ground: Ground,
    moment: Moment,
    objects: pd.DataFrame,
    tracks: tuple[Course, ...],
    reached: Mapping[str, datetime],
) -> list[dict[str, object]]:
    """Each object's deadline by the county's rules, counted from the wind and the levels that came."""
    lat, lon = (objects[name].to_numpy(dtype=np.float64) for name in ("place_lat", "place_lon"))
    coming = _comings(ground, moment, _blow(tracks, lat, lon), reached)
    rules, finish = ground.county.deadlines, np.full(len(objects), NAT)
    for rows in objects.groupby("ruled", sort=False).indices.values():
        one = objects.iloc[int(rows[0])]
        category = one["category"] if isinstance(one["category"], str) else None
        which = rules_of(rules, str(one["subject"]), str(one["facet"]), category)
        finish[rows] = clocks(rules, which, coming, np.asarray(rows), np.full(len(rows), np.nan)).finish_by
    return [
        {"subject": subject, "subject_id": subject_id, "finish_by": _iso(at)}
        for subject, subject_id, at in zip(objects["subject"], objects["subject_id"], finish, strict=True)
        if not np.isnat(at)
    ]


def _comings(ground: Ground, moment: Moment, blow: _Blow, reached: Mapping[str, datetime]) -> Comings:
    size = next(iter(blow.found.values())).reach.shape[0]
    asked = {
        None if rule.circle_bft is None else Circle(rule.circle_bft)
        for rule in ground.county.deadlines
        if rule.kind is DeadlineKind.BEFORE_HIGH_TIDE
    }
    return Comings(
        circles={circle: _coming(blow, circle) for circle in CIRCLES},
        high_water={one: everywhere(None, size, NoClock.NO_TIDE) for one in asked},
        flood=everywhere(None, size, NoClock.NO_WATER),
        reached_at=reached,
        now=moment.as_of,
        night=ground.county.profile.night,
        zone=ZoneInfo(ground.county.profile.timezone),
    )


def _coming(blow: _Blow, circle: Circle) -> Coming:
    first, _ = _first(blow.found[circle])
    none = np.zeros(first.size, dtype=bool)
    reason = chosen(blow.unknown(circle), NoClock.NO_RADII, NoClock.NOT_REACHED)
    return Coming(
        at=first,
        course=np.full(first.size, -1),
        is_modelled=none,
        is_over=none,
        reason=chosen(np.isnat(first), reason, None),
    )


def _winds(
    ground: Ground, moment: Moment, objects: pd.DataFrame, tracks: tuple[Course, ...]
) -> list[dict[str, object]]:
    """What each track's circles did to each object: people where they are, boats in their harbour."""
    lat, lon = own_places(ground, objects, moment)
    is_boat = objects["facet"].eq("berth").to_numpy(dtype=bool)
    lat = np.where(is_boat, objects["place_lat"].to_numpy(dtype=np.float64), lat)
    lon = np.where(is_boat, objects["place_lon"].to_numpy(dtype=np.float64), lon)
    blow = _blow(tracks, lat, lon)
    own = {
        (rule.subject, rule.facet): rule.circle_bft
        for rule in ground.county.deadlines
        if rule.kind is DeadlineKind.BEFORE_CIRCLE and rule.category is None
    }
    names = ("subject", "facet", "subject_id", "township_code", "village_code", "people")
    rows = list(objects[list(names)].itertuples(index=False, name=None))
    return [
        dict(zip(names, map(_plain, row), strict=True))
        | {"circle_bft": int(circle), "is_own": own.get((row[0], row[1])) == int(circle)}
        | stay
        for circle in CIRCLES
        for row, stays in zip(rows, _stays(blow, circle), strict=True)
        for stay in stays
    ]


def _stays(blow: _Blow, circle: Circle) -> Iterator[list[dict[str, object]]]:
    """Each place's stays inside a circle, one for each track that came; one empty one where none did."""
    found = blow.found[circle]
    for row, is_unknown in enumerate(blow.unknown(circle).tolist()):
        came = [
            {"first_at": _iso(first), "last_at": _iso(last), "is_unknown": is_unknown}
            for first, last in zip(found.first_at[row], found.last_at[row], strict=True)
            if not np.isnat(first)
        ]
        yield came or [{"first_at": None, "last_at": None, "is_unknown": is_unknown}]


def _windows(ground: Ground, tracks: tuple[Course, ...]) -> list[dict[str, object]]:
    """When each village's and township's wind had to be watched: from six hours before it came to its end."""
    placed = [one for one in ground.county.villages if one.lat and one.lon]
    lat, lon = (np.array([getattr(one, at) for one in placed], dtype=float) for at in ("lat", "lon"))
    first, last = _first(passages_of(tracks, lat, lon, circle=Circle.SEVEN))
    spans: dict[str, tuple[Any, Any]] = {}
    for one, begins, ends in zip(placed, first - WATCHED_S, last, strict=True):
        if np.isnat(begins):
            continue
        spans[one.code] = (begins, ends)
        town = spans.get(one.code[:9], (begins, ends))
        spans[one.code[:9]] = (min(town[0], begins), max(town[1], ends))
    return [
        {"place_code": code, "begins_at": _iso(begins), "ends_at": _iso(ends)}
        for code, (begins, ends) in sorted(spans.items())
    ]


def _suggested(ground: Ground, moment: Moment) -> tuple[list[dict[str, object]], bool]:
    """What the rules called for by any hazard of which something was told, and whether there are rules."""
    rules = ground.county.rules.in_force
    if rules is None:
        return [], False
    found: list[dict[str, object]] = [
        {
            "hazard": str(hazard),
            "clause_id": one.clause.clause_id,
            "level_code": one.clause.level_code,
            "true_at": one.true_at.isoformat(),
            "until_at": one.until_at and one.until_at.isoformat(),
        }
        for hazard in sorted(spoken(rules))
        if has_grounds(ground, moment.operation_id, hazard)
        for one in lag(ground, moment, hazard=hazard)
    ]
    return found, True


def _iso(at: Any) -> str | None:  # noqa: ANN401  an instant of numpy
    return None if np.isnat(at) else f"{at}Z"


def _plain(value: Any) -> object:  # noqa: ANN401  a cell of a frame
    return None if value is None or pd.isna(value) else value
