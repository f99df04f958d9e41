"""Checks of the ledger: what each looks for, how grave it is, and what its words mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from stormdesk.domain.vocabulary import N_


class Severity(StrEnum):
    """How grave a check's rows are: our own record is wrong, or the world's reports disagree."""

    ERROR = "error"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class CheckTitle:
    """What a check is called on screen and how grave its rows are."""

    title: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The rows of one check; `columns` begin with subject, object_id, operation_id, what and detail.

    `is_truncated` says that there are more rows than these.
    """

    name: str
    title: str
    severity: Severity
    rows: tuple[tuple[object, ...], ...]
    columns: tuple[str, ...]
    is_truncated: bool


def _error(title: str) -> CheckTitle:
    return CheckTitle(title, Severity.ERROR)


def _finding(title: str) -> CheckTitle:
    return CheckTitle(title, Severity.FINDING)


# Checks that are not named here are findings under the name of their file.
CHECKS: Mapping[str, CheckTitle] = MappingProxyType(
    {
        "duplicate_events": _finding(N_("同一报告登记了两次")),
        "duplicate_objects": _finding(N_("名册里疑为同一对象")),
        "list_information_officers": _finding(N_("村(社区)灾害信息员不足两名")),
        "list_no_phone": _finding(N_("责任人没有电话")),
        "list_stale": _finding(N_("名单超过一个月没有更新")),
        "orphan_corrections": _finding(N_("更正找不到所更正的记录")),
        "orphan_imports": _error(N_("导入批次没有登记")),
        "orphan_links": _finding(N_("名册指向不存在的对象")),
        "orphan_objects": _finding(N_("所报对象不在名册")),
        "orphan_officers": _finding(N_("责任人不在名册")),
        "orphan_statuses": _error(N_("状态不在状态表")),
        "places_codes": _finding(N_("乡镇或村编码不符")),
        "places_points": _finding(N_("坐标远离本县或不完整")),
        "register_versions": _error(N_("名册版本重叠或倒置")),
        "spans_gap": _error(N_("时段中断或为空")),
        "spans_overlap": _error(N_("时段重叠")),
        "sums_accounts": _finding(N_("上报人数多于花名册")),
        "sums_persons": _finding(N_("实报人数多于名册人数")),
        "sums_places": _finding(N_("超过容量或泊位")),
        "suspects": _finding(N_("存疑的船位和读数")),
        "times_events": _finding(N_("时间先后矛盾")),
        "transitions": _finding(N_("状态先后矛盾,未计入")),
    }
)

# What the word in a check's column `what` says.
WHATS: Mapping[str, str] = MappingProxyType(
    {
        "above_berths": N_("在港船只多于泊位"),
        "above_capacity": N_("入住人数多于容量"),
        "broken_chain": N_("前一时段结束处没有下一时段"),
        "corrects_another": N_("所更正的是别的对象或别的事"),
        "corrects_nothing": N_("所更正的记录不存在"),
        "empty_span": N_("时段的结束不晚于开始"),
        "ends_before_it_begins": N_("失效时间不晚于生效时间"),
        "far_away": N_("坐标远在县域之外"),
        "few_information_officers": N_("灾害信息员不足两名"),
        "from_the_future": N_("登记时间晚于现在"),
        "half_a_point": N_("经纬度只有一个"),
        "impossible_step": N_("此状态不能接在前一状态之后"),
        "list_older_than_a_month": N_("最近一次更新或确认在一个月前"),
        "more_than_listed": N_("人数多于名册"),
        "no_head": N_("紧急防汛期没有写明由谁主持"),
        "no_phone": N_("没有电话"),
        "other_level": N_("批准的级别与提请的不同"),
        "recorded_before": N_("登记早于发生"),
        "same_person": N_("提请人和批准人是同一人"),
        "reported_above_roster": N_("乡镇上报多于花名册打勾"),
        "same_object": N_("姓名电话或识别码相同"),
        "same_report": N_("内容完全相同,编号不同"),
        "suspect_position": N_("船位存疑,未采用"),
        "suspect_reading": N_("读数存疑,未采用"),
        "two_at_once": N_("同一时刻有两个状态"),
        "two_versions": N_("同一时刻有两个有效版本"),
        "unknown_harbour": N_("没有这个港口"),
        "unknown_import": N_("没有这个导入批次"),
        "unknown_link": N_("没有所关联的对象"),
        "unknown_object": N_("任何名册都没有它"),
        "unknown_officer": N_("没有这个责任人"),
        "unknown_shelter": N_("没有这个避灾点"),
        "unknown_status": N_("状态表里没有"),
        "unknown_township": N_("没有这个乡镇编码"),
        "unknown_village": N_("没有这个村编码"),
        "village_elsewhere": N_("村不属于这个乡镇"),
    }
)
