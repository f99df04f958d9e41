"""Which tables make up one operation, and by what their rows belong to it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError

ENDING = ".stormdesk.zip"
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 1_000_000
# Kept by hand or by queries of their own, in this order; the rest follows from a table's columns.
ALONE = ("operation", "event", "import_batch", "import_problem")
REFERENCE = ("status", "transition", "category", "area", "report_rhythm")
# Folded anew from the log where a bundle is read.
DERIVED = frozenset({"span", "flagged", "overruled", "cur"})
# What belongs to one machine and not to an operation: its clock, who may send to it, what it answered and
# what came to it from elsewhere.
STAYS = frozenset({"api_answer", "brought", "clock_setting", "source", "source_token"})
# Where an import came from that a person made on a page, and how it is told once it came from elsewhere.
BY_HAND = "page"
BROUGHT = "bundle"
_KEYS = ("operation_id", "roster", "storm_id")


class BundleFault(StrEnum):
    """Why a bundle cannot be made or read; each is a sentence that a person can act on."""

    EXISTS = N_("文件 {path} 已经存在,没有覆盖。请另选文件名。")
    UNWRITABLE = N_("写不了文件 {path}({fault})。请核对文件夹、权限和磁盘空间。")
    NOT_A_BUNDLE = N_("{path} 不是完整的响应数据包:{fault}。什么都没有载入。")
    DAMAGED = N_("数据包里的 {fault} 与清单的校验值不符,可能已损坏。什么都没有载入。")
    FOREIGN = N_("数据包里有不属于它的内容:{fault}。什么都没有载入。")
    SHAPE = N_("数据包的 {fault} 与本版本的表结构不同。请用制作它的版本,或先升级。什么都没有载入。")
    UNSOUND = N_("数据包里有不合规的行:{fault}。什么都没有载入。")
    OPERATION_DIFFERS = N_("本库已有“{operation}”,内容与数据包不同。请加后缀载入。什么都没有载入。")
    FORGOTTEN = N_("“{operation}”的个人信息已在本库销毁,不能再用旧数据包带回来。什么都没有载入。")
    ROSTER_DIFFERS = N_("本库已有名册“{roster}”,内容与数据包不同。请加后缀载入。什么都没有载入。")
    SUFFIX = N_("后缀“{suffix}”不能用:只能是 1 至 20 个字母、数字、连字符或下划线。")


class BundleRefusedError(StormdeskError):
    """A bundle that cannot be made or read, with the reason as its sentence."""

    def __init__(self, reason: BundleFault, **values: object) -> None:
        self.sentence = str(reason)
        super().__init__(**values)


def key_of(table: str, columns: Mapping[str, Any]) -> str | None:
    """The column by which rows of a table belong to an operation, its lists or its storm."""
    if table in DERIVED | STAYS or table in ALONE or table in REFERENCE:
        return None
    return next((key for key in _KEYS if key in columns), None)
