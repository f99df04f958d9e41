"""`stormdesk purge`: what forgetting an operation's people would do, and looking for names afterwards."""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from stormdesk.domain.moment import show_instant
from stormdesk.door.purge.again import known_lists
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proof import Proof, prove
from stormdesk.door.purge.records import FILE_NAMES, Preview, Reason
from stormdesk.door.purge.traces import SHORTEST, Traces
from stormdesk.errors import N_, StoreBusy, UnknownFile
from stormdesk.ingest.delivery.originals import read_regular
from stormdesk.settings import Settings
from stormdesk.store import Store
from stormdesk.store.forgotten import as_text
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
MOST_BYTES = 50_000_000
_HELD = N_("服务正在运行,由它持有数据文件:请在“账号与权限”页的“结束与销毁”里预览。")
_NOTHING = N_("没有找到:{words} 个词,{files} 个文件,{megabytes} MB。")
Words = Callable[[str], str]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `purge` with what it can do, with its help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    purge = commands.add_parser("purge", help=_("个人信息销毁:预览,事后查验;执行须两人在页面上提议和确认"))
    ways = purge.add_subparsers(metavar="", required=True)
    look = ways.add_parser("preview", help=_("销毁一次响应的个人信息会改动什么"))
    look.add_argument("operation", metavar="OPERATION", help=_("响应编号,见 status"))
    look.set_defaults(command=_preview)
    told = ways.add_parser("forgotten", help=_("打印销毁清单:恢复更早的备份时用它再次销毁"))
    told.set_defaults(command=_forgotten)
    check = ways.add_parser("prove", help=_("在数据目录的全部文件里查找一份名单上的词,只报个数不报内容"))
    check.add_argument("words", type=Path, metavar="FILE", help=_("每行一个姓名、电话或住址,UTF-8"))
    check.set_defaults(command=_prove)


def _preview(asked: argparse.Namespace, settings: Settings) -> int:
    words = _catalogue(settings)
    try:
        store = Store(settings.database, queries=settings.queries_dir, secret=settings.database_secret)
    except StoreBusy:
        _tell(words(_HELD))
        return FAULT
    try:
        plan = preview(store, asked.operation, settings, datetime.now(UTC))
    finally:
        store.close()
    for line in _lines(plan, settings.home, words):
        sys.stdout.write(f"{line}\n")
    return DONE if plan.is_ready else FAULT


def _lines(plan: Preview, home: Path, _: Words) -> Iterator[str]:
    yield f"{plan.operation_id}  {plan.name_zh}"
    for share in plan.tables:
        counts = _("改写 {n} 行,删去 {gone} 行,保留 {kept} 行").format(
            n=share.forgotten_count, gone=share.gone_count, kept=share.kept_count
        )
        yield f"  {share.table}: {counts}  ({', '.join(share.columns) or '–'})"
    for kind in plan.files:
        told = _("销毁 {n} 个文件,{megabytes} MB").format(
            n=len(kind.paths), megabytes=_megabytes(kind.byte_count)
        )
        yield f"  {_(FILE_NAMES[kind.kind])}: {told}"
    for path in plan.strange:
        yield _("  请人工查看:{path}").format(path=ascii(path.relative_to(home).as_posix()))
    for reason in plan.blockers:
        yield f"! {sentence(reason, _)}"


def sentence(reason: Reason, _: Words) -> str:
    """Why it cannot be done yet."""
    told = {
        name: show_instant(value) if isinstance(value, datetime) else value
        for name, value in reason.values.items()
    }
    return _(reason.blocker).format(**told)


def _forgotten(_asked: argparse.Namespace, settings: Settings) -> int:
    sys.stdout.write(f"{as_text(known_lists(settings))}\n")
    return DONE


def _prove(asked: argparse.Namespace, settings: Settings) -> int:
    words = _catalogue(settings)
    try:
        data = read_regular(asked.words, MOST_BYTES)
    except OSError as error:
        raise UnknownFile(path=asked.words) from error
    lines = {line.strip() for line in (data or b"").decode("utf-8-sig", "replace").splitlines()}
    traces = Traces(line for line in lines if len(line.encode()) >= SHORTEST)
    proof = prove(settings.home, traces, standing_count=0, but=[asked.words.resolve()])
    _tell_proof(proof, words)
    return DONE if proof.is_clean else FAULT


def _tell_proof(proof: Proof, _: Words) -> None:
    for name, count in proof.found:
        sys.stdout.write(_("{path}: 找到 {n} 个词").format(path=ascii(name), n=count) + "\n")
    if proof.is_clean:
        told = _(_NOTHING).format(
            words=proof.word_count, files=proof.file_count, megabytes=_megabytes(proof.byte_count)
        )
        sys.stdout.write(f"{told}\n")


def _catalogue(settings: Settings) -> Words:
    words = catalogue(settings.language)
    return lambda text: words.get(text, text)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")
