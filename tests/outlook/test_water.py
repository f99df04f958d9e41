"""The water at a moment, from a small data file: windows, marks, rewinding, facts for rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import Constituent, predict
from stormdesk.domain.water.records import Flaw, MarkName, Standing
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import load_constituents
from stormdesk.outlook.water import flood_ahead, flood_at, high_waters_ahead, water_at
from stormdesk.outlook.water_areal import township_rain
from stormdesk.outlook.water_meeting import meetings
from stormdesk.settings import load_settings
from stormdesk.store import Store

NOW = datetime(2022, 9, 14, 1, tzinfo=UTC)
H = timedelta(hours=1)
YUCHENG, KANMEN = "331083001", "331083002"
Say = Callable[..., None]


@dataclass(frozen=True)
class Ground:
    store: Store
    county: County
    constituents: tuple[Constituent, ...]


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan")


@pytest.fixture
def ground(
    tmp_path: Path, project: Path, county: County, lay_tables: Callable[[Path], Path]
) -> Iterator[Ground]:
    store = Store(lay_tables(tmp_path / "w.duckdb"), queries=load_settings().queries_dir)
    operation = {
        "operation_id": "op",
        "kind": "live",
        "name_zh": "试",
        "name_en": "Try",
        "roster": "r",
        "opened_at": NOW - 99 * H,
        "is_synthetic": True,
    }
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([operation]))
    yield Ground(store, county, load_constituents(project / "data/tide/kanmen_constituents.json"))
    store.close()


def put(ground: Ground, gauge_id: str, kind: str, **facts: object) -> None:
    row = {"roster": "r", "gauge_id": gauge_id, "name": gauge_id, "kind": kind, "township_code": YUCHENG}
    row |= {"source": "名单", "valid_from": NOW - 9999 * H, "valid_to": FOREVER, "lat": 28.14, "lon": 121.23}
    with ground.store.write() as transaction:
        transaction.append("gauge", pd.DataFrame([row | facts]))


def say(ground: Ground, gauge_id: str, quantity: str, values: dict[float, float], **facts: object) -> None:
    """Readings by hours before now; each is known two minutes later unless told otherwise."""
    rows = [
        {
            "operation_id": "op",
            "gauge_id": gauge_id,
            "quantity": quantity,
            "read_at": NOW - ago * H,
            "value": value,
            "recorded_at": NOW - ago * H + timedelta(minutes=2),
            "source": "test",
            "is_suspect": False,
        }
        | facts
        for ago, value in values.items()
    ]
    with ground.store.write() as transaction:
        transaction.append("reading", pd.DataFrame(rows))


def at(hours: float = 0.1, known_h: float | None = None) -> Moment:
    """The moment so many hours after now."""
    known = hours if known_h is None else known_h
    return Moment("op", NOW + hours * H, NOW + known * H)


def rising(start_m: float, per_h: float) -> dict[float, float]:
    """Every quarter of an hour for three hours, up to now."""
    return {step / 4: start_m - per_h * step / 4 for step in range(13)}


def test_nothing_on_the_lists_is_nothing_known(ground: Ground) -> None:
    water = water_at(ground, at())
    assert (water.levels, water.rains) == ((), ())
    assert water.facts.rivers[MarkName.WARNING].at_least(1) is None
    assert water.facts.rain[24].reaches(50.0) is None
    assert water.facts.signals["rainstorm_red"] is None
    assert flood_at(ground, at(), YUCHENG) is None


def test_rain_by_window_leaves_out_what_is_doubted_and_rewinds(ground: Ground) -> None:
    put(ground, "p", "rain")
    say(ground, "p", "rain_mm_1h", {float(ago): 2.0 for ago in range(24)})
    (rain,) = water_at(ground, at()).rains
    assert [one.mm for one in rain.sums] == [2, 6, 12, 24, 48]
    assert rain.grades[24] == "heavy"
    (late,) = water_at(ground, at(-2.9)).rains
    assert late.over(24).mm == 42.0
    assert late.over(24).covered == pytest.approx(21 / 24)


def test_a_late_reading_and_a_correction_count_from_when_they_were_told(ground: Ground) -> None:
    put(ground, "p", "rain")
    say(ground, "p", "rain_mm_1h", {0.0: 2.0, 2.0: 2.0})
    say(ground, "p", "rain_mm_1h", {1.0: 30.0}, recorded_at=NOW + 1 * H)
    say(ground, "p", "rain_mm_1h", {0.0: 5.0}, recorded_at=NOW + 2 * H)
    seen = {known: water_at(ground, at(0.1, known)).rains[0].over(3) for known in (0.1, 1.5, 2.5)}
    assert [(one.mm, one.is_complete) for one in seen.values()] == [(4.0, False), (34.0, True), (37.0, True)]


def test_doubted_readings_are_counted_apart(ground: Ground) -> None:
    put(ground, "z", "river", warning_level_m=2.6)
    say(ground, "z", "level_m", rising(2.4, 0.0))
    say(ground, "z", "level_m", {0.05: 9.9}, is_suspect=True, suspect_reason="突跳")
    (level,) = water_at(ground, at()).levels
    assert (level.value_m, level.standing) == (2.4, Standing.BELOW)
    assert [(doubt.reason, doubt.count) for doubt in level.sensor.doubts] == [("突跳", 1)]
    assert Flaw.DOUBTFUL in level.sensor.flaws


def test_a_stale_level_is_unknown_and_not_below(ground: Ground) -> None:
    put(ground, "z", "river", warning_level_m=2.6, guaranteed_level_m=3.1)
    say(ground, "z", "level_m", rising(2.8, 0.1))
    assert water_at(ground, at()).facts.rivers[MarkName.WARNING].at_least(1) is True
    water = water_at(ground, at(6))
    assert water.levels[0].standing is Standing.STALE
    assert water.levels[0].value_m == 2.8
    tally = water.facts.rivers[MarkName.WARNING]
    assert (tally.reached, tally.not_reached, tally.unknown, tally.at_least(1)) == ((), 0, 1, None)
    assert flood_at(ground, at(6), YUCHENG) is None


def test_a_gauge_without_marks_is_unknown_and_not_below(ground: Ground) -> None:
    put(ground, "r", "reservoir")
    say(ground, "r", "level_m", {float(ago): 20.0 for ago in range(8)})
    (level,) = water_at(ground, at()).levels
    assert level.standing is Standing.NO_MARKS
    assert water_at(ground, at()).facts.reservoirs[MarkName.FLOOD_LIMIT].at_least(1) is None


def test_a_river_floods_when_its_trend_meets_the_guaranteed_stage(ground: Ground) -> None:
    put(ground, "z", "river", warning_level_m=2.6, guaranteed_level_m=3.1)
    put(ground, "slow", "river", warning_level_m=2.6, guaranteed_level_m=9.0)
    say(ground, "z", "level_m", rising(2.7, 0.2))
    say(ground, "slow", "level_m", rising(2.7, 0.2))
    found = flood_ahead(ground, at(), YUCHENG)
    assert found is not None
    assert (found[0].gauge.gauge_id, found[1].mark.name) == ("z", MarkName.GUARANTEED)
    flood = flood_at(ground, at(), YUCHENG)
    assert flood is not None
    assert abs(flood - (NOW + 2 * H)) < timedelta(minutes=1)
    assert flood_at(ground, at(), KANMEN) is None


def test_a_river_without_a_guaranteed_stage_floods_at_its_warning_stage(ground: Ground) -> None:
    put(ground, "z", "river", warning_level_m=2.6)
    say(ground, "z", "level_m", rising(2.65, 0.2))
    assert flood_at(ground, at(), YUCHENG) == NOW


def test_a_reservoir_at_its_flood_limit_is_not_over_it(ground: Ground) -> None:
    for name, level in (("at", 20.0), ("over", 20.01)):
        put(ground, name, "reservoir", flood_limit_level_m=20.0)
        say(ground, name, "level_m", {float(ago): level for ago in range(8)})
    tally = water_at(ground, at()).facts.reservoirs[MarkName.FLOOD_LIMIT]
    assert (tally.reached, tally.not_reached) == (("over",), 1)
    assert (tally.at_least(1), tally.at_least(2)) == (True, False)


def sea(ground: Ground, surge_m: float, *, step_h: float = 1 / 6) -> dict[float, float]:
    ago = [step * step_h for step in range(12)]
    predicted = predict(ground.constituents, [NOW - hours * H for hours in ago])
    return {hours: float(level) + 0.2 + surge_m for hours, level in zip(ago, predicted, strict=True)}


def test_unknown_tide_marks_are_unknown_and_known_ones_count(ground: Ground) -> None:
    put(ground, "kanmen_tide", "tide", datum_name="1985国家高程基准", township_code=KANMEN)
    say(ground, "kanmen_tide", "level_m", sea(ground, 0.7))
    tide = water_at(ground, at()).tide
    assert tide is not None
    assert tide.surge is not None
    assert tide.surge.now_m == pytest.approx(0.7, abs=0.01)
    first = high_waters_ahead(ground, at())[0]
    assert first.expected_m == pytest.approx((first.astronomical_m or 0.0) + 0.7, abs=0.01)
    assert set(first.reached.values()) == {None}
    assert set(water_at(ground, at()).facts.tide.values()) == {None}
    marked = replace(
        ground.county,
        tide_marks=tuple(
            row.model_copy(update={"level_m": 3.0 + number})
            for number, row in enumerate(ground.county.tide_marks)
        ),
    )
    known = water_at(replace(ground, county=marked), at(0.2))
    assert known.facts.tide[MarkName.BLUE] is True
    assert known.facts.tide[MarkName.YELLOW] is False


def test_the_tide_reaches_its_marks_on_its_curve_and_not_on_a_line(ground: Ground) -> None:
    marks = {"blue_level_m": 3.0, "yellow_level_m": 3.4, "red_level_m": 9.0}
    put(ground, "kanmen_tide", "tide", datum_name="1985国家高程基准", **marks)
    say(ground, "kanmen_tide", "level_m", sea(ground, 0.7))
    (level,) = water_at(ground, at()).levels
    blue, yellow, red = level.crossings
    first = high_waters_ahead(ground, at())[0]
    assert blue.at is not None
    assert yellow.at is not None
    assert at().as_of < blue.at < yellow.at <= first.at
    assert red.at is None
    height = float(predict(ground.constituents, [blue.at])[0]) + 0.2 + 0.7
    assert height == pytest.approx(3.0, abs=0.1)


def test_the_countys_marks_hold_where_no_list_has_the_station(ground: Ground) -> None:
    marked = replace(
        ground.county,
        tide_marks=tuple(row.model_copy(update={"level_m": 2.0}) for row in ground.county.tide_marks),
    )
    first = high_waters_ahead(replace(ground, county=marked), at(0.4))[0]
    assert first.reached[MarkName.BLUE] is True
    assert first.expected_m is None


def test_no_surge_without_a_common_datum(ground: Ground) -> None:
    put(ground, "kanmen_tide", "tide", datum_name=None, red_level_m=4.0)
    say(ground, "kanmen_tide", "level_m", sea(ground, 0.7))
    tide = water_at(ground, at()).tide
    assert tide is not None
    assert tide.surge is None
    assert Flaw.DATUM_UNKNOWN in tide.flaws


def test_marks_on_another_datum_are_not_compared_with_the_prediction(ground: Ground) -> None:
    put(ground, "kanmen_tide", "tide", datum_name="吴淞", blue_level_m=1.0)
    tide = water_at(ground, at()).tide
    assert tide is not None
    assert Flaw.DATUM_DIFFERS in tide.flaws
    assert tide.high_waters[0].reached[MarkName.BLUE] is None


def test_an_area_takes_its_own_gauges(ground: Ground) -> None:
    put(ground, "z", "river", warning_level_m=2.6)
    put(ground, "k", "river", warning_level_m=2.6, township_code=KANMEN)
    say(ground, "k", "level_m", rising(2.7, 0.1))
    assert len(water_at(ground, at()).levels) == 2
    water = water_at(ground, at(), area_code=YUCHENG)
    assert [level.gauge.gauge_id for level in water.levels] == ["z"]
    assert water.facts.rivers[MarkName.WARNING].reached == ()


def test_a_township_far_from_any_gauge_has_unknown_rain(ground: Ground) -> None:
    put(ground, "p", "rain")
    say(ground, "p", "rain_mm_24h", {0.0: 60.0})
    found = {one.township_code: one.sums[-1] for one in township_rain(ground, at())}
    assert (found[YUCHENG].mean_mm, found[YUCHENG].gauge_count) == (60.0, 1)
    assert found["331083105"].mean_mm is None
    assert found["331083105"].gauge_count == 0


def test_without_a_storm_nobody_knows_the_wind_of_a_high_water(ground: Ground) -> None:
    found = meetings(ground, at())
    assert len(found) == 4
    assert {one.wind7 for one in found} == {None}
    assert {one.rain for one in found} == {None}
    bare = replace(ground, constituents=())
    assert meetings(bare, at(0.3)) == ()


def test_a_version_of_the_list_holds_only_in_its_time(ground: Ground) -> None:
    put(ground, "z", "river", valid_to=NOW)
    put(ground, "z", "river", valid_from=NOW, warning_level_m=2.6)
    assert water_at(ground, at(-1)).levels[0].unknown_marks == (MarkName.WARNING, MarkName.GUARANTEED)
    assert water_at(ground, at(1)).levels[0].unknown_marks == (MarkName.GUARANTEED,)
