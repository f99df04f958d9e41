"""A drill in two townships that could not be told apart better: each name, number and id says whose it is.

Everything personal holds a mark: 甲 in the first township and its first village, 丙 in its second village,
乙 in the other township, 丁 in what is the county's own, 戊 in what the county tells everybody.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from stormdesk.domain.event import FOREVER, Event
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Store

START = datetime(2022, 9, 13, tzinfo=UTC)
NOW = START + timedelta(hours=12)
LISTED_FROM = datetime(2022, 9, 1, tzinfo=UTC)
OPERATION, ROSTER, STORM = "drill", "paper", "202212"
HOME = {"lat": 28.34567, "lon": 121.34567}
OWN_TOWNSHIP, OTHER_TOWNSHIP = "331083002", "331083003"
OWN_VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE = "331083002001", "331083002002", "331083003001"


@dataclass(frozen=True)
class Corner:
    """A part of the county and how everything in it is marked."""

    key: str
    mark: str
    surname: str
    thing: str
    phone: str
    township_code: str | None
    village_code: str | None = None

    @property
    def area(self) -> dict[str, str | None]:
        return {"township_code": self.township_code, "village_code": self.village_code}

    def name(self, number: int) -> str:
        return f"{self.surname}{self.mark}{number}"


OWN = Corner("AX", "甲", "赵", "东埠", "1380000", OWN_TOWNSHIP, OWN_VILLAGE)
TOWN = Corner("AT", "甲", "赵", "东埠", "1380001", OWN_TOWNSHIP)
NEXT = Corner("NX", "丙", "孙", "南埠", "1370000", OWN_TOWNSHIP, NEXT_VILLAGE)
OTHER = Corner("BX", "乙", "钱", "西埠", "1390000", OTHER_TOWNSHIP, OTHER_VILLAGE)
COUNTY = Corner("CX", "丁", "李", "北埠", "1360000", None)
# What the county decides and whom it names is for everybody, masked.
OPEN = Corner("OP", "戊", "周", "北埠", "1350000", None)
CORNERS = (OWN, TOWN, NEXT, OTHER, COUNTY)
Listed = Iterator[tuple[str, dict[str, object]]]
Person = Callable[[], dict[str, object]]
Reporting = Callable[..., Event]


def listed(corner: Corner) -> Listed:
    """The rows of a corner on every list."""
    numbers = iter(range(1, 99))

    def person() -> dict[str, object]:
        number = next(numbers)
        return {"phone": f"{corner.phone}{number:04}", "note": f"{corner.mark}备注{number}"}

    yield from people_listed(corner, person)
    yield from objects_listed(corner, person)
    yield from means_listed(corner, person)


def place(number: int) -> dict[str, object]:
    """A place of its own for each thing."""
    return {"lat": 28.1 + number / 1e5, "lon": 121.2 + number / 1e5}


def people_listed(corner: Corner, person: Person) -> Listed:
    """Responsible persons and evacuees."""
    key = corner.key
    for number in (1, 2, 3):
        yield (
            "responsible_person",
            {
                "person_id": f"{key}-P{number}",
                "name": corner.name(number),
                "role_code": "village_commander",
                "tier": "county" if corner.township_code is None else "village",
                "deputy_id": f"{key}-P2",
                **person(),
                **place(1),
                # The third has the phone and the name of the first.
                **({"name": corner.name(1), "phone": f"{corner.phone}0001"} if number == 3 else {}),
            },
        )
    for number in range(1, 6):
        yield (
            "evacuee",
            {
                "evacuee_id": f"{key}-E{number}",
                "name": corner.name(10 + number),
                "household_id": f"{key}-G1",
                "persons": 1,
                "category": "dangerous_house",
                "danger_place": f"{corner.mark}坑{number}号",
                "address": f"{corner.mark}路{number}号",
                "needs": f"{corner.mark}卧床",
                "shelter_id": f"{key}-H1",
                "township_guarantor_id": f"{key}-P2",
                "village_guarantor_id": f"{key}-P1",
                **person(),
                **HOME,
            },
        )


def objects_listed(corner: Corner, person: Person) -> Listed:
    """A boat, a building site, a shelter and a house."""
    key = corner.key
    owner = {"owner_name": corner.name(20), **person()}
    crew = {"vessel_class": "fishing", "crew_count": 6, "length_m": 20.0, "officer_id": f"{key}-P1"}
    yield (
        "vessel",
        {"vessel_id": f"{key}-V1", "name": f"{corner.thing}渔1", "mmsi": f"9{key}1", **crew, **owner},
    )
    manager = {"manager_name": corner.name(21), "officer_id": f"{key}-P1", **person(), **place(6)}
    workers = {"worker_count": 9, "crane_count": 1, "shed_count": 1}
    yield "construction_site", {"site_id": f"{key}-S1", "name": f"{corner.thing}工地", **workers, **manager}
    places = {"tier": "village", "capacity": 50, "is_certified": True, "has_video": False}
    yield "shelter", {"shelter_id": f"{key}-H1", "name": f"{corner.thing}安置点", **places, **manager}
    house = {"sector": "dangerous_house", "people_count": 4, "officer_id": f"{key}-P1", **owner, **place(7)}
    # A house is often called by its owner.
    yield "facility", {"facility_id": f"{key}-F1", "name": f"{corner.thing}{corner.name(20)}危房", **house}


def means_listed(corner: Corner, person: Person) -> Listed:
    """A team, a stock, a terminal, a danger zone, and a village itself."""
    key = corner.key
    yield (
        "team",
        {"team_id": f"{key}-T1", "name": f"{corner.thing}队", "leader_name": corner.name(22), **person()},
    )
    yield (
        "stock",
        {"stock_id": f"{key}-K1", "depot_name": f"{corner.thing}库", "item_name": "沙袋", "quantity": 5},
    )
    phone = {"kind": "satellite_phone", "holder_name": corner.name(23), **person()}
    yield "terminal", {"terminal_id": f"{key}-D1", "name": f"{corner.thing}卫星电话", **phone}
    zone = {"zone_type": "dangerous_house", "people_count": 4, "officer_id": f"{key}-P1"}
    yield "danger_zone", {"zone_id": f"{key}-Z1", "name": f"{corner.thing}险区", **zone}
    if corner.village_code:
        own = {"name": f"{corner.thing}村", "cell_tower_id": f"{key}-JZ"}
        yield "village", {"village_id": corner.village_code, "population": 100, **own}


def told(corner: Corner) -> Iterator[Event]:
    """What is reported in a corner: of everything something, a correction, a doubtful and a late report."""
    key, steps = corner.key, iter(range(1, 999))

    def report(fact: str, status: str, subject_id: str, **more: object) -> Event:
        step = next(steps)
        subject, facet = fact.split(".")
        facts: dict[str, object] = {
            "event_id": f"{key}-e{step}",
            "operation_id": OPERATION,
            "subject": subject,
            "subject_id": subject_id,
            "facet": facet,
            "status": status,
            "happened_at": START + timedelta(hours=6, minutes=step),
            "recorded_at": START + timedelta(hours=6, minutes=step),
            "source": f"{corner.mark}表.xlsx",
            "actor": corner.name(1),
            "payload": json.dumps(
                dict.fromkeys(("text", "reason"), text_of(corner, subject)), ensure_ascii=False
            ),
            **corner.area,
        }
        return Event(**(facts | more))  # type: ignore[arg-type]

    if corner is OPEN:
        yield from decisions_told(report)
        return
    yield from people_told(key, report)
    yield from assets_told(key, report)
    yield from areas_told(corner, report)


def decisions_told(report: Reporting) -> Iterator[Event]:
    """What the county decides and tells everybody."""
    said = json.dumps({"basis": "依据", "fact": "wind", "value": 3}, ensure_ascii=False)
    yield report("response.level", "in_force", "typhoon", category="3", payload=said)
    yield report("response.proposal", "proposed", "typhoon", category="2", payload=said)
    yield report("response.emergency", "declared", "flood", payload=said)
    yield report("warning.signal", "issued", "typhoon", category="orange", payload=said)
    yield report("unit.post", "called", "emergency_management")
    yield report("action.work", "doing", "typhoon:sea_duty:1")


def people_told(key: str, report: Reporting) -> Iterator[Event]:
    """Who is on post, moved, refused, came back, and was seen."""
    yield report("responsible_person.duty", "on_post", f"{key}-P1", payload=None)
    yield report("responsible_person.duty", "unreachable", f"{key}-P2", payload=None)
    yield report("responsible_person.duty", "on_post", f"{key}-P3", lat=28.2, lon=121.3)
    for number, status in enumerate(("listed", "moving", "at_shelter", "with_relatives", "notified"), 1):
        people = {"category": "dangerous_house", "quantity": 1}
        at_shelter = json.dumps({"shelter_id": f"{key}-H1"}) if status == "at_shelter" else None
        yield report("evacuee.move", status, f"{key}-E{number}", payload=at_shelter, **people)
    yield report("evacuee.move", "refused", f"{key}-E5", quantity=1, category="dangerous_house", **HOME)
    yield report("evacuee.move", "unauthorised_return", f"{key}-E4", quantity=1, category="dangerous_house")
    yield report("evacuee.move", "returned", f"{key}-E1", quantity=1, category="dangerous_house")
    yield report("evacuee.seen", "not_seen", f"{key}-E4", quantity=1, account="C")
    yield report("evacuee.seen", "seen", f"{key}-E3", quantity=1, account="C")
    yield report("evacuee.move", "moving", f"{key}-E99", quantity=1, category="dangerous_house")


def assets_told(key: str, report: Reporting) -> Iterator[Event]:
    """Boats, building sites, shelters and a house; one report of a boat is corrected."""
    berth = report("vessel.berth", "at_sea", f"{key}-V1", category="fishing")
    yield berth
    yield report("vessel.berth", "in_port", f"{key}-V1", category="fishing", corrects=berth.event_id)
    yield report("vessel.crew", "aboard", f"{key}-V1", quantity=6)
    yield report("site.work", "working", f"{key}-S1")
    yield report("site.crane", "standing", f"{key}-S1")
    yield report("site.workers", "present", f"{key}-S1", quantity=9)
    yield report("shelter.service", "open", f"{key}-H1")
    yield report("shelter.hazard", "at_risk", f"{key}-H1")
    yield report("shelter.occupancy", "counted", f"{key}-H1", quantity=3)
    yield report("facility.measure", "emptied", f"{key}-F1", category="dangerous_house")


def areas_told(corner: Corner, report: Reporting) -> Iterator[Event]:
    """Directives, the log, and what an area says of itself."""
    key = corner.key
    titles = {"title_zh": f"{corner.thing}整改", "title_en": f"{key}-title", "due_at": "2022-09-13T10:00:00"}
    yield report("directive.progress", "found", f"{key}-I1", payload=json.dumps(titles, ensure_ascii=False))
    named = {"title_zh": f"{corner.name(11)}拒绝转移", "title_en": f"{key}-named"}
    yield report("directive.progress", "found", f"{key}-I2", payload=json.dumps(named, ensure_ascii=False))
    yield report("log.entry", "noted", f"{key}-L1", category="note")
    if corner.village_code:
        yield report("area.word", "report", corner.village_code)
    if corner is TOWN or corner is OTHER:
        yield report("area.word", "report", str(corner.township_code), village_code=None)
        tally = {"category": "dangerous_house", "quantity": 5, "account": "A", "village_code": None}
        yield report("tally.moved", "reported", f"{corner.township_code}:dangerous_house", **tally)


def rows_beside(corner: Corner) -> Iterator[tuple[str, dict[str, object]]]:
    """What lies beside the reports: positions, imports and their problems, links, answers, keys."""
    key, at = corner.key, START + timedelta(hours=8)
    seen = {"operation_id": OPERATION, "recorded_at": at, "lat": 28.0, "lon": 121.5, "source": "ais"}
    for minutes in (0, 30):
        moved = {"positioned_at": at + timedelta(minutes=minutes), "is_suspect": minutes == 0}
        yield "position", {"vessel_id": f"{key}-V1", "suspect_reason": f"{key}-jump", **seen, **moved}
    brought = {
        "import_id": f"{key}-import",
        "imported_at": at,
        "imported_by": corner.name(1),
        "source": f"{corner.mark}{corner.name(1)}名单.xlsx",
        "kind": "list",
        "content_hash": f"{key}-hash",
        "row_count": 3,
        "problem_count": 1,
        "outcome": "quarantined",
        "operation_id": OPERATION,
        "roster": ROSTER,
        "list_code": "evacuee",
    }
    yield "import_batch", brought
    sent_back = {"value": corner.name(11), "reason": f"{corner.mark}因", "suggestion": corner.name(12)}
    row = {"original_row": json.dumps({"电话": f"{corner.phone}0009"}), "place": f"{key}!A1", "field": "name"}
    yield "import_problem", {"import_id": f"{key}-import", "number": 1, **sent_back, **row}
    pair = {"roster": ROSTER, "register": "evacuee", "kept_id": f"{key}-E1", "other_id": f"{key}-E2"}
    by = {"decided_at": at, "decided_by": corner.name(1), "recorded_at": at, "reason": f"{corner.mark}同名"}
    yield "same_as", {"decision": "merged", **pair, **by}
    counted = {"township_code": corner.township_code, "seen_at": at, "row_count": 5}
    yield "list_seen", {"import_id": f"{key}-import", "roster": ROSTER, "register": "evacuee", **counted}
    asked = {"source_id": "ais", "idempotency_key": f"{key}-key", "request_hash": f"{key}-hash"}
    yield "api_answer", {"answered_at": at, "status": 200, "answer": text_of(corner, "api"), **asked}
    token = {"token_hash": f"{key}-token", "made_at": at, "made_by": corner.name(1)}
    yield "source_token", {"source_id": "ais", **token}


def text_of(corner: Corner, subject: str) -> str:
    """What a person might have written about another."""
    return f"{corner.mark}话{subject}:{corner.name(11)} {corner.phone}0009"


def text_shown(corner: Corner, subject: str) -> str:
    """The same as whoever may report on the subject reads it."""
    return f"{corner.mark}话{subject}:{corner.name(11)} {corner.phone[:3]}****0009"


def settings_of(home: Path) -> Settings:
    """Settings for a home of its own."""
    return replace(load_settings(), home=home, language="zh")


def fill(home: Path) -> Desk:
    """Make the drill in an empty home and open it."""
    settings = settings_of(home)
    store = Store(settings.database, queries=settings.queries_dir)
    drill = {
        "operation_id": OPERATION,
        "kind": "drill",
        "name_zh": "演练",
        "name_en": "Drill",
        "storm_id": STORM,
    }
    with store.write() as transaction:
        opened = {"roster": ROSTER, "opened_at": START, "is_synthetic": True}
        transaction.append("operation", pd.DataFrame([drill | opened]))
    store.close()
    desk = open_desk(settings)
    with desk.store.write() as transaction:
        for corner in CORNERS:
            version = {"roster": ROSTER, "valid_from": LISTED_FROM, "valid_to": FOREVER}
            for register, row in listed(corner):
                whose = {"source": f"{corner.mark}名单.xlsx", **corner.area}
                transaction.append(register, pd.DataFrame([version | whose | row]))
            for table, row in rows_beside(corner):
                transaction.append(table, pd.DataFrame([row]))
        unit = {"unit_id": "emergency_management", "name": "应急管理局", "is_main": True}
        liaison = {"liaison_name": OPEN.name(30), "phone": f"{OPEN.phone}0030", "source": "戊名单.xlsx"}
        transaction.append("member_unit", pd.DataFrame([version | unit | liaison]))
    for corner in (*CORNERS, OPEN):
        desk.ledger.record_from_source(list(told(corner)))
    return desk
