from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import load_constituents
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.outlook.work.work_laid import HARBOUR, PEOPLE, SHELTERS, SITES
from tests.outlook.work_ground import OTHER, Ground, enrol


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Ground]:
    county = load_county(project / "data/county/yuhuan")
    store = Store(tmp_path_factory.mktemp("work") / "w.duckdb", queries=load_settings().queries_dir)
    learn_reference(store, county, project / "data/reference")
    made = Ground(store, county, load_constituents(project / "data/tide/kanmen_constituents.json"))
    enrol(made, "responsible_person", person_id="p1", name="甲", phone="1", deputy_id="p2")
    enrol(made, "responsible_person", person_id="p2", name="乙", phone="2")
    for site_id, (lat, lon, workers, cranes, sheds) in SITES.items():
        enrol(
            made, "construction_site", site_id=site_id, name=site_id, lat=lat, lon=lon, officer_id="p1",
            worker_count=workers, crane_count=cranes, shed_count=sheds,
        )  # fmt: skip
    for shelter_id, (lat, lon, capacity) in SHELTERS.items():
        enrol(made, "shelter", shelter_id=shelter_id, name=shelter_id, lat=lat, lon=lon, capacity=capacity)
    for evacuee_id, (lat, lon, persons, shelter_id) in PEOPLE.items():
        enrol(
            made, "evacuee", evacuee_id=evacuee_id, persons=persons, lat=lat, lon=lon, shelter_id=shelter_id,
            category="old_house", village_guarantor_id="p1",
        )  # fmt: skip
    enrol(made, "facility", facility_id="f1", name="f1", sector="mine", lat=28.16, lon=121.2, people_count=9)
    enrol(made, "facility", facility_id="f2", name="f2", sector="sea_wall", village_code=OTHER)
    enrol(made, "harbour", harbour_id=HARBOUR[0], name="港", lat=HARBOUR[1], lon=HARBOUR[2], berth_count=50)
    enrol(made, "vessel", vessel_id="v1", name="v1", harbour_id=HARBOUR[0], speed_kn=8.0, crew_count=5)
    enrol(made, "vessel", vessel_id="v2", name="v2", harbour_id=HARBOUR[0], speed_kn=8.0, crew_count=0)
    yield made
    store.close()
