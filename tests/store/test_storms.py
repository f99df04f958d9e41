import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.store import Scope, Store, storms
from stormdesk.store.storms import ImportRow, keep_storms, known_storms, read_fixes, read_forecasts

QUERIES = Path(__file__).parents[2] / "queries"
START = datetime(2024, 7, 1, tzinfo=UTC)
STORM = Storm(storm_id="202497", name_zh="试验", name_en=None, season=2024)


def moment(hours: float) -> Moment:
    at = START + timedelta(hours=hours)
    return Moment(operation_id="live", as_of=at, known_at=at)


def fix(hours: int, lat: float = 17.0, **values: object) -> Fix:
    at = START + timedelta(hours=hours)
    told = {"wind_ms": None, "radii7_km": (4.0, 3.0, 2.0, 1.0)} | values
    return Fix(
        storm_id="202497", agency="中国", fixed_at=at, lat=lat, lon=133.0, known_at=at, source="s", **told
    )  # type: ignore[arg-type]


def keep(store: Store, *fixes: Fix) -> None:
    point = ForecastPoint(
        storm_id="202497",
        agency="日本",
        issued_at=START,
        valid_at=START + timedelta(hours=12),
        known_at=START,
        lead_h=12,
        lat=18.0,
        lon=132.0,
        source="s",
    )
    row = ImportRow(
        import_id=f"i{store.data_version}",
        imported_at=START + timedelta(seconds=store.data_version),
        imported_by="test",
        source="s",
        kind="storm",
        content_hash=f"{store.data_version}",
        row_count=1,
        problem_count=0,
    )
    keep_storms(store, StormFile(storms=(STORM,), fixes=fixes, forecasts=(point,)), row)


def opened(folder: Path) -> Store:
    return Store(folder / "t.duckdb", queries=QUERIES, memory_limit="500MB", threads=1)


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, fix(0), fix(6, wind_ms=20.0, radii7_km=None))
    found = read_fixes(store, "202497", moment(7))
    assert found == {"中国": [fix(0), fix(6, wind_ms=20.0, radii7_km=None)]}
    assert [point.lead_h for point in read_forecasts(store, "202497", moment(7))["日本"]] == [12]
    assert [storm.storm_id for storm in known_storms(store)] == ["202497"]
    assert known_storms(store)[0] == STORM
    store.close()


def test_a_moment_sees_what_was_then_and_an_import_is_seen_at_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, fix(0), fix(6))
    assert [len(read_fixes(store, "202497", moment(hours))["中国"]) for hours in (5, 6, 5)] == [1, 2, 1]
    keep(store, fix(3))
    assert [len(read_fixes(store, "202497", moment(hours))["中国"]) for hours in (5, 6, 5)] == [2, 3, 2]
    assert read_fixes(store, "202498", moment(6)) == {}
    store.close()


def test_a_caller_that_changes_its_answer_changes_only_its_own(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, fix(0))
    mine = read_fixes(store, "202497", moment(1))
    mine["中国"].clear()
    mine["x"] = []
    assert read_fixes(store, "202497", moment(1)) == {"中国": [fix(0)]}
    store.close()


def test_two_stores_do_not_share_answers_and_a_closed_one_leaves_none(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "a"), opened(tmp_path / "b")
    keep(one, fix(0))
    keep(other, fix(0, lat=20.0))
    assert read_fixes(one, "202497", moment(1))["中国"][0].lat == 17
    assert read_fixes(other, "202497", moment(1))["中国"][0].lat == 20
    assert one.built
    kept = [weakref.ref(one.built), weakref.ref(other.built)]
    one.close()
    other.close()
    del one, other
    gc.collect()
    assert [answers() for answers in kept] == [None, None]


def test_all_readers_of_a_file_share_what_was_built_of_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, fix(0))
    assert read_fixes(store.scoped(Scope("331083002")), "202497", moment(1)) == {"中国": [fix(0)]}
    built = list(store.built.values())
    assert len(built) == 1
    for reader in (store, store.scoped(Scope()), store.scoped(Scope("331083003"))):
        assert read_fixes(reader, "202497", moment(1)) == {"中国": [fix(0)]}
    assert [id(one) for one in store.built.values()] == [id(one) for one in built]
    store.close()


def test_many_moments_and_many_readers_keep_a_bounded_number_of_answers(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, fix(0), fix(6))
    hours = [i / 100 for i in range(storms.KEPT_ANSWERS + 50)] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda hour: read_fixes(store, "202497", moment(hour)), hours))
    assert all(answer == {"中国": [fix(0)]} for answer in found)
    assert len(store.built) <= storms.KEPT_ANSWERS
    store.close()
