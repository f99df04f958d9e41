"""Warnings of feeds and signals of the ledger at a moment, each once, as they were known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.warning_area import Touch
from stormdesk.domain.warning_force import Force
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.checklist import checklist_at
from stormdesk.outlook.warnings import signal_ranks, warnings_at, warnings_in_force
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 14, tzinfo=UTC)
OFFICE = "玉环市气象台"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def moment(h: float, known_h: float | None = None) -> Moment:
    return Moment("drill", at(h), at(h if known_h is None else known_h))


def message(warning_id: str, h: float, *, known_h: float | None = None, **more: Any) -> dict[str, Any]:
    facts = {
        "operation_id": "drill",
        "action": "issue",
        "kind": "typhoon",
        "colour": "orange",
        "issuer": OFFICE,
        "title": warning_id,
        "area_codes": "331083",
        "is_exercise": False,
        "source": "feed",
    }
    times = {"issued_at": at(h), "recorded_at": at(h if known_h is None else known_h)}
    return {"warning_id": warning_id} | facts | times | more


def signal(event_id: str, status: str, h: float, **more: Any) -> Event:
    facts: dict[str, Any] = {"operation_id": "drill", "subject": "warning", "facet": "signal"}
    facts |= {"subject_id": "typhoon", "category": "orange", "source": "form", "actor": OFFICE}
    told = {"event_id": event_id, "status": status, "happened_at": at(h), "recorded_at": at(h)}
    return Event(**(facts | told | more))


@pytest.fixture(scope="module")
def ground(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An orange warning told by feed and ledger, late known; a red one; a yellow one of another place."""
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    store = Store(tmp_path_factory.mktemp("warnings") / "t.duckdb", queries=project / "queries")
    learn_reference(store, county, project / "data/reference")
    drill = {
        "operation_id": "drill",
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "roster": "paper",
    }
    messages = [
        message("a", 1, known_h=3),
        message("b", 6, action="update", colour="red", supersedes="a", expires_at=at(12)),
        message("far", 2, area_codes="331082", colour="yellow", issuer="临海市气象台"),
        message("fed", 2, kind="11B03", colour="blue", area_codes=None),
        message("plain", 2, kind="rainstorm", colour=None, issuer="省气象台"),
    ]
    with store.write() as transaction:
        transaction.append(
            "operation", pd.DataFrame([drill | {"opened_at": START, "is_synthetic": True, "storm_id": None}])
        )
        transaction.append("weather_warning", pd.DataFrame(messages))
    Ledger(store).record_from_source(
        [
            signal("s1", "issued", 1),
            signal("s2", "issued", 2, subject_id="rainstorm", payload='{"warning_id": "fed"}'),
            signal("s3", "issued", 4, subject_id="sea", category="blue", actor="值班员"),
            signal("w1", "issued", 4, subject_id="fog", category="yellow"),
            signal("w2", "withdrawn", 4, subject_id="fog", recorded_at=at(4.8), corrects="w1"),
            signal("s4", "lifted", 8, subject_id="sea", category="blue", actor="值班员"),
        ]
    )
    yield SimpleNamespace(store=store, county=county, constituents=())
    store.close()


def test_one_signal_of_two_sources_is_one_and_each_is_known_in_its_time(ground: Any) -> None:
    then = [one for one in warnings_in_force(ground, moment(2.5)) if one.warning.kind == "typhoon"]
    now = [one for one in warnings_in_force(ground, moment(2.5, 3)) if one.warning.kind == "typhoon"]
    assert [(one.warning.warning_id, one.sources) for one in then] == [("s1", ("form",))]
    assert [(one.warning.warning_id, one.sources) for one in now] == [("a", ("feed", "form"))]


def test_a_signal_that_a_feed_brought_is_not_told_again_by_the_ledger(ground: Any) -> None:
    rain = [one for one in warnings_in_force(ground, moment(3)) if one.warning.kind == "rainstorm"]
    assert {one.warning.warning_id: one.touch for one in rain} == {"fed": Touch.UNKNOWN, "plain": Touch.HERE}


def test_ranks_are_the_gravest_that_count_here_by_hazard(ground: Any) -> None:
    by_hour = {h: signal_ranks(ground, moment(h)) for h in (0.5, 3, 5, 6, 9, 12)}
    assert by_hour == {
        0.5: {},
        3: {"typhoon": 3, "rainstorm": 1},
        5: {"typhoon": 3, "rainstorm": 1, "sea": 1},
        6: {"typhoon": 4, "rainstorm": 1, "sea": 1},
        9: {"typhoon": 4, "rainstorm": 1},
        12: {"rainstorm": 1},
    }


def test_a_withdrawn_signal_counts_until_it_was_withdrawn(ground: Any) -> None:
    assert signal_ranks(ground, moment(4.5))["fog"] == 2
    assert "fog" not in signal_ranks(ground, moment(4.5, 4.8))


def test_what_is_over_or_elsewhere_is_kept_with_why(ground: Any) -> None:
    found = {one.warning.warning_id: one for one in warnings_at(ground, moment(12))}
    assert (found["a"].force, found["a"].ended_by) == (Force.SUPERSEDED, "b")
    assert (found["b"].force, found["b"].ends_at) == (Force.EXPIRED, at(12))
    assert (found["s3"].force, found["s3"].ended_by) == (Force.LIFTED, "s4")
    assert (found["far"].force, found["far"].is_in_force) == (Force.IN_FORCE, False)


def test_a_red_warning_closes_schools_while_it_counts_and_no_longer(ground: Any) -> None:
    def red(h: float) -> list[tuple[bool, datetime]]:
        asked = checklist_at(ground, moment(h))
        return [(one.is_live, one.opened_at) for one in asked if one.action.level_code == "red"]

    assert red(5) == []
    assert red(7)
    assert set(red(7)) == {(True, at(6))}
    assert {is_live for is_live, _at in red(13)} == {False}
