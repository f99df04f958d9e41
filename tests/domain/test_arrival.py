"""Arrival against answers found another way: on paper, by search minute by minute, by brute force."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.arrival.band import band, pick
from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.passage import passages, passages_on, survey
from stormdesk.domain.arrival.records import Course, Reach
from stormdesk.domain.arrival.track_error import error_km, spread
from stormdesk.domain.assumptions import Assumptions, Edge
from stormdesk.domain.circles import Centre, Circle, covers, inside, stay
from stormdesk.domain.track import GEOD, Fix, ForecastPoint, Quadrants, distance_km, point_between
from stormdesk.ingest import jma_track, zj_typhoon

START = datetime(2025, 8, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRACKS = Path(__file__).resolve().parents[2] / "data/tracks"
SEVEN, TEN, TWELVE = Circle
MINUTE = timedelta(minutes=1)


def course(
    points: list[tuple[float, float, float]],
    radii: list[Quadrants | None] | Quadrants,
    **changed: object,
) -> Course:
    """A course by (hour, lat, lon) with the force 7 circle of each point; the inner ones are parts of it."""
    each = [radii] * len(points) if isinstance(radii, tuple) else radii
    table = np.array([(np.nan,) * 4 if km is None else km for km in each], dtype=float)
    known = {
        "storm_id": "202599",
        "agency": "中国",
        "issued_at": START,
        "known_at": START,
        "start": START,
        "at": np.array(
            [np.datetime64(START.replace(tzinfo=None), "s") + round(h * 3600) for h, *_ in points]
        ),
        "lat": np.array([lat for _h, lat, _lon in points]),
        "lon": np.array([lon for _h, _lat, lon in points]),
        "radii_km": {SEVEN: table, TEN: table / 2, TWELVE: table / 4},
        "is_modelled": dict.fromkeys(Circle, np.zeros(len(points), dtype=bool)),
    }
    return Course(**(known | changed))  # type: ignore[arg-type]


def instant(at: np.datetime64) -> datetime | None:
    return None if np.isnat(at) else at.astype("datetime64[s]").item().replace(tzinfo=UTC)


def meet(
    one: Course, lat: float, lon: float, circle: Circle = SEVEN
) -> tuple[datetime | None, datetime | None]:
    found = passages([one], [lat], [lon], circle=circle)
    return instant(found.first_at[0, 0]), instant(found.last_at[0, 0])


def reach(one: Course, lat: float, lon: float, circle: Circle = SEVEN) -> Reach:
    return Reach(passages([one], [lat], [lon], circle=circle).reach[0, 0])


def centres(one: Course, circle: Circle = SEVEN) -> list[Centre]:
    rows = zip(one.at, one.lat, one.lon, one.radii_km[circle], strict=True)
    return [
        Centre(
            at=at.item().replace(tzinfo=UTC),
            lat=float(lat),
            lon=float(lon),
            radii_km=None if np.isnan(km).any() else tuple(km.tolist()),  # type: ignore[arg-type]
            longest_leg=timedelta(hours=48),
        )
        for at, lat, lon, km in rows
    ]


def by_the_minute(one: Course, lat: float, lon: float) -> tuple[datetime | None, datetime | None, float]:
    """First and last whole minute inside and the least distance, by the ellipsoid at every minute."""
    hits, near = [], float("inf")
    for before, after in pairwise(centres(one)):
        minutes = int((after.at - before.at) / MINUTE)
        for minute in range(minutes + 1):
            share = minute / minutes
            there = point_between((before.lat, before.lon), (after.lat, after.lon), share)
            mixed = tuple(a + (b - a) * share for a, b in zip(before.radii_km, after.radii_km, strict=True))  # type: ignore[arg-type]
            now = Centre(at=before.at + minute * MINUTE, lat=there[0], lon=there[1], radii_km=mixed)  # type: ignore[arg-type]
            near = min(near, distance_km(*there, lat, lon))
            if covers(now, lat, lon):
                hits.append(now.at)
    return (hits[0], hits[-1], near) if hits else (None, None, near)


def test_a_storm_straight_up_the_meridian_arrives_when_the_arc_says() -> None:
    # A geodesic along a meridian is walked at an even pace, so that time is arc over arc.
    one = course([(0, 18, 122), (48, 32, 122)], (200.0,) * 4)
    pace, way_km = distance_km(18, 122, 32, 122) / 48, distance_km(18, 122, 30, 122)
    found, left = meet(one, 30, 122)
    assert found is not None
    assert left is not None
    assert abs(found - (START + HOUR * (way_km - 200) / pace)) < timedelta(seconds=2)
    assert abs(left - (START + HOUR * (way_km + 200) / pace)) < timedelta(seconds=2)
    shorter = course([(0, 18, 122), (24, 25, 122)], (200.0,) * 4)
    assert meet(shorter, 30, 122) == (None, None)


def test_a_circle_that_grows_over_a_place_while_the_storm_stands_still() -> None:
    still = course([(0, 26, 123), (24, 26, 123)], [(100.0,) * 4, (340.0,) * 4])
    lon, lat, _ = GEOD.fwd(123, 26, 315, 220_000)
    found, left = meet(still, lat, lon)
    assert found is not None
    assert abs(found - (START + 12 * HOUR)) < MINUTE
    assert left == START + 24 * HOUR


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_every_instant_equals_a_search_by_the_minute(seed: int) -> None:
    random = np.random.default_rng(seed)
    hours = np.cumsum(random.integers(3, 13, 5))
    lat, lon = 22 + np.cumsum(random.uniform(-0.4, 1.6, 5)), 124 - np.cumsum(random.uniform(-0.8, 1.2, 5))
    radii = [tuple(random.uniform(60, 420, 4).tolist()) for _ in hours]
    one = course(list(zip(hours.tolist(), lat.tolist(), lon.tolist(), strict=True)), radii)
    place = (float(random.uniform(21, 30)), float(random.uniform(118, 126)))
    first, last = meet(one, *place)
    sought_first, sought_last, near_km = by_the_minute(one, *place)
    found = passages([one], [place[0]], [place[1]], circle=SEVEN)
    assert found.closest_km[0, 0] == pytest.approx(near_km, abs=0.02)
    if sought_first is None or sought_last is None or sought_last - sought_first < 2 * MINUTE:
        return
    assert first is not None
    assert last is not None
    assert abs(first - sought_first) <= MINUTE
    assert abs(last - sought_last) <= MINUTE
    scalar = stay(*place, centres(one), SEVEN)
    if scalar.first_at is not None and scalar.first_at <= sought_first + 10 * MINUTE:
        assert abs(first - scalar.first_at) <= 1.5 * MINUTE


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.floats(1.0, 1.6))
def test_a_larger_circle_never_arrives_later_nor_leaves_earlier(seed: int, factor: float) -> None:
    random = np.random.default_rng(seed)
    lat, lon = 21 + np.cumsum(random.uniform(0, 2.5, 4)), 124 - np.cumsum(random.uniform(-1, 2, 4))
    points = list(zip((0, 6, 18, 24), lat.tolist(), lon.tolist(), strict=True))
    small = course(points, [tuple(random.uniform(50, 300, 4).tolist()) for _ in points])
    large = replace(small, radii_km={circle: km * factor for circle, km in small.radii_km.items()})
    places = random.uniform(20, 32, 60), random.uniform(116, 128, 60)
    one, other = (passages([it], *places, circle=SEVEN) for it in (small, large))
    inner = passages([small], *places, circle=TEN)
    hit = one.reach == Reach.INSIDE
    assert np.all(other.first_at[hit] <= one.first_at[hit] + np.timedelta64(60, "s"))
    assert np.all(other.last_at[hit] >= one.last_at[hit] - np.timedelta64(60, "s"))
    within = inner.reach == Reach.INSIDE
    assert np.all(one.first_at[within] <= inner.first_at[within])


@settings(max_examples=40, deadline=None)
@given(st.floats(-80, 80), st.floats(20, 280), st.floats(5, 150), st.floats(300, 420))
def test_a_nearer_point_of_a_straight_track_is_never_reached_later(
    heading: float, aside_km: float, nearer_km: float, radius_km: float
) -> None:
    # Two places abeam of the same point of the track: the nearer one has the longer way inside the circle.
    lons, lats, _ = GEOD.fwd([122] * 2, [26] * 2, [heading + 180, heading], [900_000, 900_000])
    one = course([(0, lats[0], lons[0]), (40, lats[1], lons[1])], (radius_km,) * 4)
    near_km = max(aside_km - nearer_km, 0.0)
    places = [GEOD.fwd(122, 26, heading + 90, km * 1000)[:2] for km in (near_km, aside_km)]
    near, far = (meet(one, lat, lon)[0] for lon, lat in places)
    assert near is not None
    assert far is not None
    assert near <= far + MINUTE


def test_a_loop_counts_from_the_first_entry_to_the_last_exit() -> None:
    way = [(0, 26, 125), (12, 26, 122), (24, 26, 125), (36, 26, 122), (48, 26, 119)]
    one = course([(float(h), float(lat), float(lon)) for h, lat, lon in way], (110.0,) * 4)
    first, last = meet(one, 26, 122)
    alone = course([(0.0, 26.0, 125.0), (12.0, 26.0, 122.0)], (110.0,) * 4)
    gone = course([(36.0, 26.0, 122.0), (48.0, 26.0, 119.0)], (110.0,) * 4)
    assert first == meet(alone, 26, 122)[0]
    assert last == meet(gone, 26, 122)[1]
    assert first is not None
    assert last is not None
    assert last - first > 24 * HOUR


def test_a_visit_of_a_few_minutes_counts_by_itself_and_among_many_places() -> None:
    # The circle brushes a place abeam for six minutes; beside it stand others that it holds or misses.
    one = course([(0, 26, 120), (20, 26, 124)], (100.0,) * 4)
    middle = point_between((26, 120), (26, 124), 0.5)
    lon, lat, _ = GEOD.fwd(middle[1], middle[0], 0, 99_995)
    first, last, _near = by_the_minute(one, lat, lon)
    assert first is not None
    assert last is not None
    assert 2 * MINUTE < last - first < 9 * MINUTE
    others = np.linspace(25.0, 27.2, 40)
    found = passages([one], [lat, *others], [lon, *np.full(40, lon)], circle=SEVEN)
    assert abs((instant(found.first_at[0, 0]) or START) - first) <= MINUTE
    assert abs((instant(found.last_at[0, 0]) or START) - last) <= MINUTE


def test_a_storm_far_away_reaches_nobody_and_that_is_known() -> None:
    one = course([(0, 12, 145), (24, 16, 146), (48, 20, 148)], [(300.0,) * 4, None, (300.0,) * 4])
    assert reach(one, 28, 121) is Reach.OUTSIDE
    found = passages([one], [28], [121], circle=SEVEN)
    assert found.closest_km[0, 0] > 2000
    assert np.isnat(found.first_at[0, 0])


def test_an_unknown_circle_within_reach_is_unknown_and_never_outside() -> None:
    one = course([(0, 22, 123), (12, 25, 123), (24, 28, 123)], [(100.0,) * 4, None, (0.0,) * 4])
    assert reach(one, 27, 121) is Reach.UNKNOWN
    assert reach(one, 22.5, 123) is Reach.INSIDE
    assert Reach(passages([one], [np.nan], [121], circle=SEVEN).reach[0, 0]) is Reach.UNKNOWN


def test_a_missing_fix_leaves_the_circle_open_and_a_forecast_step_does_not() -> None:
    points = [(0.0, 24.0, 122.0), (18.0, 28.0, 122.0), (24.0, 29.0, 122.0)]
    forecast = course(points, (120.0,) * 4)
    analysed = course(points, (120.0,) * 4, start=START + 24 * HOUR)
    assert reach(forecast, 26, 122) is Reach.INSIDE
    assert reach(analysed, 26, 122) is Reach.UNKNOWN


def test_past_the_last_point_nothing_is_known() -> None:
    ended = course([(0, 22, 124), (6, 23, 123)], (150.0,) * 4, is_ahead=False)
    assert reach(ended, 28, 121) is Reach.UNKNOWN
    assert reach(ended, 50, 160) is Reach.OUTSIDE
    assert reach(ended, 23, 123) is Reach.INSIDE


def test_of_two_storms_the_one_to_come_counts_and_one_that_has_left_gives_way() -> None:
    first = course([(0, 25, 121), (12, 31, 121)], (150.0,) * 4, storm_id="202501")
    second = course([(0, 16, 124), (48, 30, 121)], (150.0,) * 4, storm_id="202502", agency="日本")
    found = passages([first, second], [28.0, 19.0], [121.0, 123.5], circle=SEVEN)
    early, late = (band(found, as_of=START + hours * HOUR) for hours in (0, 20))
    assert early.course.tolist() == [0, 1]
    assert late.course.tolist() == [1, 1]
    assert late.earliest_at[0] == found.first_at[0, 1]
    assert early.inside_count.tolist() == [1, 1]


@settings(max_examples=25, deadline=None)
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
