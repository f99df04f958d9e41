"""The band of several courses by brute force, real storms and agencies, and what shifts a course."""

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.arrival.band import band, pick
from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.passage import passages, passages_on, survey
from stormdesk.domain.arrival.records import Reach
from stormdesk.domain.arrival.track_error import error_km, spread
from stormdesk.domain.assumptions import Assumptions, Edge
from stormdesk.domain.circles import Circle, inside
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.ingest import jma_track, zj_typhoon
from tests.domain.arrival_courses import HOUR, SEVEN, START, TEN, course, instant

TRACKS = Path(__file__).resolve().parents[2] / "data/tracks"


def test_of_two_storms_the_one_to_come_counts_and_one_that_has_left_gives_way() -> None:
    first = course([(0, 25, 121), (12, 31, 121)], (150.0,) * 4, storm_id="202501")
    second = course([(0, 16, 124), (48, 30, 121)], (150.0,) * 4, storm_id="202502", agency="日本")
    found = passages([first, second], [28.0, 19.0], [121.0, 123.5], circle=SEVEN)
    early, late = (band(found, as_of=START + hours * HOUR) for hours in (0, 20))
    assert early.course.tolist() == [0, 1]
    assert late.course.tolist() == [1, 1]
    assert late.earliest_at[0] == found.first_at[0, 1]
    assert early.inside_count.tolist() == [1, 1]


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_a_band_is_least_middle_and_most_by_brute_force(seed: int, agencies: int) -> None:
    random = np.random.default_rng(seed)
    many = [
        course(
            [
                (0, 20, float(random.uniform(119, 127))),
                (24, 25, 123),
                (48, 30, float(random.uniform(117, 127))),
            ],
            (float(random.uniform(60, 260)),) * 4
            if random.random() > 0.2
            else [(90.0,) * 4, None, (90.0,) * 4],
            agency=str(number),
        )
        for number in range(agencies)
    ]
    found = passages(many, [28.1, 26.0], [121.2, 120.0], circle=SEVEN)
    total = band(found)
    for row in range(2):
        hits = sorted(at for at in found.first_at[row].tolist() if at is not None)
        assert total.inside_count[row] == len(hits)
        assert total.unknown_count[row] == (found.reach[row] == Reach.UNKNOWN).sum()
        if not hits:
            assert total.reach[row] == (Reach.UNKNOWN if total.unknown_count[row] else Reach.OUTSIDE)
            assert total.course[row] == -1
            continue
        middle = hits[(len(hits) - 1) // 2] + (hits[len(hits) // 2] - hits[(len(hits) - 1) // 2]) // 2
        assert pick(total, Edge.EARLIEST)[row].item() == hits[0]
        assert abs(pick(total, Edge.MIDDLE)[row].item() - middle) <= timedelta(seconds=1)
        assert pick(total, Edge.LATEST)[row].item() == hits[-1]
        assert found.first_at[row, total.course[row]].item() == hits[0]


def test_the_error_of_forecasts_widens_the_band_and_not_what_was_analysed() -> None:
    one = course([(0, 22, 124), (24, 26, 122), (48, 30, 120)], (220.0,) * 4)
    ground = survey([one], [28.1, 22.0], [121.2, 124.0])
    found = band(passages_on(ground, [one], circle=SEVEN), errors=spread(ground, [one], circle=SEVEN))
    assert found.soonest_at[0] < found.earliest_at[0] < found.farthest_at[0]
    assert found.soonest_at[1] == found.earliest_at[1] == np.datetime64("2025-08-01T00:00:00")
    beside = survey([one], [24.9], [124.8])
    missed = band(passages_on(beside, [one], circle=SEVEN), errors=spread(beside, [one], circle=SEVEN))
    assert not np.isnat(missed.earliest_at[0])
    assert np.isnat(missed.farthest_at[0])


@pytest.fixture(scope="module")
def six_storms() -> dict[str, list[Fix]]:
    found, _ = jma_track.parse((TRACKS / "jma_best_tracks.csv").read_bytes(), source="jma")
    return {
        storm.storm_id: [f for f in found.fixes if f.storm_id == storm.storm_id] for storm in found.storms
    }


def test_six_real_storms_come_within_the_interval_of_the_first_fix_that_holds_the_place(
    six_storms: dict[str, list[Fix]],
) -> None:
    checked = 0
    for storm_id, fixes in six_storms.items():
        (one,) = courses(storm_id, {"日本": fixes}, {}, as_of=fixes[-1].fixed_at)
        wide = [fix for fix in fixes if fix.radii7_km and any(fix.radii7_km)]
        middle = wide[len(wide) // 2]
        lats = [28.14, *(middle.lat + d for d in (-1.5, 0, 1.5, 0, 0))]
        lons = [121.23, *(middle.lon + d for d in (0, 0, 0, -1.5, 1.5))]
        found = passages([one], lats, lons, circle=SEVEN)
        for row, (lat, lon) in enumerate(zip(lats, lons, strict=True)):
            held = [place for place, fix in enumerate(fixes) if inside(lat, lon, fix, SEVEN)]
            if not held:
                continue
            checked += 1
            at, after = instant(found.first_at[row, 0]), fixes[held[0]].fixed_at
            before = fixes[max(held[0] - 1, 0)].fixed_at
            assert at is not None
            assert before <= at <= after
            left = instant(found.last_at[row, 0])
            assert left is not None
            assert left >= fixes[held[-1]].fixed_at
    assert checked >= 30


def test_five_agencies_forecasts_at_each_of_102_points(storm_of_2024: bytes) -> None:
    file, _ = zj_typhoon.parse(storm_of_2024, source="zj.json")
    fixes = {"中国": list(file.fixes)}
    ends = set()
    for hour in range(0, 102, 17):
        as_of = min(fix.fixed_at for fix in file.fixes) + hour * HOUR
        forecasts: dict[str, list[ForecastPoint]] = {}
        for point in file.forecasts:
            if point.known_at <= as_of:
                forecasts.setdefault(point.agency, []).append(point)
        found = courses("202403", fixes, forecasts, as_of=as_of)
        assert len(found) == 5
        assert all(
            one.is_ahead and one.start <= as_of < one.at[-1].item().replace(tzinfo=UTC) for one in found
        )
        assert {one.issued_at for one in found} <= {
            max(p.issued_at for p in file.forecasts if p.issued_at <= as_of)
        }
        assert all(np.isfinite(one.radii_km[circle]).all() for one in found for circle in Circle)
        assert all((one.radii_km[SEVEN] >= one.radii_km[TEN]).all() for one in found)
        ends |= {one.at[-1] for one in found}
        alone = courses("202403", fixes, forecasts, as_of=as_of, assumptions=Assumptions(agency="日本"))
        assert [one.agency for one in alone] == ["日本"]
    assert len(ends) == 6


def test_assumptions_shift_the_storm_and_take_an_older_forecast() -> None:
    fixes = {"中国": [_fix(0, 22.0)]}
    old = [_point(12, 24.0, issued=-6), _point(24, 26.0, issued=-6)]
    new = [_point(12, 24.5, issued=0), _point(36, 27.0, issued=0)]
    (one,) = courses("202599", fixes, {"中国": old + new}, as_of=START)
    assert one.issued_at == START
    (later,) = courses(
        "202599", fixes, {"中国": old + new}, as_of=START, assumptions=Assumptions(storm_shift=3 * HOUR)
    )
    assert (later.at - one.at == np.timedelta64(3, "h")).all()
    by = Assumptions(issued_by=START - HOUR)
    (older,) = courses("202599", fixes, {"中国": old + new}, as_of=START, assumptions=by)
    assert older.issued_at == START - 6 * HOUR
    assert older.lat.tolist() == [22.0, 24.0, 26.0]


def test_doubtful_rows_do_not_move_a_course_and_an_agency_without_fixes_stands_on_the_newest() -> None:
    wild = replace(_fix(1, 60.0), is_suspect=True)
    points = {
        "日本": [_point(12, 24.0, agency="日本"), replace(_point(24, 70.0, agency="日本"), is_suspect=True)]
    }
    found = courses("202599", {"中国": [_fix(-6, 21.0), _fix(0, 22.0), wild]}, points, as_of=START + 2 * HOUR)
    china, japan = found
    assert china.lat.tolist() == [21.0, 22.0]
    assert not china.is_ahead
    assert japan.lat.tolist() == [21.0, 22.0, 24.0]
    assert japan.is_ahead
    assert japan.start == START


def test_a_point_centuries_ahead_is_a_slip_and_no_course() -> None:
    wild = [_point(12, 24.0), _point(24 * 365 * 80, 30.0)]
    (one,) = courses("202599", {"中国": [_fix(0, 22.0)]}, {"中国": wild}, as_of=START)
    assert one.lat.tolist() == [22.0, 24.0]


def test_the_error_of_the_centre_grows_with_the_lead() -> None:
    errors = error_km(np.arange(0, 121, 6))
    assert (np.diff(errors) > 0).all()
    assert error_km(24) == pytest.approx(85.8)


def _fix(hours: float, lat: float) -> Fix:
    at = START + hours * HOUR
    return Fix(
        storm_id="202599", agency="中国", fixed_at=at, lat=lat, lon=123.0, known_at=at, source="fiction",
        wind_ms=40.0, wind_averaging_min=2, radii7_km=(300.0, 280.0, 240.0, 260.0),
    )  # fmt: skip


def _point(hours: float, lat: float, *, issued: float = 0, agency: str = "中国") -> ForecastPoint:
    base = START + issued * HOUR
    return ForecastPoint(
        storm_id="202599", agency=agency, issued_at=base, valid_at=START + hours * HOUR, known_at=base,
        lead_h=hours - issued, lat=lat, lon=122.5, source="fiction", wind_ms=38.0, wind_averaging_min=2,
    )  # fmt: skip
