"""The vessels: boat and crew are two facts, and a boat in port with its crew aboard is not safe."""

from collections.abc import Sequence

import pandas as pd

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.clock.column import CLOCK_COLUMNS
from stormdesk.ui.maps import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.subjects.description import Column, Facet, Kind, Row, Subject, Tile, View
from stormdesk.ui.subjects.tiles import count_of
from stormdesk.ui.subjects.vessels_turning import draw_turning
from stormdesk.ui.subjects.vessels_way import way_layer
from stormdesk.ui.text import _


def tiles(_page: Page, head: Row) -> Sequence[Sequence[Tile]]:
    """Where the boats are, and the crews as people."""
    total, ashore = count_of(head, "crew_total"), count_of(head, "crew_ashore")
    aboard, unknown = count_of(head, "crew_aboard"), count_of(head, "crew_unknown")
    breach = count_of(head, "aboard_in_port_count")
    lost = count_of(head, "out_of_contact_count")
    boats = [
        Tile(
            _("海上"),
            whole(count_of(head, "at_sea_count")),
            _("返航中 {n} 艘").format(n=whole(count_of(head, "homebound_count"))),
        ),
        Tile(_("失联"), whole(lost), _("艘"), "late" if lost else "done"),
    ]
    crews = [
        Tile(
            _("船员上岸"),
            whole(ashore),
            _("人"),
            "done" if total and ashore == total else "soon",
            of=whole(total),
        ),
        Tile(_("船员在船"), whole(aboard), _("人"), "soon" if aboard else "done"),
        Tile(_("船员情况未报"), whole(unknown), _("人"), "soon" if unknown else "done"),
        Tile(_("在港未离船"), whole(breach), _("艘,应劝离上岸"), "late" if breach else "done", is_wide=True),
    ]
    return boats, crews


def aboard_in_port(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Boats in port whose crew is still aboard."""
    return rows["is_aboard_in_port"].astype(bool)


VESSELS = Subject(
    folder="vessels",
    subject="vessel",
    done_title=N_("船舶回港"),
    left_title=N_("未回港船舶"),
    unit=N_("艘"),
    category_kind="vessel",
    category_title=N_("按船型"),
    shape=Shape.BOAT,
    facets=(
        Facet("berth", N_("船")),
        Facet("crew", N_("船员"), N_("船员人数"), "crew_persons", listed_column="crew_count"),
    ),
    columns=(
        Column("name", N_("船名")),
        Column("status", N_("船"), Kind.STATUS, "berth"),
        *CLOCK_COLUMNS,
        Column("crew_status", N_("船员"), Kind.STATUS, "crew"),
        Column("crew_persons", N_("人数"), Kind.NUMBER),
        Column("category", N_("船型"), Kind.CATEGORY),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("since", N_("自"), Kind.TIME),
        Column("last_recorded_at", N_("末次记录"), Kind.TIME),
        Column("officer_name", N_("责任人姓名"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
    ),
    card=(
        Column("object_id", N_("编号")),
        Column("category", N_("船型"), Kind.CATEGORY),
        Column("length_m", N_("船长(米)"), Kind.NUMBER),
        Column("crew_count", N_("名册船员"), Kind.NUMBER),
        Column("harbour_name", N_("母港")),
        Column("positioned_at", N_("最近船位"), Kind.TIME),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("owner_name", N_("船东"), Kind.NAME),
        Column("owner_phone", N_("船东电话"), Kind.PHONE),
        Column("officer_name", N_("责任人姓名"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("deputy_name", N_("替岗人"), Kind.NAME),
        Column("deputy_phone", N_("替岗电话"), Kind.PHONE),
    ),
    views=(
        View("left", N_("未回港"), "left"),
        View("aboard", N_("在港未离船"), keep=aboard_in_port),
        View("all", N_("全部")),
    ),
    tiles=tiles,
    extras=draw_turning,
    way=way_layer,
    shows_positions=True,
)
