"""The shelters: open or not, how full, in danger themselves, and whether the people in them are known."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from stormdesk.domain.occupancy import NEARLY_FULL
from stormdesk.domain.vocabulary import N_, Account
from stormdesk.ui.clock.column import CLOCK_COLUMNS
from stormdesk.ui.maps import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.subjects.description import Column, Facet, Kind, Row, Subject, Tile, TileState, View
from stormdesk.ui.subjects.shelters_breakdown import draw_shelters_breakdown
from stormdesk.ui.subjects.shelters_guests import draw_guests
from stormdesk.ui.subjects.shelters_room import draw_room, draw_ways
from stormdesk.ui.subjects.tiles import count_of, unknown_tile
from stormdesk.ui.text import _

_TIERS = {"county": N_("市级"), "township": N_("乡镇级"), "village": N_("村级")}
STALE_COUNT = timedelta(hours=4)


def lead(page: Page, head: Row, _trend: pd.DataFrame, _due_at: datetime | None) -> Sequence[Tile]:
    """Open of all, what is not open, how full the open ones are, and how old the last count is."""
    total, opened, closed = (count_of(head, name) for name in ("total", "done", "closed_count"))
    left = count_of(head, "left_count")
    note = _("已关闭 {n}").format(n=whole(closed)) if closed else _("处")
    state: TileState = "soon" if left else "done"
    return [
        Tile(_("避灾场所开放"), whole(opened), note, state, of=whole(total)),
        Tile(_("未开放"), whole(left), _("处"), state),
        unknown_tile(head, _("处")),
        _occupants(page, head),
    ]


def tiles(_page: Page, head: Row) -> Sequence[Sequence[Tile]]:
    """Free places, then what presses, and the people as signed in."""
    nearly, full = count_of(head, "nearly_full_count"), count_of(head, "full_count")
    risky = count_of(head, "at_risk_count")
    uncounted = count_of(head, "uncounted_count")
    free = Tile(_("空余床位"), whole(head["free_places"]), _("按末次清点"))
    others = [
        Tile(
            _("将满"),
            whole(nearly),
            _("处,≥{share}%").format(share=round(100 * NEARLY_FULL)),
            "late" if nearly else "done",
        ),
        Tile(_("已满"), whole(full), _("处"), "late" if full else "done"),
        Tile(_("自身有险"), whole(risky), _("处"), "late" if risky else "done"),
        Tile(_("未清点"), whole(uncounted), _("处,已开放"), "soon" if uncounted else "done"),
        Tile(_("名册登记入住"), whole(head["signed_in"]), _("人")),
        Tile(_("已关闭"), whole(count_of(head, "closed_count")), _("处")),
    ]
    return [free], others


def _occupants(page: Page, head: Row) -> Tile:
    if pd.isna(head["occupants"]):
        return Tile(_("入住(清点)"), "?", _("还没有清点"), is_wide=True)
    age = page.moment.as_of - head["counted_at"].to_pydatetime()
    note = _("末次清点 {n} 分钟前").format(n=whole(max(age, timedelta(0)) / timedelta(minutes=1)))
    return Tile(
        _("入住(清点)"),
        whole(head["occupants"]),
        note,
        "soon" if age > STALE_COUNT else "plain",
        of=whole(head["capacity"]),
        is_wide=True,
    )


def is_pressing(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Open shelters that are nearly full, full or overfull."""
    filled = rows["filled_share"].astype(float).fillna(0.0) >= NEARLY_FULL
    return (rows["progress"] == "done") & (filled | (rows["status"] == "full"))


def is_risky(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Shelters that are in danger themselves."""
    return rows["hazard_status"] == "at_risk"


def is_open(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Shelters that take people in, or did until they were full."""
    return rows["progress"] == "done"


def draw_card_extras(page: Page, row: Row) -> None:
    """Draw where else people can go, and who is signed in."""
    draw_ways(page, row)
    draw_guests(page, row)


SHELTERS = Subject(
    folder="shelters",
    subject="shelter",
    done_title=N_("避灾场所开放"),
    left_title=N_("未开放"),
    unit=N_("处"),
    category_kind="shelter_tier",
    category_title=N_("按级别"),
    categories=_TIERS,
    shape=Shape.HOUSE,
    facets=(
        Facet("service", N_("开放")),
        Facet("occupancy", N_("清点"), N_("在场人数"), "occupants", Account.SEEN, "capacity"),
        Facet("hazard", N_("自身安全")),
    ),
    columns=(
        Column("name", N_("名称")),
        Column("status", N_("开放"), Kind.STATUS, "service"),
        *CLOCK_COLUMNS,
        Column("occupants", N_("清点人数"), Kind.NUMBER),
        Column("capacity", N_("容量"), Kind.NUMBER),
        Column("free_places", N_("空余"), Kind.NUMBER),
        Column("hazard_status", N_("自身安全"), Kind.STATUS, "hazard"),
        Column("category", N_("级别"), Kind.CATEGORY),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("counted_at", N_("清点时间"), Kind.TIME),
        Column("since", N_("自"), Kind.TIME),
        Column("last_recorded_at", N_("末次记录"), Kind.TIME),
        Column("officer_name", N_("责任人"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
    ),
    card=(
        Column("object_id", N_("编号")),
        Column("category", N_("级别"), Kind.CATEGORY),
        Column("capacity", N_("容量"), Kind.NUMBER),
        Column("occupants", N_("清点人数"), Kind.NUMBER),
        Column("free_places", N_("空余"), Kind.NUMBER),
        Column("counted_at", N_("清点时间"), Kind.TIME),
        Column("is_certified", N_("安全鉴定")),
        Column("has_video", N_("视频")),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("manager_name", N_("管理员"), Kind.NAME),
        Column("manager_phone", N_("管理员电话"), Kind.PHONE),
        Column("officer_name", N_("责任人"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("deputy_name", N_("替岗人"), Kind.NAME),
        Column("deputy_phone", N_("替岗电话"), Kind.PHONE),
    ),
    views=(
        View("left", N_("未开放"), "left"),
        View("pressing", N_("将满、已满"), keep=is_pressing),
        View("risky", N_("自身有险"), keep=is_risky),
        View("open", N_("已开放"), keep=is_open),
        View("all", N_("全部")),
    ),
    lead=lead,
    breakdown=draw_shelters_breakdown,
    tiles=tiles,
    card_extras=draw_card_extras,
    extras=draw_room,
)
