"""Proof of issued papers: their bytes against checksums, the log against the seal, both against the audit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.papers import Paper
from stormdesk.domain.sealed import (
    LISTED,
    READING,
    STORM,
    Breach,
    breaches,
    record_digest,
    seal_of,
)
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Kind
from stormdesk.errors import StormdeskError
from stormdesk.ingest.delivery.originals import keep_original, read_regular
from stormdesk.report.papers.kinds import kind_named
from stormdesk.report.sums import PAGES
from stormdesk.store.papers import found_shares, kept_file, kept_shares, read_papers, shares_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stormdesk.ingest.desk import Desk
    from stormdesk.settings import Settings
    from stormdesk.store import Store

LARGEST: Final = 1 << 28
ISSUED: Final = "issued"
CHANGED: Final = N_(
    "{hour} 登记的 {subject} 报告,发布{kind}第 {number} 期时 {sealed} 条,现在 {found} 条,内容已变"
)
LIST_CHANGED: Final = N_(
    "名单({subject})中 {hour} 起生效的行,发布{kind}第 {number} 期时 {sealed} 行,现在 {found} 行,内容已变"
)
STORM_CHANGED: Final = N_(
    "台风路径或预报 {hour} 的数据,发布{kind}第 {number} 期时 {sealed} 行,现在 {found} 行,内容已变"
)
READING_CHANGED: Final = N_(
    "测站 {hour} 的读数,发布{kind}第 {number} 期时 {sealed} 行,现在 {found} 行,内容已变"
)
SEAL_BROKEN: Final = N_("{kind}第 {number} 期在台账里的内容或封签被改动,与审计记录不符")
# Where rows beside the log are shown.
PLACES: Final = {STORM: "storm", READING: "water"}
SENTENCES: Final = {STORM: STORM_CHANGED, READING: READING_CHANGED}
FILE_BROKEN: Final = N_("{kind}第 {number} 期的文件与发布时的校验值不符")


class Kept(StrEnum):
    """How the bytes of a paper stand."""

    WHOLE = "whole"
    RESTORED = "restored"
    DESTROYED = "destroyed"
    BROKEN = "broken"
    ALTERED = "altered"
    SHAKEN = "shaken"


class PaperBrokenError(StormdeskError):
    """Bytes of a paper that are not those that were kept."""

    sentence = N_("这份文件与起草或发布时的校验值不符,可能已被改动,没有打开。")


class PaperDestroyedError(StormdeskError):
    """Bytes of a paper that went with the people in it."""

    sentence = N_("这份文件含个人信息,已按规定随本次响应销毁。")


@dataclass(frozen=True, slots=True)
class Seal:
    """What became of a paper's seal: where the log differs; unknown once people were forgotten."""

    is_known: bool
    is_own_whole: bool
    breaches: tuple[Breach, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found that differs."""
        return self.is_own_whole and not self.breaches


def keep_bytes(settings: Settings, data: bytes) -> Path:
    """Keep the bytes of a paper under their checksum."""
    return keep_original(settings.papers, sha256(data).hexdigest(), data)


def opened(desk: Desk, paper: Paper) -> bytes:
    """The bytes of a paper as they were issued, till then as they were drafted.

    Raises PaperBrokenError where neither the file nor the ledger's copy is what was kept.
    """
    data, kept = _read(desk, paper)
    if kept is Kept.DESTROYED:
        raise PaperDestroyedError
    if data is None:
        raise PaperBrokenError
    if kept is Kept.RESTORED:
        keep_bytes(desk.settings, data)
    return data


def bytes_state(desk: Desk, paper: Paper) -> Kept:
    """How the bytes of a paper stand, without giving them out."""
    return _read(desk, paper)[1]


def _read(desk: Desk, paper: Paper) -> tuple[bytes | None, Kept]:
    wanted = paper.kept.sha256 or ""
    held = kept_file(desk.store, paper)
    if held is not None and held[1] is None and paper.drafted.is_personal:
        return None, Kept.DESTROYED
    path = desk.settings.papers / wanted
    try:
        data = read_regular(path, LARGEST) if wanted else None
    except FileNotFoundError:
        data = None if held is None else held[1]
        is_whole = data is not None and sha256(data).hexdigest() == wanted
        return (data, Kept.RESTORED) if is_whole else (None, Kept.BROKEN)
    except OSError:
        return None, Kept.BROKEN
    is_whole = data is not None and sha256(data).hexdigest() == wanted
    is_same = held is not None and held[0] == wanted and held[1] == data
    return (data, Kept.WHOLE) if is_whole and is_same else (None, Kept.BROKEN)


def seal_state(desk: Desk, access: Store, paper: Paper) -> Seal:
    """The log computed anew against what was sealed when a paper was issued."""
    issued, drafted = paper.issue, paper.drafted
    if issued is None or _is_forgotten(desk, drafted.operation_id):
        return Seal(is_known=False, is_own_whole=True, breaches=())
    suffix_count = len(drafted.operation_id) - len(drafted.drafted_in)
    found = found_shares(
        desk.store, paper.moment, event_count=issued.event_count or 0, suffix_count=max(suffix_count, 0)
    )
    kept = kept_shares(desk.store, drafted.operation_id, paper.paper_id)
    if suffix_count == 0 and _told(access, paper):
        found += shares_beside(desk.store, paper.moment)
    else:
        # What stands beside the log came with the lists and storms of another desk, or stood here before.
        kept = [share for share in kept if not share.is_beside]
    return Seal(
        is_known=True,
        is_own_whole=is_own_whole(desk, access, paper),
        breaches=tuple(breaches(kept, found)),
    )


def is_own_whole(desk: Desk, access: Store, paper: Paper) -> bool:
    """Whether the rows and the seal of a paper are what was issued; the log under it is not looked at."""
    issued, operation_id = paper.issue, paper.drafted.operation_id
    if issued is None or _is_forgotten(desk, operation_id):
        return True
    kept = kept_shares(desk.store, operation_id, paper.paper_id)
    return seal_of(kept) == issued.seal and _is_as_told(access, paper)


def holding(desk: Desk, access: Store, operation_id: str) -> tuple[Objection, ...]:
    """Whether all that was issued, and not withdrawn, is as it was, and the last still rests on its log."""
    standing = [paper for paper in read_papers(desk.store, operation_id) if _is_out(paper)]
    last = max(standing, key=_count_of, default=None)
    altered = [_altered(one) for one in standing if one != last and not is_own_whole(desk, access, one)]
    return (*altered, *(() if last is None else against(desk, access, last)))


def _altered(paper: Paper) -> Objection:
    which = {"kind": kind_named(paper.kind).title, "number": _count_number(paper)}
    return Objection(fault=Fault.SEAL, sentence=SEAL_BROKEN, values=which)


def against(desk: Desk, access: Store, paper: Paper) -> list[Objection]:
    """What has changed under an issued paper since, place by place."""
    seal = seal_state(desk, access, paper)
    which = {"kind": kind_named(paper.kind).title, "number": _count_number(paper)}
    found = [_changed(broken, which) for broken in seal.breaches]
    if not seal.is_own_whole:
        found.insert(0, _altered(paper))
    if bytes_state(desk, paper) is Kept.BROKEN:
        found.insert(0, Objection(fault=Fault.FILE, sentence=FILE_BROKEN, values=which))
    return found


def _changed(broken: Breach, which: Mapping[str, str | int | None]) -> Objection:
    """One place where the data under a paper are others, and the page that shows it."""
    subject = broken.subject.removeprefix(LISTED)
    return Objection(
        fault=Fault.SEAL,
        sentence=LIST_CHANGED if subject != broken.subject else SENTENCES.get(subject, CHANGED),
        values={
            "hour": broken.hour_at.isoformat(),
            "subject": subject,
            **which,
            "sealed": broken.sealed_count,
            "found": broken.found_count,
        },
        township_code=broken.township_code,
        page=PLACES.get(subject) or PAGES.get(subject, "data"),
        address={"area": broken.township_code} if broken.township_code else {},
    )


def _is_out(paper: Paper) -> bool:
    return paper.issue is not None and paper.state != "withdrawn"


def _count_of(paper: Paper) -> tuple[int, str]:
    issued = paper.issue
    return (0, "") if issued is None else (issued.event_count or 0, issued.hand.at.isoformat())


def _count_number(paper: Paper) -> int | None:
    return None if paper.issue is None else paper.issue.number


def _is_as_told(access: Store, paper: Paper) -> bool:
    """Whether checksum, seal and rows are what the audit holds; a copy from elsewhere is not in it."""
    rows, issued = _told(access, paper), paper.issue
    if not rows or issued is None:
        return True
    told = json.loads(rows[0][0] or "{}")
    signed = paper.steps[: paper.steps.index(issued) + 1]
    record = record_digest(paper.drafted, signed)
    return (told.get("sha256"), told.get("seal"), told.get("record", record)) == (
        issued.sha256,
        issued.seal,
        record,
    )


def _told(access: Store, paper: Paper) -> list[tuple[Any, ...]]:
    """What the audit holds of a paper's issue; nothing where it went out elsewhere."""
    return access.rows("audit/told", kind=Kind.PAPER, what=ISSUED, thing_id=paper.paper_id)


def _is_forgotten(desk: Desk, operation_id: str) -> bool:
    operations = desk.store.frame("operation/list").set_index("operation_id")
    return operation_id in operations.index and not bool(operations["forgotten_at"].isna()[operation_id])
