"""The upload: a file is recognised, looked into, confirmed and taken in, and its result stays in sight."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.feed import KIND_NAMES, FeedKind
from stormdesk.domain.geo import Datum
from stormdesk.door.import_notes import Came, came_of_bundle, came_of_file, came_of_list
from stormdesk.errors import StormdeskError
from stormdesk.ingest.bare import bare, id_codes
from stormdesk.ingest.delivery import Delivery, take
from stormdesk.ingest.delivery.catalogue import HEAD_BYTES, LARGE_BYTES, feed_of
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import ListReport, Look
from stormdesk.report.bundle_reading import BundleReport
from stormdesk.ui.data.bundles import LONGEST_SUFFIX, looks_like_bundle, take_bundle
from stormdesk.ui.data.choosing import DATUMS, Chosen, chosen_for, forget
from stormdesk.ui.data.dry_run import draw_look
from stormdesk.ui.data.forms import draw_forms
from stormdesk.ui.data.held import draw_said, keep, kept, say, told
from stormdesk.ui.data.jobs import Tell, is_working, worked
from stormdesk.ui.data.noting import imported
from stormdesk.ui.data.result import draw_result, keep_bundle, keep_list, keep_taken
from stormdesk.ui.data.words import size_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _

SOURCE = "page"
T = TypeVar("T")
LARGEST_MB = LARGE_BYTES // 1_000_000
_WANTED, _LOOKED, _TURN, _BARE = "import-wanted", "look", "upload-turn", "upload-bare"
AUTO, LIST, FEED, BUNDLE = "auto", "list", "feed", "bundle"
WITH_POINTS = frozenset({FeedKind.SHAPES, FeedKind.POSITIONS, FeedKind.EVENTS})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was given."""

    name: str
    data: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A look, and what it was asked with."""

    name: str
    chosen: Chosen
    look: Look


def draw_importing(page: Page) -> None:
    """Draw the upload, the look at what was given, the confirmation, and what came of the last one."""
    draw_said()
    _take_in(page)
    if draw_result(page):
        return
    upload, as_what = _ask_file(page)
    if upload is None:
        draw_template("empty", text=_("选一个文件:先看会发生什么,确认之后才写入。"))
        st.subheader(_("空白模板"))
        draw_forms(page)
        return
    if as_what == BUNDLE:
        _draw_bundle(page, upload)
    elif as_what == FEED:
        _draw_feed(page, upload)
    else:
        _draw_list(page, upload)


def _ask_file(page: Page) -> tuple[Upload | None, str]:
    file_at, kind_at = st.columns([3, 2], vertical_alignment="top")
    label = _("文件(最大 {n} MB):名册(xlsx、xls、ods、csv)、台风、船位、测值、预警、危险区")
    with file_at:
        given = st.file_uploader(
            label.format(n=LARGEST_MB),
            key=f"data-upload-{kept(_TURN) or 0}",
            max_upload_size=LARGEST_MB,
        )
    titles = {AUTO: _("自动识别"), LIST: _("名册"), FEED: _("其他数据")}
    with kind_at:
        asked = st.segmented_control(
            _("当作什么"),
            list(titles),
            default=AUTO,
            required=True,
            format_func=titles.__getitem__,
            key="data-upload-kind",
        )
    if given is None:
        return None, LIST
    data = _without_numbers(page, given)
    upload = Upload(given.name, data, hashlib.sha256(data).hexdigest())
    if asked in {LIST, FEED}:
        return upload, str(asked)
    if looks_like_bundle(data):
        return upload, BUNDLE
    return upload, FEED if feed_of(upload.name, data[:HEAD_BYTES]) else LIST


def _without_numbers(page: Page, given: Any) -> bytes:  # noqa: ANN401  what Streamlit's uploader gives
    """The file with codes in place of identity numbers, made once however often the page is drawn."""
    held: bytes | None = kept(_BARE, given.file_id)
    if held is None:
        data: bytes = given.getvalue()
        held = data if looks_like_bundle(data) else bare(data, id_codes(page.desk.settings.home))
        keep(_BARE, held, given.file_id)
    return held


def _draw_feed(page: Page, upload: Upload) -> None:
    feed = feed_of(upload.name, upload.data[:HEAD_BYTES])
    said = _(KIND_NAMES[feed.kind]) if feed else _("不认识的文件")
    facts = [(_("认作"), said), (_("大小"), size_words(len(upload.data)))]
    draw_template("data_import", name=upload.name, facts=facts)
    st.caption(_("这类数据逐条记入台账,重复的不会再收;存疑的收下但不计入。"))
    datum = _ask_datum(upload) if feed and feed.kind in WITH_POINTS else None
    _draw_confirm(_("确认导入"), (FEED, (upload, datum), page.visitor.account_id, datetime.now(UTC)))


def _ask_datum(upload: Upload) -> Datum:
    """The datum of points and outlines that do not say it themselves."""
    return st.selectbox(
        _("坐标系"),
        list(DATUMS),
        format_func=lambda one: _(DATUMS[one]),
        key=f"data-feed-datum-{upload.digest[:8]}",
    )


def _draw_bundle(page: Page, upload: Upload) -> None:
    facts = [(_("认作"), _("响应数据包")), (_("大小"), size_words(len(upload.data)))]
    draw_template("data_import", name=upload.name, facts=facts)
    st.caption(_("数据包整个收下或整个不收;与本库已有的同名响应不同时,要写后缀另立一份。"))
    suffix = st.text_input(
        _("后缀(另立一份时填)"), max_chars=LONGEST_SUFFIX, key=f"data-suffix-{upload.digest[:8]}"
    )
    _draw_confirm(
        _("确认导入"), (BUNDLE, (upload, suffix.strip() or None), page.visitor.account_id, datetime.now(UTC))
    )


def _draw_list(page: Page, upload: Upload) -> None:
    found = _look(page, upload)
    draw_look(page, found)
    if found.list_code is None:
        return
    counts = found.counts
    label = _("确认导入:新增 {new},变更 {changed},关闭 {gone},退回 {returned}").format(
        new=whole(counts.new),
        changed=whole(counts.changed),
        gone=whole(counts.gone),
        returned=whole(counts.returned),
    )
    if counts.gone:
        draw_template(
            "banner",
            text=_("注意:名册里有 {n} 行不在这个文件里,确认后关闭。").format(n=whole(counts.gone)),
            is_trouble=True,
        )
    if found.is_empty:
        draw_template("banner", text=_("这个文件里没有一行能用,不能导入。请看上面的问题。"), is_trouble=True)
        return
    _draw_confirm(label, (LIST, found, page.visitor.account_id, datetime.now(UTC)))


def _draw_confirm(label: str, wanted: tuple[Any, ...]) -> None:
    with st.container(horizontal=True, key="sd-data-confirm"):
        st.button(label, type="primary", key="data-confirm", on_click=keep, args=(_WANTED, wanted))
        st.button(_("放弃这个文件"), key="data-give-up", on_click=_put_away)


def _look(page: Page, upload: Upload) -> Look:
    """Look into a file, once for the same choices however often the page is drawn."""
    chosen = chosen_for(upload.digest)
    held: Looked | None = kept(_LOOKED)
    mark = (upload.name, chosen, page.moment.operation_id)
    if held is not None and (held.name, held.chosen, held.look.operation_id) == mark:
        return held.look
    found = worked(
        "look",
        mark,
        _("正在看这个文件"),
        lambda tell: look(
            page.desk.desk_for(Action.MANAGE, "imports"),
            upload.name,
            upload.data,
            list_code=chosen.list_code,
            choices=replace(chosen.choices, operation_id=page.moment.operation_id),
            tell=tell,
        ),
    )
    keep(_LOOKED, Looked(upload.name, chosen, found))
    return found


def _take_in(page: Page) -> None:
    """Take in what was confirmed, with its progress; a redraw goes on waiting for it."""
    wanted: tuple[Any, ...] | None = kept(_WANTED)
    if wanted is None:
        return
    try:
        _take(page, *wanted)
        _put_away()
    except StormdeskError as error:
        say(told(error), is_good=False)
    finally:
        if not is_working("take"):
            keep(_WANTED, None)
    st.rerun()


def _take(page: Page, kind: str, what: Any, by: str, at: datetime) -> None:  # noqa: ANN401  the kind's own
    title = _("正在导入")

    def job(what: str, work: Callable[[Desk, Tell], T], came_of: Callable[[T], Came], sha256: str) -> T:
        return worked("take", at, title, imported(page, what, work, came_of, sha256=sha256))

    if kind == LIST:
        write, came = partial(_commit, found=what, by=by), partial(came_of_list, what)
        keep_list(what, job("list_taken", write, came, what.digest))
    elif kind == BUNDLE:
        upload, suffix = what

        def load(desk: Desk, tell: Tell) -> BundleReport:
            return take_bundle(desk, upload.data, suffix, tell)

        keep_bundle(upload.name, job("bundle_taken", load, came_of_bundle, upload.digest))
    else:
        upload, datum = what
        delivery = Delivery(
            name=upload.name, source_id=SOURCE, by=by, received_at=at, data=upload.data, datum=datum
        )
        keep_taken(job("file_taken", lambda desk, _tell: take(desk, delivery), came_of_file, upload.digest))


def _commit(desk: Desk, tell: Tell, *, found: Look, by: str) -> ListReport:
    """Commit a list, and note that it came by this page."""
    report = commit(desk, found, by=by, tell=tell)
    with desk.store.write() as transaction:
        transaction.run("imports/name_source", import_id=report.import_id, source_id=SOURCE)
    return report


def _put_away() -> None:
    """Empty the upload and forget what was looked at."""
    keep(_TURN, (kept(_TURN) or 0) + 1)
    keep(_LOOKED, None)
    keep(_BARE, None)
    forget()
