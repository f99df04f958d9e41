import json
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from stormdesk.domain.fold import Transitions
from stormdesk.ui.sources import source_name
from stormdesk.ui.subjects.card import positions
from stormdesk.ui.subjects.duty import DUTY
from stormdesk.ui.subjects.entry import Choice, Occasion, make_draft, may_be_recorded
from stormdesk.ui.subjects.history import comment, reports
from stormdesk.ui.subjects.vessels import VESSELS
from stormdesk.ui.subjects.words import Words

NOON = datetime(2022, 9, 14, 4, tzinfo=UTC)
BERTH, CREW = VESSELS.facets
ROW = {
    "object_id": "v1",
    "name": "浙玉渔1",
    "category": "fishing",
    "township_code": "331083002",
    "village_code": None,
    "status": "at_sea",
    "crew_status": None,
    "crew_persons": 6,
    "happened_at": pd.Timestamp(NOON) - pd.Timedelta(hours=1),
}


@pytest.fixture
def occasion(transitions: Transitions) -> Occasion:
    return Occasion("drill", NOON, transitions)


def test_an_entry_is_signed_dated_and_placed(occasion: Occasion) -> None:
    choice = Choice(facet=BERTH, status="in_port", happened_at=NOON, comment="  电话核实 ")
    (event,) = make_draft(VESSELS, [ROW], choice, occasion).confirmed(NOON + timedelta(minutes=2))
    assert (event.source, event.actor, event.account) == ("form", "duty-desk", "B")
    assert (event.subject, event.subject_id, event.facet, event.status) == (
        "vessel",
        "v1",
        "berth",
        "in_port",
    )
    assert (event.happened_at, event.recorded_at) == (NOON, NOON + timedelta(minutes=2))
    assert (event.township_code, event.village_code, event.category) == ("331083002", None, "fishing")
    assert json.loads(event.payload or "") == {"text": "电话核实"}


def test_confirming_twice_records_the_same_events(occasion: Occasion) -> None:
    draft = make_draft(VESSELS, [ROW], Choice(facet=BERTH, status="in_port", happened_at=NOON), occasion)
    first, second = (draft.confirmed(NOON + timedelta(seconds=wait)) for wait in (1, 2))
    assert [event.event_id for event in first] == [event.event_id for event in second]
    again = make_draft(VESSELS, [ROW], draft.choice, occasion)
    assert again.events[0].event_id != draft.events[0].event_id


def test_what_cannot_follow_is_refused_by_name(occasion: Occasion) -> None:
    rows = [ROW, ROW | {"object_id": "v2", "name": None, "status": "in_port"}]
    draft = make_draft(VESSELS, rows, Choice(facet=BERTH, status="moored", happened_at=NOON), occasion)
    assert [event.subject_id for event in draft.events] == ["v2"]
    assert (draft.names, draft.refused) == (("v2",), ("浙玉渔1",))


def test_an_earlier_instant_is_left_to_the_ledger(occasion: Occasion) -> None:
    choice = Choice(facet=BERTH, status="moored", happened_at=NOON - timedelta(hours=2))
    assert make_draft(VESSELS, [ROW], choice, occasion).refused == ()


@pytest.mark.parametrize(("given", "recorded"), [(None, 6), (4, 4), (0, 0)])
def test_people_are_as_entered_or_else_as_listed(
    occasion: Occasion, given: int | None, recorded: int
) -> None:
    choice = Choice(facet=CREW, status="ashore", happened_at=NOON, quantity=given)
    assert make_draft(VESSELS, [ROW], choice, occasion).events[0].quantity == recorded
    unlisted = make_draft(VESSELS, [ROW | {"crew_persons": float("nan")}], choice, occasion)
    assert unlisted.events[0].quantity == given


def test_a_boat_carries_no_people_of_its_own(occasion: Occasion) -> None:
    choice = Choice(facet=BERTH, status="in_port", happened_at=NOON, quantity=3)
    assert make_draft(VESSELS, [ROW], choice, occasion).events[0].quantity is None


def test_a_person_is_named_masked_in_the_confirmation(occasion: Occasion) -> None:
    row = {"object_id": "p1", "name": "张三丰", "status": None, "happened_at": pd.NaT}
    choice = Choice(facet=DUTY.facets[0], status="on_post", happened_at=NOON)
    assert make_draft(DUTY, [row], choice, occasion).names == ("张**",)


def test_the_first_report_may_be_any_that_the_table_allows(transitions: Transitions) -> None:
    first = may_be_recorded(VESSELS, ROW | {"status": None}, "berth", transitions)
    assert first is not None
    assert "homebound" in first
    assert may_be_recorded(VESSELS, ROW, "berth", transitions) == {
        "at_sea",
        "homebound",
        "in_port",
        "sheltering_elsewhere",
        "out_of_contact",
    }
    assert may_be_recorded(VESSELS, {"status": "at_sea"}, "crew", transitions) is None


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (None, ""),
        ("not json", ""),
        ("[1]", ""),
        ('{"text": "已到\\n现场", "place": "三号码头"}', "已到 现场 · 三号码头"),
        ('{"other": 1}', ""),
    ],
)
def test_only_words_are_taken_from_a_payload(payload: str | None, words: str) -> None:
    assert comment(payload) == words


def test_a_history_marks_what_is_late_and_what_does_not_count() -> None:
    known = Words(
        statuses={("berth", "moored"): "已系泊", ("berth", "at_sea"): "在海上"},
        progress={},
        categories={},
        area=str,
    )
    base = {
        "event_id": "e1",
        "corrects": None,
        "by_event_id": None,
        "by_status": None,
        "by_recorded_at": None,
        "by_actor": None,
        "by_payload": None,
        "happened_at": NOON,
        "recorded_at": NOON + timedelta(minutes=72),
        "facet": "berth",
        "status": "moored",
        "quantity": None,
        "source": "drill_fishery",
        "actor": "P1",
        "account": None,
        "payload": None,
        "is_flagged": True,
        "prior_status": "at_sea",
    }
    calm = base | {"recorded_at": NOON, "is_flagged": False, "prior_status": None, "quantity": 4}
    corrected = {
        "by_event_id": "e2",
        "by_status": "withdrawn",
        "by_recorded_at": NOON,
        "by_actor": "P2",
        "by_payload": json.dumps({"reason": "听错船号"}),
    }
    flagged, fine, gone = reports(pd.DataFrame([base, calm, calm | corrected]), VESSELS, known)
    assert (flagged["late"], flagged["flag"]) == ("迟报 72 分", "存疑:“在海上”之后不能是“已系泊”,未计入")
    assert (fine["late"], fine["flag"], fine["people"]) == ("", "", "4 人")
    assert flagged["source"] == "渔业部门(演练)"
    assert (fine["overruled"], fine["may_be_amended"], gone["may_be_amended"]) == (None, True, False)
    assert gone["overruled"] == {"title": "已撤销", "at": "09-14 12:00", "actor": "P2", "reason": "听错船号"}


def test_a_position_in_doubt_says_so() -> None:
    row = {"positioned_at": NOON, "lat": 28.0, "lon": 121.5, "speed_kn": None, "course_deg": None}
    seen = pd.DataFrame([row | {"is_suspect": False}, row | {"speed_kn": 7.25, "is_suspect": True}])
    assert [(fix["motion"], fix["doubt"]) for fix in positions(seen)] == [("", ""), ("7.2 节", "存疑,不上图")]


def test_an_unknown_source_keeps_its_own_name() -> None:
    assert source_name("camera-7") == "camera-7"
    assert source_name("drill_x") == "drill_x"
