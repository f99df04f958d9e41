"""The evacuation: who should move, who has, where they are now, and whose accounts differ."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from stormdesk.domain.accounts import demands
from stormdesk.domain.vocabulary import N_, Account
from stormdesk.ui.clock.column import CLOCK_COLUMNS
from stormdesk.ui.maps import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, duration, whole
from stormdesk.ui.subjects.description import Column, Facet, Kind, Row, Subject, Tile, TileState, View
from stormdesk.ui.subjects.evacuation_accounts import account_lines, draw_accounts
from stormdesk.ui.subjects.evacuation_breakdown import draw_evacuation_breakdown
from stormdesk.ui.subjects.evacuation_left import draw_left_by_place
from stormdesk.ui.subjects.evacuation_pace import draw_pace
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.tiles import count_of, pace_tile
from stormdesk.ui.subjects.words import object_name, words
from stormdesk.ui.text import _


def lead(page: Page, head: Row, trend: pd.DataFrame, due_at: datetime | None) -> Sequence[Tile]:
    """Moved of all who should, what is left, how fast it goes, and the time there is."""
    target, moved, moves = (count_of(head, name) for name in ("target", "moved", "moves"))
    left, refused = count_of(head, "left_count"), count_of(head, "refused")
    share = _("{share}%").format(share=100 * moved // target)
    twice = _("共 {n} 人次").format(n=whole(moves)) if moves != moved else _("人次相同")
    state: TileState = "late" if refused else "soon" if left else "done"
    note = _("其中拒绝 {n} 人").format(n=whole(refused)) if refused else _("人")
    return [
        Tile(_("已转移(人)"), whole(moved), f"{share} · {twice}", state, of=whole(target), is_wide=True),
        Tile(_("未转移"), whole(left), note, state),
        rate_tile(page, head, trend, due_at),
        deadline_tile(page.moment.as_of, due_at, left),
    ]


def rate_tile(page: Page, head: Row, trend: pd.DataFrame, due_at: datetime | None) -> Tile:
    """How fast people move and when the rest would be moved; a handful of reports makes no rate."""
    rate = mappings(page.ask("evacuation/rate"))[0]
    reports = count_of(rate, "reports_1h")
    if count_of(head, "left_count") and 0 < reports < FEWEST_REPORTS:
        note = _("近 1 小时只有 {n} 条记录,不足以推算").format(n=reports)
        return Tile(_("进度"), f"+{whole(rate['moved_1h'])}", note, is_wide=True)
    return pace_tile(trend, head, due_at)


def deadline_tile(as_of: datetime, due_at: datetime | None, left: int) -> Tile:
    """The time left until the deadline; a question mark where nothing known tells it."""
    if due_at is None:
        return Tile(_("转移时限"), "?", _("现有预报不足以推算"))
    spare = due_at - as_of
    note = clock_time(due_at)
    if not left:
        return Tile(_("转移时限"), note, _("已全部转移"), "done")
    if spare < timedelta(0):
        return Tile(_("转移时限"), _("超 {time}").format(time=duration(-spare)), note, "late")
    return Tile(_("转移时限"), duration(spare), note, "soon" if spare < timedelta(hours=3) else "plain")


def tiles(page: Page, head: Row) -> Sequence[Sequence[Tile]]:
    """Where the people are now, who is back without leave, and how many figures need explaining."""
    back, again = count_of(head, "unauthorised"), count_of(head, "again")
    owed = len(demands(account_lines(page)))
    places = [
        Tile(_("在外安置"), whole(count_of(head, "away_now")), _("人,现在")),
        Tile(_("集中安置"), whole(count_of(head, "in_shelter")), _("人")),
        Tile(_("投亲靠友"), whole(count_of(head, "with_relatives")), _("人")),
        Tile(_("其他安置"), whole(count_of(head, "elsewhere")), _("人")),
        Tile(_("准予返回"), whole(count_of(head, "cleared")), _("人,尚未返回")),
        Tile(_("已返回"), whole(count_of(head, "returned")), _("人")),
        Tile(
            _("擅自返回"),
            whole(back),
            _("另 {n} 人再次转移中").format(n=whole(again)) if again else _("人"),
            "late" if back else "done",
        ),
        Tile(_("三本账待说明"), whole(owed), _("处差异"), "late" if owed else "done"),
    ]
    return [], places


def draw_household(page: Page, row: Row) -> None:
    """Draw who belongs to the same household, crew or group, and how each stands."""
    members = mappings(page.ask("evacuation/household", object_id=row["object_id"]))
    if len(members) < 2:
        return
    known = words(page, EVACUATION)
    draw(
        "evacuation_household",
        shown=[
            {
                "name": object_name(member["name"], str(member["object_id"]), EVACUATION),
                "status": known.status("move", member["status"]),
                "progress": known.progress_of("move", member["status"]) or "unknown",
                "is_one": member["object_id"] == row["object_id"],
            }
            for member in members[:HOUSEHOLD_SHOWN]
        ],
        count=len(members),
        more=max(len(members) - HOUSEHOLD_SHOWN, 0),
    )


def draw_extras(page: Page) -> None:
    """Draw the townships' pace, the three accounts, then what is left by cause and place."""
    draw_pace(page)
    draw_accounts(page)
    draw_left_by_place(page)


HOUSEHOLD_SHOWN = 40
FEWEST_REPORTS = 3
EVACUATION = Subject(
    folder="evacuation",
    subject="evacuee",
    done_title=N_("人员转移"),
    left_title=N_("未转移人员"),
    unit=N_("人"),
    category_kind="evacuation",
    category_title=N_("按类别"),
    shape=Shape.CIRCLE,
    facets=(
        Facet("move", N_("转移"), N_("人数"), "persons", listed_column="persons"),
        Facet("seen", N_("见到本人"), N_("人数"), "persons", Account.SEEN, "persons"),
    ),
    columns=(
        Column("name", N_("姓名"), Kind.NAME),
        Column("status", N_("转移"), Kind.STATUS, "move"),
        *CLOCK_COLUMNS,
        Column("category", N_("类别"), Kind.CATEGORY),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("persons", N_("人数"), Kind.NUMBER),
        Column("since", N_("自"), Kind.TIME),
        Column("officer_name", N_("村责任人"), Kind.NAME),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("last_recorded_at", N_("末次记录"), Kind.TIME),
    ),
    card=(
        Column("object_id", N_("编号")),
        Column("category", N_("类别"), Kind.CATEGORY),
        Column("persons", N_("人数"), Kind.NUMBER),
        Column("done_count", N_("转移次数"), Kind.NUMBER),
        Column("done_since", N_("首次转移"), Kind.TIME),
        Column("danger_place", N_("离开的地点")),
        Column("shelter_name", N_("安排的避灾场所")),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("phone", N_("电话"), Kind.PHONE),
        Column("officer_name", N_("村责任人"), Kind.NAME),
        Column("officer_phone", N_("村责任人电话"), Kind.PHONE),
        Column("township_officer_name", N_("乡镇责任人"), Kind.NAME),
        Column("township_officer_phone", N_("乡镇责任人电话"), Kind.PHONE),
    ),
    views=(
        View("left", N_("未转移"), "left_people"),
        View("returns", N_("擅自返回"), "returns"),
        View("unseen", N_("勾选未见到"), "unseen"),
        View("all", N_("全部")),
    ),
    tiles=tiles,
    lead=lead,
    breakdown=draw_evacuation_breakdown,
    card_extras=draw_household,
    extras=draw_extras,
    empty_text=N_("这一范围在本次响应中还没有列入应转移名单的人。"),
)
