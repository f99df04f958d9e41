"""The case library at a moment: every storm that was over by then, from the ledger and from papers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.domain.case import Case, CaseKind, LevelSpell, spells_of_lines
from stormdesk.domain.case_line import CaseLine, Part
from stormdesk.domain.measures.records import Measure
from stormdesk.domain.moment import Moment
from stormdesk.outlook.cases import items_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.measures import measured
from stormdesk.outlook.shared import Shared

_COLUMNS: Final = tuple(CaseLine.__dataclass_fields__)
# What goes wrong, by the measure's code, in the order in which a review reads it.
FAILURES: Final = (
    "level_wait",
    "silent",
    "accounts_ab",
    "accounts_bc",
    "duty_gap",
    "returns",
    "late",
    "under",
    "directives",
)
_failed: Shared[tuple[Measure, ...]] = Shared(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a case stood at its end, by the same questions as the screens."""

    target: int
    moved: int
    away_now: int
    on_post: int | None
    in_port: int | None
    stopped: int | None
    opened: int | None


def lines(ground: Ground, *, case_id: str | None = None, part: Part | None = None) -> tuple[CaseLine, ...]:
    """What the library says beside the ledger, of one case or all, of one part or all."""
    asked = {"operation_id": case_id, "part": None if part is None else str(part)}
    found = ground.store.frame("cases/rows", **asked)[list(_COLUMNS)].astype(object)
    rows = found.where(found.notna(), None).to_dict("records")
    return tuple(CaseLine(**{str(name): _plain(cell) for name, cell in row.items()}) for row in rows)


def _plain(cell: object) -> Any:  # noqa: ANN401  a cell of the library
    return cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell


def cases_at(ground: Ground, at: Moment) -> tuple[Case, ...]:
    """Every case that was over at the moment, the newest first."""
    told: dict[str, list[CaseLine]] = defaultdict(list)
    for line in lines(ground):
        told[line.operation_id].append(line)
    counts = _Counts(ground, at)
    found = [_of_ledger(ground, at, row, told, counts) for row in _rows(ground, at)]
    ledgers = {one.case_id for one in found}
    for case_id, own in told.items():
        head = next((line for line in own if line.part == Part.CASE), None)
        is_over = head is not None and head.starts_at is not None and head.starts_at <= at.as_of
        if head is not None and is_over and case_id not in ledgers:
            found.append(_of_papers(head, own, counts))
    return tuple(sorted(found, key=lambda one: (one.began_at, one.case_id), reverse=True))


class _Counts:
    """How many items each case has."""

    def __init__(self, ground: Ground, at: Moment) -> None:
        items = items_at(ground, at)
        self.all = Counter(one.case_id for one in items)
        self.open = Counter(one.case_id for one in items if one.is_open)
        self.overdue = Counter(one.case_id for one in items if one.is_overdue)

    def of(self, case_id: str) -> dict[str, int]:
        return {
            "item_count": self.all[case_id],
            "open_count": self.open[case_id],
            "overdue_count": self.overdue[case_id],
        }


def _rows(ground: Ground, at: Moment) -> list[dict[str, Any]]:
    found = ground.store.frame("cases/operations", as_of=at.as_of).to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in found]


def _of_ledger(
    ground: Ground, at: Moment, row: dict[str, Any], told: dict[str, list[CaseLine]], counts: _Counts
) -> Case:
    case_id = str(row["operation_id"])
    ended_at = row["closed_at"].to_pydatetime()
    own = told.get(case_id, [])
    return Case(
        case_id=case_id,
        kind=CaseKind.DRILL if row["kind"] == CaseKind.DRILL else CaseKind.LIVE,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        storm_id=row["storm_id"] if isinstance(row["storm_id"], str) else None,
        began_at=row["opened_at"].to_pydatetime(),
        ended_at=ended_at,
        source="",
        note=row["note"] if isinstance(row["note"], str) else "",
        is_forgotten=not pd.isna(row["forgotten_at"]),
        levels=_spells(ground, end_of(case_id, ended_at, at)),
        figures=_part(own, Part.FIGURE),
        notes=_part(own, Part.NOTE),
        **counts.of(case_id),
    )


