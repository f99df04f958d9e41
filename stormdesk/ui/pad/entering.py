"""One report from a pad: read, placed at the instant at which it was pressed, recorded once."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from stormdesk.domain.event import Event
from stormdesk.domain.moment import ClockMode
from stormdesk.door.visit import Visit
from stormdesk.errors import N_, StormdeskError
from stormdesk.ui.pad.listing import LISTED, moment_of, number_or_none, text_or_none
from stormdesk.ui.render import clock_time
from stormdesk.ui.subjects.description import Facet, Row, Subject
from stormdesk.ui.subjects.entry import LONGEST_COMMENT
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.text import catalogue

PAD: Final = "pad"
MOST_PEOPLE: Final = 100_000
# A report pressed this lately counts as one of now; one that waited longer than this is too old to believe.
FRESH: Final = timedelta(seconds=5)
OLDEST: Final = timedelta(days=7)
_ID = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"[a-z_]{1,60}")
_LONGEST_ID: Final = 200

TAKEN: Final = N_("已登记,{at}。")
REPEATED: Final = N_("此前已登记,未重复。")
OTHER_OPERATION: Final = N_("这不是正在进行的响应,不能登记。")
UNKNOWN_OBJECT: Final = N_("名册里没有这个对象,没有登记。")
NO_PEOPLE: Final = N_("没有写人数,没有登记。")
TOO_OLD: Final = N_("这一条是七天以前写的,没有登记。请核对后重新登记。")


class Unreadable(Exception):
    """A report that no pad of ours wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was pressed on a pad, and when by the server's own machine time."""

    entry_id: str
    operation_id: str
    subject: Subject
    object_id: str
    facet: Facet
    status: str
    quantity: int | None
    note: str
    pressed_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a report, in one sentence."""

    is_taken: bool
    sentence: str
    values: Mapping[str, object]


def read_entry(body: bytes) -> Entry:
    """Read one report; raises Unreadable when it is not what the pad's script writes."""
    try:
        told = json.loads(body)
        subject = LISTED[_match(_CODE, told["subject"])][0]
        facet = {known.name: known for known in subject.facets}[_match(_CODE, told["facet"])]
        return Entry(
            entry_id=_match(_ID, told["id"]),
            operation_id=_text(told["operation"], _LONGEST_ID),
            subject=subject,
            object_id=_text(told["object"], _LONGEST_ID),
            facet=facet,
            status=_match(_CODE, told["status"]),
            quantity=_people(told["number"]),
            note=_text(told["note"], LONGEST_COMMENT).strip(),
            pressed_at=datetime.fromtimestamp(_whole(told["pressed_ms"]) / 1000, UTC),
        )
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError) as error:
        raise Unreadable from error


def _match(form: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError
    return value


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise ValueError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _people(value: object) -> int | None:
    if value is None:
        return None
    if not 0 <= _whole(value) <= MOST_PEOPLE:
        raise ValueError
    return _whole(value)


def event_id_of(visit: Visit, entry: Entry) -> str:
    """The id in the ledger: the same for the same press of the same account, and nobody else's."""
    own = json.dumps([visit.visitor.account_id, entry.operation_id, entry.entry_id])
    return f"{PAD}-{hashlib.blake2b(own.encode(), digest_size=16).hexdigest()}"


def take(visit: Visit, entry: Entry, *, at: datetime) -> Answer:
    """Record a report; the same one sent again is answered as taken and not recorded again."""
    event_id = event_id_of(visit, entry)
    if visit.whole.ledger.event(event_id) is not None:
        return Answer(is_taken=True, sentence=REPEATED, values={})
    sentence = _untimely(visit, entry, at)
    if sentence:
        return _refused(sentence)
    row = _listed(visit, entry)
    if row is None:
        return _refused(UNKNOWN_OBJECT)
    event = _event(visit, entry, row, event_id, at)
    if entry.facet.quantity_title and event.quantity is None:
        return _refused(NO_PEOPLE)
    try:
        visit.record([event])
    except StormdeskError as error:
        return Answer(is_taken=False, sentence=error.sentence, values=error.values)
    return Answer(is_taken=True, sentence=TAKEN, values={"at": event.happened_at})


def _untimely(visit: Visit, entry: Entry, at: datetime) -> str:
    """Why a report comes at the wrong time; empty when it does not."""
    clock = visit.clock_setting
    if clock is None or clock.operation_id != entry.operation_id:
        return OTHER_OPERATION
    return TOO_OLD if at - entry.pressed_at > OLDEST else ""


def _listed(visit: Visit, entry: Entry) -> Row | None:
    """The object as the visitor sees it; None when the county's lists do not hold it.

    Of what he does not see from his own area nothing is known here: recording refuses it by the lists, and
    the audit tells.
    """
    moment = moment_of(visit)
    if moment is None:
        return None
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    found = visit.store.frame(entry.subject.question("one"), object_id=entry.object_id, **asked)
    if found.empty:
        return None if visit.visitor.held_to is None else {}
    return mappings(found)[0]


def _refused(sentence: str) -> Answer:
    return Answer(is_taken=False, sentence=sentence, values={})


def _event(visit: Visit, entry: Entry, row: Row, event_id: str, at: datetime) -> Event:
    quantity = None
    if entry.facet.quantity_title:
        listed = number_or_none(row.get(entry.facet.quantity_column))
        quantity = listed if entry.quantity is None else entry.quantity
    now = visit.now()
    return Event(
        event_id=event_id,
        operation_id=entry.operation_id,
        subject=entry.subject.subject,
        subject_id=entry.object_id,
        facet=entry.facet.name,
        status=entry.status,
        happened_at=now - _waited(visit, at - entry.pressed_at),
        recorded_at=now,
        source=PAD,
        actor=visit.visitor.account_id,
        account=entry.facet.account,
        township_code=text_or_none(row.get("township_code")),
        village_code=text_or_none(row.get("village_code")),
        category=text_or_none(row.get("category")),
        quantity=quantity,
        payload=json.dumps({"text": entry.note}, ensure_ascii=False) if entry.note else None,
    )


def _waited(visit: Visit, waited: timedelta) -> timedelta:
    """How long a report waited on the shown clock, which runs fast, or not at all, in a drill."""
    clock = visit.clock_setting
    if waited <= FRESH or clock is None:
        return timedelta()
    if clock.mode is ClockMode.LIVE:
        return waited
    return timedelta() if clock.is_paused else waited * clock.speed


def spoken_answer(visit: Visit, answer: Answer, language: str) -> str:
    """The sentence of an answer in a language, with statuses by their names in it."""
    known = catalogue(language)
    statuses = visit.store.frame("reference/statuses")
    names = dict(zip(statuses["name_zh"], statuses[f"name_{language}"], strict=True))
    values = {key: _spoken(value, names, known) for key, value in answer.values.items()}
    return known.get(answer.sentence, answer.sentence).format(**values)


def _spoken(value: object, names: Mapping[str, str], known: Mapping[str, str]) -> str:
    if isinstance(value, datetime):
        return clock_time(value)
    text = str(value)
    return names.get(text, known.get(text, text))
