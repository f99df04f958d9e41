"""The disk and the backups: room left, copies made now, and a copy restored beside the running file."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit import Kind
from stormdesk.door.purge.again import cleansing, known_lists
from stormdesk.errors import StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.store.backup import Backup, Comparison, backups, make_backup, restore_backup
from stormdesk.store.disk import ALARM_FACTOR, Disk, disk
from stormdesk.ui.data.bundles import draw_bundles
from stormdesk.ui.data.held import draw_deed, draw_said, keep, kept, say, told
from stormdesk.ui.data.jobs import Tell, is_working, worked
from stormdesk.ui.data.noting import noted
from stormdesk.ui.data.table import beijing, draw_table
from stormdesk.ui.data.words import size_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _

_WANTED = "backup-wanted"
_COMPARED = "backup-compared"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}\.duckdb")
Compared = tuple[str, Path, list[Comparison]]


def draw_backups(page: Page) -> None:
    """Draw the disk, the backups and what can be done with them."""
    draw_said()
    _work(page)
    if page.may(Action.MANAGE, "backups"):
        _draw_copies(page)
    draw_bundles(page)


def _draw_copies(page: Page) -> None:
    folder = page.desk.settings.backups
    _draw_disk(disk(page.desk.settings.database, originals=page.desk.settings.originals, backups=folder))
    draw_deed(
        _("现在备份"),
        _("把此刻的数据完整复制一份,服务照常运行。确定吗?"),
        _want_backup,
        key="data-backup-now",
        icon=":material/save:",
    )
    found = backups(folder)
    st.subheader(_("备份"))
    if not found:
        draw_template("empty", text=_("还没有备份。"))
        return
    draw_table(_columns(found), key="data-backups")
    _draw_restore(page, [one for one in found if one.manifest is not None])
    _draw_compared()


def _draw_disk(room: Disk) -> None:
    alarm = {
        True: ("late", "■ " + _("空间不足")),
        False: ("done", "✓ " + _("充足")),
        None: ("muted", _("不明")),
    }
    tone, said = alarm[room.is_alarming]
    if room.is_alarming:
        draw_template(
            "banner",
            text=_("磁盘剩余不到数据文件的 {n} 倍,备份和导入可能失败。请尽快腾出空间。").format(
                n=ALARM_FACTOR
            ),
            is_trouble=True,
        )
    tiles = [
        {"label": _("磁盘剩余"), "value": size_words(room.free_bytes), "note": said, "state": tone},
        {"label": _("数据文件"), "value": size_words(room.database_bytes), "note": "", "state": "muted"},
        {"label": _("导入原件"), "value": size_words(room.originals_bytes), "note": "", "state": "muted"},
        {"label": _("备份"), "value": size_words(room.backups_bytes), "note": "", "state": "muted"},
    ]
    draw_template("tiles", tiles=tiles)


def _columns(found: list[Backup]) -> dict[str, Any]:
    manifests = [one.manifest for one in found]
    return {
        _("备份"): [one.name for one in found],
        _("时间"): beijing(pd.Series([manifest.made_at if manifest else None for manifest in manifests])),
        _("状态"): [_("✓ 完整") if manifest else _("× 未完成或无法读取") for manifest in manifests],
        _("表"): [str(len(manifest.tables)) if manifest else "?" for manifest in manifests],
        _("行数"): [
            whole(sum(table.rows for table in manifest.tables)) if manifest else "?" for manifest in manifests
        ],
        _("大小"): [size_words(one.byte_count) for one in found],
        _("程序版本"): [manifest.stormdesk_version if manifest else "?" for manifest in manifests],
    }


def _want_backup() -> str:
    keep(_WANTED, ("backup", datetime.now(UTC)))
    return _("开始备份。")


def _draw_restore(page: Page, whole_ones: list[Backup]) -> None:
    if not whole_ones:
        return
    st.subheader(_("恢复到新文件"))
    st.caption(_("恢复只写一个新的数据文件,逐表逐行与备份比较;正在运行的数据文件不受影响。"))
    st.caption(_("备份之后销毁过的个人信息,会在新文件里同样销毁。"))
    which, where = st.columns(2)
    name = which.selectbox(_("哪一份备份"), [one.name for one in whole_ones], key="data-restore-which")
    target = where.text_input(
        _("新文件名"), f"restored-{name}.duckdb", max_chars=86, key=f"data-restore-name-{name}"
    ).strip()
    is_usable = bool(_NAME.fullmatch(target)) and ".." not in target
    if not is_usable:
        st.caption(_("文件名只用字母、数字、点、横线和下划线,以 .duckdb 结尾。"))
    draw_deed(
        _("恢复并比较"),
        _("把备份 {name} 恢复为新文件 {target},确定吗?").format(name=name, target=target),
        _want_restore,
        str(name),
        page.desk.settings.home / "restored" / target,
        key="data-restore",
        icon=":material/settings_backup_restore:",
        is_disabled=not is_usable,
    )


def _want_restore(name: str, target: Path) -> str:
    keep(_WANTED, ("restore", datetime.now(UTC), name, target))
    return _("开始恢复。")


def _work(page: Page) -> None:
    """Do what was confirmed, with its progress, and say what came of it."""
    wanted: tuple[Any, ...] | None = kept(_WANTED)
    if wanted is None:
        return
    keep(_COMPARED, None)
    try:
        (_back_up if wanted[0] == "backup" else _restore)(page, wanted)
    except StormdeskError as error:
        say(told(error), is_good=False)
    finally:
        if not is_working("backup"):
            keep(_WANTED, None)
    st.rerun()


def _back_up(page: Page, wanted: tuple[Any, ...]) -> None:
    desk, at = page.desk.desk_for(Action.MANAGE, "backups"), wanted[1]
    folder = desk.settings.backups

    def work(desk: Desk, tell: Tell) -> Any:  # noqa: ANN401  what the writer says of the copy
        return make_backup(desk.store, folder, at=at, progress=tell)

    job = noted(page, "backups", (Kind.SETTING, "backup_made"), work)
    made = worked("backup", wanted, _("正在备份"), job)
    say(_("备份 {name} 已完成,{size}。").format(name=made.name, size=size_words(made.byte_count)))


def _restore(page: Page, wanted: tuple[Any, ...]) -> None:
    settings = page.desk.desk_for(Action.MANAGE, "backups").settings
    _kind, at, name, target = wanted
    source, queries = settings.backups / name, settings.queries_dir

    def work(_desk: Desk, tell: Tell) -> list[Comparison]:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return restore_backup(
            source,
            target,
            queries=queries,
            secret=settings.database_secret,
            progress=tell,
            cleanse=cleansing(known_lists(settings), at=at),
        )

    job = noted(page, "backups", (Kind.SETTING, "backup_restored"), work, thing_id=name)
    compared = worked("backup", wanted, _("正在恢复"), job)
    keep(_COMPARED, (name, target, compared))
    differing = [one for one in compared if one.is_equal is False]
    if differing:
        say(_("恢复完成,但有 {n} 张表与备份不同。").format(n=len(differing)), is_good=False)
    else:
        say(_("恢复完成,{n} 张表已逐行比较。").format(n=len(compared)))


def _draw_compared() -> None:
    held: Compared | None = kept(_COMPARED)
    if held is None:
        return
    name, target, compared = held
    st.subheader(_("备份与恢复的比较"))
    st.caption(_("备份 {name} → 文件 {target}").format(name=name, target=target.name))
    words = {True: _("✓ 逐行相同"), False: _("× 不同"), None: _("? 版本不同,只比行数")}
    draw_table(
        {
            _("表"): [one.table for one in compared],
            _("比较"): [words[one.is_equal] for one in compared],
            _("备份行数"): [one.rows for one in compared],
            _("恢复行数"): [one.restored_rows for one in compared],
        },
        key="data-compared",
    )
    st.caption(_("要改用恢复的文件:停止服务,移开现在的数据文件,把恢复的文件放到它的位置,再启动。"))