def _of_papers(head: CaseLine, own: Sequence[CaseLine], counts: _Counts) -> Case:
    if head.starts_at is None:
        raise ValueError(head.operation_id)
    return Case(
        case_id=head.operation_id,
        kind=CaseKind.PAST,
        name_zh=head.name_zh,
        name_en=head.name_en or "",
        storm_id=head.about,
        began_at=head.starts_at,
        ended_at=head.ends_at,
        source=head.source or "",
        note="",
        is_forgotten=False,
        levels=spells_of_lines(_part(own, Part.LEVEL)),
        figures=_part(own, Part.FIGURE),
        notes=_part(own, Part.NOTE),
        **counts.of(head.operation_id),
    )


def _part(own: Sequence[CaseLine], part: Part) -> tuple[CaseLine, ...]:
    return tuple(line for line in own if line.part == part)


def end_of(case_id: str, ended_at: datetime, at: Moment) -> Moment:
    """The last moment of a case, as it is known at a moment."""
    return Moment(case_id, ended_at, max(at.known_at, ended_at))


def _spells(ground: Ground, end: Moment) -> tuple[LevelSpell, ...]:
    found = ground.store.frame(
        "response/levels", operation_id=end.operation_id, as_of=end.as_of, known_at=end.known_at
    )
    spells: list[LevelSpell] = []
    for row in found.to_dict("records"):
        if row["status"] == "ended":
            continue
        starts_at, ends_at = (row[name].to_pydatetime() for name in ("level_from", "level_until"))
        spell = LevelSpell(
            hazard=str(row["hazard"]), level_code=str(row["level_code"]), starts_at=starts_at, ends_at=ends_at
        )
        last = spells[-1] if spells else None
        if last and (last.hazard, last.level_code) == (spell.hazard, spell.level_code):
            spells[-1] = LevelSpell(
                hazard=last.hazard,
                level_code=last.level_code,
                starts_at=last.starts_at,
                ends_at=ends_at,
            )
            continue
        spells.append(spell)
    return tuple(spells)


def closing(ground: Ground, case: Case, at: Moment) -> Closing | None:
    """How a case with a ledger stood at its end; None where only papers tell of it."""
    if not case.has_ledger or case.ended_at is None:
        return None
    end = end_of(case.case_id, case.ended_at, at)
    asked = {"operation_id": end.operation_id, "as_of": end.as_of, "known_at": end.known_at}
    moved = ground.store.frame("evacuation/headline", **asked, area_code=None).iloc[0]
    return Closing(
        target=int(moved["target"]),
        moved=int(moved["moved"]),
        away_now=int(moved["away_now"]),
        on_post=_ever_done(ground, asked, "responsible_person", "duty"),
        in_port=_ever_done(ground, asked, "vessel", "berth"),
        stopped=_ever_done(ground, asked, "site", "work"),
        opened=_ever_done(ground, asked, "shelter", "service"),
    )


def _ever_done(ground: Ground, asked: dict[str, Any], subject: str, facet: str) -> int | None:
    """How many objects ever reached a done status in the case: stopped sites have resumed by its end."""
    found = ground.store.rows("cases/ever_done", **asked, subject=subject, facet=facet)
    return None if found[0][1] == 0 else int(found[0][0])


def failed(ground: Ground, case: Case, at: Moment) -> tuple[Measure, ...]:
    """What went wrong in a case, as its ledger tells; takes seconds the first time."""
    if not case.has_ledger or case.ended_at is None:
        return ()
    end = end_of(case.case_id, case.ended_at, at)
    said = ground.store.rows("cases/last_seq", operation_id=case.case_id, known_at=end.known_at)[0][0]
    key = (ground.store.key, case.case_id, end.as_of, said)
    return _failed.get(key, lambda: _failures(measured(ground, end)))


def _failures(found: Sequence[Measure]) -> tuple[Measure, ...]:
    rank = {code: place for place, code in enumerate(FAILURES)}
    wrong = [
        one
        for one in found
        if one.area_code is None and one.value and one.value > 0 and _code(one) in rank and _is_whole(one)
    ]
    return tuple(sorted(wrong, key=lambda one: (rank[_code(one)], one.key)))


def _code(one: Measure) -> str:
    return one.key.partition(".")[0]


def _is_whole(one: Measure) -> bool:
    """Whether it is about the county, and not one township of it."""
    return not any(word.isdigit() and len(word) >= 9 for word in one.key.split("."))
