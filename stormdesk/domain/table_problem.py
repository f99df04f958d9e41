"""What is wrong in a file of tables: the file, the row, the column, the value and the rule it breaks."""

from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class TableRule(StrEnum):
    """Rules that any table keeps; each is a sentence that a person can act on."""

    FILE_MISSING = N_("缺少这个文件")
    ENCODING = N_("文件不是 UTF-8 编码")
    BROKEN = N_("文件无法读取,格式已损坏")
    EMPTY = N_("文件没有数据行")
    COLUMN_UNKNOWN = N_("不认识这一列")
    COLUMN_MISSING = N_("缺少必需的列")
    COLUMN_TWICE = N_("这一列出现了两次")
    CELL_COUNT = N_("单元格数目与表头不符")
    REQUIRED = N_("必须填写")
    NUMBER = N_("应为数字")
    INTEGER = N_("应为整数")
    YES_NO = N_("应为 yes 或 no")
    CHOICE = N_("不在允许的取值之内")
    PATTERN = N_("写法不对")
    RANGE = N_("超出允许的范围")
    OTHER = N_("不符合要求")


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One cell, row or file that breaks a rule; row 1 is the header, None means the whole file."""

    file: str
    row: int | None
    column: str | None
    value: str
    rule: str

    def __str__(self) -> str:
        """Say the place, the value and the rule on one line."""
        place = self.file
        if self.row is not None:
            place += f" 第 {self.row} 行"
        if self.column is not None:
            place += f" {self.column}"
        return f"{place}“{self.value}”:{self.rule}" if self.value else f"{place}:{self.rule}"
