import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from stormdesk.domain.arrival.records import Course
from stormdesk.domain.circles import Circle
from stormdesk.domain.rules.evaluate import Reading, Sight, StormSight, evaluate_hazard, reaches
from stormdesk.domain.rules.forecast_view import FASTEST_KMH, ForecastView
from stormdesk.domain.rules.lag import InForce, Truths, lags
from stormdesk.domain.rules.records import (
    LEVEL_RANKS,
    Agencies,
    Clause,
    Condition,
    Operator,
    RuleHazard,
    RuleLevel,
    RuleSet,
)
from stormdesk.domain.rules.road import Ground, Road, road_of
from stormdesk.domain.rules.truth import all_of, any_of, compare, most_of
from stormdesk.domain.track import GEOD

NOW = datetime(2025, 9, 1, tzinfo=UTC)
TRUTHS = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=6)


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def condition(fact: str, how: Operator, threshold: float, within_h: float | None = None) -> Condition:
    return Condition(
        fact=fact,
        operator=how,
        threshold=threshold,
        threshold_text=str(threshold),
        unit="m/s",
        text_zh=fact,
        text_en=fact,
        source="test",
        certainty="default, not official",
        within_h=within_h,
    )


def rules(*clauses: tuple[RuleLevel, Agencies, tuple[Condition, ...]]) -> RuleSet:
    return RuleSet(
        rule_set_id="test",
        name_zh="",
        name_en="",
        region_zh="",
        region_en="",
        source="test",
        certainty="",
        is_official=False,
        clauses=tuple(
            Clause(
                hazard=RuleHazard.TYPHOON,
                level_code=level,
                code=chr(65 + at),
                conditions=conditions,
                agencies=agencies,
            )
            for at, (level, agencies, conditions) in enumerate(clauses)
        ),
    )


@dataclass
class Said:
    """A forecast that says so of each fact, whatever the hours."""

    agency: str
    readings: dict[str, Reading]
    is_lead: bool = False
    asked: list[str] = field(default_factory=list)

    def reading(self, fact: str, _within_h: float, _within_km: float | None) -> Reading:
        self.asked.append(fact)
        return self.readings.get(fact, Reading())


def exactly(value: float) -> Reading:
    return Reading(low=value, high=value)


COMES = condition("affects_within", Operator.EQUAL, 1.0, 24)
STRONG = condition("nearest_wind_ms", Operator.AT_LEAST, 24.5, 24)


def sight(*views: Said, storm_id: str = "202501") -> Sight:
    return Sight(at=NOW, storms=(StormSight(storm_id=storm_id, name_zh="", name_en="", now={}, views=views),))


@settings(max_examples=40)
@given(truths=TRUTHS)
def test_unknown_never_decides_what_the_known_ones_leave_open(truths: list[bool | None]) -> None:
    filled = [[value if value is not None else guess for value in truths] for guess in (True, False)]
    for together in (all_of, any_of, most_of):
        answers = {together(each) for each in filled}
        assert together(truths) == (answers.pop() if len(answers) == 1 else None)


@pytest.mark.parametrize("edge", [10.8, 17.2, 24.5, 32.7, 41.5, 51.0, 50.0, 100.0])
def test_a_threshold_holds_at_its_exact_edge(edge: float) -> None:
    below = math.nextafter(edge, 0)
    assert compare(edge, edge, Operator.AT_LEAST, edge) is True
    assert compare(below, below, Operator.AT_LEAST, edge) is False
    assert compare(edge, edge, Operator.ABOVE, edge) is False
    assert compare(below, edge, Operator.AT_LEAST, edge) is None
    assert compare(math.nan, math.nan, Operator.AT_MOST, edge) is None


def test_conditions_of_a_clause_must_be_true_of_the_same_forecast() -> None:
    weak = Said("甲", {"affects_within": exactly(1), "nearest_wind_ms": exactly(20)})
    far = Said("乙", {"affects_within": exactly(0), "nearest_wind_ms": exactly(50)})
    rule_set = rules((RuleLevel.TWO, Agencies.ANY, (COMES, STRONG)))
    due = evaluate_hazard(rule_set, RuleHazard.TYPHOON, sight(weak, far))
    assert due.level_code is None
    assert not reaches(rule_set, RuleHazard.TYPHOON, sight(weak, far), least_rank=1)
    both = Said("丙", {"affects_within": exactly(1), "nearest_wind_ms": exactly(24.5)})
    due = evaluate_hazard(rule_set, RuleHazard.TYPHOON, sight(weak, far, both))
    assert (due.level_code, due.clauses[0].agencies_true) == ("2", ("丙",))


