"""Why a paper must not go out: what is wrong, where, and on which page it can be seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from stormdesk.domain.accounts import Gap
from stormdesk.domain.tally_doubts import Doubt
from stormdesk.domain.vocabulary import N_


class Fault(StrEnum):
    """What kind of thing is wrong."""

    SUMS = "sums"
    CATEGORY = "category"
    TOWNSHIP = "township"
    FRAME = "frame"
    ACCOUNTS = "accounts"
    DOUBTFUL = "doubtful"
    UNFOLDED = "unfolded"
    SEAL = "seal"
    FILE = "file"
    TEMPLATE = "template"
    CHANGED = "changed"


FAULT_NAMES: Final[Mapping[Fault, str]] = {
    Fault.SUMS: N_("分项与合计不符"),
    Fault.CATEGORY: N_("类别不在表内"),
    Fault.TOWNSHIP: N_("乡镇不在表内"),
    Fault.FRAME: N_("句式没有这一类"),
    Fault.ACCOUNTS: N_("三本账有差异未说明"),
    Fault.DOUBTFUL: N_("上报数存疑"),
    Fault.UNFOLDED: N_("台账与推算不符"),
    Fault.SEAL: N_("发布后台账被改动"),
    Fault.FILE: N_("发布的文件被改动"),
    Fault.TEMPLATE: N_("模板有误"),
    Fault.CHANGED: N_("数字已变"),
}
GAP_SENTENCES: Final[Mapping[Gap, str]] = {
    Gap.UNSEEN: N_("已勾选转移 {b} 人,其中 {persons} 人查无此人"),
    Gap.OVER_REPORTED: N_("乡镇上报 {a} 人,名册勾选 {b} 人,多报 {persons} 人"),
    Gap.UNDER_REPORTED: N_("乡镇上报 {a} 人,名册勾选 {b} 人,少报 {persons} 人"),
    Gap.NO_LIST: N_("乡镇上报 {a} 人,名册没有人"),
    Gap.NO_REPORT: N_("名册勾选 {b} 人,乡镇没有上报"),
}
DOUBT_SENTENCES: Final[Mapping[Doubt, str]] = {
    Doubt.OVER_LISTED: N_("上报 {reported} 人,名册只有 {against} 人,请核实后更正,或补全名册"),
    Doubt.FALLEN: N_("累计数从 {against} 人骤降到 {reported} 人,请核实,更正或撤销有误的一条"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One reason; `sentence` is filled with `values`, `page` and `address` lead to where it can be seen.

    `event_ids` are the rows in question, as many as are worth showing.
    """

    fault: Fault
    sentence: str
    values: Mapping[str, int | str | None] = field(default_factory=dict)
    township_code: str | None = None
    village_code: str | None = None
    category: str | None = None
    persons: int | None = None
    page: str | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    event_ids: tuple[str, ...] = ()
    gap: Gap | None = None

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the words of a language."""
        return translate(self.sentence).format(**self.values)
