"""Storm, wind and sea of an operation along its axis, as plain data."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from stormdesk.domain.circles import Circle, centre_of, radii_of, stay
from stormdesk.domain.reading import Quantity
from stormdesk.domain.storm_table import reaches
from stormdesk.domain.tide import predict
from stormdesk.domain.track import Fix
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.water_tide import station_of
from stormdesk.ui.page import Page
from stormdesk.ui.replay.scene import Scene

STEP: Final = timedelta(minutes=20)
CIRCLES: Final = (Circle.SEVEN, Circle.TEN, Circle.TWELVE)
Points = list[tuple[int, float]]


def seconds(at: datetime) -> int:
    """An instant as the picture counts them."""
    return int(at.timestamp())


def storm_data(page: Page, track: Sequence[Fix]) -> dict[str, Any]:
    """The fixes of the track with their circles, and when each circle held the county's centre."""
    centre = page.county.profile.centre
    known = {reach.at: reach.distance_km for reach in reaches(track, centre.lat, centre.lon)}
    return {
        "fixes": [
            {
                "at": seconds(fix.fixed_at),
                "known": seconds(fix.known_at),
                "lat": round(fix.lat, 3),
                "lon": round(fix.lon, 3),
                "wind": fix.wind_ms,
                "km": round(known[fix.fixed_at]) if fix.fixed_at in known else None,
                "radii": [radii_of(fix, circle) for circle in CIRCLES],
            }
            for fix in track
        ],
        "stays": [
            {"force": int(circle), "from": seconds(first), "to": seconds(last)}
            for circle, (first, last) in stays(page, track).items()
        ],
    }


def stays(page: Page, track: Sequence[Fix]) -> Mapping[Circle, tuple[datetime, datetime]]:
    """When the county's centre lay inside each circle of the analysed track."""
    centre, found = page.county.profile.centre, {}
    for circle in CIRCLES:
        held = stay(centre.lat, centre.lon, [centre_of(fix, circle) for fix in track], circle)
        if held.first_at is not None and held.last_at is not None:
            found[circle] = (held.first_at, held.last_at)
    return found


def wind_data(page: Page, scene: Scene) -> dict[str, Points]:
    """The strongest mean wind and gust that any gauge read; empty where none measures wind."""
    frame = page.ask(
        "replay/wind",
        from_at=scene.axis.starts_at,
        until_at=scene.axis.ends_at,
        known_at=scene.known_last_at,
    )
    rows = plain_rows(frame)
    return {
        name: [(seconds(row["read_at"]), row[column]) for row in rows if row[column] is not None]
        for name, column in (("mean", "wind_ms"), ("gust", "gust_ms"))
    }


def sea_data(page: Page, scene: Scene) -> dict[str, Any]:
    """The predicted tide and what the station read, both on the station's datum where it is known."""
    station = station_of(page.desk)
    steps = int((scene.axis.ends_at - scene.axis.starts_at) / STEP)
    times = [scene.axis.starts_at + STEP * step for step in range(steps + 1)]
    offset = station.mean_sea_level_m
    levels = predict(page.desk.constituents, times).tolist() if page.desk.constituents else []
    return {
        "predicted": [
            (seconds(at), round(float(level) + (offset or 0.0), 2))
            for at, level in zip(times, levels, strict=False)
        ],
        "read": [] if offset is None else _read(page, scene, station.gauge_id),
        "gauge": station.gauge_id,
        "datum": station.datum_name if offset is not None else None,
    }


def _read(page: Page, scene: Scene, gauge_id: str) -> Points:
    frame = page.ask(
        "water/series",
        gauge_id=gauge_id,
        from_at=scene.axis.starts_at,
        as_of=scene.axis.ends_at,
        known_at=scene.known_last_at,
    )
    is_sound = frame["quantity"].eq(Quantity.LEVEL_M) & ~frame["is_suspect"].astype(bool)
    return [(seconds(row["read_at"]), round(row["value"], 2)) for row in plain_rows(frame[is_sound])]


def peak_surge(sea: Mapping[str, Any]) -> tuple[int, float] | None:
    """The instant at which the sea stood highest above its prediction, and by how much."""
    predicted = sea["predicted"]
    if not predicted or not sea["read"]:
        return None
    first, step_s = predicted[0][0], int(STEP.total_seconds())
    gaps = [
        (level - predicted[place][1], at)
        for at, level in sea["read"]
        if 0 <= (place := round((at - first) / step_s)) < len(predicted)
    ]
    if not gaps:
        return None
    height, at = max(gaps)
    return at, round(height, 2)
