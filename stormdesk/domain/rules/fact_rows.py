"""The rows of the catalogue of facts; texts in both languages, like the rows of a reference table.

Columns: code, scope, unit, name (zh, en), how it is found (zh, en), when it is unknown (zh, en), lowest and
highest threshold that makes sense, whether it takes hours ahead, kilometres, and whether a person enters it.
"""
# ruff: noqa: E501  rows of a table

from typing import Final

_NO_FIX = ("没有定位", "no fix")
_NO_ROAD = (
    "预报没有覆盖到所问的小时数,且台风来得及赶到",
    "the forecast ends before the hours asked for and the storm could still get there",
)
_RADII = (f"{_NO_ROAD[0]};或风圈未知", f"{_NO_ROAD[1]}; or the circle is unknown")
_NO_SIGNAL_FEED = ("从不未知:没有生效的信号即为无", "never: no signal in force means none")
_WATER = ("没有这类测站的有效读数", "no valid reading of such a gauge")
_ENTERED = ("没有人填报,或填报已过时效", "nobody entered it, or the entry has expired")
_NO_TIDE = ("没有潮位预报或警戒潮位", "no tide forecast or no marks")

_STORM: Final = (
    ("storm_distance_km", "storm", "km", "台风中心到本县的距离", "Distance from the storm's centre to the county",
     "最新定位到县中心点的大地线距离", "geodesic distance from the newest fix to the county's centre",
     *_NO_FIX, 0.0, 20_000.0, False, False, False),
    ("storm_wind_ms", "storm", "m/s", "台风中心附近最大风速", "Wind near the storm's centre",
     "最新定位的风速;十分钟平均乘1.1", "wind of the newest fix; a ten-minute mean times 1.1",
     "定位没有风速", "the fix has no wind", 0.0, 122.4, False, False, False),
    ("inside_24h_line", "storm", "yes_no", "台风在24小时警戒线以内", "Storm inside the 24-hour warning line",
     "最新定位在警戒线上或以西", "newest fix on the line or west of it",
     "定位在警戒线南北两端之外", "the fix lies beyond the line's ends", 0.0, 1.0, False, False, False),
    ("inside_48h_line", "storm", "yes_no", "台风在48小时警戒线以内", "Storm inside the 48-hour warning line",
     "最新定位在警戒线上或以西", "newest fix on the line or west of it",
     "定位在警戒线南北两端之外", "the fix lies beyond the line's ends", 0.0, 1.0, False, False, False),
)  # fmt: skip
_FORECAST: Final = (
    ("affects_within", "forecast", "yes_no", "预报影响本县", "Forecast to affect the county",
     "七级风圈最早到达任一乡镇驻地", "the force-7 circle first reaches any township seat",
     *_RADII, 0.0, 1.0, True, False, False),
    ("wind10_within", "forecast", "yes_no", "十级风圈到达本县", "Force-10 circle to reach the county",
     "十级风圈最早到达任一乡镇驻地", "the force-10 circle first reaches any township seat",
     *_RADII, 0.0, 1.0, True, False, False),
    ("wind12_within", "forecast", "yes_no", "十二级风圈到达本县", "Force-12 circle to reach the county",
     "十二级风圈最早到达任一乡镇驻地", "the force-12 circle first reaches any township seat",
     *_RADII, 0.0, 1.0, True, False, False),
    ("affects_waters_within", "forecast", "yes_no", "预报影响本县海域", "Forecast to affect the county's waters",
     "七级风圈最早到达作业海域(sea_bounds)的格点", "the force-7 circle first reaches a point of sea_bounds",
     *_RADII, 0.0, 1.0, True, False, False),
    ("enters_east_china_sea_within", "forecast", "yes_no", "台风进入东海", "Storm to enter the East China Sea",
     "定位或预报路径进入23–33.2°N、117–131°E的海区", "fix or forecast course within 23–33.2 N, 117–131 E",
     *_NO_ROAD, 0.0, 1.0, True, False, False),
    ("landfall_within", "forecast", "yes_no", "预报在本县或附近登陆", "Landfall forecast in or near the county",
     "预报路径由海上陆,登陆点距县中心点不超过within_km", "the forecast course comes ashore within within_km of the county's centre", *_NO_ROAD, 0.0, 1.0, True, True, False),
    ("landfall_possible_within", "forecast", "yes_no", "不能排除在本县或附近登陆", "Landfall in or near the county not excluded", "路径离县中心点的距离减去该时效的路径误差,不超过within_km",
     "the course's distance less the track error of that lead is within within_km",
     *_NO_ROAD, 0.0, 1.0, True, True, False),
    ("landfall_wind_ms", "forecast", "m/s", "预报登陆时中心附近风速", "Wind near the centre at the forecast landfall",
     "登陆(本县或附近)前后两预报点插值;无登陆为0", "between the forecast points at a landfall in or near the county; 0 without one", f"预报没有风速;{_NO_ROAD[0]}", f"the forecast has no wind; {_NO_ROAD[1]}",
     0.0, 122.4, True, True, False),
    ("nearest_km", "forecast", "km", "预报路径离本县最近距离", "Nearest forecast distance to the county",
     "所问小时数内路径到县中心点的最近距离", "nearest distance of the course to the county's centre in those hours",
     *_NO_ROAD, 0.0, 20_000.0, True, False, False),
    ("nearest_wind_ms", "forecast", "m/s", "最接近本县时中心附近风速", "Wind near the centre when nearest",
     "所问小时数内路径最近点的预报风速", "forecast wind at the nearest point in those hours",
     "预报没有风速", "the forecast has no wind", 0.0, 122.4, True, False, False),
    ("county_wind_ms", "forecast", "m/s", "预报本县风速", "Forecast wind in the county",
     "由七、十、十二级风圈在乡镇驻地插值,圈外按幂律外推(模式值)", "between the circles at the township seats, outside by a power law (modelled)", *_RADII, 0.0, 122.4, True, False, False),
)  # fmt: skip
_SIGNALS: Final = tuple(
    (f"signal_{kind}", "county", "colour", f"{zh}信号", f"{en} in force",
     "气象台生效的最高一级信号", "the gravest signal in force by the weather office",
     *_NO_SIGNAL_FEED, 1.0, 4.0, False, False, False)
    for kind, zh, en in (
        ("typhoon", "台风预警", "Typhoon signal"), ("rainstorm", "暴雨预警", "Rainstorm signal"),
        ("sea", "海上大风(海上台风)预警", "Sea wind signal"), ("storm_surge", "风暴潮警报", "Storm surge warning"),
        ("flash_flood", "山洪预警", "Flash flood warning"), ("geohazard", "地质灾害预警", "Geohazard warning"),
        ("drought", "干旱预警", "Drought signal"),
    )
)  # fmt: skip
_RAIN: Final = tuple(
    (f"rain_{hours}h_mm", "county", "mm", f"{hours}小时最大雨量", f"Largest rain in {hours} h",
     "各雨量站窗口雨量的最大值", "largest window of any rain gauge", *_WATER, 0.0, 2000.0, False, False, False)
    for hours in (1, 3, 6, 12, 24)
)  # fmt: skip
_WATERS: Final = (
    ("rivers_over_warning", "county", "count", "超警戒水位的河道站", "River gauges above the warning stage",
     "水位达到或超过警戒水位的站数", "gauges at or above their warning stage", *_WATER, 0.0, 1000.0,
     False, False, False),
    ("rivers_over_guaranteed", "county", "count", "达到保证水位的河道站", "River gauges at the guaranteed stage",
     "水位达到或超过保证水位的站数", "gauges at or above their guaranteed stage", *_WATER, 0.0, 1000.0,
     False, False, False),
    ("river_below_guaranteed_m", "county", "m", "河道水位离保证水位的最小差", "Least way up to a guaranteed stage",
     "保证水位减水位,取最小;已超为负", "guaranteed stage less level, the least; negative when above", *_WATER,
     -20.0, 100.0, False, False, False),
    ("reservoirs_over_limit", "county", "count", "超汛限水位的水库", "Reservoirs above the flood-limited level",
     "水位超过汛限(台汛限)水位的座数", "reservoirs above their flood-limited level", *_WATER, 0.0, 1000.0,
     False, False, False),
    ("reservoirs_over_design", "county", "count", "达到设计洪水位的水库", "Reservoirs at the design flood level",
     "水位达到设计洪水位的座数", "reservoirs at their design flood level", *_WATER, 0.0, 1000.0,
     False, False, False),
    ("reservoir_below_design_m", "county", "m", "水库水位离设计洪水位的最小差", "Least way up to a design flood level",
     "设计洪水位减水位,取最小", "design level less level, the least", *_WATER, -20.0, 200.0, False, False, False),
    ("tide_mark_expected", "county", "colour", "高潮位将达警戒潮位", "High water expected to reach a mark",
     "24小时内预报高潮(天文潮加当前增水)达到的最高一级警戒潮位", "highest mark that the high waters of the next 24 h reach, tide plus present surge", *_NO_TIDE, 1.0, 4.0, False, False, False),
)  # fmt: skip
_ENTERED_ROWS: Final = tuple(
    (code, "county", unit, zh, en, "值班员填报,有时效", "entered by the duty desk, valid for a time",
     *_ENTERED, low, high, False, False, True)
    for code, unit, zh, en, low, high in (
        ("dike_danger", "yes_no", "堤防、海塘出现险情", "Dike or sea wall in danger", 0.0, 1.0),
        ("dike_break", "yes_no", "堤防、海塘决口", "Dike or sea wall broken", 0.0, 1.0),
        ("reservoir_danger", "yes_no", "水库、山塘出现险情", "Reservoir or pond in danger", 0.0, 1.0),
        ("dam_break_danger", "yes_no", "水库可能垮坝", "Dam may fail", 0.0, 1.0),
        ("flood_works_danger", "yes_no", "防洪工程设施发生重大险情", "Flood works in serious danger", 0.0, 1.0),
        ("rain_forecast_24h_mm", "mm", "预报24小时雨量", "Rain forecast for 24 h", 0.0, 2000.0),
        ("days_without_rain", "days", "连续无雨日数", "Days without rain", 0.0, 1000.0),
        ("soil_moisture_percent", "percent", "土壤相对湿度", "Relative soil moisture", 0.0, 100.0),
        ("reservoir_storage_percent", "percent", "水库蓄水占常年同期的百分比",
         "Reservoir storage, share of the usual", 0.0, 300.0),
        ("people_short_of_water", "count", "饮水困难人数", "People short of drinking water", 0.0, 10_000_000.0),
        ("crops_dry_percent", "percent", "受旱作物面积百分比", "Share of crops under drought", 0.0, 100.0),
    )
)  # fmt: skip

ROWS: Final[tuple[tuple[str | float | bool, ...], ...]] = (
    *_STORM, *_FORECAST, *_SIGNALS, *_RAIN, *_WATERS, *_ENTERED_ROWS,
)  # fmt: skip
