"""The tiles above the map: where the storm is, how strong, how far, and what lies inside what."""

from collections.abc import Iterator, Sequence

from stormdesk.domain.circles import Circle, inside, radii_of
from stormdesk.domain.storm_table import stated_grade
from stormdesk.domain.track import Fix, distance_km, motion, nearest_approach
from stormdesk.domain.warning_lines import is_inside
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.words import averaging_words, force_words, grade_word, position_words
from stormdesk.ui.text import _, language

Tile = dict[str, str]


def draw_figures(page: Page, board: Board) -> None:
    """Draw the figures of the last fix by the moment, or say that there is none."""
    fix = board.last
    if fix is None:
        draw_template("empty", text=_("此刻之前没有这个台风的定位。"))
        return
    tiles = [
        _position(board, fix),
        _strength(fix),
        _movement(board.fixes),
        _distance(page, board.fixes),
        _lines(page, fix),
        _circles(page, fix),
    ]
    draw_template("tiles", tiles=tiles)
    draw_template("storm_note", text=" · ".join(_marks(fix)))


def _tile(label: str, value: str, note: str, state: str = "plain") -> Tile:
    return {"label": label, "value": value, "note": note, "state": state}


def _position(board: Board, fix: Fix) -> Tile:
    age = duration(board.scene.moment.as_of - fix.fixed_at)
    note = _("{at} 定位 · {age} 前").format(at=clock_time(fix.fixed_at), age=age)
    return _tile(_("中心位置"), position_words(fix.lat, fix.lon), note)


def _strength(fix: Fix) -> Tile:
    wind = "" if fix.wind_ms is None else f" {fix.wind_ms:.0f} m/s"
    pressure = _("气压未知") if fix.pressure_hpa is None else f"{fix.pressure_hpa:.0f} hPa"
    force = force_words(fix.wind_ms)
    parts = [pressure, force, averaging_words(fix.wind_averaging_min)]
    return _tile(_("强度"), grade_word(stated_grade(fix)) + wind, " · ".join(parts))


def _movement(fixes: Sequence[Fix]) -> Tile:
    last = fixes[-1]
    if last.move_kmh is not None and last.move_direction:
        return _tile(_("移动"), f"{_(last.move_direction)} {last.move_kmh:.0f} km/h", _("来源所述"))
    moving = motion(fixes[-2], last) if len(fixes) > 1 else None
    if moving is None:
        return _tile(_("移动"), "?", _("只有一次定位"))
    value = f"{_(moving.direction)} {moving.speed_kmh:.0f} km/h"
    return _tile(_("移动"), value, _("由前后两次定位算出"))


def _distance(page: Page, fixes: Sequence[Fix]) -> Tile:
    centre = page.county.profile.centre
    last = fixes[-1]
    away_km = distance_km(last.lat, last.lon, centre.lat, centre.lon)
    nearest = nearest_approach(fixes, centre.lat, centre.lon)
    note = ""
    if nearest is not None:
        is_coming = nearest.at >= last.fixed_at
        said = _("至今最近,仍在靠近 · {at}") if is_coming else _("已过最近 {km} km · {at}")
        note = said.format(km=f"{nearest.distance_km:.0f}", at=clock_time(nearest.at))
    name = page.county.profile.name(language()).removesuffix("市")
    return _tile(_("距{place}").format(place=name), f"{away_km:.0f} km", note)


def _lines(page: Page, fix: Fix) -> Tile:
    """Return inside how many of the warning lines the centre is, and each line by name."""
    words = {True: _("已进入"), False: _("未进入"), None: _("在线的范围之外")}
    lines = page.desk.storm_reference.warning_lines
    states = [is_inside(fix.lat, fix.lon, line) for line in lines]
    names = [line.name_en if language() == "en" else line.name_zh for line in lines]
    entered = [name for name, is_in in zip(names, states, strict=True) if is_in]
    value = entered[0] if entered else words[False] if False in states else "?"
    note = " · ".join(f"{name} {words[is_in]}" for name, is_in in zip(names, states, strict=True))
    return _tile(_("警戒线"), value, note, "late" if entered else "plain")


def _circles(page: Page, fix: Fix) -> Tile:
    centre = page.county.profile.centre
    states = {circle: inside(centre.lat, centre.lon, fix, circle) for circle in Circle}
    reached = [circle for circle, is_in in states.items() if is_in]
    if reached:
        value, state = _("{force}级风圈内").format(force=int(max(reached))), "late"
    elif states[Circle.SEVEN] is None:
        value, state = _("未知"), "soon"
    else:
        value, state = _("7级风圈外"), "plain"
    note = " · ".join(_circle(fix, circle) for circle in Circle)
    return _tile(_("本市与风圈"), value, note, state)


def _circle(fix: Fix, circle: Circle) -> str:
    """Return a circle's radii, quadrants in the order NE, SE, SW, NW."""
    radii_km = radii_of(fix, circle)
    name = _("{force}级").format(force=int(circle))
    if radii_km is None:
        return f"{name} " + _("未知")
    if not any(radii_km):
        return f"{name} " + _("无")
    shown = radii_km[:1] if len(set(radii_km)) == 1 else radii_km
    return f"{name} {'/'.join(f'{km:.0f}' for km in shown)} km"


def _marks(fix: Fix) -> Iterator[str]:
    yield _("来源:{agency},{source}").format(agency=_(fix.agency), source=fix.source)
    if fix.is_analysis_after:
        yield _("事后分析的最佳路径,当时并不知道")
    yield _("警戒线以西为进入,线的坐标未见官方公布")
    yield _("风圈半径依次为东北、东南、西南、西北")
    if fix.is_radii_modelled:
        yield _("风圈由最长、最短半径推算,不是实测象限")
    yield _("风速为{period},各机构平均时段不同,不可直接相比").format(
        period=averaging_words(fix.wind_averaging_min)
    )
