"""What each measure is: its name, its formula in a sentence, its unit, and which way is better."""

from dataclasses import dataclass
from typing import Final

from stormdesk.domain.measures.records import Better, Measure, Unit
from stormdesk.domain.vocabulary import N_


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of measure; docs/methods/measures.md tells more.

    `bad` is how much of it weighs as much as as much of another: it orders measures and judges none
    (default, not official). `grows` says that it gets larger with the lists and with the storm's length:
    one storm's is not better than another's for being less, unless it is a share of something.
    """

    code: str
    title: str
    formula: str
    unit: Unit
    better: Better | None
    bad: float = 1.0
    grows: bool = False


_EVERY: Final = (
    Definition("moved", N_("转移人数"), N_("名册上曾到达安置处的人数之和,一人只计一次"), "person", None),
    Definition(
        "to_ninety",
        N_("启动到九成"),
        N_("从该级别启动到九成(按人或按个数)完成的小时数;负数表示启动前已达到"),
        "h",
        "less",
        12.0,
    ),
    Definition(
        "margin",
        N_("早于时限"),
        N_("九成对象至少早于各自时限的小时数;负数表示晚于时限"),
        "h",
        "more",
        3.0,
    ),
    Definition(
        "late",
        N_("逾期"),
        N_("晚于时限完成,或时限已过仍未完成的对象(转移按人)"),
        "count",
        "less",
        50.0,
        grows=True,
    ),
    Definition(
        "level_wait",
        N_("应启未启"),
        N_("规则条款成立到相应级别启动之间最长的小时数;先启动的计为零"),
        "h",
        "less",
        3.0,
    ),
    Definition(
        "silent",
        N_("静默村小时"),
        N_("各村超过报告间隔仍无音讯的小时数之和"),
        "village_h",
        "less",
        10.0,
        grows=True,
    ),
    Definition(
        "accounts_ab",
        N_("上报与名册最大差"),
        N_("每次上报时,某类转移人数上报与名册之差绝对值的最大者(甲减乙)"),
        "person",
        "less",
        100.0,
        grows=True,
    ),
    Definition(
        "explained_ab", N_("上报差额解释用时"), N_("从差额最大到两本账再次一致的小时数"), "h", "less", 6.0
    ),
    Definition(
        "accounts_bc",
        N_("名册与核见最大差"),
        N_("每次上报时,某类名册已转移与独立核见之差的最大者(乙减丙)"),
        "person",
        "less",
        300.0,
        grows=True,
    ),
    Definition(
        "explained_bc", N_("核见差额解释用时"), N_("从差额最大到两本账再次一致的小时数"), "h", "less", 12.0
    ),
    Definition(
        "returns",
        N_("擅自返回"),
        N_("未经准许返回危险区的人数,一人只计一次"),
        "person",
        "less",
        5.0,
        grows=True,
    ),
    Definition(
        "wind",
        N_("风中人时"),
        N_("尚未安全的人在实况风圈内的小时数之和(人×小时)"),
        "person_h",
        "less",
        5000.0,
        grows=True,
    ),
    Definition(
        "duty_gap",
        N_("守护空缺"),
        N_("大风前六小时到大风离开,责任人和代理人都不在岗的岗位小时数"),
        "h",
        "less",
        24.0,
        grows=True,
    ),
    Definition(
        "directives",
        N_("督办超期"),
        N_("晚于时限销号,或过时限仍未销号的督办件数"),
        "count",
        "less",
        2.0,
        grows=True,
    ),
    Definition(
        "over",
        N_("多转(停)"),
        N_("已转移、回港、停工,而七级风圈始终未到其处"),
        "count",
        "less",
        100.0,
        grows=True,
    ),
    Definition(
        "under",
        N_("漏转(停)"),
        N_("时限所按的风圈到其处时尚未转移、回港、停工"),
        "count",
        "less",
        10.0,
        grows=True,
    ),
)
DEFINITIONS: Final = {one.code: one for one in _EVERY}


def severity(measure: Measure) -> float:
    """How bad a measure is, to order measures by: above 0 is bad, 0 is not known, below 0 is good."""
    kind = DEFINITIONS[measure.code]
    if measure.value is None or measure.better is None:
        return 0.0
    return (measure.value if measure.better == "less" else -measure.value) / kind.bad
