"""Going through the audit's chain: where it does not hold, and what was done to it there."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit_chain import NOTHING, Keyring, Link, sign
from stormdesk.store.snapshot import Snapshot

AT_ONCE: Final = 5000
MOST_FAULTS: Final = 50
HEAD_MISSING: Final = ("audit", "head_missing")
MOST_LOOKED_AT: Final = 20_000


class FaultKind(StrEnum):
    """What was done to the chain."""

    EDITED = "edited"
    CUT_OUT = "cut_out"
    CUT_OFF = "cut_off"
    REORDERED = "reordered"
    DOUBLED = "doubled"
    OTHER_KEY = "other_key"
    HEAD_LOST = "head_lost"


FAULT_WORDS: Final = {
    FaultKind.EDITED: N_("第 {first} 条被改动过:内容与写入时的校验值不符。"),
    FaultKind.CUT_OUT: N_("第 {first} 至 {last} 条被删去。"),
    FaultKind.CUT_OFF: N_("末尾被截去:曾记到第 {last} 条,现在只到第 {before} 条。"),
    FaultKind.REORDERED: N_("第 {first} 条的次序被调换。"),
    FaultKind.DOUBLED: N_("第 {first} 条出现了不止一次。"),
    FaultKind.OTHER_KEY: N_("第 {first} 至 {last} 条是用另一把密钥写的,现有密钥无法核对。"),
    FaultKind.HEAD_LOST: N_("记录链末的文件丢失或不可信;第 {first} 条之后是否被截去过,无法判断。"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain does not hold, from row `first` to row `last`."""

    kind: FaultKind
    first: int
    last: int

    @property
    def sentence(self) -> str:
        """What is wrong, a text to translate and fill with `values`."""
        return FAULT_WORDS[self.kind]

    @property
    def values(self) -> dict[str, int]:
        """What the sentence names."""
        return {"first": self.first, "last": self.last, "before": self.first - 1}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look through the whole chain found."""

    checked: int
    head: Link
    faults: tuple[Fault, ...]
    fault_count: int

    @property
    def is_whole(self) -> bool:
        """Whether every row is as it was written and none is missing."""
        return not self.fault_count


@dataclass(frozen=True, slots=True)
class _Found:
    """A fault, and the hash that its row says stood before it, when another one does."""

    fault: Fault
    said_before: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    seq: int
    prev_hash: str
    hash: str
    key_mark: str
    noted_us: int
    columns: tuple[object, ...]

    @classmethod
    def read(cls, seq: int, prev_hash: str, hash_: str, key_mark: str, noted_us: int, *rest: Any) -> _Row:  # noqa: ANN401
        """A row as the question gives it."""
        return cls(seq, prev_hash, hash_, key_mark, noted_us, rest)

    def is_genuine(self, key: bytes) -> bool:
        """Whether the row is as it was written."""
        made = (self.seq, self.prev_hash, self.key_mark, self.noted_us, *self.columns)
        return hmac.compare_digest(sign(key, made), self.hash)


def examine(
    snapshot: Snapshot, keys: Keyring, told: Link | None, progress: Callable[[float], None]
) -> Verdict:
    """Look at every row of a snapshot, and at the end that the head told before it was taken."""
    known = keys.by_mark()
    faults: list[_Found] = []
    last, checked, told_hash = NOTHING, 0, None
    for share, row in _rows(snapshot):
        checked += 1
        if told is not None and row.seq == told.seq:
            told_hash = row.hash
        faults.extend(_faults(row, last, known))
        last = Link(row.seq, row.hash)
        if checked % AT_ONCE == 0:
            progress(share)
    faults.extend(_Found(fault) for fault in _end(told, told_hash, last))
    gathered = _runs([_settled(snapshot, found) for found in faults[:MOST_LOOKED_AT]])
    progress(1.0)
    return Verdict(
        checked, last, tuple(gathered[:MOST_FAULTS]), max(len(gathered), len(faults) - MOST_LOOKED_AT)
    )


def _rows(snapshot: Snapshot) -> Iterator[tuple[float, _Row]]:
    total = max(1, snapshot.ask("audit/size").read_all().column(0)[0].as_py())
    done = 0
    for batch in snapshot.ask("audit/chain"):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            done += 1
            yield done / total, _Row.read(*values)


def _faults(row: _Row, last: Link, known: dict[str, bytes]) -> Iterator[_Found]:
    if row.seq == last.seq:
        yield _Found(Fault(FaultKind.DOUBLED, row.seq, row.seq))
        return
    if row.seq > last.seq + 1:
        yield _Found(Fault(FaultKind.CUT_OUT, last.seq + 1, row.seq - 1))
    if row.columns[:2] == HEAD_MISSING:
        yield _Found(Fault(FaultKind.HEAD_LOST, last.seq, last.seq))
    is_linked = row.prev_hash == last.hash or row.seq > last.seq + 1
    key = known.get(row.key_mark)
    if key is None:
        yield _Found(Fault(FaultKind.OTHER_KEY, row.seq, row.seq))
    elif not row.is_genuine(key) or not is_linked:
        yield _Found(Fault(FaultKind.EDITED, row.seq, row.seq), None if is_linked else row.prev_hash)


def _settled(snapshot: Snapshot, found: _Found) -> Fault:
    """A row that follows another one than it says was moved, when that other one is there."""
    if found.said_before is None:
        return found.fault
    elsewhere = snapshot.ask("audit/seq_of", hash=found.said_before).read_all().num_rows
    return replace(found.fault, kind=FaultKind.REORDERED) if elsewhere else found.fault


def _end(told: Link | None, told_hash: str | None, last: Link) -> Iterator[Fault]:
    """What the head says against the end that stands; rows after the told one are those of a sudden end."""
    if told is None:
        if last.seq:
            yield Fault(FaultKind.HEAD_LOST, last.seq, last.seq)
    elif told.seq > last.seq:
        yield Fault(FaultKind.CUT_OFF, last.seq + 1, told.seq)
    elif told.seq and told_hash is not None and told_hash != told.hash:
        yield Fault(FaultKind.EDITED, told.seq, told.seq)


def _runs(faults: list[Fault]) -> list[Fault]:
    """The same faults, neighbours of one kind told together where the words allow it."""
    runs: list[Fault] = []
    for fault in faults:
        before = runs[-1] if runs else None
        joins = fault.kind is FaultKind.OTHER_KEY and before is not None and before.kind is fault.kind
        if joins and before is not None and fault.first == before.last + 1:
            runs[-1] = replace(before, last=fault.last)
        elif fault not in runs[-2:]:
            runs.append(fault)
    return runs
