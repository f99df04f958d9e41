"""A storm's figures in words."""

from stormdesk.domain.circles import Circle, radii_of
from stormdesk.domain.storm_table import Row, stated_grade, time_of
from stormdesk.domain.track import ForecastPoint
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.wind import GRADE_NAMES, StormGrade, beaufort, is_above_17
from stormdesk.ui.maps import Shape
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _

# Usual map colours of the grades, made to stand out on a dark and on a light ground, each with a shape.
GRADE_LOOKS: dict[StormGrade | None, tuple[str, Shape]] = {
    StormGrade.TD: ("#2ea36a", Shape.CIRCLE),
    StormGrade.TS: ("#2f7fd1", Shape.SQUARE),
    StormGrade.STS: ("#c99a00", Shape.TRIANGLE),
    StormGrade.TY: ("#ee8a1d", Shape.DIAMOND),
    StormGrade.STY: ("#d64fa8", Shape.STAR),
    StormGrade.SUPER_TY: ("#d7263d", Shape.CROSS),
    StormGrade.L: ("#8493a3", Shape.WEDGE),
    None: ("#8493a3", Shape.CIRCLE),
}
QUADRANT_NAMES = (N_("东北"), N_("东南"), N_("西南"), N_("西北"))


def grade_word(grade: StormGrade | None) -> str:
    """Return the grade's name, or that it is unknown."""
    return _("等级未知") if grade is None else _(GRADE_NAMES[grade])


def force_words(wind_ms: float | None) -> str:
    """Return the wind's force, or that the wind is unknown."""
    if wind_ms is None:
        return _("风速未知")
    if is_above_17(wind_ms):
        return _("17级以上")
    return _("{force}级").format(force=beaufort(wind_ms))


def averaging_words(averaging_min: int | None) -> str:
    """Return the averaging period of a wind in words."""
    if averaging_min is None:
        return _("平均时段未知")
    return _("{minutes} 分钟平均").format(minutes=int(averaging_min))


def row_text(row: Row) -> str:
    """Return one line about a fix or a forecast point, for the map."""
    parts = [clock_time(time_of(row)), grade_word(stated_grade(row))]
    if row.wind_ms is not None:
        parts.append(f"{row.wind_ms:.0f} m/s")
    if row.pressure_hpa is not None:
        parts.append(f"{row.pressure_hpa:.0f} hPa")
    if isinstance(row, ForecastPoint):
        parts.append(_("{agency} 时效 {lead} 小时").format(agency=_(row.agency), lead=f"{row.lead_h:g}"))
    return " · ".join(parts)


def radii_words(row: Row, circle: Circle) -> str:
    """Return a circle's four radii in words; unknown and absent are two things."""
    radii_km = radii_of(row, circle)
    if radii_km is None:
        return _("未知")
    if not any(radii_km):
        return _("无")
    if len(set(radii_km)) == 1:
        return f"{radii_km[0]:.0f} km"
    return " ".join(f"{_(name)}{km:.0f}" for name, km in zip(QUADRANT_NAMES, radii_km, strict=True)) + " km"


def position_words(lat: float, lon: float) -> str:
    """Return a position in degrees."""
    north = "N" if lat >= 0 else "S"
    east = "E" if 0 <= lon <= 180 else "W"
    return f"{abs(lat):.1f}°{north} {abs(lon) if lon <= 180 else 360 - lon:.1f}°{east}"
