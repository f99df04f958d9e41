"""What-if on a small county whose every instant is known: nothing supposed is history to the row."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pytest

from stormdesk.domain.assumptions import AS_IT_IS, Assumptions, Edge
from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook import what_if
from stormdesk.outlook.replay_dues import dues_of
from stormdesk.outlook.what_if import Outcome, by_area, counted, replayed
from stormdesk.outlook.what_if_kept import keep_report, kept_path, kept_report
from stormdesk.outlook.what_if_report import figures_of, reported
from stormdesk.outlook.what_if_told import instants
from stormdesk.outlook.work import work_ahead
from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.outlook.work_ground import VILLAGE, Ground, H, Point, begin, enrol, month, storm, tell

OP: Final = "op1"
END: Final = month(1, 60)
GROUP: Final = f"{VILLAGE}:old_house"
TRACK = [Point(0, 24.0, 125.6), Point(24, 26.3, 123.2), Point(48, 28.9, 120.3), Point(72, 31.5, 118.0)]
SLOW = [Point(0, 24.0, 125.6), Point(24, 25.6, 123.9), Point(48, 27.6, 121.8), Point(72, 30.0, 119.5)]
SITES = {"s1": (28.14, 121.20), "s2": (28.20, 121.30), "s3": (28.09, 121.25)}
REPORTS = [
    ("site.work", "stopped", "s2", 2.0, None),
    ("response.level", "in_force", "typhoon", 4.0, None),
    ("evacuee.move", "listed", "e1", 4.5, 60),
    ("evacuee.move", "listed", "e2", 4.5, 40),
    ("site.work", "notified", "s1", 5.0, None),
    ("site.work", "stopped", "s1", 8.0, None),
    ("site.work", "notified", "s3", 10.0, None),
    ("evacuee.move", "moving", "e1", 26.0, 60),
    ("site.work", "stopped", "s3", 30.0, None),
    ("evacuee.move", "at_shelter", "e1", 31.0, 60),
    ("site.work", "permitted", "s1", 56.0, None),
]


def seen_every_six_hours() -> list[Point]:
    """The first track as it was analysed, in steps from which circles are known in between."""
    hours = [point.hour for point in TRACK]
    return [
        Point(at, np.interp(at, hours, [p.lat for p in TRACK]), np.interp(at, hours, [p.lon for p in TRACK]))
        for at in range(0, 61, 6)
    ]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Ground]:
    county = load_county(project / "data/county/yuhuan")
    store = Store(tmp_path_factory.mktemp("what") / "w.duckdb", queries=load_settings().queries_dir)
    learn_reference(store, county, project / "data/reference")
    made = Ground(store, county, ())
    for site_id, (lat, lon) in SITES.items():
        enrol(made, "construction_site", site_id=site_id, name=site_id, lat=lat, lon=lon, worker_count=90)
    for evacuee_id, persons in (("e1", 60), ("e2", 40)):
        place = {"lat": 28.141, "lon": 121.212, "category": "old_house"}
        enrol(made, "evacuee", evacuee_id=evacuee_id, persons=persons, **place)
    begin(made, 1)
    tell(made, 1, REPORTS)
    storm(made, 1, {"中国": TRACK, "日本": SLOW})
    # The storm then goes where the first agency had it going.
    storm(made, 1, {"中国": seen_every_six_hours()}, seen=11)
    yield made
    store.close()


Suppose = Callable[..., Outcome]


@pytest.fixture(scope="module")
def suppose(ground: Ground) -> Iterator[Suppose]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(what_if, "EVERY", 12 * H)
        yield lambda **what: replayed(ground, OP, END, Assumptions(**what))


def row(outcome: Outcome, subject: str, facet: str, subject_id: str) -> pd.Series:
    keys = outcome.rows.set_index(["subject", "facet", "subject_id"])
    return keys.loc[(subject, facet, subject_id)]


def h(instant: object) -> float:
    """So many hours after the operation's beginning."""
    return (pd.Timestamp(instant) - pd.Timestamp(month(1)).tz_convert(None)) / H  # type: ignore[arg-type]


