"""The published totals, asked of the ledger of both storms as a first start records them."""

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment, parse_instant
from stormdesk.domain.tide import Constituent
from stormdesk.ingest.scenario.files import load_scenario
from stormdesk.report.papers.sentences import sentence
from stormdesk.report.sums import objections
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Ledger, Store
from tests.thinned import fill_thinly

STORMS = ("hinnamnor", "muifa")
# When the storm was nearest and everything was done and known.
HEIGHT = {"hinnamnor": "2022-09-04T21:00", "muifa": "2022-09-14T20:00"}
MEASURES = {
    "houses_emptied": "dangerous_house",
    "hazchem_measures": "hazchem_plant",
    "molten_measures": "molten_metal_plant",
    "mine_measures": "mine",
    "coaches_suspended": "passenger_coach",
    "tour_coaches_suspended": "tour_coach",
    "hazmat_suspended": "hazmat_truck",
    "farm_stays_closed": "farm_stay",
}

# As the county's emergency bureau printed them on 2023-06-29, with its commas and spaces.
PRINTED = {
    "hinnamnor": "防御“轩岚诺”台风期间,全市共转移人员4134 人,其中渔船转移 664 人、海上养殖人员 48 人、"
    "建筑工地 2546 人、老旧房 441 人、地质灾害点 58 人、农家乐 3人、山塘 4 人、其他风险点 370 人。",
    "muifa": "防御“梅花”台风期间,玉环市共转移人员 14797 人,其中渔船转移 2688 人、建筑工地 10930 人、"
    "老旧房 671 人、地质灾害点 77 人、海上养殖人员 78 人、扩面转移 353 人。",
}


@dataclass(frozen=True)
class Ground:
    store: Store
    county: County
    settings: Settings
    constituents: tuple[Constituent, ...] = ()


@pytest.fixture(scope="module")
def county_store(
    tmp_path_factory: pytest.TempPathFactory, project: Path, seeded_home: Path
) -> Iterator[Store]:
    copied = shutil.copy(seeded_home / "stormdesk.duckdb", tmp_path_factory.mktemp("drills") / "t.duckdb")
    store = Store(Path(copied), queries=project / "queries")
    yield store
    store.close()


@pytest.fixture(scope="module", params=STORMS)
def storm(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def published(project: Path, storm: str) -> dict[str, int]:
    with (project / f"data/scenarios/{storm}/published.csv").open(encoding="utf-8") as lines:
        return {row["key"]: int(row["total"]) for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def reached(county_store: Store, project: Path, storm: str) -> pd.DataFrame:
    sql = (project / "tests/queries/reached.sql").read_text(encoding="utf-8")
    closed_s = load_scenario(project / "data/scenarios" / storm).setting.closed_at
    wanted = {"operation_id": f"drill-{storm}-1", "known_at": pd.Timestamp(closed_s, unit="s", tz="UTC")}
    with county_store._connection.cursor() as cursor:
        return cursor.execute(sql, wanted).df().set_index(["subject", "facet", "category"])


def moment(storm: str) -> dict[str, object]:
    at: datetime = parse_instant(HEIGHT[storm])
    return {"operation_id": f"drill-{storm}-1", "as_of": at, "known_at": at, "area_code": None}


def test_every_published_total_holds_over_the_log(reached: pd.DataFrame, published: dict[str, int]) -> None:
    objects, people = reached["objects"], reached["people"]
    found = {f"in_port_{c}": int(objects["vessel", "berth", c]) for c in objects["vessel"]["berth"].index}
    found |= {key: int(objects["facility", "measure", sector]) for key, sector in MEASURES.items()}
    moved = people["evacuee"]["move"]
    found |= {f"moved_{category}": int(count) for category, count in moved.items()}
    found |= {
        "moved": int(moved.sum()),
        "on_post": int(objects["responsible_person", "duty", ""]),
        "sites_stopped": int(objects["site", "work", ""]),
        "shelters_opened": int(objects["shelter", "service", ""]),
    }
    assert found == {key: published[key] for key in found}
    assert set(published) - set(found) == {"information_officers", "villages"}


def test_the_screens_show_the_published_totals_at_the_height(
    county_store: Store, storm: str, published: dict[str, int]
) -> None:
    duty = county_store.frame("duty/headline", **moment(storm)).iloc[0]
    assert (duty["total"], duty["done"]) == (published["on_post"], published["on_post"])
    sites = county_store.frame("sites/headline", **moment(storm)).iloc[0]
    assert (sites["total"], sites["done"]) == (published["sites_stopped"], published["sites_stopped"])
    shelters = county_store.frame("shelters/headline", **moment(storm)).iloc[0]
    assert (shelters["total"], shelters["done"]) == (published["shelters_opened"],) * 2
    vessels = county_store.frame("vessels/by_category", **moment(storm)).set_index("category")
    for vessel_class, row in vessels.iterrows():
        assert row["total"] == row["done"] == published[f"in_port_{vessel_class}"]
    people = county_store.frame("evacuation/by_category", **moment(storm)).set_index("category")["done"]
    told = {f"moved_{category}": int(count) for category, count in people.items()}
    assert told == {key: total for key, total in published.items() if key.startswith("moved_")}


def test_the_countys_own_sentence_comes_back_as_it_was_printed(
    county_store: Store, yuhuan: County, storm: str
) -> None:
    ground = Ground(county_store, yuhuan, load_settings())
    at = parse_instant(HEIGHT[storm])
    height = Moment(f"drill-{storm}-1", at, at)
    assert sentence(ground, height) == PRINTED[storm]
    assert objections(ground, height) == ()


def test_the_accounts_agree_at_the_height(county_store: Store, storm: str, published: dict[str, int]) -> None:
    accounts = county_store.frame("evacuation/accounts", **moment(storm))
    assert (accounts["a_less_b"] == 0).all()
    assert accounts["b_ticked"].sum() == published["moved"]
    assert 0 < accounts["b_less_c"].sum() < published["moved"] * 0.05


def test_each_storm_reads_its_own_lists(county_store: Store, storm: str, published: dict[str, int]) -> None:
    listed = {"hinnamnor": 14_821, "muifa": 15_174}[storm]
    unlisted = county_store.frame("evacuation/unlisted", **moment(storm)).set_index("category")["persons"]
    assert unlisted.sum() == listed - published["moved"]
    if storm == "muifa":
        assert unlisted.to_dict() == {"farm_stay": 3, "hill_pond": 4, "other_risk": 370}


def test_the_kept_state_is_what_the_log_folds_to(
    seeded_home: Path, tmp_path: Path, project: Path, lay_tables: Callable[[Path], Path]
) -> None:
    made = lay_tables(tmp_path / "t.duckdb")
    fill_thinly(made, seeded_home / "stormdesk.duckdb", parts=6)
    store = Store(made, queries=project / "queries")
    assert len(store.rows("ledger/all_events")) > 10_000
    assert Ledger(store).disagreements() == []
    store.close()
