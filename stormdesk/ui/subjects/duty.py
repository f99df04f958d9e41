"""The responsible persons: who is on post, and above all where nobody is."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from stormdesk.domain.county_rows import Tier
from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.vocabulary import N_
from stormdesk.outlook.silence import UnitSilence, silence_at
from stormdesk.ui.clock.column import CLOCK_COLUMNS
from stormdesk.ui.maps import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import duration, whole
from stormdesk.ui.silence.marks import cause_name
from stormdesk.ui.subjects.description import Column, Facet, Kind, Row, Subject, Tile, View
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.tiles import count_of
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _

_TIERS = {"county": N_("市级"), "township": N_("乡镇级"), "village": N_("村级"), "grid": N_("网格")}


def tiles(page: Page, head: Row) -> Sequence[Sequence[Tile]]:
    """Who has not answered, who cannot be reached, and what that leaves without anybody."""
    lost, empty = count_of(head, "trouble_count"), len(page.ask("duty/empty_villages"))
    quiet = len(silent_villages(page))
    uncovered = count_of(head, "uncovered_count")
    calls = [
        Tile(
            _("已通知,未到岗"),
            whole(count_of(head, "notified_count")),
            _("已应答 {n} 人").format(n=whole(count_of(head, "acknowledged_count"))),
        ),
        Tile(_("失联"), whole(lost), _("人"), "late" if lost else "done"),
    ]
    holes = [
        Tile(_("无人在岗的村"), whole(empty), _("个"), "late" if empty else "done"),
        Tile(_("静默的村"), whole(quiet), _("超时未报"), "late" if quiet else "done"),
        Tile(_("无人替岗"), whole(uncovered), _("未到岗且无替岗人在岗"), "soon" if uncovered else "done"),
    ]
    return calls, holes


def silent_villages(page: Page) -> tuple[UnitSilence, ...]:
    """The villages in scope that owe a word and have not sent it, the longest silence first."""
    return silence_at(page.desk, page.moment, area_code=page.area_code).silent(Tier.VILLAGE)


def uncovered(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Persons who are not on post and whose deputy is not either, or who have none."""
    return ~rows["progress"].isin(["done", "over"]) & (rows["deputy_status"] != "on_post")


def lost(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Persons who cannot be reached."""
    return rows["status"] == "unreachable"


def draw_holes(page: Page) -> None:
    """Draw what lies beside single posts: empty villages, silent villages, phones on several posts, tiers."""
    st.subheader(_("村、电话与层级"), anchor=False)
    holes: dict[str, tuple[str, Callable[[Page], pd.DataFrame]]] = {
        "empty": (_("无人在岗的村"), empty_villages),
        "silent": (_("静默的村"), silences),
        "phones": (_("一号多岗"), shared_phones),
        "tiers": (_("按层级"), by_tier),
    }
    picked = st.segmented_control(
        _("缺口"),
        list(holes),
        default="empty",
        required=True,
        format_func=lambda name: holes[name][0],
        label_visibility="collapsed",
        key="duty-holes",
    )
    title, look = holes[picked or "empty"]
    table = look(page)
    if table.empty:
        draw_template("empty", text=_("没有。"))
        return
    st.dataframe(table, hide_index=True, key=f"duty-hole-{picked}")
    with st.container(horizontal=True):
        draw_downloads(page, title, table, key=f"duty-hole-{picked}")


def empty_villages(page: Page) -> pd.DataFrame:
    """Villages where nobody is on post, with how many are listed and how many have not reported."""
    found = page.ask("duty/empty_villages")
    return pd.DataFrame(
        {
            _("乡镇"): [page.area_name(code) for code in found["township_code"]],
            _("村(社区)"): [page.area_name(code) for code in found["village_code"]],
            _("责任人"): found["total"],
            _("未报"): found["unknown_count"],
            _("失联"): found["trouble_count"],
        }
    )


def silences(page: Page) -> pd.DataFrame:
    """Silent villages with their last word, how long it is overdue, and what they have in common."""
    found = silent_villages(page)
    last = pd.Series([unit.last_word_at for unit in found], dtype="datetime64[ns, UTC]")
    return pd.DataFrame(
        {
            _("乡镇"): [page.area_name(unit.township_code) for unit in found],
            _("村(社区)"): [page.area_name(unit.code) for unit in found],
            _("末次上报"): beijing(last),
            _("已超时"): [
                duration(page.moment.as_of - unit.due_at) if unit.due_at else "?" for unit in found
            ],
            _("共同原因"): [cause_name(page, unit.cause) for unit in found],
        }
    )


def shared_phones(page: Page) -> pd.DataFrame:
    """Phones that stand for several persons, or for one person on several posts."""
    found = page.ask("duty/shared_phones")
    return pd.DataFrame(
        {
            _("电话"): [mask_phone(phone) for phone in found["phone"]],
            _("岗位数"): found["post_count"],
            _("姓名"): ["、".join(mask_name(name) or "—" for name in names) for names in found["names"]],
            _("乡镇"): [
                "、".join(page.area_name(code) for code in codes) for codes in found["township_codes"]
            ],
            _("在岗"): found["on_post_count"],
        }
    )


def by_tier(page: Page) -> pd.DataFrame:
    """On post, left, unreported and unreachable by tier."""
    counts = ["total", "done", "left_count", "unknown_count", "trouble_count"]
    found = page.ask("duty/by_category").groupby("tier", dropna=False)[counts].sum()
    found = found.reindex([tier for tier in _TIERS if tier in found.index])
    table = found.reset_index().assign(tier=[_(_TIERS[tier]) for tier in found.index])
    return table.set_axis([_("层级"), _("总数"), _("在岗"), _("未到岗"), _("未报"), _("失联")], axis=1)


DUTY = Subject(
    folder="duty",
    subject="responsible_person",
    done_title=N_("责任人到岗"),
    left_title=N_("未到岗责任人"),
    unit=N_("人"),
    category_kind="role",
    category_title=N_("按岗位"),
    shape=Shape.CIRCLE,
    facets=(Facet("duty", N_("到岗")),),
    columns=(
        Column("name", N_("姓名"), Kind.NAME),
        Column("status", N_("到岗"), Kind.STATUS, "duty"),
        *CLOCK_COLUMNS,
        Column("category", N_("岗位"), Kind.CATEGORY),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("since", N_("自"), Kind.TIME),
        Column("last_recorded_at", N_("末次记录"), Kind.TIME),
        Column("deputy_name", N_("替岗人"), Kind.NAME),
        Column("deputy_status", N_("替岗人到岗"), Kind.STATUS, "duty"),
    ),
    card=(
        Column("object_id", N_("编号")),
        Column("category", N_("岗位"), Kind.CATEGORY),
        Column("post_name", N_("职务")),
        Column("township_code", N_("乡镇"), Kind.AREA),
        Column("village_code", N_("村(社区)"), Kind.AREA),
        Column("officer_phone", N_("电话"), Kind.PHONE),
        Column("deputy_name", N_("替岗人"), Kind.NAME),
        Column("deputy_phone", N_("替岗电话"), Kind.PHONE),
        Column("deputy_status", N_("替岗人到岗"), Kind.STATUS, "duty"),
    ),
    views=(
        View("left", N_("未到岗"), "left"),
        View("lost", N_("失联"), "left", lost),
        View("uncovered", N_("无人替岗"), "left", uncovered),
        View("all", N_("全部")),
    ),
    tiles=tiles,
    extras=draw_holes,
)
