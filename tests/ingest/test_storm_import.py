from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.moment import Moment
from stormdesk.domain.problem import Reason
from stormdesk.ingest.storm_file import LARGEST_BYTES
from stormdesk.ingest.storm_import import ImportReport, import_storm_file
from stormdesk.store import Store
from stormdesk.store.storms import read_fixes, read_forecasts

FIXTURES = Path(__file__).parent / "fixtures"
AT = datetime(2024, 8, 1, tzinfo=UTC)
ALWAYS = Moment(operation_id="live", as_of=AT, known_at=AT)


@pytest.fixture
def store(tmp_path: Path, project: Path, lay_tables: Callable[[Path], Path]) -> Iterator[Store]:
    opened = Store(
        lay_tables(tmp_path / "t.duckdb"), queries=project / "queries", memory_limit="500MB", threads=1
    )
    yield opened
    opened.close()


def bring(store: Store, name: str) -> ImportReport:
    data = (FIXTURES / name).read_bytes()
    return import_storm_file(store, name, data, originals=store.path.parent / "originals", at=AT, by="test")


def test_files_of_all_formats_meet_in_one_storm_and_come_twice_without_harm(store: Store) -> None:
    for name in (
        "nmc_storm.jsonp",
        "cma_storm.txt",
        "ibtracs_storm.csv",
        "table_zh.csv",
        "table_forecast.csv",
    ):
        first = bring(store, name)
        assert first.storm_ids[0] == "202497"
        # The Chinese table tells in another format what the national centre's file told.
        assert (sum(first.added.values()) > 0) is (name != "table_zh.csv")
        assert sum(bring(store, name).added.values()) == 0
    assert set(read_fixes(store, "202497", ALWAYS)) == {"中国", "中国香港", "日本", "美国", "韩国"}
    assert set(read_forecasts(store, "202497", ALWAYS)) == {"中国", "日本", "美国"}
    storms = store.frame("storm/list")
    assert sorted(storms["storm_id"]) == ["202497", "202497-1", "2024C98"]
    assert storms.set_index("storm_id").loc["202497", ["name_zh", "name_en"]].tolist() == ["试验", "Trial"]


def test_averaging_stays_with_each_agency(store: Store) -> None:
    bring(store, "nmc_storm.jsonp")
    bring(store, "ibtracs_storm.csv")
    tracks = read_fixes(store, "202497", ALWAYS)
    periods = {agency: {fix.wind_averaging_min for fix in track} for agency, track in tracks.items()}
    assert periods == {"中国": {2}, "美国": {1}, "日本": {10}, "中国香港": {10}, "韩国": {10}}


def test_a_file_beyond_the_limit_is_refused_with_advice(store: Store) -> None:
    report = import_storm_file(
        store, "all.csv", b" " * (LARGEST_BYTES + 1), originals=store.path.parent, at=AT, by="test"
    )
    assert report.is_empty
    assert [problem.reason for problem in report.problems] == [Reason.TOO_LARGE]
