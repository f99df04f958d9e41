"""Both storms, generated once: published totals, order, plausibility, and the troubles of the script."""

import csv
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER, check_event
from stormdesk.domain.fold import Folded, Transitions, fold
from stormdesk.ingest.scenario import RosterData, ScenarioData, generate
from stormdesk.ingest.scenario.files import load_scenario
from tests.ingest.scenario.stories import DONE, Chains, chained, reached, when

STORMS = ("hinnamnor", "muifa")


@pytest.fixture(scope="module", params=STORMS)
def storm(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def story(told: tuple[RosterData, dict[str, ScenarioData]], storm: str) -> ScenarioData:
    return told[1][storm]


@pytest.fixture(scope="module")
def chains(story: ScenarioData) -> Chains:
    return chained(story)


@pytest.fixture(scope="module")
def folded(chains: Chains, transitions: Transitions) -> dict[tuple[str, str, str, str], Folded]:
    return {chain: fold(events, transitions) for chain, events in chains.items()}


@pytest.fixture(scope="module")
def published(project: Path, storm: str) -> dict[str, int]:
    with (project / f"data/scenarios/{storm}/published.csv").open(encoding="utf-8") as lines:
        return {row["key"]: int(row["total"]) for row in csv.DictReader(lines)}


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
