"""Past storms from a file: what is known of them, with who says so, into the case library."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import pandas as pd
from pydantic import BeforeValidator, Field, model_validator

from stormdesk.domain.after_action import PROGRESS, ItemStatus
from stormdesk.domain.case_line import CaseLine, Part
from stormdesk.domain.county_rows import Row
from stormdesk.domain.event import Event
from stormdesk.domain.moment import parse_instant
from stormdesk.domain.table_problem import TableProblem
from stormdesk.domain.vocabulary import Subject
from stormdesk.errors import StormdeskError
from stormdesk.ingest.table_file import read_table
from stormdesk.store import Ledger, Store

FILE: Final = "cases.csv"
BY_FILE: Final = "county file"


def _instant(said: object) -> object:
    if not isinstance(said, str):
        return said
    try:
        return parse_instant(said)
    except StormdeskError as error:
        raise ValueError(said[:40]) from error


Instant = Annotated[datetime, BeforeValidator(_instant)]


class CaseRow(Row):
    """One line of a file of past storms; times without a zone are Beijing time."""

    case_id: Annotated[str, Field(pattern=r"^past-[a-z0-9-]{1,40}$")]
    part: Part
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    name_zh: Annotated[str, Field(min_length=1, max_length=500)]
    name_en: Annotated[str, Field(max_length=500)] = ""
    value: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    unit: Annotated[str, Field(max_length=20)] = ""
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    about: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,20}$")] = ""
    source: Annotated[str, Field(min_length=1, max_length=500)]
    certainty: Literal["official", "published", "synthetic", "default", "entered", "not_published"]

    @model_validator(mode="after")
    def _tells_when(self) -> Self:
        """Refuse a case, level or item without its instant, and one that ends before it begins."""
        if self.part in {Part.CASE, Part.LEVEL, Part.ITEM} and self.starts_at is None:
            raise ValueError("starts_at")
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValueError("ends_at")
        return self


def read_cases(path: Path) -> tuple[tuple[CaseLine, ...], tuple[TableProblem, ...]]:
    """Read a file of past storms; what breaks a rule is a problem, the rest comes back."""
    read = read_table(path, CaseRow)
    return tuple(_line(row) for row in read.rows), read.problems


def _line(row: CaseRow) -> CaseLine:
    return CaseLine(
        operation_id=row.case_id,
        part=str(row.part),
        key=row.key,
        name_zh=row.name_zh,
        name_en=row.name_en or None,
        value=row.value,
        unit=row.unit or None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        about=row.about or None,
        source=row.source,
        certainty=row.certainty,
    )


def learn_cases(store: Store, ledger: Ledger, folder: Path, *, at: datetime) -> tuple[TableProblem, ...]:
    """Take in the county's past storms where its folder has them; what a person wrote since then stays."""
    path = folder / FILE
    if not path.is_file():
        return ()
    lines, problems = read_cases(path)
    keep_cases(store, ledger, lines, by=BY_FILE, at=at)
    return problems


def keep_cases(store: Store, ledger: Ledger, lines: Sequence[CaseLine], *, by: str, at: datetime) -> int:
    """Write what this hand did not last write already, and find its items; returns how many rows are new."""
    known = {row[:3]: row[3:] for row in store.rows("cases/written", set_by=by)}
    fresh = [line for line in lines if known.get(astuple(line)[:3]) != astuple(line)[3:]]
    if not fresh:
        return 0
    ledger.record_from_source(list(found_events(fresh, by=by)))
    with store.write() as transaction:
        transaction.append("case_row", case_frame(fresh, by=by, at=at))
    return len(fresh)


def case_frame(lines: Iterable[CaseLine], *, by: str, at: datetime) -> pd.DataFrame:
    """Rows of the library as a table to append."""
    frame = pd.DataFrame([asdict(line) | {"set_at": at, "set_by": by} for line in lines])
    for name in ("starts_at", "ends_at", "set_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]")
    return frame.astype({"value": "float64"})


def found_events(lines: Iterable[CaseLine], *, by: str) -> Iterable[Event]:
    """The finding of every item: known since the day that its row gives."""
    for line in lines:
        if line.part == Part.ITEM and line.starts_at is not None and not line.is_gone:
            yield Event(
                # Before what a form says of it at the same instant.
                event_id=f"case:{line.operation_id}:{line.key}",
                operation_id=line.operation_id,
                subject=Subject.AFTER_ACTION,
                subject_id=line.key,
                facet=PROGRESS,
                status=ItemStatus.FOUND,
                happened_at=line.starts_at,
                recorded_at=line.starts_at,
                source="cases",
                actor=by,
            )
