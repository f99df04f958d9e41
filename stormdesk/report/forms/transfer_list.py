"""The transfer list: who moves, from where to where, with what needs, who guarantees, how they stand."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms.sheet import Column, Feet, Link, Page, book_bytes, pages_of
from stormdesk.report.forms.shown import HIDDEN, MASK, MASKED, NONE, PERSONAL, UNREPORTED, Shown, shown

COLUMNS: Final = (
    Column("序号", 6, is_number=True),
    Column("村(社区)", 14),
    Column("户(群)主", 9),
    Column("电话", 14),
    Column("人数", 7, is_number=True),
    Column("类别", 14),
    Column("危险区域(点)", 16),
    Column("特殊需要", 13),
    Column("乡镇责任人", 10),
    Column("村级责任人", 10),
    Column("安置去向", 20),
    Column("状态", 11),
    Column("状态时间", 13),
)


# About as many stand on a page, some of them in two lines.
ROWS_A_PAGE: Final = 31


def transfer_list(
    ground: Ground, moment: Moment, feet: Feet, *, area_code: str | None = None, is_personal: bool = False
) -> bytes:
    """The workbook of the transfer list: one sheet per township, or per village of one township."""
    told = shown(ground, moment, area_code=area_code, is_personal=is_personal)
    column = "village_code" if area_code else "township_code"
    rows = sorted(told.rows("forms/transfers"), key=lambda row: row[column] or "")
    groups = [(code, list(found)) for code, found in groupby(rows, key=lambda row: row[column])]
    pages = [_page(told, code, found, is_personal=is_personal) for code, found in groups]
    return book_bytes([_cover(told, groups, pages), *pages], feet)


def _cover(told: Shown, groups: list[tuple[str | None, list[dict[str, Any]]]], pages: Sequence[Page]) -> Page:
    every = [row for _code, found in groups for row in found]
    counts = [pages_of([(code, len(found))], ROWS_A_PAGE) for code, found in groups]
    return Page(
        name="汇总",
        title=f"{_whose(told)}人员转移清单汇总与目录",
        above=[told.stand.moment],
        columns=(
            Column("地区", 24),
            *(
                Column(title, 14, is_number=True)
                for title in ("户(群)", "应转人数", "已转人数", "未转人数", "打印约几页")
            ),
        ),
        totals=[("合计", *(_counts(every) if every else 4 * (UNREPORTED,)), sum(counts))],
        rows=[
            (Link(page.name, page.name), *_counts(found), count)
            for (_code, found), page, count in zip(groups, pages, counts, strict=True)
        ],
        below=[
            "点地区名到它的工作表;只打印一个地区时,打印那一张工作表。",
            "应转:本次行动中列入转移的人员;已转:到过安置地点的人员(人数,不是人次)。",
            *([] if every else [f"还没有人报过应转移的人:“{UNREPORTED}”不是零。"]),
        ],
    )


def _whose(told: Shown) -> str:
    """The county, and the area that the list is held to."""
    return told.stand.county_name + (told.area(told.area_code) if told.area_code else "")


def _counts(found: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    total = sum(row["persons"] for row in found)
    moved = sum(row["persons"] for row in found if row["is_moved"])
    return len(found), total, moved, total - moved


def _page(told: Shown, code: str | None, found: list[dict[str, Any]], *, is_personal: bool) -> Page:
    groups, total, moved, left = _counts(found)
    return Page(
        name=told.area(code),
        title=f"{_whose(told)}{told.area(code)}人员转移清单",
        above=[f"{told.stand.moment}    {groups} 户(群),应转 {total} 人,已转 {moved} 人,未转 {left} 人"],
        columns=COLUMNS,
        rows=list(_rows(told, found, is_personal=is_personal)),
        below=[PERSONAL if is_personal else MASKED],
    )


def _rows(told: Shown, found: list[dict[str, Any]], *, is_personal: bool) -> Iterator[tuple[Any, ...]]:
    kinds = {one.code: one.name_zh for one in told.ground.county.evacuation_categories}
    for number, row in enumerate(found, 1):
        yield (
            number,
            told.area(row["village_code"]),
            row["name"] or NONE,
            (row["phone"] if is_personal else HIDDEN) if row["phone"] else NONE,
            row["persons"],
            kinds.get(row["category"], row["category"] or NONE),
            _words(row["danger_place"]),
            _words(row["needs"]),
            row["township_officer_name"] or NONE,
            row["officer_name"] or NONE,
            row["shelter_name"] or NONE,
            told.status("evacuee", "move", row["status"]),
            row["happened_at"] or NONE,
        )


def _words(text: str | None) -> str:
    """Free text of a list; that there is some shows even where it is masked."""
    return NONE if not text else HIDDEN if text == MASK else text
