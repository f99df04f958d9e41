"""What the tables, columns and files of a forgetting are called."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stormdesk.domain.vocabulary import N_
from stormdesk.door.purge.records import FileKind, FileShare
from stormdesk.settings import Settings
from stormdesk.ui.text import _

TABLES: Final = {
    "responsible_person": N_("责任人名册"),
    "evacuee": N_("转移对象名册"),
    "vessel": N_("船舶名册"),
    "construction_site": N_("工地名册"),
    "shelter": N_("避灾场所名册"),
    "facility": N_("设施名册"),
    "member_unit": N_("成员单位名册"),
    "harbour": N_("港口名册"),
    "gauge": N_("测站名册"),
    "team": N_("队伍名册"),
    "stock": N_("物资名册"),
    "terminal": N_("通信终端名册"),
    "danger_zone": N_("危险区名册"),
    "village": N_("村社名册"),
    "event": N_("上报和登记的记录"),
    "span": N_("各对象的状态经过"),
    "cur": N_("各对象的最近状态"),
    "flagged": N_("需核实的上报"),
    "overruled": N_("被更正的上报"),
    "position": N_("船位"),
    "import_batch": N_("导入记录"),
    "import_problem": N_("导入时退回的行"),
    "same_as": N_("重复对象的认定"),
    "api_answer": N_("接口回执"),
}
COLUMNS: Final = {
    "name": N_("姓名或名称"),
    "phone": N_("电话"),
    "address": N_("住址"),
    "needs": N_("特殊需要"),
    "danger_place": N_("所离开的危险处"),
    "note": N_("备注"),
    "lat": N_("位置"),
    "lon": N_("位置"),
    "mmsi": N_("船舶识别码"),
    "source": N_("来源"),
    "actor": N_("经手人"),
    "payload": N_("记录里的文字"),
    "imported_by": N_("导入人"),
    "decided_by": N_("认定人"),
    "reason": N_("理由"),
    "answer": N_("回执内容"),
    "place": N_("退回行的内容"),
    "field": N_("退回行的内容"),
    "value": N_("退回行的内容"),
    "suggestion": N_("退回行的内容"),
    "original_row": N_("退回行的内容"),
}
PEOPLE: Final = ("owner_name", "manager_name", "leader_name", "holder_name", "liaison_name")


def table_words(table: str) -> str:
    """What a table holds."""
    return _(TABLES[table]) if table in TABLES else table


def column_words(columns: Iterable[str]) -> str:
    """What is rewritten in a table, each said once."""
    return "、".join(dict.fromkeys(_(_column(column)) for column in columns))


def _column(column: str) -> str:
    if column in PEOPLE:
        return N_("联系人姓名")
    return COLUMNS.get(column, N_("编号") if column.endswith(("_id", "corrects")) else N_("其他"))


def named_files(share: FileShare, settings: Settings) -> list[tuple[str, datetime | None, int]]:
    """Name, time and size of what is destroyed: a backup as one, an original by its number."""
    found: dict[str, tuple[datetime | None, int]] = {}
    for path in share.paths:
        name = _name(path, share.kind, settings)
        before, size = found.get(name, (None, 0))
        facts = path.lstat()
        changed_at = datetime.fromtimestamp(facts.st_mtime, UTC)
        found[name] = (max(before, changed_at) if before else changed_at, size + facts.st_size)
    return [(name, changed_at, size) for name, (changed_at, size) in found.items()]


def _name(path: Path, kind: FileKind, settings: Settings) -> str:
    if kind is FileKind.BACKUP:
        return path.relative_to(settings.backups).parts[0]
    return path.name[:12] if kind is FileKind.ORIGINAL else path.name
