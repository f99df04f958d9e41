"""A drill whose every name is an attack."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.domain.track import Fix, Storm, StormFile
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Store
from stormdesk.store.storms import ImportRow, keep_storms

START = datetime(2022, 9, 10, tzinfo=UTC)
MARK = "window.top.stormdeskHit=1"
NAMES = (
    f'<img src=x onerror="{MARK}">',
    f"${{{MARK}}}",
    f"{{{{ {MARK} }}}}{{% raw %}}",
    f"</script><script>{MARK}</script>",
    f"\"'><svg onload={MARK}>",
    f"[x](javascript:{MARK})",
    "=HYPERLINK(1)",
    "\u202egnp.exe",
    "🌀🚢\u0000",
    "长" * 2000,
)
REGISTERS = {
    "responsible_person": ("person_id", {"role_code": "village_head", "tier": "village"}),
    "evacuee": ("evacuee_id", {"persons": 1, "category": "old_house"}),
    "vessel": ("vessel_id", {"vessel_class": "fishing", "crew_count": 3}),
    "construction_site": ("site_id", {"worker_count": 5, "crane_count": 1}),
    "shelter": ("shelter_id", {"capacity": 50, "tier": "village"}),
    "member_unit": ("unit_id", {"is_main": True}),
}
TEXTS = {
    "responsible_person": ("name", "phone", "post_name"),
    "evacuee": ("name", "phone", "danger_place", "needs"),
    "vessel": ("name", "owner_name", "phone"),
    "construction_site": ("name", "builder_name", "manager_name", "phone"),
    "shelter": ("name", "manager_name", "phone"),
    "member_unit": ("name", "name_en", "task", "liaison_name", "phone"),
}
SAID = ("title", "title_zh", "title_en", "owner_unit", "text_zh", "text_en", "basis_zh")
REPORTS = (
    ("evacuee", "move", "listed"),
    ("directive", "progress", "assigned"),
    ("responsible_person", "duty", "unreachable"),
    ("evacuee", "move", "refused"),
    ("vessel", "berth", "out_of_contact"),
    ("site", "work", "working"),
    ("shelter", "service", "ready"),
    ("unit", "post", "called"),
    ("directive", "progress", "overdue"),
    ("log", "entry", "noted"),
)


def prepare(settings: Settings) -> None:
    """Fill a home with the drill, its clock standing still."""
    store = Store(settings.database, queries=settings.queries_dir)
    operation = {
        "operation_id": "hostile",
        "kind": "drill",
        "name_zh": NAMES[0],
        "name_en": NAMES[3],
        "storm_id": "202212",
        "roster": "hostile",
        "opened_at": START,
        "closed_at": START + timedelta(days=6),
        "is_synthetic": True,
        "note": NAMES[1],
    }
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([operation]))
        for register in REGISTERS:
            transaction.append(register, _rows(register))
    keep_storms(store, _storm(), _import())
    store.close()
    desk = open_desk(settings)
    desk.ledger.record_from_source(_events())
    desk.clock.set(
        Clock(
            operation_id="hostile",
            mode=ClockMode.DRILL,
            anchored_at=datetime.now(UTC),
            shown_at=START + timedelta(days=4),
            is_paused=True,
            set_by="test",
        )
    )
    desk.store.close()


def _rows(register: str) -> pd.DataFrame:
    key, facts = REGISTERS[register]
    place = {} if register == "member_unit" else {"township_code": "331083002", "lat": 28.09, "lon": 121.25}
    village = {} if register == "member_unit" else {"village_code": "331083002001"}
    rows = [
        {
            key: f"h{number}",
            "roster": "hostile",
            "source": name[:150],
            "valid_from": START - timedelta(days=30),
            "valid_to": FOREVER,
            **facts,
            **place,
            **village,
            **dict.fromkeys(TEXTS[register], name.replace("\u0000", "")),
        }
        for number, name in enumerate(NAMES)
    ]
    return pd.DataFrame(rows)


def _events() -> list[Event]:
    found = []
    for number, name in enumerate(NAMES):
        text = name.replace("\u0000", "")
        payload = json.dumps(
            dict.fromkeys(
                ("title", "title_zh", "title_en", "owner_unit", "text_zh", "text_en", "basis_zh"), text
            )
        )
        for hour, (subject, facet, status) in enumerate(REPORTS):
            at = START + timedelta(hours=hour)
            found.append(_event(subject, facet, status, f"h{number}", at, text, payload))
    level = _event("response", "level", "in_force", "typhoon", START, NAMES[0], payload)
    return [*found, level]


def _event(
    subject: str, facet: str, status: str, subject_id: str, at: datetime, actor: str, payload: str
) -> Event:
    return Event(
        event_id=f"{subject}-{facet}-{status}-{subject_id}",
        operation_id="hostile",
        subject=subject,
        subject_id=subject_id,
        facet=facet,
        status=status,
        happened_at=at,
        recorded_at=at,
        source=actor[:150],
        actor=actor[:150],
        township_code="331083002",
        village_code="331083002001",
        category="2" if subject == "response" else "inspection" if subject == "log" else actor[:60],
        quantity=1,
        payload=payload,
    )


def _storm() -> StormFile:
    fixes = tuple(
        Fix(
            storm_id="202212",
            agency=NAMES[number % 5][:60],
            fixed_at=START + timedelta(hours=6 * number),
            lat=22 + number / 4,
            lon=125 - number / 8,
            known_at=START + timedelta(hours=6 * number),
            source=NAMES[0],
            wind_ms=40,
            move_direction=NAMES[4],
        )
        for number in range(20)
    )
    return StormFile(
        storms=(Storm(storm_id="202212", name_zh=NAMES[0], name_en=NAMES[3], season=2022),), fixes=fixes
    )


def _import() -> ImportRow:
    return ImportRow(
        import_id="hostile",
        imported_at=START,
        imported_by=NAMES[0],
        source=NAMES[0],
        kind="storm",
        content_hash="0",
        row_count=1,
        problem_count=0,
    )


if __name__ == "__main__":
    prepare(replace(load_settings(), home=Path(sys.argv[1])))
