"""What is left by cause, township and village: from there it is one step to the people."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.door.unmask import Register
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw, whole
from stormdesk.ui.state import choose
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.stacked import UNNAMED, switch
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _, named
from stormdesk.ui.unmask.block import Person, draw_unmask, people_of

ALL = ""
_KEY = "evacuation-left"


def draw_left_by_place(page: Page) -> None:
    """Draw who is left by cause, and each village with who answers for it; a row narrows the page to it."""
    st.subheader(_("未转移在哪里"), anchor=False)
    left = page.ask("evacuation/left")
    if left.empty:
        draw("empty", text=_("没有未转移的人。"))
        return
    causes = _causes(page, left)
    cause = switch(causes, f"{_KEY}-cause", _("类别"))
    rows = left[left["category"].fillna(UNNAMED) == cause] if cause else left
    if page.area_code is None:
        place = switch(_townships(page, rows), f"{_KEY}-township-{cause}", _("乡镇"))
        rows = rows[rows["township_code"].fillna(UNNAMED) == place] if place else rows
    shown = as_table(page, rows, causes)
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=UNNAMED,
        key=_KEY,
        on_select=lambda: _narrow(rows),
        selection_mode="single-row",
        column_config={_("最早列入"): st.column_config.DatetimeColumn(_("最早列入"), format="MM-DD HH:mm")},
    )
    st.caption(_("选一行,整页就缩小到那个村,上面的清单列出每个人。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("未转移在哪里"), shown, key=_KEY)
    draw_unmask(page, _officers(page, rows), key=_KEY)


def _officers(page: Page, rows: pd.DataFrame) -> list[Person]:
    """Who answers for the villages of the table, by village."""
    found: dict[str, Person] = {}
    for row in mappings(rows):
        place = page.area_name(_text(row["village_code"]) or _text(row["township_code"]))
        labels = {"officer_id": _("村责任人"), "township_officer_id": _("乡镇责任人")}
        named = {
            column: (
                Register.RESPONSIBLE_PERSON,
                f"{place} {label} {mask_name(_text(row[column.replace('_id', '_name')])) or UNNAMED}",
            )
            for column, label in labels.items()
        }
        for one in people_of(row, named):
            found.setdefault(one.subject_id, one)
    return list(found.values())


def as_table(page: Page, rows: pd.DataFrame, causes: dict[str, str]) -> pd.DataFrame:
    """The villages in words, masked, the most persons first."""
    found = mappings(rows)
    names = {code: title.rsplit(" ", 1)[0] for code, title in causes.items()}
    return pd.DataFrame(
        {
            _("乡镇"): [page.area_name(_text(row["township_code"])) or UNNAMED for row in found],
            _("村(社区)"): [page.area_name(_text(row["village_code"])) or UNNAMED for row in found],
            _("类别"): [names.get(_text(row["category"]) or UNNAMED, UNNAMED) for row in found],
            _("未转移(人)"): rows["persons_left"].to_numpy(),
            _("拒绝"): rows["persons_refused"].to_numpy(),
            _("转移中"): rows["persons_moving"].to_numpy(),
            _("最早列入"): beijing(rows["since"]).to_numpy(),
            _("村责任人"): _masked(mask_name, rows["officer_name"]),
            _("村责任人电话"): _masked(mask_phone, rows["officer_phone"]),
            _("乡镇责任人"): _masked(mask_name, rows["township_officer_name"]),
            _("乡镇责任人电话"): _masked(mask_phone, rows["township_officer_phone"]),
        }
    )


def _causes(page: Page, left: pd.DataFrame) -> dict[str, str]:
    """All causes with anybody left, by name and number of persons, in the county's order."""
    categories = page.ask("reference/categories").query("kind == 'evacuation'")
    names = dict(zip(categories["category"], categories[named()], strict=True))
    persons = left.assign(category=left["category"].fillna(UNNAMED)).groupby("category")["persons_left"].sum()
    order = {code: at for at, code in enumerate(names)}
    codes = sorted(persons.index, key=lambda code: (order.get(code, len(order)), code))
    titles = {code: f"{names.get(code, code)} {whole(persons[code])}" for code in codes}
    return {ALL: f"{_('全部')} {whole(persons.sum())}"} | titles


def _townships(page: Page, rows: pd.DataFrame) -> dict[str, str]:
    """The townships with anybody left of the cause, by name and number of persons, the most first."""
    persons = rows.assign(code=rows["township_code"].fillna(UNNAMED)).groupby("code")["persons_left"].sum()
    persons = persons.sort_values(ascending=False, kind="stable")
    titles = {str(code): f"{page.area_name(str(code))} {whole(count)}" for code, count in persons.items()}
    return {ALL: f"{_('全部')} {whole(persons.sum())}"} | titles


def _narrow(rows: pd.DataFrame) -> None:
    """Narrow the page to the village of the chosen row, or its township when it names no village."""
    picked = first_ticked(st.session_state.get(_KEY), len(rows))
    if picked is None:
        return
    row = rows.iloc[picked]
    code = _text(row["village_code"]) or _text(row["township_code"])
    if code:
        choose(area=code)


def _masked(mask: Callable[[str | None], str | None], values: "pd.Series[str]") -> list[str]:
    return [mask(_text(value)) or UNNAMED for value in values]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
