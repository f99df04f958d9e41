"""Both storms, generated once: published totals, order, plausibility, and the troubles of the script."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import Tier
from stormdesk.domain.event import FOREVER, Event, check_event
from stormdesk.domain.fold import Folded, Transitions, fold
from stormdesk.domain.moment import parse_instant
from stormdesk.domain.silence import listen
from stormdesk.ingest.county import load_county
from stormdesk.ingest.scenario import RosterData, ScenarioData, generate, generate_all
from stormdesk.ingest.scenario.files import load_scenario
from stormdesk.ingest.scenario.registers import columns_of

STORMS = ("hinnamnor", "muifa")
DONE = {"at_shelter", "with_relatives", "elsewhere"}
Chains = dict[tuple[str, str, str, str], list[Event]]


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan")


@pytest.fixture(scope="module")
def told(project: Path, county: County) -> tuple[RosterData, dict[str, ScenarioData]]:
    rosters, stories = generate_all(project / "data/scenarios", county)
    return rosters, {str(story.operation["scenario"]): story for story in stories}


@pytest.fixture(scope="module")
def rosters(told: tuple[RosterData, dict[str, ScenarioData]]) -> RosterData:
    return told[0]


@pytest.fixture(scope="module", params=STORMS)
def storm(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def story(told: tuple[RosterData, dict[str, ScenarioData]], storm: str) -> ScenarioData:
    return told[1][storm]


@pytest.fixture(scope="module")
def muifa(told: tuple[RosterData, dict[str, ScenarioData]]) -> ScenarioData:
    return told[1]["muifa"]


@pytest.fixture(scope="module")
def chains(story: ScenarioData) -> Chains:
    return chained(story)


def chained(story: ScenarioData) -> Chains:
    found: Chains = defaultdict(list)
    for event in story.events:
        found[event.chain].append(event)
    return found


@pytest.fixture(scope="module")
def folded(chains: Chains, transitions: Transitions) -> dict[tuple[str, str, str, str], Folded]:
    return {chain: fold(events, transitions) for chain, events in chains.items()}


@pytest.fixture(scope="module")
def published(project: Path, storm: str) -> dict[str, int]:
    with (project / f"data/scenarios/{storm}/published.csv").open(encoding="utf-8") as lines:
        return {row["key"]: int(row["total"]) for row in csv.DictReader(lines)}


def reached(
    folded: dict[tuple[str, str, str, str], Folded], subject: str, facet: str, statuses: set[str]
) -> dict[str, Event]:
    """The first event that brought each subject to one of the statuses, as believed in the end."""
    first: dict[str, Event] = {}
    for (_, what, subject_id, which), chain in folded.items():
        if (what, which) != (subject, facet):
            continue
        spans = [s for s in chain.spans if s.known_to == FOREVER and s.event.status in statuses]
        if spans:
            first[subject_id] = min(spans, key=lambda span: span.valid_from).event
    return first


Folds = dict[tuple[str, str, str, str], Folded]


def test_people_moved_are_the_published_ones(folded: Folds, published: dict[str, int]) -> None:
    moved = reached(folded, "evacuee", "move", DONE)
    by_category: Counter[str] = Counter()
    for event in moved.values():
        by_category[event.category or ""] += event.quantity or 0
    told = {key: total for key, total in published.items() if key.startswith("moved_")}
    assert {f"moved_{category}": persons for category, persons in by_category.items()} == told
    assert sum(by_category.values()) == published["moved"]


def test_objects_done_are_the_published_ones(folded: Folds, published: dict[str, int]) -> None:
    in_port = Counter(e.category for e in reached(folded, "vessel", "berth", {"in_port"}).values())
    done = {"closed", "emptied", "suspended", "measures_taken"}
    measures = Counter(e.category for e in reached(folded, "facility", "measure", done).values())
    found = {f"in_port_{vessel_class}": count for vessel_class, count in in_port.items()}
    found |= {
        "on_post": len(reached(folded, "responsible_person", "duty", {"on_post"})),
        "sites_stopped": len(reached(folded, "site", "work", {"stopped"})),
        "shelters_opened": len(reached(folded, "shelter", "service", {"open"})),
        "houses_emptied": measures["dangerous_house"],
        "hazchem_measures": measures["hazchem_plant"],
        "molten_measures": measures["molten_metal_plant"],
        "mine_measures": measures["mine"],
        "coaches_suspended": measures["passenger_coach"],
        "tour_coaches_suspended": measures["tour_coach"],
        "hazmat_suspended": measures["hazmat_truck"],
        "farm_stays_closed": measures["farm_stay"],
    }
    assert found == {key: published[key] for key in found}
    assert measures["ferry_route"] == 9
    assert measures["scenic_area"] == 6


def test_every_sector_is_done_in_its_own_way(story: ScenarioData, county: County) -> None:
    allowed = {sector.code: sector.done_status.value for sector in county.facility_sectors}
    own = {"open", "notified", "reopened"}
    strange = {
        (event.category, event.status)
        for event in story.events
        if event.subject == "facility" and event.status not in own | {allowed[event.category or ""]}
    }
    assert strange == set()


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


def test_everything_happens_inside_the_operation(story: ScenarioData) -> None:
    opened, closed = story.operation["opened_at"], story.operation["closed_at"]
    assert isinstance(opened, datetime)
    assert isinstance(closed, datetime)
    wrong = [e for e in story.events if not opened <= e.happened_at <= e.recorded_at <= closed]
    assert wrong == []
    positions = story.positions
    assert positions["positioned_at"].min() >= opened
    assert positions["recorded_at"].max() <= closed
    assert (positions["recorded_at"] >= positions["positioned_at"]).all()


def test_every_event_can_be_recorded(story: ScenarioData, project: Path) -> None:
    statuses: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (project / "data/reference/status.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            statuses[row["subject"], row["facet"]].add(row["status"])
    known = {key: frozenset(value) for key, value in statuses.items()}
    for event in story.events:
        check_event(event, known)
    assert len({event.event_id for event in story.events}) == len(story.events)
    assert [e.recorded_at for e in story.events] == sorted(e.recorded_at for e in story.events)
    assert all(event.quantity == 1 for event in story.events if event.subject == "evacuee")


def test_only_the_impossible_reports_of_the_script_stay_flagged(
    folded: Folds, project: Path, storm: str
) -> None:
    wanted: Counter[tuple[str, str | None, str]] = Counter()
    for wrong in load_scenario(project / f"data/scenarios/{storm}").troubles.impossible:
        wanted[wrong.subject, wrong.prior, wrong.status] += wrong.count
    flagged = Counter(
        (flag.event.subject, flag.prior_status, flag.event.status)
        for chain in folded.values()
        for flag in chain.flags
        if flag.known_to == FOREVER
    )
    assert flagged == wanted
    assert all(
        flag.event.source == "drill_feed"
        for chain in folded.values()
        for flag in chain.flags
        if flag.known_to == FOREVER
    )


def test_some_reports_are_late_repeated_and_out_of_order(story: ScenarioData) -> None:
    lags = [(event.recorded_at - event.happened_at).total_seconds() for event in story.events]
    late = sum(lag > 20 * 60 for lag in lags) / len(lags)
    assert 0.001 < late < 0.03
    assert max(lags) <= 5 * 3600
    happened = [event.happened_at for event in story.events]
    assert sum(b < a for a, b in pairwise(happened)) > 1000
    assert sum(event.source == "drill_feed" for event in story.events) > 100


def test_the_same_input_gives_the_same_storm(
    project: Path, county: County, rosters: RosterData, told: tuple[RosterData, dict[str, ScenarioData]]
) -> None:
    shares: list[float] = []
    again = generate(
        project / "data/scenarios/hinnamnor",
        county,
        rosters,
        operation_id="drill-hinnamnor",
        progress=lambda share, _: shares.append(share),
    )
    first = told[1]["hinnamnor"]
    assert again.events == first.events
    pd.testing.assert_frame_equal(again.positions, first.positions)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_boats_stay_on_the_water_at_plausible_speeds(story: ScenarioData, county: County) -> None:
    sound = story.positions[~story.positions["is_suspect"]]
    assert 0 < len(story.positions) - len(sound) < 40
    land = county.shapes.land
    on_land = shapely.contains_xy(land, sound["lon"], sound["lat"])
    assert not on_land.any()
    if county.shapes.regional_land is not None:
        assert not shapely.contains_xy(county.shapes.regional_land, sound["lon"], sound["lat"]).any()
    assert sound["speed_kn"].max() <= 15
    per_boat = sound.sort_values(["vessel_id", "positioned_at"])
    hours = per_boat.groupby("vessel_id")["positioned_at"].diff().dt.total_seconds() / 3600
    north = per_boat.groupby("vessel_id")["lat"].diff() * 111.2
    east = per_boat.groupby("vessel_id")["lon"].diff() * 98.1
    knots = np.hypot(north, east) / hours / 1.852
    assert knots[hours > 0.2].max() <= 15
    centre = county.profile.centre
    away_km = np.hypot((sound["lat"] - centre.lat) * 111.2, (sound["lon"] - centre.lon) * 98.1)
    assert 120 < away_km.max() <= 185


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


def when(text: str) -> datetime:
    return parse_instant(f"2022-09-{text}")


def test_muifa_is_lived_as_the_script_says(muifa: ScenarioData, transitions: Transitions) -> None:
    folded = {chain: fold(events, transitions) for chain, events in chained(muifa).items()}
    moved = reached(folded, "evacuee", "move", DONE)
    workers = [e.happened_at for e in moved.values() if e.category == "construction_site"]
    for text in ("14T06:30", "14T08:00", "14T09:29"):
        assert sum(at <= when(text) for at in workers) == 9980
    everybody = [event.happened_at for event in moved.values()]
    assert max(everybody) <= when("14T12:00")
    assert sum(when("13T12:00") <= at for at in everybody) / len(everybody) > 0.85
    night = sum(when("13T23:00") <= at < when("14T05:00") for at in everybody) / 6
    evening = sum(when("13T16:00") <= at < when("13T22:00") for at in everybody) / 6
    assert night < evening / 4
    posted = reached(folded, "responsible_person", "duty", {"on_post"})
    assert max(event.happened_at for event in posted.values()) <= when("13T20:10")
    home = sorted(event.happened_at for event in reached(folded, "vessel", "berth", {"in_port"}).values())
    assert sum(at > when("13T11:00") for at in home) == 5
    assert [at > when("13T17:00") for at in home[-3:]] == [False, True, True]
    assert home[-1] <= when("13T18:00")
    stopped = sorted(event.happened_at for event in reached(folded, "site", "work", {"stopped"}).values())
    assert stopped[-1] == when("14T09:02")
    assert stopped[-2] <= when("13T19:10")
    opened = [event.happened_at for event in reached(folded, "shelter", "service", {"open"}).values()]
    assert sum(at > when("14T08:00") for at in opened) == 4


def test_muifa_has_the_levels_that_were_really_dated(muifa: ScenarioData) -> None:
    levels = [e for e in muifa.events if (e.subject, e.facet) == ("response", "level")]
    levels.sort(key=lambda event: event.happened_at)
    assert [e.category for e in levels] == ["sea", "4", "3", "2", "1", "3", "3"]
    assert levels[-1].status == "ended"
    assert (levels[3].happened_at, levels[3].actor) == (when("13T11:00"), "台州市防汛防台抗旱指挥部")
    assert (levels[4].happened_at, levels[4].actor) == (when("13T17:00"), "浙江省防汛防台抗旱指挥部")
    real = ['"is_synthetic": false' in (event.payload or "") for event in levels]
    assert real == [False, False, False, True, True, False, False]


def test_three_boats_are_out_of_contact_for_forty_minutes_or_more(muifa: ScenarioData) -> None:
    lost: dict[str, timedelta] = {}
    for (_, subject, vessel_id, facet), events in chained(muifa).items():
        events.sort(key=lambda event: event.happened_at)
        for event, after in pairwise(events):
            if (subject, facet, event.status) == ("vessel", "berth", "out_of_contact"):
                lost[vessel_id] = after.happened_at - event.happened_at
                heard = muifa.positions[muifa.positions["vessel_id"] == vessel_id]["positioned_at"]
                assert not heard.between(event.happened_at, after.happened_at, inclusive="neither").any()
    assert sorted(lost.values()) == [timedelta(minutes=44), timedelta(minutes=58), timedelta(minutes=72)]


def test_the_seventeen_who_went_home_are_dealt_with(muifa: ScenarioData) -> None:
    gone = [e for e in muifa.events if e.status == "unauthorised_return"]
    assert len(gone) == 17
    after = Counter()
    for events in chained(muifa).values():
        if any(event.status == "unauthorised_return" for event in events):
            events.sort(key=lambda event: event.happened_at)
            at = next(i for i, event in enumerate(events) if event.status == "unauthorised_return")
            after[events[at + 1].status] += 1
            assert events[-1].status == "returned"
    assert after == {"moving": 15, "cleared_to_return": 2}


def test_everybody_is_back_by_six_in_the_evening(muifa: ScenarioData) -> None:
    back = [e.happened_at for e in muifa.events if (e.subject, e.status) == ("evacuee", "returned")]
    back = [at for at in back if at > when("15T00:00")]
    assert len(back) == 14797
    assert max(back) <= when("16T18:00")
    assert min(back) > when("15T14:00")


Silent = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def silent(muifa: ScenarioData, county: County) -> Silent:
    """Who is silent at an instant, as known then, by the rhythm of the level in force."""
    words: dict[str, list[Event]] = defaultdict(list)
    for event in muifa.events:
        if event.subject == "area":
            words[event.subject_id].append(event)
    levels = sorted(
        (e for e in muifa.events if (e.subject, e.facet) == ("response", "level")),
        key=lambda event: event.happened_at,
    )

    def found(text: str) -> set[str]:
        at = when(text)
        level = [event for event in levels if event.happened_at <= at][-1]
        quiet = set()
        for area, said in words.items():
            last = max((e.happened_at for e in said if e.recorded_at <= at), default=None)
            tier = {6: Tier.COUNTY, 9: Tier.TOWNSHIP, 12: Tier.VILLAGE}[len(area)]
            voice = listen(
                area,
                last,
                as_of=at,
                every_min=county.rhythm_min(level.category or "", tier),
                owed_since=level.happened_at,
            )
            quiet |= {area} if voice.is_silent else set()
        return quiet

    return found


@pytest.mark.parametrize("text", ["11T12:00", "12T20:00", "13T15:00", "13T22:00", "14T03:00", "14T18:00"])
def test_nobody_is_silent_unless_the_script_says_so(silent: Silent, text: str) -> None:
    assert silent(text) == set()


def test_the_silent_areas_are_those_of_the_script(silent: Silent) -> None:
    islands = {"331083201200", "331083201201", "331083201205"}
    assert silent("14T07:40") == set()
    assert silent("14T08:00") == islands
    assert silent("14T08:50") == set()
    assert silent("14T11:30") == {"331083003001", "331083003003"}
    haishan = silent("14T14:15")
    assert "331083202" in haishan
    assert len(haishan) == 8
    assert {area[:9] for area in haishan} == {"331083202"}


def test_reported_and_ticked_figures_are_equal_in_the_end(story: ScenarioData, folded: Folds) -> None:
    ticked: Counter[str] = Counter()
    for event in reached(folded, "evacuee", "move", DONE).values():
        ticked[f"{event.township_code}:{event.category}"] += 1
    last: dict[str, int] = {}
    for event in sorted((e for e in story.events if e.subject == "tally"), key=lambda e: e.happened_at):
        assert event.quantity is not None
        assert event.quantity >= last.get(event.subject_id, 0)
        last[event.subject_id] = event.quantity
    assert last == dict(ticked)


def test_workers_are_reported_ahead_of_the_roster_and_one_township_short(muifa: ScenarioData) -> None:
    told: dict[str, int] = {}
    for event in sorted((e for e in muifa.events if e.subject == "tally"), key=lambda e: e.happened_at):
        if event.happened_at <= when("14T08:00"):
            told[event.subject_id] = event.quantity or 0
    assert sum(count for key, count in told.items() if key.endswith(":construction_site")) == 10930
    shamen = {key: count for key, count in told.items() if key.startswith("331083105:")}
    assert shamen["331083105:fishing_vessel"] < 218


def test_shelters_are_never_overfilled_and_one_triggers_an_adjustment(
    story: ScenarioData, rosters: RosterData, storm: str, folded: Folds
) -> None:
    shelters = rosters.registers["shelter"].set_index("shelter_id")
    guests = Counter(
        (event.payload or "").split('"')[3]
        for event in reached(folded, "evacuee", "move", {"at_shelter"}).values()
    )
    counted: dict[str, int] = defaultdict(int)
    for event in story.events:
        if event.facet == "occupancy":
            counted[event.subject_id] = max(counted[event.subject_id], event.quantity or 0)
    for shelter_id, row in shelters.iterrows():
        assert guests[str(shelter_id)] <= row["capacity"]
        assert counted[str(shelter_id)] <= guests[str(shelter_id)]
    if storm == "muifa":
        school = shelters[shelters["name"] == "楚门中学避灾安置点"].index[0]
        assert 0.9 <= guests[school] / shelters.loc[school, "capacity"] <= 0.95
        assigned = rosters.at("evacuee", int(when("10T08:00").timestamp()))["shelter_id"]
        assert (assigned == school).sum() > guests[school]
        assert 0.40 <= sum(guests.values()) / 14797 <= 0.45


def test_crews_and_workers_agree_with_their_boats_and_sites(
    folded: Folds, rosters: RosterData, story: ScenarioData
) -> None:
    opened = story.operation["opened_at"]
    assert isinstance(opened, datetime)
    people = rosters.at("evacuee", int(opened.timestamp())).set_index("evacuee_id")["linked_id"]
    moved = reached(folded, "evacuee", "move", DONE)
    count: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for evacuee, event in moved.items():
        if event.category in {"fishing_vessel", "construction_site"}:
            owner = people[evacuee]
            count[owner] += 1
            last[owner] = max(last.get(owner, event.happened_at), event.happened_at)
    ashore = reached(folded, "vessel", "crew", {"ashore"})
    left = reached(folded, "site", "workers", {"moved"})
    for owner, persons in count.items():
        event = ashore.get(owner) or left[owner]
        assert event.quantity == persons
        assert timedelta(0) <= event.happened_at - last[owner] < timedelta(minutes=10)
    assert sum(event.quantity or 0 for event in left.values()) == sum(
        count[owner] for owner in count if owner.startswith("S")
    )


def test_houses_and_rafts_are_empty_when_the_last_one_has_left(
    folded: Folds, rosters: RosterData, story: ScenarioData
) -> None:
    opened = story.operation["opened_at"]
    assert isinstance(opened, datetime)
    people = rosters.at("evacuee", int(opened.timestamp())).set_index("evacuee_id")["linked_id"]
    emptied = reached(folded, "facility", "measure", {"emptied"})
    late = [
        evacuee
        for evacuee, event in reached(folded, "evacuee", "move", DONE).items()
        if people[evacuee] in emptied and emptied[people[evacuee]].happened_at < event.happened_at
    ]
    assert late == []
    assert sum(people.isin(list(emptied))) > 100


def test_some_shelters_are_full_and_two_in_danger(muifa: ScenarioData) -> None:
    status = Counter(e.status for e in muifa.events if e.subject == "shelter" and e.source != "drill_feed")
    assert status["full"] == 3
    assert status["at_risk"] == 2


def test_proposers_do_not_approve(story: ScenarioData) -> None:
    steps = [e for e in story.events if (e.subject, e.facet) == ("response", "proposal")]
    steps.sort(key=lambda event: event.happened_at)
    for proposed, approved in zip(steps[::2], steps[1::2], strict=True):
        assert (proposed.status, approved.status) == ("proposed", "approved")
        assert proposed.actor != approved.actor
        assert proposed.category == approved.category


def test_the_ledger_stays_small_enough(story: ScenarioData, storm: str) -> None:
    assert len(story.events) < {"hinnamnor": 65_000, "muifa": 140_000}[storm]
    words = sum(event.subject == "area" for event in story.events)
    assert words <= 15_100
    assert all(event.happened_at.tzinfo is UTC for event in story.events[:100])


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
