"""`stormdesk snapshot`: whether a snapshot still says what it said when it was taken."""

import argparse
import sys
from pathlib import Path

from stormdesk.errors import UnknownFile
from stormdesk.report.snapshot_file import MOST_BYTES, check
from stormdesk.settings import Settings
from stormdesk.ui.text import catalogue

SOUND, BROKEN = 0, 1


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `snapshot`, with its help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    snapshot = commands.add_parser("snapshot", help=_("核对离线快照文件的校验值"))
    snapshot.add_argument("file", type=Path, metavar=_("文件"))
    snapshot.set_defaults(command=_check)


def _check(asked: argparse.Namespace, settings: Settings) -> int:
    words = catalogue(settings.language)

    def _(text: str) -> str:
        return words.get(text, text)

    try:
        with asked.file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnknownFile(path=str(asked.file)) from error
    checked = check(data)
    if checked.is_sound:
        sys.stdout.write(_("内容与校验值一致:{digest}").format(digest=checked.found) + "\n")
        return SOUND
    if checked.told == checked.found:
        sys.stderr.write(_("内容没有变,文件的字节被改动过") + "\n")
        return BROKEN
    told = checked.told or _("文件上没有校验值")
    said = _("内容与校验值不一致。文件上:{told};按内容算:{found}").format(told=told, found=checked.found)
    sys.stderr.write(said + "\n")
    return BROKEN
