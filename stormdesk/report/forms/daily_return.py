"""The headquarters' daily return: every kind of work by township on one page, as the screens count it."""

from typing import Any, Final

from stormdesk.domain.damage import Cell, Word
from stormdesk.domain.moment import Moment
from stormdesk.outlook.damage import DamageSheet, damage_at
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms.sheet import Column, Feet, Page, book_bytes
from stormdesk.report.forms.shown import UNREPORTED, Shown, shown
from stormdesk.report.stand import minute

WORK: Final = {
    "duty": ("责任人", "在岗"),
    "evacuation": ("应转移人数", "已转移人数"),
    "vessels": ("船舶", "在港"),
    "sites": ("在建工地", "已停工"),
    "shelters": ("避灾场所", "已开放"),
}
DAMAGE: Final = ("dead", "missing", "houses_collapsed", "direct_loss")
NIL: Final = "无"
HAZARDS: Final = {"typhoon": "防台风", "flood": "防汛", "drought": "抗旱"}


def daily_return(ground: Ground, moment: Moment, feet: Feet) -> bytes:
    """The workbook of the daily return: the county's page, and under it what lacks."""
    told = shown(ground, moment)
    return book_bytes([_page(told, damage_at(told.ground, moment))], feet)


def _page(told: Shown, damage: DamageSheet) -> Page:
    items = [item for item in damage.items if item.code in DAMAGE]
    by_place = {name: _by_township(told, name) for name in WORK}
    townships = [township.code for township in told.ground.county.counted_townships]
    columns = [Column("乡镇(街道)", 13)]
    columns += [Column(title, 9, is_number=True) for titles in WORK.values() for title in titles]
    columns += [Column("安置人数", 9, is_number=True)]
    columns += [Column(f"{item.name_zh}({item.unit_zh})", 10, is_number=True) for item in items]
    columns += [Column("最近一次报告", 13)]
    return Page(
        name="防指日报",
        title=f"{told.stand.county_name}防汛防台日报",
        above=[f"{told.stand.moment}    {_levels(told)}"],
        columns=columns,
        totals=[("全市", *_whole(told), *(cell_word(damage.totals[item.code].cell) for item in items), "")],
        rows=[
            (
                told.area(code),
                *_counts(by_place, code),
                *(cell_word(damage.cells[code, item.code]) for item in items),
                _last(by_place, damage, code),
            )
            for code in townships
        ],
        below=[
            "已转移为人数(不是人次);安置人数为已开放避灾场所清点的人数,没有清点的不计为零。",
            f"“{UNREPORTED}”是没有人报,不是零;“{NIL}”是乡镇已作灾情零报告。全市一行只合计已报的乡镇。",
        ],
    )


def _by_township(told: Shown, name: str) -> dict[str, dict[str, Any]]:
    """The rows of a kind of work by township; none of a register that has not been brought in."""
    if not told.rows(f"{name}/headline")[0]["total"]:
        return {}
    return {row["township_code"]: row for row in told.rows(f"{name}/by_township") if row["township_code"]}


def _counts(by_place: dict[str, dict[str, dict[str, Any]]], code: str) -> list[Any]:
    counts: list[Any] = []
    for name, rows in by_place.items():
        counts += _pair(name, rows.get(code, {}))
    return [*counts, _or_unreported(by_place["shelters"].get(code, {}).get("occupants"))]


def _whole(told: Shown) -> list[Any]:
    counts: list[Any] = []
    for name in WORK:
        row = told.rows(f"{name}/headline")[0]
        counts += _pair(name, row) if row["total"] else (UNREPORTED, UNREPORTED)
    return [*counts, _or_unreported(row.get("occupants"))]


def _pair(name: str, row: dict[str, Any]) -> tuple[Any, Any]:
    """How many there are and how many are done; unreported where nobody has spoken, which is not nought."""
    if not row or (name == "evacuation" and not row["total"]):
        return UNREPORTED, UNREPORTED
    is_silent = row["total"] and row["unknown_count"] == row["total"]
    return row["total"], UNREPORTED if is_silent else row["done"]


def _or_unreported(count: Any) -> Any:  # noqa: ANN401  a cell of a form
    return UNREPORTED if count is None else count


def cell_word(cell: Cell) -> int | str:
    """A loss as a form prints it: a figure, none, or unreported; never nought for silence."""
    if cell.word is Word.FIGURE and cell.quantity is not None:
        return cell.quantity
    return NIL if cell.word is Word.NIL else UNREPORTED


def _last(by_place: dict[str, dict[str, dict[str, Any]]], damage: DamageSheet, code: str) -> Any:  # noqa: ANN401
    known = [by_place[name].get(code, {}).get("last_recorded_at") for name in WORK]
    known.append(damage.last_word_at.get(code))
    return max((at for at in known if at is not None), default=UNREPORTED)


def _levels(told: Shown) -> str:
    names = {level.code: level.name_zh for level in told.ground.county.reference.levels}
    held = []
    for row in told.rows("response/in_force"):
        level = names.get(row["level_code"], row["level_code"])
        held.append(f"{HAZARDS.get(row['hazard'], row['hazard'])}应急响应 {level}(自 {minute(row['since'])})")
    return ";".join(held) or "没有启动应急响应"
