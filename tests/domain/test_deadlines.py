from datetime import UTC, datetime, time, timedelta

import pytest

from stormdesk.domain.circles import Circle
from stormdesk.domain.county_profile import Centre, Night
from stormdesk.domain.county_rows import Certainty, DeadlineKind, DeadlineRule
from stormdesk.domain.deadlines import (
    Arrival,
    Facts,
    LevelStep,
    Unknown,
    deadline,
    earliest_arrival,
    reached_at,
)
from stormdesk.domain.track import Fix, ForecastPoint

NOW = datetime(2022, 9, 13, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACE = Centre(lat=28.0, lon=121.0)
RING = (100.0, 100.0, 100.0, 100.0)


def fix(hours: float, lat: float, *, agency: str = "中国", ring: object = RING, wind_ms: float = 40) -> Fix:
    return Fix(
        storm_id="202212", agency=agency, fixed_at=NOW + hours * HOUR, lat=lat, lon=121.0,
        known_at=NOW + hours * HOUR, source="test", wind_ms=wind_ms, radii10_km=ring,  # type: ignore[arg-type]
    )  # fmt: skip


def point(
    hours: float, lat: float, *, agency: str = "中国", ring: object = None, wind_ms: float = 40
) -> ForecastPoint:
    return ForecastPoint(
        storm_id="202212", agency=agency, issued_at=NOW, valid_at=NOW + hours * HOUR, known_at=NOW,
        lead_h=hours, lat=lat, lon=121.0, source="test", wind_ms=wind_ms, radii10_km=ring,  # type: ignore[arg-type]
    )  # fmt: skip


def arrives(fixes: list[Fix], points: list[ForecastPoint]) -> Arrival:
    by_agency: dict[str, list[Fix]] = {}
    forecasts: dict[str, list[ForecastPoint]] = {}
    for one in fixes:
        by_agency.setdefault(one.agency, []).append(one)
    for ahead in points:
        forecasts.setdefault(ahead.agency, []).append(ahead)
    return earliest_arrival(PLACE, by_agency, forecasts, circle=Circle.TEN, as_of=NOW)


def test_a_storm_that_comes_straight_arrives_when_its_edge_does() -> None:
    # Five degrees south at half a degree an hour: the edge, 100 km ahead, is here after about 8.2 hours.
    found = arrives([fix(0, 23.0)], [point(6, 26.0, ring=RING), point(12, 29.0, ring=RING)])
    assert found.at is not None
    assert found.at - NOW == pytest.approx(timedelta(hours=8, minutes=11), abs=timedelta(minutes=10))
    assert (found.is_modelled, found.is_analysed, found.reason) == (False, False, None)


def test_a_forecast_without_circles_keeps_the_last_ones_and_says_so() -> None:
    kept = arrives([fix(0, 23.0)], [point(6, 26.0), point(12, 29.0)])
    told = arrives([fix(0, 23.0)], [point(6, 26.0, ring=RING), point(12, 29.0, ring=RING)])
    assert kept.at == told.at
    assert kept.is_modelled


def test_a_wider_ring_never_arrives_later() -> None:
    wide = (180.0,) * 4
    narrow = arrives([fix(0, 23.0)], [point(6, 26.0), point(12, 29.0)])
    wider = arrives([fix(0, 23.0, ring=wide)], [point(6, 26.0), point(12, 29.0)])
    assert wider.at is not None
    assert narrow.at is not None
    assert wider.at < narrow.at


def test_the_earliest_agency_counts() -> None:
    slow = [point(12, 26.0, agency="日本"), point(24, 29.0, agency="日本")]
    quick = [point(6, 26.0), point(12, 29.0)]
    assert arrives([fix(0, 23.0)], slow + quick).agency == "中国"


def test_what_was_analysed_is_not_forecast_again() -> None:
    found = arrives([fix(-12, 24.0), fix(-6, 26.5), fix(0, 27.5)], [point(6, 30.0)])
    assert found.is_analysed
    assert found.at is not None
    assert found.at < NOW
    assert found.until is None


def test_a_storm_that_has_passed_tells_when_it_left() -> None:
    found = arrives([fix(-12, 26.0), fix(-6, 28.0), fix(0, 30.0)], [])
    assert found.until is not None
    assert found.until < NOW


@pytest.mark.parametrize(
    ("fixes", "points", "reason"),
    [
        ([], [], Unknown.NO_FIX),
        ([fix(0, 23.0)], [], Unknown.NO_FORECAST),
        ([fix(0, 23.0)], [point(-1, 22.0)], Unknown.NO_FORECAST),
        ([fix(0, 23.0)], [point(6, 24.0)], Unknown.NOT_REACHED),
        ([fix(0, 23.0, ring=None)], [point(6, 26.0), point(12, 29.0)], Unknown.NO_RADII),
        ([fix(0, 23.0)], [point(6, 26.0, wind_ms=12), point(12, 29.0, wind_ms=12)], Unknown.NOT_REACHED),
    ],
)
def test_no_number_is_invented(fixes: list[Fix], points: list[ForecastPoint], reason: Unknown) -> None:
    found = arrives(fixes, points)
    assert (found.at, found.reason) == (None, reason)


def test_a_newer_position_of_another_agency_is_where_a_forecast_starts() -> None:
    old = fix(-12, 20.0, agency="日本")
    found = arrives([fix(0, 23.0), old], [point(6, 26.0, agency="日本"), point(12, 29.0, agency="日本")])
    alone = arrives([fix(0, 23.0)], [point(6, 26.0), point(12, 29.0)])
    assert found.at == alone.at


def rule(kind: DeadlineKind, **values: object) -> DeadlineRule:
    return DeadlineRule(
        code="one", subject="evacuee", facet="move", name_zh="一", name_en="One", kind=kind, clause="…",
        source="test", certainty=Certainty.DEFAULT, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def facts(**values: object) -> Facts:
    plain = {
        "as_of": NOW,
        "arrivals": {},
        "high_water_at": None,
        "level_reached_at": {},
        "night": Night(starts=time(18), ends=time(6)),
    }
    return Facts(**(plain | values))  # type: ignore[arg-type]


def arriving(at: datetime, *, is_modelled: bool = False) -> dict[Circle, Arrival]:
    return {Circle.TEN: Arrival(circle=Circle.TEN, at=at, is_modelled=is_modelled)}


BEFORE = rule(DeadlineKind.BEFORE_CIRCLE, circle_bft=10, margin_min=180, night_cap=time(18))


@pytest.mark.parametrize(
    ("arrives_at", "due_at", "is_capped"),
    [
        # 14:00 in Beijing: by day, three hours ahead.
        (datetime(2022, 9, 14, 6, tzinfo=UTC), datetime(2022, 9, 14, 3, tzinfo=UTC), False),
        # 02:00 at night: the evening before, 18:00.
        (datetime(2022, 9, 13, 18, tzinfo=UTC), datetime(2022, 9, 13, 10, tzinfo=UTC), True),
        # 23:00: 18:00 of the same day.
        (datetime(2022, 9, 13, 15, tzinfo=UTC), datetime(2022, 9, 13, 10, tzinfo=UTC), True),
        # 07:00: three hours ahead would be in the dark, hence the evening before.
        (datetime(2022, 9, 13, 23, tzinfo=UTC), datetime(2022, 9, 13, 10, tzinfo=UTC), True),
        # 19:00: three hours ahead is earlier than 18:00.
        (datetime(2022, 9, 13, 11, tzinfo=UTC), datetime(2022, 9, 13, 8, tzinfo=UTC), False),
    ],
)
def test_before_the_wind_and_never_in_the_night(
    arrives_at: datetime, due_at: datetime, is_capped: object
) -> None:
    found = deadline(BEFORE, facts(arrivals=arriving(arrives_at, is_modelled=True)))
    assert (found.at, found.is_night_cap, found.is_modelled) == (due_at, is_capped, True)


def test_without_an_arrival_there_is_a_reason() -> None:
    unknown = {Circle.TEN: Arrival(circle=Circle.TEN, reason=Unknown.NOT_REACHED)}
    assert deadline(BEFORE, facts(arrivals=unknown)).reason is Unknown.NOT_REACHED
    assert deadline(BEFORE, facts()).reason is Unknown.NO_FORECAST


def test_where_the_inner_circle_does_not_come_the_wider_one_counts() -> None:
    seven = Arrival(circle=Circle.SEVEN, at=datetime(2022, 9, 14, 6, tzinfo=UTC))
    ten = Arrival(circle=Circle.TEN, reason=Unknown.NOT_REACHED)
    found = deadline(BEFORE, facts(arrivals={Circle.SEVEN: seven, Circle.TEN: ten}))
    assert (found.at, found.circle) == (datetime(2022, 9, 14, 3, tzinfo=UTC), Circle.SEVEN)
    sooner = facts(arrivals={Circle.SEVEN: seven, **arriving(datetime(2022, 9, 14, 10, tzinfo=UTC))})
    assert deadline(BEFORE, sooner).circle is Circle.TEN


def test_a_rule_on_the_wider_circle_never_counts_from_the_inner_one() -> None:
    outer = rule(DeadlineKind.BEFORE_CIRCLE, circle_bft=7, margin_min=120)
    unknown = Arrival(circle=Circle.SEVEN, reason=Unknown.NO_RADII)
    inner = arriving(datetime(2022, 9, 14, 6, tzinfo=UTC))
    found = deadline(outer, facts(arrivals={Circle.SEVEN: unknown, **inner}))
    assert (found.at, found.reason) == (None, Unknown.NO_RADII)


def test_gates_close_before_high_water() -> None:
    gates = rule(DeadlineKind.BEFORE_HIGH_TIDE, margin_min=60)
    assert deadline(gates, facts(high_water_at=NOW + 2 * HOUR)).at == NOW + HOUR
    assert deadline(gates, facts()).reason is Unknown.NO_TIDE


def test_people_move_before_a_river_floods() -> None:
    flood = rule(DeadlineKind.BEFORE_FLOOD, margin_min=180, night_cap=time(18))
    by_day = datetime(2022, 9, 14, 6, tzinfo=UTC)
    assert deadline(flood, facts(flood_at=by_day)).at == by_day - 3 * HOUR
    by_night = datetime(2022, 9, 13, 18, tzinfo=UTC)
    assert deadline(flood, facts(flood_at=by_night)).at == datetime(2022, 9, 13, 10, tzinfo=UTC)
    assert deadline(flood, facts()).reason is Unknown.NO_WATER


def test_some_work_is_due_so_long_after_a_level() -> None:
    posts = rule(DeadlineKind.AT_LEVEL, level_code="4", within_min=60)
    assert deadline(posts, facts(level_reached_at={"4": NOW})).at == NOW + HOUR
    assert deadline(posts, facts()).reason is Unknown.NO_LEVEL


def test_a_daily_report_is_due_at_the_next_nine_o_clock() -> None:
    daily = rule(DeadlineKind.CLOCK_TIME, clock_time=time(9))
    assert deadline(daily, facts()).at == datetime(2022, 9, 13, 1, tzinfo=UTC)
    assert deadline(daily, facts(as_of=NOW + 2 * HOUR)).at == datetime(2022, 9, 14, 1, tzinfo=UTC)


def test_a_level_counts_from_where_it_was_first_as_grave() -> None:
    steps = [LevelStep(at=NOW + hours * HOUR, rank=rank) for hours, rank in ((0, 1), (5, 3), (9, 5), (30, 3))]
    assert reached_at(steps, 3) == NOW + 5 * HOUR
    assert reached_at(steps, 5) is None
    assert reached_at([*steps, LevelStep(at=NOW + 40 * HOUR, rank=0)], 1) is None
