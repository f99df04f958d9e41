"""The headline: done of all, what is left, what is unknown, and the pace in honest words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from stormdesk.domain.pace import Pace, PaceState, pace
from stormdesk.ui.render import clock_time, duration, whole
from stormdesk.ui.subjects.description import Row, Tile, TileState
from stormdesk.ui.text import _


def count_of(row: Row, name: str) -> int:
    """A count of the headline; a query without the row counts nothing."""
    value = row.get(name)
    return 0 if value is None or value != value else int(value)  # noqa: PLR0124  not-a-number is not itself


def done_tile(title: str, row: Row) -> Tile:
    """How many of all are done, and their share rounded down, so that 100 % means all."""
    total, done, over = (count_of(row, name) for name in ("total", "done", "over_count"))
    note = f"{100 * done // total}%" if total else _("名册为空")
    if over:
        note = _("已解除 {n}").format(n=whole(over))
    state: TileState = "done" if state_of(row) == "done" else "soon" if total else "plain"
    return Tile(title, whole(done), note, state, of=whole(total))


def left_tile(title: str, row: Row, unit: str) -> Tile:
    """What is left, in large, with the trouble in it."""
    left, trouble = count_of(row, "left_count"), count_of(row, "trouble_count")
    if not left and count_of(row, "total"):
        if trouble:
            return Tile(title, "0", _("另有异常 {n}").format(n=whole(trouble)), "late", is_large=True)
        return Tile(title, "0", _("全部落实"), "done", is_large=True)
    note = _("其中异常 {n}").format(n=whole(trouble)) if trouble else unit
    return Tile(title, whole(left), note, state_of(row), is_large=True)


def unknown_tile(row: Row, unit: str) -> Tile:
    """Those nobody has reported on; they are neither done nor zero."""
    unknown = count_of(row, "unknown_count")
    return Tile(_("未报"), whole(unknown), unit, "soon" if unknown else "done")


def pace_tile(trend: pd.DataFrame, row: Row, deadline_at: datetime | None) -> Tile:
    """The pace of the last hour and when the rest would be done at it."""
    points = list(zip(trend["at"].dt.to_pydatetime(), trend["done"].astype(int), strict=True))
    found = pace(points, count_of(row, "left_count"))
    if not count_of(row, "total"):
        found = Pace(PaceState.UNKNOWN)
    return Tile(_("进度"), *_pace_words(found, deadline_at), is_wide=True)


def state_of(row: Row) -> TileState:
    """Trouble is late, anything left is soon, an empty register is neither."""
    if not count_of(row, "total"):
        return "plain"
    if count_of(row, "trouble_count"):
        return "late"
    return "soon" if count_of(row, "left_count") else "done"


def _pace_words(found: Pace, deadline_at: datetime | None) -> tuple[str, str, TileState]:
    hours = f"{found.stretch / timedelta(hours=1):.1f}".removesuffix(".0")
    if found.state is PaceState.FINISHED:
        return _("已完成"), "", "done"
    if found.state is PaceState.UNKNOWN:
        return "?", _("记录不足,无法估算"), "plain"
    if found.state is PaceState.STALLED:
        return "+0", _("近 {hours} 小时没有进展").format(hours=hours), "late"
    if found.state is PaceState.FALLING:
        return f"{found.gained}", _("近 {hours} 小时在减少").format(hours=hours), "late"
    words = _("近 {hours} 小时;按此速 {at} 完成").format(hours=hours, at=clock_time(found.finish_at))
    gained = f"+{whole(found.gained)}"
    if deadline_at is None or found.finish_at is None:
        return gained, words, "plain"
    slack = deadline_at - found.finish_at
    return gained, words + _against(slack), "soon" if slack < timedelta(0) else "done"


def _against(slack: timedelta) -> str:
    text = _(",晚于时限 {lag}") if slack < timedelta(0) else _(",早于时限 {lag}")
    return text.format(lag=duration(abs(slack)))


def headline(lead: Sequence[Tile], rows: Sequence[Sequence[Tile]]) -> list[list[Tile]]:
    """The first row begins with the lead and holds the subject's own first figures; the others follow."""
    first, *others = rows or ((),)
    return [[*lead, *first], *(list(row) for row in others)]


def as_values(tiles: Sequence[Tile]) -> list[dict[str, str]]:
    """Tiles as the plain template of tiles takes them."""
    return [
        {"label": tile.label, "value": tile.value, "note": tile.note, "state": tile.state} for tile in tiles
    ]
