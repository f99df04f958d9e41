"""What state each object's work is in as the clock, the wind and the response go on."""

from datetime import timedelta

import pandas as pd

from stormdesk.domain.work.records import NoClock, WorkState
from stormdesk.outlook.work import COLUMNS
from tests.outlook.work.work_laid import STRAIGHT, come, work
from tests.outlook.work_ground import (
    VILLAGE,
    YUCHENG,
    Ground,
    H,
    Point,
    begin,
    enrol,
    first_minute,
    month,
    storm,
    tell,
)


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