def test_nothing_supposed_reproduces_history_to_the_row(suppose: Suppose) -> None:
    rows = suppose().rows
    pairs = [name.removesuffix("_was") for name in rows if name.endswith("_was")]
    assert len(pairs) == 12
    for name in pairs:
        pd.testing.assert_series_equal(rows[f"{name}_was"], rows[f"{name}_is"], check_names=False)


def test_history_is_what_the_clocks_told_and_the_ledger_holds(ground: Ground, suppose: Suppose) -> None:
    found = suppose()
    for one in found.rows.to_dict("records"):
        at = pd.Timestamp(one["read_at_is"]).tz_localize("UTC").to_pydatetime()
        clocks = work_ahead(ground, Moment(OP, at, at))
        key = ("subject", "facet", "subject_id")
        told = clocks[np.logical_and.reduce([clocks[name] == one[name] for name in key])]
        assert instants(told["finish_by"]).tolist() == [
            None if pd.isna(one["finish_by_is"]) else one["finish_by_is"].to_pydatetime()
        ]
        assert told["need_min"].fillna(-1).tolist() == [
            -1 if pd.isna(one["need_min_is"]) else one["need_min_is"]
        ]
    done = {at: h(row(found, "site", "work", at)["done_at_was"]) for at in SITES}
    assert done == {"s1": 8, "s2": 2, "s3": 30}
    assert pd.isna(row(found, "evacuee", "move", GROUP)["done_at_was"])


def test_work_set_off_by_the_level_moves_with_it_and_earlier_work_stays(suppose: Suppose) -> None:
    found = suppose(level_shift=-3 * H)
    done = {at: h(row(found, "site", "work", at)["done_at_is"]) for at in SITES}
    assert done == {"s1": 5, "s2": 2, "s3": 27}
    assert (
        row(found, "site", "work", "s1")["finish_by_is"] == row(found, "site", "work", "s1")["finish_by_was"]
    )


def test_a_later_start_makes_late_what_was_in_time_and_an_earlier_one_saves_it(suppose: Suppose) -> None:
    later = suppose(level_shift=20 * H)
    assert "s1" in set(later.newly_late["subject_id"])
    assert later.no_longer_late.empty
    s3 = row(later, "site", "work", "s3")
    assert (s3["is_late_was"], s3["is_late_is"]) == (True, True)
    earlier = suppose(level_shift=-12 * H)
    assert "s3" in set(earlier.no_longer_late["subject_id"])
    assert earlier.newly_late.empty
    assert earlier.without_deadline.empty


def test_an_agency_that_says_nothing_saves_nobody(suppose: Suppose) -> None:
    found = suppose(agency="美国")
    assert "s3" in set(found.without_deadline["subject_id"])
    assert len(found.without_deadline) == len(found.no_longer_late)


def test_an_earlier_storm_brings_its_deadlines_forward(suppose: Suppose) -> None:
    found = suppose(storm_shift=-6 * H)
    s2 = row(found, "site", "work", "s2")
    assert s2["hazard_at_was"] - s2["hazard_at_is"] == timedelta(hours=6)
    assert s2["finish_by_was"] - s2["finish_by_is"] == timedelta(hours=6)
    assert found.no_longer_late.empty


def test_moving_people_sooner_saves_their_hours_in_the_wind(suppose: Suppose) -> None:
    was = row(suppose(), "evacuee", "move", GROUP)["wind_7_h_was"]
    # Both were inside when the first household was brought to the shelter at 31 h; the other never was.
    assert was > 0
    sooner = row(suppose(level_shift=-2 * H), "evacuee", "move", GROUP)["wind_7_h_is"]
    assert was - sooner == pytest.approx(60 * 2)
    # Storm and response shifted alike leave it as it was.
    both = row(suppose(level_shift=-2 * H, storm_shift=-2 * H), "evacuee", "move", GROUP)["wind_7_h_is"]
    assert both == pytest.approx(was)


