"""The building sites: work stopped, cranes made safe, workers out and somewhere."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.clock.column import CLOCK_COLUMNS
from stormdesk.ui.maps import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.subjects.description import Column, Facet, Kind, Row, Subject, Tile, View
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.tiles import count_of
from stormdesk.ui.text import _


def tiles(_page: Page, head: Row) -> Sequence[Sequence[Tile]]:
    """Cranes as sites, workers as people; what nobody reported stands apart."""
    cranes, safe = count_of(head, "crane_total"), count_of(head, "crane_safe")
    unsafe, crane_unknown = count_of(head, "crane_unsafe"), count_of(head, "crane_unknown")
    workers, moved = count_of(head, "workers_total"), count_of(head, "workers_moved")
    present, unknown = count_of(head, "workers_present"), count_of(head, "workers_unknown")
    note = _("未处置 {n} · 未报 {unknown}").format(n=whole(unsafe), unknown=whole(crane_unknown))
    return (), [
        Tile(
            _("塔吊已处置"),
            whole(safe),
            note,
            "soon" if unsafe or crane_unknown else "done",
            of=whole(cranes),
        ),
        Tile(_("工人撤离"), whole(moved), _("人"), "done" if moved == workers else "soon", of=whole(workers)),
        Tile(_("工人在场"), whole(present), _("人"), "soon" if present else "done"),
        Tile(_("工人情况未报"), whole(unknown), _("人"), "soon" if unknown else "done"),
    ]


def crane_open(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Sites with tower cranes that are not known to be safe."""
    return (rows["crane_count"].fillna(0) > 0) & (rows["crane_status"] != "made_safe")


def workers_in(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Sites with listed workers who are not known to be out."""
    return (rows["workers_persons"].fillna(0) > 0) & ~rows["workers_status"].isin(["moved", "none"])


def draw_whereabouts(page: Page) -> None:
    """Draw the workers who left the sites beside those who are known to be somewhere."""
    found = page.ask("sites/whereabouts")
    st.subheader(_("工人:撤出与去向"), anchor=False)
    if not int(found["workers_out"].sum()) and not int(found["arrived"].sum()):
        st.caption(_("还没有工人撤出的记录。"))
        return
    table = whereabouts(page, found)
    st.dataframe(table, height="content", hide_index=True, key="sites-whereabouts")
    st.caption(_("撤出按工地上报,去向按转移台账;差数要有人说明。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("工人:撤出与去向"), table, key="sites-whereabouts")


def whereabouts(page: Page, found: pd.DataFrame) -> pd.DataFrame:
    """Out and arrived per township in the visitor's words, the sum last."""
    counts = ["workers_out", "in_shelter", "with_relatives", "elsewhere", "arrived", "difference"]
    table = found.assign(difference=found["workers_out"] - found["arrived"])
    table = table.assign(place=[page.area_name(code) for code in table["township_code"]])[["place", *counts]]
    last = {"place": _("合计")} | {name: int(table[name].sum()) for name in counts}
    table = pd.concat([table, pd.DataFrame([last])], ignore_index=True)
    return table.set_axis(
        [_("乡镇"), _("撤出"), _("集中安置"), _("投亲靠友"), _("其他安置"), _("已安置"), _("差数")], axis=1
    )


SITES = Subject(
    folder="sites",
    subject="site",
    done_title=N_("工地停工"),
    left_title=N_("未停工工地"),
    unit=N_("处工地"),
    category_kind="",
    category_title=N_("按类型"),
    categories={
        "crane": N_("有塔吊"),
        "housed": N_("无塔吊,有住宿工人"),
        "plain": N_("无塔吊,无住宿工人"),
    },
    shape=Shape.SQUARE,
    facets=(
        Facet("work", N_("施工")),
        Facet("crane", N_("塔吊")),
        Facet("workers", N_("工人"), N_("工人数"), "workers_persons", listed_column="worker_count"),
    ),
    columns=(
        Column("name", N_("工地")),
        Column("status", N_("施工"), Kind.STATUS, "work"),
        *CLOCK_COLUMNS,
        Column("crane_status", N_("塔吊"), Kind.STATUS, "crane"),
        Column("crane_count", N_("塔吊数"), Kind.NUMBER),
        Column("workers_status", N_("工人"), Kind.STATUS, "workers"),
        Column("workers_persons", N_("人数"), Kind.NUMBER),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("since", N_("自"), Kind.TIME),
        Column("last_recorded_at", N_("末次记录"), Kind.TIME),
        Column("officer_name", N_("责任人姓名"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
    ),
    card=(
        Column("object_id", N_("编号")),
        Column("builder_name", N_("施工单位")),
        Column("worker_count", N_("名册工人"), Kind.NUMBER),
        Column("crane_count", N_("塔吊数"), Kind.NUMBER),
        Column("shed_count", N_("工棚数"), Kind.NUMBER),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("manager_name", N_("项目经理"), Kind.NAME),
        Column("manager_phone", N_("经理电话"), Kind.PHONE),
        Column("officer_name", N_("责任人姓名"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("deputy_name", N_("替岗人"), Kind.NAME),
        Column("deputy_phone", N_("替岗电话"), Kind.PHONE),
    ),
    views=(
        View("left", N_("未停工"), "left"),
        View("crane", N_("塔吊未处置"), keep=crane_open),
        View("workers", N_("工人未撤离"), keep=workers_in),
        View("all", N_("全部")),
    ),
    tiles=tiles,
    extras=draw_whereabouts,
)
