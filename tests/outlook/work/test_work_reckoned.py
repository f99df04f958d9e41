"""Every object's clock against a plain reckoning of its own: minute by minute, rule by rule."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import asin, ceil, cos, radians, sin, sqrt
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.moment import Moment
from stormdesk.outlook.explain import LineKind, explain
from stormdesk.outlook.pace import township_pace
from tests.outlook.work.work_laid import HARBOUR, PEOPLE, SHELTERS, SITES, STRAIGHT, come, work
from tests.outlook.work_ground import (
    MIN,
    VILLAGE,
    YUCHENG,
    Ground,
    H,
    Point,
    before_dark,
    enrol,
    first_minute,
    is_dark,
    month,
    storm,
    table,
    tell,
)

SLOWER = [Point(0, 24.0, 125.6), Point(24, 25.6, 123.9), Point(48, 27.6, 121.8), Point(72, 30.0, 119.5)]


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
