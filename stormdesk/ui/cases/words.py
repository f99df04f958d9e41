"""Items, cases and months in words."""

from datetime import datetime

from stormdesk.domain.after_action import ItemStatus, OpenItem
from stormdesk.domain.case import Case, CaseKind
from stormdesk.domain.moment import BEIJING
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.response.words import level_name
from stormdesk.ui.text import _, language


def status_words(item: OpenItem) -> str:
    """How far an item is, with a sign beside the words."""
    return item_status(item.status) + (_("(已超期)") if item.is_overdue else "")


def item_status(status: ItemStatus) -> str:
    """A status with its sign."""
    return {
        ItemStatus.FOUND: _("○ 待落实"),
        ItemStatus.ASSIGNED: _("◔ 已交办"),
        ItemStatus.IN_PROGRESS: _("◑ 整改中"),
        ItemStatus.DONE: _("◕ 已完成待核实"),
        ItemStatus.STRUCK_OFF: _("● 已核实销号"),
        ItemStatus.REOPENED: _("! 重新打开"),
    }[status]


def owner_words(item: OpenItem) -> str:
    """Who owes an item; nobody yet is said."""
    return " · ".join(filter(None, (item.owner_unit, item.owner_person))) or _("未定")


def day_words(at: datetime | None) -> str:
    """A day in Beijing time; a dash where there is none."""
    return "—" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%d}"


def kind_words(case: Case) -> str:
    """Where a case comes from."""
    names = {CaseKind.LIVE: _("实战"), CaseKind.DRILL: _("演练"), CaseKind.PAST: _("资料")}
    return names[case.kind] + (_("(个人信息已销毁)") if case.is_forgotten else "")


def gravest_words(page: Page, case: Case) -> str:
    """The gravest level of a case; unknown is said."""
    spell = case.gravest
    if spell is None:
        return _("没有启动级别") if case.has_ledger else _("未见公开")
    return f"{hazard_name(spell.hazard)} {level_name(page.county.reference, spell.level_code)}"


def open_words(case: Case) -> str:
    """How many items of a case are open."""
    if not case.item_count:
        return _("没有事项")
    late = _(",超期 {n}").format(n=case.overdue_count) if case.overdue_count else ""
    return _("未销号 {n} / {total}").format(n=case.open_count, total=case.item_count) + late


def month_words(month: int) -> str:
    """A month of the year."""
    if language() == "en":
        return f"{datetime(2000, month, 1, tzinfo=BEIJING):%B}"
    return f"{month}月"
