"""A small county in which storms come one after another, a month apart, and what is told of them."""

import csv
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Geod

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, Storm, StormFile
from stormdesk.store import Ledger, Store
from stormdesk.store.storms import ImportRow, keep_storms

GEOD = Geod(ellps="WGS84")
FIRST = datetime(2022, 1, 1, tzinfo=UTC)
H = timedelta(hours=1)
MIN = timedelta(minutes=1)
YUCHENG, VILLAGE, OTHER = "331083001", "331083001001", "331083001002"
R7: Quadrants = (300.0, 280.0, 240.0, 260.0)
R10: Quadrants = (120.0, 110.0, 90.0, 100.0)
ROSTER = "paper"


@dataclass(frozen=True)
class Ground:
    """What outlooks stand on."""

    store: Store
    county: County
    constituents: tuple[Constituent, ...]


@dataclass(frozen=True)
class Point:
    """A storm's centre so many hours after its beginning, with its circles."""

    hour: float
    lat: float
    lon: float
    wind_ms: float = 40.0
    radii7_km: Quadrants | None = R7
    radii10_km: Quadrants | None = R10


def month(number: int, hour: float = 0) -> datetime:
    """The beginning of a storm's month, or an hour of it."""
    return FIRST + timedelta(days=30 * number, hours=hour)


def begin(ground: Ground, number: int, *, roster: str = ROSTER) -> None:
    """Open an operation for a month."""
    row = {"operation_id": f"op{number}", "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
    row |= {"roster": roster, "opened_at": month(number), "is_synthetic": True}
    with ground.store.write() as transaction:
        transaction.append("operation", pd.DataFrame([row]))


def enrol(ground: Ground, register: str, **row: object) -> None:
    """Put a row on a list of the small county."""
    facts = {"roster": ROSTER, "source": "test", "township_code": YUCHENG, "village_code": VILLAGE}
    facts |= {"valid_from": FIRST - timedelta(days=400), "valid_to": FOREVER}
    with ground.store.write() as transaction:
        transaction.append(register, pd.DataFrame([facts | row]))


def tell(
    ground: Ground,
    number: int,
    reports: Sequence[tuple[str, str, str, float, int | None]],
    *,
    category: str = "old_house",
) -> None:
    """Report (subject.facet, status, id, hour, quantity) in a month's operation."""
    events = []
    for at, (fact, status, subject_id, hour, quantity) in enumerate(reports):
        subject, facet = fact.split(".")
        said_at = month(number, hour)
        event = Event(
            event_id=f"{number}:{subject_id}:{fact}:{status}:{at}", operation_id=f"op{number}",
            subject=subject, subject_id=subject_id, facet=facet, status=status,
            happened_at=said_at, recorded_at=said_at,
            source="test", actor="test", township_code=YUCHENG, village_code=VILLAGE, quantity=quantity,
        )  # fmt: skip
        events.append(event)
    groups = [replace(one, category=category) if one.subject == "evacuee" else one for one in events]
    levels = [replace(one, category="3") if one.subject == "response" else one for one in groups]
    assert not Ledger(ground.store).record_from_source(levels).problems


def storm(
    ground: Ground,
    number: int,
    tracks: dict[str, Sequence[Point]],
    *,
    seen: int = 1,
    name: str = "A",
) -> None:
    """Bring a storm: of each agency's points the first `seen` as fixes, the others as one forecast."""
    storm_id = f"{2001 + number}{ord(name)}"
    begins = month(number)
    fixes, points = [], []
    for agency, track in tracks.items():
        issued = begins + track[seen - 1].hour * H
        for at, point in enumerate(track):
            what = {
                "storm_id": storm_id, "agency": agency, "lat": point.lat, "lon": point.lon, "source": "test",
                "wind_ms": point.wind_ms, "radii7_km": point.radii7_km, "radii10_km": point.radii10_km,
            }  # fmt: skip
            when = begins + point.hour * H
            if at < seen:
                fixes.append(Fix(fixed_at=when, known_at=when, **what))  # type: ignore[arg-type]
            else:
                lead_h = (when - issued) / H
                point_at = {"issued_at": issued, "valid_at": when, "known_at": issued, "lead_h": lead_h}
                points.append(ForecastPoint(**point_at, **what))  # type: ignore[arg-type]
    named = Storm(storm_id=storm_id, name_zh=None, name_en=None, season=2022)
    imported = ImportRow(
        import_id=storm_id, imported_at=begins, imported_by="test", source="test", kind="storm",
        content_hash=storm_id, row_count=1, problem_count=0,
    )  # fmt: skip
    keep_storms(
        ground.store,
        StormFile(storms=(named,), fixes=tuple(fixes), forecasts=tuple(points)),
        imported,
    )


def first_minute(
    track: Sequence[Point], begins: datetime, at: tuple[float, float], bft: int
) -> datetime | None:
    """The first whole minute at which a place is inside, by looking at every minute of the track."""
    for before, after in itertools.pairwise(track):
        minutes = np.arange(round((after.hour - before.hour) * 60) + 1)
        share = minutes / minutes[-1]
        azimuth, _, metres = GEOD.inv(before.lon, before.lat, after.lon, after.lat)
        n = minutes.size
        lon, lat, _ = GEOD.fwd(
            np.full(n, before.lon), np.full(n, before.lat), np.full(n, azimuth), metres * share
        )
        bearing, _, away = GEOD.inv(lon, lat, np.full(n, at[1]), np.full(n, at[0]))
        old, new = (one.radii7_km if bft == 7 else one.radii10_km for one in (before, after))
        assert old is not None
        assert new is not None
        quadrant = (np.asarray(bearing) % 360 // 90).astype(int)
        radius = np.asarray(old)[quadrant] * (1 - share) + np.asarray(new)[quadrant] * share
        inside = np.flatnonzero(np.asarray(away) / 1000 <= radius)
        if inside.size:
            return begins + before.hour * H + int(minutes[inside[0]]) * MIN
    return None


def table(project: Path, name: str) -> list[dict[str, str]]:
    """A table of the county as plain words."""
    with (project / "data/county/yuhuan" / name).open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def is_dark(at: datetime) -> bool:
    """Whether it is night in Beijing."""
    hour = (at + 8 * H).hour
    return hour >= 18 or hour < 6


def before_dark(at: datetime, evening: int) -> datetime:
    """Walk back from an instant in the night to its beginning, and to the evening hour of that day."""
    while is_dark(at - MIN):
        at -= MIN
    return at.replace(second=0, microsecond=0) + (evening - 18) * H
