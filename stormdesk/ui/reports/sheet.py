"""A paper as it reads: on screen as on paper, as plain text to copy, as a file to take along."""

import streamlit as st

from stormdesk.domain.papers import Mark
from stormdesk.door.export import Leaving, Thing
from stormdesk.errors import StormdeskError
from stormdesk.report.papers.bulletin import KIND, bulletin_text
from stormdesk.report.papers.records import PaperKind
from stormdesk.report.papers.templates import marks
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw
from stormdesk.ui.text import _, language


def draw_sheet(page: Page, kind: PaperKind, mark: Mark, text: str) -> None:
    """Draw a paper's text the way it prints, 草稿 across it while it is one."""
    title, number, *lines = text.splitlines() or ["", ""]
    stamps = marks(mark)
    draw("reports_style", foot=stamps["foot"])
    if not lines:
        draw("empty", text=_("这种文件没有文本,请下载查看。"))
    else:
        draw(
            "reports_sheet",
            title=title,
            number=number,
            lines=lines,
            watermark=stamps["watermark"],
            foot=stamps["foot"],
        )
        with st.expander(_("纯文本(右上角复制)"), icon=":material/content_copy:"):
            st.code(text, language=None, wrap_lines=True)
    if language() == "en" and kind.kind == KIND and mark.moment == page.moment and not mark.hands:
        with st.expander(_("英文对照(正式文本是中文)"), expanded=True):
            st.code(_english(page, mark), language=None, wrap_lines=True)


def draw_draft_file(page: Page, kind: PaperKind, mark: Mark) -> None:
    """Offer the file of what is on screen, marked as a draft."""
    offer = Offer(
        leaving=Leaving.PAPER,
        thing=Thing.PAPER,
        sheet=kind.kind,
        name=f"{kind.kind}-draft.{kind.ending}",
        mime=kind.mime,
        operation_id=page.moment.operation_id,
        is_personal=kind.is_personal,
    )
    entry, moment = page.entry, page.moment

    def make(_marks: object) -> bytes:
        return kind.make(entry.visit(), moment, mark)

    draw_offer(_("下载草稿"), offer, lambda: Ready(None, make), key=f"reports-draft-file-{kind.kind}")


def _english(page: Page, mark: Mark) -> str:
    try:
        return bulletin_text(page.desk, page.moment, mark, language="en", say=_)
    except StormdeskError as error:
        return _(error.sentence).format(**error.values)
