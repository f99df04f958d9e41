"""Taking a typhoon file in: look into it first, then confirm, then say what came of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.problem import Problem
from stormdesk.domain.storm_table import Contents, contents
from stormdesk.door.import_notes import came_of_storm, importing
from stormdesk.errors import StormdeskError
from stormdesk.ingest.storm_file import parse_storm_file
from stormdesk.ingest.storm_import import ImportReport, import_storm_file
from stormdesk.store.storms import known_storms
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose
from stormdesk.ui.storm.sheet import Sheet, draw_sheet
from stormdesk.ui.stumbling import say
from stormdesk.ui.text import _

FILE_TYPES = ("json", "jsonp", "js", "txt", "csv", "tsv", "dat")
OPEN_KEY = "storm-import"
_LOOK_KEY = "storm-file-look"
_RESULT_KEY = "storm-file-result"
_TURN_KEY = "storm-file-turn"


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds, found without taking anything in."""

    digest: str
    name: str
    storms: Sequence[Contents]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the last import of this visitor."""

    name: str
    report: ImportReport


def may_import(page: Page) -> bool:
    """Whether the visitor may take files in."""
    return page.may(Action.MANAGE, "imports")


def draw_import(page: Page, *, is_open: bool) -> None:
    """Draw the result of the last import and, when open, the upload with the look and the confirmation."""
    result: Result | None = st.session_state.get(_RESULT_KEY)
    if result is not None:
        _draw_result(result)
    if not is_open or not may_import(page):
        return
    with st.container(border=True):
        st.caption(_what_comes_in())
        turn = st.session_state.get(_TURN_KEY, 0)
        given = st.file_uploader(
            _("台风文件"), type=list(FILE_TYPES), key=f"storm-file-{turn}", max_upload_size=50
        )
        if given is None:
            return
        data = given.getvalue()
        look = _look(page, given.name, data)
        _draw_look(look)
        if look.storms:
            st.button(
                _("确认导入"),
                type="primary",
                key="storm-file-confirm",
                on_click=_take_in,
                args=(page, look, data),
            )


def _what_comes_in() -> str:
    return _(
        "可以导入:浙江台风路径网站和中央气象台的 JSON(JSONP)、中国与日本的最佳路径、IBTrACS 表格、"
        "菲律宾 PAGASA 表格,以及中文或英文表头的路径表(CSV)。先看内容,再确认。"
    )


def _look(page: Page, name: str, data: bytes) -> Look:
    """Look into a file once, however often the page is drawn."""
    digest = hashlib.sha256(data).hexdigest()
    known: Look | None = st.session_state.get(_LOOK_KEY)
    if known is not None and (known.digest, known.name) == (digest, name):
        return known
    file, problems = parse_storm_file(name, data, known=known_storms(page.desk.store))
    storms = [storm for storm in contents(file) if storm.fix_count or storm.point_count]
    look = Look(digest, name, storms, problems)
    st.session_state[_LOOK_KEY] = look
    return look


def take_in(page: Page, name: str, data: bytes) -> ImportReport:
    """Take a file in for whoever may; the audit tells of it first."""
    sha256 = hashlib.sha256(data).hexdigest()
    with importing(page.desk, "storm_taken", sha256=sha256) as (desk, told):
        report = import_storm_file(
            desk.store,
            name,
            data,
            originals=desk.settings.originals,
            at=datetime.now(UTC),
            by=page.visitor.account_id,
        )
        told(came_of_storm(report))
    return report


def _take_in(page: Page, look: Look, data: bytes) -> None:
    try:
        report = take_in(page, look.name, data)
    except StormdeskError as error:
        say(error)
        return
    st.session_state[_RESULT_KEY] = Result(look.name, report)
    st.session_state[_TURN_KEY] = st.session_state.get(_TURN_KEY, 0) + 1
    st.session_state.pop(_LOOK_KEY, None)
    if report.storm_ids:
        choose(storm=report.storm_ids[0], at=None, issue=None, source=None)
    st.session_state[OPEN_KEY] = False


def _draw_look(look: Look) -> None:
    if not look.storms:
        draw_template("banner", text=_("这个文件里没有可用的台风,没有导入任何内容。"), is_trouble=True)
    else:
        draw_sheet(_contents_sheet(look), key="storm-file-contents")
    if look.problems:
        st.markdown(_("**问题 {count} 条**(这些值未收或存疑,其余照常收下)").format(count=len(look.problems)))
        draw_sheet(_problem_sheet(look.name, look.problems), key="storm-file-problems")


def _contents_header() -> list[str]:
    return [
        _("台风"),
        _("名称"),
        _("首次定位"),
        _("末次定位"),
        _("定位"),
        _("预报(机构×次数)"),
        _("预报点"),
        _("登陆"),
        _("存疑"),
    ]


def _contents_sheet(look: Look) -> Sheet:
    return Sheet(
        name="contents",
        header=_contents_header(),
        rows=[
            [
                storm.storm_id,
                " ".join(name for name in (storm.name_zh, storm.name_en) if name),
                storm.first_at,
                storm.last_at,
                storm.fix_count,
                " · ".join(f"{_(agency)}×{count}" for agency, count in storm.issue_counts.items()),
                storm.point_count,
                storm.landfall_count,
                storm.suspect_count,
            ]
            for storm in look.storms
        ],
        empty="",
        about=[(_("文件"), look.name)],
    )


def _problem_sheet(name: str, problems: Sequence[Problem]) -> Sheet:
    return Sheet(
        name="problems",
        header=[_("位置"), _("原值"), _("原因")],
        rows=[[problem.place, problem.value, _(problem.reason)] for problem in problems],
        empty=_("没有问题。"),
        about=[(_("文件"), name)],
    )


def _draw_result(result: Result) -> None:
    added = result.report.added
    fresh = sum(added.values())
    if fresh:
        text = _("已导入 {name}:新增定位 {fixes} 条、预报点 {points} 条、登陆 {landfalls} 条。").format(
            name=result.name,
            fixes=added.get("storm_fix", 0),
            points=added.get("storm_forecast", 0),
            landfalls=added.get("landfall", 0),
        )
    else:
        text = _("{name} 的内容早已在库,没有新增任何记录。").format(name=result.name)
    draw_template("banner", text=text, is_trouble=False)
    if result.report.problems:
        title = _("导入时的问题 {count} 条").format(count=len(result.report.problems))
        with st.expander(title):
            draw_sheet(_problem_sheet(result.name, result.report.problems), key="storm-result-problems")
    if st.button(_("知道了"), key="storm-result-seen"):
        st.session_state.pop(_RESULT_KEY, None)
        st.rerun()
