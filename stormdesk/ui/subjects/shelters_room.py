"""Room in the shelters: the fullest first, where else to go, and headcounts against sign-ins."""

from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.occupancy import Fill, Shelter, Way, alternatives, pressing
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw, whole
from stormdesk.ui.subjects.chart import BAR_PX, CONFIG, dressed
from stormdesk.ui.subjects.description import Row
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.stacked import marker
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.subjects.words import beijing, plain
from stormdesk.ui.text import _

BARS = 24
_COLOURS = {Fill.OVER: "late", Fill.FULL: "late", Fill.NEARLY: "soon", Fill.ROOM: "done"}


def draw_room(page: Page) -> None:
    """Draw how full the open shelters are, and where counts and sign-ins differ."""
    _draw_fill(page)
    _draw_headcounts(page)


def draw_ways(page: Page, row: Row) -> None:
    """Draw the nearest open shelters with places for one that is full, filling or in danger."""
    rows = {str(one["object_id"]): one for one in mappings(page.ask("shelters/points", area_code=None))}
    known = {key: as_shelter(one) for key, one in rows.items()}
    here = known.get(str(row["object_id"]))
    if here is None or not (here.is_at_risk or here.fill in {Fill.OVER, Fill.FULL, Fill.NEARLY}):
        return
    ways = alternatives(here, list(known.values()))
    draw("shelters_ways", ways=[_way(page, way, rows[way.shelter.shelter_id]) for way in ways])


def as_shelter(row: Row) -> Shelter:
    """A row of shelters/points as the rules take it."""
    return Shelter(
        shelter_id=str(row["object_id"]),
        capacity=_count(row["capacity"]),
        occupants=_count(row["occupants"]),
        is_open=row["progress"] == "done",
        is_full=row["status"] == "full",
        is_at_risk=row["hazard_status"] == "at_risk",
        lat=_degrees(row["lat"]),
        lon=_degrees(row["lon"]),
    )


def fill_words() -> dict[Fill, str]:
    """What each fill is called."""
    return {
        Fill.OVER: _("超员"),
        Fill.FULL: _("已满"),
        Fill.NEARLY: _("将满"),
        Fill.UNCOUNTED: _("未清点"),
        Fill.ROOM: _("有空余"),
        Fill.SHUT: _("未开放"),
    }


def fill_bars(shelters: list[Shelter], names: dict[str, str], *, theme: Theme) -> go.Figure:
    """Occupants of each shelter as a share of its places, the fullest on top, free places beside it."""
    palette = PALETTES[theme]
    labels = [escape(names[one.shelter_id]) for one in shelters]
    shares = [100 * (one.filled_share or 0.0) for one in shelters]
    edge = max([100.0, *shares])
    figure = go.Figure()
    figure.add_bar(
        y=list(range(len(shelters))),
        x=shares,
        orientation="h",
        marker={
            "color": [palette[_colour(one)] for one in shelters],
            "pattern": marker("late", "", theme=theme)["pattern"]
            | {"shape": ["x" if one.is_at_risk else "" for one in shelters]},
        },
        hoverinfo="skip",
        showlegend=False,
    )
    for at, one in enumerate(shelters):
        text = _beside(one)
        figure.add_annotation(x=edge, y=at, text=text, showarrow=False, xanchor="left", xshift=6)
    figure.add_vline(x=100, line={"color": palette["muted"], "dash": "dot"})
    figure.update_layout(height=40 + BAR_PX * max(len(labels), 1))
    figure.update_yaxes(
        autorange="reversed", tickmode="array", tickvals=list(range(len(labels))), ticktext=labels
    )
    figure.update_xaxes(range=[0, edge * 1.7], showticklabels=False, showgrid=False)
    return dressed(figure, theme)


