"""The rows behind an instant that somebody jumped to."""

from datetime import timedelta
from typing import Any, Final

import streamlit as st

from stormdesk.domain.timeline import Mark
from stormdesk.outlook.rows import plain_rows
from stormdesk.ui.actors import actor_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.replay.course import Course
from stormdesk.ui.replay.numbers import report_header, report_rows
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import level_name, level_status, signal_name
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.text import _, language

AROUND: Final = timedelta(minutes=15)
LONGEST_TABLE: Final = 500
REPORTED: Final = frozenset({"evacuee", "vessel"})


def draw_chosen(page: Page, scene: Scene, course: Course, mark: Mark) -> None:
    """Draw what stands behind a mark."""
    who = f" · {mark.by}" if mark.by else ""
    st.subheader(f"{clock_time(mark.at)} {_plain(mark.detail)}{_plain(who)}")
    draw_sheet(_sheet(page, scene, course, mark), key=f"replay-chosen-{mark.kind}")


def _plain(text: str) -> str:
    """A text in which a heading finds no markup."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()<>#+-.!|:$~" else letter for letter in text)


def _sheet(page: Page, scene: Scene, course: Course, mark: Mark) -> Sheet:
    if mark.subject in {"response", "warning"}:
        header, rows = _decided(page, scene, mark)
    elif mark.subject == "storm":
        header, rows = _fixes(course, mark)
    elif mark.subject == "sea":
        header, rows = _water(page, scene, mark)
    elif mark.subject == "area":
        header, rows = _silences(page, course, mark)
    elif mark.subject == "tally":
        header, rows = _tallies(page, scene, mark)
    else:
        header, rows = report_header(), _reports(page, scene, mark)
    return Sheet(
        name="chosen",
        header=header,
        rows=rows,
        empty=_("这一刻前后没有相关的记录。"),
        about=about_page(page, mark.detail),
        longest=LONGEST_TABLE,
    )


def _around(page: Page, scene: Scene, mark: Mark) -> Any:  # noqa: ANN401  a frame
    return page.ask(
        "replay/around",
        from_at=mark.at - (AROUND if mark.subject in REPORTED else timedelta(0)),
        until_at=mark.at,
        known_at=scene.known_last_at,
        subject=mark.subject,
    )


def _reports(page: Page, scene: Scene, mark: Mark) -> list[list[Any]]:
    """Reports of the kind of work in the quarter of an hour that ended with the mark, the last one first."""
    return report_rows(page, _around(page, scene, mark).iloc[::-1])


def _decided(page: Page, scene: Scene, mark: Mark) -> tuple[list[str], list[list[Any]]]:
    header = [_("时刻"), _("登记"), _("决定"), _("发布机关"), _("依据"), _("条款"), _("措施")]
    rows = []
    for row in plain_rows(_around(page, scene, mark)):
        facts = read_facts(row["payload"], language=language())
        what = (
            signal_name(page, str(row["subject_id"]), str(row["category"]))
            if mark.subject == "warning"
            else " ".join(
                (level_name(page.county.reference, str(row["category"])), level_status(str(row["status"])))
            )
        )
        who = facts.authority or actor_name(row["actor"])
        rows.append(
            [
                row["happened_at"],
                row["recorded_at"],
                what,
                who,
                facts.basis or facts.text,
                facts.clause,
                facts.measures,
            ]
        )
    return header, rows


def _fixes(course: Course, mark: Mark) -> tuple[list[str], list[list[Any]]]:
    """The fixes before and after the mark."""
    header = [_("定位时刻"), _("得知"), _("机构"), _("纬度"), _("经度"), _("风速(米/秒)"), _("气压(百帕)")]
    near = sorted(course.track, key=lambda fix: abs(fix.fixed_at - mark.at))[:4]
    return header, [
        [fix.fixed_at, fix.known_at, _(fix.agency), fix.lat, fix.lon, fix.wind_ms, fix.pressure_hpa]
        for fix in sorted(near, key=lambda fix: fix.fixed_at)
    ]


def _water(page: Page, scene: Scene, mark: Mark) -> tuple[list[str], list[list[Any]]]:
    header = [_("读数时刻"), _("登记"), _("读数(米)"), _("来源")]
    frame = page.ask(
        "water/series",
        gauge_id=mark.code,
        from_at=mark.at - AROUND * 4,
        as_of=mark.at + AROUND * 4,
        known_at=scene.known_last_at,
    )
    return header, [
        [row["read_at"], row["recorded_at"], row["value"], row["source"]]
        for row in plain_rows(frame[~frame["is_suspect"].astype(bool)])
    ]


def _silences(page: Page, course: Course, mark: Mark) -> tuple[list[str], list[list[Any]]]:
    """Everybody who was silent while this silence lasted."""
    header = [_("地区"), _("末次报告"), _("静默自"), _("静默至"), _("小时")]
    own = next(one for one in course.silences if one.code == mark.code and one.starts_at == mark.at)
    return header, [
        [
            page.area_name(one.code),
            one.last_word_at,
            one.starts_at,
            one.ends_at,
            round((one.ends_at - one.starts_at) / timedelta(hours=1), 2),
        ]
        for one in course.silences
        if one.starts_at < own.ends_at and own.starts_at < one.ends_at
    ]


def _tallies(page: Page, scene: Scene, mark: Mark) -> tuple[list[str], list[list[Any]]]:
    """How far each tally of that instant lay from the roster."""
    header = [_("乡镇(街道)"), _("类别"), _("上报时刻"), _("上报"), _("名册"), _("相差"), _("下次上报")]
    names = {one.code: one.name(language()) for one in page.county.evacuation_categories}
    return header, [
        [
            page.area_name(row["township_code"]),
            names.get(row["category"], row["category"]),
            row["told_at"],
            row["a_reported"],
            row["b_ticked"],
            row["a_less_b"],
            row["told_until"],
        ]
        for row in plain_rows(page.ask("replay/differences", known_at=scene.known_last_at))
        if row["told_at"] == mark.at
    ]
