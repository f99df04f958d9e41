"""The dry run of a list: what it is, what would become of each row, and what a person chooses about it."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.geo import Datum
from stormdesk.domain.masking import mask_name
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.model import Look
from stormdesk.ui.data.choosing import DATUMS, change, choose_list, chosen_for
from stormdesk.ui.data.mapping import draw_sheets
from stormdesk.ui.data.proposals import draw_problems
from stormdesk.ui.data.sayings import sayer
from stormdesk.ui.data.spots import draw_spots
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _, language

PEOPLE = frozenset({"responsible_person", "evacuee"})
MOST_ROWS = 1000


def draw_look(page: Page, look: Look) -> None:
    """Draw the dry run of a list, with everything that can be chosen about it."""
    described = known_lists(page.desk.settings).get(look.list_code or "")
    _choose_list(page, look)
    if described is None:
        draw_template("banner", text=_("没有认出这是哪一种名册。请在上面指明。"), is_trouble=True)
    else:
        _choose_how(page, look)
        if look.repeats:
            draw_template("banner", text=_("内容相同的文件已经导入过。再导入不会重复。"), is_trouble=False)
        _draw_counts(look)
        draw_spots(look)
    st.subheader(_("工作表和列"))
    draw_sheets(page, look, described)
    draw_problems(look, described)
    if described is not None:
        _draw_rows(page, look, described)


def _choose_list(page: Page, look: Look) -> None:
    known = known_lists(page.desk.settings)
    names = {code: one.name(language()) for code, one in known.items()}
    first = [code for code in look.candidates if code in known]
    codes = [*first, *(code for code in known if code not in first)]
    held = chosen_for(look.digest).list_code
    current = look.list_code if look.list_code in codes else None
    picked = st.selectbox(
        _("认作哪一种名册") if held is None else _("指定为哪一种名册"),
        codes,
        index=codes.index(current) if current else None,
        format_func=lambda code: names[code] + (f" · {_('相近')}" if code in first[1:] else ""),
        placeholder=_("请选择"),
        key=f"data-list-{look.digest[:8]}-{current}",
    )
    if picked != current:
        choose_list(look.digest, picked)
        st.rerun()


def _choose_how(page: Page, look: Look) -> None:
    choices = chosen_for(look.digest).choices
    key = f"data-how-{look.digest[:8]}"
    datum_at, place_at = st.columns(2)
    with datum_at:
        datum = _choose_datum(choices.datum or look.choices.datum or Datum.WGS84, key)
    with place_at:
        township = _choose_township(page, choices.township_code or "", key)
    wanted = {
        "datum": choices.datum if datum == (choices.datum or Datum.WGS84) else datum,
        "township_code": township or None,
        "is_complete": st.checkbox(
            _("这个文件是这份名册的全部:文件里没有的行关闭"),
            value=choices.is_complete,
            key=f"{key}-complete-{choices.is_complete}",
        ),
        "blank_erases": st.checkbox(
            _("文件里的空格清空名册里原有的值"),
            value=choices.blank_erases,
            key=f"{key}-blank-{choices.blank_erases}",
        ),
    }
    if any(getattr(choices, name) != value for name, value in wanted.items()):
        change(look.digest, **wanted)
        st.rerun()


def _choose_datum(current: Datum, key: str) -> Datum:
    datums = list(DATUMS)
    return st.selectbox(
        _("坐标系"),
        datums,
        index=datums.index(current),
        format_func=lambda one: _(DATUMS[one]),
        key=f"{key}-datum-{current}",
    )


def _choose_township(page: Page, current: str, key: str) -> str:
    codes = ["", *(township.code for township in page.county.townships)]
    return st.selectbox(
        _("没有写乡镇的行归到"),
        codes,
        index=codes.index(current) if current in codes else 0,
        format_func=lambda code: page.area_name(code) if code else _("不补,按文件"),
        key=f"{key}-township-{current}",
    )


def _draw_counts(look: Look) -> None:
    counts = look.counts
    tiles = [
        (_("新增"), counts.new, "done"),
        (_("变更"), counts.changed, "soon" if counts.changed else "muted"),
        (_("不变"), counts.unchanged, "muted"),
        (_("关闭"), counts.gone, "late" if counts.gone else "muted"),
        (_("退回"), counts.returned, "late" if counts.returned else "muted"),
        (_("跳过(示例、合计、重复)"), counts.skipped, "muted"),
    ]
    tiles += [(title, len(frame), "muted") for title, frame in _made(look).items()]
    draw_template(
        "tiles",
        tiles=[
            {"label": label, "value": whole(number), "note": "", "state": state}
            for label, number, state in tiles
        ],
    )


def _made(look: Look) -> dict[str, pd.DataFrame]:
    """What the list would make on the way: persons, and shelters."""
    if look.made.empty:
        return {}
    is_person = look.made["register"].isin(PEOPLE)
    parts = {_("顺带新增的责任人"): look.made[is_person], _("顺带新增的避灾场所"): look.made[~is_person]}
    return {title: frame for title, frame in parts.items() if len(frame)}


def _draw_rows(page: Page, look: Look, described: ListDescription) -> None:
    is_people = described.register in PEOPLE
    groups = {
        _("将变更"): (look.changed, _changes(page, look.changed.head(MOST_ROWS), described)),
        _("将关闭"): (look.gone, _objects(page, look.gone.head(MOST_ROWS), is_people=is_people)),
        _("将新增"): (look.new, _objects(page, look.new.head(MOST_ROWS), is_people=is_people)),
    }
    for title, frame in _made(look).items():
        is_person = title == _("顺带新增的责任人")
        groups[title] = (frame, _objects(page, frame.head(MOST_ROWS), is_people=is_person))
    for number, (title, (frame, columns)) in enumerate(groups.items()):
        if frame.empty:
            continue
        with st.expander(f"{title} · {whole(len(frame))}", expanded=number == 0):
            draw_table(columns, key=f"data-rows-{look.digest[:8]}-{number}")
            if len(frame) > MOST_ROWS:
                st.caption(_("只列前 {n} 行。").format(n=whole(MOST_ROWS)))


def _changes(page: Page, frame: pd.DataFrame, described: ListDescription) -> dict[str, Any]:
    """What changes field by field, in words; personal data are masked as everywhere."""
    if frame.empty:
        return {}
    fields = {field.column or field.key: field for field in described.fields}
    fields |= {link.column: described.field(link.name) for link in described.links}
    links = {link.column for link in described.links}
    show = {name: _identical if name in links else sayer(page, field) for name, field in fields.items()}
    return {
        _("位置"): frame["place"].map(text_of),
        _("名称"): _names(frame["name"], is_people=described.register in PEOPLE),
        _("字段"): [fields[name].title(language()) if name in fields else name for name in frame["field"]],
        _("原来"): _shown(frame, "old", show),
        _("改为"): _shown(frame, "new", show),
        _("编号"): frame["object_id"].map(text_of),
    }


def _identical(value: str) -> str:
    return value


def _shown(frame: pd.DataFrame, column: str, show: Mapping[str, Callable[[str], str]]) -> list[str]:
    return [
        show.get(field, _identical)(text_of(value)) if text_of(value) else "—"
        for field, value in zip(frame["field"], frame[column], strict=True)
    ]


def _objects(page: Page, frame: pd.DataFrame, *, is_people: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if frame.empty:
        return columns
    if "place" in frame:
        columns[_("位置")] = frame["place"].map(text_of)
    columns[_("名称")] = _names(frame["name"], is_people=is_people) if "name" in frame else [""] * len(frame)
    for title, name in ((_("乡镇(街道)"), "township_code"), (_("村(社区)"), "village_code")):
        if name in frame:
            columns[title] = [page.area_name(code) if code else "—" for code in frame[name].map(text_of)]
    columns[_("编号")] = frame["object_id"].map(text_of)
    return columns


def _names(names: "pd.Series[Any]", *, is_people: bool) -> list[str]:
    shown = [text_of(name) for name in names]
    return [mask_name(name) or "" for name in shown] if is_people else shown
