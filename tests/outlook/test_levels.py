"""Suggested levels over a made-up storm: since when, by what was known, and how long a decision lagged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.records import NO_RULES, RuleHazard
from stormdesk.domain.tide import Constituent
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.errors import BadEvent
from stormdesk.ingest.county import load_county
from stormdesk.ingest.rule_sets import load_rule_book
from stormdesk.outlook.level_facts import fact_event
from stormdesk.outlook.level_lag import lag
from stormdesk.outlook.level_run import rank_of
from stormdesk.outlook.levels import Suggestion, suggested_over, suggestions
from stormdesk.store import Ledger, Store
from stormdesk.store.storms import ImportRow, keep_storms

START = datetime(2025, 7, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    store: Store
    county: County
    constituents: tuple[Constituent, ...] = ()


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def moment(hours: float, known_h: float | None = None) -> Moment:
    return Moment("drill", at(hours), at(hours if known_h is None else known_h))


def place(hours: float) -> tuple[float, float]:
    """From 18.9 N 126.5 E towards Yuhuan, there after about 66 hours, then on inland."""
    return 18.9 + 0.14 * hours, 126.5 - 0.08 * hours


def rows(storm_id: str, known: dict[float, float], shift: tuple[float, float] = (0.0, 0.0)) -> StormFile:
    """Six-hourly fixes, each with two agencies' forecasts; `known` tells which became known late."""
    fixes, forecasts = [], []
    for hour in range(0, 73, 6):
        lat, lon = place(hour)
        known_at = at(known.get(hour, hour))
        common = {"storm_id": storm_id, "known_at": known_at, "source": "test", "wind_ms": 40.0}
        circles = {"radii7_km": (300.0,) * 4, "radii10_km": (120.0,) * 4, "radii12_km": (50.0,) * 4}
        moved = {"lat": lat + shift[0], "lon": lon + shift[1]}
        fixes.append(Fix(agency="中国", fixed_at=at(hour), **common, **circles, **moved))
        for agency, aside in (("中国", 0.0), ("日本", 0.6)):
            for lead in (12, 24, 48, 72):
                there, away = place(hour + lead)
                forecasts.append(
                    ForecastPoint(
                        agency=agency,
                        issued_at=at(hour),
                        valid_at=at(hour + lead),
                        lead_h=float(lead),
                        lat=there + shift[0],
                        lon=away + shift[1] + aside,
                        **common,
                        **circles,
                    )
                )
    storm = Storm(storm_id=storm_id, name_zh="试验", name_en="Trial", season=2025)
    return StormFile(storms=(storm,), fixes=tuple(fixes), forecasts=tuple(forecasts))


def keep(store: Store, storms: StormFile) -> None:
    imported = ImportRow(
        import_id=storms.storms[0].storm_id,
        imported_at=START,
        imported_by="test",
        source="test",
        kind="storm",
        content_hash="",
        row_count=1,
        problem_count=0,
    )
    keep_storms(store, storms, imported)


@pytest.fixture(scope="module")
def county(project: Path) -> County:
    return load_county(project / "data/county/yuhuan", project / "data/reference")


@pytest.fixture
def empty(
    tmp_path: Path, project: Path, county: County, lay_county: Callable[[Path], Path]
) -> Iterator[Desk]:
    store = Store(lay_county(tmp_path / "t.duckdb"), queries=project / "queries")
    operation = {
        "operation_id": "drill",
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "roster": "paper",
        "opened_at": START,
        "is_synthetic": True,
    }
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([operation]))
    yield Desk(store, county)
    store.close()


@pytest.fixture
def desk(empty: Desk) -> Desk:
    keep(empty.store, rows("202501", {12.0: 15.0}))
    return empty


def typhoon(desk: Desk, when: Moment) -> Suggestion:
    return next(one for one in suggestions(desk, when) if one.hazard is RuleHazard.TYPHOON)


def told(name: str, hours: float, **facts: str) -> Event:
    base = {"operation_id": "drill", "source": "test", "actor": "somebody"}
    return Event(event_id=name, happened_at=at(hours), recorded_at=at(hours), **base, **facts)


