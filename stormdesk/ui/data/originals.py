"""The files as they came: kept under their hash, handed back under their name."""

import hashlib
import re
import shutil
from pathlib import Path

import streamlit as st

from stormdesk.door.export import Leaving, Thing
from stormdesk.ingest.delivery.originals import open_regular
from stormdesk.report.marked import ARCHIVE_TYPE, beside
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

_HASH = re.compile(r"[0-9a-f]{64}")
_NOT_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\:*?"<>|]'
)
LONGEST_NAME = 120


def original(page: Page, content_hash: str) -> Path | None:
    """Where the original of this hash lies; None when it was not kept."""
    if not _HASH.fullmatch(content_hash):
        return None
    path = page.desk.settings.originals / content_hash
    return path if path.is_file() else None


def keep_original(page: Page, path: Path) -> None:
    """Keep a plain file under its hash, unless it is kept already."""
    if path.is_symlink() or not path.is_file():
        return
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    folder = page.desk.settings.originals
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / digest).is_file():
        making = folder / f".{digest}.part"
        shutil.copyfile(path, making)
        making.chmod(0o600)
        making.replace(folder / digest)


def file_name(name: str) -> str:
    """A name under which a browser may save a file, its ending kept."""
    kept = _NOT_IN_NAMES.sub("_", name).strip(" .")[-LONGEST_NAME:]
    return kept or "original"


def as_it_came(path: Path) -> bytes:
    """The content of a plain file; raises OSError where a link or pipe took its place meanwhile."""
    with open_regular(path) as content:
        return content.read()


def draw_original(page: Page, content_hash: str, name: str, *, key: str) -> None:
    """Offer the original file, or say that it was not kept."""
    path = original(page, content_hash)
    if path is None:
        st.caption(_("原件没有保存在这台机器上。"))
        return
    draw_file(_("下载原件"), path, name, key=key)


def draw_file(label: str, path: Path, name: str, *, key: str) -> None:
    """Offer a file as it came, with its marks beside it, to who may take personal data with him."""
    saved = file_name(name)
    offer = Offer(
        leaving=Leaving.ORIGINAL,
        thing=Thing.LISTS,
        sheet=key,
        name=f"{saved}.zip",
        mime=ARCHIVE_TYPE,
        is_personal=True,
    )
    draw_offer(
        label, offer, lambda: Ready(None, lambda marks: beside(saved, as_it_came(path), marks)), key=key
    )
    st.caption(
        _("原件是上报单位的原文(身份证号已换成代码),含个人信息,只给有权导出个人信息的人,销毁时一并清除。")
    )
