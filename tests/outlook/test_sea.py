"""Boats before a storm: the way, the time, the storm on the way, the harbour and the refuge."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from stormdesk.domain.arrival.records import Course, Reach
from stormdesk.domain.circles import Circle
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import GEOD
from stormdesk.ingest.county import load_county
from stormdesk.outlook.sea import vessel_needs
from stormdesk.outlook.sea_harbours import RefugeReason
from stormdesk.outlook.sea_meeting import Threat
from stormdesk.outlook.sea_rafts import raft_needs
from stormdesk.outlook.sea_waters import waters
from stormdesk.store import Store

NOW = datetime(2022, 9, 12, tzinfo=UTC)
MOMENT = Moment("drill", NOW, NOW)
KANMEN, PISHAN, DAMAIYU, SMALL = "kanmen", "pishan", "damaiyu", "small"
HARBOURS = (
    (KANMEN, 28.07841, 121.28947, 200, 11),
    (PISHAN, 28.09094, 121.50254, 20, 8),
    (DAMAIYU, 28.10107, 121.13246, 90, 12),
    (SMALL, 28.07089, 121.27027, 1, 11),
)
CALM: Threat = Threat(courses=())


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Any]:
    store = Store(tmp_path_factory.mktemp("sea") / "t.duckdb", queries=project / "queries")
    names = ("harbour_id", "lat", "lon", "berth_count", "shelter_grade")
    rows = [dict(zip(names, one, strict=True)) | {"name": one[0]} for one in HARBOURS]
    facts = {"roster": "paper", "source": "test", "valid_from": NOW - timedelta(days=9), "valid_to": FOREVER}
    drill = {"operation_id": "drill", "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
    with store.write() as transaction:
        transaction.append(
            "operation",
            pd.DataFrame([drill | {"roster": "paper", "opened_at": NOW, "is_synthetic": True}]),
        )
        transaction.append("harbour", pd.DataFrame(rows).assign(**facts))
    whole = load_county(project / "data/county/yuhuan", project / "data/reference")
    near = whole.profile.sea_bounds.model_copy(update={"east": 122.8, "south": 26.7, "north": 28.4})
    county = replace(whole, profile=whole.profile.model_copy(update={"sea_bounds": near}))
    yield SimpleNamespace(store=store, county=county, constituents=())
    store.close()


def storm(
    start: tuple[float, float], end: tuple[float, float], hours: int, radii: Mapping[int, float]
) -> Threat:
    """A storm on a straight course from now on, round and steady."""
    shares = np.linspace(0, 1, hours + 1)
    size = len(shares)
    course = Course(
        storm_id="209901",
        agency="中国",
        issued_at=NOW,
        known_at=NOW,
        start=NOW,
        at=np.datetime64(NOW.replace(tzinfo=None), "s") + np.arange(size) * np.timedelta64(3600, "s"),
        lat=start[0] + (end[0] - start[0]) * shares,
        lon=start[1] + (end[1] - start[1]) * shares,
        radii_km={circle: np.full((size, 4), radii.get(int(circle), 0.0)) for circle in Circle},
        is_modelled={circle: np.zeros(size, dtype=bool) for circle in Circle},
    )
    return Threat(courses=(course,))


def boats(*rows: tuple[float, float, str | None], kn: float = 10.0) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["lat", "lon", "harbour_id"])
    return found.assign(
        subject_id=[f"b{at}" for at in found.index],
        speed_kn=kn,
        before_min=15.0,
        after_min=30.0,
        is_done=False,
    )


def test_in_calm_weather_a_boat_needs_its_way_and_no_clock_runs(ground: Any) -> None:
    one = vessel_needs(ground, MOMENT, boats((27.6, 122.0, KANMEN)), CALM).iloc[0]
    straight = GEOD.inv(122.0, 27.6, 121.28947, 28.07841)[2] / 1000
    assert straight - 1e-6 <= one["way_km"] < straight * 1.1
    assert one["sail_min"] == pytest.approx(one["way_km"] / 18.52 * 60)
    assert sum(step.minutes for step in one["steps"]) == pytest.approx(one["need_min"])
    assert one["need_min"] == pytest.approx(one["sail_min"] + 45)
    assert pd.isna(one["hazard_at"])
    assert pd.isna(one["refuge_reason"])
    assert one["eta_at"] == NOW + timedelta(seconds=round(one["sail_min"] * 60))


START = (26.8, 122.6)
CROSSING = storm((27.5, 124.0), (27.5, 119.5), 24, {7: 40.0})


def brute_force_start(line: np.ndarray) -> float:  # type: ignore[type-arg]
    """The last minute at which the boat passes every point of its line before the circle, by trying."""
    minutes = np.arange(0, 24 * 60, 1.0)
    lons = 124.0 - 4.5 * minutes / (24 * 60)
    legs = GEOD.inv(line[:-1, 1], line[:-1, 0], line[1:, 1], line[1:, 0])[2] / 1000
    run = np.concatenate([[0.0], np.cumsum(legs)])
    latest = np.inf
    for km in np.linspace(0, run[-1], 400):
        lat, lon = np.interp(km, run, line[:, 0]), np.interp(km, run, line[:, 1])
        away = GEOD.inv(lons, np.full(len(lons), 27.5), np.full(len(lons), lon), np.full(len(lons), lat))[2]
        inside = np.flatnonzero(away <= 40_000)
        if len(inside):
            latest = min(latest, minutes[inside[0]] - 15)
            latest = min(latest, minutes[inside[0]] - 15 - km / 18.52 * 60)
    return float(latest)


def test_a_storm_that_cuts_the_way_before_the_harbour_sets_the_clock(ground: Any) -> None:
    one = vessel_needs(ground, MOMENT, boats((*START, KANMEN)), CROSSING).iloc[0]
    assert one["is_cut"]
    assert 27.0 < one["cut_lat"] < 27.9
    assert one["agency"] == "中国"
    assert one["reach"] == Reach.INSIDE
    start_min = (one["hazard_at"] - NOW) / pd.Timedelta(minutes=1) - one["need_min"]
    tried = brute_force_start(one["line"])
    # The ways inside the storm's reach are sailed at the reduced speed, hence never later than at full speed.
    assert tried - 60 < start_min <= tried + 2
    smooth = replace(ground.county, sea_times=())
    calm_sea = SimpleNamespace(store=ground.store, constituents=(), county=smooth)
    plain = vessel_needs(calm_sea, MOMENT, boats((*START, KANMEN)), CROSSING).iloc[0]
    start_min = (plain["hazard_at"] - NOW) / pd.Timedelta(minutes=1) - plain["need_min"]
    assert start_min == pytest.approx(tried, abs=2)


def test_a_boat_that_its_harbour_cannot_shelter_is_told_of_another(ground: Any) -> None:
    coming = storm((26.5, 121.6), (28.4, 121.5), 48, {7: 300.0, 10: 180.0})
    found = vessel_needs(ground, MOMENT, boats((28.088, 121.5, PISHAN), (28.079, 121.29, KANMEN)), coming)
    assert found["harbour_force_bft"].tolist() == [10.0, 10.0]
    assert found["is_below_grade"].tolist() == [True, False]
    assert found["free_berths"].tolist() == [20, 200]


def test_the_refuge_is_in_time_has_a_berth_and_shelters_enough(ground: Any) -> None:
    coming = storm((24.0, 121.6), (28.4, 121.5), 48, {7: 150.0, 10: 100.0})
    found = vessel_needs(ground, MOMENT, boats(*[(28.088, 121.5, PISHAN)] * 3), coming)
    assert found["refuge_reason"].tolist() == [RefugeReason.BELOW_GRADE] * 3
    # The small harbour is the nearest but has one berth only.
    assert found["refuge_id"].isin([KANMEN, SMALL]).all()
    assert (found["refuge_id"] == SMALL).sum() <= 1
    assert (found["refuge_min"] > 45).all()


def test_a_boat_too_late_for_everywhere_has_no_refuge(ground: Any) -> None:
    coming = storm((27.0, 122.5), (28.4, 121.5), 24, {7: 400.0})
    one = vessel_needs(ground, MOMENT, boats((27.2, 122.3, KANMEN)), coming).iloc[0]
    assert one["refuge_reason"] == RefugeReason.TOO_LATE
    assert pd.isna(one["refuge_id"])
    assert one["hazard_at"] - pd.Timedelta(minutes=one["need_min"]) < NOW


def test_a_berth_is_given_once(ground: Any) -> None:
    found = vessel_needs(ground, MOMENT, boats((28.06, 121.3, SMALL), (28.0, 121.4, SMALL)), CALM)
    assert found["refuge_reason"].fillna("").tolist() == ["", RefugeReason.NO_BERTH]
    assert found["refuge_id"].iloc[1] == KANMEN


def test_a_boat_of_no_known_harbour_takes_the_nearest_and_that_is_said(ground: Any) -> None:
    one = vessel_needs(ground, MOMENT, boats((28.08, 121.49, "elsewhere")), CALM).iloc[0]
    assert (one["harbour_id"], one["is_harbour_assumed"]) == (PISHAN, True)


def test_what_is_not_known_of_a_boat_stays_unknown(ground: Any) -> None:
    some = boats((np.nan, np.nan, KANMEN), (27.6, 122.0, KANMEN))
    some.loc[1, "speed_kn"] = np.nan
    found = vessel_needs(ground, MOMENT, some, CROSSING)
    assert found["need_min"].isna().all()
    assert found["hazard_at"].isna().tolist()[0]
    assert found["reach"].tolist()[0] == Reach.UNKNOWN
    assert found["steps"].tolist() == [(), ()]


def test_a_storm_that_passes_far_away_leaves_every_boat_without_a_clock(ground: Any) -> None:
    far = storm((20.0, 135.0), (30.0, 138.0), 72, {7: 200.0, 10: 80.0})
    found = vessel_needs(ground, MOMENT, boats((27.6, 122.0, KANMEN), (28.08, 121.29, KANMEN)), far)
    assert found["hazard_at"].isna().all()
    assert found["reach"].tolist() == [Reach.OUTSIDE] * 2
    assert found["harbour_force_bft"].tolist() == [0.0, 0.0]
    assert found["refuge_reason"].isna().all()


def test_an_empty_list_gives_an_empty_table(ground: Any) -> None:
    assert len(vessel_needs(ground, MOMENT, boats(), CROSSING)) == 0


def test_boats_go_to_a_raft_as_often_as_their_seats_ask(ground: Any) -> None:
    raft = {"subject_id": "r1", "lat": 28.06, "lon": 121.35, "carriers": 1, "carrier_seats": 10}
    rafts = pd.DataFrame([raft | {"people": people} for people in (0, 8, 25, None)])
    found = raft_needs(ground, MOMENT, rafts.assign(before_min=15.0, after_min=30.0), CALM)
    one_way = found["way_km"] / (6 * 1.852) * 60
    assert found["need_min"].tolist()[0] == pytest.approx(45)
    assert found["need_min"].tolist()[1] == pytest.approx(45 + 15 + 2 * one_way[1])
    assert found["need_min"].tolist()[2] == pytest.approx(45 + 3 * (15 + 2 * one_way[2]))
    assert np.isnan(found["need_min"].tolist()[3])
    assert sum(step.minutes for step in found["steps"][2]) == pytest.approx(found["need_min"][2])


def test_a_county_read_anew_sails_on_the_net_that_was_laid_and_another_coast_on_its_own(
    ground: Any, project: Path, tmp_path: Path
) -> None:
    shutil.copytree(project / "data/county/yuhuan", tmp_path / "yuhuan")
    first, again = (
        replace(load_county(tmp_path / "yuhuan", project / "data/reference"), profile=ground.county.profile)
        for _ in range(2)
    )
    assert again.shapes is not first.shapes
    assert waters(again) is waters(first)
    more = replace(again, shapes=replace(again.shapes, land=shapely.box(122.3, 27.5, 122.5, 27.7)))
    assert waters(more).land.area > waters(again).land.area + 1e8
