"""The command line: serve, import, drill, shapes, status, and the parts in `cli_*`."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from stormdesk import (
    cli_accounts,
    cli_audit,
    cli_boundaries,
    cli_bundle,
    cli_check,
    cli_lists,
    cli_purge,
    cli_rules,
    cli_snapshot,
    cli_sources,
)
from stormdesk.cli_import import import_files, outcome_lines
from stormdesk.cli_noting import noted
from stormdesk.domain.geo import Datum
from stormdesk.domain.moment import show_instant
from stormdesk.domain.problem import Problem
from stormdesk.door.audit import Kind
from stormdesk.errors import StoreBusy, StormdeskError, UnknownFile
from stormdesk.ingest.boundaries import convert_shapes
from stormdesk.ingest.desk import Desk, open_desk, run_drill
from stormdesk.settings import PROJECT, Settings, load_settings, server_environment
from stormdesk.ui.logs import PRIVATE
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
PORT = 8501
PARTS = (
    cli_lists,
    cli_sources,
    cli_bundle,
    cli_boundaries,
    cli_rules,
    cli_accounts,
    cli_audit,
    cli_purge,
    cli_snapshot,
    cli_check,
)
Command = Callable[[argparse.Namespace, Settings], int]


@cache
def _texts() -> dict[str, str]:
    return catalogue(load_settings().language)


def _(text: str) -> str:
    """The text in the language that STORMDESK_LANG names."""
    return _texts().get(text, text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a person sees sentences, never a traceback."""
    os.umask(PRIVATE)
    asked = _parser().parse_args(arguments)
    settings = load_settings()
    try:
        command: Command = asked.command
        return command(asked, settings)
    except StormdeskError as error:
        _tell(_(error.sentence).format(**error.values))
        return FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stormdesk", description=_("县域防汛防台指挥台"))
    parser.set_defaults(command=_serve, port=PORT, base_path="", drill_accounts=False)
    commands = parser.add_subparsers(title=_("命令"), metavar="")
    serve = commands.add_parser("serve", help=_("启动大屏和各页面(不写命令时也是它)"))
    serve.add_argument("--port", type=_port, default=PORT, help=_("端口,默认 8501"))
    serve.add_argument("--base-path", default="", help=_("网址前缀,在反向代理后面时用"))
    serve.add_argument(
        "--drill-accounts", action="store_true", help=_("先为演练给每个角色建一个账号(或换新口令),再启动")
    )
    serve.set_defaults(command=_serve)
    _add_import(commands)
    drill = commands.add_parser("drill", help=_("按演练脚本新开一次演练"))
    drill.add_argument("name", metavar="NAME", help=_("data/scenarios 下的目录名"))
    drill.set_defaults(command=_drill)
    shapes = commands.add_parser("shapes", help=_("把测绘边界(shp、gpkg 等)转为县域目录所用的 GeoJSON"))
    shapes.add_argument("source", type=Path, metavar="FILE")
    shapes.add_argument("target", type=Path, metavar="GEOJSON")
    shapes.add_argument("--code", required=True, metavar="COLUMN", help=_("编码所在的列"))
    shapes.set_defaults(command=_shapes)
    for part in PARTS:
        part.add_commands(commands, load_settings().language)
    status = commands.add_parser("status", help=_("数据文件、各次响应和时钟的现状"))
    status.set_defaults(command=_status)
    return parser


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    imports = commands.add_parser("import", help=_("导入文件:名单、事件、船位、监测值、预警、台风、边界"))
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE")
    imports.add_argument("--by", default=None, metavar="NAME", help=_("谁导入的,默认当前用户"))
    imports.add_argument(
        "--datum", type=Datum, choices=list(Datum), default=None, help=_("文件没有写明时,点和面的坐标系")
    )
    imports.set_defaults(command=_import)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port


def _tell(line: str) -> None:
    sys.stderr.write(f"stormdesk: {line}\n")


def _progress(share: float, text: str) -> None:
    _tell(f"{share:4.0%} {_(text)}")


def _serve(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.drill_accounts and cli_accounts.make_drill(settings) != DONE:
        return FAULT
    base = asked.base_path.strip("/")
    address = f"http://127.0.0.1:{asked.port}/{base}"
    _tell(_("只在本机监听。准备好后打开 {address}").format(address=address.rstrip("/")))
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "stormdesk.ui.serving", "run", "dashboard.py"]
    options = ["--server.address=127.0.0.1", f"--server.port={asked.port}"]
    if base:
        options.append(f"--server.baseUrlPath={base}")
    sys.stdout.flush()
    os.execve(sys.executable, [*command, *options], server_environment())  # noqa: S606  no shell
    return FAULT


def _import(asked: argparse.Namespace, settings: Settings) -> int:
    by = (asked.by or getpass.getuser())[:100]
    for path in asked.files:
        if not path.is_file() or not os.access(path, os.R_OK):
            raise UnknownFile(path=path)
    outcomes = import_files(
        asked.files, settings, by=by, progress=_progress, tell=lambda line: _tell(_(line)), datum=asked.datum
    )
    for outcome in outcomes:
        print(*outcome_lines(outcome, _), sep="\n")
    return DONE if any(not outcome.is_empty for outcome in outcomes) else FAULT


def _show_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"  {problem.place}\t{problem.value}\t{_(problem.reason)}")


def _drill(asked: argparse.Namespace, settings: Settings) -> int:
    desk = open_desk(settings, _progress)
    try:
        with noted(settings, Kind.SETTING, "drill_begun", thing="operations", thing_id=asked.name):
            operation_id = run_drill(desk, asked.name, _progress)
    finally:
        desk.store.close()
    _tell(_("演练 {operation} 已开始,所有屏幕跟着它走。").format(operation=operation_id))
    return DONE


def _shapes(asked: argparse.Namespace, _settings: Settings) -> int:
    count, problems = convert_shapes(asked.source, asked.target, code_column=asked.code)
    _tell(_("写入 {path}:{count} 个面。").format(path=asked.target, count=count))
    _show_problems(problems)
    return DONE if count else FAULT


def _status(_asked: argparse.Namespace, settings: Settings) -> int:
    if not settings.database.is_file():
        print(_("还没有数据文件 {path};第一次启动时建立。").format(path=settings.database))
        return DONE
    size_mb = settings.database.stat().st_size / 1e6
    print(_("数据文件 {path},{size} MB").format(path=settings.database, size=f"{size_mb:.1f}"))
    try:
        desk = open_desk(settings, _progress)
    except StoreBusy:
        print(_("服务正在运行,由它持有数据文件。"))
        return DONE
    try:
        _show_operations(desk)
    finally:
        desk.store.close()
    return DONE


def _show_operations(desk: Desk) -> None:
    events = {row[0]: row[1] for row in desk.store.rows("operation/size")}
    for row in desk.store.frame("operation/list").to_dict("records"):
        name = row[f"name_{load_settings().language}"]
        count = events.get(row["operation_id"], 0)
        print(
            _("{operation} · {name} · {count} 条事件").format(
                operation=row["operation_id"], name=name, count=f"{count:,}"
            )
        )
    setting = desk.clock.setting
    if setting:
        print(
            _("时钟:{operation},{at},{mode}").format(
                operation=setting.operation_id, at=show_instant(desk.now()), mode=setting.mode
            )
        )
