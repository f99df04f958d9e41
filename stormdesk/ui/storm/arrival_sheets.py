"""The arrival of the circles as tables: place by place over agencies, and agency by agency at one place."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from stormdesk.domain.arrival.records import Course, Reach
from stormdesk.domain.circles import Circle
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.storm.arrival_reading import Reading, instant
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.sheet import Sheet, about_page
from stormdesk.ui.storm_line import storm_name
from stormdesk.ui.text import _


def places_sheet(page: Page, board: Board, reading: Reading, circle: Circle) -> Sheet:
    """One row per place: first hours inside over agencies, the error band, and the closest approach."""
    title = _("{force}级风圈到达").format(force=int(circle))
    return Sheet(
        name=f"arrivals-{int(circle)}-{board.scene.storm_id}",
        about=[(_("台风"), board.scene.storm_id), *about_page(page, title, moment=board.scene.moment)],
        header=[
            _("地点"),
            _("结论"),
            _("最早"),
            _("居中"),
            _("最晚"),
            _("最早离开"),
            _("最早的机构"),
            _("风圈"),
            _("误差带起"),
            _("误差带止"),
            _("最近 km"),
            _("最近时刻"),
        ],
        rows=[_place_row(page, reading, circle, row) for row in range(len(reading.places))],
        empty=_("这里没有可以计算的地点。"),
        places=[(p.name, None if p.lat is None or p.lon is None else (p.lat, p.lon)) for p in reading.places],
    )


def _place_row(page: Page, reading: Reading, circle: Circle, row: int) -> list[Cell]:
    band, passed = reading.bands[circle], reading.passages[circle]
    course = int(band.course[row])
    who = reading.courses[course] if course >= 0 else None
    left = instant(passed.last_at[row, course]) if who else None
    return [
        reading.places[row].name,
        verdict(reading, circle, row),
        instant(band.earliest_at[row]),
        instant(band.middle_at[row]),
        instant(band.latest_at[row]),
        left if who and left and left < _end(who) else None,
        course_name(page, reading, who) if who else "",
        _("推算") if who and band.is_modelled[row] else _("实报") if who else "",
        instant(band.soonest_at[row]),
        instant(band.farthest_at[row]),
        *_closest(reading, row),
    ]


def _closest(reading: Reading, row: int) -> list[Cell]:
    km = reading.passages[Circle.SEVEN].closest_km[row]
    if not km.size or np.isnan(km).all():
        return [None, None]
    course = int(np.nanargmin(km))
    return [round(float(km[course])), instant(reading.passages[Circle.SEVEN].closest_at[row, course])]


def verdict(reading: Reading, circle: Circle, row: int) -> str:
    """In words: how many agencies include the place, and how many leave it open."""
    band = reading.bands[circle]
    if reading.places[row].lat is None:
        return _("没有位置")
    reach, unknown = Reach(int(band.reach[row])), int(band.unknown_count[row])
    if reach is Reach.INSIDE:
        total = _speaking(reading, circle, row)
        text = _("{n}/{total} 家影响").format(n=int(band.inside_count[row]), total=total)
        return text if not unknown else " · ".join([text, _("{n} 家未知").format(n=unknown)])
    if reach is Reach.OUTSIDE:
        return _("预报时段内不受影响")
    return _("未知") if reading.courses else _("没有台风")


def _speaking(reading: Reading, circle: Circle, row: int) -> int:
    """How many agencies speak of the storm that counts: by a forecast in force, or by having reached."""
    counted = reading.courses[int(reading.bands[circle].course[row])].storm_id
    reach = reading.passages[circle].reach[row]
    return sum(
        course.storm_id == counted and (course.is_ahead or reach[column] == Reach.INSIDE)
        for column, course in enumerate(reading.courses)
    )


def course_name(page: Page, reading: Reading, course: Course) -> str:
    """The agency, with the storm's name in front where there are several."""
    agency = _(course.agency)
    if len({one.storm_id for one in reading.courses}) == 1:
        return agency
    return f"{storm_name(page, course.storm_id)} · {agency}"


def _end(course: Course) -> Any:  # noqa: ANN401  an instant
    return instant(course.at[-1])


def agencies_sheet(page: Page, board: Board, reading: Reading, row: int) -> Sheet:
    """One row per agency at one place: in and out of each circle, the closest approach, what it stands on."""
    title = _("{place}:各机构").format(place=reading.places[row].name)
    header = [_("台风"), _("机构"), _("起报"), _("资料时间"), _("路径到")]
    for circle in Circle:
        header += [
            _("{force}级到达").format(force=int(circle)),
            _("{force}级离开").format(force=int(circle)),
        ]
    return Sheet(
        name=f"agencies-{board.scene.storm_id}",
        about=[(_("台风"), board.scene.storm_id), *about_page(page, title, moment=board.scene.moment)],
        header=[*header, _("最近 km"), _("最近时刻"), _("风圈")],
        rows=[_agency_row(page, reading, row, column) for column in range(len(reading.courses))],
        empty=_("此刻没有可以跟踪的台风。"),
    )


def _agency_row(page: Page, reading: Reading, row: int, column: int) -> list[Cell]:
    course = reading.courses[column]
    seven = reading.passages[Circle.SEVEN]
    km = float(seven.closest_km[row, column])
    return [
        storm_name(page, course.storm_id),
        _(course.agency),
        course.issued_at,
        course.known_at,
        _end(course),
        *(cell for circle in Circle for cell in _in_and_out(reading, circle, row, column)),
        None if np.isnan(km) else round(km),
        instant(seven.closest_at[row, column]),
        " ".join(_circle_words(reading, row, column)),
    ]


def _in_and_out(reading: Reading, circle: Circle, row: int, column: int) -> Sequence[Cell]:
    passed, course = reading.passages[circle], reading.courses[column]
    reach = Reach(int(passed.reach[row, column]))
    if reach is not Reach.INSIDE:
        return [_("不到") if reach is Reach.OUTSIDE else _("未知"), ""]
    first, last = instant(passed.first_at[row, column]), instant(passed.last_at[row, column])
    is_open = last is not None and last >= _end(course)
    return [clock_time(first), _("预报末仍在内") if is_open else clock_time(last)]


def _circle_words(reading: Reading, row: int, column: int) -> list[str]:
    made = [str(int(circle)) for circle in Circle if reading.passages[circle].is_modelled[row, column]]
    return [_("{forces}级为推算").format(forces="/".join(made))] if made else [_("实报")]


def sources(page: Page, reading: Reading) -> list[tuple[str, str]]:
    """What each course stands on: fixes, forecast, age, and how many of its circles were modelled."""
    found = []
    for course in reading.courses:
        analysed = int((course.at <= np.datetime64(course.start.replace(tzinfo=None), "s")).sum())
        said = _("实况 {n} 点到 {at} · {issue} · 7级风圈推算 {made}/{all} 点 · 资料 {age} 前").format(
            n=analysed,
            at=clock_time(course.start),
            issue=_issue_words(course),
            made=int(course.is_modelled[Circle.SEVEN].sum()),
            all=len(course.at),
            age=duration(reading.as_of - course.known_at),
        )
        found.append((f"{storm_name(page, course.storm_id)} · {_(course.agency)}", said))
    return found


def _issue_words(course: Course) -> str:
    if course.issued_at is None:
        return _("没有预报")
    words = _("{at} 起报,到 {end}") if course.is_ahead else _("{at} 起报,已到期({end})")
    return words.format(at=clock_time(course.issued_at), end=clock_time(_end(course)))
