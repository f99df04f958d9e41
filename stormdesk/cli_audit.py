"""`stormdesk audit`: verify the chain, tell its head, show the last rows."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from stormdesk.cli_noting import access_file
from stormdesk.door.accounts import COMMAND
from stormdesk.door.audit import Audit, open_audit, told_head
from stormdesk.door.audit_chain import Link
from stormdesk.errors import N_, StoreBusy
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
LAST, MOST = 50, 100_000
EMPTY_FILTERS = dict.fromkeys(("account_id", "thing", "area_code", "from_at", "to_at", "text"))
_NOTHING_YET = N_("还没有审计记录;服务第一次启动时建立。")
_NO_HEAD = N_("记录链末的文件丢失或不可信。请停止服务后运行 stormdesk audit verify。")
_HELD = N_("服务正在运行,由它持有审计文件:请在“审计”页按“校验”;链末可用 stormdesk audit head 查看。")
Words = Callable[[str], str]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `audit` with what it can do, with its help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    audit = commands.add_parser("audit", help=_("审计记录:校验、链末、列出"))
    audit.set_defaults(command=_show, last=LAST, kind=None, is_refused=False)
    ways = audit.add_subparsers(metavar="")
    verify = ways.add_parser("verify", help=_("逐条校验,改动、删去、截断都看得出来"))
    verify.add_argument(
        "--against", type=_link, default=None, metavar="SEQ:HASH", help=_("另与早先抄下的链末核对")
    )
    verify.set_defaults(command=_verify)
    ways.add_parser("head", help=_("链末的序号和校验值,可抄到别处留存;服务运行时也可用")).set_defaults(
        command=_head
    )
    show = ways.add_parser("show", help=_("列出最近的记录"))
    show.add_argument("--last", type=int, default=LAST, metavar="N", help=_("多少条"))
    show.add_argument("--kind", default=None, help=_("只看这一类,例如 sign_in、export、refused"))
    show.add_argument("--refused", dest="is_refused", action="store_true", help=_("只看被拒绝的"))
    show.set_defaults(command=_show)


def _link(text: str) -> Link:
    seq, _colon, sealed = text.partition(":")
    return Link(int(seq), sealed.strip().lower())


def _verify(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (audit, _store, _):
        if audit is None:
            return FAULT
        is_kept = asked.against is None or audit.holds(asked.against)
        verdict = audit.check(COMMAND, at=datetime.now(UTC), progress=_progress)
    for fault in verdict.faults:
        _say(_(fault.sentence).format(**fault.values))
    if len(verdict.faults) < verdict.fault_count:
        _say(_("共 {n} 处,未列完。").format(n=verdict.fault_count))
    if not is_kept:
        seq = asked.against.seq
        _say(_("与抄下的链末不符:第 {seq} 条已不是当时的那一条。").format(seq=seq))
    _say(
        _("校验了 {n} 条,链末 {seq}:{hash}").format(
            n=f"{verdict.checked:,}", seq=verdict.head.seq, hash=verdict.head.hash
        )
    )
    is_whole = verdict.is_whole and is_kept
    _say(_("审计记录完整。") if is_whole else _("审计记录不完整。"))
    return DONE if is_whole else FAULT


def _head(_asked: argparse.Namespace, settings: Settings) -> int:
    words = catalogue(settings.language)
    if not settings.access_database.is_file():
        _tell(words.get(_NOTHING_YET, _NOTHING_YET))
        return FAULT
    told = told_head(settings)
    if told is None:
        _tell(words.get(_NO_HEAD, _NO_HEAD))
        return FAULT
    _say(f"{told.seq}:{told.hash}")
    return DONE


def _show(asked: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as (_audit, store, _):
        if store is None:
            return FAULT
        columns, rows = store.head(
            "audit/rows",
            MOST,
            **EMPTY_FILTERS,
            kind=asked.kind,
            outcome="refused" if asked.is_refused else None,
            most=max(1, min(asked.last, MOST)),
            skipped_count=0,
        )
    _say("\t".join(columns))
    for row in reversed(rows):
        _say("\t".join(_plain(value) for value in row))
    return DONE


def _plain(value: object) -> str:
    """A value on one line of a terminal: no control characters, however hostile it is."""
    text = "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
    return "".join(letter if letter.isprintable() else "?" for letter in text)


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Audit | None, Store | None, Words]]:
    """The audit with its file; nothing, and a sentence, while the server holds it."""
    words = catalogue(settings.language)

    def _(text: str) -> str:
        return words.get(text, text)

    if not settings.access_database.is_file():
        _tell(_(_NOTHING_YET))
        yield None, None, _
        return
    try:
        store = access_file(settings)
    except StoreBusy:
        _tell(_(_HELD))
        yield None, None, _
        return
    try:
        yield open_audit(settings, store), store, _
    finally:
        store.close()


def _progress(share: float) -> None:
    if share < 1.0:
        sys.stderr.write(f"stormdesk: {share:4.0%}\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")