def headcount_table(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """Headcounts against sign-ins in words, the largest difference first."""
    found = mappings(rows)
    return pd.DataFrame(
        {
            _("名称"): [plain(row["name"]) or str(row["object_id"]) for row in found],
            _("乡镇"): [page.area_name(row["township_code"]) for row in found],
            _("清点人数"): rows["headcount"].astype("Int64").to_numpy(),
            _("当时登记"): rows["signed_in_then"].astype("Int64").to_numpy(),
            _("差"): rows["headcount_less_signed_in"].astype("Int64").to_numpy(),
            _("现在登记"): rows["signed_in"].astype("Int64").to_numpy(),
            _("清点时间"): beijing(rows["counted_at"]).to_numpy(),
            _("应说明人"): [_masked(mask_name, row["officer_name"]) for row in found],
            _("电话"): [_masked(mask_phone, row["officer_phone"]) for row in found],
        }
    )


def _draw_fill(page: Page) -> None:
    st.subheader(_("入住与空余"), anchor=False)
    rows = mappings(page.ask("shelters/points"))
    shelters = pressing(as_shelter(row) for row in rows)
    if not shelters:
        draw("empty", text=_("没有开放的避灾场所。"))
        return
    names = {str(row["object_id"]): _label(plain(row["name"]) or str(row["object_id"])) for row in rows}
    st.plotly_chart(
        fill_bars(shelters[:BARS], names, theme=theme_name()), key="shelters-fill", config=CONFIG, theme=None
    )
    if len(shelters) > BARS:
        st.caption(
            _("图中是最满的 {n} 处,共开放 {total} 处;其余在上面的清单。").format(n=BARS, total=len(shelters))
        )


def _draw_headcounts(page: Page) -> None:
    st.subheader(_("清点与名册登记"), anchor=False)
    rows = page.ask("shelters/headcount")
    differing = rows[rows["headcount_less_signed_in"].fillna(0) != 0]
    uncounted = rows[rows["headcount"].isna()]
    if rows.empty:
        draw("empty", text=_("还没有清点,也没有登记入住。"))
        return
    st.caption(
        _("{n} 处清点与当时的名册登记不一致,{m} 处有人登记而未清点;比的是清点那一分钟的登记数。").format(
            n=len(differing), m=len(uncounted)
        )
    )
    table = headcount_table(page, rows)
    st.dataframe(
        table,
        hide_index=True,
        height=BAR_PX * 14,
        placeholder=_("未清点"),
        key="shelters-headcount",
        column_config={_("清点时间"): st.column_config.DatetimeColumn(_("清点时间"), format="MM-DD HH:mm")},
    )
    with st.container(horizontal=True):
        draw_downloads(page, _("清点与名册登记"), table, key="shelters-headcount")


def _way(page: Page, way: Way, row: Row) -> dict[str, str]:
    return {
        "name": plain(row["name"]) or way.shelter.shelter_id,
        "place": page.area_name(row["township_code"]),
        "distance": _("直线 {km} 公里").format(km=f"{way.distance_km:.1f}"),
        "free": _("余 {n}").format(n=whole(way.shelter.free_places)),
        "officer": " ".join(
            filter(None, (_masked(mask_name, row["officer_name"]), _masked(mask_phone, row["officer_phone"])))
        ),
    }


def _beside(one: Shelter) -> str:
    """What stands beside a bar: how full in words and numbers, free places, own danger."""
    text = f"<b>{fill_words()[one.fill]}</b> {whole(one.occupants)} / {whole(one.capacity)}"
    if one.free_places:
        text += " · " + _("余 {n}").format(n=whole(one.free_places))
    if one.is_at_risk:
        text += " · " + _("自身有险")
    return text


def _colour(one: Shelter) -> str:
    return "late" if one.is_at_risk else _COLOURS.get(one.fill, "silent")


def _label(name: str) -> str:
    return name if len(name) <= 16 else name[:15] + "…"


def _masked(mask: Any, value: object) -> str:  # noqa: ANN401  one of the two masks
    return (mask(value) or "—") if isinstance(value, str) else "—"


def _count(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(value) else int(value)


def _degrees(value: Any) -> float | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(value) else float(value)
