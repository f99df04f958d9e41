"""What the drills' gauges read: the same each time, plausible, and named as made up."""

from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.moment import parse_instant
from stormdesk.domain.tide import predict
from stormdesk.ingest.reference import load_constituents
from stormdesk.ingest.scenario.files import load_plan, load_scenario
from stormdesk.ingest.scenario.water import SOURCE, readings


@pytest.fixture(scope="module", params=["hinnamnor", "muifa"])
def made(request: pytest.FixtureRequest, project: Path) -> pd.DataFrame:
    return make(project, str(request.param))


def make(project: Path, name: str) -> pd.DataFrame:
    folder = project / "data/scenarios"
    constituents = load_constituents(project / "data/tide/kanmen_constituents.json")
    return readings(
        load_scenario(folder / name), load_plan(folder / "rosters"), constituents, operation_id="op"
    )


def test_readings_are_few_made_up_and_told_after_they_were_read(made: pd.DataFrame) -> None:
    assert 5_000 < len(made) < 12_000
    assert set(made["source"]) == {SOURCE}
    assert "synthetic" in SOURCE
    assert (made["recorded_at"] > made["read_at"]).all()
    assert made["recorded_at"].is_monotonic_increasing
    assert not made.duplicated(["gauge_id", "quantity", "read_at"]).any()
    rain = made[made["quantity"].str.startswith("rain")]
    assert (rain["value"] >= 0).all()
    assert ((rain["value"] * 2) % 1 == 0).all()


def test_every_gauge_of_water_reads_and_the_doubted_are_marked(made: pd.DataFrame) -> None:
    kinds = made["gauge_id"].str.rsplit("_", n=1).str[0].groupby(made["gauge_id"]).first().value_counts()
    assert dict(kinds) == {"rain": 11, "reservoir": 5, "river": 3, "kanmen": 1}
    assert made[made["is_suspect"]]["suspect_reason"].notna().all()
    assert made["is_suspect"].sum() < 40


def test_it_is_the_same_each_time_and_the_storm_passes(project: Path) -> None:
    first, again = make(project, "muifa"), make(project, "muifa")
    pd.testing.assert_frame_equal(first, again)
    sound = first[~first["is_suspect"]]
    river = sound[sound["gauge_id"] == "river_01"].set_index("read_at")["value"]
    assert river.loc["2022-09-11"].max() < 2.6
    assert 2.6 < river.loc["2022-09-14"].max() < 2.8
    assert river.iloc[-1] < 2.6
    rain = sound[sound["gauge_id"] == "rain_01"].set_index("read_at")["value"]
    assert 100 < rain.loc["2022-09-13T16:00":"2022-09-14T16:00"].sum() < 250


def test_the_tide_is_the_prediction_with_its_surge(project: Path) -> None:
    muifa = make(project, "muifa")
    tide = muifa[(muifa["gauge_id"] == "kanmen_tide") & ~muifa["is_suspect"]].set_index("read_at")["value"]
    at = parse_instant("2022-09-14T15:00")
    constituents = load_constituents(project / "data/tide/kanmen_constituents.json")
    surge = tide.loc[pd.Timestamp(at)] - float(predict(constituents, [at])[0]) - 0.2
    assert surge == pytest.approx(1.05, abs=0.06)


def test_a_late_batch_and_a_silent_sensor(project: Path) -> None:
    muifa = make(project, "muifa")
    late = muifa[muifa["recorded_at"] - muifa["read_at"] > pd.Timedelta(hours=1)]
    assert set(late["gauge_id"]) == {"rain_07"}
    silent = muifa[muifa["gauge_id"] == "reservoir_04"]["read_at"]
    assert silent.diff().max() > pd.Timedelta(hours=24)


@pytest.mark.parametrize(("name", "over_limit", "over_warning"), [("hinnamnor", 0, 0), ("muifa", 1, 1)])
def test_the_water_calls_for_no_level_that_nobody_declared(
    project: Path, name: str, over_limit: int, over_warning: int
) -> None:
    made, plan = make(project, name), load_plan(project / "data/scenarios/rosters")
    highest = made[~made["is_suspect"]].groupby("gauge_id")["value"].max()
    rivers = [(g, highest[g.gauge_id]) for g in plan.gauges if g.kind == "river"]
    reservoirs = [(g, highest[g.gauge_id]) for g in plan.gauges if g.kind == "reservoir"]
    assert sum(level > g.flood_limit_level_m for g, level in reservoirs) == over_limit
    assert sum(level >= g.warning_level_m for g, level in rivers) == over_warning
    assert all(g.design_level_m is None or level <= g.design_level_m - 0.8 for g, level in reservoirs)
    assert all(level <= g.guaranteed_level_m - 0.5 for g, level in rivers)
