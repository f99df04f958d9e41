"""The three accounts on the page: differences first, each with who owes the explanation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.accounts import Demand, Gap, Line, Owes, Sum, demands, sums
from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.objections import DOUBT_SENTENCES
from stormdesk.outlook.tally_doubts import tally_doubts
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw, whole
from stormdesk.ui.subjects.description import Row, Tile
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.stacked import switch
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _, named


def account_lines(page: Page) -> list[Line]:
    """What the accounts say at the page's moment, one line per township and category."""
    return [_line(row) for row in mappings(page.ask("evacuation/accounts"))]


def draw_accounts(page: Page) -> None:
    """Draw the three sums, what is to be explained by whom, and all lines on demand."""
    st.subheader(_("三本账核对"), anchor=False)
    lines = account_lines(page)
    if not lines:
        draw("empty", text=_("还没有任何一本账。"))
        return
    owed = demands(lines)
    draw("subject_headline", rows=[_tiles(lines, owed)])
    _draw_doubts(page)
    ways = {"owed": _("待说明 {n}").format(n=len(owed)), "all": _("全部 {n}").format(n=len(lines))}
    way = switch(ways, "evacuation-accounts-way", _("三本账核对"))
    shown = demand_table(page, owed) if way == "owed" else line_table(page, lines)
    if shown.empty:
        draw("empty", text=_("三本账没有差异。"))
        return
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=_("未报"),
        key=f"evacuation-accounts-{way}",
        column_config={
            title: st.column_config.DatetimeColumn(title, format="MM-DD HH:mm") for title in _time_titles()
        },
    )
    with st.container(horizontal=True):
        draw_downloads(page, _("三本账核对"), shown, key=f"evacuation-accounts-{way}")


def _draw_doubts(page: Page) -> None:
    """Totals that are not plausible, each with what it is held against."""
    found = tally_doubts(page.desk, page.moment, area_code=page.area_code)
    if not found:
        return
    categories = _categories(page)
    st.markdown(_("**上报数存疑 {n} 处**:限值见 tally_limits.csv,默认值,非官方").format(n=len(found)))
    columns = {
        _("乡镇"): [page.area_name(one.township_code) for one in found],
        _("类别"): [categories.get(one.category, one.category) for one in found],
        _("A 上报时间"): _beijing([one.at for one in found]),
        _("情况"): [
            _(DOUBT_SENTENCES[one.doubt]).format(reported=one.reported, against=one.against) for one in found
        ],
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True, key="evacuation-accounts-doubts")


def demand_table(page: Page, owed: Sequence[Demand]) -> pd.DataFrame:
    """Each difference with how many persons it is about and who explains it, masked."""
    explainers = {str(row["township_code"]): row for row in mappings(page.ask("evacuation/explainers"))}
    guarantors = _guarantors(page)
    owners = [_owner(demand, explainers, guarantors) for demand in owed]
    lines = line_table(page, [demand.line for demand in owed])
    lines.insert(2, _("情况"), [gap_words()[demand.gap] for demand in owed])
    lines.insert(3, _("相差(人)"), [demand.persons for demand in owed])
    lines.insert(4, _("应说明人"), [owner[0] for owner in owners])
    lines.insert(5, _("电话"), [owner[1] for owner in owners])
    return lines


def line_table(page: Page, lines: Sequence[Line]) -> pd.DataFrame:
    """The accounts of each township and category; what nobody has said stays empty."""
    categories = _categories(page)
    columns: dict[str, Any] = {
        _("乡镇"): [page.area_name(line.township_code) or "—" for line in lines],
        _("类别"): [categories.get(line.category or "", line.category or "—") for line in lines],
        _("A 乡镇上报"): _whole([line.reported for line in lines]),
        _("B 名册勾选"): _whole([line.ticked for line in lines]),
        _("C 见到本人"): _whole([line.seen for line in lines]),
        "A−B": _whole([line.reported_less_ticked for line in lines]),
        _("查无此人"): _whole([line.unseen for line in lines]),
        _("未核查"): _whole([line.unchecked for line in lines]),
    }
    moments = ([line.reported_at for line in lines], [line.ticked_at for line in lines])
    times = zip(_time_titles(), moments, strict=True)
    return pd.DataFrame(columns | {title: _beijing(instants) for title, instants in times})


