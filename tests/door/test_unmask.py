"""Whose row may be seen whole, by whom, with which reason, and what the audit holds of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Moment
from stormdesk.door.office import Office, open_office
from stormdesk.door.unmask import NoReason, Register, Shown, TooManyShown, go_on, unmask
from stormdesk.door.visit import Visit
from stormdesk.errors import NotAllowed, StormdeskError
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
LISTED = datetime(2022, 9, 1, tzinfo=UTC)
MOMENT = Moment("live", datetime(2022, 9, 10, tzinfo=UTC), datetime(2022, 9, 10, tzinfo=UTC))
HOME, AWAY = "331083001", "331083002"
WHY = "通知转移"
# The table of a register, its id column and the column that holds a person's name.
TABLES = {
    Register.RESPONSIBLE_PERSON: ("responsible_person", "person_id", "name"),
    Register.EVACUEE: ("evacuee", "evacuee_id", "name"),
    Register.VESSEL: ("vessel", "vessel_id", "owner_name"),
    Register.SITE: ("construction_site", "site_id", "manager_name"),
    Register.SHELTER: ("shelter", "shelter_id", "manager_name"),
    Register.FACILITY: ("facility", "facility_id", "owner_name"),
    Register.UNIT: ("member_unit", "unit_id", "liaison_name"),
    Register.TEAM: ("team", "team_id", "leader_name"),
    Register.TERMINAL: ("terminal", "terminal_id", "holder_name"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Desk]:
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("unmask") / "home", mode="live")
    shutil.copytree(empty_file.parent, settings.home)
    opened = open_desk(settings)
    rows = ((HOME, "home", "王海生"), (AWAY, "away", "林远航"))
    with opened.store.write() as transaction:
        for register, (table, id_column, name_column) in TABLES.items():
            for township_code, row_id, name in rows:
                row = {
                    "roster": "live",
                    id_column: row_id,
                    name_column: name,
                    "phone": "13900001234",
                    "township_code": township_code,
                    "source": "test",
                    "valid_from": LISTED,
                    "valid_to": FOREVER,
                }
                if register is Register.EVACUEE:
                    row |= {"persons": 2, "address": "解放路 8 号", "needs": "卧床"}
                transaction.append(table, pd.DataFrame([row]))
    yield opened
    opened.store.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(replace(load_settings(), home=tmp_path, unmasks_10min=2))
    yield opened
    opened.close()


@pytest.fixture
def visit(desk: Desk, office: Office) -> Callable[..., Visit]:
    def made(role: Role, area_code: str | None = None, *, subjects: frozenset[str] = frozenset()) -> Visit:
        visitor = Visitor(
            account_id=f"{role}-1", name="甲", role=role, area_code=area_code, subjects=subjects
        )
        return Visit(visitor, office, desk)

    return made


@pytest.fixture
def audited(office: Office) -> Callable[[], list[tuple[object, ...]]]:
    def rows() -> list[tuple[object, ...]]:
        with office.store.cursor() as cursor:
            return cursor.execute(
                "select what, is_done, thing, thing_id, reason from audit order by noted_at, rowid"
            ).fetchall()

    return rows


def shown(
    visit: Visit, row_id: str = "home", *, register: Register = Register.EVACUEE, minutes: float = 0
) -> Shown:
    at = AT + timedelta(minutes=minutes)
    return unmask(visit, register, row_id, moment=MOMENT, reason=WHY, at=at)


def test_a_township_sees_its_own_person_whole_and_the_audit_says_why(
    visit: Callable[..., Visit], audited: Callable[[], list[tuple[object, ...]]]
) -> None:
    found = shown(visit(Role.TOWNSHIP, HOME))
    assert found == Shown("王海生", "13900001234", "解放路 8 号", "卧床")
    assert audited() == [("row", True, "evacuee", "home", WHY)]


@pytest.mark.parametrize("register", [one for one in Register if one is not Register.UNIT])
def test_another_townships_person_is_refused_and_told(
    register: Register,
    visit: Callable[..., Visit],
    audited: Callable[[], list[tuple[object, ...]]],
) -> None:
    role = (
        Role.DUTY_OFFICER if register in {Register.UNIT, Register.TEAM, Register.TERMINAL} else Role.TOWNSHIP
    )
    theirs = visit(role, HOME)
    assert shown(theirs, register=register).name == "王海生"
    with pytest.raises(NotAllowed):
        shown(theirs, "away", register=register)
    assert audited()[-1] == ("not_own", False, register, "away", WHY)


@pytest.mark.parametrize("role", [Role.WALL, Role.REVIEWER, Role.ADMINISTRATOR])
def test_who_needs_no_names_gets_none(
    role: Role, visit: Callable[..., Visit], audited: Callable[[], list[tuple[object, ...]]]
) -> None:
    with pytest.raises(NotAllowed):
        shown(visit(role))
    assert [row[1] for row in audited()] == [False]


def test_a_department_sees_those_of_its_own_subjects_only(visit: Callable[..., Visit]) -> None:
    fishery = visit(Role.DEPARTMENT, subjects=frozenset({"vessel"}))
    assert shown(fishery, register=Register.VESSEL).phone == "13900001234"
    with pytest.raises(NotAllowed):
        shown(fishery, register=Register.SITE)


@pytest.mark.parametrize("reason", ["", "   ", "核实", ". . . .", "……——"])
def test_nothing_is_shown_without_a_reason(reason: str, visit: Callable[..., Visit]) -> None:
    with pytest.raises(NoReason):
        unmask(visit(Role.DUTY_OFFICER), Register.EVACUEE, "home", moment=MOMENT, reason=reason, at=AT)


def test_a_reason_keeps_no_numbers_of_persons(
    visit: Callable[..., Visit], audited: Callable[[], list[tuple[object, ...]]]
) -> None:
    why = "核对 331083199001011237 和 13800002071"
    unmask(visit(Role.DUTY_OFFICER), Register.EVACUEE, "home", moment=MOMENT, reason=why, at=AT)
    assert audited()[0][-1] == "核对 331*************37 和 138****2071"


def test_who_reads_row_after_row_is_stopped_for_an_hour(visit: Callable[..., Visit]) -> None:
    officer, other = visit(Role.DUTY_OFFICER), visit(Role.COMMANDER)
    shown(officer)
    shown(officer, minutes=1)
    with pytest.raises(TooManyShown):
        shown(officer, minutes=2)
    assert shown(other, minutes=3).name
    with pytest.raises(TooManyShown):
        shown(officer, minutes=61)
    assert shown(officer, minutes=63).name


def test_an_administrator_lets_a_stopped_account_go_on(visit: Callable[..., Visit]) -> None:
    officer = visit(Role.DUTY_OFFICER)
    for minute in range(2):
        shown(officer, minutes=minute)
    with pytest.raises(TooManyShown):
        shown(officer, minutes=2)
    with pytest.raises(NotAllowed):
        go_on(officer, "duty_officer-1", at=AT + timedelta(minutes=3))
    go_on(visit(Role.ADMINISTRATOR), "duty_officer-1", at=AT + timedelta(minutes=3))
    assert shown(officer, minutes=4).name


def test_what_the_audit_cannot_hold_is_not_shown(
    visit: Callable[..., Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StormdeskError

    officer = visit(Role.DUTY_OFFICER)
    monkeypatch.setattr("stormdesk.door.audit.Audit.note", full)
    with pytest.raises(StormdeskError):
        shown(officer)


def test_the_row_of_the_moment_is_shown_and_none_from_before_it_stood_there(
    visit: Callable[..., Visit],
) -> None:
    early = Moment("live", LISTED - timedelta(days=1), LISTED)
    with pytest.raises(NotAllowed):
        unmask(visit(Role.DUTY_OFFICER), Register.EVACUEE, "home", moment=early, reason=WHY, at=AT)
