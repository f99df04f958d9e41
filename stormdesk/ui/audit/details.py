"""What else a row of the audit holds, in words: no code, no True and no None where a word stands for it."""

from collections.abc import Callable, Mapping
from typing import Final

from stormdesk.domain.access.records import Role
from stormdesk.domain.moment import ClockMode, parse_instant
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit_reading import Row
from stormdesk.door.purge.records import KEEP_NAMES, Keep
from stormdesk.errors import BadMoment
from stormdesk.ui.audit.words import role_words, thing_words
from stormdesk.ui.data.words import kind_words
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _

BECAME: Final = " → "
PLAIN: Final = {"True": N_("是"), "False": N_("否"), "None": "—", "": "—"}
MODES: Final = {ClockMode.LIVE: N_("实战"), ClockMode.DRILL: N_("演练")}
DETAILS: Final[Mapping[str, str]] = {
    "count": N_("次数"),
    "since": N_("从"),
    "rows": N_("行数"),
    "personal": N_("含个人信息"),
    "export_id": N_("导出编号"),
    "ending": N_("文件类型"),
    "of": N_("谁的"),
    "failed": N_("没有做成"),
    "faults": N_("不符"),
    "head": N_("链末"),
    "head_seq": N_("曾记到"),
    "found_seq": N_("只到"),
    "role": N_("角色"),
    "area_code": N_("辖区"),
    "subjects": N_("事项"),
    "is_active": N_("启用"),
    "is_drill": N_("演练"),
    "login": N_("系统用户"),
    "mode": N_("模式"),
    "fingerprint": N_("指纹"),
    "fallback": N_("用的是备用规则"),
    "speed": N_("速度"),
    "paused": N_("暂停"),
    "shown_at": N_("显示时刻"),
    "register": N_("名册"),
    "other": N_("另一个"),
    "unwritten": N_("另有同样的未写"),
    "sha256": N_("校验值"),
    "content": N_("是什么"),
    "taken": N_("收下"),
    "rejected": N_("退回或存疑"),
    "unchanged": N_("不变"),
    "undoes": N_("撤销的是"),
    "source": N_("来源"),
    "day": N_("日期"),
    "held": N_("隔离编号"),
    "event_id": N_("记录编号"),
    "level": N_("级别"),
    "proposal_id": N_("提请编号"),
    "keeps": N_("保留"),
    "seal": N_("封签"),
    "record": N_("登记内容校验值"),
    "number": N_("期号"),
    "version": N_("版本"),
    "short": N_("太短的词"),
    "common": N_("常见的词"),
    "lists": N_("名册"),
    "part": N_("部分"),
    "words": N_("查找的词"),
    "standing": N_("在册保留"),
    "files": N_("文件"),
    "bytes": N_("字节"),
    "destroyed": N_("销毁文件"),
    "found": N_("仍找到"),
}


def detail_words(row: Row, area_name: Callable[[str], str]) -> str:
    """What else a row holds."""
    known = {name: value for name, value in row.detail.items() if value not in (None, "")}
    return " · ".join(
        f"{_(DETAILS.get(name, name))} {_told(name, value, area_name)}" for name, value in known.items()
    )


def _told(name: str, value: object, area_name: Callable[[str], str]) -> str:
    """A value in words; what was changed as what it was and what it became."""
    return BECAME.join(_word(name, each, area_name) for each in str(value).split(BECAME))


def _word(name: str, value: str, area_name: Callable[[str], str]) -> str:
    if value in PLAIN:
        return _(PLAIN[value])
    if name == "role" and value in set(Role):
        return role_words(value)
    if name == "area_code":
        return area_name(value)
    if name == "subjects":
        return "、".join(thing_words(each) for each in value.split(","))
    if name == "keeps":
        return "、".join(_(KEEP_NAMES[Keep(each)]) for each in value.split(",") if each in set(Keep))
    return _coded(name, value)


def _coded(name: str, value: str) -> str:
    """What stands for a code that the house has words for; anything else as it is written."""
    if name == "content":
        return kind_words(value)
    if name == "register":
        return thing_words(value)
    if name == "mode" and value in set(ClockMode):
        return _(MODES[ClockMode(value)])
    if name == "shown_at":
        try:
            return clock_time(parse_instant(value), "%Y-%m-%d %H:%M")
        except BadMoment:
            return value
    return value
