"""The county's own boundaries: what holds now, a file tried, and kept or taken off by a person."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.door.import_notes import Came, came_of_boundaries, importing
from stormdesk.ingest.adopted_boundaries import FILE, BoundaryReason, adopt_boundaries
from stormdesk.ingest.boundary_taking import leave_boundaries, take_boundaries
from stormdesk.ingest.lists.model import Outcome
from stormdesk.ingest.shapes_feed import LARGEST_BYTES, parse
from stormdesk.ui.data.held import draw_deed, draw_said, keep, kept
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _, language

GRAVE = frozenset({BoundaryReason.LIKE_GCJ02, BoundaryReason.LIKE_BD09})
MOST_SHOWN = 200
_TRIED = "boundaries-tried"
Asked = tuple[str, int, str, str, bool]


@dataclass(frozen=True, slots=True)
class Tried:
    """A file of boundaries as it was read with what a person declared of it."""

    asked: Asked
    file: tuple[str, bytes]
    shapes: Mapping[str, BaseGeometry]
    problems: list[Problem]


def draw_boundaries(page: Page) -> None:
    """Draw what boundaries hold, the upload, what it would bring, and the two deeds."""
    draw_said()
    profile = page.county.profile
    label = profile.boundary_label_en if language() == "en" else profile.boundary_label_zh
    st.caption(_("地图上的乡镇(街道)图形:{label}").format(label=literal(label)))
    if (page.desk.settings.own_county_dir / FILE).is_file():
        draw_deed(
            _("去掉导入的界线"),
            _("重新启动后恢复示意图形。确定吗?"),
            _leave,
            page,
            key="data-boundaries-drop",
            icon=":material/undo:",
        )
    tried = _ask(page)
    if tried is None:
        draw_template("empty", text=_("选一个界线文件:GeoJSON、Shapefile(打成一个 zip)、GeoPackage 或 KML。"))
        return
    _draw_tried(page, tried)


def _ask(page: Page) -> Tried | None:
    file_at, datum_at, crs_at = st.columns([3, 1, 1], vertical_alignment="top")
    given = file_at.file_uploader(
        _("乡镇(街道)界线"), key="data-boundaries-file", max_upload_size=LARGEST_BYTES // 1_000_000
    )
    datum = datum_at.selectbox(_("坐标系"), list(Datum), format_func=str.upper, key="data-boundaries-datum")
    crs = crs_at.text_input(
        _("投影(文件没写时)"), placeholder="EPSG:4528", max_chars=60, key="data-boundaries-crs"
    )
    is_swapped = datum_at.checkbox(_("纬度在前"), key="data-boundaries-swap")
    if given is None or datum is None:
        return None
    asked = (given.name, given.size, str(datum), crs.strip(), is_swapped)
    before: Tried | None = kept(_TRIED)
    if before is not None and before.asked == asked and before.file[1] == given.getvalue():
        return before
    data = given.getvalue()
    areas, problems = parse(
        given.name, data, datum=Datum(datum), crs=crs.strip() or None, is_swapped=is_swapped
    )
    shapes, doubts = adopt_boundaries(areas, page.county)
    tried = Tried(asked, (given.name, data), shapes, [*problems, *doubts])
    keep(_TRIED, tried)
    return tried


def _draw_tried(page: Page, tried: Tried) -> None:
    found = _("对上 {found} 个乡镇(街道),全县 {all} 个").format(
        found=whole(len(tried.shapes)), all=whole(len(page.county.townships))
    )
    st.subheader(found)
    if tried.problems:
        some = tried.problems[:MOST_SHOWN]
        columns = {
            _("位置"): [problem.place for problem in some],
            _("原值"): [problem.value for problem in some],
            _("原因"): [_(problem.reason) for problem in some],
        }
        draw_table(columns, key="data-boundaries-problems")
    if not tried.shapes:
        return
    is_grave = any(problem.reason in GRAVE for problem in tried.problems)
    question = _("重新启动后,所有地图和归属判断都用这些界线。确定吗?")
    if is_grave:
        question = _("图形像是整体偏移了。确认它没有偏移,仍然采用吗?")
    draw_deed(
        _("采用这些界线"),
        question,
        _take,
        page,
        tried,
        key="data-boundaries-keep",
        icon=":material/check:",
    )


def _take(page: Page, tried: Tried) -> str:
    by = page.visitor.account_id
    sha256 = hashlib.sha256(tried.file[1]).hexdigest()
    with importing(page.desk, "boundaries_taken", thing="boundaries", sha256=sha256) as (desk, told):
        import_id = take_boundaries(desk, tried.file, tried.shapes, tried.problems, by=by)
        told(came_of_boundaries(import_id, len(tried.shapes), len(tried.problems), sha256))
    keep(_TRIED, None)
    return _("已收下 {n} 个乡镇(街道)的界线,重新启动后生效。").format(n=whole(len(tried.shapes)))


def _leave(page: Page) -> str:
    with importing(page.desk, "boundaries_dropped", thing="boundaries") as (desk, told):
        import_id = leave_boundaries(desk, by=page.visitor.account_id)
        if import_id:
            told(Came(outcome=Outcome.UNDONE, import_id=import_id, content="boundaries"))
    return _("已去掉,重新启动后恢复示意图形") if import_id else _("没有导入过界线")
