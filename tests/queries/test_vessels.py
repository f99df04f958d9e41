from collections.abc import Callable

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store

Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
Tell = Callable[..., Event]


@pytest.fixture
def fleet(enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    """Five boats: moored with the crew aboard, in port with it ashore, at sea, lost, and never heard of."""
    enrol("harbour", harbour_id="h1", name="坎门", name_en="Kanmen", lat=28.06, lon=121.28)
    enrol("responsible_person", person_id="p1", name="王一", phone="13812342071", deputy_id="p2")
    enrol("responsible_person", person_id="p2", name="李二", phone="13812340002")
    for vessel_id, crew_count in (("moored", 5), ("ashore", 4), ("sea", 7), ("lost", 3), ("silent", 6)):
        enrol(
            "vessel",
            vessel_id=vessel_id,
            name=vessel_id,
            vessel_class="fishing",
            crew_count=crew_count,
            harbour_id="h1",
            officer_id="p1",
        )
    ledger.record_from_source(
        [
            tell("vessel.berth", "in_port", "moored", h=1),
            tell("vessel.berth", "moored", "moored", h=2),
            tell("vessel.crew", "aboard", "moored", h=2, quantity=2),
            tell("vessel.berth", "in_port", "ashore", h=1),
            tell("vessel.crew", "aboard", "ashore", h=1, quantity=4),
            tell("vessel.crew", "ashore", "ashore", h=3, quantity=4),
            tell("vessel.berth", "at_sea", "sea", h=1),
            tell("vessel.crew", "aboard", "sea", h=1),
            tell("vessel.berth", "at_sea", "lost", h=1),
            tell("vessel.berth", "out_of_contact", "lost", h=2),
        ]
    )


def put_position(store: Store, at: pd.Timestamp, vessel_id: str, **more: object) -> None:
    row = {
        "operation_id": "drill",
        "vessel_id": vessel_id,
        "positioned_at": at,
        "recorded_at": at,
        "lat": 27.5,
        "lon": 122.0,
        "source": "test",
        "is_suspect": False,
    }
    with store.write() as transaction:
        transaction.append("position", pd.DataFrame([row | more]))


@pytest.mark.usefixtures("fleet")
def test_boats_and_crews_are_counted_apart(ask: Ask) -> None:
    head = ask("vessels/headline", h=4).iloc[0]
    assert (head["total"], head["done"], head["left_count"]) == (5, 2, 3)
    assert (head["unknown_count"], head["trouble_count"]) == (1, 1)
    assert (head["in_port_count"], head["moored_count"], head["at_sea_count"]) == (1, 1, 1)
    assert (head["crew_aboard"], head["crew_ashore"], head["crew_unknown"]) == (2 + 7, 4, 3 + 6)
    assert head["crew_total"] == head["crew_aboard"] + head["crew_ashore"] + head["crew_unknown"]


@pytest.mark.usefixtures("fleet")
def test_a_boat_in_port_with_its_crew_aboard_is_a_breach_until_it_is_ashore(ask: Ask) -> None:
    assert ask("vessels/headline", h=2.5).iloc[0]["aboard_in_port_count"] == 2
    assert ask("vessels/headline", h=4).iloc[0]["aboard_in_port_count"] == 1
    points = ask("vessels/points", h=4).set_index("object_id")
    assert points.index[points["is_aboard_in_port"]].tolist() == ["moored"]


@pytest.mark.usefixtures("fleet")
def test_what_is_left_names_who_answers_and_who_stands_in(ask: Ask) -> None:
    left = ask("vessels/left", h=4)
    assert left["object_id"].tolist() == ["lost", "silent", "sea"]
    assert set(left["officer_name"]) == {"王一"}
    assert set(left["deputy_name"]) == {"李二"}


@pytest.mark.usefixtures("fleet")
def test_a_boat_stands_at_its_last_position_or_in_its_harbour_but_never_in_harbour_when_away(
    ask: Ask, store: Store
) -> None:
    moment = ask("vessels/trend", h=3)["at"].iloc[-1]
    put_position(store, moment, "sea", lat=27.9)
    put_position(store, moment - pd.Timedelta(hours=13), "lost", lat=27.1)
    places = ask("vessels/points", h=4).set_index("object_id")
    assert places.loc["sea", "lat"] == 27.9
    assert pd.isna(places.loc["lost", "lat"])
    assert places.loc["moored", "lat"] == 28.06
    assert places.loc["silent", "lat"] == 28.06
    assert places.loc["moored", "harbour_name_en"] == "Kanmen"


@pytest.mark.usefixtures("fleet")
def test_positions_in_doubt_or_not_yet_known_are_not_drawn(ask: Ask, store: Store) -> None:
    moment = ask("vessels/trend", h=3)["at"].iloc[-1]
    put_position(store, moment, "sea", lat=27.9)
    put_position(store, moment + pd.Timedelta(minutes=10), "sea", lat=10.0, is_suspect=True)
    put_position(
        store, moment + pd.Timedelta(minutes=20), "sea", lat=11.0, recorded_at=moment + pd.Timedelta(hours=5)
    )
    assert ask("vessels/one", h=4, object_id="sea").iloc[0]["lat"] == 27.9
    history = ask("objects/positions", h=4, object_id="sea")
    assert history["lat"].tolist() == [10.0, 27.9]
    assert history["is_suspect"].tolist() == [True, False]


@pytest.mark.usefixtures("fleet")
def test_the_trend_ends_where_the_headline_stands(ask: Ask) -> None:
    for hour in (0.5, 1, 2, 3.3):
        last, head = ask("vessels/trend", h=hour).iloc[-1], ask("vessels/headline", h=hour).iloc[0]
        assert (last["done"], last["total"]) == (head["done"], head["total"]), hour


@pytest.mark.usefixtures("fleet")
def test_an_objects_history_shows_what_counts_and_what_does_not(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source([tell("vessel.berth", "moored", "sea", h=2, known_h=3)])
    before = ask("objects/history", h=4, known_h=2.5, subject="vessel", object_id="sea")
    after = ask("objects/history", h=4, subject="vessel", object_id="sea")
    assert len(before) == 2
    flagged = after[after["is_flagged"]]
    assert flagged[["status", "prior_status"]].to_numpy().tolist() == [["moored", "at_sea"]]
    assert ask("vessels/one", h=4, object_id="sea")["status"].tolist() == ["at_sea"]


@pytest.mark.usefixtures("fleet")
def test_classes_and_townships_add_up(ask: Ask) -> None:
    head = ask("vessels/headline", h=4).iloc[0]
    assert ask("vessels/by_category", h=4)["total"].sum() == head["total"]
    assert ask("vessels/by_township", h=4)["trouble_count"].sum() == head["trouble_count"]
