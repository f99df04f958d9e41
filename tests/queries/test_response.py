"""Levels, proposals, signals, units and directives, at a moment and as known then."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from stormdesk.domain.checklist import State
from stormdesk.domain.county import County
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.errors import BadDecision
from stormdesk.outlook.checklist import checklist_at, standing
from stormdesk.store import Ledger, Store

Tell = Callable[..., Event]
Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
LEVEL, PROPOSAL, SIGNAL = "response.level", "response.proposal", "warning.signal"
POST, DIRECTIVE = "unit.post", "directive.progress"


def at(hours: float) -> datetime:
    return datetime(2022, 9, 13, tzinfo=UTC) + timedelta(hours=hours)


@pytest.fixture
def storm(ledger: Ledger, tell: Tell) -> None:
    """Sea only, IV, II, kept at II, down to III, ended."""
    steps = (
        ("in_force", "sea", 1),
        ("adjusted", "4", 5),
        ("adjusted", "2", 10),
        ("adjusted", "2", 20),
        ("adjusted", "3", 30),
        ("ended", "3", 40),
    )
    ledger.record_from_source(
        [tell(LEVEL, status, "typhoon", h=h, category=level) for status, level, h in steps]
    )


@pytest.mark.usefixtures("storm")
def test_keeping_a_level_does_not_begin_it_anew(ask: Ask) -> None:
    row = ask("response/in_force", h=25).iloc[0]
    begun = ask("response/levels", h=25).iloc[0]["level_from"]
    assert (row["level_code"], row["begun_at"]) == ("2", begun)
    assert (row["decided_at"] - row["since"]).total_seconds() == 10 * 3600


@pytest.mark.usefixtures("storm")
def test_a_level_holds_from_its_decision_to_the_next(ask: Ask) -> None:
    for h, level in ((0.5, None), (1, "sea"), (9.9, "4"), (10, "2"), (30, "3"), (40, None)):
        assert list(ask("response/in_force", h=h)["level_code"]) == ([level] if level else []), h


@pytest.mark.usefixtures("storm")
def test_a_second_run_does_not_begin_with_the_first(ledger: Ledger, tell: Tell, ask: Ask) -> None:
    ledger.record_from_source([tell(LEVEL, "in_force", "typhoon", h=50, category="2")])
    row = ask("response/in_force", h=51).iloc[0]
    assert row["since"] == row["begun_at"] == row["decided_at"]


@pytest.mark.usefixtures("storm")
def test_history_ends_at_the_moment(ask: Ask) -> None:
    rows = ask("response/levels", h=15)
    assert list(rows["level_code"]) == ["sea", "4", "2"]
    assert (rows.iloc[-1]["level_until"] - rows.iloc[-1]["level_from"]).total_seconds() == 5 * 3600


def test_a_level_recorded_late_is_not_known_then(ledger: Ledger, tell: Tell, ask: Ask) -> None:
    ledger.record_from_source([tell(LEVEL, "in_force", "typhoon", h=1, known_h=3, category="4")])
    assert ask("response/in_force", h=2).empty
    assert list(ask("response/in_force", h=2, known_h=3)["level_code"]) == ["4"]


def test_a_proposal_and_its_approval_stand_under_their_own_names(
    ledger: Ledger, tell: Tell, ask: Ask
) -> None:
    ledger.record_from_source(
        [
            tell(PROPOSAL, "proposed", "typhoon", h=1, category="2", actor="duty officer"),
            tell(PROPOSAL, "approved", "typhoon", h=2, category="2", actor="commander"),
        ]
    )
    rows = ask("response/proposals", h=3)
    assert list(zip(rows["status"], rows["actor"], strict=True)) == [
        ("approved", "commander"),
        ("proposed", "duty officer"),
    ]


def shown(ask: Ask, *, h: float) -> list[tuple[str, str, float]]:
    rows = ask("response/signal_history", h=h)
    until = [(one.to_pydatetime() - at(0)).total_seconds() / 3600 for one in rows["signal_until"]]
    return list(zip(rows["status"], rows["colour"], until, strict=True))


def test_a_lifted_signal_is_history_and_not_in_force(ledger: Ledger, tell: Tell, ask: Ask) -> None:
    ledger.record_from_source(
        [
            tell(SIGNAL, "issued", "typhoon", h=1, category="blue"),
            tell(SIGNAL, "issued", "typhoon", h=4, category="red"),
            tell(SIGNAL, "lifted", "typhoon", h=9, category="red"),
        ]
    )
    assert [one[:2] for one in shown(ask, h=5)] == [("issued", "red"), ("issued", "blue")]
    assert [one[:2] for one in shown(ask, h=9)] == [("lifted", "red"), ("issued", "red"), ("issued", "blue")]
    assert [one[2] for one in shown(ask, h=9)] == [9.0, 9.0, 4.0]


def test_a_silent_unit_is_not_an_absent_one(enrol: Enrol, ledger: Ledger, tell: Tell, ask: Ask) -> None:
    for unit in ("housing", "transport", "media"):
        enrol("member_unit", unit_id=unit, name=unit, is_main=unit != "media")
    ledger.record_from_source([tell(POST, "called", "housing", h=1), tell(POST, "on_post", "housing", h=2)])
    rows = ask("response/units", h=3).set_index("unit_id")
    assert rows.loc["housing", "status"] == "on_post"
    assert rows.loc["transport", "status"] is None or pd.isna(rows.loc["transport", "status"])
    assert (rows.loc["housing", "since"] - rows.loc["housing", "called_at"]).total_seconds() == 3600


def directive(tell: Tell, status: str, named: str, *, h: float, due: str) -> Event:
    facts = json.dumps({"title_zh": named, "owner_unit": "housing", "due_at": due})
    return tell(DIRECTIVE, status, named, h=h, payload=facts)


def test_late_directives_come_first_and_a_zoneless_due_time_is_beijing(
    enrol: Enrol, ledger: Ledger, tell: Tell, ask: Ask
) -> None:
    enrol("member_unit", unit_id="housing", name="住建局")
    ledger.record_from_source(
        [
            directive(tell, "assigned", "early", h=1, due="2022-09-13T10:00"),
            directive(tell, "assigned", "zoned", h=1, due="2022-09-13T10:00:00+00:00"),
            directive(tell, "assigned", "done", h=1, due="2022-09-13 09:00"),
            directive(tell, "being_fixed", "done", h=1.1, due="2022-09-13 09:00"),
            directive(tell, "inspected", "done", h=1.2, due="2022-09-13 09:00"),
            directive(tell, "struck_off", "done", h=1.3, due="2022-09-13 09:00"),
            directive(tell, "assigned", "vague", h=1, due="soon"),
        ]
    )
    rows = ask("response/directives", h=4)
    assert list(rows["directive_id"]) == ["early", "zoned", "vague", "done"]
    assert list(rows["is_overdue"]) == [True, False, False, False]
    assert set(rows["owner_name"]) == {"住建局"}
    assert pd.isna(rows.set_index("directive_id").loc["vague", "due_at"])


def test_a_broken_payload_breaks_nothing(ledger: Ledger, tell: Tell, ask: Ask) -> None:
    ledger.record_from_source([tell(DIRECTIVE, "found", "odd", h=1, payload="{not json")])
    rows = ask("response/directives", h=2)
    assert list(rows["directive_id"]) == ["odd"]
    assert pd.isna(rows.iloc[0]["title_zh"])


def test_an_approval_by_the_proposer_is_refused_at_the_desk_and_flagged_from_a_feed(
    ledger: Ledger, tell: Tell, ask: Ask
) -> None:
    ledger.record_by_person([tell(PROPOSAL, "proposed", "typhoon", h=1, category="2", actor="值班长")])
    own = tell(PROPOSAL, "approved", "typhoon", h=2, category="2", actor=" 值班长")
    with pytest.raises(BadDecision):
        ledger.record_by_person([own])
    receipt = ledger.record_from_source([own])
    assert receipt.flagged_ids == {own.event_id}
    assert list(ask("response/proposals", h=3)["status"]) == ["proposed"]
    assert list(ask("checks/transitions", h=3)["what"]) == ["same_person"]
    ledger.record_by_person([tell(PROPOSAL, "approved", "typhoon", h=2.5, category="2", actor="指挥")])
    assert list(ask("response/proposals", h=3)["status"]) == ["approved", "proposed"]


def test_a_level_that_one_hand_proposed_and_approved_does_not_count(
    ledger: Ledger, tell: Tell, ask: Ask
) -> None:
    payload = json.dumps({"proposer": "值班长", "approver": "值班长"})
    ledger.record_from_source([tell(LEVEL, "in_force", "typhoon", h=1, category="2", payload=payload)])
    assert ask("response/in_force", h=2).empty


def test_deciders_are_the_county_tier_and_those_who_decided_before(
    ledger: Ledger, tell: Tell, ask: Ask, enrol: Enrol
) -> None:
    enrol("responsible_person", person_id="p1", name="王一", tier="county", role_code="county_commander")
    enrol("responsible_person", person_id="p2", name="王二", tier="village")
    ledger.record_from_source([tell(PROPOSAL, "proposed", "flood", h=1, category="4", actor="值班长")])
    found = ask("response/deciders", h=2)
    assert list(found["decider"]) == ["p1", "值班长"]
    assert list(found["is_listed"]) == [True, False]


def test_an_emergency_flood_period_stands_beside_the_levels_until_it_is_lifted(
    ledger: Ledger, tell: Tell, ask: Ask
) -> None:
    head = json.dumps({"approver": "市长"})
    fact = "response.emergency"
    ledger.record_from_source([tell(fact, "declared", "flood", h=1, payload=head)])
    assert list(ask("response/emergency", h=2)["is_in_force"]) == [True]
    ledger.record_from_source([tell(fact, "lifted", "flood", h=3, payload=head)])
    assert list(ask("response/emergency", h=4)["is_in_force"]) == [False, False]
    assert list(ask("response/emergency", h=2)["is_in_force"]) == [True]
    assert ask("response/in_force", h=2).empty
    with pytest.raises(BadDecision):
        ledger.record_by_person([tell(fact, "declared", "flood", h=5)])


@pytest.mark.usefixtures("storm")
def test_marks_and_levels_make_the_checklist_of_a_moment(
    ledger: Ledger, tell: Tell, store: Store, yuhuan: County, enrol: Enrol, ask: Ask
) -> None:
    ground = SimpleNamespace(store=store, county=yuhuan, constituents=())
    ledger.record_from_source([tell("action.work", "done", "typhoon:l4_plan:1", h=5.2, actor="应急管理局")])

    def moment(h: float) -> Moment:
        return Moment("drill", at(h), at(h))

    before, after = (checklist_at(ground, moment(h)) for h in (5.1, 5.3))
    states = [{one.item_id: one.state for one in items} for items in (before, after)]
    assert [found["typhoon:l4_plan:1"] for found in states] == [State.OPEN, State.DONE]
    count = standing(ground, moment(5.3))
    assert (count.done, count.late) == (1, 2)
    assert count.total == sum(one.is_live for one in after)
    assert standing(ground, moment(41)).total == 0
    assert checklist_at(ground, moment(41))
    enrol("member_unit", unit_id="emergency", name="应急管理局", phone="19900630448")
    assert list(ask("checklist/units", h=1)["unit_id"]) == ["emergency"]
