"""The eight lists: one sheet each with who leads it and every object on it with its state."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stormdesk.domain.county_rows import EightList
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms.sheet import Column, Feet, Link, Page, book_bytes, page_count
from stormdesk.report.forms.shown import NONE, Shown, shown

FACETS: Final = {"facility": "measure", "vessel": "berth", "site": "work"}
NO_REPORTS: Final = "不按状态填报"
OVER: Final = ("done", "over")
COLUMNS: Final = (
    Column("序号", 6, is_number=True),
    Column("名称", 26),
    Column("类别", 14),
    Column("乡镇(街道)", 13),
    Column("村(社区)", 15),
    Column("涉及人数", 9, is_number=True),
    Column("责任人", 10),
    Column("责任人电话", 14),
    Column("状态", 12),
    Column("状态时间", 13),
)
UNKNOWN_LIAISON: Final = "待县填报"
EMPTY: Final = "名册无"


def eight_lists(ground: Ground, moment: Moment, feet: Feet) -> bytes:
    """The workbook of the eight lists, the county's own table first."""
    told = shown(ground, moment)
    rows = told.rows("forms/objects")
    lists = sorted(told.ground.county.eight_lists, key=lambda one: one.order)
    taken = [(one, [row for row in rows if _is_on(one, row)]) for one in lists]
    pages = [_page(told, one, found) for one, found in taken]
    return book_bytes([_cover(told, taken, pages), *pages], feet)


def _is_on(one: EightList, row: dict[str, Any]) -> bool:
    return bool({(row["register"], "*"), (row["register"], row["category"])} & one.parts)


def _cover(told: Shown, taken: list[tuple[EightList, list[dict[str, Any]]]], pages: Sequence[Page]) -> Page:
    rows = []
    for (one, found), page in zip(taken, pages, strict=True):
        states = [row["progress"] for row in found if row["register"] in FACETS]
        left = sum(state not in OVER for state in states)
        unknown = sum(state is None for state in states)
        counts = (len(found), left, unknown) if found else (EMPTY, NONE, NONE)
        liaison = one.liaison_zh or UNKNOWN_LIAISON
        link = Link(one.name_zh, page.name)
        rows.append((one.order, link, _unit(told, one), liaison, *counts, page_count(page)))
    return Page(
        name="总表",
        title=f"{told.stand.county_name}防台八张清单",
        above=[told.stand.moment],
        columns=(
            Column("序号", 6, is_number=True),
            Column("清单", 26),
            Column("牵头单位", 24),
            Column("联络人", 14),
            Column("在册", 10, is_number=True),
            Column("未落实", 10, is_number=True),
            Column("其中未报", 10, is_number=True),
            Column("打印约几页", 11, is_number=True),
        ),
        rows=rows,
        below=[
            "八个领域的名称出自公开通知;牵头单位、所取名册为默认值,非官方,由县的管理员修改。",
            "未落实:状态不是“已完成”或“已恢复”的;未报:没有任何报告,不等于没有。",
        ],
    )


def _page(told: Shown, one: EightList, found: list[dict[str, Any]]) -> Page:
    liaison = one.liaison_zh or UNKNOWN_LIAISON
    above = [f"牵头单位:{_unit(told, one)}    联络人:{liaison}    {told.stand.moment}"]
    empty = [] if found else ["名册中没有这一类对象:可能没有,也可能尚未导入。"]
    return Page(
        name=f"{one.order} {one.name_zh}",
        title=f"{told.stand.county_name}防台清单之{one.order}:{one.name_zh}",
        above=above,
        columns=COLUMNS,
        rows=list(_rows(told, found)),
        below=[*empty, f"清单依据:{one.source}({one.certainty})"],
    )


def _rows(told: Shown, found: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(found, 1):
        facet = FACETS.get(row["register"])
        state = told.status(row["register"], facet, row["status"]) if facet else NO_REPORTS
        yield (
            number,
            row["name"] or row["object_id"],
            _category(told, row),
            told.area(row["township_code"]),
            told.area(row["village_code"]),
            row["people"] if row["people"] is not None else NONE,
            row["officer_name"] or NONE,
            row["officer_phone"] or NONE,
            state,
            row["happened_at"] or NONE,
        )


def _category(told: Shown, row: dict[str, Any]) -> str:
    county = told.ground.county
    known = {
        "facility": county.facility_sectors,
        "vessel": county.vessel_classes,
        "danger_zone": county.reference.danger_zone_types,
    }.get(row["register"], ())
    names = {one.code: one.name_zh for one in known}
    return "在建工地" if row["register"] == "site" else names.get(row["category"], row["category"] or NONE)


def _unit(told: Shown, one: EightList) -> str:
    names = {unit.unit_id: unit.name_zh for unit in told.ground.county.member_units}
    return names.get(one.owner_unit, one.owner_unit)
