"""What leaves the house leaves under a right, with a stamp, and after the audit knows of it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.export import Export, Leaving, Stamp, Thing, export, may_export
from stormdesk.door.office import Office, open_office
from stormdesk.door.visit import Visit
from stormdesk.errors import NotAllowed, StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.settings import load_settings

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
TABLE = Export(leaving=Leaving.TABLE, thing=Thing.LISTS, sheet="evacuation-left", ending="csv", rows=12)
BUNDLE = replace(TABLE, leaving=Leaving.BUNDLE, thing=Thing.BUNDLE, is_personal=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(replace(load_settings(), home=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def visit(office: Office) -> Callable[[Role], Visit]:
    def made(role: Role) -> Visit:
        visitor = Visitor(account_id="zhang", name="张三", role=role, area_code=None)
        return Visit(visitor, office, cast("Desk", None))

    return made


@pytest.fixture
def audited(office: Office) -> Callable[[], list[tuple[str, bool, str, dict[str, object]]]]:
    def rows() -> list[tuple[str, bool, str, dict[str, object]]]:
        with office.store.cursor() as cursor:
            found = cursor.execute("select what, is_done, thing, detail from audit order by seq").fetchall()
        return [(what, is_done, thing, json.loads(detail)) for what, is_done, thing, detail in found]

    return rows


def test_a_file_is_stamped_with_a_number_that_the_audit_knows(
    visit: Callable[[Role], Visit], audited: Callable[[], list[tuple[str, bool, str, dict[str, object]]]]
) -> None:
    stamps: list[Stamp] = []

    def made(stamp: Stamp) -> bytes:
        assert audited(), "the audit is told first"
        stamps.append(stamp)
        return b"file"

    assert export(visit(Role.DUTY_OFFICER), TABLE, made, at=AT) == b"file"
    ((what, is_done, thing, detail),) = audited()
    assert (what, is_done, thing) == ("table", True, "lists")
    assert detail == {"export_id": stamps[0].export_id, "ending": "csv", "rows": 12, "personal": False}
    assert (stamps[0].account_id, stamps[0].role, stamps[0].at) == ("zhang", Role.DUTY_OFFICER, AT)


@pytest.mark.parametrize(
    ("role", "asked"),
    [(Role.WALL, TABLE), (Role.ADMINISTRATOR, TABLE), (Role.TOWNSHIP, BUNDLE), (Role.REVIEWER, BUNDLE)],
)
def test_who_may_not_gets_nothing_and_is_told_of(
    role: Role,
    asked: Export,
    visit: Callable[[Role], Visit],
    audited: Callable[[], list[tuple[str, bool, str, dict[str, object]]]],
) -> None:
    assert not may_export(visit(role), asked.thing, is_personal=asked.is_personal)
    with pytest.raises(NotAllowed):
        export(visit(role), asked, lambda _: pytest.fail("was made"), at=AT)
    assert [is_done for _, is_done, _, _ in audited()] == [False]
    assert export(visit(Role.DUTY_OFFICER), asked, lambda _: b"file", at=AT) == b"file"


def test_a_file_that_could_not_be_made_is_told_as_not_done(
    visit: Callable[[Role], Visit], audited: Callable[[], list[tuple[str, bool, str, dict[str, object]]]]
) -> None:
    def broken(_: Stamp) -> bytes:
        raise StormdeskError

    with pytest.raises(StormdeskError):
        export(visit(Role.DUTY_OFFICER), TABLE, broken, at=AT)
    assert [is_done for _, is_done, _, _ in audited()] == [True, False]
