"""Between two turns of a subject its questions answer as they do at every moment in between."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.turns import settled
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 14, tzinfo=UTC)
HALVES = range(-2, 21)
# Fact, status, which one, when it was so, when it was learned; the last of them came late.
TOLD = (
    ("response.level", "in_force", "typhoon", 1, 1),
    ("response.level", "adjusted", "typhoon", 4, 5),
    ("response.level", "ended", "typhoon", 8, 8),
    ("unit.post", "called", "u1", 2, 2),
    ("unit.post", "on_post", "u1", 6, 6),
    ("unit.post", "on_post", "u1", 3, 9),
    ("responsible_person.duty", "on_post", "p1", 2, 2),
    ("responsible_person.duty", "on_post", "p2", 3, 4),
    ("responsible_person.duty", "unreachable", "p1", 7, 7.5),
)
COUNTY = {"area_code": None}
QUESTIONS = (
    ("response", "work/levels", {}),
    ("unit", "silence/units", {}),
    ("unit", "silence/phones", {"least_count": 1}),
    ("responsible_person", "coverage/deputies", COUNTY),
    ("responsible_person", "coverage/posts", COUNTY),
    ("responsible_person", "coverage/twice", COUNTY),
    ("responsible_person", "duty/empty_villages", COUNTY),
    ("responsible_person", "duty/shared_phones", COUNTY),
)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def event(number: int) -> Event:
    fact, status, subject_id, h, known_h = TOLD[number]
    subject, facet = fact.split(".")
    return Event(
        event_id=f"e{number}",
        operation_id="drill",
        subject=subject,
        facet=facet,
        status=status,
        subject_id=subject_id,
        category="2" if subject == "response" else None,
        happened_at=at(h),
        recorded_at=at(known_h),
        source="test",
        actor="test",
    )


@pytest.fixture(scope="module")
def ground(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Levels and a unit's post that turn now and then, one word learned late, and lists that change once."""
    store = Store(tmp_path_factory.mktemp("turns") / "t.duckdb", queries=project / "queries")
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    learn_reference(store, county, project / "data/reference")
    drill = {"operation_id": "drill", "kind": "drill", "name_zh": "演练", "name_en": "Drill"}
    drill |= {"roster": "paper", "opened_at": START, "is_synthetic": True}
    units = [
        {"unit_id": "u1", "name": "u1", "valid_from": at(-9), "valid_to": FOREVER},
        {"unit_id": "u2", "name": "u2", "valid_from": at(7), "valid_to": at(8.5)},
    ]
    person = {"person_id": "p1", "name": "p1", "phone": "1", "village_code": "331083001001"}
    person |= {"valid_from": at(5.5), "valid_to": at(9.5)}
    twin = person | {"person_id": "p2", "village_code": "331083001002", "valid_from": at(0.5)}
    zone = {"zone_id": "z1", "name": "z1", "zone_type": "dangerous_house", "officer_id": "p1"}
    zone |= {"valid_from": at(6.5), "valid_to": at(8.5)}
    told = {"roster": "paper", "source": "test"}
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([drill]))
        transaction.append("member_unit", pd.DataFrame([told | unit for unit in units]))
        transaction.append("responsible_person", pd.DataFrame([told | person, told | twin]))
        transaction.append("danger_zone", pd.DataFrame([told | zone]))
    assert not Ledger(store).record_from_source([event(number) for number in range(len(TOLD))]).problems
    yield SimpleNamespace(store=store, county=county, constituents=())
    store.close()


@pytest.mark.parametrize(("subject", "name", "more"), QUESTIONS)
def test_the_settled_moment_answers_as_the_moment_does(
    ground: Any, subject: str, name: str, more: dict[str, object]
) -> None:
    """At every half hour, known then, known earlier and known later; and many moments settle on few."""
    settled_on, answers = set(), set()
    for half in HALVES:
        for known_half in (half, half - 3, half + 5):
            moment = Moment("drill", at(half / 2), at(known_half / 2))
            calm = settled(ground, moment, subject)
            assert calm.as_of <= moment.as_of
            assert calm.known_at <= moment.known_at
            expected = ground.store.frame(name, **asdict(moment), **more)
            pd.testing.assert_frame_equal(ground.store.frame(name, **asdict(calm), **more), expected)
            settled_on.add(calm)
            answers.add(expected.to_csv())
    assert len(answers) > 1
    assert len(settled_on) < len(HALVES) * 3
