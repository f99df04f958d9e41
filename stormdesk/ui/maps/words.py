"""The sentences that the map itself shows."""

from __future__ import annotations

from stormdesk.ui.text import _


def map_words() -> dict[str, str]:
    """Return the map's own texts in the reader's language; `{n}` is filled in by the map."""
    return {
        "map": _("地图:方向键平移,加减键缩放"),
        "north": _("北"),
        "zoom_in": _("放大"),
        "zoom_out": _("缩小"),
        "view": _("取图上所见范围,供下载"),
        "more": _("还有 {n} 个"),
        "stale": _("连接中断 {n} 秒,图上不是最新情况"),
    }


def credits_shown(*, has_areas: bool, areas_label: str, tile_credit: str) -> list[str]:
    """Return whom the map is owed to, and what its boundaries are: no legal ones unless a label says so."""
    lines = ["© OpenStreetMap contributors"]
    if has_areas:
        lines.append(areas_label or _("示意,非法定界线"))
    if tile_credit:
        lines.append(tile_credit)
    return lines