def test_fixes_too_far_apart_leave_the_hours_in_the_wind_unknown(ground: Ground) -> None:
    begin(ground, 2)
    tell(ground, 2, [("evacuee.move", "listed", "e1", 1.0, 60)])
    storm(ground, 2, {"中国": TRACK}, seen=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(what_if, "EVERY", 30 * H)
        found = replayed(ground, "op2", month(2, 60))
    assert np.isnan(row(found, "evacuee", "move", GROUP)["wind_7_h_was"])


def test_idleness_is_counted_from_made_safe_to_going_on(suppose: Suppose) -> None:
    found = suppose(level_shift=-3 * H)
    s1 = row(found, "site", "work", "s1")
    assert (s1["idle_days_was"], s1["idle_days_is"]) == (pytest.approx(2.0), pytest.approx(2.0 + 3 / 24))
    assert row(found, "evacuee", "move", GROUP)["idle_days_is"] == 0


def test_another_agency_changes_the_deadline_and_not_the_storm(suppose: Suppose) -> None:
    found = suppose(agency="日本")
    s2 = row(found, "site", "work", "s2")
    assert (s2["agency_was"], s2["agency_is"]) == ("中国", "日本")
    assert s2["finish_by_is"] > s2["finish_by_was"]
    assert s2["wind_7_h_is"] == s2["wind_7_h_was"]
    assert row(suppose(edge=Edge.LATEST), "site", "work", "s2")["finish_by_is"] >= s2["finish_by_was"]


def test_older_forecasts_than_any_leave_no_deadline(suppose: Suppose) -> None:
    found = suppose(forecast_age=300 * H)
    assert found.rows["agency_is"].isna().sum() >= found.rows["agency_was"].isna().sum()
    assert row(found, "site", "work", "s1")["done_at_is"] == row(found, "site", "work", "s1")["done_at_was"]


def test_counts_add_up_to_the_lists_and_an_area_to_the_county(suppose: Suppose) -> None:
    found = suppose(level_shift=20 * H)
    sums = counted(found, ["subject", "facet"])
    assert sums["newly_late"].sum() == len(found.newly_late)
    assert sums["is_late_is"].sum() - sums["is_late_was"].sum() == sums["newly_late"].sum()
    assert len(by_area(found, VILLAGE).rows) == len(found.rows)
    assert by_area(found, "331083002").rows.empty
    assert found.assumptions != AS_IT_IS


def test_the_replay_counts_what_was_due_as_history_does(ground: Ground, suppose: Suppose) -> None:
    dues, rows = dues_of(ground, OP, END), suppose().rows
    sites = rows[rows["subject"].eq("site") & rows["facet"].eq("work") & rows["finish_by_was"].notna()]
    assert (dues["site"].total, dues["site"].late) == (len(sites), int(sites["is_late_was"].sum()))
    assert dues["site"].most_due_at == sites["finish_by_was"].max().tz_localize("UTC").to_pydatetime()
    assert dues["evacuee"].total == 100
    assert dues_of(ground, OP, END, area_code="331083002")["site"].most_due_at is None


def test_the_report_sets_history_and_suppositions_side_by_side_and_is_kept_until_the_ground_changes(
    ground: Ground, suppose: Suppose, tmp_path: Path
) -> None:
    earlier = Assumptions(level_shift=-3 * H)
    report = reported(ground, OP, END, supposed=[("earlier", earlier), ("same", AS_IT_IS)])
    history, first, same = report.variants
    assert same.figures == history.figures == figures_of(suppose())
    assert first.figures == figures_of(suppose(level_shift=-3 * H))
    # Two sites were stopped after the level, so both stand still three hours longer; nobody else is idle.
    assert first.figures.site_hours - history.figures.site_hours == pytest.approx(6, abs=0.01)
    assert {one.subject for one in first.works} == {"evacuee", "site"}
    path = kept_path(ground, OP, END, tmp_path)
    assert kept_report(path) is None
    keep_report(path, report)
    assert kept_report(path) == report
    path.write_text("{", encoding="utf-8")
    assert kept_report(path) is None
    assert kept_path(ground, OP, END - H, tmp_path) != path == kept_path(ground, OP, END, tmp_path)
    tell(ground, 1, [("site.crane", "standing", "s1", 59.0, None)])
    assert kept_path(ground, OP, END, tmp_path) != path
