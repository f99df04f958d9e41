"""What the forgetting of an operation would do, as records to show before it is done."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from stormdesk.domain.vocabulary import N_
from stormdesk.errors import StormdeskError


class Blocker(StrEnum):
    """Why an operation's people cannot be forgotten yet; each is a sentence that a person can act on."""

    OPEN = N_("本次响应还没有结束。请先结束它。")
    ON_SCREEN = N_("本次响应正显示在各屏上。请先切换到另一次响应。")
    TOO_EARLY = N_("结束后要保留 {days} 天,最早 {due} 可以销毁。")
    FORGOTTEN = N_("本次响应的个人信息已于 {done} 销毁。")
    WAITING = N_("收件箱里还有 {n} 个文件没有处理。请等它们处理完,或先移走。")
    NO_ROOM = N_("磁盘空间不足:约需 {needed} MB,只剩 {free} MB。请先腾出空间。")
    UNMARKED = N_("这些表没有销毁规则,不能继续:{columns}。请联系管理员升级系统。")


class Keep(StrEnum):
    """What may stay for evidence or review, if a person states why."""

    OFFICIALS = "officials"
    DECISIONS = "decisions"


KEEP_NAMES = {
    Keep.OFFICIALS: N_("责任人的姓名(不含电话)"),
    Keep.DECISIONS: N_("响应级别和预警的依据、措施等文字"),
}


class FileKind(StrEnum):
    """What kind of file under the home folder holds people."""

    ORIGINAL = "original"
    ARCHIVE = "archive"
    QUARANTINE = "quarantine"
    ANSWER = "answer"
    BACKUP = "backup"
    RESTORED = "restored"
    BUNDLE = "bundle"
    PAPER = "paper"
    LEFT_OVER = "left_over"


FILE_NAMES = {
    FileKind.ORIGINAL: N_("导入原件"),
    FileKind.ARCHIVE: N_("收件箱已处理文件"),
    FileKind.QUARANTINE: N_("收件箱退回文件"),
    FileKind.ANSWER: N_("收件箱回执"),
    FileKind.BACKUP: N_("备份"),
    FileKind.RESTORED: N_("由备份恢复的数据文件"),
    FileKind.PAPER: N_("发布的含名单文件"),
    FileKind.BUNDLE: N_("响应数据包"),
    FileKind.LEFT_OVER: N_("中途留下的临时文件"),
}


class PurgeRefused(StormdeskError):
    """A forgetting that cannot be proposed, approved or done, with the reason as its sentence."""

    def __init__(self, reason: str, **values: object) -> None:
        self.sentence = str(reason)
        super().__init__(**values)


@dataclass(frozen=True, slots=True)
class Reason:
    """One blocker with its values."""

    blocker: Blocker
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShare:
    """What becomes of one table: rows under pseudonyms or without words, rows that go, rows that stay."""

    table: str
    columns: tuple[str, ...]
    forgotten_count: int
    gone_count: int = 0
    kept_count: int = 0


@dataclass(frozen=True, slots=True)
class FileShare:
    """The files of one kind that are destroyed."""

    kind: FileKind
    paths: tuple[Path, ...]
    byte_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What forgetting an operation's people would do, and why it cannot be done yet."""

    operation_id: str
    name_zh: str
    name_en: str
    roster: str
    own_roster: str
    closed_at: datetime | None
    due_at: datetime | None
    forgotten_at: datetime | None
    readers: tuple[str, ...]
    tables: tuple[TableShare, ...]
    files: tuple[FileShare, ...]
    strange: tuple[Path, ...]
    blockers: tuple[Reason, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers
