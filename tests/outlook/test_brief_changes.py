"""Two people with different last looks get exact, disjoint changes: against a count by hand over the log."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.changes import DoneKind
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.exceptions import Kind
from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.brief.changes import changes, told_of
from stormdesk.outlook.brief.troubles import late_ones
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 14, tzinfo=UTC)
BOATS = [f"v{n}" for n in range(8)]
LOOKS = (0, 3, 5, 5.5, 9, 12)
OWN, OTHER = "331083001", "331083002"
LOST, HOME = "out_of_contact", "in_port"
TURNS = (LOST, "at_sea", LOST, HOME)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def moment(hours: float) -> Moment:
    return Moment("drill", at(hours), at(hours))


def reports() -> list[Event]:
    """Boats that are lost and come home by turns, some of it learned hours late."""
    chance = random.Random(6)  # noqa: S311  the same log each time
    found = []
    for boat in BOATS:
        hours = sorted(chance.uniform(0.1, 11) for _ in range(4))
        for turn, (status, h) in enumerate(zip(TURNS, hours, strict=True)):
            late = chance.choice([0, 0, 2.5])
            found.append(
                Event(
                    event_id=f"{boat}-{turn}",
                    operation_id="drill",
                    subject="vessel",
                    facet="berth",
                    status=status,
                    subject_id=boat,
                    happened_at=at(h),
                    recorded_at=at(h + late),
                    source="drill_fishery",
                    actor="port_fishery",
                    township_code=OWN if boat < "v5" else OTHER,
                )
            )
    return found


@pytest.fixture(scope="module")
def ground(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    store = Store(tmp_path_factory.mktemp("changes") / "t.duckdb", queries=project / "queries")
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    learn_reference(store, county, project / "data/reference")
    drill = {"operation_id": "drill", "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
    drill |= {"roster": "paper", "opened_at": START, "is_synthetic": True}
    facts = {"roster": "paper", "source": "test", "valid_from": at(-9), "valid_to": FOREVER, "crew_count": 7}
    boats = [
        facts | {"vessel_id": boat, "township_code": OWN if boat < "v5" else OTHER, "vessel_class": "fishing"}
        for boat in BOATS
    ]
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([drill]))
        transaction.append("vessel", pd.DataFrame(boats))
    assert not Ledger(store).record_from_source(reports()).problems
    yield SimpleNamespace(store=store, county=county, constituents=())
    store.close()


def by_hand(hours: float, status: str) -> set[str]:
    """Which boats stood so, as far as was known: the last report of those that had arrived."""
    found = set()
    for boat in BOATS:
        known = [e for e in reports() if e.subject_id == boat and e.recorded_at <= at(hours)]
        last = max(
            (e for e in known if e.happened_at <= at(hours)), key=lambda e: e.happened_at, default=None
        )
        if last is not None and last.status == status:
            found.add(boat)
    return found


def lost(ground: Any, since: float, now: float, **more: str) -> set[str]:
    lines = changes(ground, moment(since), moment(now), **more).worse
    return {one.subject_id for line in lines if line.kind is Kind.VESSEL for one in line.members}


def test_each_look_is_told_exactly_what_changed_since_and_nothing_twice(ground: Any) -> None:
    for since, now in pairwise(LOOKS):
        found = changes(ground, moment(since), moment(now))
        assert lost(ground, since, now) == by_hand(now, LOST) - by_hand(since, LOST)
        back = {
            one.subject_id
            for done in found.done
            if done.kind is DoneKind.CLEARED and done.line
            for one in done.line.members
        }
        assert back == by_hand(since, LOST) - by_hand(now, LOST)
        gained = [done for done in found.done if done.kind is DoneKind.GAINED and done.subject == "vessel"]
        before, after = len(by_hand(since, HOME)), len(by_hand(now, HOME))
        assert [(one.before, one.after) for one in gained] == ([(before, after)] if after > before else [])
    early, late = lost(ground, 0, 5), lost(ground, 5, 9)
    assert early
    assert late
    assert not (early - late) & (late - early)
    assert lost(ground, 5, 9) & by_hand(5, LOST) == set(), "who looked at five has seen those"
    assert lost(ground, 0, 5, area_code=OTHER) == {boat for boat in early if boat >= "v5"}


def test_a_line_names_the_last_report_behind_it(ground: Any) -> None:
    (line,) = [one for one in changes(ground, moment(0), moment(5)).worse if one.kind is Kind.VESSEL]
    told = told_of(ground, moment(5), line)
    mine = [e for e in reports() if e.subject_id in {one.subject_id for one in line.members}]
    last = max(e.recorded_at for e in mine if e.recorded_at <= at(5))
    assert told is not None
    assert (told.source, told.actor, told.at) == ("drill_fishery", "port_fishery", last)


def test_the_late_are_those_of_the_head_number_and_who_moves_again_is_told_beside_them() -> None:
    def late(subject: str, facet: str, name: str, people: int) -> dict[str, object]:
        row = {"subject": subject, "facet": facet, "subject_id": name, "people": people, "state": "late"}
        return row | dict.fromkeys(("township_code", "village_code", "start_by", "finish_by"))

    groups = [
        late("evacuee", "move", "a", 12),
        late("evacuee", "move", "b", 3),
        late("vessel", "berth", "v", 7),
    ]
    found = late_ones(pd.DataFrame(groups), {"a": 10})
    told = [(one.cause, one.subject_id, one.people) for one in found]
    assert told == [("again", "a:again", 2), ("late", "a", 10), ("again", "b:again", 3), ("late", "v", 7)]