def test_levels_rise_as_the_storm_comes_and_since_is_the_minute_of_the_step(desk: Desk) -> None:
    steps = suggested_over(desk, "drill", at(0), at(40))
    ranks = [rank_of(step.level_code) for step in steps]
    assert ranks == sorted(ranks)
    assert rank_of(steps[-1].level_code) >= rank_of("2")
    assert len(steps) >= 3
    for step in steps[1:]:
        now = step.starts_at + timedelta(hours=0.5)
        assert typhoon(desk, Moment("drill", now, now)).since == step.starts_at
        before = step.starts_at - timedelta(minutes=1)
        suggested = typhoon(desk, Moment("drill", before, before)).level_code
        assert rank_of(suggested) < rank_of(step.level_code)


def test_a_fix_known_late_counts_from_when_it_was_known(desk: Desk) -> None:
    early, late, blind = (typhoon(desk, moment(14.5, known)) for known in (14.5, 15.5, 5))
    stated = [
        next(i.reading.at for c in one.clauses for i in c.inputs if i.condition.fact == "inside_48h_line")
        for one in (early, late, blind)
    ]
    assert stated == [at(6), at(12), at(0)]


def test_a_storm_far_away_and_no_storm_ask_for_nothing(empty: Desk) -> None:
    assert [one.level_code for one in suggestions(empty, moment(24))] == [None, None, None]
    keep(empty.store, rows("202502", {}, shift=(-12.0, 25.0)))
    far = typhoon(empty, moment(24))
    assert (far.level_code, far.could_be, far.since) == (None, None, None)


def test_a_signal_raises_the_level_from_its_minute_and_ends_with_it(desk: Desk) -> None:
    facts = {"subject": "warning", "subject_id": "typhoon", "facet": "signal", "category": "red"}
    Ledger(desk.store).record_from_source([told("s1", 2.25, status="issued", **facts)])
    Ledger(desk.store).record_from_source([told("s2", 5, status="lifted", **facts)])
    red = typhoon(desk, moment(3))
    assert (red.level_code, red.since) == ("1", at(2.25))
    assert [one.clause.clause_id for one in red.reasons] == ["typhoon.1.C"]
    assert rank_of(typhoon(desk, moment(5.5)).level_code) < rank_of("1")


def test_an_entered_danger_counts_for_a_day_and_is_then_unknown(desk: Desk) -> None:
    entered = fact_event(
        "drill", "dike_danger", 1, happened_at=at(1), recorded_at=at(1), actor="值班员", event_id="f1"
    )
    Ledger(desk.store).record_by_person([entered])

    def flood(hours: float) -> Suggestion:
        return next(one for one in suggestions(desk, moment(hours)) if one.hazard is RuleHazard.FLOOD)

    assert (flood(2).level_code, flood(2).since) == ("2", at(1))
    assert flood(0.5).level_code is None
    clause = next(one for one in flood(26).clauses if one.clause.clause_id == "flood.2.D")
    assert (flood(26).level_code, clause.truth) == (None, None)
    with pytest.raises(BadEvent):
        fact_event(
            "drill", "storm_distance_km", 1, happened_at=at(1), recorded_at=at(1), actor="a", event_id="f"
        )


def test_lag_is_counted_to_the_decision_of_a_level_or_a_graver_one(desk: Desk) -> None:
    first = next(one for one in lag(desk, moment(40)) if one.clause.level_code == "3")
    assert first.is_open
    assert first.lag_min == (at(40) - first.true_at) // timedelta(minutes=1)
    decided = first.true_at + timedelta(minutes=95)
    event = told(
        "d1", 0, subject="response", subject_id="typhoon", facet="level", status="in_force", category="2"
    )
    Ledger(desk.store).record_from_source([replace(event, happened_at=decided, recorded_at=decided)])
    now = next(one for one in lag(desk, moment(40)) if one.clause == first.clause)
    assert (now.lag_min, now.decided_at) == (95, decided)


def test_another_rule_set_needs_no_code_and_none_at_all_does_no_harm(desk: Desk, project: Path) -> None:
    book = load_rule_book(project / "data/rules", "xiamen", lines=desk.county.rules.warning_lines)
    xiamen = Desk(desk.store, replace(desk.county, rules=book))
    found = suggestions(xiamen, moment(48))
    assert [one.hazard for one in found] == [RuleHazard.TYPHOON]
    assert found[0].rule_set_id == "xiamen"
    assert rank_of(found[0].level_code) >= rank_of("3")
    bare = Desk(desk.store, replace(desk.county, rules=NO_RULES))
    assert suggestions(bare, moment(48)) == ()
    assert suggested_over(bare, "drill", at(0), at(48)) == ()
