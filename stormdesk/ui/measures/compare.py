"""Two or more storms side by side: aligned curves, and their measures with the differences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.case import Case
from stormdesk.domain.measures.definitions import DEFINITIONS
from stormdesk.domain.measures.records import Measure
from stormdesk.domain.moment import Moment
from stormdesk.outlook.measures import measured
from stormdesk.outlook.measures.aligning import Aligned, Anchor, aligned_on, curves_of
from stormdesk.report.table_file import Cell
from stormdesk.ui.measures.curves import Line, curves_figure
from stormdesk.ui.measures.words import Names, figure, said
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.plot import show
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.text import _, language

MOST = 4
SAME = 0.05


@dataclass(frozen=True, slots=True)
class Chosen:
    """A storm to set beside others: its name, when it is seen, and its case where it has no ledger."""

    name: str
    moment: Moment
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """One storm of the comparison: name, moment, alignment and measures; of a case what papers tell of it."""

    name: str
    moment: Moment
    aligned: Aligned | None
    measures: Mapping[str, Measure]
    case: Case | None = None


def draw_compared(page: Page, names: Names, chosen: Mapping[str, Chosen], level_code: str) -> None:
    """Draw the storms that were chosen, by operation: their names and the moments they are seen at."""
    words = {
        Anchor.LEVEL: _("按所选级别启动对齐"),
        Anchor.LANDFALL: _("按登陆(或最近)对齐"),
        Anchor.WIND: _("按首次七级风对齐"),
    }
    anchor = st.segmented_control(
        _("对齐方式"), list(words), format_func=words.__getitem__, default=Anchor.LEVEL, key="measures-anchor"
    )
    if len(chosen) < 2:
        draw_template("empty", text=_("选两场或更多,并排比较。"))
        return
    storms = [_storm(page, one, anchor or Anchor.LEVEL, level_code) for one in chosen.values()]
    _draw_alignment(storms)
    draw_sheet(compared_sheet(page, names, storms), key="measures-compared")
    _draw_curves(page, storms)


def _storm(page: Page, chosen: Chosen, anchor: Anchor, level_code: str) -> Storm:
    moment = chosen.moment
    found = (
        () if chosen.case else measured(page.desk, moment, area_code=page.area_code, level_code=level_code)
    )
    return Storm(
        name=chosen.name,
        moment=moment,
        aligned=aligned_on(page.desk, moment, anchor, level_code=level_code),
        measures={one.key: one for one in found if one.area_code is None},
        case=chosen.case,
    )


def _draw_alignment(storms: Sequence[Storm]) -> None:
    """Say of every storm on what it is aligned, or that it has no such instant."""
    told = [
        _("{name}:{mark} {at}").format(
            name=storm.name, mark=_(storm.aligned.mark), at=clock_time(storm.aligned.at)
        )
        if storm.aligned
        else _("{name}:没有这样的时刻,不画曲线").format(name=storm.name)
        for storm in storms
    ]
    draw_template("measures_aligned", told=told)


def _draw_curves(page: Page, storms: Sequence[Storm]) -> None:
    lines = [
        Line(name=storm.name, curves=curves_of(page.desk, storm.moment, storm.aligned.at))
        for storm in storms
        if storm.aligned and storm.case is None
    ]
    if lines:
        show(curves_figure(lines), key="measures-curves")
    if page.area_code is not None:
        st.caption(_("曲线是可见范围内的;表格按所选范围计算。"))


def compared_sheet(page: Page, names: Names, storms: Sequence[Storm]) -> Sheet:
    """The measures of all storms, each with how the others differ from the first and which is better."""
    first = storms[0]
    every = dict.fromkeys(key for storm in storms for key in storm.measures)
    keys = sorted(every, key=lambda key: key.startswith("moved."))
    header = [_("指标"), *(storm.name for storm in storms)]
    header += [_("{name} 相比").format(name=storm.name) for storm in storms[1:]]
    rows: list[list[Cell]] = list(_told_rows(storms))
    for key in keys:
        found = [storm.measures.get(key) for storm in storms]
        known = next(one for one in found if one is not None)
        rows.append(
            [
                names.called(known),
                *(_cell(storm, one) for storm, one in zip(storms, found, strict=True)),
                *(difference(first, storm, key) for storm in storms[1:]),
            ]
        )
    return Sheet(
        name="measures-compared",
        header=header,
        rows=rows,
        empty=_("没有可比的指标。"),
        about=about_page(page, _("两场对照")),
    )


def _cell(storm: Storm, found: Measure | None) -> str:
    """A measure of one storm; what was never counted in a ledger is unknown, and no nought."""
    if storm.case is not None:
        return _("没有台账:不知道")
    if found is None:
        return "—"
    return said(found) if found.share is None else f"{said(found)}({found.share:.1%})"


def _told_rows(storms: Sequence[Storm]) -> Iterator[list[Cell]]:
    """What papers tell of the cases without a ledger, one row per figure."""
    told = {line.key: line for storm in storms if storm.case for line in storm.case.figures}
    for key, line in told.items():
        name = (line.name_en if language() == "en" else None) or line.name_zh
        cells = [_told(storm, key) for storm in storms]
        yield [name, *cells, *(_("不可比") for _storm in storms[1:])]


def _told(storm: Storm, key: str) -> str:
    lines = storm.case.figures if storm.case else ()
    line = next((one for one in lines if one.key == key), None)
    if line is None or line.value is None:
        return "—"
    return f"{line.value:,.10g} {line.unit or ''}".strip()


def difference(first: Storm, other: Storm, key: str) -> str:
    """How much another storm has more or less than the first, and which of them did better.

    What grows with the lists and the storm's length is judged by its share, and not at all without one.
    """
    one, two = first.measures.get(key), other.measures.get(key)
    if one is None or two is None or one.value is None or two.value is None:
        return _("不可比")
    more = two.value - one.value
    told = _("= 相同") if abs(more) < SAME else figure(more, one.unit, sign=True)
    ahead = _ahead(one, two, more)
    if ahead is None or one.better is None:
        return told
    if abs(ahead) < SAME:
        return _("= 相同") if abs(more) < SAME else _("{n} · 比例相同").format(n=told)
    is_other = (ahead > 0) == (one.better == "more")
    return _("{n} · {name} 较好").format(n=told, name=other.name if is_other else first.name)


def _ahead(one: Measure, two: Measure, more: float) -> float | None:
    """By how much the second is ahead in what is judged: percentage points where both are shares."""
    if one.share is not None and two.share is not None:
        return (two.share - one.share) * 100
    return None if DEFINITIONS[one.code].grows else more
