"""Rain over townships as a table."""

from collections.abc import Iterator, Sequence
from typing import Final

from stormdesk.domain.vocabulary import N_
from stormdesk.domain.water.areal import ArealRain
from stormdesk.domain.water.rain import grade_of
from stormdesk.domain.water.records import GaugeKind, RainSum
from stormdesk.outlook.water_areal import TownshipRain
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.storm.sheet import Sheet, about_page
from stormdesk.ui.text import _, language
from stormdesk.ui.water.explain import Line, rule_of
from stormdesk.ui.water.words import CERTAINTIES, UNKNOWN, window_names

METHOD: Final = N_("每个格点取规定距离(默认10公里)内最近的、时段完整的雨量站(泰森多边形);覆盖不到一半为未知")


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
            (_("方法"), _(METHOD)),
        ],
    )


def why_township(page: Page, one: TownshipRain) -> Iterator[Line]:
    """On how many gauges each window of a township rests, and the rule."""
    for rain in one.sums:
        said = _("{mm} mm · 用到 {n} 站 · 有站覆盖 {share}")
        words = said.format(mm=_both(rain), n=rain.gauge_count, share=f"{rain.covered:.0%}")
        yield _("{hours}小时").format(hours=rain.hours), words
    yield _("方法"), _(METHOD)
    rule = rule_of(page, GaugeKind.RAIN)
    if rule is not None:
        yield _("来源"), f"{rule.source} · {_(CERTAINTIES[rule.certainty])}"


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
