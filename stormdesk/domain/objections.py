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
    FALLEN = "fallen"
    CATEGORY = "category"
    TOWNSHIP = "township"
    FRAME = "frame"
    ACCOUNTS = "accounts"
    HEADCOUNT = "headcount"
    DOUBTFUL = "doubtful"
    UNFOLDED = "unfolded"
    SEAL = "seal"
    FILE = "file"
    TEMPLATE = "template"
    CHANGED = "changed"


FAULT_NAMES: Final[Mapping[Fault, str]] = {
    Fault.SUMS: N_("分项与合计不符"),
    Fault.FALLEN: N_("数字减少未作更正"),
    Fault.CATEGORY: N_("类别不在表内"),
    Fault.TOWNSHIP: N_("乡镇不在表内"),
    Fault.FRAME: N_("句式没有这一类"),
    Fault.ACCOUNTS: N_("三本账有差异未说明"),
    Fault.HEADCOUNT: N_("清点与登记不符"),
    Fault.DOUBTFUL: N_("上报数存疑"),
    Fault.UNFOLDED: N_("台账与推算不符"),
    Fault.SEAL: N_("发布后台账被改动"),
    Fault.FILE: N_("发布的文件被改动"),
    Fault.TEMPLATE: N_("模板有误"),
    Fault.CHANGED: N_("数字已变"),
}
# What mends each of them.
MENDS: Final[Mapping[Fault, str]] = {
    Fault.SUMS: N_("点“去看”,核对这一处的逐户记录,更正有误的一条"),
    Fault.FALLEN: N_("点“去看”,对这一项登记更正并写明原因"),
    Fault.CATEGORY: N_("更正或撤销写错类别的报告,或请管理员在本县的类别表里加上这一类"),
    Fault.TOWNSHIP: N_("更正这几户的乡镇和村"),
    Fault.FRAME: N_("在县域目录 papers/sentences.yaml 这次台风的句式里加上这一类,或更正这几户的类别"),
    Fault.ACCOUNTS: N_("请乡镇更正上报数或名册;确有原因的,由乡镇或值班员按“说明一处差异”写明,再重新起草"),
    Fault.HEADCOUNT: N_(
        "请避灾场所重新清点,或补齐登记;确有原因的(如名册以外的人前来),按“说明一处差异”写明,再重新起草"
    ),
    Fault.DOUBTFUL: N_("请乡镇核实后更正或撤销有误的一条,或补全名册"),
    Fault.UNFOLDED: N_(
        "先停服,运行 stormdesk check 查明哪一条:报告被改动或删除的,从备份恢复;没有的,运行 stormdesk rebuild"
    ),
    Fault.SEAL: N_("从备份恢复这一时段的台账;恢复不了的,写明理由撤回那一期,再起草更正版"),
    Fault.FILE: N_("从备份恢复 papers 目录里的这份文件和台账;恢复不了的,写明理由撤回那一期"),
    Fault.TEMPLATE: N_("改正县域目录 papers/templates 里的这个文件;把它移走,就用随程序的模板"),
    Fault.CHANGED: N_("重新起草"),
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

    `event_ids` are the rows in question, as many as are worth showing; `explained_as` is the total under
    which a word may explain it, empty where none can.
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
    explained_as: str = ""

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the words of a language."""
        return translate(self.sentence).format(**self.values)
