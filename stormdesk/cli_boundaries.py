"""The command that brings the county's own township boundaries in, and takes them off again."""

import argparse
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from stormdesk.cli_noting import noted
from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.door.audit import Kind
from stormdesk.door.import_notes import came_of_boundaries
from stormdesk.errors import UnknownFile
from stormdesk.ingest.adopted_boundaries import (
    BoundaryReason,
    adopt_boundaries,
    drop_boundaries,
    keep_boundaries,
)
from stormdesk.ingest.county import load_county
from stormdesk.ingest.delivery.originals import keep_original
from stormdesk.ingest.shapes_feed import LARGEST_BYTES, parse
from stormdesk.settings import Settings
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
# A doubt about every vertex: a person must say that the file is right as it is.
GRAVE: Final = frozenset({BoundaryReason.LIKE_GCJ02, BoundaryReason.LIKE_BD09})


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add the command, with its help in a language."""
    words = catalogue(language)

    def _(text: str) -> str:
        return words.get(text, text)

    told = _("导入本县的乡镇(街道)界线,代替示意图形;不写 --keep 只试读")
    boundaries = commands.add_parser("boundaries", help=told)
    boundaries.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=_("GeoJSON、Shapefile(zip)、GeoPackage 或 KML")
    )
    boundaries.add_argument("--keep", action="store_true", help=_("收下,重新启动后生效"))
    boundaries.add_argument("--drop", action="store_true", help=_("去掉已导入的界线,重新启动后恢复示意图形"))
    boundaries.add_argument(
        "--datum", type=Datum, default=Datum.WGS84, choices=list(Datum), help=_("图形的坐标系,默认 wgs84")
    )
    boundaries.add_argument(
        "--crs", default=None, metavar="EPSG", help=_("文件没有说明坐标系时用,如 EPSG:4528")
    )
    boundaries.add_argument("--swap", action="store_true", help=_("文件里纬度在前、经度在后"))
    boundaries.add_argument("--sure", action="store_true", help=_("已核对,图形没有偏移"))
    boundaries.set_defaults(command=_boundaries)


def _words(settings: Settings) -> Callable[[str], str]:
    words = catalogue(settings.language)
    return lambda text: words.get(text, text)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _boundaries(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings)
    if asked.drop:
        with noted(settings, Kind.SETTING, "boundaries_dropped", thing="boundaries"):
            is_gone = drop_boundaries(settings.own_county_dir)
        _say(_("已去掉,重新启动后恢复示意图形") if is_gone else _("没有导入过界线"))
        return DONE
    data = _content(asked.file)
    county = load_county(settings.county_dir, settings.reference_dir)
    shapes, problems = parse(asked.file.name, data, datum=asked.datum, crs=asked.crs, is_swapped=asked.swap)
    adopted, doubts = adopt_boundaries(shapes, county)
    for problem in (*problems, *doubts):
        _say(f"  {problem.place}\t{problem.value}\t{_(problem.reason)}")
    _say(_("对上 {found} 个乡镇(街道),全县 {all} 个").format(found=len(adopted), all=len(county.townships)))
    if not adopted or (_is_grave(doubts) and not asked.sure):
        _say(_("没有收"))
        return FAULT
    if asked.keep:
        sha256 = hashlib.sha256(data).hexdigest()
        about = {"thing": "boundaries", "detail": {"sha256": sha256}}
        with noted(settings, Kind.SETTING, "boundaries_taken", **about) as told:
            keep_original(settings.originals, sha256, data)
            keep_boundaries(settings.own_county_dir, adopted, county)
            told(came_of_boundaries(None, len(adopted), len(problems) + len(doubts), sha256))
        _say(_("已收下,重新启动后生效"))
    return DONE


def _is_grave(doubts: list[Problem]) -> bool:
    return any(doubt.reason in GRAVE for doubt in doubts)


def _content(path: Path | None) -> bytes:
    if path is None or not path.is_file() or not os.access(path, os.R_OK):
        raise UnknownFile(path=path or "")
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)
