"""The damage report as a form: first, follow-up or verified; what nobody reported stands as unreported."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stormdesk.domain.damage import ALL, Cell, Corrected, Stage, Word, stage
from stormdesk.domain.moment import Moment
from stormdesk.outlook.damage import LEDGER, DamageSheet, damage_at, damage_corrections, nil_reported
from stormdesk.outlook.ground import Ground
from stormdesk.report.forms.daily_return import NIL, cell_word
from stormdesk.report.forms.sheet import Column, Feet, Page, book_bytes
from stormdesk.report.forms.shown import HIDDEN, MASK, NONE, UNREPORTED, Shown, shown
from stormdesk.report.stand import minute

SOURCES: Final = {LEDGER: "账本计数", "form": "指挥台登记", "phone": "电话登记"}
NOTES: Final = (
    f"“{UNREPORTED}”是没有人报,不是零;“{NIL}”是乡镇已作零报告;全市一行只合计已报的乡镇。",
    "紧急转移安置人口由转移账本计数(人数);其余各项由乡镇(街道)每项报一次,本表、防指日报和复盘报告同取这一个数。",
    "初报在灾害发生后2小时内报出;灾情稳定前每24小时续报(无新情况作零报告);稳定后核报。",
)

CORRECTION: Final = (
    Column("乡镇(街道)", 14),
    Column("项目", 20),
    Column("单位", 8),
    Column("原为", 12, is_number=True),
    Column("原状态", 10),
    Column("更正为", 12, is_number=True),
    Column("现状态", 10),
    Column("登记时刻", 14),
    Column("原因", 36),
)


def damage_stage(sheet: DamageSheet, issued_before: int) -> Stage:
    """Which report this one is."""
    counted = {item.code for item in sheet.items if item.is_counted}
    figures = [cell for (_code, item), cell in sheet.cells.items() if item not in counted]
    return stage(issued_before, figures)


def damage_form(ground: Ground, moment: Moment, feet: Feet, *, issued_before: int = 0) -> bytes:
    """The workbook of the damage report: the figures, and where each comes from."""
    told = shown(ground, moment)
    sheet = damage_at(told.ground, moment)
    named = {str(row["event_id"]) for row in told.rows("damage/named")}
    corrected = [
        replace(one, reason=MASK) if one.event_id in named else one
        for one in damage_corrections(told.ground, moment)
    ]
    figures = _figures(told, sheet, damage_stage(sheet, issued_before))
    pages = [figures, _sources(told, sheet, corrected, named)]
    return book_bytes([*pages, *([_corrections(told, sheet, corrected)] if corrected else [])], feet)


def _figures(told: Shown, sheet: DamageSheet, which: Stage) -> Page:
    columns = [Column("乡镇(街道)", 14)]
    columns += [Column(f"{item.name_zh}({item.unit_zh})", 10, is_number=True) for item in sheet.items]
    columns += [Column("乡镇首报", 20)]
    whole = [sheet.totals[item.code] for item in sheet.items]
    silent: list[Any] = ["未报乡镇数", *(total.unreported for total in whole), ""]
    return Page(
        name="灾情报表",
        title=f"{told.stand.county_name}自然灾害情况报表({which})",
        above=[f"{told.stand.moment}    灾种:台风", _first(told, sheet)],
        columns=columns,
        totals=[("全市", *(cell_word(total.cell) for total in whole), ""), silent],
        rows=[
            (
                told.area(code),
                *(cell_word(sheet.cells[code, item.code]) for item in sheet.items),
                _first_of(told, sheet, code),
            )
            for code in sheet.townships
        ],
        below=NOTES,
    )


def _first(told: Shown, sheet: DamageSheet) -> str:
    first = sheet.first
    if first is None:
        nil = sum(nil_reported(sheet, code) for code in sheet.townships)
        return f"没有登记过损失;已作零报告的乡镇(街道) {nil} 个,共 {len(sheet.townships)} 个。"
    said = f"最早受灾 {minute(first.happened_at)},初报时限 {minute(first.due_at)},"
    said += f"县收到首报 {minute(first.told_at)}" if first.told_at else "县尚未收到"
    return said + (",已超时限。" if first.is_overdue(told.stand.as_of) else "。")


def _first_of(told: Shown, sheet: DamageSheet, code: str) -> str:
    first = sheet.first_by_township.get(code)
    if first is None:
        return (
            "零报告" if nil_reported(sheet, code) else UNREPORTED if code not in sheet.last_word_at else NONE
        )
    said = minute(first.told_at)[5:] if first.told_at else UNREPORTED
    return f"{said}{'(超2小时)' if first.is_overdue(told.stand.as_of) else ''}"


def _sources(told: Shown, sheet: DamageSheet, corrected: Sequence[Corrected], named: Collection[str]) -> Page:
    return Page(
        name="来源与时间",
        title=f"{told.stand.county_name}灾情各项数字的来源与时间",
        above=[told.stand.moment],
        columns=(
            Column("乡镇(街道)", 14),
            Column("项目", 20),
            Column("数量", 12, is_number=True),
            Column("单位", 8),
            Column("状态", 12),
            Column("统计时刻", 14),
            Column("登记时刻", 14),
            Column("来源", 18),
            Column("备注", 22),
        ),
        rows=list(_source_rows(told, sheet, named)),
        below=[
            "只列已有数字或零报告的项目;项目和单位是默认的,不是正式表式,由县的管理员修改。",
            f"更正过 {len(corrected)} 次,见“更正记录”。" if corrected else "没有更正过的数字。",
        ],
    )


def _corrections(told: Shown, sheet: DamageSheet, corrected: Sequence[Corrected]) -> Page:
    return Page(
        name="更正记录",
        title=f"{told.stand.county_name}灾情数字的更正记录",
        above=[told.stand.moment],
        columns=CORRECTION,
        rows=[_correction(told, sheet, one) for one in corrected],
    )


def _correction(told: Shown, sheet: DamageSheet, one: Corrected) -> tuple[Any, ...]:
    names = {item.code: (item.name_zh, item.unit_zh) for item in sheet.items} | {ALL: ("零报告", NONE)}
    return (
        told.area(one.township_code),
        *names.get(one.item, (one.item, NONE)),
        NONE if one.was is None else one.was,
        "已核定" if one.was_verified else "已报",
        "撤回" if one.now is None else one.now,
        NONE if one.now is None else "已核定" if one.is_verified else "已报",
        one.recorded_at,
        _said(one.reason) or NONE,
    )


def _said(text: str) -> str:
    """What was written beside a figure; that there is something shows even where it is masked."""
    return HIDDEN if text == MASK else text


def _source_rows(told: Shown, sheet: DamageSheet, named: Collection[str]) -> Iterator[tuple[Any, ...]]:
    for code in sheet.townships:
        for item in sheet.items:
            cell = sheet.cells[code, item.code]
            if cell.word is not Word.UNREPORTED:
                told_by = sheet.events.get((code, ALL if cell.word is Word.NIL else item.code))
                said = MASK if cell.said and told_by in named else cell.said
                yield (
                    told.area(code),
                    item.name_zh,
                    cell_word(cell),
                    item.unit_zh,
                    _state(cell),
                    cell.happened_at or NONE,
                    cell.recorded_at or NONE,
                    SOURCES.get(cell.source, cell.source),
                    ";".join(filter(None, ("较前减少而未作更正" * cell.is_fallen, _said(said)))),
                )


def _state(cell: Cell) -> str:
    if cell.word is Word.NIL:
        return "零报告"
    return SOURCES[LEDGER] if cell.source == LEDGER else "已核定" if cell.is_verified else "已报"