def test_any_most_and_lead_ask_different_forecasts() -> None:
    comes = {"affects_within": exactly(1)}
    views = (
        Said("甲", {"affects_within": exactly(0)}, is_lead=True),
        Said("乙", comes),
        Said("丙", comes),
        Said("丁", {}),
    )
    told = {}
    for agencies in Agencies:
        rule_set = rules((RuleLevel.FOUR, agencies, (COMES,)))
        told[agencies] = evaluate_hazard(rule_set, RuleHazard.TYPHOON, sight(*views)).clauses[0].truth
    assert told == {Agencies.ANY: True, Agencies.LEAD: False, Agencies.MOST: None}


def test_the_gravest_true_clause_wins_and_the_unknown_one_is_told() -> None:
    rule_set = rules(
        (RuleLevel.FOUR, Agencies.ANY, (COMES,)),
        (RuleLevel.THREE, Agencies.ANY, (COMES, STRONG)),
        (RuleLevel.ONE, Agencies.ANY, (condition("signal_typhoon", Operator.AT_LEAST, 4.0),)),
    )
    due = evaluate_hazard(rule_set, RuleHazard.TYPHOON, sight(Said("甲", {"affects_within": exactly(1)})))
    assert (due.level_code, due.could_be) == ("4", "1")
    assert [one.clause.level_code for one in due.reasons] == ["4"]


def test_two_storms_at_once_and_the_graver_is_named() -> None:
    rule_set = rules((RuleLevel.FOUR, Agencies.ANY, (COMES,)), (RuleLevel.TWO, Agencies.ANY, (COMES, STRONG)))
    near = sight(Said("甲", {"affects_within": exactly(1), "nearest_wind_ms": exactly(20)}), storm_id="1")
    strong = sight(Said("甲", {"affects_within": exactly(1), "nearest_wind_ms": exactly(40)}), storm_id="2")
    due = evaluate_hazard(rule_set, RuleHazard.TYPHOON, Sight(at=NOW, storms=near.storms + strong.storms))
    assert due.level_code == "2"
    assert due.reasons[0].storm_id == "2"
    none = evaluate_hazard(rule_set, RuleHazard.TYPHOON, Sight(at=NOW))
    assert (none.level_code, none.could_be) == (None, None)


def road(points: list[tuple[float, float, float]], wind_ms: float = 30.0, radius_km: float = 200.0) -> Road:
    """A course through (hour, lat, lon) with one radius for force 7, past a county at 28 N 121 E."""
    at = np.array([np.datetime64(after(hour).replace(tzinfo=None), "s") for hour, _, _ in points])
    radii = np.full((len(points), 4), radius_km)
    course = Course(
        storm_id="202501",
        agency="甲",
        issued_at=NOW,
        known_at=NOW,
        start=NOW,
        at=at,
        lat=np.array([lat for _, lat, _ in points]),
        lon=np.array([lon for _, _, lon in points]),
        radii_km={Circle.SEVEN: radii, Circle.TEN: radii / 2, Circle.TWELVE: radii * 0},
        is_modelled={circle: np.zeros(len(points), dtype=bool) for circle in Circle},
    )
    ground = Ground(
        centre=(28.0, 121.0), seats=((28.0, 121.0),), waters=((28.0, 122.0),), land=box(100, 20, 121.2, 40)
    )
    return road_of(course, np.full(len(points), wind_ms), ground)


def view(made: Road, hours: float = 0.0) -> ForecastView:
    return ForecastView(agency="甲", is_lead=True, issued_at=NOW, now=after(hours), road=made)


def eastward(km: float) -> float:
    return float(GEOD.fwd(121.0, 28.0, 90, km * 1000)[0])


