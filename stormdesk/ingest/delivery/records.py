"""A delivery, what became of it, and what a keeper tells of the items that it kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from stormdesk.domain.feed import FeedKind, ItemResult, Outcome
from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_

ALL_KINDS: Final = frozenset(FeedKind)


class DeliveryReason(StrEnum):
    """Why a whole delivery was not taken, or an item was kept without being counted."""

    TOO_LARGE = N_("文件过大,没有读取")
    UNREADABLE = N_("文件无法读取")
    EMPTY = N_("文件是空的")
    UNKNOWN_FORMAT = N_("不认识这种文件,没有读取;认得的格式见 docs/operations.md")
    KNOWN_CONTENT = N_("内容相同的文件已经导入过,没有再次导入")
    NOTHING_USABLE = N_("文件里没有可用的记录")
    NOT_ALLOWED = N_("这个来源不可以送这类数据,没有收;在数据页或用 stormdesk sources 改")
    SWITCHED_OFF = N_("这个来源已停用,没有收")
    FAILED = N_("处理时出错,没有收;服务的日志里有原因")
    OTHER_CONTENT = N_("编号已用于另一条内容,保留先到的一条")
    IMPOSSIBLE = N_("与之前的状态矛盾,已保留,不计入")
    FUTURE = N_("时间晚于现在,已保留,不计入")
    TWO_VESSELS = N_("船名或 MMSI 对应两条船,已保留,不计入")
    UNKNOWN_VESSELS = N_("名册里没有这些船,按其自报身份收下(值为船数)")
    UNKNOWN_GAUGES = N_("名册里没有这些测站,照收(值为站数)")
    UNKNOWN_CATEGORIES = N_("类别不在本县的类别表里,照收照计,更正之前快报不能发布(值为条数)")
    DECISION = N_("级别和紧急防汛期由人用自己的账号提请、批准,来源不能代为决定,这一条未收")
    AS_WARNING = N_("预警信号要作为预警报送,不能作为事件,这一条未收")
    ITEM = N_("复盘整改事项由人用自己的账号登记、由另一人销号,来源不能代为登记,这一条未收")
    FOREIGN = N_("只能更正或撤销本来源送来的记录;别处的记录由值班员更正")
    EXERCISE = N_("演习或测试的预警,已保留,不作真实预警")
    NO_COLOUR = N_("预警没有颜色,已保留,不列入在效预警")
    NOT_PLAIN = N_("不是普通文件(链接、管道或设备),没有读取")
    BOUNDARIES = N_("像是乡镇界线,没有收;请在数据页由人核对后采用(值为乡镇数)")
    UNKNOWN_DATUM = N_("不认识所声明的坐标系,没有收;可用 wgs84、cgcs2000、gcj02、bd09")
    UNREGISTERED = N_("子目录名不是登记过的来源,按收件目录收下")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What somebody brought: its name, its content or where that lies, from whom, and when.

    `datum` is what the bringer says of points that do not say it themselves.
    """

    name: str
    source_id: str
    by: str
    received_at: datetime
    data: bytes | None = None
    path: Path | None = None
    kinds: frozenset[FeedKind] = ALL_KINDS
    datum: Datum | None = None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What became of one item, in the order of the batch."""

    index: int
    id: str | None
    result: ItemResult
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a delivery; the import is known by its identifier unless nothing was recorded."""

    name: str
    outcome: Outcome
    import_id: str | None = None
    content_hash: str | None = None
    kind: FeedKind | None = None
    accepted: int = 0
    repeated: int = 0
    flagged: int = 0
    problems: tuple[Problem, ...] = ()
    items: tuple[ItemAnswer, ...] = ()
    storm_ids: tuple[str, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a keeper did with the rows that it was given."""

    new: int
    repeated: int = 0
    flagged: int = 0
    results: Sequence[ItemResult] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)
    doubts: Sequence[Problem] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    storm_ids: tuple[str, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the items of a delivery stand on: the operation on screen and its shown instant."""

    operation_id: str
    roster: str
    is_live: bool
    shown_at: datetime
    source_id: str
    received_at: datetime
    datum: Datum = Datum.WGS84


Rows = Sequence[Any]
