"""Where a report came from, in words."""

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.desk import opened
from stormdesk.ui.text import _, language

LONGEST_NAME = 60
_DRILL = "drill_"
_SOURCES = {
    "form": N_("人工登记"),
    "phone": N_("电话登记"),
    "pad": N_("登记板"),
    "list": N_("名单"),
    "feed": N_("数据接口"),
    "shelter_signin": N_("避灾点签到"),
    "grid_check": N_("网格核查"),
    "fishery": N_("渔业部门"),
    "weather": N_("气象部门"),
    "township": N_("乡镇上报"),
    "sites": N_("住建部门"),
    "shelters": N_("避灾场所"),
    "sectors": N_("行业部门"),
    "roster": N_("名册"),
    "report": N_("灾情报告"),
    "patrol": N_("巡查"),
    "desk": N_("值班登记"),
    "checkin": N_("责任人打卡"),
    "berth_count": N_("泊位清点"),
    "beidou": N_("北斗终端"),
    "ais": N_("AIS 终端"),
    "synthetic": N_("合成数据"),
    "page": N_("数据页"),
    "command": N_("命令行"),
    "cases": N_("案例库"),
}


def is_source(code: str) -> bool:
    """Whether a code is one of the program's own sources, whoever spoke through it."""
    return code.removeprefix(_DRILL) in _SOURCES


def source_name(code: str) -> str:
    """Where a report came from, by name; a drill's sources say so, a registered one has its own."""
    known = _SOURCES.get(code.removeprefix(_DRILL))
    if known is not None:
        return _("{name}(演练)").format(name=_(known)) if code.startswith(_DRILL) else _(known)
    at = opened()
    for name_zh, name_en in at.store.rows("sources/named", source_id=code) if at else ():
        return " ".join(str(name_en if language() == "en" else name_zh).split())[:LONGEST_NAME]
    return " ".join(code.split())[:LONGEST_NAME]
