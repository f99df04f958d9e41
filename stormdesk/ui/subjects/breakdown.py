"""How a subject stands by township and by category, as chart and table, and how it grew."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.county import TOWNSHIP_DIGITS
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.shared import Shared
from stormdesk.ui.silence.marks import Quiet, complete_words, greyed, opacities, quiet
from stormdesk.ui.subjects.chart import CONFIG, bars, growth, part_titles, parts
from stormdesk.ui.subjects.description import Subject
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.subjects.words import Words
from stormdesk.ui.text import _, language

_FIGURES_KEPT = 64
_COUNTS = ["total", "done", "over_count", "left_count", "unknown_count", "trouble_count"]
_figures: Shared[go.Figure] = Shared(_FIGURES_KEPT)


def draw_breakdown(
    page: Page, subject: Subject, known: Words, trend: pd.DataFrame, due_at: datetime | None
) -> None:
    """Draw the breakdowns and the trend side by side."""
    with st.container(key="sd-two-below"):
        left, right = st.columns(2)
        with left:
            _draw_counts(page, subject, known)
        with right:
            st.subheader(_("进度曲线"), anchor=False)
            st.plotly_chart(
                _growth(trend, due_at),
                key=f"{subject.folder}-growth",
                config=CONFIG,
                theme=None,
            )
            due = _("时限 {at}").format(at=clock_time(due_at)) if due_at else _("时限未知")
            st.caption(due)


def _draw_counts(page: Page, subject: Subject, known: Words) -> None:
    st.subheader(_("分布"), anchor=False)
    is_near = len(page.area_code or "") >= TOWNSHIP_DIGITS
    ways = {"area": _("按村") if is_near else _("按乡镇"), "category": _(subject.category_title)}
    with st.container(horizontal=True):
        way = _choice(_("分组"), ways, f"{subject.folder}-breakdown")
        form = _choice(_("形式"), {"chart": _("图"), "table": _("表")}, f"{subject.folder}-form")
    counts = _by_category(page, subject, known) if way == "category" else _by_area(page, subject)
    flags = counts["is_silent"].tolist() if way == "area" else []
    if form == "chart":
        st.plotly_chart(_bars(counts, flags), key=f"{subject.folder}-bars", config=CONFIG, theme=None)
        _draw_silent(page, counts, flags)
        return
    shown = as_table(counts, ways[way])
    table = greyed(shown, flags)
    st.dataframe(table, height="content", hide_index=True, key=f"{subject.folder}-table")
    _draw_silent(page, counts, flags)
    with st.container(horizontal=True):
        draw_downloads(page, f"{_(subject.done_title)} {ways[way]}", shown, key=f"{subject.folder}-{way}")


def _draw_silent(page: Page, counts: pd.DataFrame, flags: list[bool]) -> None:
    if any(flags):
        st.caption(literal(complete_words(page, counts)))


def _growth(trend: pd.DataFrame, due_at: datetime | None) -> go.Figure:
    """The curve, made once for all who see the same."""
    key = ("growth", theme_name(), language(), due_at, pd.util.hash_pandas_object(trend).to_numpy().tobytes())
    return _figures.get(key, lambda: growth(trend, theme=theme_name(), deadline_at=due_at))


def _bars(counts: pd.DataFrame, flags: list[bool]) -> go.Figure:
    """The bars, made once for all who see the same; those of silent areas faint."""
    labels, made = counts["label"].tolist(), parts(counts)
    faint = opacities(flags) if any(flags) else None
    key = ("bars", theme_name(), language(), *labels, made.to_numpy().tobytes())
    return _figures.get(key, lambda: bars(labels, made, theme=theme_name(), opacity=faint))


def _choice(label: str, titles: dict[str, str], key: str) -> str:
    picked = st.segmented_control(
        label,
        list(titles),
        default=next(iter(titles)),
        required=True,
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        key=key,
    )
    return picked or next(iter(titles))


def as_table(counts: pd.DataFrame, title: str) -> pd.DataFrame:
    """The breakdown as a table whose parts add up to its totals, with the sum as last row."""
    table = pd.concat([counts[["label", "total"]], parts(counts)], axis=1)
    whole = {"label": _("合计")} | {name: int(table[name].sum()) for name in table.columns if name != "label"}
    table = pd.concat([table, pd.DataFrame([whole])], ignore_index=True)
    return table.rename(columns={"label": title, "total": _("总数")} | part_titles())


def by_village(points: pd.DataFrame) -> pd.DataFrame:
    """Counts per village of the objects in scope."""
    progress = points["progress"].fillna("")
    flags = pd.DataFrame(
        {
            "village_code": points["village_code"].fillna(""),
            "total": 1,
            "done": progress == "done",
            "over_count": progress == "over",
            "left_count": ~progress.isin(["done", "over"]),
            "unknown_count": points["status"].isna(),
            "trouble_count": progress == "trouble",
        }
    )
    return flags.groupby("village_code", as_index=False)[_COUNTS].sum()


def _by_area(page: Page, subject: Subject) -> pd.DataFrame:
    known = quiet(page)
    if len(page.area_code or "") >= TOWNSHIP_DIGITS:
        counts = by_village(page.ask(subject.question("points")))
        codes = counts["village_code"].tolist()
        names = [page.area_name(code) if code else _("未分村") for code in codes]
        return _with_silence(counts, known, codes, names)
    counts = page.ask(subject.question("by_township"))
    codes = counts["township_code"].tolist()
    counts = _with_silence(counts, known, codes, [page.area_name(code) for code in codes])
    whole = page.ask(subject.question("headline"))[_COUNTS]
    rest = whole.iloc[0] - counts[_COUNTS].sum()
    if not rest["total"]:
        return counts
    return pd.concat(
        [
            counts,
            pd.DataFrame([{"label": _("市级/未分乡镇"), "code": "", "is_silent": False} | rest.to_dict()]),
        ],
        ignore_index=True,
    )


def _with_silence(counts: pd.DataFrame, known: Quiet, codes: list[str], names: list[str]) -> pd.DataFrame:
    """The counts with each area's code and name, and whether it is silent."""
    labels = [known.label(code, name) for code, name in zip(codes, names, strict=True)]
    return counts.assign(code=codes, label=labels, is_silent=known.flags(codes))


def _by_category(page: Page, subject: Subject, known: Words) -> pd.DataFrame:
    counts = page.ask(subject.question("by_category"))
    counts = counts.groupby("category", as_index=False, dropna=False)[_COUNTS].sum()
    order = {code: at for at, code in enumerate(known.categories)}
    counts = counts.sort_values(
        "category", key=lambda codes: codes.map(lambda code: order.get(code, len(order)))
    )
    return counts.assign(label=[known.category(code) for code in counts["category"]]).reset_index(drop=True)
