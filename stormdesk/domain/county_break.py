"""The rules that hold between the tables of a county, and a place where one is broken."""

from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class CountyRule(StrEnum):
    """What must hold; each is a sentence that a person can act on."""

    TIMEZONE = N_("没有这个时区")
    PROJECTION = N_("没有这个坐标系,或它不以米为单位")
    CENTRE = N_("中心点不在县域地图范围内")
    TOWNSHIP_PREFIX = N_("乡镇编码的前六位应为县编码")
    AREA_CODE = N_("十二位区划编码应为乡镇编码加三个零")
    VILLAGE_PREFIX = N_("村编码的前九位应为所属乡镇编码")
    TOWNSHIP_UNKNOWN = N_("没有这个乡镇")
    CODE_TWICE = N_("编码重复")
    NAME_TWICE = N_("同一范围内名称重复")
    KEY_TWICE = N_("这一项已经有了一行")
    TOWNSHIP_TOTAL = N_("计数的乡镇数与 profile.yaml 声明的不符")
    VILLAGE_TOTAL = N_("计数的村(社区)数与 profile.yaml 声明的不符")
    COUNTED_UNDER_UNCOUNTED = N_("所属乡镇不计数,村也不能计数")
    NOTE_MISSING = N_("不计数的行须在备注里说明原因")
    POSITION_MISSING = N_("计数的行须有经纬度")
    POSITION_HALF = N_("经度和纬度须同时填写")
    OUT_OF_BOUNDS = N_("位置超出县域地图范围")
    NOT_ON_LAND = N_("位置不在陆地上")
    OUTSIDE_TOWNSHIP = N_("位置不在所属乡镇的图形内")
    HARBOUR_ON_LAND = N_("港口位置应在水面上")
    HARBOUR_FAR = N_("港口离所属乡镇的岸线太远")
    SHAPE_MISSING = N_("计数的乡镇没有图形")
    SHAPE_UNKNOWN = N_("图形的编码不是本县乡镇")
    LEVEL_UNKNOWN = N_("没有这个响应级别")
    RHYTHM_SLOWER = N_("级别更高,报告间隔却更长")
    CATEGORY_UNKNOWN = N_("没有这个类别")
    SUBJECT_UNKNOWN = N_("没有这种对象")
    CIRCLE_UNKNOWN = N_("风圈只有七级、十级、十二级")
    DEADLINE_NEEDS = N_("这种时限必须填写这一列")
    DEADLINE_SURPLUS = N_("这种时限不能填写这一列")
    STEP_UNKNOWN = N_("这种工作没有这一步")
    STEP_UNIT = N_("单位与这一步不符")
    STEP_NOUGHT = N_("这一步的数值须大于零")
    FORCE_NEEDED = N_("航速比例须写明从几级风起")
    FORCE_SURPLUS = N_("这一项不分风力,此列应留空")
    SHARE_ABOVE_ONE = N_("航速比例不能大于1")
    FASTER_IN_WIND = N_("风力更大,航速比例却更高")


@dataclass(frozen=True, slots=True)
class Break:
    """A rule broken by the row at `index` of a table; None where no single row is to blame."""

    table: str
    index: int | None
    column: str | None
    value: str
    rule: CountyRule
