"""What is the same for everybody is made once for all readers; what is of a scope never leaves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.checklist import checklist_at
from stormdesk.outlook.coverage import holes
from stormdesk.outlook.level_changes import changes
from stormdesk.outlook.level_lag import lag
from stormdesk.outlook.level_storms import storm_sights
from stormdesk.outlook.levels import suggestions
from stormdesk.outlook.shared import LIGHT_BYTES, Shared
from stormdesk.outlook.silence import silence_at
from stormdesk.outlook.storms import live_storms, storm_courses
from stormdesk.outlook.turns import settled
from stormdesk.outlook.warnings import warnings_at
from stormdesk.outlook.water import water_at
from stormdesk.outlook.water_areal import township_rain
from stormdesk.outlook.water_meeting import meetings
from stormdesk.outlook.windows import wind_windows
from stormdesk.outlook.work_objects import work_objects
from stormdesk.store import Asking, Scope, ScopedStore
from stormdesk.store.scoped import is_for_all
from stormdesk.store.storms import ImportRow, keep_storms, read_fixes
from tests.queries.scope_ground import NOW, OPERATION, OTHER, OWN_TOWNSHIP, OWN_VILLAGE, STORM, fill

QUERIES = Path(__file__).resolve().parents[2] / "queries"
COUNTY, TOWNSHIP = Scope(), Scope(OWN_TOWNSHIP)
AREAS = (OWN_TOWNSHIP, OTHER.township_code, OWN_VILLAGE, OTHER.village_code, "000000000")
MOMENT = Moment(OPERATION, NOW, NOW)
# They read the log, and answer alike in every area: what the county decides and warns of is everybody's.
COMMON = {"checklist/marks", "levels/changes", "levels/entered", "response/levels", "warnings/entered"}
COMMON |= {"water/gauges"}


@dataclass(frozen=True)
class Ground:
    store: Asking
    county: County
    constituents: tuple[Constituent, ...]


class Listening(ScopedStore):
    """A reader that remembers what it was asked."""

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        ASKED.add(name)
        return super().frame(name, **parameters)


ASKED: set[str] = set()
OPEN_TO_ALL: dict[str, Callable[[Ground, Moment], object]] = {
    "courses": storm_courses,
    "live": live_storms,
    "fixes": lambda ground, moment: read_fixes(ground.store, STORM, moment),
    "sights": lambda ground, moment: storm_sights(ground, moment, now=moment.as_of, storm_rows=1),
}
ALIKE_IN_AREAS: dict[str, Callable[[Ground, Moment], object]] = {
    "changes": lambda ground, moment: changes(ground, moment.operation_id),
    "suggestions": suggestions,
    "lag": lag,
    "warnings": warnings_at,
    "water": water_at,
    "rain": township_rain,
    "meetings": meetings,
    "windows": wind_windows,
    "checklist": checklist_at,
}
OF_A_SCOPE: dict[str, Callable[[Ground, Moment], object]] = {
    "work": lambda ground, moment: work_objects(ground, moment).to_csv(),
    "silence": silence_at,
    "holes": holes,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = fill(tmp_path_factory.mktemp("share"))
    place_storm(opened)
    yield opened
    opened.store.close()


def place_storm(desk: Desk) -> None:
    """Two fixes, one of them corrected by a second import, and a forecast."""

    def fix(hours: int, wind_ms: float) -> Fix:
        at = NOW - timedelta(hours=hours)
        row = {
            "fixed_at": at,
            "known_at": at,
            "lat": 26.0 - hours / 6,
            "lon": 122.0,
            "radii7_km": (300.0,) * 4,
        }
        return Fix(storm_id=STORM, agency="中国", source="test", wind_ms=wind_ms, **row)  # type: ignore[arg-type]

    point = ForecastPoint(
        storm_id=STORM,
        agency="中国",
        issued_at=NOW - timedelta(hours=1),
        valid_at=NOW + timedelta(hours=12),
        known_at=NOW - timedelta(hours=1),
        lead_h=13,
        lat=28.5,
        lon=121.5,
        source="test",
    )
    named = Storm(storm_id=STORM, name_zh="梅花", name_en="Muifa", season=2022)
    for number, fixes in enumerate(((fix(12, 40), fix(1, 42)), (fix(12, 45),))):
        imported = ImportRow(
            import_id=f"storm-{number}",
            imported_at=NOW + timedelta(minutes=number),
            imported_by="test",
            source="test",
            kind="storm",
            content_hash=str(number),
            row_count=1,
            problem_count=0,
        )
        keep_storms(desk.store, StormFile(storms=(named,), fixes=fixes, forecasts=(point,)), imported)


def ground_of(desk: Desk, store: Asking) -> Ground:
    return Ground(store, desk.county, desk.constituents)


def listened(desk: Desk, asked: dict[str, Callable[[Ground, Moment], object]]) -> set[str]:
    """What these ask a township's reader when nothing is kept yet."""
    ASKED.clear()
    with desk.store.write():
        pass
    store = Listening(desk.store, Scope(OWN_TOWNSHIP, texts=frozenset(asked)))
    for ask in asked.values():
        ask(ground_of(desk, store), MOMENT)
    return set(ASKED)


