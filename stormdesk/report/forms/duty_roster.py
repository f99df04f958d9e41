"""The duty roster: who answers where, by township, village and post, and whether he is there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms.sheet import Column, Feet, Link, Page, book_bytes, pages_of
from stormdesk.report.forms.shown import MASKED, NONE, PERSONAL, UNREPORTED, Shown, shown

COLUMNS: Final = (
    Column("序号", 6, is_number=True),
    Column("村(社区)", 16),
    Column("岗位", 24),
    Column("姓名", 10),
    Column("电话", 15),
    Column("代理人", 10),
    Column("代理人电话", 15),
    Column("状态", 10),
    Column("状态时间", 13),
)
# About as many stand on a page, some of them in two lines.
ROWS_A_PAGE: Final = 24
_TIERS: Final = {"county": 0, "township": 1, "village": 2, "grid": 3}


def duty_roster(
    ground: Ground, moment: Moment, feet: Feet, *, area_code: str | None = None, is_personal: bool = False
) -> bytes:
    """The workbook of the duty roster, one sheet per township."""
    told = shown(ground, moment, area_code=area_code, is_personal=is_personal)
    by_place: dict[str | None, list[dict[str, Any]]] = {}
    for row in told.rows("duty/points"):
        by_place.setdefault(row["township_code"], []).append(row)
    places = sorted(by_place, key=lambda code: code or "")
    note = PERSONAL if is_personal else MASKED
    pages = [_page(told, code, by_place[code], note) for code in places]
    return book_bytes([_cover(told, [by_place[code] for code in places], pages), *pages], feet)


def _place(told: Shown, code: str | None) -> str:
    return told.area(code) if code else f"{told.stand.county_name}本级"


def _cover(told: Shown, groups: Sequence[list[dict[str, Any]]], pages: Sequence[Page]) -> Page:
    counts = [pages_of([(None, len(found))], ROWS_A_PAGE) for found in groups]
    every = [row for found in groups for row in found]
    return Page(
        name="汇总",
        title=f"{told.stand.county_name}责任人值守汇总与目录",
        above=[told.stand.moment],
        columns=(
            Column("乡镇(街道)", 22),
            *(
                Column(title, 12, is_number=True)
                for title in ("责任人", "在岗", "其他状态", "联系不上", "未报", "打印约几页")
            ),
        ),
        totals=[("合计", *_counts(every), sum(counts))],
        rows=[
            (Link(page.name, page.name), *_counts(found), count)
            for found, page, count in zip(groups, pages, counts, strict=True)
        ],
        below=[
            "点乡镇名到它的工作表;只打印一个乡镇时,打印那一张工作表。",
            "未报:没有任何报告,不等于不在岗,也不等于在岗。",
        ],
    )


def _counts(found: list[dict[str, Any]]) -> tuple[int, int, int, int, int]:
    states = Counter(row["status"] for row in found)
    on_post, away, unknown = states["on_post"], states["unreachable"], states[None]
    return len(found), on_post, len(found) - on_post - away - unknown, away, unknown


def _page(told: Shown, code: str | None, found: list[dict[str, Any]], note: str) -> Page:
    total, on_post, _other, _away, unknown = _counts(found)
    return Page(
        name=_place(told, code),
        title=f"{_place(told, code)}责任人值守表",
        above=[f"{told.stand.moment}    责任人 {total} 人,在岗 {on_post} 人,{UNREPORTED} {unknown} 人"],
        columns=COLUMNS,
        rows=list(_rows(told, found)),
        below=[note],
    )


def _rows(told: Shown, found: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    roles = {role.code: role.name_zh for role in told.ground.county.duty_roles}
    order = sorted(
        found,
        key=lambda row: (
            _TIERS.get(row["tier"], 9),
            row["village_code"] or "",
            row["category"] or "",
            row["object_id"],
        ),
    )
    for number, row in enumerate(order, 1):
        yield (
            number,
            told.area(row["village_code"]),
            row["post_name"] or roles.get(row["category"], row["category"] or NONE),
            row["name"] or NONE,
            row["officer_phone"] or NONE,
            row["deputy_name"] or NONE,
            row["deputy_phone"] or NONE,
            told.status("responsible_person", "duty", row["status"]),
            row["since"] or NONE,
        )
