"""What imports, lists and findings are called, with a sign beside every colour."""

from typing import Any

import pandas as pd

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.text import _

# outcome: the sign, the words, the tone
OUTCOMES = {
    "taken": ("✓", N_("已收"), "done"),
    "partly": ("◐", N_("部分收下"), "soon"),
    "repeated": ("≡", N_("内容相同,未再收"), "muted"),
    "quarantined": ("×", N_("隔离,未收"), "late"),
    "undone": ("↶", N_("撤销另一次导入"), "muted"),
}
KINDS = {
    "list": N_("名册"),
    "register": N_("名册"),
    "storm": N_("台风"),
    "events": N_("事件"),
    "positions": N_("位置"),
    "readings": N_("水雨风测值"),
    "warnings": N_("预警信号"),
    "shapes": N_("边界与危险区"),
    "bundle": N_("台账包"),
    "merge": N_("合并重复"),
    "undo": N_("撤销"),
    "unknown": N_("不认识的文件"),
}


def outcome_words(outcome: str | None) -> str:
    """An outcome as its sign and its words."""
    sign, words, _tone = OUTCOMES.get(outcome or "", ("?", N_("结果不明"), "muted"))
    return f"{sign} {_(words)}"


def kind_words(kind: str | None) -> str:
    """What a file was."""
    return _(KINDS.get(kind or "", kind or N_("不明")))


def size_words(byte_count: float | None) -> str:
    """A size as a person reads it; a question mark when unknown."""
    if byte_count is None or pd.isna(byte_count):
        return "?"
    size = float(byte_count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:,.0f} {unit}" if unit == "B" or size >= 100 else f"{size:,.1f} {unit}"
        size /= 1000
    return "?"


def text_of(value: Any) -> str:  # noqa: ANN401  a cell of a frame
    """A cell as plain text, empty for none, cut where it would fill the screen."""
    return "" if value is None or pd.isna(value) else str(value)[:LONGEST_TEXT]


def count_of(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    """A cell as a count; None where nothing was counted."""
    return None if value is None or pd.isna(value) else int(value)


LONGEST_TEXT = 500
