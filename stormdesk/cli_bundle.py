"""Commands that hand the ledger on and keep it: bundle, unbundle, backup, restore."""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from stormdesk.cli_noting import noted
from stormdesk.door.audit import Kind
from stormdesk.door.import_notes import came_of_bundle
from stormdesk.door.purge.again import cleansing, known_lists
from stormdesk.errors import UnknownFile
from stormdesk.ingest.desk import open_desk
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import Outcome, read_bundle
from stormdesk.settings import Settings
from stormdesk.store.backup import Comparison, make_backup, restore_backup
from stormdesk.store.forgotten import NAME
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
Command = Callable[[argparse.Namespace, Settings], int]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add the commands, with their help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    bundle = commands.add_parser("bundle", help=_("把一次响应的全部台账写成一个文件"))
    bundle.add_argument("operation", metavar="OPERATION", help=_("响应编号,见 status"))
    bundle.add_argument("file", type=Path, metavar="FILE", help=_("新文件,如 muifa.stormdesk.zip"))
    bundle.set_defaults(command=_bundle)
    unbundle = commands.add_parser("unbundle", help=_("载入一次响应的数据包,校验后整体载入或整体拒绝"))
    unbundle.add_argument("file", type=Path, metavar="FILE")
    unbundle.add_argument("--suffix", default=None, metavar="WORD", help=_("作为新的一次响应载入时的后缀"))
    unbundle.set_defaults(command=_unbundle)
    backup = commands.add_parser("backup", help=_("备份整个数据文件到 backups 文件夹"))
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help=_("把备份恢复成一个新文件,并逐行比对"))
    restore.add_argument("backup", type=Path, metavar="BACKUP", help=_("备份文件夹"))
    restore.add_argument("file", type=Path, metavar="NEWFILE", help=_("新的数据文件,不能已存在"))
    restore.add_argument(
        "--forgotten",
        type=Path,
        metavar="LIST",
        help=_("销毁清单:制作这份备份之后销毁了哪些响应的个人信息(默认用本机和备份旁边的)"),
    )
    restore.set_defaults(command=_restore)


def _words(settings: Settings) -> Callable[[str], str]:
    words = catalogue(settings.language)
    return lambda text: words.get(text, text)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")


def _progress(share: float, text: str) -> None:
    _tell(f"{share:4.0%} {text}")


def _bundle(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings)
    desk = open_desk(settings, _progress)
    try:
        with noted(settings, Kind.EXPORT, "bundle", thing="bundle", operation_id=asked.operation):
            manifest = write_bundle(
                desk.store, asked.operation, asked.file, at=datetime.now(UTC), progress=_Steps()
            )
    finally:
        desk.store.close()
    said = _("已写入 {path}:{rows} 行。内含姓名和电话,请按个人信息保管。")
    _say(said.format(path=asked.file, rows=f"{manifest.row_count:,}"))
    return DONE


def _unbundle(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings)
    if not asked.file.is_file():
        raise UnknownFile(path=asked.file)
    desk = open_desk(settings, _progress)
    try:
        about = {"thing": "imports", "detail": {"sha256": _checksum(asked.file)}}
        with noted(settings, Kind.IMPORT, "bundle_taken", **about) as told:
            report = read_bundle(desk.store, desk.ledger, asked.file, suffix=asked.suffix, progress=_Steps())
            told(came_of_bundle(report))
    finally:
        desk.store.close()
    if report.outcome is Outcome.KNOWN:
        _say(_("“{operation}”已在本库,内容完全相同,没有改动。").format(operation=report.operation_id))
        return DONE
    rows = f"{sum(report.rows.values()):,}"
    _say(_("已载入“{operation}”:{rows} 行。").format(operation=report.operation_id, rows=rows))
    for note in report.notes:
        _say(_(note))
    return DONE


def _checksum(path: Path) -> str:
    with path.open("rb") as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()


class _Steps:
    """Tells progress in tenths."""

    def __init__(self) -> None:
        self._told = -1

    def __call__(self, share: float, text: str) -> None:
        if int(share * 10) > self._told:
            self._told = int(share * 10)
            _progress(share, text)


def _backup(_asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings)
    desk = open_desk(settings, _progress)
    try:
        with noted(settings, Kind.SETTING, "backup_made", thing="backups"):
            made = make_backup(desk.store, settings.backups, at=datetime.now(UTC), progress=_Steps())
    finally:
        desk.store.close()
    _say(_("备份完成:{path},{size} MB").format(path=made.path, size=f"{made.byte_count / 1e6:.1f}"))
    return DONE


def _restore(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings)
    if asked.forgotten is not None and not asked.forgotten.is_file():
        raise UnknownFile(path=asked.forgotten)
    known = known_lists(settings, asked.backup.resolve().parent / NAME, *filter(None, [asked.forgotten]))
    if not known:
        _tell(_("没有销毁清单。如果这份备份之后销毁过个人信息,它们会回来:请用 --forgotten 给出清单。"))
    with noted(settings, Kind.SETTING, "backup_restored", thing="backups", thing_id=asked.backup.name):
        compared = restore_backup(
            asked.backup.resolve(),
            asked.file.resolve(),
            queries=settings.queries_dir,
            secret=settings.database_secret,
            progress=_Steps(),
            cleanse=cleansing(known, at=datetime.now(UTC)),
        )
    _show(compared, _)
    if all(row.is_equal for row in compared):
        _tell(_("逐行比对一致。"))
        return DONE
    _tell(_("有表不一致或无法比对,请不要启用这个文件。"))
    return FAULT


def _show(compared: Iterable[Comparison], _: Callable[[str], str]) -> None:
    said = {True: _("逐行相同"), False: _("不相同"), None: _("无法比对(DuckDB 版本不同)")}
    for row in compared:
        _say("\t".join(map(str, (row.table, row.rows, row.restored_rows, said[row.is_equal]))))
