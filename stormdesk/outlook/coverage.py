"""Holes in duty at a moment: what nobody guards in its wind window, and what the lists cannot hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations, groupby
from typing import Any, Final

from stormdesk.domain.coverage import (
    APART_KM,
    Guard,
    Hole,
    HoleKind,
    Why,
    Window,
    is_too_fast,
    uncovered_since,
    why_uncovered,
)
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import distance_km
from stormdesk.domain.vocabulary import Subject
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.turns import settled
from stormdesk.outlook.windows import wind_windows

Row = Mapping[str, Any]
KEPT: Final = 48
NO_WIND: Final = datetime.max.replace(tzinfo=UTC)
LOOKED_BACK: Final = timedelta(hours=6)
_holes: Shared[tuple[Hole, ...]] = Shared(KEPT)


def holes(ground: Ground, moment: Moment, *, area_code: str | None = None) -> list[Hole]:
    """Every hole in duty at the moment in an area or the county, by kind and place."""
    key = (ground.store.key, moment, ground.store.data_version, area_code)
    return list(_holes.get(key, lambda: tuple(_found(ground, moment, area_code))))


def hole_counts(found: Iterable[Hole]) -> dict[HoleKind, int]:
    """How many holes of each kind there are, also where there are none."""
    counts = Counter(hole.kind for hole in found)
    return {kind: counts[kind] for kind in HoleKind}


def _found(ground: Ground, moment: Moment, area_code: str | None) -> list[Hole]:
    ask = partial(_ask, ground, moment, area_code)
    # Lists and posts stay as they are between two turns of them.
    ask_calm = partial(_ask, ground, settled(ground, moment, Subject.RESPONSIBLE_PERSON), area_code)
    windows = {
        code: window
        for code, window in wind_windows(ground, moment).items()
        if window.is_watched(moment.as_of)
    }
    twice = [*_twice(ask_calm("coverage/twice")), *_leaps(ground, ask("coverage/leaps"))]
    told = {guard.person_id for hole in twice for guard in hole.persons}
    found = [
        *_posts(ask_calm("coverage/posts"), windows),
        *_empty(ask_calm("duty/empty_villages"), windows),
        *twice,
        *_shared(row for row in ask_calm("duty/shared_phones") if told.isdisjoint(row["person_ids"])),
        *_alone(ask_calm("coverage/deputies")),
        *_stale(ask("checks/list_stale"), area_code),
    ]
    return sorted(found, key=_order)


def _ask(ground: Ground, moment: Moment, area_code: str | None, question: str) -> list[dict[str, Any]]:
    after_at = moment.as_of - LOOKED_BACK
    return plain_rows(ground.store.frame(question, **asdict(moment), after_at=after_at, area_code=area_code))


def _order(hole: Hole) -> tuple[int, datetime, int, str, str]:
    """By kind; then the wind that comes first, the most people, the place."""
    begins_at = hole.window.begins_at if hole.window else NO_WIND
    place = hole.township_code or ""
    return list(HoleKind).index(hole.kind), begins_at, -(hole.people or 0), place, hole.subject_id


def _posts(rows: Iterable[Row], windows: Mapping[str, Window]) -> Iterator[Hole]:
    """Objects that name nobody, whatever the weather; and those unguarded while their wind is watched."""
    for row in rows:
        facts: dict[str, Any] = {
            "subject": row["subject"],
            "subject_id": row["subject_id"],
            "name": row["name"],
            "township_code": row["township_code"],
            "village_code": row["village_code"],
            "count": int(row["object_count"]),
            "people": None if row["people"] is None else int(row["people"]),
        }
        if not row["officer_listed"]:
            why = Why.NOT_NAMED if row["officer_id"] is None else Why.NOT_LISTED
            yield Hole(kind=HoleKind.NO_OFFICER, why=why, **facts)
            continue
        window = windows.get(row["village_code"] or "") or windows.get(row["township_code"] or "")
        officer, deputy = _guard(row, "officer"), _guard(row, "deputy")
        why_open = why_uncovered(officer, deputy) if officer else None
        if window is not None and officer is not None and why_open is not None:
            yield Hole(
                kind=HoleKind.UNCOVERED,
                why=why_open,
                officer=officer,
                deputy=deputy,
                since=uncovered_since(officer, deputy),
                window=window,
                **facts,
            )


def _guard(row: Row, role: str) -> Guard | None:
    if row[f"{role}_id"] is None:
        return None
    return Guard(
        person_id=row[f"{role}_id"],
        name=row[f"{role}_name"],
        phone=row[f"{role}_phone"],
        status=row[f"{role}_status"],
        since=row[f"{role}_since"],
    )


def _person(row: Row) -> Guard:
    return Guard(
        person_id=row["person_id"],
        name=row["name"],
        phone=row["phone"],
        status=row["status"],
        since=row["since"],
        village_code=row["village_code"],
        township_code=row["township_code"],
    )


def _empty(rows: Iterable[Row], windows: Mapping[str, Window]) -> Iterator[Hole]:
    for row in rows:
        code = row["village_code"]
        if code not in windows:
            continue
        yield Hole(
            kind=HoleKind.EMPTY_VILLAGE,
            why=Why.NOBODY_ON_POST if row["total"] else Why.NOBODY_LISTED,
            subject="village",
            subject_id=code,
            name=None,
            township_code=row["township_code"],
            village_code=code,
            window=windows[code],
            count=int(row["total"]),
        )


def _twice(rows: Iterable[Row]) -> Iterator[Hole]:
    """One person on post in several places that lie apart, or of which nobody can say how far."""
    for _, posts in groupby(rows, key=lambda row: row["twin"]):
        here = list(posts)
        km = _farthest_km(here)
        if km is not None and km <= APART_KM:
            continue
        yield Hole(
            kind=HoleKind.TWO_PLACES,
            why=Why.ON_POST_TWICE,
            subject="responsible_person",
            subject_id=here[0]["person_id"],
            name=here[0]["name"],
            township_code=here[0]["township_code"],
            village_code=here[0]["village_code"],
            persons=tuple(map(_person, here)),
            since=max((row["since"] for row in here if row["since"]), default=None),
            count=len(here),
            km=km,
        )


def _farthest_km(rows: list[dict[str, Any]] | list[Row]) -> float | None:
    points = [(row["lat"], row["lon"]) for row in rows]
    if any(None in point for point in points):
        return None
    return max((distance_km(*one, *other) for one, other in combinations(points, 2)), default=None)


def _leaps(ground: Ground, rows: Iterable[Row]) -> Iterator[Hole]:
    """One person reported in two places sooner after each other than anybody can go."""
    for _, pairs in groupby(rows, key=lambda row: row["person_id"]):
        for row in reversed(list(pairs)):
            minutes = (row["happened_at"] - row["before_at"]) / timedelta(minutes=1)
            places = _place(ground, row, "before_"), _place(ground, row, "")
            km = distance_km(*places[0], *places[1]) if places[0] and places[1] else None
            if not is_too_fast(km, minutes):
                continue
            before = _person({**row, "village_code": row["before_code"]})
            yield Hole(
                kind=HoleKind.TWO_PLACES,
                why=Why.TOO_FAST,
                subject="responsible_person",
                subject_id=row["person_id"],
                name=row["name"],
                township_code=row["township_code"],
                village_code=row["home_code"],
                persons=(before, _person(row)),
                since=row["happened_at"],
                count=2,
                km=km,
                minutes=minutes,
            )
            break


def _place(ground: Ground, row: Row, when: str) -> tuple[float, float] | None:
    """Where a report was made: its own position, or its village."""
    lat, lon = row[f"{when}lat"], row[f"{when}lon"]
    if lat is not None and lon is not None:
        return lat, lon
    try:
        village = ground.county.village(row["before_code" if when else "village_code"] or "")
    except KeyError:
        return None
    return (village.lat, village.lon) if village.lat and village.lon else None


def _shared(rows: Iterable[Row]) -> Iterator[Hole]:
    for row in rows:
        names, townships = list(row["names"]), list(row["township_codes"])
        yield Hole(
            kind=HoleKind.SHARED_PHONE,
            why=Why.ONE_PHONE,
            subject="responsible_person",
            subject_id=row["first_id"],
            name=None,
            township_code=townships[0] if townships else None,
            persons=tuple(Guard(person_id="", name=name, phone=row["phone"]) for name in names),
            count=int(row["post_count"]),
        )


def _alone(rows: Iterable[Row]) -> Iterator[Hole]:
    for row in rows:
        is_self = row["named_id"] == row["person_id"]
        why = Why.NOT_NAMED if row["named_id"] is None else Why.SELF if is_self else Why.NOT_LISTED
        yield Hole(
            kind=HoleKind.NO_DEPUTY,
            why=why,
            subject="responsible_person",
            subject_id=row["person_id"],
            name=row["name"],
            township_code=row["township_code"],
            village_code=row["village_code"],
            officer=_person(row),
            count=int(row["object_count"]),
        )


def _stale(rows: Iterable[Row], area_code: str | None) -> Iterator[Hole]:
    for row in rows:
        if area_code is not None and not area_code.startswith(row["township_code"] or "-"):
            continue
        yield Hole(
            kind=HoleKind.STALE_LIST,
            why=Why.OLD,
            subject=row["subject"],
            subject_id=f"{row['subject']}:{row['township_code']}",
            name=row["detail"],
            township_code=row["township_code"] or None,
        )