def gap_words() -> dict[Gap, str]:
    """What each kind of difference is called."""
    return {
        Gap.UNSEEN: _("已勾选,查无此人"),
        Gap.OVER_REPORTED: _("上报多于勾选"),
        Gap.UNDER_REPORTED: _("上报少于勾选"),
        Gap.REPORT_BEHIND: _("上报未跟上勾选"),
        Gap.NO_REPORT: _("有勾选无上报"),
        Gap.NO_LIST: _("有上报无名册"),
        Gap.UNCHECKED: _("尚未全部见到"),
        Gap.AGREED: _("一致"),
    }


def _line(row: Row) -> Line:
    return Line(
        township_code=_text(row["township_code"]),
        category=_text(row["category"]),
        reported=_count(row["a_reported"]),
        reported_at=_instant(row["a_at"]),
        ticked=_count(row["b_ticked"]),
        ticked_at=_instant(row["b_at"]),
        seen=_count(row["c_seen"]),
        unseen=_count(row["c_unseen"]),
        seen_at=_instant(row["c_at"]),
    )


def _tiles(lines: Sequence[Line], owed: Sequence[Demand]) -> list[Tile]:
    found = sums(lines)
    persons = sum(demand.persons for demand in owed)
    return [
        _sum_tile(_("A 乡镇上报"), found.reported),
        _sum_tile(_("B 名册勾选"), found.ticked),
        _sum_tile(_("C 见到本人"), found.seen),
        Tile(
            _("待说明"),
            whole(len(owed)),
            _("处,涉及 {n} 人").format(n=whole(persons)),
            "late" if owed else "done",
        ),
    ]


def _sum_tile(title: str, found: Sum) -> Tile:
    note = _("另有 {n} 行未报,不计为零").format(n=found.silent) if found.silent else _("人,全部有数")
    return Tile(title, whole(found.persons), note)


def _owner(
    demand: Demand, explainers: Mapping[str, Row], guarantors: Mapping[tuple[str, str], Row]
) -> tuple[str, str]:
    line = demand.line
    row = explainers.get(line.township_code or "")
    if demand.owes is Owes.VILLAGE:
        row = guarantors.get((line.township_code or "", line.category or ""), row)
    if row is None:
        return _("未指定"), ""
    name, phone = _text(row["officer_name"]), _text(row["officer_phone"])
    return mask_name(name) or _("未指定"), mask_phone(phone) or ""


def _guarantors(page: Page) -> dict[tuple[str, str], Row]:
    """For each township and category the village guarantor of the one who is missing longest."""
    found: dict[tuple[str, str], Row] = {}
    for row in mappings(page.ask("evacuation/unseen")):
        key = (_text(row["township_code"]) or "", _text(row["category"]) or "")
        if _text(row["officer_name"]):
            found.setdefault(key, row)
    return found


def _categories(page: Page) -> dict[str, str]:
    categories = page.ask("reference/categories").query("kind == 'evacuation'")
    return dict(zip(categories["category"], categories[named()], strict=True))


def _time_titles() -> tuple[str, str]:
    return (_("A 上报时间"), _("B 末次勾选"))


def _whole(values: Sequence[int | None]) -> "pd.Series[Any]":
    return pd.Series(list(values), dtype="Int64")


def _beijing(instants: Sequence[datetime | None]) -> "pd.Series[Any]":
    return beijing(pd.Series(list(instants), dtype="datetime64[us, UTC]"))


def _count(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(value) else int(value)


def _instant(value: Any) -> datetime | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(value) else pd.Timestamp(value).to_pydatetime()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
