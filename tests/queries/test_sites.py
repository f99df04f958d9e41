from collections.abc import Callable

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger

Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
Tell = Callable[..., Event]


@pytest.fixture
def sites(enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    """Four sites: all safe, stopped with a standing crane, working, and never heard of."""
    for site_id, crane_count, worker_count in (
        ("safe", 2, 30),
        ("crane", 1, 20),
        ("works", 0, 10),
        ("silent", 3, 5),
    ):
        enrol(
            "construction_site",
            site_id=site_id,
            name=site_id,
            crane_count=crane_count,
            worker_count=worker_count,
        )
    ledger.record_from_source(
        [
            tell("site.work", "stopped", "safe", h=1),
            tell("site.crane", "made_safe", "safe", h=1),
            tell("site.workers", "counted", "safe", h=1, quantity=28),
            tell("site.workers", "moved", "safe", h=2, quantity=28),
            tell("site.work", "stopped", "crane", h=2),
            tell("site.crane", "standing", "crane", h=2),
            tell("site.workers", "present", "crane", h=2),
            tell("site.work", "working", "works", h=1),
        ]
    )


@pytest.mark.usefixtures("sites")
def test_work_cranes_and_workers_are_three_facts(ask: Ask) -> None:
    head = ask("sites/headline", h=3).iloc[0]
    assert (head["total"], head["done"], head["left_count"], head["unknown_count"]) == (4, 2, 2, 1)
    assert (head["crane_total"], head["crane_safe"], head["crane_unsafe"], head["crane_unknown"]) == (
        3,
        1,
        1,
        1,
    )
    assert (head["workers_moved"], head["workers_present"], head["workers_unknown"]) == (28, 20, 15)
    assert head["workers_total"] == 28 + 20 + 15


@pytest.mark.usefixtures("sites")
def test_a_permitted_site_is_neither_left_nor_stopped(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source([tell("site.work", "permitted", "safe", h=4)])
    head = ask("sites/headline", h=5).iloc[0]
    assert (head["done"], head["over_count"], head["left_count"]) == (1, 1, 2)
    assert ask("sites/left", h=5)["object_id"].tolist() == ["silent", "works"]


@pytest.mark.usefixtures("sites")
def test_kinds_tell_where_cranes_and_housed_workers_are(ask: Ask) -> None:
    kinds = ask("sites/by_category", h=3).set_index("category")
    assert kinds["total"].to_dict() == {"crane": 3, "housed": 1}


@pytest.mark.usefixtures("sites")
def test_the_trend_ends_where_the_headline_stands(ask: Ask) -> None:
    for hour in (0, 1, 1.5, 2, 3):
        last, head = ask("sites/trend", h=hour).iloc[-1], ask("sites/headline", h=hour).iloc[0]
        assert (last["done"], last["total"]) == (head["done"], head["total"]), hour


@pytest.mark.usefixtures("sites")
def test_workers_out_stand_beside_workers_who_arrived(
    ask: Ask, enrol: Enrol, ledger: Ledger, tell: Tell
) -> None:
    for evacuee_id, persons, linked_id in (("a", 10, "safe"), ("b", 12, "safe"), ("c", 3, None)):
        enrol("evacuee", evacuee_id=evacuee_id, persons=persons, linked_id=linked_id)
    ledger.record_from_source(
        [
            tell("evacuee.move", "at_shelter", "a", h=2, quantity=10),
            tell("evacuee.move", "with_relatives", "b", h=2, quantity=12),
            tell("evacuee.move", "at_shelter", "c", h=2, quantity=3),
        ]
    )
    found = ask("sites/whereabouts", h=3)
    columns = ["township_code", "workers_out", "in_shelter", "with_relatives", "elsewhere", "arrived"]
    assert found[columns].to_numpy().tolist() == [["331083001", 28, 10, 12, 0, 22]]


@pytest.mark.usefixtures("sites")
def test_one_site_carries_all_three_facts(ask: Ask) -> None:
    one = ask("sites/one", h=3, object_id="crane").iloc[0]
    assert (one["status"], one["crane_status"], one["workers_status"]) == ("stopped", "standing", "present")
    assert ask("sites/points", h=3)["object_id"].is_unique
    assert len(ask("sites/by_township", h=3)) == 11
