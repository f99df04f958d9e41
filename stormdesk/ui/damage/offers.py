"""Forms to take along: the damage report, and lists of people for who may have them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.door.export import PERSONAL, Leaving, Thing
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms import duty_roster as roster
from stormdesk.report.forms import transfer_list as transfers
from stormdesk.report.forms.damage_form import damage_form
from stormdesk.report.forms.sheet import Feet, pages_of
from stormdesk.report.papers.forms import DAMAGE, damage_reports_before
from stormdesk.report.stand import stand_of
from stormdesk.report.table_file import WORKBOOK_TYPE
from stormdesk.ui.export import Marks, Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.reports.words import blank
from stormdesk.ui.text import _


class ListForm(Protocol):
    """A list of people that is printed masked or whole."""

    def __call__(
        self,
        ground: Ground,
        moment: Moment,
        feet: Feet,
        *,
        area_code: str | None = None,
        is_personal: bool = False,
    ) -> bytes:
        """The workbook."""


@dataclass(frozen=True, slots=True)
class _List:
    """One list, its titles, what its rows are called, about how many of them stand on a page, and its sheets.

    `by_village`: one township's list has a sheet for each village.
    """

    name: str
    title: str
    whole_title: str
    make: ListForm
    size: str
    rows_a_page: int
    by_village: bool


@dataclass(frozen=True, slots=True)
class _Size:
    """How many rows a list has and about how many pages it prints on."""

    rows: int
    pages: int


LISTS = (
    _List(
        "transfer_list",
        N_("人员转移清单(已隐去姓名)"),
        N_("人员转移清单(含姓名电话)"),
        transfers.transfer_list,
        N_("转移清单 {rows} 户(群),约 {pages} 页"),
        transfers.ROWS_A_PAGE,
        by_village=True,
    ),
    _List(
        "duty_roster",
        N_("责任人值守表(已隐去姓名)"),
        N_("责任人值守表(含姓名电话)"),
        roster.duty_roster,
        N_("值守表 {rows} 人,约 {pages} 页"),
        roster.ROWS_A_PAGE,
        by_village=False,
    ),
)


def draw_offers(page: Page) -> None:
    """Draw the buttons of the forms, for who may take them."""
    with st.expander(_("下载表格(A4 打印)"), icon=":material/print:"):
        area_code = _choose_area(page)
        with st.container(horizontal=True):
            _offer(page, DAMAGE, _("灾情报表"), _damage(page))
            for one in LISTS:
                _offer(page, one.name, _(one.title), _masked(page, one, area_code))
                whole = _whole(page, one, area_code)
                _offer(page, f"{one.name}_whole", _(one.whole_title), whole, is_personal=True)


def _damage(page: Page) -> Callable[[Feet], bytes]:
    before = damage_reports_before(page.desk, page.moment, blank(page, DAMAGE))
    return lambda feet: damage_form(page.desk, page.moment, feet, issued_before=before)


def _choose_area(page: Page) -> str | None:
    """Of which area the two lists are: the page's own, else the county or a township, each with its size."""
    found = _rows(page, page.area_code)
    every = _sizes(found, is_whole=page.area_code is None)
    townships = dict.fromkeys(code for code, _village, _counts in found if code)
    sizes = {
        code: _sizes([row for row in found if row[0] == code], is_whole=False)
        for code in ([] if page.area_code else townships)
    }
    codes = [page.area_code or "", *sizes]
    picked = st.selectbox(
        _("清单和值守表的范围(每个乡镇一张工作表,首页是目录;也可以每次只下载一个乡镇)"),
        codes,
        format_func=lambda code: _sized(page, code, sizes.get(code, every)),
        key="damage-lists-area",
    )
    return picked or None


def told_size(page: Page, kind: str) -> str:
    """How long the paper of a list is for the whole county; empty for papers that are no such list."""
    lists = {one.name: place for place, one in enumerate(LISTS)}
    if kind not in lists:
        return ""
    place = lists[kind]
    return _told(LISTS[place], _sizes(_rows(page, None), is_whole=True)[place])


def _rows(page: Page, area_code: str | None) -> list[tuple[str | None, str | None, tuple[int, int]]]:
    """Township, village, and how many rows either list has there."""
    found = page.ask("forms/list_sizes", area_code=area_code)
    return [
        (_code(township), _code(village), (int(moves), int(posts)))
        for township, village, moves, posts in found.itertuples(index=False, name=None)
    ]


def _code(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _sizes(
    found: list[tuple[str | None, str | None, tuple[int, int]]], *, is_whole: bool
) -> tuple[_Size, ...]:
    """The size of each list: of the county with a sheet for each township, or of one township."""
    return tuple(
        _Size(
            sum(counts[at] for _township, _village, counts in found),
            pages_of(
                (
                    (village if one.by_village and not is_whole else township, counts[at])
                    for township, village, counts in found
                ),
                one.rows_a_page,
            ),
        )
        for at, one in enumerate(LISTS)
    )


def _told(one: _List, size: _Size) -> str:
    return _(one.size).format(rows=size.rows, pages=size.pages)


def _sized(page: Page, code: str, sizes: tuple[_Size, ...]) -> str:
    """An area with the rows and pages of both lists."""
    told = [_told(one, size) for one, size in zip(LISTS, sizes, strict=True)]
    return " · ".join([page.area_name(code) if code else _("全市"), *told])


def _masked(page: Page, one: _List, area_code: str | None) -> Callable[[Feet], bytes]:
    return lambda feet: one.make(page.desk, page.moment, feet, area_code=area_code)


def _whole(page: Page, one: _List, area_code: str | None) -> Callable[[Feet], bytes]:
    """With names and phones: asked of the whole desk, which only that right opens."""

    def make(feet: Feet) -> bytes:
        desk = page.desk.desk_for(Action.EXPORT, PERSONAL)
        return one.make(desk, page.moment, feet, area_code=area_code, is_personal=True)

    return make


def _offer(
    page: Page, name: str, title: str, make: Callable[[Feet], bytes], *, is_personal: bool = False
) -> None:
    offer = Offer(
        leaving=Leaving.TABLE,
        thing=Thing.LISTS,
        sheet=name,
        name=f"{name}.xlsx",
        mime=WORKBOOK_TYPE,
        operation_id=page.moment.operation_id,
        is_personal=is_personal,
    )
    stand, made_at = stand_of(page.desk, page.moment), page.moment.as_of
    draw_offer(
        title,
        offer,
        lambda: Ready(None, lambda marks: make(_feet(stand.line, made_at, marks))),
        key=f"damage-{name}",
    )


def _feet(line: str, made_at: datetime, marks: Marks) -> Feet:
    """Moment and source below every page, who took the file above it."""
    return Feet(head=" · ".join(value for _label, value in marks), foot=line, made_at=made_at)
