"""Fixes, issues, doubts and landfalls of a storm at a moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, Landfall, Storm, StormFile
from stormdesk.store import Store
from stormdesk.store.storms import ImportRow, keep_storms, read_fixes, read_forecasts, read_issue

START = datetime(2024, 7, 20, tzinfo=UTC)
STORM = "202403"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def fix(h: float, *, lat: float = 20.0, agency: str = "中国", **more: object) -> Fix:
    facts: dict[str, object] = {
        "storm_id": STORM,
        "agency": agency,
        "fixed_at": at(h),
        "known_at": at(h),
        "lat": lat,
        "lon": 125.0,
        "source": "test",
    }
    return Fix(**(facts | more))  # type: ignore[arg-type]


def point(issued_h: float, lead_h: float, *, agency: str = "中国", **more: object) -> ForecastPoint:
    facts: dict[str, object] = {
        "storm_id": STORM,
        "agency": agency,
        "issued_at": at(issued_h),
        "valid_at": at(issued_h + lead_h),
        "known_at": at(issued_h),
        "lead_h": lead_h,
        "lat": 21.0,
        "lon": 124.0,
        "source": "test",
    }
    return ForecastPoint(**(facts | more))  # type: ignore[arg-type]


Keep = Callable[..., dict[str, int]]


@pytest.fixture
def keep(store: Store) -> Keep:
    numbers = iter(range(1, 100))

    def taken(
        fixes: tuple[Fix, ...] = (),
        forecasts: tuple[ForecastPoint, ...] = (),
        landfalls: tuple[Landfall, ...] = (),
    ) -> dict[str, int]:
        number = next(numbers)
        file = StormFile(
            storms=(Storm(storm_id=STORM, name_zh="格美", name_en="Gaemi", season=2024),),
            fixes=fixes,
            forecasts=forecasts,
            landfalls=landfalls,
        )
        row = ImportRow(
            import_id=f"i{number}",
            imported_at=at(200 + number),
            imported_by="test",
            source="test",
            kind="storm",
            content_hash=f"h{number}",
            row_count=1,
            problem_count=0,
        )
        return keep_storms(store, file, row)

    return taken


def moment(h: float, known_h: float | None = None) -> Moment:
    return Moment("drill", at(h), at(h if known_h is None else known_h))


def test_a_doubtful_fix_does_not_hide_the_sound_one_of_the_same_time(keep: Keep, store: Store) -> None:
    keep((fix(0), fix(6, lat=21), fix(6, lat=60, is_suspect=True, suspect_reason="跳变")))
    found = read_fixes(store, STORM, moment(9))["中国"]
    assert [row.lat for row in found] == [20, 21]
    doubts = store.frame("storm/doubts", storm_id=STORM, as_of=at(9), known_at=at(9))
    assert list(zip(doubts["kind"], doubts["lat"], doubts["suspect_reason"], strict=True)) == [
        ("fix", 60, "跳变")
    ]


def test_the_life_of_a_storm_is_told_by_sound_fixes_only(keep: Keep, store: Store) -> None:
    keep((fix(0), fix(6, lat=21), fix(999, is_suspect=True, suspect_reason="时间")))
    row = store.frame("storm/list").iloc[0]
    assert (row["first_at"], row["last_at"], row["fix_count"]) == (at(0), at(6), 2)


def test_the_last_issue_is_the_last_known_by_the_moment(keep: Keep, store: Store) -> None:
    keep((fix(0),), (point(0, 24), point(6, 24), point(6, 48), point(6, 24, agency="日本", known_at=at(9))))
    assert {a: len(p) for a, p in read_forecasts(store, STORM, moment(7)).items()} == {"中国": 2}
    assert {a: len(p) for a, p in read_forecasts(store, STORM, moment(5)).items()} == {"中国": 1}
    assert set(read_forecasts(store, STORM, moment(9))) == {"中国", "日本"}


def test_each_issue_can_be_read_by_its_base_time(keep: Keep, store: Store) -> None:
    keep(
        (fix(0),),
        (
            point(0, 24),
            point(6, 24),
            point(6, 48),
            point(6, 72, is_suspect=True, suspect_reason="时效"),
            point(6, 24, agency="日本"),
        ),
    )
    issues = store.frame("storm/issues", storm_id=STORM, as_of=at(7), known_at=at(7))
    assert list(zip(issues["agency"], issues["issued_at"], issues["point_count"], strict=True)) == [
        ("中国", at(6), 2),
        ("日本", at(6), 1),
        ("中国", at(0), 1),
    ]
    assert set(read_issue(store, STORM, moment(7), issued_at=at(6))) == {"中国", "日本"}
    assert set(read_issue(store, STORM, moment(7), issued_at=at(0))) == {"中国"}
    assert read_issue(store, STORM, moment(5), issued_at=at(6)) == {}


def test_importing_twice_adds_nothing(keep: Keep) -> None:
    landfall = Landfall(
        storm_id=STORM, place="宁德", landfall_at=at(5), lat=26.6, lon=119.6, text="在宁德登陆"
    )
    first = keep((fix(0),), (point(0, 24),), (landfall,))
    again = keep((fix(0),), (point(0, 24),), (landfall,))
    assert set(first.values()) == {1}
    assert set(again.values()) == {0}


def test_a_landfall_to_come_is_not_shown(keep: Keep, store: Store) -> None:
    doubtful = Landfall(
        storm_id=STORM,
        place="青岛",
        landfall_at=at(5),
        lat=39.1,
        lon=122.1,
        text="在大连登陆",
        is_suspect=True,
        suspect_reason="地点不一致",
    )
    keep((fix(0),), (), (doubtful,))
    assert store.frame("storm/landfalls", storm_id=STORM, as_of=at(4)).empty
    assert len(store.frame("storm/landfalls", storm_id=STORM, as_of=at(5))) == 1
    doubts = store.frame("storm/doubts", storm_id=STORM, as_of=at(5), known_at=at(5))
    assert list(doubts["agency"]) == ["青岛"]
