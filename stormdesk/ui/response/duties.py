"""Who was called and is there, and which directives are owed."""

from datetime import timedelta

import pandas as pd

from stormdesk.ui.page import Page
from stormdesk.ui.render import duration, whole
from stormdesk.ui.response.words import directive_status, unit_status
from stormdesk.ui.storm.sheet import Record, Sheet, about_page, instant, text
from stormdesk.ui.text import _, language

MOVE_IN_LEVELS = ("1", "2")


def units_sheet(page: Page, units: pd.DataFrame) -> Sheet:
    """Return the member units with whether each is at the headquarters, those not there first."""
    is_english = language() == "en"
    return Sheet(
        name="units",
        header=[_("单位"), _("主要成员单位"), _("状态"), _("自"), _("通知"), _("任务")],
        rows=[
            [
                text(row["name_en"] if is_english and text(row["name_en"]) else row["name"]),
                _("是") if row["is_main"] is True else "",
                unit_status(text(row["status"]) or None),
                instant(row["since"]),
                instant(row["called_at"]),
                text(row["task"]),
            ]
            for row in units.to_dict("records")
        ],
        empty=_("名册里没有成员单位。"),
        about=about_page(page, _("成员单位")),
    )


def units_tile(page: Page, units: pd.DataFrame) -> dict[str, str]:
    """Return how many of the called units are there, late from level II while some are not."""
    is_owed = page.ask("response/in_force")["level_code"].isin(MOVE_IN_LEVELS).any()
    there = int((units["status"] == "on_post").sum())
    called = there + int((units["status"] == "called").sum())
    silent = int(units["status"].isna().sum()) if not units.empty else 0
    note = _("名册 {total} 家 · 未报 {silent} 家 · Ⅱ级起主要成员单位进驻").format(
        total=len(units), silent=silent
    )
    missing = int(((units["status"] != "on_post") & (units["is_main"] == True)).sum())  # noqa: E712  may be unknown
    if not is_owed:
        return _tile(_("成员单位进驻"), f"{there}/{called}", _("现级别不要求进驻 · ") + note, "plain")
    state = "late" if missing else "done"
    return _tile(
        _("成员单位进驻"), f"{there}/{called}", _("主要成员单位缺 {n} 家 · ").format(n=missing) + note, state
    )


def _directives_header() -> list[str]:
    return [
        _("督办事项"),
        _("状态"),
        _("期限"),
        _("剩余"),
        _("责任单位"),
        _("乡镇(街道)"),
        _("发现"),
        _("编号"),
    ]


def directives_sheet(page: Page, directives: pd.DataFrame) -> Sheet:
    """Return the directives, the late ones first, each with who owes it and by when."""
    is_english = language() == "en"
    title, owner = ("title_en", "owner_name_en") if is_english else ("title_zh", "owner_name")
    return Sheet(
        name="directives",
        header=_directives_header(),
        rows=[
            [
                text(row[title]) or text(row["title_zh"]) or str(row["directive_id"]),
                _("超期") if row["is_overdue"] else directive_status(str(row["status"])),
                instant(row["due_at"]),
                _left(page, row),
                text(row[owner]) or text(row["owner_name"]) or text(row["owner_unit"]),
                _where(page, row),
                instant(row["found_at"]),
                str(row["directive_id"]),
            ]
            for row in directives.to_dict("records")
        ],
        empty=_("此刻之前没有督办事项。"),
        about=about_page(page, _("督办")),
    )


def _where(page: Page, row: Record) -> str:
    """The township of a directive, with the people it speaks of."""
    place = page.area_name(text(row["township_code"])) if text(row["township_code"]) else ""
    has_none = bool(pd.isna(row["persons"]))
    persons = "" if has_none else _("{n} 人").format(n=whole(row["persons"]))
    return " ".join(filter(None, (place, persons)))


def directives_tile(directives: pd.DataFrame) -> dict[str, str]:
    """Return how many directives are open and how many of them late."""
    is_open = directives["status"] != "struck_off"
    late = int(directives["is_overdue"].fillna(value=False).astype(bool).sum())
    note = _("共 {total} 项 · 已销号 {done} 项").format(total=len(directives), done=int((~is_open).sum()))
    state = "late" if late else "plain"
    return _tile(
        _("督办未销号"), f"{int(is_open.sum())}", _("超期 {late} 项 · ").format(late=late) + note, state
    )


def _left(page: Page, row: Record) -> str:
    due_at = instant(row["due_at"])
    if row["status"] == "struck_off" or due_at is None:
        return ""
    left: timedelta = due_at - page.moment.as_of
    return duration(left)


def _tile(label: str, value: str, note: str, state: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "state": state}
