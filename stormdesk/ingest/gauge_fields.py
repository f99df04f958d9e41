"""Field names of the national real-time hydrology tables (SL 323), their quantities, units and marks."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.reading import Quantity
from stormdesk.ingest.feed_records import folded
from stormdesk.ingest.feed_values import Fault, plain, read_number


@dataclass(frozen=True, slots=True)
class Field:
    """What a column holds; rain becomes a quantity only with its interval."""

    quantity: Quantity
    factor: float = 1.0
    is_rain: bool = False
    is_daily: bool = False


RAIN: Final = Field(Quantity.RAIN_MM_1H, is_rain=True)
DAILY: Final = Field(Quantity.RAIN_MM_24H, is_rain=True, is_daily=True)
# As aliases are compared: without case, spaces and unit.
IDENTITY: Final = {
    **dict.fromkeys(
        ("stcd", "gaugeid", "stationid", "stationcode", "测站编码", "站码", "测站代码"), "gauge_id"
    ),
    **dict.fromkeys(("stnm", "gaugename", "stationname", "测站名称", "站名"), "gauge_name"),
    **dict.fromkeys(("tm", "readat", "time", "timestamp", "ts", "datetime", "时间", "观测时间"), "read_at"),
    **dict.fromkeys(("intv", "时段长", "时段长度"), "interval"),
    **dict.fromkeys(("quantity", "element", "要素"), "quantity"),
    **dict.fromkeys(("value", "reading", "读数", "数值"), "value"),
    **dict.fromkeys(("unit", "单位"), "unit"),
}
VALUES: Final[dict[str, Field]] = {
    **dict.fromkeys(("drp", "时段降水量", "时段雨量", "雨量", "降水量", "降雨量"), RAIN),
    **dict.fromkeys(("dyp", "日降水量", "日雨量"), DAILY),
    **dict.fromkeys(
        ("z", "rz", "tdz", "upz", "水位", "库水位", "库上水位", "潮位", "闸上水位"), Field(Quantity.LEVEL_M)
    ),
    **dict.fromkeys(("q", "tgtq", "流量", "过闸流量"), Field(Quantity.FLOW_M3S)),
    **dict.fromkeys(("inq", "入库流量"), Field(Quantity.INFLOW_M3S)),
    **dict.fromkeys(("otq", "出库流量"), Field(Quantity.OUTFLOW_M3S)),
    **dict.fromkeys(("w", "蓄水量", "库容"), Field(Quantity.STORAGE_M3_MILLION)),
    **dict.fromkeys(("wndv", "windspeed", "风速", "平均风速"), Field(Quantity.WIND_MS)),
    **dict.fromkeys(("gust", "maxwndv", "阵风", "极大风速"), Field(Quantity.GUST_MS)),
    **dict.fromkeys(("wnddir", "winddir", "winddirection", "风向"), Field(Quantity.WIND_FROM_DEG)),
    **dict.fromkeys(("airp", "pressure", "气压"), Field(Quantity.PRESSURE_HPA)),
    **{folded(quantity): Field(quantity) for quantity in Quantity},
}
LOWER_POOLS: Final = frozenset({"blrz", "dwz", "库下水位", "闸下水位"})
# Fields of the same tables that are no readings: how it was measured, trends, notes.
IGNORED: Final = frozenset(
    {
        *("pdr", "wth", "xsa", "xsavv", "xsmxv", "flwchrcd", "wptn", "msqmt", "msamt", "msvmt"),
        *("rwchrcd", "rwptn", "inqdr", "tdchrcd", "tdptn", "hltdmk", "supwptn", "sdwptn", "wndpwr", "wvhgt"),
        *("id", "nt", "moditime", "rvnm", "hnnm", "bsnm", "sttp", "addvcd", "admauth", "lgtd", "lttd"),
        *("序号", "备注", "河流名称", "水系名称", "水势", "天气状况"),
    }
)
QUANTITIES: Final = {
    **{folded(quantity): quantity for quantity in Quantity},
    **{key: known.quantity for key, known in VALUES.items() if not known.is_rain},
    **dict.fromkeys(("1小时雨量", "小时雨量", "1h降水量"), Quantity.RAIN_MM_1H),
    **dict.fromkeys(("3小时雨量", "3h降水量"), Quantity.RAIN_MM_3H),
    **dict.fromkeys(("24小时雨量", "24h降水量"), Quantity.RAIN_MM_24H),
}
# INTV counts hours before the point and minutes after it.
INTERVALS: Final = {
    0.05: Quantity.RAIN_MM_5MIN,
    0.08: Quantity.RAIN_MM_5MIN,
    1.0: Quantity.RAIN_MM_1H,
    3.0: Quantity.RAIN_MM_3H,
    6.0: Quantity.RAIN_MM_6H,
    12.0: Quantity.RAIN_MM_12H,
    24.0: Quantity.RAIN_MM_24H,
}
# What systems write where a sensor said nothing.
MISSING_MARKS: Final[frozenset[object]] = frozenset(
    {
        *(-99.0, -999.0, -9999.0, -99999.0, -999999.0, -99.9, -999.9, -9999.9),
        *(9999.0, 99999.0, 999999.0, 9999999.0, 99999.9, 999999.9),
        *("空", "无", "缺测", "缺", "-", "--", "—", "/", "\\", "n/a", "na", "nan", "null", "none", "nil"),
    }
)
UNITS: Final[dict[str, dict[str, float]]] = {
    "_mm_": {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "m": 1000},
    "level_m": {"m": 1, "米": 1, "cm": 0.01, "厘米": 0.01, "mm": 0.001, "毫米": 0.001},
    "_m3s": {"m3/s": 1, "m³/s": 1, "立方米/秒": 1, "立方米每秒": 1, "m3s": 1, "l/s": 0.001, "万m3/s": 1e4},
    "storage": {
        **dict.fromkeys(("10^6m3", "10^6m³", "106m3", "百万m3", "百万立方米", "million m3", "millionm3"), 1),
        **dict.fromkeys(("万m3", "万立方米", "10^4m3", "104m3", "万方"), 0.01),
        **dict.fromkeys(("m3", "立方米"), 1e-6),
        **dict.fromkeys(("亿m3", "亿立方米", "10^8m3"), 100),
    },
    "_ms": {
        "m/s": 1,
        "ms": 1,
        "米/秒": 1,
        "kn": 1852 / 3600,
        "kt": 1852 / 3600,
        "节": 1852 / 3600,
        "km/h": 1 / 3.6,
    },
    "deg": {"°": 1, "deg": 1, "度": 1},
    "hpa": {"hpa": 1, "百帕": 1, "mbar": 1, "mb": 1, "pa": 0.01, "kpa": 10, "100pa": 1},
}
UNIT: Final = re.compile(r"[(\[]([^)\]]{1,20})[)\]]\s*$")
COMPASS: Final = (
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
)
CHINESE: Final = {"北": 0, "东北": 45, "东": 90, "东南": 135, "南": 180, "西南": 225, "西": 270, "西北": 315}


def unit_in(heading: str) -> str | None:
    """Return the unit in brackets at a heading's end."""
    found = UNIT.search(unicodedata.normalize("NFKC", heading))
    return found[1] if found else None


def factor_of(quantity: Quantity, unit: str | None) -> float | None:
    """Return by what a value in a unit is multiplied for its quantity; None for an unknown unit."""
    if unit is None:
        return 1.0
    word = unicodedata.normalize("NFKC", unit).casefold().replace(" ", "")
    table = next((units for mark, units in UNITS.items() if mark in quantity), {})
    return table.get(word)


def compass_deg(value: object) -> float | Fault | None:
    """Read where the wind comes from: degrees, one of sixteen directions, or the Chinese name of one."""
    if isinstance(value, str):
        word = plain(value).upper().removesuffix("风")
        if word in COMPASS:
            return COMPASS.index(word) * 22.5
        if word in CHINESE:
            return float(CHINESE[word])
    return read_number(value)
