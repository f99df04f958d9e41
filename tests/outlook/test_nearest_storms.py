"""The nearest past storms by the shipped best tracks, at moments of Muifa, by what was known then."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment, parse_instant
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Storm, StormFile
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import load_constituents
from stormdesk.ingest.storm_import import import_storm_file
from stormdesk.outlook.likeness import Nearest, nearest_storms
from stormdesk.store import Store
from stormdesk.store.storms import ImportRow, keep_storms, read_fixes

MUIFA, TWIN = "202212", "201899"
EARLY, LATE = "2022-09-12T20:00", "2022-09-15T20:00"


@dataclass(frozen=True)
class Ground:
    store: Store
    county: County
    constituents: tuple[Constituent, ...]


@pytest.fixture(scope="module")
def ground(
    tmp_path_factory: pytest.TempPathFactory, project: Path, lay_county: Callable[[Path], Path]
) -> Iterator[Ground]:
    home = tmp_path_factory.mktemp("near")
    store = Store(lay_county(home / "t.duckdb"), queries=project / "queries")
    for name in ("jma_best_tracks.csv", "pagasa_analyses.csv", "pagasa_forecasts.csv"):
        data = (project / "data/tracks" / name).read_bytes()
        import_storm_file(store, name, data, originals=home / "originals", at=datetime.now(UTC), by="test")
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    yield Ground(store, county, load_constituents(project / "data/tide/kanmen_constituents.json"))
    store.close()


def at(text: str) -> Moment:
    instant = parse_instant(text)
    return Moment("drill", instant, instant)


def found(ground: Ground, text: str) -> Nearest:
    nearest = nearest_storms(ground, at(text), MUIFA)
    assert nearest is not None
    return nearest


def test_only_what_was_over_and_known_is_compared_and_fast(ground: Ground) -> None:
    began = time.perf_counter()
    early = found(ground, EARLY)
    assert time.perf_counter() - began < 2, "a second on a quiet machine"
    began = time.perf_counter()
    assert found(ground, EARLY) == early
    assert time.perf_counter() - began < 0.5
    ids = [one.storm_id for one in early.past]
    assert set(ids) == {"201909", "202004", "202106", "202203", "202211"}
    assert ids[-1] == "202203", "Chaba went to Guangdong"
    scores = [one.score for one in early.past if one.score is not None]
    assert scores == sorted(scores)
    assert early.issued_at is not None
    assert early.points[early.placed_count - 1].at <= at(EARLY).as_of < early.points[-1].at
    assert {one.storm_id for one in found(ground, "2022-09-08T08:00").past} == set(ids) - {"202211"}
    assert nearest_storms(ground, at("2022-09-01T08:00"), MUIFA) is None, "nobody had placed it"
    assert nearest_storms(ground, at(EARLY), None) is None


def test_the_same_storm_four_years_earlier_is_the_nearest_of_all(ground: Ground) -> None:
    always = Moment("", datetime(2200, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
    earlier = timedelta(days=4 * 365 + 1)
    fixes = [
        replace(fix, storm_id=TWIN, fixed_at=fix.fixed_at - earlier, known_at=fix.known_at - earlier)
        for fix in read_fixes(ground.store, MUIFA, always)["日本"]
    ]
    storm = Storm(storm_id=TWIN, name_zh="双生", name_en="Twin", season=2018)
    row = ImportRow(
        import_id="twin",
        imported_at=datetime.now(UTC),
        imported_by="test",
        source="test",
        kind="storm",
        content_hash="twin",
        row_count=len(fixes),
        problem_count=0,
    )
    keep_storms(ground.store, StormFile(storms=(storm,), fixes=tuple(fixes)), row)
    [first, *_others] = found(ground, LATE).past
    assert first.storm_id == TWIN
    assert first.parts.track_km == pytest.approx(0, abs=0.01)
    assert (first.parts.wind_ms, round(first.parts.season_days)) == (0, 0)
    assert first.parts.phase_h is not None, "the tide of another year is another one"
