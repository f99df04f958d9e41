"""Evacuation: persons once, moves as often as they happen, three accounts, and silence that is no zero."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.store import Ledger
from tests.queries.evacuation_steps import KANMEN, MOVE, SEEN, TALLY, YUCHENG, Tell, row

Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]


def move(tell: Tell, who: str, *steps: tuple[str, float], **more: object) -> list[Event]:
    facts: dict[str, object] = {"quantity": 1, "category": "old_house", **more}
    return [tell(MOVE, status, who, h=hour, **facts) for status, hour in steps]


@pytest.fixture
def told(ledger: Ledger) -> Callable[..., None]:
    def record(*batches: list[Event]) -> None:
        receipt = ledger.record_from_source([event for batch in batches for event in batch])
        assert not receipt.problems

    return record


def test_who_moved_counts_once_however_often_and_moves_count_each_time(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    told(
        move(
            tell,
            "twice",
            ("listed", 0),
            ("at_shelter", 2),
            ("unauthorised_return", 4),
            ("with_relatives", 6),
            quantity=3,
        ),
        move(tell, "once", ("listed", 0), ("at_shelter", 2), ("at_shelter", 3), ("elsewhere", 4)),
        move(tell, "never", ("listed", 0), ("notified", 1)),
    )
    head = row(ask("evacuation/headline", h=8))
    assert (head["target"], head["moved"], head["moves"], head["left_count"]) == (5, 4, 7, 1)
    assert (head["with_relatives"], head["elsewhere"], head["away_now"]) == (3, 1, 4)


def test_someone_back_without_leave_has_moved_and_is_trouble(
    told: Callable[..., None], tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    enrol(
        "responsible_person", person_id="g1", name="林某", phone="13800002071", role_code="village_guarantor"
    )
    enrol(
        "evacuee", evacuee_id="back", name="张某", persons=2, village_guarantor_id="g1", lat=28.1, lon=121.2
    )
    told(move(tell, "back", ("listed", 0), ("at_shelter", 2), ("unauthorised_return", 5), quantity=2))
    head = row(ask("evacuation/headline", h=6))
    assert (head["done"], head["left_count"], head["trouble_count"], head["unauthorised"]) == (2, 0, 2, 2)
    assert head["away_now"] == 0
    returned = row(ask("evacuation/returns", h=6))
    assert (returned["object_id"], returned["officer_name"]) == ("back", "林某")
    assert ask("evacuation/left_people", h=6).empty


def test_who_is_listed_again_after_returning_is_told_apart(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    steps = (("at_shelter", 1), ("cleared_to_return", 3), ("returned", 4), ("listed", 5))
    told(move(tell, "again", *steps))
    assert row(ask("evacuation/headline", h=4.5))["returned"] == 1
    head = row(ask("evacuation/headline", h=6))
    assert (head["again"], head["returned"], head["moved"]) == (1, 0, 1)
    assert row(ask("evacuation/returns", h=6))["status"] == "listed"


def test_a_late_report_changes_what_was_true_and_not_what_was_known(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    told(
        move(tell, "p", ("listed", 0)),
        [tell(MOVE, "at_shelter", "p", h=2, known_h=7, quantity=1, category="old_house")],
    )
    assert row(ask("evacuation/headline", h=3))["moved"] == 0
    assert row(ask("evacuation/headline", h=3, known_h=7))["moved"] == 1
    assert row(ask("evacuation/headline", h=1, known_h=7))["moved"] == 0


def test_an_impossible_report_counts_for_nothing(told: Callable[..., None], tell: Tell, ask: Ask) -> None:
    told(move(tell, "p", ("listed", 0), ("returned", 2)))
    head = row(ask("evacuation/headline", h=3))
    assert (head["returned"], head["left_count"]) == (0, 1)


def test_before_anybody_is_listed_there_is_nothing_rather_than_an_error(ask: Ask) -> None:
    head = row(ask("evacuation/headline", h=1))
    assert (head["total"], head["done"], head["left_count"]) == (0, 0, 0)
    assert pd.isna(head["last_recorded_at"])
    assert ask("evacuation/left", h=1).empty
    assert ask("evacuation/accounts", h=1).empty
    assert ask("evacuation/trend", h=1)["total"].tolist() == [0, 0]


def test_every_counted_township_has_a_row_and_so_has_a_code_nobody_counts(
    told: Callable[..., None], tell: Tell, ask: Ask, yuhuan: County
) -> None:
    told(
        move(tell, "p", ("listed", 0), township_code=KANMEN),
        move(tell, "zone", ("listed", 0), township_code="331083400"),
        move(tell, "stray", ("listed", 0), township_code=None),
    )
    rows = ask("evacuation/by_township", h=1)
    counted = [township.code for township in yuhuan.counted_townships]
    assert set(rows["township_code"].dropna()) == {*counted, "331083400"}
    assert rows["township_code"].isna().sum() == 1
    assert row(rows, township_code=KANMEN)["left_count"] == 1
    assert row(rows, township_code=YUCHENG)["total"] == 0
    assert rows["total"].sum() == 3


def test_a_scope_narrows_every_answer(told: Callable[..., None], tell: Tell, ask: Ask) -> None:
    village = f"{KANMEN}002"
    told(
        move(tell, "a", ("listed", 0), township_code=KANMEN, village_code=village),
        move(tell, "b", ("listed", 0), township_code=KANMEN, village_code=f"{KANMEN}003"),
        move(tell, "c", ("listed", 0)),
    )
    assert [row(ask("evacuation/headline", h=1, area=area))["total"] for area in (None, KANMEN, village)] == [
        3,
        2,
        1,
    ]
    assert ask("evacuation/left_people", h=1, area=village)["object_id"].tolist() == ["a"]
    assert ask("evacuation/by_township", h=1, area=village)["township_code"].tolist() == [KANMEN]


def test_what_is_left_names_place_cause_and_who_answers(
    told: Callable[..., None], tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    village = f"{YUCHENG}001"
    enrol("responsible_person", person_id="v", name="村", phone="1", role_code="village_guarantor")
    enrol("responsible_person", person_id="t", name="镇", phone="2", role_code="township_evacuation")
    for who in ("a", "b", "c"):
        enrol(
            "evacuee",
            evacuee_id=who,
            name=who,
            persons=2,
            village_code=village,
            village_guarantor_id="v",
            township_guarantor_id="t",
        )
    facts = {"quantity": 2, "village_code": village}
    told(
        move(tell, "a", ("listed", 0), ("notified", 1), ("refused", 2), **facts),
        move(tell, "b", ("listed", 0.5), **facts),
        move(tell, "c", ("listed", 0), ("at_shelter", 1), **facts),
        move(tell, "unlisted", ("listed", 0), category="geohazard", village_code=village),
    )
    left = ask("evacuation/left", h=3)
    assert left["persons_left"].tolist() == [4, 1]
    first = row(left, category="old_house")
    assert (first["unit_count"], first["persons_refused"]) == (2, 2)
    assert (first["officer_name"], first["township_officer_name"]) == ("村", "镇")
    assert pd.isna(row(left, category="geohazard")["officer_name"])
    people = ask("evacuation/left_people", h=3)
    assert people["object_id"].tolist() == ["a", "unlisted", "b"]
    assert row(people, object_id="a")["officer_phone"] == "1"


def test_the_trend_says_at_each_hour_what_the_headline_said_then(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    told(
        move(tell, "a", ("listed", 0), ("at_shelter", 1.5), ("unauthorised_return", 3), quantity=4),
        move(tell, "b", ("listed", 1), ("notified", 1.2), ("elsewhere", 3.7), quantity=2),
        [tell(MOVE, "at_shelter", "b", h=2, known_h=6, quantity=2, category="old_house")],
    )
    trend = ask("evacuation/trend", h=4.5, known_h=9)
    start = datetime(2022, 9, 13, tzinfo=UTC)
    for point in trend.itertuples():
        hour = (point.at.to_pydatetime() - start) / timedelta(hours=1)
        head = row(ask("evacuation/headline", h=hour, known_h=9))
        assert (point.total, point.done, point.away) == (head["target"], head["moved"], head["away_now"])
    assert trend["at"].iloc[-1].to_pydatetime() == start + timedelta(hours=4.5)


def test_the_rate_counts_first_arrivals_of_the_hour_before_the_moment(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    told(
        move(tell, "old", ("at_shelter", 2)),
        move(tell, "edge", ("at_shelter", 3), quantity=5),
        move(tell, "new", ("at_shelter", 3.5), quantity=7),
        move(tell, "again", ("at_shelter", 1), ("moving", 3.2), ("elsewhere", 3.6)),
    )
    rate = row(ask("evacuation/rate", h=4))
    assert (rate["moved_1h"], rate["reports_1h"], rate["moved_3h"]) == (7, 1, 13)


def test_three_accounts_differ_where_they_do_and_silence_is_null(
    told: Callable[..., None], tell: Tell, ask: Ask
) -> None:
    def tally(code: str, category: str, hour: float, count: int) -> list[Event]:
        facts = {"township_code": code, "category": category, "quantity": count, "account": "A"}
        return [tell(TALLY, "reported", f"{code}:{category}", h=hour, **facts)]

    told(
        move(tell, "a", ("at_shelter", 1), quantity=3, township_code=KANMEN),
        move(tell, "b", ("at_shelter", 1), quantity=2, township_code=KANMEN),
        move(tell, "c", ("listed", 1), quantity=2, township_code=YUCHENG),
        [tell(SEEN, "seen", "a", h=2), tell(SEEN, "not_seen", "b", h=2), tell(SEEN, "seen", "c", h=2)],
        tally(KANMEN, "old_house", 1, 1),
        tally(KANMEN, "old_house", 3, 9),
        tally(YUCHENG, "geohazard", 3, 4),
    )
    accounts = ask("evacuation/accounts", h=4)
    kanmen = row(accounts, township_code=KANMEN)
    assert (kanmen["a_reported"], kanmen["b_ticked"], kanmen["c_seen"]) == (9, 5, 3)
    assert (kanmen["a_less_b"], kanmen["b_less_c"], kanmen["c_unseen"]) == (4, 2, 2)
    silent = row(accounts, township_code=YUCHENG, category="old_house")
    assert pd.isna(silent["a_reported"])
    assert pd.isna(silent["c_seen"])
    assert silent["b_ticked"] == 0
    unlisted = row(accounts, township_code=YUCHENG, category="geohazard")
    assert unlisted["a_reported"] == 4
    assert pd.isna(unlisted["b_ticked"])
    assert row(ask("evacuation/accounts", h=2.5), township_code=KANMEN)["a_reported"] == 1
    assert ask("evacuation/unseen", h=4)["object_id"].tolist() == ["b"]


def test_who_explains_a_township_is_its_evacuation_group_before_its_commander(ask: Ask, enrol: Enrol) -> None:
    enrol("responsible_person", person_id="a", name="指挥", phone="1", role_code="township_commander")
    enrol("responsible_person", person_id="z", name="转移组二", phone="3", role_code="township_evacuation")
    enrol("responsible_person", person_id="y", name="转移组一", phone="2", role_code="township_evacuation")
    enrol(
        "responsible_person",
        person_id="k",
        name="坎门",
        phone="4",
        role_code="township_commander",
        township_code=KANMEN,
    )
    explainers = ask("evacuation/explainers", h=1)
    assert dict(zip(explainers["township_code"], explainers["officer_name"], strict=True)) == {
        YUCHENG: "转移组一",
        KANMEN: "坎门",
    }


def test_one_evacuee_is_known_with_household_even_without_a_report(
    told: Callable[..., None], tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    for who in ("a", "b"):
        enrol("evacuee", evacuee_id=who, name=who, persons=1, household_id="g", category="old_house")
    enrol("evacuee", evacuee_id="c", name="c", persons=1, household_id="h")
    told(move(tell, "a", ("listed", 0), ("at_shelter", 1)), [tell(SEEN, "seen", "a", h=2)])
    a, b = (row(ask("evacuation/one", h=3, object_id=who)) for who in ("a", "b"))
    assert (a["status"], a["seen_status"], a["done_count"]) == ("at_shelter", "seen", 1)
    assert pd.isna(b["status"])
    assert b["persons"] == 1
    assert ask("evacuation/one", h=3, object_id="nobody").empty
    members = ask("evacuation/household", h=3, object_id="b")
    assert members["object_id"].tolist() == ["a", "b"]
    assert ask("evacuation/unlisted", h=3)["persons"].sum() == 2
