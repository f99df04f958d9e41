"""A small response with people moved in two townships, behind a door with several hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

from openpyxl import load_workbook

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Fault
from stormdesk.domain.papers import Paper
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office, open_office
from stormdesk.door.papers import (
    check,
    draft,
    issue,
    standing_objections,
)
from stormdesk.door.passwords import CHEAP
from stormdesk.door.visit import Visit
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings, load_settings

OPERATION = "test-1"
START = datetime(2022, 9, 13, 0, 0, tzinfo=UTC)
SIGNED = datetime(2026, 9, 14, tzinfo=UTC)
TOWN, VILLAGE = "331083001", "331083001001"
OTHER_TOWN, OTHER_VILLAGE = "331083002", "331083002001"
# A paper whose file is quickly made.
KIND = "daily_return"
SIGNED_AT = r"\d{4}年\d+月\d+日\d+时\d\d分"
ACCOUNTS = {
    "duty": Account(account_id="duty", name="值班员", role=Role.DUTY_OFFICER, person_id="P7"),
    "second": Account(account_id="second", name="第二人", role=Role.DUTY_OFFICER),
    "hat": Account(account_id="hat", name="同一人", role=Role.COMMANDER, person_id="P7"),
    "head": Account(account_id="head", name="指挥长", role=Role.COMMANDER),
    "reviewer": Account(account_id="reviewer", name="复盘", role=Role.REVIEWER),
}


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def moment(hours: float, known_h: float | None = None) -> Moment:
    return Moment(OPERATION, at(hours), at(hours if known_h is None else known_h))


@dataclass
class PaperHouse:
    """An open desk and office; reports are brought as any list would bring them."""

    desk: Desk
    office: Office
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    signed: Iterator[int] = field(default_factory=lambda: count(1))

    def visit(self, account_id: str) -> Visit:
        known = ACCOUNTS[account_id]
        visitor = Visitor(account_id=account_id, name=known.name, role=known.role, person_id=known.person_id)
        return Visit(visitor, self.office, self.desk)

    def now(self) -> datetime:
        """The machine's time, a minute later each time it is asked."""
        return SIGNED + timedelta(minutes=next(self.signed))

    def tell(self, fact: str, status: str, subject_id: str, *, h: float, **more: object) -> Event:
        subject, facet = fact.split(".")
        facts: dict[str, object] = {
            "event_id": f"e{next(self.numbers):04}",
            "operation_id": OPERATION,
            "subject": subject,
            "subject_id": subject_id,
            "facet": facet,
            "status": status,
            "happened_at": at(h),
            "recorded_at": at(h),
            "source": "test",
            "actor": "test",
        }
        event = Event(**(facts | more))  # type: ignore[arg-type]
        assert not self.desk.ledger.record_from_source([event]).problems
        return event

    def move(
        self, subject_id: str, persons: int, *, h: float, is_other: bool = False, **more: object
    ) -> Event:
        """Somebody moved, and the township has reported as many."""
        town, village = (OTHER_TOWN, OTHER_VILLAGE) if is_other else (TOWN, VILLAGE)
        place = {"township_code": town, "village_code": village, "category": "old_house"}
        self.tell("evacuee.move", "notified", subject_id, h=h - 0.5, quantity=persons, **place)
        return self.tell(
            "evacuee.move", "with_relatives", subject_id, h=h, quantity=persons, **(place | more)
        )

    def reported(self, persons: int, *, h: float, is_other: bool = False) -> Event:
        town = OTHER_TOWN if is_other else TOWN
        place = {"township_code": town, "category": "old_house", "account": "A"}
        return self.tell("tally.moved", "reported", f"{town}:old_house", h=h, quantity=persons, **place)

    def tamper(self, sql: str) -> None:
        """Change the file as somebody does who goes past the program."""
        with self.desk.store.write() as transaction:
            transaction._cursor.execute(sql)

    def noted(self) -> list[dict[str, object]]:
        columns, rows = self.office.store.head("audit/chain", 10_000)
        return [dict(zip(columns, row, strict=True)) for row in rows]


@contextmanager
def paper_house(settings: Settings) -> Iterator[PaperHouse]:
    """Open a house; one that was open before goes on where it stood."""
    desk = open_desk(settings)
    office = open_office(settings, cost=CHEAP)
    if not office.accounts.all():
        for account in ACCOUNTS.values():
            office.accounts.add(account, None, by=COMMAND, at=SIGNED)
    stood = sum(row[1] == OPERATION for row in desk.store.rows("ledger/all_events"))
    yield PaperHouse(desk, office, count(stood + 1))
    office.close()
    desk.store.close()


def settings_at(home: Path) -> Settings:
    return replace(load_settings(), home=home, language="en")


def issued(house: PaperHouse, hours: float = 4, *, corrects: str | None = None, kind: str = KIND) -> Paper:
    drafted = draft(house.visit("duty"), kind, moment(hours), at=house.now(), corrects=corrects)
    checked = check(house.visit("second"), drafted, at=house.now())
    return issue(house.visit("head"), checked, at=house.now())


def faults(house: PaperHouse, hours: float = 4) -> set[Fault]:
    return {one.fault for one in standing_objections(house.visit("head"), "bulletin", moment(hours))}


def last_line(data: bytes) -> str:
    """What stands last on the first sheet of a form."""
    rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [str(row[0]) for row in rows if row[0]][-1]
