"""What came of a ship feed, and why a record of it was refused or is doubtful."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_

MOST_PROBLEMS: Final = 20_000


class AisReason(StrEnum):
    """What may be wrong with a ship feed."""

    TOO_LARGE = N_("文件超过 100 MB,没有读取;请按时间分成几个文件")
    NOTHING = N_("文件里没有可用的船位")
    NOT_AIS = N_("这一行不是 AIS 语句")
    OTHER_SENTENCES = N_("导航仪的其他语句,不含他船船位,未收(值为条数)")
    OTHER_MESSAGES = N_("不是船位的 AIS 电文,未收(值为电文类型和条数)")
    CHECKSUM = N_("校验和不符,这一句未收")
    PARTS = N_("多句电文不完整,未收")
    UNREADABLE = N_("电文内容无法解读,未收")
    SHORT = N_("电文比规定的短,未收")
    NO_POSITION = N_("船位不可用(AIS 注明未知),这一条未收")
    BAD_POSITION = N_("经纬度无法读取,这一条未收")
    NO_IDENTITY = N_("没有 MMSI、船名或船舶编号,这一条未收")
    BAD_MMSI = N_("MMSI 不是九位数字,这一条未收")
    BAD_TIME = N_("时间无法读取,这一条未收")
    BAD_NUMBER = N_("不是数字,按未知处理")
    OUT_OF_RANGE = N_("数值超出合理范围,按未知处理")
    NOT_A_RECORD = N_("这一项不是船位记录")
    TRUNCATED = N_("文件在此处中断或损坏,之前的完整记录已保留")
    BAD_ENCODING = N_("文件编码有误,部分文字无法辨认")
    TIME_OF_RECEIPT = N_("记录没有时间,以收到文件的时间为准(值为条数)")
    ORDER_ONLY = N_("没有时间的旧船位:同一船在文件里还有更晚的船位")
    BEIJING_ASSUMED = N_("时间没有注明时区,按北京时间理解(值为条数)")
    SCALE_GUESSED = N_("没有注明经纬度单位,按数值大小推断(值为每度的份数)")
    SCALES_MIXED = N_("同一文件里经纬度单位不一,按每条数值大小推断(值为条数)")
    SPEED_GUESSED = N_("没有注明航速单位,按节理解;若单位是 0.1 节请在文件里注明")
    MORE = N_("问题太多,其余只计数(值为条数)")


def bounded(problems: list[Problem]) -> list[Problem]:
    """Return the problems as text that can be kept, the many after the first twenty thousand as one count."""
    rest = len(problems) - MOST_PROBLEMS
    kept = [
        Problem(problem.place, problem.value.encode("utf-8", "replace").decode(), problem.reason)
        for problem in problems[:MOST_PROBLEMS]
    ]
    return [*kept, Problem("", f"{rest:,}", AisReason.MORE)] if rest > 0 else kept


@dataclass(slots=True)
class Ships:
    """The positions of a feed in file order, names told apart from them by radio identity, and problems."""

    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _positions: list[Position] = field(default_factory=list)
    _untimed: list[int] = field(default_factory=list)

    def add(self, position: Position, *, is_timed: bool) -> None:
        """Keep a position, and whether it came with a time of its own."""
        if not is_timed:
            self._untimed.append(len(self._positions))
        self._positions.append(position)

    @property
    def untimed_count(self) -> int:
        """How many positions came without a time."""
        return len(self._untimed)

    def positions(self) -> list[Position]:
        """Return the positions; of those without a time only each vessel's last is not doubtful."""
        last = {_identity(self._positions[i]): i for i in self._untimed}
        doubtful = set(self._untimed) - set(last.values())
        return [
            replace(
                position,
                name=position.name or self.names.get(position.mmsi or ""),
                suspect_reason=AisReason.ORDER_ONLY if i in doubtful else None,
            )
            for i, position in enumerate(self._positions)
        ]


def _identity(position: Position) -> str | None:
    return position.vessel_id or position.mmsi or position.name
