"""What past storms left to be done comes back at Ⅲ and goes only by two hands with evidence, or by name."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.after_action import CARRIED, ItemStatus, OpenItem, TodayStatus
from stormdesk.domain.case_line import Part
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment, parse_instant
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.after_action import mark
from stormdesk.door.cases import add_item
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.door.visit import Visit
from stormdesk.errors import BadDecision, NotAllowed
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.outlook.case_library import lines
from stormdesk.outlook.cases import Stage, open_items, storm_check
from stormdesk.settings import load_settings

DRILLS = {
    "drill-hinnamnor-1": ("2022-08-31T12:00", "2022-09-01T20:00", "2022-09-03T08:00"),
    "drill-muifa-1": ("2022-09-11T08:00", "2022-09-12T10:00", "2022-09-13T08:00"),
}
PROOF = {"evidence": "验收单第3号,现场照片两张"}
ACCOUNTS = (
    Account(account_id="duty", name="值班员", role=Role.DUTY_OFFICER, person_id="P7"),
    Account(account_id="second", name="第二人", role=Role.DUTY_OFFICER),
    Account(account_id="hat", name="同一人", role=Role.COMMANDER, person_id="P7"),
    Account(account_id="reviewer", name="复盘", role=Role.REVIEWER),
    Account(account_id="township", name="乡", role=Role.TOWNSHIP, area_code="331083002"),
)


@dataclass(frozen=True)
class Door:
    desk: Desk
    office: Office

    def visit(self, account_id: str) -> Visit:
        known = self.office.accounts.who(account_id)
        assert known is not None
        return Visit(
            Visitor(
                account_id=account_id,
                name=known.name,
                role=known.role,
                area_code=known.area_code,
                person_id=known.person_id,
            ),
            self.office,
            self.desk,
        )


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, seeded_home: Path) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("items") / "home"
    shutil.copytree(seeded_home, home)
    desk = open_desk(replace(load_settings(), home=home))
    office = open_office(desk.settings, cost=CHEAP)
    for account in ACCOUNTS:
        office.accounts.add(account, None, by=COMMAND, at=datetime.now(UTC))
    yield Door(desk, office)
    office.close()
    desk.store.close()


def moment(operation_id: str, text: str) -> Moment:
    at = parse_instant(text)
    return Moment(operation_id, at, at)


def item(door: Door, at: Moment, key: str = "past-201909#1") -> OpenItem:
    return next(one for one in open_items(door.desk, at) if one.item_id == key)


@pytest.mark.parametrize("drill", DRILLS)
def test_an_open_item_shows_from_level_three_until_struck_off_with_evidence(door: Door, drill: str) -> None:
    quiet, early, then = (moment(drill, text) for text in DRILLS[drill])
    assert storm_check(door.desk, quiet).stage is not Stage.DUE
    found = storm_check(door.desk, then)
    assert found.stage is Stage.DUE
    past = [one.case_id for one in found.items]
    assert (past.count("past-201909"), past.count("past-202004")) == (9, 25)
    assert all(not one.has_words and one.source for one in found.items)
    duty, second, hat = (door.visit(name) for name in ("duty", "second", "hat"))
    with pytest.raises(BadDecision):
        mark(duty, item(door, then), ItemStatus.DONE, {"evidence": "好"}, at=then)
    mark(duty, item(door, then), ItemStatus.DONE, PROOF, at=then)
    later = replace_at(then, hours=1)
    assert item(door, later).status is ItemStatus.DONE
    assert item(door, later).hand == "duty"
    for visit, told in ((duty, PROOF), (hat, PROOF), (second, {})):
        with pytest.raises(BadDecision):
            mark(visit, item(door, later), ItemStatus.STRUCK_OFF, told, at=later)
    for nobody in ("reviewer", "township"):
        with pytest.raises(NotAllowed):
            mark(door.visit(nobody), item(door, later), ItemStatus.STRUCK_OFF, PROOF, at=later)
    assert item(door, later) in storm_check(door.desk, later).items
    mark(second, item(door, later), ItemStatus.STRUCK_OFF, PROOF, at=later)
    assert len(storm_check(door.desk, replace_at(later, hours=1)).items) == len(past) - 1
    assert len(storm_check(door.desk, early).items) == len(past), "then it was still open"
    other = next(name for name in DRILLS if name != drill)
    live = Moment("live", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    if drill == next(iter(DRILLS)):
        elsewhere = item(door, moment(other, DRILLS[other][2]))
        assert elsewhere.status is ItemStatus.FOUND, "a drill's mark is for itself"
    assert item(door, live).status is ItemStatus.FOUND


def replace_at(at: Moment, *, hours: float) -> Moment:
    known = at.as_of + timedelta(hours=hours)
    return Moment(at.operation_id, known, known)


def test_setting_aside_needs_a_known_person_and_a_reason_and_holds_for_this_storm_only(door: Door) -> None:
    drill = "drill-muifa-1"
    then = moment(drill, DRILLS[drill][2])
    key, duty = "past-202004#25", door.visit("duty")
    for told in (
        {"said_by": "hat", "reason": "无"},
        {"said_by": "", "reason": "本次风雨主要在夜间"},
        {"said_by": "张三", "reason": "本次风雨主要在夜间"},
    ):
        with pytest.raises(BadDecision):
            mark(duty, item(door, then, key), TodayStatus.SET_ASIDE, told, at=then)
    told = {"said_by": "hat", "reason": "本次风雨主要在夜间"}
    mark(duty, item(door, then, key), TodayStatus.SET_ASIDE, told, at=then)
    check = storm_check(door.desk, replace_at(then, hours=1))
    [aside] = check.set_aside
    assert (aside.item_id, aside.set_aside and aside.set_aside.said_by) == (key, "hat")
    assert key not in {one.item_id for one in check.items}
    assert key in {one.item_id for one in open_items(door.desk, then)}, "the brief still counts it"
    hinnamnor = moment("drill-hinnamnor-1", DRILLS["drill-hinnamnor-1"][2])
    assert storm_check(door.desk, hinnamnor).set_aside == ()
    again = replace_at(then, hours=1)
    mark(duty, aside, TodayStatus.TAKEN_UP, {}, at=again)
    assert storm_check(door.desk, replace_at(again, hours=1)).set_aside == ()


def test_nobody_invents_the_past_of_an_item_or_writes_a_name_into_it(door: Door) -> None:
    drill = "drill-muifa-1"
    then = moment(drill, DRILLS[drill][2])
    second, one = door.visit("second"), item(door, then, "past-202004#7")
    told = {CARRIED: True, "hand": "duty", **PROOF}
    forged = Event(
        event_id="forged",
        operation_id=drill,
        subject="after_action",
        subject_id=one.item_id,
        facet="progress",
        status="done",
        happened_at=then.as_of,
        recorded_at=then.as_of,
        source="form",
        actor="duty",
        payload=json.dumps(told),
    )
    with pytest.raises(NotAllowed):
        second.record([forged])
    with pytest.raises(BadDecision):
        second.record([replace(forged, status="found", payload=None, corrects="case:past-202004:7")])
    name = door.desk.store.frame("evacuation/left_people", **asked(then)).iloc[0]["name"]
    for text in (f"由{name}负责", "联系13812342071"):
        with pytest.raises(BadDecision):
            mark(second, one, ItemStatus.ASSIGNED, {"owner_unit": text}, at=then)
    mark(second, one, ItemStatus.ASSIGNED, {"owner_unit": "水利局", "due_at": "2022-09-12"}, at=then)
    assert item(door, replace_at(then, hours=1), one.item_id).is_overdue


def test_what_a_drill_leaves_is_entered_in_drills_only_and_a_refusal_leaves_nothing(door: Door) -> None:
    drill, now = "drill-muifa-1", datetime.now(UTC)
    with pytest.raises(BadDecision):
        add_item(door.visit("second"), drill, "增加两辆大巴", {}, at=Moment("", now, now))
    assert not [line for line in lines(door.desk, case_id=drill) if line.part is Part.ITEM]
    then = moment(drill, DRILLS[drill][2])
    added = add_item(door.visit("second"), drill, "增加两辆大巴", {"owner_unit": "交通运输局"}, at=then)
    assert (added.case_id, added.title_zh) == (drill, "增加两辆大巴")


def asked(at: Moment) -> dict[str, object]:
    return {
        "operation_id": at.operation_id,
        "as_of": at.as_of,
        "known_at": at.known_at,
        "area_code": None,
        "subject_id": None,
    }
