"""A small live ledger with two responses, an evacuee of each kind, and every sort of file telling of him."""

import gzip
import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import FOREVER, Event
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.door.purge.rewriting import Order
from stormdesk.door.visit import Visit
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import Settings, load_settings
from stormdesk.store.backup import make_backup

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
OPENED = datetime(2026, 9, 10, tzinfo=UTC)
CLOSED = datetime(2026, 9, 14, tzinfo=UTC)
LISTED = datetime(2026, 8, 1, tzinfo=UTC)
GONE = datetime(2026, 9, 20, tzinfo=UTC)
VILLAGE, TOWNSHIP = "331083001001", "331083001"
# On the list during the response only, on it still, and needed by another response too.
LEFT, STAYS, SHARED = "欧阳渊泽", "令狐清扬", "司徒望舒"
PHONE, ADDRESS, OFFICER = "13987650001", "东沙渔村灯塔巷九号", "诸葛明远"
NOTE = "独居在灯塔巷东首,须背下楼"
OPERATION = "response-1"
ORDER = Order(operation_id=OPERATION, proposal_id="p1", account_id="head", offices=("duty", "head"))


def settings_at(home: Path) -> Settings:
    return replace(load_settings(), home=home, mode="live", language="zh", forget_after_days=30)


def person(subject_id: str, name: str, *, until: datetime = FOREVER, **more: object) -> dict[str, object]:
    return {
        "roster": "live",
        "evacuee_id": subject_id,
        "name": name,
        "phone": PHONE,
        "household_id": "G1",
        "persons": 2,
        "category": "old_house",
        "needs": "卧床",
        "address": ADDRESS,
        "village_guarantor_id": "P1",
        "township_code": TOWNSHIP,
        "village_code": VILLAGE,
        "lat": 28.138,
        "lon": 121.216,
        "source": "花名册.xlsx",
        "valid_from": LISTED,
        "valid_to": until,
        "import_id": "list-1",
    } | more


def moved(event_id: str, subject_id: str, status: str, hours: float, **more: object) -> Event:
    at = OPENED + timedelta(hours=hours)
    facts: dict[str, object] = {
        "event_id": event_id,
        "operation_id": OPERATION,
        "subject": "evacuee",
        "subject_id": subject_id,
        "facet": "move",
        "status": status,
        "happened_at": at,
        "recorded_at": at,
        "source": "phone",
        "actor": "P1",
        "township_code": TOWNSHIP,
        "village_code": VILLAGE,
        "category": "old_house",
        "quantity": 2,
    }
    return Event(**facts | more)  # type: ignore[arg-type]


def fill(desk: Desk, *, has_other: bool = True) -> None:
    """Lay lists, two responses and their reports into an empty ledger."""
    officer = {
        "roster": "live",
        "person_id": "P1",
        "name": OFFICER,
        "phone": "13987650002",
        "role_code": "village_head",
        "tier": "village",
        "township_code": TOWNSHIP,
        "village_code": VILLAGE,
        "source": "花名册.xlsx",
        "valid_from": LISTED,
        "valid_to": FOREVER,
    }
    people = [
        person("E1", LEFT, until=GONE, note=NOTE, valid_from=datetime(2026, 9, 5, tzinfo=UTC)),
        person("E2", STAYS),
        person("E3", SHARED, until=datetime(2026, 9, 12, tzinfo=UTC)),
    ]
    runs = [
        {"operation_id": OPERATION, "opened_at": OPENED, "closed_at": CLOSED},
        {
            "operation_id": "response-2",
            "opened_at": datetime(2026, 8, 20, tzinfo=UTC),
            "closed_at": datetime(2026, 8, 25, tzinfo=UTC),
        },
    ]
    about = {"kind": "live", "name_zh": "响应", "name_en": "Response", "roster": "live", "is_synthetic": True}
    with desk.store.write() as transaction:
        transaction.append("evacuee", pd.DataFrame(people))
        transaction.append("responsible_person", pd.DataFrame([officer]))
        transaction.append("operation", pd.DataFrame([run | about for run in runs[: 1 + has_other]]))
    said = json.dumps({"text": f"{LEFT}已到亲戚家", "shelter_id": "H1", "phone": PHONE}, ensure_ascii=False)
    desk.ledger.record_from_source(
        [
            *(moved(f"{LEFT}-{one}", one, "listed", 1) for one in ("E1", "E2", "E3")),
            moved("m1", "E1", "notified", 2),
            moved("m2", "E1", "with_relatives", 5, payload=said),
            moved("m3", "E2", "notified", 3, actor="duty"),
            moved("m4", "E2", "with_relatives", 7, recorded_at=OPENED + timedelta(hours=9)),
            moved("m5", "E2", "elsewhere", 7, recorded_at=OPENED + timedelta(hours=10), corrects="m4"),
        ]
    )


def lay_files(desk: Desk) -> None:
    """Lay every sort of file that holds people into the home folder."""
    settings = desk.settings
    told = f"姓名,电话,住址\n{LEFT},{PHONE},{ADDRESS}\n"
    lists = {"utf-8": told.encode(), "gb18030": told.encode("gb18030"), "utf-16": told.encode("utf-16")}
    for number, data in enumerate(lists.values(), 1):
        digest = hashlib.sha256(data).hexdigest()
        _write(settings.originals / digest, data)
        row = {
            "import_id": f"list-{number}",
            "imported_at": LISTED,
            "imported_by": LEFT,
            "source": f"{LEFT}名单.csv",
            "kind": "list",
            "content_hash": digest,
            "row_count": 1,
            "problem_count": 1,
            "outcome": "partly",
            "roster": "live",
        }
        problem = {
            "import_id": f"list-{number}",
            "number": 1,
            "place": "B2",
            "value": LEFT,
            "reason": "…",
            "original_row": told,
        }
        with desk.store.write() as transaction:
            transaction.append("import_batch", pd.DataFrame([row]))
            transaction.append("import_problem", pd.DataFrame([problem]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", told)
    _write(settings.inbox / "archive" / "2026-09-11" / "名单.xlsx", packed.getvalue())
    _write(settings.inbox / "quarantine" / "2026-09-11" / f"{LEFT}.csv", b"x")
    _write(settings.inbox / "quarantine" / "2026-09-11" / f"{LEFT}.csv.reasons.json", told.encode())
    _write(settings.inbox / "名单.csv.report.json", json.dumps({"value": LEFT}).encode())
    _write(settings.home / "bundles" / "a.stormdesk.zip", packed.getvalue())
    _write(settings.home / "restored" / "old.duckdb", gzip.compress(told.encode()))
    make_backup(desk.store, settings.backups, at=CLOSED)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class PurgeHouse:
    """The ledger and its office, opened on one home folder."""

    def __init__(self, home: Path) -> None:
        settings = settings_at(home)
        self.desk = open_desk(settings)
        self.office: Office = open_office(settings, at=AT, cost=CHEAP)

    def visit(self, account_id: str, role: Role, person_id: str | None = None) -> Visit:
        visitor = Visitor(account_id=account_id, name=account_id, role=role, person_id=person_id)
        return Visit(visitor, self.office, self.desk)

    def deeds(self) -> list[tuple[str, str, bool]]:
        columns, rows = self.office.store.head("audit/chain", 1000)
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        return [(row["kind"], row["what"], row["is_done"]) for row in told]

    def close(self) -> None:
        self.office.close()
        self.desk.store.close()


def prepare(home: Path, empty: Path) -> None:
    """Make the home folder that each test copies."""
    shutil.copytree(empty, home)
    desk = open_desk(settings_at(home))
    fill(desk)
    lay_files(desk)
    desk.store.close()
