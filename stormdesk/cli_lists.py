"""Commands for lists: a dry run and a commit, an empty template, an undo."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from stormdesk.cli_noting import noted
from stormdesk.domain.geo import Datum
from stormdesk.door.audit import Kind
from stormdesk.door.import_notes import came_of_list, came_of_undoing
from stormdesk.errors import N_, StoreBusy, StormdeskError, UnknownFile
from stormdesk.ingest.county import load_county
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices, Counts, ListReport, Look
from stormdesk.ingest.lists.undo import undo
from stormdesk.ingest.sources import COMMAND
from stormdesk.settings import Settings
from stormdesk.ui.data.workbooks import returned_workbook, template_workbook
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
MOST_SHOWN = 40
Translate = Callable[[str], str]


class ServerRuns(StormdeskError):
    """The running server holds the data file, and its data page takes lists."""

    sentence = N_("服务正在运行,请在“数据”页面导入或撤销名单。")


class UnknownList(StormdeskError):
    """A list that no file describes."""

    sentence = N_("没有“{code}”这种名单。有:{known}")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add the commands, with their help in a language."""
    _ = _translate(language)
    lists = commands.add_parser("lists", help=_("名单:试导入、导入、模板、撤销"))
    parts = lists.add_subparsers(metavar="", required=True)
    brought = parts.add_parser("import", help=_("试导入一份名单,看过后确认导入"))
    brought.add_argument("file", type=Path, metavar="FILE")
    brought.add_argument("--list", default=None, metavar="CODE", help=_("哪一种名单,默认自动辨认"))
    brought.add_argument("--datum", type=Datum, choices=[*Datum], default=None, help=_("经纬度的坐标系"))
    brought.add_argument("--complete", action="store_true", help=_("名单是完整的:没列出的视为已撤销"))
    brought.add_argument("--yes", action="store_true", help=_("不再询问,直接导入"))
    brought.add_argument("--returned", type=Path, metavar="XLSX", help=_("把退回的行写成工作簿"))
    brought.set_defaults(command=_import)
    template = parts.add_parser("template", help=_("写出一份空白模板"))
    template.add_argument("code", metavar="CODE")
    template.add_argument("file", type=Path, metavar="XLSX")
    template.set_defaults(command=_template)
    back = parts.add_parser("undo", help=_("整体撤销一次导入"))
    back.add_argument("import_id", metavar="IMPORT_ID")
    back.set_defaults(command=_undo)


def _translate(language: str) -> Translate:
    words = catalogue(language)
    return lambda text: words.get(text, text)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _progress(share: float, text: str) -> None:
    sys.stderr.write(f"stormdesk: {share:4.0%} {text}\n")


def _open(settings: Settings) -> Desk:
    try:
        return open_desk(settings, _progress)
    except StoreBusy as error:
        raise ServerRuns from error


def _known(code: str | None, settings: Settings) -> None:
    known = known_lists(settings)
    if code is not None and code not in known:
        raise UnknownList(code=code, known=" ".join(sorted(known)))


def _import(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _translate(settings.language)
    if not asked.file.is_file():
        raise UnknownFile(path=asked.file)
    _known(asked.list, settings)
    desk = _open(settings)
    try:
        choices = Choices(datum=asked.datum, is_complete=asked.complete)
        data = asked.file.read_bytes()
        seen = look(desk, asked.file.name, data, list_code=asked.list, choices=choices, tell=_progress)
        _show(seen, _)
        if asked.returned and seen.returned:
            asked.returned.write_bytes(returned_workbook(seen, _))
            _say(_("退回的 {count} 行写在 {path}").format(count=len(seen.returned), path=asked.returned))
        if seen.is_empty or not (asked.yes or _agrees(_)):
            return FAULT if seen.is_empty else DONE
        about = {"thing": "imports", "detail": {"sha256": seen.digest}}
        with noted(settings, Kind.IMPORT, "list_taken", **about) as told:
            report = commit(desk, seen, by=getpass.getuser()[:100], tell=_progress)
            _name_console(desk, report)
            told(came_of_list(seen, report))
    finally:
        desk.store.close()
    _say(_("已导入,编号 {import_id}").format(import_id=report.import_id))
    _say(_counted(report.counts, _))
    return DONE


def _name_console(desk: Desk, report: ListReport) -> None:
    """Whoever types here is known to the machine only, which is no account of the desk."""
    with desk.store.write() as transaction:
        transaction.run("imports/name_source", import_id=report.import_id, source_id=COMMAND)


def _agrees(_: Translate) -> bool:
    sys.stdout.write(_("导入吗?输入 y 确认:"))
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "是"}


def _show(seen: Look, _: Translate) -> None:
    _say(_("{name}:名单 {code}").format(name=seen.name, code=seen.list_code or "—"))
    _say(_counted(seen.counts, _))
    for problem in seen.problems[:MOST_SHOWN]:
        suggestion = f"\t→ {problem.suggestion}" if problem.suggestion else ""
        _say(f"  {problem.where}\t{problem.value}\t{_(str(problem.reason))}{suggestion}")
    if len(seen.problems) > MOST_SHOWN:
        _say(_("  另有 {count} 个问题").format(count=len(seen.problems) - MOST_SHOWN))


def _counted(counts: Counts, _: Translate) -> str:
    said = _("新增 {new},变更 {changed},不变 {unchanged},撤销 {gone},退回 {returned},跳过 {skipped}")
    return said.format(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        gone=counts.gone,
        returned=counts.returned,
        skipped=counts.skipped,
    )


def _template(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _translate(settings.language)
    _known(asked.code, settings)
    county = load_county(settings.county_dir, settings.reference_dir)
    described = known_lists(settings)[asked.code]
    asked.file.write_bytes(template_workbook(described, county, settings.language, _))
    _say(_("模板写在 {path}").format(path=asked.file))
    return DONE


def _undo(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _translate(settings.language)
    desk = _open(settings)
    try:
        with noted(settings, Kind.IMPORT, "import_undone", thing="imports", thing_id=asked.import_id) as told:
            report = undo(desk, asked.import_id, by=getpass.getuser()[:100])
            _name_console(desk, report)
            told(came_of_undoing(asked.import_id, report))
    finally:
        desk.store.close()
    _say(_("已撤销,编号 {import_id}").format(import_id=report.import_id))
    if report.left_alone:
        _say(_("后来又改过、没有动的:{ids}").format(ids="、".join(report.left_alone[:MOST_SHOWN])))
    return DONE
