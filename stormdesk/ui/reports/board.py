"""The reports page: which paper, what it would say now, what keeps it back, and every issue."""

import streamlit as st

from stormdesk.domain.objections import Fault, Objection
from stormdesk.domain.papers import Mark, Paper
from stormdesk.door.paper_proof import Kept
from stormdesk.door.paper_steps import PaperFault, mark_of
from stormdesk.door.papers import is_ahead, papers, standing_objections
from stormdesk.errors import StormdeskError
from stormdesk.report.papers import wording
from stormdesk.report.papers.bulletin import KIND
from stormdesk.report.papers.kinds import KINDS, kind_named
from stormdesk.report.papers.records import PaperKind
from stormdesk.ui.damage.offers import told_size
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.reports.numbers import draw_numbers
from stormdesk.ui.reports.objecting import draw_objections
from stormdesk.ui.reports.sheet import draw_draft_file, draw_sheet
from stormdesk.ui.reports.shelf import draw_drafting, draw_said, draw_shelf, state_of
from stormdesk.ui.reports.words import blank
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.text import _, language

CHOSEN, OPENED = "paper", "issue"


def draw(page: Page) -> None:
    """Draw the chosen kind of paper at the page's moment."""
    if not page.operation:
        st.info(_("没有正在显示的响应。"))
        return
    draw_said()
    if (paper := _opened(page)) is not None:
        _draw_opened(page, paper)
        return
    kind = _choose_kind()
    if size := told_size(page, kind.kind):
        st.caption(_("全市一册:{size}。只要一个乡镇的,在“灾情报送”页下载。").format(size=literal(size)))
    if language() == "en":
        st.caption(_("公文只有中文;英文的只供对照,不发布。"))
    mark = blank(page, kind.title)
    found = _draw_standing(page, kind)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        _draw_making(page, kind, mark, found)
        draw_sheet(page, kind, mark, _text(page, kind))
        stands = papers(page.desk, page.moment.operation_id)
        draw_shelf(page, stands, kind.kind, is_shaken=any(one.fault is Fault.SEAL for one in found))
    if kind.kind == KIND:
        with right:
            st.subheader(_("数字与依据"), anchor=False)
            draw_numbers(page, mark)


def _draw_making(page: Page, kind: PaperKind, mark: Mark, found: tuple[Objection, ...]) -> None:
    """Offer to draft a paper and its file, each where it can be made."""
    with st.container(horizontal=True):
        if not is_ahead(page.desk, page.moment):
            draw_drafting(page, kind.kind)
        # No file can be made of a broken template; what is wrong with it stands above.
        if all(one.fault is not Fault.TEMPLATE for one in found):
            draw_draft_file(page, kind, mark)


def _draw_standing(page: Page, kind: PaperKind) -> tuple[Objection, ...]:
    """What stands against a paper of the moment; of one that is still to come none is called sound."""
    found = standing_objections(page.desk, kind.kind, page.moment)
    is_to_come = is_ahead(page.desk, page.moment)
    if is_to_come:
        st.warning(_(PaperFault.AHEAD))
    if found or not is_to_come:
        draw_objections(page, found, kind.sound)
    return found


def _opened(page: Page) -> Paper | None:
    """The paper that the address names, among those of the operation."""
    wanted = chosen(OPENED)
    found = papers(page.desk, page.moment.operation_id) if wanted else []
    return next((one for one in found if one.paper_id == wanted), None)


def _draw_opened(page: Page, paper: Paper) -> None:
    """One paper as it was drafted or issued, to read and to print."""
    kind, mark = kind_named(paper.kind), mark_of(page.desk, paper)
    st.button(
        _("回到此刻"),
        key="reports-back",
        icon=":material/arrow_back:",
        on_click=choose,
        kwargs={OPENED: None},
    )
    if paper.issue is not None and state_of(page, paper) is Kept.ALTERED:
        st.error(
            _("这一期在台账里的文字、时刻或签名被改动,与发布时不符,没有打开。下载的文件仍是发布时的原样。")
        )
    else:
        draw_sheet(page, kind, mark, wording.signed_text(paper.drafted.text, mark))
    draw_shelf(page, [paper], paper.kind)


def _text(page: Page, kind: PaperKind) -> str:
    """The paper's text at the page's moment; what is wrong with a template is said in its place."""
    try:
        return kind.text(page.desk, page.moment, blank(page, kind.title))
    except StormdeskError as error:
        return "\n".join([_(kind.title), "", _(error.sentence).format(**error.values)])


def _choose_kind() -> PaperKind:
    names = [kind.kind for kind in KINDS]
    asked = chosen(CHOSEN)
    if len(names) == 1:
        return KINDS[0]
    picked = st.selectbox(
        _("文件种类"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda name: _(kind_named(name).title),
        key="reports-kind",
        on_change=lambda: choose(paper=str(st.session_state["reports-kind"])),
    )
    return kind_named(str(picked))
