"""The quarantine: files from which nothing could be taken, why, and what to do with them."""

import hashlib
from pathlib import Path
from typing import Any

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit import Kind
from stormdesk.ingest.inbox_shelf import QUARANTINE, Held, drop, held, requeue
from stormdesk.ui.data.held import close, draw_deed, draw_said, open_import, opened
from stormdesk.ui.data.originals import draw_file, keep_original
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import size_words, text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

OPEN = "held"
MOST_REASONS = 200


def draw_quarantine(page: Page) -> None:
    """Draw the files in quarantine, or the one that is open."""
    draw_said()
    found = {mark(one): one for one in held(page.desk.settings.inbox)}
    if not found:
        draw_template("empty", text=_("隔离区是空的:收件目录里的文件都收下了。"))
        return
    asked = opened(OPEN)
    if asked is not None:
        st.button(
            _("返回清单"), icon=":material/arrow_back:", key="data-held-back", on_click=close, args=(OPEN,)
        )
        if asked in found:
            _draw_one(page, found[asked], asked)
        else:
            draw_template("empty", text=_("这个文件不在隔离区了。"))
        return
    draw_table(_columns(list(found.values())), key="data-held", ids=list(found), opens=OPEN, title=_("隔离"))
    st.caption(_("点一行看原因、重试或丢弃。隔离的文件没有收下任何一条。"))


def mark(one: Held) -> str:
    """A short name for a file in quarantine, for the address."""
    whole_name = f"{one.day}/{one.name}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole_name).hexdigest()[:16]


def _columns(found: list[Held]) -> dict[str, Any]:
    return {
        _("文件"): [_shown(one.name) for one in found],
        _("日期"): [one.day for one in found],
        _("原因"): [_reasons(one) for one in found],
        _("来源"): [one.source_id or "—" for one in found],
        _("送件人"): [_shown(one.by) or "—" for one in found],
        _("大小"): [size_words(one.byte_count) for one in found],
    }


def _shown(text: str) -> str:
    """A name as text that can be drawn: no halves of letters."""
    return text_of(text.encode("utf-8", "replace").decode())


def _reasons(one: Held) -> str:
    reasons = list(dict.fromkeys(_(problem.reason) for problem in one.problems))
    return " · ".join(reasons[:3]) or _("没有留下原因")


def _draw_one(page: Page, one: Held, key: str) -> None:
    facts = [
        (_("日期"), one.day),
        (_("来源"), one.source_id or "—"),
        (_("送件人"), _shown(one.by) or "—"),
        (_("大小"), size_words(one.byte_count)),
    ]
    draw_template("data_import", name=_shown(one.name), facts=facts)
    if one.problems:
        draw_table(
            {
                _("位置"): [_shown(problem.place) for problem in one.problems[:MOST_REASONS]],
                _("原值"): [_shown(problem.value) for problem in one.problems[:MOST_REASONS]],
                _("原因"): [_(problem.reason) for problem in one.problems[:MOST_REASONS]],
            },
            key="data-held-reasons",
        )
    else:
        draw_template("empty", text=_("没有留下原因"))
    _draw_deeds(page, one, key)


def _draw_deeds(page: Page, one: Held, key: str) -> None:
    with st.container(horizontal=True):
        _offer(page.desk.settings.inbox / QUARANTINE / one.day / one.name, one, key)
        if one.import_id:
            st.button(
                _("看导入记录"), key=f"data-held-import-{key}", on_click=open_import, args=(one.import_id,)
            )
        draw_deed(
            _("重试"),
            _("把文件放回收件目录,按现在的规则重新处理。确定吗?"),
            _retry,
            page,
            one,
            key=f"data-held-retry-{key}",
            icon=":material/replay:",
        )
        draw_deed(
            _("丢弃"),
            _("从隔离区移走这个文件。它的原件按内容保存在原件库,导入记录保留。确定吗?"),
            _discard,
            page,
            one,
            key=f"data-held-drop-{key}",
            icon=":material/delete:",
        )


def _offer(path: Path, one: Held, key: str) -> None:
    if path.is_file() and not path.is_symlink():
        draw_file(_("下载文件"), path, _shown(one.name), key=f"data-held-file-{key}")


def _noted(one: Held) -> dict[str, Any]:
    """How the audit names a file: by the import that refused it, by its day and by the short name here."""
    return {"thing_id": one.import_id, "detail": {"day": one.day, "held": mark(one), "source": one.source_id}}


def _retry(page: Page, one: Held) -> str:
    with page.desk.deed(Action.MANAGE, "imports", Kind.IMPORT, "file_released", **_noted(one)) as desk:
        requeue(desk.settings.inbox, one.day, one.name, by=page.visitor.account_id)
    close(OPEN)
    return _("已放回收件目录,几秒后重新处理,结果见导入记录。")


def _discard(page: Page, one: Held) -> str:
    with page.desk.deed(Action.MANAGE, "imports", Kind.IMPORT, "file_discarded", **_noted(one)) as desk:
        inbox = desk.settings.inbox
        keep_original(page, inbox / QUARANTINE / one.day / one.name)
        drop(inbox, one.day, one.name)
    close(OPEN)
    return _("已从隔离区移走,原件保留。")
