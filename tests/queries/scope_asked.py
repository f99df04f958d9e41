"""Every question asked with the identifiers of a corner, and the marks by which its rows are known."""

import json
from datetime import timedelta
from pathlib import Path

from stormdesk.domain.vocabulary import Subject
from stormdesk.ingest.desk import Desk
from stormdesk.store import Asking, Scope
from tests.queries.scope_ground import (
    CORNERS,
    HOME,
    NOW,
    OPEN,
    OPERATION,
    OTHER,
    OTHER_TOWNSHIP,
    OWN,
    ROSTER,
    START,
    STORM,
    Corner,
    text_shown,
)

PROJECT = Path(__file__).resolve().parents[2]
TOLD: dict[tuple[object, ...], str] = {}
# Not asked of the ledger's file, or no questions at all.
NOT_ASKED = {"schema", "schema_access", "scope", "access", "audit"}
SUFFIXES = {
    "duty": "P1",
    "evacuation": "E4",
    "vessels": "V1",
    "sites": "S1",
    "shelters": "H1",
    "responsible_person": "P1",
    "evacuee": "E4",
    "vessel": "V1",
    "site": "S1",
    "shelter": "H1",
    "facility": "F1",
    "team": "T1",
    "terminal": "D1",
}


def told(rows: list[dict[str, object]]) -> str:
    return json.dumps(rows)


def names(desk: Desk) -> list[str]:
    """The questions that a visitor's reader answers at all."""
    found = sorted(
        f"{path.parent.name}/{path.stem}"
        for path in (PROJECT / "queries").glob("*/*.sql")
        if path.parent.name not in NOT_ASKED
    )
    return [name for name in found if desk.store.scoped(Scope()).may_ask(name)]


PLAIN: dict[str, object] = {
    "operation_id": OPERATION,
    "roster": ROSTER,
    "storm_id": STORM,
    "register": "evacuee",
    "subject": "evacuee",
    "source_id": "ais",
    "list_code": "evacuee",
    "gauge_id": "gauge",
    "level_code": "3",
    "facet": "move",
    "category": "fishing",
    "actor": "test",
    "grain_s": 600,
    "late_s": 60,
    "event_count": 10_000,
    "suffix_count": 0,
    "series": "drill",
    "year": 2022,
    "kind": "bulletin",
    "is_then": True,
    "least_ms": 1,
    "level_at": START,
    "most_count": 100,
    "least_count": 1,
    "part": None,
    "set_by": "county file",
    "text": "海塘",
}


def identifiers(name: str, corner: Corner) -> dict[str, object]:
    """What a corner's own things are called."""
    folder, stem = name.split("/")
    suffix = SUFFIXES.get(stem, SUFFIXES.get(folder, "E5"))
    return {
        "object_id": f"{corner.key}-{suffix}",
        "subject_id": f"{corner.key}-E5",
        "object_ids": [f"{corner.key}-E4", f"{corner.key}-E99"],
        "shelter_id": f"{corner.key}-H1",
        "event_id": f"{corner.key}-e9",
        "import_id": None if name == "data/imports" else f"{corner.key}-import",
        "content_hash": f"{corner.key}-hash",
        "idempotency_key": f"{corner.key}-key",
        "order_id": f"{corner.key}-O1",
        "paper_id": f"{corner.key}-paper",
        "sha256": f"{corner.key}-hash",
        "unit": f"{corner.key}-U1",
        "person_id": f"{corner.key}-P1",
        "area_codes": [corner.township_code, corner.village_code],
    }


def tables_given(corner: Corner) -> dict[str, object]:
    """The tables that some questions are given."""
    return {
        "deadlines": told([{"subject": "site", "subject_id": f"{corner.key}-S1", "finish_by": f"{NOW}"}]),
        "winds": told(
            [
                {
                    "subject": "site",
                    "facet": "work",
                    "subject_id": f"{corner.key}-S1",
                    **corner.area,
                    "people": 1,
                    "circle_bft": 7,
                    "is_own": True,
                    "first_at": f"{START}",
                    "last_at": f"{NOW}",
                    "is_unknown": False,
                }
            ]
        ),
        "windows": told([{"place_code": corner.township_code, "begins_at": f"{START}", "ends_at": f"{NOW}"}]),
        "suggested": told(
            [{"hazard": "typhoon", "clause_id": "c1", "level_code": "3", "true_at": f"{START}"}]
        ),
    }


def wanted(name: str, parameters: frozenset[str], corner: Corner, area_code: str | None) -> dict[str, object]:
    """Parameters that make rows of a corner come back."""
    values = PLAIN | {"area_code": area_code} | identifiers(name, corner) | tables_given(corner)
    early = {"since_at", "after_at", "from_at"}
    late = {"stale_at", "until_at", "as_of", "known_at", "machine_at", "recorded_at", "issued_at"}
    values |= dict.fromkeys(early, START) | dict.fromkeys(
        late - {"as_of", "known_at"}, NOW + timedelta(days=1)
    )
    values |= {"as_of": NOW, "known_at": NOW}
    return {one: ROSTER if one.endswith("roster") else values[one] for one in parameters}


def answers(store: Asking, name: str, *, foreign: Corner | None = None) -> str:
    """All that comes back for a corner's identifiers and every area, as one text."""
    key = (store.key, store.data_version, name, foreign)
    if key not in TOLD:
        area_code = foreign.township_code if foreign else None
        parameters = store.question(name).parameters
        TOLD[key] = repr(store.rows(name, **wanted(name, parameters, foreign or OWN, area_code)))
    return TOLD[key]


def is_by_identifier(store: Asking, name: str) -> bool:
    ids = {"object_id", "subject_id", "object_ids", "shelter_id", "event_id", "import_id", "area_code"}
    return bool(store.question(name).parameters & ids)


def unmasked(text: str, texts: frozenset[str]) -> str | None:
    """The first personal mark in a text that the reader may not see whole."""
    for corner in (*CORNERS, OPEN):
        for subject in texts:
            text = text.replace(text_shown(corner, subject), "")
        if Subject.DIRECTIVE in texts:
            text = text.replace(f"{corner.name(11)}拒绝转移", "")
        for mark in (corner.mark, corner.phone):
            if (at := text.find(mark)) >= 0:
                return text[max(at - 60, 0) : at + 60]
    if (at := text.find(str(HOME["lat"]))) >= 0:
        return text[max(at - 60, 0) : at + 60]
    return None


def foreign_mark(text: str, corner: Corner) -> str | None:
    marks = [f"{corner.key}-", corner.mark, corner.surname, corner.thing, f"{corner.phone[:3]}****"]
    marks += [code for code in (corner.village_code,) if code]
    marks += [OTHER_TOWNSHIP] if corner is OTHER else []
    found = next((mark for mark in marks if mark in text), None)
    return found and text[max(text.find(found) - 60, 0) : text.find(found) + 60]
