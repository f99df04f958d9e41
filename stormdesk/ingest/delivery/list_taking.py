"""A delivered workbook or table that is a list of the county: looked at and committed at once."""

from typing import Final

from stormdesk.domain.feed import FeedKind, Outcome
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery.records import Delivery, Taken
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices

WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TEXT_MARKS: Final = (b",", b"\t", b";", b"|")
WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff")


def is_workbook(data: bytes) -> bool:
    """Whether content is packed as workbooks are."""
    return data.startswith(WORKBOOKS)


def is_table(data: bytes) -> bool:
    """Whether content may be a list: a workbook, or text with columns."""
    if is_workbook(data) or data.startswith(WIDE_TEXT):
        return True
    head = data[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_other = head.startswith((b"{", b"[", b"<")) or b"\x00" in head
    return not is_other and any(mark in head.split(b"\n", 1)[0] or mark in head for mark in TEXT_MARKS)


def take_list(
    desk: Desk, delivery: Delivery, data: bytes, *, operation_id: str
) -> Taken | tuple[Problem, ...]:
    """Take a list in as far as its rows are good; why it is none of the known lists otherwise.

    Rows that the list no longer names stay: only a person may say that a list is complete.
    """
    seen = look(desk, delivery.name, data, choices=Choices(operation_id=operation_id, datum=delivery.datum))
    problems = tuple(Problem(one.place, one.value, str(one.reason)) for one in seen.problems)
    if seen.list_code is None:
        return problems
    if FeedKind.LIST not in delivery.kinds:
        return ()
    report = commit(desk, seen, by=delivery.by)
    with desk.store.write(changes_answers=False) as transaction:
        transaction.run("imports/name_source", import_id=report.import_id, source_id=delivery.source_id)
    counts = report.counts
    return Taken(
        name=delivery.name,
        outcome=Outcome(report.outcome),
        import_id=report.import_id,
        content_hash=seen.digest,
        kind=FeedKind.LIST,
        accepted=counts.new + counts.changed,
        repeated=counts.unchanged,
        problems=tuple(Problem(one.place, one.value, str(one.reason)) for one in report.problems),
        added={"new": counts.new, "changed": counts.changed},
    )
