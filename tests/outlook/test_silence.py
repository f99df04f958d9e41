"""Who is silent at a moment, who is not, and what a silent unit leaves: the words of a small drill."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.county_rows import Tier
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.exceptions import merged
from stormdesk.domain.moment import Moment
from stormdesk.domain.silence import Voice
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.silence import silence_at, silence_troubles
from stormdesk.outlook.silence_spans import silent_spans
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 14, tzinfo=UTC)
JISHAN = "331083201"
ISLANDS = ("331083201200", "331083201201", "331083201205")


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def moment(h: float, known_h: float | None = None) -> Moment:
    return Moment("drill", at(h), at(h if known_h is None else known_h))


class Told:
    """Events of the drill, numbered."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def tell(self, fact: str, status: str, subject_id: str, h: float, **more: Any) -> None:
        subject, facet = fact.split(".")
        known_h = more.pop("known_h", h)
        facts: dict[str, Any] = {"operation_id": "drill", "source": "test", "actor": "test"}
        facts |= {"subject": subject, "facet": facet, "subject_id": subject_id, "status": status}
        facts |= {"event_id": f"e{len(self.events)}", "happened_at": at(h), "recorded_at": at(known_h)}
        self.events.append(Event(**(facts | more)))


@pytest.fixture(scope="module")
def ground(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Level II from hour 2 to 20: all speak hourly, three islands on one tower stop after hour 4."""
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    store = Store(tmp_path_factory.mktemp("silence") / "t.duckdb", queries=project / "queries")
    learn_reference(store, county, project / "data/reference")
    drill = {
        "operation_id": "drill",
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "roster": "paper",
    }
    listed = {"roster": "paper", "source": "test", "valid_from": at(-99), "valid_to": FOREVER}
    towers = [{"village_id": code, "cell_tower_id": "T1"} | listed for code in ISLANDS]
    units = [{"unit_id": unit, "name": unit} | listed for unit in ("called", "there", "uncalled")]
    with store.write() as transaction:
        transaction.append(
            "operation", pd.DataFrame([drill | {"opened_at": START, "is_synthetic": True, "storm_id": None}])
        )
        transaction.append("village", pd.DataFrame(towers))
        transaction.append("member_unit", pd.DataFrame(units))
    told = Told()
    told.tell("response.level", "in_force", "typhoon", 2, category="2")
    told.tell("response.level", "ended", "typhoon", 20, category="2")
    areas = [*county.counted_townships, *county.counted_villages]
    for hour in range(12):
        for area in areas:
            if area.code not in ISLANDS or hour <= 4:
                told.tell("area.word", "nil_report", area.code, hour)
    told.tell("area.word", "report", ISLANDS[0], 7, known_h=9)
    told.tell("unit.post", "called", "called", 3)
    told.tell("unit.post", "called", "there", 3)
    told.tell("unit.post", "on_post", "there", 4)
    Ledger(store).record_from_source(told.events)
    yield SimpleNamespace(store=store, county=county, constituents=())
    store.close()


def silent(ground: Any, at_moment: Moment) -> set[str]:
    return set(silence_at(ground, at_moment).silent_codes) - {"331083", "called"}


def test_a_stopped_feed_turns_within_one_turn_of_the_rhythm(ground: Any) -> None:
    assert silent(ground, moment(6)) == set()
    assert silent(ground, moment(6.1)) == set(ISLANDS)


def test_what_was_known_then_and_what_is_known_now_differ(ground: Any) -> None:
    assert silent(ground, moment(8)) == set(ISLANDS)
    assert silent(ground, moment(8, 9)) == set(ISLANDS[1:])


def test_nobody_owes_a_word_without_a_level(ground: Any) -> None:
    assert silent(ground, moment(1.9)) == set()
    after = silence_at(ground, moment(21))
    assert (after.level, after.silent_codes) == (None, frozenset())
    assert {unit.voice for unit in after.of(Tier.VILLAGE)} == {Voice.NOT_OWED}


def test_silent_villages_of_one_tower_are_one_line(ground: Any) -> None:
    troubles = silence_troubles(ground, moment(7))
    line = merged(troubles)[0]
    assert len(merged(troubles)) == 1
    assert (line.cause, line.objects, line.due_at) == ("tower:T1", 3, at(6))
    assert silence_at(ground, moment(7)).causes[0].of == 3


def test_two_villages_are_no_common_cause(ground: Any) -> None:
    troubles = silence_troubles(ground, moment(8, 9))
    assert [(one.cause, one.is_shared) for one in troubles] == [("village", False)] * 2


def test_a_township_cut_off_with_its_villages_is_one_line_that_counts_villages(ground: Any) -> None:
    lines = merged(silence_troubles(ground, moment(14), area_code=JISHAN))
    villages = [one for one in ground.county.counted_villages if one.township_code == JISHAN]
    assert [(line.cause, line.objects) for line in lines] == [(f"cutoff:{JISHAN}", len(villages))]


def test_complete_leaves_out_who_is_silent(ground: Any) -> None:
    found = silence_at(ground, moment(7))
    everyone = {unit.code for unit in found.units}
    assert found.complete(Tier.VILLAGE, everyone) == (218, 221)
    assert found.complete(Tier.TOWNSHIP, {JISHAN}) == (1, 11)
    late = silence_at(ground, moment(13))
    assert late.complete(Tier.TOWNSHIP, everyone) == (0, 11)


def test_a_scope_holds_its_own_areas_alone(ground: Any) -> None:
    found = silence_at(ground, moment(7), area_code=JISHAN)
    assert {unit.code for unit in found.silent(Tier.VILLAGE)} == set(ISLANDS)
    assert {unit.township_code for unit in found.units} == {JISHAN}
    assert silence_troubles(ground, moment(7), area_code="331083001") == []


def test_a_member_unit_owes_its_arrival_once_called(ground: Any) -> None:
    by_hour = {h: silence_at(ground, moment(h)).is_silent("called") for h in (2.9, 5, 5.1)}
    assert by_hour == {2.9: False, 5: False, 5.1: True}
    found = {unit.code: unit.voice for unit in silence_at(ground, moment(15)).of(Tier.MEMBER_UNIT)}
    assert found == {"called": Voice.NEVER, "there": Voice.HEARD, "uncalled": Voice.NOT_OWED}


@pytest.mark.parametrize("is_then", [True, False])
def test_silences_over_the_operation_are_those_of_every_instant(ground: Any, *, is_then: bool) -> None:
    spans = silent_spans(ground, Moment("drill", at(24), at(24)), is_then=is_then)
    assert any(span.code == ISLANDS[0] for span in spans)
    for h in (1.5, 3.5, 5.5, 7.5, 9.5, 11, 12.5, 14, 21):
        silent = {span.code for span in spans if span.starts_at < at(h) <= span.ends_at}
        found = silence_at(ground, moment(h, None if is_then else 24))
        areas = (*found.silent(Tier.TOWNSHIP), *found.silent(Tier.VILLAGE))
        assert silent == {unit.code for unit in areas}, h


def test_a_township_hears_its_own_silences(ground: Any) -> None:
    whole = Moment("drill", at(24), at(24))
    own = silent_spans(ground, whole, is_then=True, area_code=JISHAN)
    assert {span.code[:9] for span in own} == {JISHAN}
    assert {span.code for span in own} < {span.code for span in silent_spans(ground, whole, is_then=True)}
