"""The lists that both storms read: published totals, made-up people, places where they belong."""

from collections import Counter
from pathlib import Path

import pandas as pd
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.moment import parse_instant
from stormdesk.ingest.scenario import RosterData
from stormdesk.ingest.scenario.registers import columns_of


def test_lists_hold_the_published_totals_at_both_imports(rosters: RosterData) -> None:
    for instant in ("2022-08-31T08:00", "2022-09-10T08:00"):
        at = int(parse_instant(instant).timestamp())
        persons = rosters.at("responsible_person", at)
        assert len(persons) == 3083
        officers = persons[persons["role_code"] == "disaster_information"]
        assert len(officers) == 483
        per_village = officers.groupby("village_code").size()
        assert len(per_village) == 221
        assert per_village.min() >= 2
        assert persons.groupby("village_code").size().min() >= 5
        vessels = rosters.at("vessel", at)["vessel_class"].value_counts().to_dict()
        assert vessels == {"fishing": 470, "other": 140, "ferry": 11, "non_powered": 9, "long_anchored": 3}
        assert len(rosters.at("construction_site", at)) == 358
        assert len(rosters.at("shelter", at)) == 152
        assert rosters.at("construction_site", at)["worker_count"].sum() == 10930


def test_a_list_changes_only_where_the_second_import_says_so(rosters: RosterData) -> None:
    persons = rosters.registers["responsible_person"]
    changed = persons[persons["valid_to"] < pd.Timestamp("2100-01-01", tz="UTC")]
    assert len(changed) == 120 + 38
    assert len(rosters.registers["construction_site"]) == 360
    before = rosters.at("evacuee", int(parse_instant("2022-09-01T00:00").timestamp()))
    after = rosters.at("evacuee", int(parse_instant("2022-09-10T00:00").timestamp()))
    assert set(after["evacuee_id"]) - set(before["evacuee_id"]) != set()
    assert len(set(before["evacuee_id"]) - set(after["evacuee_id"])) == 320
    assert "expanded" not in set(before["category"])
    assert (after["category"] == "expanded").sum() == 353


def test_registers_have_the_columns_of_their_tables(project: Path, rosters: RosterData) -> None:
    for register, frame in rosters.registers.items():
        schema = next((project / "queries/schema").glob(f"*_{register}.sql")).read_text(encoding="utf-8")
        body = schema.split("(", 1)[1].split("\n)", 1)[0]
        columns = [line.split()[0] for line in body.splitlines() if line.strip()]
        brought = columns_of(register)
        assert brought == frame.columns.tolist() == columns[: len(brought)]
        assert {"import_id", "closed_by"} <= set(columns) - set(brought)


def test_people_in_the_lists_are_made_up(rosters: RosterData) -> None:
    assert len(rosters.registers) == 14
    phones: Counter[str] = Counter()
    for register, frame in rosters.registers.items():
        assert set(frame["source"]) == {"合成演练数据"}
        if "phone" in frame:
            key = frame.columns[1]
            phones.update(frame[[key, "phone"]].dropna().drop_duplicates()["phone"])
        assert not frame.duplicated([frame.columns[1], "valid_from"]).any(), register
    assert all(phone.startswith("19900") and len(phone) == 11 for phone in phones)
    assert max(phones.values()) == 1
    vessels = rosters.registers["vessel"]
    assert vessels["name"].str.startswith("浙玉渔").all()
    assert vessels["mmsi"].dropna().str.startswith("999").all()


def test_each_evacuee_has_two_guarantors_of_its_own_place(rosters: RosterData) -> None:
    for instant in ("2022-08-31T08:00", "2022-09-10T08:00"):
        at = int(parse_instant(instant).timestamp())
        persons = rosters.at("responsible_person", at).set_index("person_id")
        people = rosters.at("evacuee", at)
        township = persons.loc[people["township_guarantor_id"]]
        village = persons.loc[people["village_guarantor_id"]]
        assert (township["township_code"].to_numpy() == people["township_code"].to_numpy()).all()
        assert (township["tier"] == "township").all()
        assert (village["village_code"].to_numpy() == people["village_code"].to_numpy()).all()
        assert (people["persons"] == 1).all()


def test_places_lie_on_land_or_water_inside_their_township(rosters: RosterData, county: County) -> None:
    afloat = {"aquaculture", "ferry_route"}
    for register in ("responsible_person", "construction_site", "shelter", "facility"):
        frame = rosters.registers[register]
        if register == "facility":
            boats = frame[frame["sector"].isin(list(afloat))]
            sea = county.places.sea
            assert shapely.contains_xy(sea, boats["lon"], boats["lat"]).all()
            frame = frame[~frame["sector"].isin(list(afloat))]
        held = county.places.townships_of(frame["lat"].tolist(), frame["lon"].tolist())
        assert held == frame["township_code"].tolist(), register
    vessels = rosters.registers["vessel"]
    assert shapely.contains_xy(county.places.sea, vessels["lon"], vessels["lat"]).all()


def test_fairways_keep_clear_of_land(rosters: RosterData, county: County) -> None:
    for harbour in county.harbours:
        rows = [row for row in rosters.plan.fairways if row.harbour_id == harbour.harbour_id]
        points = [(harbour.lon, harbour.lat), *((row.lon, row.lat) for row in rows)]
        assert not county.shapes.land.intersects(shapely.LineString(points)), harbour.harbour_id


def test_harbours_have_a_berth_for_every_boat(rosters: RosterData, county: County) -> None:
    wanted: Counter[str] = Counter()
    for row in rosters.plan.berths:
        wanted[row.refuge_id] += row.count
    assert all(wanted[h.harbour_id] <= h.berth_count for h in county.harbours)


def test_the_islands_that_fall_silent_hang_on_one_tower(rosters: RosterData) -> None:
    towers = rosters.registers["village"].set_index("village_id")["cell_tower_id"]
    islands = ["331083201200", "331083201201", "331083201205"]
    assert (len(towers), towers.isna().sum()) == (221, 0)
    assert sorted(towers.index[towers == towers[islands[0]]]) == islands


def test_who_answers_for_objects_has_a_deputy(rosters: RosterData) -> None:
    persons = rosters.registers["responsible_person"].set_index("person_id")
    for register in ("vessel", "construction_site", "shelter", "facility", "danger_zone"):
        officers = persons.loc[rosters.registers[register]["officer_id"].unique()]
        assert officers["deputy_id"].isin(persons.index).all(), register
        assert (officers["deputy_id"] != officers.index).all(), register