def test_what_all_readers_share_reads_nothing_that_a_scope_narrows(desk: Desk) -> None:
    asked = listened(desk, OPEN_TO_ALL)
    assert {"storm/list", "storm/fixes", "storm/every_forecast", "levels/tracks"} <= asked
    assert {name for name in asked if not is_for_all(QUERIES, desk.store.question(name))} == set()


def test_storm_fixes_are_the_same_rows_for_everybody(desk: Desk) -> None:
    asked = {"storm_id": STORM, "as_of": NOW, "known_at": NOW}
    whole = desk.store.rows("storm/fixes", **asked)
    assert whole
    for area_code in (None, *AREAS):
        assert desk.store.scoped(Scope(area_code)).rows("storm/fixes", **asked) == whole


def test_what_areas_share_asks_only_what_they_are_answered_alike(desk: Desk) -> None:
    asked = listened(desk, ALIKE_IN_AREAS)
    assert {name for name in asked if not is_for_all(QUERIES, desk.store.question(name))} == COMMON


@pytest.mark.parametrize("texts", [frozenset[str](), frozenset({"warning", "log", "response"})])
@pytest.mark.parametrize("name", sorted(COMMON))
def test_common_questions_are_answered_alike_in_every_area(
    name: str, texts: frozenset[str], desk: Desk
) -> None:
    asked = {"operation_id": OPERATION, "as_of": NOW, "known_at": NOW}
    fitted = {key: value for key, value in asked.items() if key in desk.store.question(name).parameters}
    county = desk.store.scoped(Scope(texts=texts)).rows(name, **fitted)
    assert county or name in {"levels/entered", "water/gauges"}
    for area_code in AREAS:
        assert desk.store.scoped(Scope(area_code, texts=texts)).rows(name, **fitted) == county


def test_storm_courses_are_made_once_for_all_scopes(desk: Desk) -> None:
    stores = [desk.store, *(desk.store.scoped(Scope(area_code)) for area_code in (None, *AREAS))]
    made = [storm_courses(ground_of(desk, store), MOMENT) for store in stores]
    assert made[0]
    assert {tuple(map(id, courses)) for courses in made} == {tuple(map(id, made[0]))}


def test_townships_share_the_levels_that_the_county_reckoned_and_other_masks_do_not(desk: Desk) -> None:
    grounds = [ground_of(desk, desk.store.scoped(scope)) for scope in (COUNTY, TOWNSHIP)]
    whole, masked = (warnings_at(ground, MOMENT) for ground in (ground_of(desk, desk.store), grounds[0]))
    assert warnings_at(grounds[1], MOMENT) is masked
    assert water_at(grounds[1], MOMENT) is water_at(grounds[0], MOMENT)
    issuers = [[one.warning.issuer for one in found] for found in (whole, masked)]
    assert issuers[0] != issuers[1]
    assert "戊" in str(issuers[0])
    assert "戊" not in str(issuers[1])


@pytest.mark.parametrize("name", sorted(OF_A_SCOPE))
@pytest.mark.parametrize("order", ["county first", "township first"])
def test_county_and_township_never_share_what_is_of_their_scope(name: str, order: str, desk: Desk) -> None:
    minutes = timedelta(minutes=1 + ["county first", "township first"].index(order))
    moment = replace(MOMENT, as_of=NOW + minutes, known_at=NOW + minutes)
    scopes = [COUNTY, TOWNSHIP, COUNTY] if order == "county first" else [TOWNSHIP, COUNTY, TOWNSHIP]
    told = [repr(OF_A_SCOPE[name](ground_of(desk, desk.store.scoped(scope)), moment)) for scope in scopes]
    assert told[0] == told[2]
    foreign = {scope: OTHER.township_code in said for scope, said in zip(scopes, told, strict=True)}
    assert foreign == {COUNTY: True, TOWNSHIP: False}


def test_turns_are_told_apart_by_scope(desk: Desk) -> None:
    at = Moment(OPERATION, NOW - timedelta(hours=1), NOW)
    found = [
        settled(ground_of(desk, desk.store.scoped(scope)), at, "evacuee")
        for scope in (COUNTY, TOWNSHIP, Scope("000000000"), COUNTY)
    ]
    assert found[0] == found[3]
    assert found[2] != found[0]


def test_light_things_are_kept_beyond_the_number_and_heavy_ones_are_not() -> None:
    light: Shared[int] = Shared(2, most=8, weigh=lambda made: made)
    heavy: Shared[int] = Shared(2, most=8, weigh=lambda _made: LIGHT_BYTES)
    for shared in (light, heavy):
        for key in range(10):
            shared.get(key, lambda key=key: key)  # type: ignore[misc]
    assert [light.get(key, lambda: -1) for key in (2, 9)] == [2, 9]
    assert light.get(1, lambda: -1) == -1
    assert [heavy.get(key, lambda: -1) for key in (8, 9)] == [8, 9]
    assert heavy.get(7, lambda: -1) == -1
