"""What comes in late, not at all, or in vain: sources, lists and imports among the wall's exceptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from stormdesk.domain.exceptions import Kind, Line, Trouble
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language, named
from stormdesk.ui.wall.cells import Row, instant, rows, text

FAILED_WITHIN: Final = timedelta(hours=24)
LIST_OLD: Final = timedelta(days=30)
NAMED: Final = 2
LONGEST_NAME: Final = 40
DEAD, LATE, STALE, FAILED, ASIDE = "dead", "late", "stale_list", "failed_import", "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What the wall knows of imports, at an instant of the machine's clock."""

    machine_at: datetime
    sources: Mapping[str, Row]
    lists: Sequence[Row]
    failed: Sequence[Row]
    aside: Sequence[Row]
    list_names: Mapping[str, str]


def minute(page: Page) -> datetime | None:
    """The machine's minute at which imports are looked at; None where the page looks back or at a part."""
    if page.is_rewound or page.area_code is not None:
        return None
    return datetime.now(UTC).replace(second=0, microsecond=0)


def incoming(page: Page, machine_at: datetime | None) -> Incoming | None:
    """Look at sources, lists and imports."""
    if machine_at is None:
        return None
    return Incoming(
        machine_at=machine_at,
        sources={
            str(row["source_id"]): row for row in rows(page.ask("sources/standing", machine_at=machine_at))
        },
        lists=rows(page.ask("wall/stale_lists", stale_at=machine_at - LIST_OLD)),
        failed=rows(page.ask("wall/failed_imports", since_at=machine_at - FAILED_WITHIN)),
        aside=rows(page.ask("wall/set_aside", since_at=machine_at - FAILED_WITHIN)),
        list_names={
            code: described.name(language()) for code, described in known_lists(page.desk.settings).items()
        },
    )


def troubles(known: Incoming) -> Iterator[Trouble]:
    """What is wrong with it, one by one; a file is told by the source that brought it, never by its name."""
    for source_id, row in known.sources.items():
        if row["state"] in {DEAD, LATE}:
            yield replace(_of(str(row["state"]), source_id, instant(row, "last_import_at")), is_pinned=True)
    for row in known.lists:
        yield _of(STALE, str(row["list_code"]), instant(row, "since"))
    for cause, files in ((FAILED, known.failed), (ASIDE, known.aside)):
        for row in files:
            yield _of(cause, text(row, "source_id") or "", instant(row, "since"))


def _of(cause: str, subject_id: str, since: datetime | None) -> Trouble:
    return Trouble(kind=Kind.DATA, cause=cause, subject_id=subject_id, township_code=None, since=since)


def what(line: Line) -> str:
    """The line in words: how many sources, lists or files."""
    said = {
        DEAD: _("{n} 个来源中断"),
        LATE: _("{n} 个来源迟到"),
        STALE: _("{n} 份名册超过一个月未更新"),
        FAILED: _("{n} 个文件未能导入"),
        ASIDE: _("{n} 个文件有内容退回或搁置,未计入"),
    }[line.cause]
    return said.format(n=len(line.members))


def where(line: Line, known: Incoming) -> str:
    """Which sources or lists; files are told by the sources that brought them."""
    names = list(dict.fromkeys(_name(member, known) for member in line.members))
    shown = " · ".join(names[:NAMED])
    return _("{named} 等 {n} 个").format(named=shown, n=len(names)) if len(names) > NAMED else shown


def _name(trouble: Trouble, known: Incoming) -> str:
    if trouble.cause == STALE:
        return known.list_names.get(trouble.subject_id, trouble.subject_id)
    row = known.sources.get(trouble.subject_id, {})
    return (text(row, named()) or trouble.subject_id)[:LONGEST_NAME] or _("来源不明")


def who(line: Line, known: Incoming) -> str:
    """Who answers for it: the owners of the sources, otherwise whoever keeps the data."""
    rows_of = [known.sources.get(member.subject_id, {}) for member in line.members]
    owners = list(dict.fromkeys(owner for row in rows_of if (owner := text(row, "owner"))))
    return " · ".join(owners[:NAMED])[:LONGEST_NAME] or _("数据管理员")


def lasting(line: Line, known: Incoming) -> timedelta | None:
    """How long the longest-lasting of them lasts, by the machine's clock."""
    return None if line.since is None else known.machine_at - line.since


def state(line: Line) -> str:
    """The tone of the line: what is cut off is late, the rest is open."""
    return {DEAD: "late", FAILED: "soon", LATE: "soon"}.get(line.cause, "open")
