"""The wall's fetched layers over a small ledger, as a browser asks for them."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.door.visit import Visit
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings
from stormdesk.ui.layer_source import SHAPES, TOWNSHIPS, UNDONE, LedgerLayers, point_styles
from stormdesk.ui.maps import layers
from stormdesk.ui.maps.layers import LayerBook, UnknownLayerError

NOW = datetime(2022, 9, 13, 4, tzinfo=UTC)
ONE, OTHER = "331083001", "331083002"
VILLAGE = "331083001001"
PLANTED = "王富贵"
Report = Callable[..., None]


@pytest.fixture
def desk(plain_settings: Settings) -> Iterator[Desk]:
    opened = open_desk(plain_settings)
    with opened.store.write() as transaction:
        for n in range(3):
            row = {
                "roster": "live",
                "vessel_id": f"v{n}",
                "name": PLANTED,
                "owner_name": PLANTED,
                "crew_count": 5,
                "township_code": ONE,
                "source": "test",
                "valid_from": datetime(2022, 9, 1, tzinfo=UTC),
                "valid_to": FOREVER,
            }
            transaction.append("vessel", pd.DataFrame([row]))
            for minutes_ago in (180, 5):
                place = {
                    "operation_id": "test-1",
                    "vessel_id": f"v{n}",
                    "positioned_at": NOW - timedelta(minutes=minutes_ago),
                    "recorded_at": NOW - timedelta(minutes=minutes_ago),
                    "lat": 28.0 + n / 10,
                    "lon": 121.5,
                    "source": "test",
                    "is_suspect": False,
                }
                transaction.append("position", pd.DataFrame([place]))
    opened.clock.set(
        Clock(
            operation_id="test-1",
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=NOW,
            is_paused=True,
            set_by="test",
        )
    )
    yield opened
    opened.store.close()


@pytest.fixture
def visit(desk: Desk) -> Iterator[Visit]:
    """A wall's visit: the whole county, nobody by name."""
    house = open_office(desk.settings, cost=CHEAP)
    yield Visit(Visitor(account_id="screen", name="", role=Role.WALL), house, desk)
    house.close()


@pytest.fixture
def report(desk: Desk) -> Report:
    numbers = iter(range(1, 1000))

    def record(fact: str, status: str, subject_id: str, *, minutes_ago: float = 30, **more: object) -> None:
        subject, facet = fact.split(".")
        at = NOW - timedelta(minutes=minutes_ago)
        facts: dict[str, object] = {
            "event_id": f"e{next(numbers)}",
            "operation_id": "test-1",
            "subject": subject,
            "subject_id": subject_id,
            "facet": facet,
            "status": status,
            "happened_at": at,
            "recorded_at": at,
            "source": "test",
            "actor": "test",
            "township_code": ONE,
        }
        assert not desk.ledger.record_from_source([Event(**(facts | more))]).problems  # type: ignore[arg-type]

    return record


def rows(visit: Visit, name: str, **query: str) -> Mapping[str, tuple[object, ...]]:
    return LedgerLayers(visit).layer(name, query).rows()


def test_only_what_is_not_done_is_a_point(visit: Visit, report: Report) -> None:
    report("vessel.berth", "in_port", "v0")
    report("vessel.berth", "out_of_contact", "v1")
    found = rows(visit, UNDONE)
    assert set(found) == {"vessel:v1", "vessel:v2"}
    lat, _lon, style, weight = found["vessel:v1"]
    assert (lat, weight) == (28.1, 1)
    styles = point_styles(dict.fromkeys(SHAPES, "…"))
    assert (styles[int(str(style))].shape, styles[int(str(style))].colour) == (SHAPES["vessel"], "late")
    assert styles[int(str(found["vessel:v2"][2]))].colour == "link"


def test_people_of_a_village_are_one_point_with_their_number(visit: Visit, report: Report) -> None:
    for n in range(4):
        place = {"village_code": VILLAGE, "category": "old_house", "quantity": 2}
        report("evacuee.move", "listed", f"e{n}", **place)
    found = rows(visit, UNDONE)
    assert found[f"{VILLAGE}:old_house:left"][3] == 8


def test_a_township_shows_its_worst_state_and_its_silence(visit: Visit, report: Report) -> None:
    report("vessel.berth", "in_port", "v0")
    report("response.level", "in_force", "typhoon", minutes_ago=300, category="1", payload="{}")
    report("area.word", "report", OTHER, minutes_ago=5)
    names = ["fill", "hatch", "label", "number", "strength"]
    found = {code: dict(zip(names, row, strict=True)) for code, row in rows(visit, TOWNSHIPS).items()}
    assert len(found) == 11
    assert found[ONE]["number"] == "船 2"
    assert (found[ONE]["hatch"], found[OTHER]["hatch"]) == (True, False)
    assert rows(visit, TOWNSHIPS, lang="en")[ONE][2:4] == ("Yucheng", "V 2")


def test_the_address_names_moment_and_area(visit: Visit, report: Report) -> None:
    report("vessel.berth", "in_port", "v0", minutes_ago=30)
    assert len(rows(visit, UNDONE)) == 2
    assert len(rows(visit, UNDONE, t="2022-09-13T11:00")) == 3
    assert rows(visit, UNDONE, area=OTHER) == {}
    assert set(rows(visit, TOWNSHIPS, area=ONE)) == {ONE}


@pytest.mark.parametrize("query", [{"t": "soon"}, {"area": "<img>"}, {"op": "none"}, {"lang": "xx"}])
def test_what_an_address_says_in_vain_is_left_out(visit: Visit, query: dict[str, str]) -> None:
    assert rows(visit, UNDONE, **query) == rows(visit, UNDONE)


def test_an_unknown_layer_is_refused(visit: Visit) -> None:
    with pytest.raises(UnknownLayerError):
        LedgerLayers(visit).version("names", {})


def test_a_browser_gets_the_whole_once_then_changes_then_nothing(visit: Visit, report: Report) -> None:
    book = LayerBook(LedgerLayers(visit))
    whole = book.answer(UNDONE, {}, since="")
    assert whole.body_gzip is not None
    assert book.answer(UNDONE, {}, since=whole.version).body_gzip is None
    report("vessel.berth", "in_port", "v2")
    change = book.answer(UNDONE, {}, since=whole.version)
    assert change.body_gzip is not None
    news = json.loads(gzip.decompress(change.body_gzip))
    assert (news["removed"], news["columns"]["id"]) == (["vessel:v2"], [])


def test_no_layer_carries_a_name(visit: Visit) -> None:
    for name in (TOWNSHIPS, UNDONE):
        assert PLANTED not in str(rows(visit, name))


def test_a_township_gets_its_own_layers_whatever_it_asks_for(visit: Visit) -> None:
    whole = rows(visit, UNDONE)
    other = replace(visit, visitor=Visitor(account_id="t", name="", role=Role.TOWNSHIP, area_code=OTHER))
    own = replace(other, visitor=replace(other.visitor, area_code=ONE))
    assert len(whole) == 3
    for query in ({}, {"area": ONE}, {"area": "331083"}):
        assert rows(other, UNDONE, **query) == {}
        assert set(rows(other, TOWNSHIPS, **query)) == {OTHER}
    assert set(rows(own, UNDONE, area=OTHER)) == set(whole)
    assert rows(visit, UNDONE) == whole
    layers.register_source(LedgerLayers)
    books = [layers.layer_book(one) for one in (visit, other, own, visit)]
    assert books[0] is books[3]
    assert len({id(one) for one in books}) == 3
