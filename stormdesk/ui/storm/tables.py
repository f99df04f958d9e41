"""The storm in tables: fixes, forecast points, issues, landfalls, and what is not believed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.circles import Circle
from stormdesk.domain.storm_table import Row, stated_grade
from stormdesk.domain.track import Fix, distance_km
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.storm.board import Board, track_label
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet, instant, number, text
from stormdesk.ui.storm.words import averaging_words, grade_word, radii_words
from stormdesk.ui.text import _


def draw_tables(page: Page, board: Board) -> None:
    """Draw the tables, one tab each."""
    doubts = _ask(page, board, "storm/doubts")
    landfalls = _ask(page, board, "storm/landfalls")
    counts = {
        _("实况定位"): sum(len(fixes) for fixes in board.tracks.values()),
        _("预报点"): sum(len(points) for points in board.forecasts.values()),
        _("各次起报"): len(board.issues),
        _("登陆"): len(landfalls),
        _("存疑记录"): len(doubts),
    }
    tabs = st.tabs([f"{title} {count}" for title, count in counts.items()])
    sheets = (
        _fixes(page, board),
        _forecasts(page, board),
        _issues(page, board),
        _landfalls(page, board, landfalls),
        _doubts(page, board, doubts),
    )
    for tab, sheet in zip(tabs, sheets, strict=True):
        with tab:
            draw_sheet(sheet, key=f"storm-{sheet.name}")
    with tabs[-1]:
        st.caption(_("存疑记录保留在台账里,不参与绘图和计算。"))


def _ask(page: Page, board: Board, question: str) -> pd.DataFrame:
    moment = board.scene.moment
    return page.ask(question, storm_id=board.scene.storm_id, as_of=moment.as_of, known_at=moment.known_at)


def _named(page: Page, board: Board, name: str, title: str) -> dict[str, Any]:
    return {
        "name": f"{name}-{board.scene.storm_id}",
        "about": [(_("台风"), board.scene.storm_id), *about_page(page, title, moment=board.scene.moment)],
    }


def _place(name: str, row: Any) -> tuple[str, tuple[float, float] | None]:  # noqa: ANN401  a row of a frame or a fix
    """The identifier of a row and where it lies."""
    lat, lon = number(row.lat, 6), number(row.lon, 6)
    return (name, None if lat is None or lon is None else (lat, lon))


def _strength_header() -> list[str]:
    return [
        _("等级"),
        _("风速 m/s"),
        _("平均时段"),
        _("气压 hPa"),
        _("7级风圈"),
        _("10级风圈"),
        _("12级风圈"),
    ]


def _strength(row: Row) -> list[Cell]:
    return [
        grade_word(stated_grade(row)),
        row.wind_ms,
        averaging_words(row.wind_averaging_min),
        row.pressure_hpa,
        *(radii_words(row, circle) for circle in Circle),
    ]


def _away_km(page: Page, row: Row) -> float:
    centre = page.county.profile.centre
    return round(distance_km(row.lat, row.lon, centre.lat, centre.lon))


def _fixes(page: Page, board: Board) -> Sheet:
    rows = [_fix_row(page, key, fix) for key, fixes in board.tracks.items() for fix in reversed(fixes)]
    return Sheet(
        header=[
            _("时刻"),
            _("来源"),
            _("纬度"),
            _("经度"),
            _("距本市 km"),
            *_strength_header(),
            _("风圈推算"),
            _("文件"),
        ],
        rows=rows,
        empty=_("此刻之前没有这个台风的定位。"),
        places=[
            _place(f"{track_label(key)} {fix.fixed_at:%Y%m%dT%H%MZ}", fix)
            for key, fixes in board.tracks.items()
            for fix in reversed(fixes)
        ],
        **_named(page, board, "fixes", _("实况定位")),
    )


def _fix_row(page: Page, key: tuple[str, bool], fix: Fix) -> list[Cell]:
    modelled = _("是") if fix.is_radii_modelled else ""
    return [
        fix.fixed_at,
        track_label(key),
        fix.lat,
        fix.lon,
        _away_km(page, fix),
        *_strength(fix),
        modelled,
        fix.source,
    ]


def _forecasts_header() -> list[str]:
    where = [_("机构"), _("起报"), _("时效 h"), _("预报时刻"), _("纬度"), _("经度"), _("距本市 km")]
    return [*where, *_strength_header(), _("文件")]


def _forecasts(page: Page, board: Board) -> Sheet:
    rows: list[Sequence[Cell]] = [
        [
            _(agency),
            point.issued_at,
            point.lead_h,
            point.valid_at,
            point.lat,
            point.lon,
            _away_km(page, point),
            *_strength(point),
            point.source,
        ]
        for agency, points in board.forecasts.items()
        for point in points
    ]
    return Sheet(
        header=_forecasts_header(),
        rows=rows,
        empty=_("所选机构在这个起报时次没有预报。"),
        places=[
            _place(f"{agency} {point.issued_at:%Y%m%dT%H%MZ}+{point.lead_h:g}", point)
            for agency, points in board.forecasts.items()
            for point in points
        ],
        **_named(page, board, "forecasts", _("预报点")),
    )


def _issues(page: Page, board: Board) -> Sheet:
    return Sheet(
        header=[_("起报"), _("机构"), _("点数"), _("最长时效 h"), _("最强 m/s"), _("得知"), _("文件")],
        rows=[
            [
                instant(row.issued_at),
                _(text(row.agency)),
                number(row.point_count, 0),
                number(row.longest_lead_h),
                number(row.strongest_ms),
                instant(row.known_at),
                text(row.source),
            ]
            for row in board.issues.itertuples()
        ],
        empty=_("此刻之前没有预报。"),
        **_named(page, board, "issues", _("各次起报")),
    )


def _landfalls(page: Page, board: Board, found: pd.DataFrame) -> Sheet:
    return Sheet(
        header=[_("时刻"), _("地点"), _("纬度"), _("经度"), _("来源原文"), _("存疑"), _("文件")],
        rows=[
            [
                instant(row.landfall_at),
                text(row.place),
                number(row.lat, 2),
                number(row.lon, 2),
                text(row.text),
                _(text(row.suspect_reason)) if row.is_suspect else "",
                text(row.source),
            ]
            for row in found.itertuples()
        ],
        empty=_("此刻之前没有登陆记录。"),
        places=[_place(text(row.place), row) for row in found.itertuples()],
        **_named(page, board, "landfalls", _("登陆")),
    )


def _doubts_header() -> list[str]:
    when = [_("类别"), _("机构或地点"), _("时刻"), _("起报"), _("时效 h")]
    return [*when, _("纬度"), _("经度"), _("原因"), _("文件")]


def _doubts(page: Page, board: Board, found: pd.DataFrame) -> Sheet:
    kinds = {"fix": _("定位"), "forecast": _("预报点"), "landfall": _("登陆")}
    return Sheet(
        header=_doubts_header(),
        rows=[
            [
                kinds[str(row.kind)],
                _(text(row.agency)),
                instant(row.stated_at),
                instant(row.issued_at),
                number(row.lead_h),
                number(row.lat, 2),
                number(row.lon, 2),
                _(text(row.suspect_reason)),
                text(row.source),
            ]
            for row in found.itertuples()
        ],
        empty=_("没有存疑记录。"),
        places=[_place(f"{row.kind} {at}", row) for at, row in enumerate(found.itertuples())],
        **_named(page, board, "doubts", _("存疑记录")),
    )