def test_a_circle_that_closes_in_evenly_arrives_at_its_analytic_minute() -> None:
    # 720 km away and 20 km/h: 200 km away, at the circle's edge, after 26 hours.
    azimuth, _, _ = GEOD.inv(eastward(720), 28.0, 121.0, 28.0)
    lon, lat, _ = GEOD.fwd(eastward(720), 28.0, azimuth, 960_000)
    made = road([(0, 28.0, eastward(720)), (48, lat, lon)])
    told = view(made).reading("affects_within", 48, None)
    assert told.low == 1
    assert told.at is not None
    assert abs(told.at - after(26)) < timedelta(minutes=3)
    assert view(made).reading("affects_within", 25.9, None).high == 0
    assert view(made, 3).reading("affects_within", 23.1, None).low == 1
    assert view(made).reading("wind10_within", 48, None).at == pytest.approx(
        after(31), abs=timedelta(minutes=3)
    )
    ashore = view(made).reading("landfall_within", 48, 50)
    assert ashore.at == pytest.approx(after(35), abs=timedelta(minutes=20))
    assert view(made).reading("landfall_within", 48, 10).high == 0
    assert view(made).reading("landfall_wind_ms", 48, 50).low == 30.0
    assert view(made).reading("nearest_km", 24, None).low == pytest.approx(240, abs=3)


def test_what_lies_beyond_the_forecast_is_unknown_only_within_reach() -> None:
    made = road([(0, 28.0, eastward(2000)), (24, 28.0, eastward(1900))])
    assert view(made).reading("affects_within", 24, None).high == 0
    late = 24 + (1900 - 200) / FASTEST_KMH
    assert view(made).reading("affects_within", late - 1, None).high == 0
    told = view(made).reading("affects_within", late + 1, None)
    assert (told.low, told.high) == (0, 1)
    assert told.reason


def test_an_unknown_circle_is_unknown_near_and_outside_far_away() -> None:
    near = road([(0, 28.0, eastward(500)), (24, 28.0, eastward(400))], radius_km=math.nan)
    far = road([(0, 28.0, eastward(1500)), (24, 28.0, eastward(1400))], radius_km=math.nan)
    assert (
        view(near).reading("affects_within", 24, None).low,
        view(near).reading("affects_within", 24, None).high,
    ) == (0, 1)
    assert view(far).reading("affects_within", 24, None).high == 0


@settings(max_examples=25)
@given(start=st.floats(200, 1200), drift=st.floats(-3, 3), radius=st.floats(50, 400), hours=st.floats(6, 60))
def test_a_longer_window_or_a_larger_circle_never_makes_it_less_likely(
    start: float, drift: float, radius: float, hours: float
) -> None:
    points = [(0.0, 28.0, eastward(start)), (72.0, 28.0 + drift, eastward(start / 3))]
    small, large = view(road(points, radius_km=radius)), view(road(points, radius_km=radius * 1.2))
    for fact in ("affects_within", "wind10_within"):
        shorter, longer = (small.reading(fact, h, None) for h in (hours, hours + 6))
        assert shorter.low <= longer.low
        assert small.reading(fact, hours, None).low <= large.reading(fact, hours, None).low
    assert (
        small.reading("county_wind_ms", hours, None).low
        <= large.reading("county_wind_ms", hours, None).low + 1e-6
    )


def test_lag_counts_from_the_first_minute_and_a_graver_level_counts() -> None:
    clause = rules((RuleLevel.THREE, Agencies.ANY, (COMES,))).clauses[0]
    decided = [
        InForce(level_code="4", starts_at=after(0), ends_at=after(5)),
        InForce(level_code="2", starts_at=after(5), ends_at=after(9)),
    ]

    def lag_min(true_h: float, until_h: float | None) -> tuple[int, bool]:
        until = None if until_h is None else after(until_h)
        (one,) = lags(
            [Truths(clause=clause, true_at=after(true_h), until_at=until)], decided, as_of=after(12)
        )
        return one.lag_min, one.decided_at is not None

    assert lag_min(3, 8) == (120, True)
    assert lag_min(7, None) == (-120, True)
    assert lag_min(10, None) == (120, False)
    assert lag_min(1, 4) == (180, False)
    assert LEVEL_RANKS["2"] > LEVEL_RANKS["3"]
