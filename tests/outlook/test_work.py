"""Every object's clock against a plain reckoning of its own: minute by minute, rule by rule."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import asin, ceil, cos, radians, sin, sqrt
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.moment import Moment
from stormdesk.domain.work.records import NoClock, WorkState
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import load_constituents
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.explain import LineKind, explain
from stormdesk.outlook.pace import township_pace
from stormdesk.outlook.work import COLUMNS, work_ahead
from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.outlook.work_ground import (
    MIN,
    OTHER,
    VILLAGE,
    YUCHENG,
    Ground,
    H,
    Point,
    before_dark,
    begin,
    enrol,
    first_minute,
    is_dark,
    month,
    storm,
    table,
    tell,
)

SITES = {
    "s1": (28.14, 121.20, 90, 3, 4),
    "s2": (28.20, 121.30, None, None, None),
    "s3": (28.09, 121.25, 40, 1, 0),
}
SHELTERS = {"h1": (28.150, 121.215, 450), "h2": (28.20, 121.28, None)}
PEOPLE = {"e1": (28.141, 121.212, 60, "h1"), "e2": (28.143, 121.214, 40, "h1")}
HARBOUR = ("kanmen_central", 28.07841, 121.28947)
STRAIGHT = [
    Point(0, 24.0, 125.6), Point(24, 26.3, 123.2), Point(48, 28.9, 120.3), Point(72, 31.5, 118.0),
]  # fmt: skip
SLOWER = [Point(0, 24.0, 125.6), Point(24, 25.6, 123.9), Point(48, 27.6, 121.8), Point(72, 30.0, 119.5)]


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


def work(ground: Ground, number: int, hour: float, **asked: object) -> pd.DataFrame:
    at = month(number, hour)
    found = work_ahead(ground, Moment(f"op{number}", at, at), **asked)  # type: ignore[arg-type]
    return found.set_index(["subject", "facet", "subject_id"], drop=False).sort_index()


def come(ground: Ground, number: int, tracks: dict[str, Sequence[Point]], **how: object) -> None:
    """A storm in a month of its own; people are told to move, the boat lies at its harbour."""
    begin(ground, number)
    storm(ground, number, tracks, **how)  # type: ignore[arg-type]
    begins = tracks["中国"][0].hour
    tell(ground, number, [("evacuee.move", "listed", one, begins, PEOPLE[one][2]) for one in PEOPLE])
    at = month(number, begins)
    seen = {
        "operation_id": f"op{number}",
        "vessel_id": "v1",
        "positioned_at": at,
        "lat": HARBOUR[1],
    }
    seen |= {"lon": HARBOUR[2], "recorded_at": at, "source": "test", "is_suspect": False}
    with ground.store.write() as transaction:
        transaction.append("position", pd.DataFrame([seen]))


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    p, q, r, s = (radians(one) for one in (*a, *b))
    return 12742.0176 * asin(sqrt(sin((r - p) / 2) ** 2 + cos(p) * cos(r) * sin((s - q) / 2) ** 2))


def figures(project: Path, subject: str, facet: str, category: str = "") -> dict[str, float]:
    rows = [
        row for row in table(project, "clearance.csv") if (row["subject"], row["facet"]) == (subject, facet)
    ]
    general = {row["step"]: float(row["value"]) for row in rows if not row["category"]}
    return general | {row["step"]: float(row["value"]) for row in rows if row["category"] == category != ""}


def needs(project: Path) -> dict[tuple[str, str, str], float]:
    """The minutes of each work, written out by hand."""
    stop, crane, bus = (figures(project, "site", facet) for facet in ("work", "crane", "workers"))
    found: dict[tuple[str, str, str], float] = {}
    waiting = sum(one[2] if one[2] is not None else bus["workers"] for one in SITES.values())
    rounds = ceil(waiting / (bus["buses"] * bus["bus_seats"])) * bus["bus_round_min"]
    for site_id, (_, _, workers, cranes, sheds) in SITES.items():
        people = workers if workers is not None else bus["workers"]
        braced = ceil((sheds if sheds is not None else stop["sheds"]) / stop["shed_crews"]) * stop["shed_min"]
        lowered = ceil((cranes if cranes is not None else crane["cranes"]) / crane["crane_crews"])
        found["site", "work", site_id] = stop["notify_min"] + stop["stop_min"] + braced
        found["site", "crane", site_id] = crane["notify_min"] + lowered * crane["crane_min"]
        counted = ceil(people / 100) * bus["count_min"]
        found["site", "workers", site_id] = bus["notify_min"] + counted + rounds
    move = figures(project, "evacuee", "move")
    middle = tuple(sum(one[at] for one in PEOPLE.values()) / len(PEOPLE) for at in (0, 1))
    walk = km((middle[0], middle[1]), SHELTERS["h1"][:2]) * move["detour"] / move["walk_speed"] * 60
    walks = 2 * ceil(100 / (move["guides"] * move["guided"])) - 1
    found["evacuee", "move", f"{VILLAGE}:old_house"] = (
        move["notify_min"] + move["gather_min"] + walks * walk + move["settle_min"]
    )
    for shelter_id, (_, _, capacity) in SHELTERS.items():
        one = figures(project, "shelter", "service")
        places = capacity if capacity is not None else one["capacity"]
        found["shelter", "service", shelter_id] = (
            one["notify_min"] + one["open_min"] + ceil(places / 100) * one["supplies_min"]
        )
    mine, berth = figures(project, "facility", "measure", "mine"), figures(project, "vessel", "berth")
    found["facility", "measure", "f1"] = mine["notify_min"] + mine["measure_min"]
    found["vessel", "berth", "v1"] = berth["notify_min"] + berth["mooring_min"]
    return found


PLACES = (
    {("site", facet, name): one[:2] for name, one in SITES.items() for facet in ("work", "crane", "workers")}
    | {("shelter", "service", name): one[:2] for name, one in SHELTERS.items()}
    | {("evacuee", "move", f"{VILLAGE}:old_house"): (28.142, 121.213)}
    | {("facility", "measure", "f1"): (28.16, 121.2), ("vessel", "berth", "v1"): HARBOUR[1:]}
)


def deadlines(project: Path, subject: str, facet: str) -> list[dict[str, str]]:
    return [
        row
        for row in table(project, "deadlines.csv")
        if (row["subject"], row["facet"], row["category"], row["kind"])
        == (subject, facet, "", "before_circle")
    ]


def reckoned(
    project: Path, number: int, tracks: dict[str, Sequence[Point]]
) -> dict[tuple[str, str, str], datetime]:
    """The end of each work before the earliest circle, with the night rule walked minute by minute."""
    found = {}
    for what, minutes in needs(project).items():
        rule = deadlines(project, what[0], what[1])[0]
        force = int(rule["circle_bft"])
        comes = [first_minute(track, month(number), PLACES[what], force) for track in tracks.values()]
        arrival = min(one for one in comes if one is not None)
        end = arrival - int(rule["margin_min"]) * MIN
        start = end - timedelta(minutes=minutes)
        dark = next((one for one in (end, start, arrival) if is_dark(one)), None)
        if rule["night_cap"] and dark is not None:
            end = min(end, before_dark(dark, int(rule["night_cap"][:2])))
        found[what] = end
    return found


@pytest.mark.parametrize("shift", [0, 5, 17])
def test_each_end_and_latest_start_agrees_with_a_plain_reckoning(
    ground: Ground, project: Path, shift: int
) -> None:
    number = 1 + shift
    tracks = {
        agency: [Point(one.hour + shift, one.lat, one.lon) for one in track]
        for agency, track in {"中国": STRAIGHT, "日本": SLOWER}.items()
    }
    come(ground, number, tracks)
    found = work(ground, number, shift + 0.5)
    for what, end in reckoned(project, number, tracks).items():
        row = found.loc[what]
        minutes = needs(project)[what]
        # The boat lies at its harbour's buoy, a few hundred metres from nothing at all.
        assert row["need_min"] == pytest.approx(minutes, abs=2), what
        assert abs(row["finish_by"] - end) <= 2 * MIN, what
        assert abs(row["start_by"] - (end - timedelta(minutes=minutes))) <= 3 * MIN, what


def test_the_latest_agency_gives_more_time_and_one_alone_its_own(ground: Ground) -> None:
    come(ground, 30, {"中国": STRAIGHT, "日本": SLOWER})
    first = work(ground, 30, 1).loc[("site", "work", "s1")]
    alone = work(ground, 30, 1, assumptions=Assumptions(agency="日本")).loc[("site", "work", "s1")]
    later = work(ground, 30, 1, assumptions=Assumptions(storm_shift=3 * H)).loc[("site", "work", "s1")]
    assert (first["agency"], alone["agency"]) == ("中国", "日本")
    assert first["finish_by"] < alone["finish_by"]
    assert later["finish_by"] - first["finish_by"] == 3 * H


def test_states_follow_the_clock(ground: Ground) -> None:
    come(ground, 31, {"中国": STRAIGHT})
    what = ("site", "work", "s1")
    start = (work(ground, 31, 1).loc[what, "start_by"] - pd.Timestamp(month(31))) / H
    harm = (work(ground, 31, 1).loc[what, "hazard_at"] - pd.Timestamp(month(31))) / H
    need = work(ground, 31, 1).loc[what, "need_min"] / 60
    at = {
        start - 6.1: WorkState.NOT_DUE,
        start - 5.9: WorkState.DUE,
        start + 0.1: WorkState.LATE,
        harm - need + 0.1: WorkState.IMPOSSIBLE,
        harm + 0.1: WorkState.IMPOSSIBLE,
    }
    assert {hour: work(ground, 31, hour).loc[what, "state"] for hour in at} == at


def test_work_begun_in_time_stays_due_and_done_work_is_done(ground: Ground) -> None:
    come(ground, 32, {"中国": STRAIGHT})
    what = ("site", "work", "s1")
    row = work(ground, 32, 1).loc[what]
    start, end = ((row[name] - pd.Timestamp(month(32))) / H for name in ("start_by", "finish_by"))
    tell(ground, 32, [("site.work", "notified", "s1", start - 1, None)])
    assert work(ground, 32, start + 0.2).loc[what, "state"] == WorkState.DUE
    assert work(ground, 32, end + 0.1).loc[what, "state"] == WorkState.LATE
    tell(ground, 32, [("site.work", "stopped", "s1", end + 0.2, None)])
    assert work(ground, 32, end + 0.3).loc[what, "state"] == WorkState.DONE


def test_a_storm_that_passes_far_away_makes_nothing_due(ground: Ground) -> None:
    far = [Point(one.hour, one.lat - 8, one.lon + 14) for one in STRAIGHT]
    come(ground, 33, {"中国": far, "日本": far})
    found = work(ground, 33, 20)
    assert set(found["state"]) == {WorkState.NOT_DUE}
    winds = found[~found["facet"].isin(["duty", "post"])]
    assert set(winds["no_clock"]) <= {NoClock.NOT_REACHED, NoClock.NO_LEVEL}


def test_without_a_storm_there_is_no_clock_and_nothing_red(ground: Ground) -> None:
    begin(ground, 40)
    found = work(ground, 40, 5)
    assert set(found["state"]) == {WorkState.NOT_DUE}
    assert found.loc[("site", "work", "s1"), "no_clock"] == NoClock.NO_STORM


def test_a_county_without_lists_has_no_rows(ground: Ground) -> None:
    begin(ground, 48, roster="empty")
    storm(ground, 48, {"中国": STRAIGHT})
    found = work(ground, 48, 1)
    assert found.empty
    assert list(found.columns) == list(COLUMNS)


def test_unknown_circles_leave_the_clock_unknown_not_far_away(ground: Ground) -> None:
    blind = [Point(one.hour, one.lat, one.lon, 40.0, None, None) for one in STRAIGHT[:1]]
    come(ground, 34, {"中国": blind})
    row = work(ground, 34, 1).loc[("site", "work", "s1")]
    assert (row["state"], row["no_clock"]) == (WorkState.UNKNOWN, NoClock.NO_FORECAST)
    assert pd.isna(row["start_by"])


def test_a_loop_counts_from_the_first_time_and_two_storms_from_the_sooner(ground: Ground) -> None:
    loop = [*STRAIGHT[:3], Point(60, 26.5, 124.0), Point(84, 28.9, 120.3)]
    come(ground, 35, {"中国": loop})
    what = ("site", "work", "s1")
    once = work(ground, 35, 1).loc[what, "hazard_at"]
    plain = first_minute(STRAIGHT, month(35), SITES["s1"][:2], 7)
    assert abs(once - pd.Timestamp(plain)) <= 2 * MIN
    behind = [Point(one.hour + 30, one.lat, one.lon) for one in STRAIGHT]
    come(ground, 36, {"中国": behind})
    storm(ground, 36, {"中国": [Point(30, 22.0, 127.6), *STRAIGHT[1:]][:1]}, name="B")
    later = work(ground, 36, 31).loc[what]
    storm(
        ground, 36, {"中国": [Point(one.hour + 30, one.lat + 2, one.lon - 2) for one in STRAIGHT]}, name="C"
    )
    sooner = work(ground, 36, 31).loc[what]
    assert sooner["hazard_at"] < later["hazard_at"]
    assert sooner["storm_id"] != later["storm_id"]


def test_after_the_wind_has_left_red_stays_only_while_the_response_stands(ground: Ground) -> None:
    come(ground, 37, {"中国": [*STRAIGHT, Point(96, 36.0, 116.0)]}, seen=5)
    what = ("site", "work", "s1")
    gone = work(ground, 37, 96.5)
    assert (gone.loc[what, "state"], gone.loc[what, "no_clock"]) == (WorkState.NOT_DUE, NoClock.PASSED)
    tell(ground, 37, [("response.level", "in_force", "typhoon", 1, None)])
    stands = work(ground, 37, 96.5)
    assert stands.loc[what, "state"] == WorkState.LATE
    assert stands.loc[("shelter", "service", "h1"), "rule_code"] == "shelters_open"
    tell(ground, 37, [("response.level", "ended", "typhoon", 97, None)])
    assert work(ground, 37, 97.5).loc[what, "state"] == WorkState.NOT_DUE


def test_a_wind_that_left_before_the_response_began_is_not_held_against_it(ground: Ground) -> None:
    come(ground, 49, {"中国": [*STRAIGHT, Point(96, 36.0, 116.0)]}, seen=5)
    tell(ground, 49, [("response.level", "in_force", "typhoon", 96.2, None)])
    assert work(ground, 49, 96.5).loc[("site", "work", "s1"), "state"] == WorkState.NOT_DUE


def test_a_place_inside_at_the_last_fix_has_not_been_left(ground: Ground) -> None:
    come(ground, 47, {"中国": STRAIGHT[:3]}, seen=3)
    row = work(ground, 47, 50).loc[("site", "work", "s1")]
    assert (row["state"], row["hazard"]) == (WorkState.IMPOSSIBLE, "wind_7")


def test_those_who_cannot_make_it_are_shown_a_shelter_that_they_can_reach(ground: Ground) -> None:
    come(ground, 38, {"中国": STRAIGHT})
    what = ("evacuee", "move", f"{VILLAGE}:old_house")
    row = work(ground, 38, 1).loc[what]
    harm = (row["hazard_at"] - pd.Timestamp(month(38))) / H
    last = harm - row["need_min"] / 60 + 0.05
    assert work(ground, 38, last).loc[what, "refuge_id"] == "h1"
    tell(ground, 38, [("shelter.hazard", "at_risk", "h1", 2, None)])
    assert work(ground, 38, last).loc[what, "refuge_id"] != "h1"


def test_sea_wall_gates_close_before_the_first_high_water_of_the_wind(ground: Ground) -> None:
    come(ground, 39, {"中国": STRAIGHT})
    row = work(ground, 39, 1).loc[("facility", "measure", "f2")]
    wind = first_minute(STRAIGHT, month(39), (28.14309, 121.23246), 7)
    assert (row["rule_code"], row["hazard"], row["place_of"]) == ("sea_wall_gates", "high_water", "village")
    assert timedelta(0) <= row["hazard_at"] - pd.Timestamp(wind) <= 13 * H
    assert row["hazard_at"] - row["finish_by"] == H


def test_a_river_that_floods_first_holds_and_is_named(ground: Ground) -> None:
    come(ground, 41, {"中国": STRAIGHT})
    enrol(
        ground, "gauge", gauge_id="g1", name="河", kind="river", lat=28.14, lon=121.23,
        warning_level_m=4.0, guaranteed_level_m=5.0,
    )  # fmt: skip
    readings = [
        {
            "operation_id": "op41", "gauge_id": "g1", "quantity": "level_m", "read_at": month(41, hour / 12),
            "value": 3.0 + hour / 36, "recorded_at": month(41, hour / 12), "source": "test",
            "is_suspect": False,
        }
        for hour in range(37)
    ]  # fmt: skip
    with ground.store.write() as transaction:
        transaction.append("reading", pd.DataFrame(readings))
    row = work(ground, 41, 3).loc[("evacuee", "move", f"{VILLAGE}:old_house")]
    assert (row["hazard"], row["rule_code"]) == ("flood", "evacuation_before_flood")
    # A metre in three hours: five metres are reached three hours from now, too soon to move in time.
    assert abs(row["hazard_at"] - pd.Timestamp(month(41, 6))) <= timedelta(minutes=15)
    assert row["state"] == WorkState.LATE


def test_columns_places_and_owners(ground: Ground) -> None:
    come(ground, 42, {"中国": STRAIGHT})
    found = work(ground, 42, 1)
    assert list(found.columns) == list(COLUMNS)
    site = found.loc[("site", "work", "s1")]
    assert (site["owner_name"], site["deputy_name"], site["deputy_phone"]) == ("甲", "乙", "2")
    assert pd.isna(site["status"])
    assert found.loc[("site", "workers", "s2"), "is_need_default"]
    assert pd.isna(found.loc[("site", "workers", "s2"), "people"])
    assert ("vessel", "crew", "v2") not in found.index
    assert found.loc[("evacuee", "move", f"{VILLAGE}:old_house"), "people"] == 100
    assert found.loc[("vessel", "berth", "v2"), "no_clock"] == NoClock.NO_NEED
    assert len(work(ground, 42, 1, area_code=VILLAGE)) + 1 == len(work(ground, 42, 1, area_code=YUCHENG))


def test_people_whom_no_list_names_have_a_clock_too(ground: Ground) -> None:
    come(ground, 46, {"中国": STRAIGHT})
    tell(ground, 46, [("evacuee.move", "listed", "e9", 1, 7)], category="farm_stay")
    row = work(ground, 46, 2).loc[("evacuee", "move", f"{VILLAGE}:farm_stay")]
    assert (row["people"], row["place_of"], row["rule_code"]) == (7, "village", "evacuation_done")
    assert row["is_need_default"]
    assert row["need_min"] > 0


def test_a_clock_explains_itself(ground: Ground) -> None:
    come(ground, 43, {"中国": STRAIGHT, "日本": SLOWER})
    at = month(43, 1)
    moment = Moment("op43", at, at)
    told = explain(ground, moment, ("site", "workers", "s2"))
    assert told is not None
    kinds = [line.kind for line in told.lines]
    assert kinds.count(LineKind.AGENCY) == 2
    rule = next(line for line in told.lines if line.kind is LineKind.RULE)
    assert (rule.clause, rule.certainty) == ("工棚人员转移", "default, not official")
    steps = [line for line in told.lines if line.kind is LineKind.STEP]
    minutes = [float(str(dict(line.values)["minutes"])) for line in steps]
    assert sum(minutes) == told.row["need_min"]
    assert [line.is_default for line in steps] == [False, True, True]
    assert explain(ground, moment, ("site", "workers", "none")) is None


def test_more_buses_shorten_the_queue_of_a_township(ground: Ground) -> None:
    come(ground, 44, {"中国": STRAIGHT})
    for number in range(20):
        enrol(
            ground, "construction_site", site_id=f"big{number}", worker_count=90, lat=28.2, lon=121.2,
            township_code="331083002", village_code=None,
        )  # fmt: skip
    before = work(ground, 44, 1).loc[("site", "workers", "big0"), "need_min"]
    after = work(ground, 44, 1, assumptions=Assumptions(extra_buses=25))
    assert (before, after.loc[("site", "workers", "big0"), "need_min"]) == (15 + 20 + 180, 15 + 20 + 60)


def test_the_pace_of_a_township_is_measured_against_its_deadline(ground: Ground) -> None:
    come(ground, 45, {"中国": STRAIGHT})
    tell(ground, 45, [("evacuee.move", "at_shelter", "e1", 1.5, 60)])
    at = month(45, 2)
    found = township_pace(ground, Moment("op45", at, at), "evacuee")[YUCHENG]
    assert (found.state, found.left, found.gain.reports) == ("too_few", 40, 1)
    assert found.deadline_at is not None
