"""What changed for a leader between two moments, read from the ledger at each of them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from stormdesk.domain.changes import Answer, Changes, Stand, Stock, StruckOff, changed
from stormdesk.domain.exceptions import Kind, Line
from stormdesk.domain.moment import Moment
from stormdesk.outlook.brief.troubles import troubles_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared

Row = dict[str, Any]
KEPT: Final = 24
SUBJECTS: Final = {
    Kind.VESSEL: "vessel",
    Kind.EVACUEE: "evacuee",
    Kind.RETURN: "evacuee",
    Kind.SITE: "site",
    Kind.TALLY: "tally",
    Kind.SHELTER: "shelter",
    Kind.DIRECTIVE: "directive",
    Kind.DUTY: "responsible_person",
    Kind.FACILITY: "facility",
    Kind.ACTION: "action",
}
# Of these an exception is a group of an area, not an object.
BY_AREA: Final = frozenset({Kind.EVACUEE, Kind.RETURN, Kind.DUTY})
_stands: Shared[Stand] = Shared(KEPT)


@dataclass(frozen=True, slots=True)
class Told:
    """The last report on what a line is about: from which source, by whom, and when we learned it."""

    source: str
    actor: str
    at: datetime


def changes(ground: Ground, since: Moment, now: Moment, *, area_code: str | None = None) -> Changes:
    """What got worse and what got done from `since`, as it was known then, to `now`, as it is known now."""
    return changed(stand_at(ground, since, area_code=area_code), stand_at(ground, now, area_code=area_code))


def stand_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> Stand:
    """What stood at a moment, made once for all who ask."""
    key = (ground.store.key, ground.store.data_version, moment, area_code)
    return _stands.get(key, lambda: _stand(ground, moment, area_code))


def told_of(ground: Ground, moment: Moment, line: Line) -> Told | None:
    """Who last told of what a line is about; None where nobody did, as of silence."""
    subject = SUBJECTS.get(line.kind)
    if subject is None:
        return None
    by_area = line.kind in BY_AREA
    areas = sorted({one.village_code or one.township_code or "" for one in line.members})
    (row,) = ground.store.rows(
        "brief/told",
        **asdict(moment),
        subject=subject,
        object_ids=[] if by_area else sorted({one.subject_id for one in line.members}),
        area_codes=areas if by_area else [],
    )
    return None if row[2] is None else Told(str(row[0]), str(row[1]), row[2])


def _stand(ground: Ground, moment: Moment, area_code: str | None) -> Stand:
    def ask(question: str) -> list[Row]:
        return plain_rows(ground.store.frame(question, **asdict(moment), area_code=area_code))

    last = {(row["subject"], row["township_code"], row["category"]): row for row in ask("brief/done")}
    stocks = [_stock(row, last, township_code=row["township_code"]) for row in ask("wall/standings")]
    by_category = [row | {"subject": "evacuee"} for row in ask("evacuation/by_category")]
    stocks += [_stock(row, last, category=row["category"]) for row in by_category if row["category"]]
    return Stand(
        moment=moment,
        troubles=troubles_at(ground, moment, area_code=area_code),
        stocks=tuple(stocks),
        struck_off=tuple(
            StruckOff(directive_id=row["directive_id"], at=row["since"])
            for row in ask("response/directives")
            if row["status"] == "struck_off"
        ),
        answers=tuple(_answer(row) for row in ask("brief/answers")),
    )


def _answer(row: Row) -> Answer:
    named = ("event_id", "subject", "subject_id", "status", "actor")
    said = {name: str(row[name]) for name in named}
    return Answer(at=row["decided_at"], category=row["category"], payload=str(row["payload"] or ""), **said)


def _stock(row: Row, last: dict[tuple[Any, ...], Row], **place: str | None) -> Stock:
    key = (row["subject"], place.get("township_code"), place.get("category"))
    known = last.get(key, {})
    return Stock(
        subject=row["subject"],
        done=int(row["done"] or 0),
        left=int(row["left_count"] or 0),
        last_at=known.get("last_at"),
        source=str(known.get("source") or ""),
        **place,
    )
