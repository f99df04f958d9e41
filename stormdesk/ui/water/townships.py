"""Rain over townships as a table."""

from collections.abc import Sequence

from stormdesk.domain.water.areal import ArealRain
from stormdesk.domain.water.rain import grade_of
from stormdesk.domain.water.records import RainSum
from stormdesk.outlook.water_areal import TownshipRain
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.storm.sheet import Sheet, about_page
from stormdesk.ui.text import _, language
from stormdesk.ui.water.words import UNKNOWN, window_names


def township_sheet(page: Page, townships: Sequence[TownshipRain]) -> Sheet:
    """Mean and largest rain of each township by window, with the gauges that it rests on."""
    both = _("面均/最大")
    return Sheet(
        header=[
            *(_("乡镇"), *(f"{name} {both}" for name in window_names())),
            *(_("24小时面雨量等级"), _("用到的站"), _("有站覆盖")),
        ],
        rows=[_row(page, one) for one in townships],
        empty=_("没有雨量站规则,面雨量未知。"),
        name="township-rain",
        about=[
            *about_page(page, _("乡镇面雨量")),
            (_("方法"), _("每个格点取10公里内最近的、时段完整的雨量站(泰森多边形);覆盖不到一半为未知")),
        ],
    )


def _row(page: Page, one: TownshipRain) -> list[Cell]:
    day = one.sums[-1]
    return [
        page.area_name(one.township_code),
        *(_both(rain) for rain in one.sums),
        _grade(page, day),
        day.gauge_count,
        f"{day.covered:.0%}",
    ]


def _both(rain: ArealRain) -> str:
    mean = _(UNKNOWN) if rain.mean_mm is None else f"{rain.mean_mm:.1f}"
    most = _(UNKNOWN) if rain.most_mm is None else f"{rain.most_mm:.1f}"
    return f"{mean} / {'≥' if rain.is_most_at_least and rain.most_mm is not None else ''}{most}"


def _grade(page: Page, rain: ArealRain) -> str:
    if rain.mean_mm is None:
        return _(UNKNOWN)
    whole = RainSum(hours=rain.hours, until=page.moment.as_of, mm=rain.mean_mm, covered=1.0)
    grade = grade_of(whole, page.county.reference.rain_grades)
    return "—" if grade is None else grade.name(language())
