"""Measures of a small storm worked by hand: a circle that passes straight over one village."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.domain.measures.records import Lacking, Measure
from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.outlook.measures import frame_of, measured
from stormdesk.outlook.measures.aligning import Anchor, Mark, aligned_on, curves_of
from stormdesk.outlook.silence import silence_at
from stormdesk.settings import load_settings
from stormdesk.store import Ledger, Store
from tests.outlook.work_ground import (
    GEOD,
    VILLAGE,
    YUCHENG,
    Ground,
    H,
    Point,
    begin,
    enrol,
    month,
    storm,
    tell,
)

LAT, LON, NORTH = 28.14, 121.2, 0.2
R7_KM, R10_KM = 100.0, 50.0
REPORTS = [
    ("site.work", "stopped", "s2", 2.0, None),
    ("response.level", "in_force", "typhoon", 4.0, None),
    ("evacuee.move", "listed", "e1", 4.5, 60),
    ("evacuee.move", "listed", "e2", 4.5, 40),
    ("site.work", "stopped", "s4", 5.0, None),
    ("area.word", "nil_report", VILLAGE, 5.0, None),
    ("site.work", "stopped", "s1", 8.0, None),
    ("responsible_person.duty", "on_post", "p1", 10.0, None),
    ("area.word", "report", VILLAGE, 12.0, None),
    ("responsible_person.duty", "relieved", "p1", 24.0, None),
    ("site.work", "stopped", "s3", 30.0, None),
    ("responsible_person.duty", "on_post", "p2", 30.0, None),
    ("evacuee.move", "at_shelter", "e1", 31.0, 60),
    ("tally.moved", "reported", f"{YUCHENG}:old_house", 32.0, 70),
    ("evacuee.move", "unauthorised_return", "e1", 40.0, 60),
    ("evacuee.move", "at_shelter", "e1", 43.0, 60),
    ("tally.moved", "reported", f"{YUCHENG}:old_house", 44.0, 60),
    ("response.level", "ended", "typhoon", 58.0, None),
]
Of = Callable[..., Measure]


def reach_h(radius_km: float) -> tuple[float, float]:
    """When a circle comes to the village and leaves it: the centre goes due north over it."""
    south, north = (GEOD.fwd(LON, LAT, way, radius_km * 1000)[1] for way in (180, 0))
    return (south - 22.0) / NORTH, (north - 22.0) / NORTH


Lay = Callable[[str], Ground]


@pytest.fixture(scope="module")
def lay(
    tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]
) -> Iterator[Lay]:
    """An empty small county under the storm."""
    stores = []

    def laid(name: str) -> Ground:
        path = lay_county(tmp_path_factory.mktemp(name) / "m.duckdb")
        stores.append(Store(path, queries=load_settings().queries_dir))
        made = Ground(stores[-1], load_county(project / "data/county/yuhuan", project / "data/reference"), ())
        begin(made, 1)
        radii = {"radii7_km": (R7_KM,) * 4, "radii10_km": (R10_KM,) * 4}
        points = [Point(hour, 22.0 + NORTH * hour, LON, **radii) for hour in range(0, 61, 6)]
        storm(made, 1, {"中国": points}, seen=11)
        return made

    yield laid
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def ground(lay: Lay) -> Ground:
    made = lay("measures")
    for person_id, deputy_id in (("p1", "p2"), ("p2", None)):
        enrol(made, "responsible_person", person_id=person_id, name=person_id, deputy_id=deputy_id)
    for site_id, lon in (("s1", LON), ("s2", LON), ("s3", LON), ("s4", LON + 2.3)):
        enrol(made, "construction_site", site_id=site_id, name=site_id, lat=LAT, lon=lon, officer_id="p2")
    enrol(made, "danger_zone", zone_id="z1", name="z1", officer_id="p1", lat=LAT, lon=LON)
    for evacuee_id, persons in (("e1", 60), ("e2", 40)):
        enrol(made, "evacuee", evacuee_id=evacuee_id, persons=persons, category="old_house", lat=LAT, lon=LON)
    tell(made, 1, REPORTS)
    directives = [("d1", 3.0, "found"), ("d1", 9.0, "struck_off"), ("d2", 3.0, "found")]
    Ledger(made.store).record_from_source([directive(*one) for one in directives])
    return made


def directive(directive_id: str, hour: float, status: str) -> Event:
    due = month(1, 6 if directive_id == "d1" else 50)
    at = month(1, hour)
    return Event(
        event_id=f"{directive_id}:{status}", operation_id="op1", subject="directive", subject_id=directive_id,
        facet="progress", status=status, happened_at=at, recorded_at=at, source="test", actor="test",
        payload=f'{{"due_at": "{due.isoformat()}"}}',
    )  # fmt: skip


@pytest.fixture(scope="module")
def of(ground: Ground) -> Of:
    """A measure by its key at an hour, counted from level Ⅲ."""

    def found(key: str, *, h: float = 60, known_h: float | None = None) -> Measure:
        moment = Moment("op1", month(1, h), month(1, h if known_h is None else known_h))
        return {one.key: one for one in measured(ground, moment, level_code="3")}[key]

    return found


def close(measure: Measure, hours: float) -> bool:
    return measure.value == pytest.approx(hours, abs=0.02)


def test_work_counts_from_the_level_and_against_its_own_deadline(of: Of) -> None:
    came, _ = reach_h(R7_KM)
    assert of("to_ninety.site.3").value == 26
    assert of("to_ninety.site.3").at == month(1, 30)
    assert (of("to_ninety.evacuee.3").value, of("to_ninety.evacuee.3").note) == (None, Lacking.NOT_YET)
    assert of("to_ninety.shelter.3").note == Lacking.NOTHING
    # Sites stop six hours before the circle; the one far out at sea has no deadline.
    assert close(of("margin.site"), came - 6 - 30)
    assert close(of(f"margin.site.{YUCHENG}"), came - 6 - 30)
    assert (of("late.site").value, of("late.site").unit, of("late.evacuee").unit) == (1, "count", "person")
    assert (of("late.site").whole, of("late.site").share) == (3, pytest.approx(1 / 3))
    assert of("moved").value == 60
    early = of("margin.site", h=3)
    assert (early.value, early.note) == (None, Lacking.NO_DEADLINE)
    assert of("to_ninety.site.3", h=3).note == Lacking.NO_LEVEL


def test_person_hours_are_those_of_a_circle_that_passes_straight_over(of: Of) -> None:
    for bft, radius_km in ((7, R7_KM), (10, R10_KM)):
        came, left = reach_h(radius_km)
        assert of(f"wind.evacuee.{bft}").value == pytest.approx(
            60 * (min(31, left) - came) + 40 * (left - came), rel=2e-3
        )
    came, _ = reach_h(R7_KM)
    assert of("wind.evacuee.7", h=30).value == pytest.approx(100 * (30 - came), rel=5e-3)
    assert of("wind.vessel.7").note == Lacking.NOTHING


def test_a_crew_was_in_the_wind_where_its_boat_lay_and_not_where_it_went_afterwards(lay: Lay) -> None:
    """Under the circle until ashore; put out again after the storm, and seen where the circle never came."""
    made = lay("crew")
    enrol(made, "vessel", vessel_id="v1", name="v1", crew_count=6)
    came, _ = reach_h(R7_KM)
    tell(made, 1, [("vessel.crew", "aboard", "v1", 2, 6), ("vessel.crew", "ashore", "v1", came + 2, 6)])
    for hour, lon in ((2, LON), (came + 1, LON), (59, LON + 3)):
        seen = {"operation_id": "op1", "vessel_id": "v1", "lat": LAT, "lon": lon, "source": "test"}
        at = {"positioned_at": month(1, hour), "recorded_at": month(1, hour), "is_suspect": False}
        with made.store.write() as transaction:
            transaction.append("position", pd.DataFrame([seen | at]))
    for hour in (58, 60):
        moment = Moment("op1", month(1, hour), month(1, hour))
        crew = {one.key: one for one in measured(made, moment, level_code="3")}["wind.vessel.7"]
        assert crew.value == pytest.approx(6 * 2, rel=2e-2), hour


def test_calls_are_judged_by_the_circle_and_only_when_the_response_is_over(of: Of) -> None:
    assert (of("over.site").value, of("under.site").value) == (1, 1)
    assert (of("over.evacuee").value, of("under.evacuee").value) == (0, 100)
    # The whole: what was called and what stood in the circle, right or wrong.
    assert (of("over.evacuee").whole, of("under.evacuee").whole) == (60, 100)
    assert of("over.site", h=57).note == Lacking.NOT_OVER
    assert of("under.site", h=57).value == 1


def test_silence_returns_accounts_directives_and_gaps(of: Of, ground: Ground) -> None:
    # Level Ⅲ: every four hours; 220 villages never speak, one at 5 and at 12.
    assert close(of("silent"), 220 * (58 - 8) + (12 - 9) + (58 - 16))
    assert of("silent", h=3).note == Lacking.NO_LEVEL
    assert (of("returns").value, of("returns").whole) == (60, of("moved").value)
    assert (of("accounts_ab").value, of("accounts_ab").at) == (10, month(1, 32))
    assert of("explained_ab").value == 12
    assert of("explained_ab", h=35).note == Lacking.NO_EXPLANATION
    assert of("accounts_bc").note == Lacking.NO_REPORTS
    assert [of("directives", h=hour).value for hour in (57, 35, 3)] == [2, 1, 0]
    assert [of("directives", h=hour).whole for hour in (57, 35, 3)] == [2, 2, 2]
    # The zone is left from 24 to 30; the four sites name the deputy alone, who comes at 30.
    gaps = frame_of(ground, of("duty_gap").rows)  # type: ignore[arg-type]
    watched_h = (gaps["begins_at"].iloc[0] - month(1)) / H
    assert watched_h == pytest.approx(reach_h(R7_KM)[0] - 6, abs=0.5)
    assert close(of("duty_gap"), 6 + 4 * (30 - watched_h))


def test_the_silent_of_an_instant_are_those_that_the_clock_calls_silent(of: Of, ground: Ground) -> None:
    quiet = silence_at(ground, Moment("op1", month(1, 30), month(1, 30))).silent_codes
    rows = frame_of(ground, of("silent", h=30).rows)  # type: ignore[arg-type]
    found = set(rows.loc[rows["silent_until"].eq(month(1, 30)), "village_code"])
    assert found == {code for code in quiet if len(code) == 12}
    assert VILLAGE in found


def test_what_is_learned_late_changes_what_is_known_now_and_not_what_was_known_then(
    of: Of, ground: Ground
) -> None:
    late = Event(
        event_id="late", operation_id="op1", subject="evacuee", subject_id="e2", facet="move",
        status="with_relatives", happened_at=month(1, 20), recorded_at=month(1, 50), source="test",
        actor="test", township_code=YUCHENG, village_code=VILLAGE, category="old_house", quantity=40,
    )  # fmt: skip
    assert not Ledger(ground.store).record_from_source([late]).problems
    assert of("moved", h=35).value == 60
    assert of("moved", h=35, known_h=60).value == 100
    assert of("to_ninety.evacuee.3", h=35, known_h=60).value == 27


def test_storms_are_aligned_on_what_they_have_and_say_so(ground: Ground) -> None:
    moment = Moment("op1", month(1, 60), month(1, 60))
    level = aligned_on(ground, moment, Anchor.LEVEL, level_code="3")
    assert level is not None
    assert (level.at, level.mark) == (month(1, 4), Mark.LEVEL)
    assert aligned_on(ground, moment, Anchor.LEVEL, level_code="1") is None
    curves = {one.subject: one for one in curves_of(ground, moment, level.at)}
    at = dict(zip(curves["site"].hours, curves["site"].percent, strict=True))
    assert (at[-4.0], at[0.0], at[4.0], at[26.0]) == (0, 25, 75, 100)
    assert curves["site"].hours[-1] == 56
