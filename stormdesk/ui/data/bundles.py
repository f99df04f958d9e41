"""The whole ledger of an operation as one file: made here, handed on, and taken in elsewhere."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.export import Leaving, Thing, may_export
from stormdesk.errors import StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import BundleReport, read_bundle
from stormdesk.report.bundle_shape import ENDING, MANIFEST
from stormdesk.report.marked import ARCHIVE_TYPE, remarked
from stormdesk.ui.data.held import draw_deed, keep, kept, say, told
from stormdesk.ui.data.jobs import Tell, is_working, worked
from stormdesk.ui.data.originals import file_name
from stormdesk.ui.data.words import size_words
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, named

_WANTED, _MADE = "bundle-wanted", "bundle-made"
MOST_KEPT = 3
LONGEST_SUFFIX = 20


def looks_like_bundle(data: bytes) -> bool:
    """Whether a file is packed as a bundle is; what it holds is proved when it is taken in."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False


def take_bundle(desk: Desk, data: bytes, suffix: str | None, tell: Tell) -> BundleReport:
    """Lay a bundle down for reading and take it in, whole or not at all."""
    folder = desk.settings.home / "bundles"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f".{uuid4().hex}.part"
    try:
        path.write_bytes(data)
        return read_bundle(desk.store, desk.ledger, path, suffix=suffix, progress=tell)
    finally:
        path.unlink(missing_ok=True)


def draw_bundles(page: Page) -> None:
    """Draw the choice of an operation, and the file that was made of it, to whoever may hand one on."""
    if not may_export(page.desk, Thing.BUNDLE, is_personal=True):
        return
    _work(page)
    st.subheader(_("响应数据包"))
    st.caption(_("一次响应的全部台账、名册、台风和原件登记,带校验值;在另一台机器的“导入”里收下,画面相同。"))
    operations = page.desk.store.frame("operation/list").to_dict("records")
    names = {str(row["operation_id"]): str(row[named()]) for row in operations}
    if not names:
        return
    ids = list(names)
    current = page.moment.operation_id
    picked = st.selectbox(
        _("哪一次响应"),
        ids,
        index=ids.index(current) if current in ids else 0,
        format_func=lambda code: f"{names[code]} · {code}",
        key="data-bundle-which",
    )
    draw_deed(
        _("生成数据包"),
        _("数据包含姓名和电话,请按个人信息保管。为 {name} 生成吗?").format(name=names[str(picked)]),
        _want,
        str(picked),
        key="data-bundle-make",
        icon=":material/package_2:",
    )
    _draw_made()


def _want(operation_id: str) -> str:
    keep(_WANTED, (operation_id, datetime.now(UTC)))
    return _("开始生成数据包。")


def _work(page: Page) -> None:
    wanted: tuple[str, datetime] | None = kept(_WANTED)
    if wanted is None:
        return
    operation_id, at = wanted
    desk = page.desk.desk_for(Action.EXPORT, "bundle")
    folder = desk.settings.home / "bundles"
    path = folder / f"{file_name(operation_id)}-{at:%Y%m%dT%H%M%S}{ENDING}"

    def work(tell: Tell) -> Any:  # noqa: ANN401  what the writer says of the file
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return write_bundle(desk.store, operation_id, path, at=at, progress=tell)

    try:
        worked("bundle", wanted, _("正在生成数据包"), work)
        keep(_MADE, path)
        _forget_old(folder)
        say(_("数据包 {name} 已生成。").format(name=path.name))
    except StormdeskError as error:
        say(told(error), is_good=False)
    finally:
        if not is_working("bundle"):
            keep(_WANTED, None)
    st.rerun()


def _forget_old(folder: Path) -> None:
    found = sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_KEPT:]:
        path.unlink(missing_ok=True)


def _draw_made() -> None:
    path: Path | None = kept(_MADE)
    if path is None or not path.is_file():
        return
    offer = Offer(
        leaving=Leaving.BUNDLE,
        thing=Thing.BUNDLE,
        sheet="data-bundle",
        name=path.name,
        mime=ARCHIVE_TYPE,
        operation_id=path.name.rpartition("-")[0],
        is_personal=True,
    )
    label = _("下载数据包({size})").format(size=size_words(path.stat().st_size))
    draw_offer(
        label,
        offer,
        lambda: Ready(None, lambda marks: remarked(path.read_bytes(), marks)),
        key="data-bundle-file",
    )
