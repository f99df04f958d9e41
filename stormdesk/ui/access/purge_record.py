"""The record of a forgetting, to be printed: who, when, what became of how much, what stays, the proof."""

import json
from typing import Any

from stormdesk.door.purge.records import KEEP_NAMES, Keep
from stormdesk.ui.access.purge_forms import instant
from stormdesk.ui.access.purge_words import table_words
from stormdesk.ui.data.words import size_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

Step = tuple[Any, str, str, str | None, dict[str, Any]]


def draw_record(page: Page, operation_id: str, name: str) -> None:
    """Draw what the audit tells of a forgetting that is done; nothing where none is."""
    rows = page.desk.office.store.rows("access/purge_record", operation_id=operation_id)
    steps: dict[str, Step] = {row[1]: (row[0], *row[1:4], json.loads(row[4] or "{}")) for row in rows}
    if "done" not in steps:
        return
    counts = steps["done"][4]
    draw_template(
        "access_purge_record",
        lines=[(_("响应"), f"{name} · {operation_id}"), *_hands(page, steps), *_kept(steps), *_proof(counts)],
        lists=_lists(str(counts.get("lists", ""))),
        notes=_notes(),
    )


def _hands(page: Page, steps: dict[str, Step]) -> list[tuple[str, str]]:
    titles = {
        "proposed": _("提议"),
        "approved": _("确认"),
        "done": _("完成"),
        "again": _("数据文件换回旧的之后再次销毁"),
    }
    told = []
    for what, title in titles.items():
        if what in steps:
            at, _what, account_id, *_rest = steps[what]
            who = page.desk.office.accounts.name_of(account_id) if account_id else ""
            told.append((title, " · ".join(filter(None, [who, instant(at)]))))
    return told


def _kept(steps: dict[str, Step]) -> list[tuple[str, str]]:
    proposed = steps.get("proposed")
    keeps = str(proposed[4].get("keeps", "")) if proposed else ""
    words = [_(KEEP_NAMES[Keep(one)]) for one in keeps.split(",") if one]
    if proposed is None or not words:
        return [(_("为取证保留"), _("没有"))]
    return [(_("为取证保留"), "、".join(words)), (_("理由"), proposed[3] or "")]


def _proof(counts: dict[str, Any]) -> list[tuple[str, str]]:
    def told(name: str) -> str:
        return f"{int(counts.get(name, 0)):,}"

    return [
        (_("销毁的文件"), told("destroyed")),
        (_("逐字查找的词"), told("words")),
        (_("查找过的文件"), f"{told('files')}({size_words(int(counts.get('bytes', 0)))})"),
        (_("仍找到同样词的文件"), told("found")),
        (_("别处仍在使用、无法区分的词"), told("standing")),
        (_("太短、不能作证的词"), told("short")),
        (_("只是数字或代码、不能作证的词"), told("common")),
    ]


def _lists(told: str) -> list[tuple[str, ...]]:
    found = []
    for part in filter(None, told.split(",")):
        table, _blank, numbers = part.partition(":")
        found.append((table_words(table), *(f"{int(one):,}" for one in numbers.split("/"))))
    return found


def _notes() -> list[str]:
    return [
        _("保留:人数、时刻、等级、村社和类别,以及回放;它们不指向某个人,但与旧名单对照仍可能认出个别人。"),
        _(
            "太短的词(一个字、三个字以内的说明、不足六个的字母数字)和单纯的数字、代码到处都有,找到与否都不说明问题,所以不查。"
        ),
        _("已导出、下载、打印或拷到别处的文件不在此列,由持有人销毁。"),
    ]
