"""What a visitor writes into the case library: reports, words of items, past storms from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import ItemStatus, OpenItem
from stormdesk.domain.case_line import ENTERED, CaseLine, Part
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.door.after_action import ITEM, check_words, is_drill, mark
from stormdesk.door.audit import Kind
from stormdesk.errors import BadDecision
from stormdesk.ingest.cases import keep_cases
from stormdesk.outlook.case_library import lines
from stormdesk.outlook.cases import items_at

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit

CASE: Final = "case"
NO_WORDS: Final = N_("请写明内容。")
OF_A_DRILL: Final = N_("演练的整改事项只在演练中列入、查看和办理。")
LEAST: Final = 2


def write_lines(visit: Visit, told: Sequence[CaseLine], *, at: datetime | None = None) -> int:
    """Write rows of the library under the visitor's account; returns how many are new.

    Raises NotAllowed, or BadDecision with the sentence to show.
    """
    cases = {line.operation_id for line in told}
    for case_id in cases:
        texts = [text for line in told if line.operation_id == case_id for text in _texts(line)]
        check_words(visit, case_id, texts)
    case_id = next(iter(cases)) if len(cases) == 1 else f"{len(cases)}"
    parts = ",".join(sorted({line.part for line in told}))
    detail = {"part": parts, "rows": len(told)}
    with visit.deed(Action.RECORD, CASE, Kind.RECORD, "case_row", thing_id=case_id, detail=detail) as whole:
        return keep_cases(
            whole.store, whole.ledger, told, by=visit.visitor.account_id, at=at or datetime.now(UTC)
        )


def _texts(line: CaseLine) -> tuple[str, ...]:
    return tuple(text for text in (line.name_zh, line.name_en, line.source, line.unit) if text)


def note(visit: Visit, case_id: str, key: str, text: str) -> int:
    """Keep what a person reports on a part of a case; no figure is touched by it."""
    said = _said(text)
    return write_lines(
        visit,
        [CaseLine(operation_id=case_id, part=Part.NOTE, key=key, name_zh=said, certainty=ENTERED)],
    )


def reword(visit: Visit, item: OpenItem, text_zh: str, text_en: str, source: str) -> int:
    """Enter what an item asks for, in words; how far it is stays."""
    own = lines(visit.whole, case_id=item.case_id, part=Part.ITEM)
    known = next(line for line in own if line.key == item.key)
    told = replace(
        known,
        name_zh=_said(text_zh),
        name_en=text_en.strip() or None,
        source=source.strip() or known.source,
        certainty=ENTERED,
    )
    return write_lines(visit, [told])


def add_item(visit: Visit, case_id: str, text_zh: str, told: Mapping[str, str], *, at: Moment) -> OpenItem:
    """Enter something to be done after a case; with an owner or a due day it is assigned at once.

    Raises NotAllowed, or BadDecision with the sentence to show.
    """
    visit.require(Action.RECORD, ITEM)
    if is_drill(visit, case_id) and not is_drill(visit, at.operation_id):
        raise BadDecision(reason=OF_A_DRILL)
    key = visit.whole.store.rows("cases/next_key", operation_id=case_id)[0][0]
    line = CaseLine(
        operation_id=case_id,
        part=Part.ITEM,
        key=str(key),
        name_zh=_said(text_zh),
        name_en=told.get("name_en") or None,
        starts_at=at.as_of,
        source=told.get("source") or None,
        certainty=ENTERED,
    )
    write_lines(visit, [line])
    item = next(one for one in items_at(visit.whole, at) if (one.case_id, one.key) == (case_id, str(key)))
    owned = {name: told.get(name, "") for name in ("owner_unit", "owner_person", "due_at")}
    if any(owned.values()):
        mark(visit, item, ItemStatus.ASSIGNED, owned, at=at)
    return item


def _said(text: str) -> str:
    said = text.strip()
    if len(said) < LEAST:
        raise BadDecision(reason=NO_WORDS)
    return said
