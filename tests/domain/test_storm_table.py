"""A storm as rows: reach towards a place, runs of a grade, what a file holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.circles import Circle, inside
from stormdesk.domain.storm_table import contents, grade_runs, reach_towards, reaches, stated_grade, tracks_of
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.domain.wind import StormGrade

START = datetime(2024, 7, 20, tzinfo=UTC)
YUHUAN = (28.13, 121.23)


def fix(h: float = 0, **more: object) -> Fix:
    facts: dict[str, object] = {
        "storm_id": "202403",
        "agency": "中国",
        "fixed_at": START + timedelta(hours=h),
        "known_at": START + timedelta(hours=h),
        "lat": 25.0,
        "lon": 124.0,
        "source": "test",
    }
    return Fix(**(facts | more))  # type: ignore[arg-type]


def test_the_circle_counts_in_the_quadrant_that_faces_the_place() -> None:
    row = fix(radii7_km=(100.0, 200.0, 300.0, 400.0))
    assert reach_towards(row, Circle.SEVEN, *YUHUAN) == 400
    assert reach_towards(row, Circle.SEVEN, 20.0, 126.0) == 200


def test_no_such_wind_and_unknown_are_two_things() -> None:
    assert reach_towards(fix(wind_ms=20.0), Circle.TWELVE, *YUHUAN) == 0
    assert reach_towards(fix(wind_ms=40.0), Circle.TWELVE, *YUHUAN) is None
    assert reach_towards(fix(), Circle.SEVEN, *YUHUAN) is None


@given(
    lat=st.floats(20, 35),
    lon=st.floats(112, 130),
    radii=st.tuples(*(st.floats(1, 900) for _ in range(4))),
)
def test_a_reach_beyond_the_distance_means_inside(
    lat: float, lon: float, radii: tuple[float, float, float, float]
) -> None:
    row = fix(lat=lat, lon=lon, radii7_km=radii)
    (reach,) = reaches([row], *YUHUAN)
    assert reach.reach7_km is not None
    assert (reach.reach7_km >= reach.distance_km) == inside(*YUHUAN, row, Circle.SEVEN)


def test_runs_of_a_grade_share_the_fix_at_which_it_changes() -> None:
    winds = (15.0, 16.0, 20.0, 33.0, 34.0)
    runs = grade_runs([fix(h, wind_ms=wind) for h, wind in enumerate(winds)])
    assert [run.grade for run in runs] == [StormGrade.TD, StormGrade.TS, StormGrade.TY]
    assert [len(run.fixes) for run in runs] == [3, 2, 2]
    assert runs[0].fixes[-1] == runs[1].fixes[0]


def test_the_stated_grade_comes_before_the_one_the_wind_means() -> None:
    assert stated_grade(fix(wind_ms=50.0, grade=StormGrade.L)) is StormGrade.L
    assert stated_grade(fix(wind_ms=51.0)) is StormGrade.SUPER_TY
    assert stated_grade(fix()) is None


def test_best_track_and_live_fixes_of_one_agency_are_two_tracks() -> None:
    tracks = tracks_of({"日本": [fix(0, agency="日本"), fix(1, agency="日本", is_analysis_after=True)]})
    assert set(tracks) == {("日本", False), ("日本", True)}


@pytest.fixture
def point() -> ForecastPoint:
    return ForecastPoint(
        storm_id="202403",
        agency="日本",
        issued_at=START,
        valid_at=START + timedelta(hours=24),
        known_at=START,
        lead_h=24,
        lat=26.0,
        lon=123.0,
        source="test",
        is_suspect=True,
    )


def test_contents_count_issues_by_agency_and_what_is_doubtful(point: ForecastPoint) -> None:
    storm = Storm(storm_id="202403", name_zh="格美", name_en=None, season=2024)
    doubtful = fix(500, is_suspect=True)
    (found,) = contents(StormFile(storms=(storm,), fixes=(fix(0), fix(6), doubtful), forecasts=(point,)))
    assert (found.fix_count, found.point_count, found.suspect_count) == (3, 1, 2)
    assert found.issue_counts == {"日本": 1}
    assert (found.first_at, found.last_at) == (START, START + timedelta(hours=6))
