"""Which storm is looked at, and at which moment: the page's, or one of its own outside the page's time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stormdesk.domain.moment import BEIJING, Moment, parse_instant, show_instant
from stormdesk.errors import BadMoment
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.storm_line import storm_name
from stormdesk.ui.text import _

SLIDER_STEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One storm with its life (first to last sound fix) and the moment at which it is looked at."""

    storm_id: str
    first_at: datetime
    last_at: datetime
    moment: Moment
    is_own_moment: bool


def choose_scene(page: Page, places: Sequence[DeltaGenerator]) -> Scene | None:
    """Draw the choice of storm and, where it needs one, of its own moment; None when there is no storm."""
    storms = page.desk.store.frame("storm/list").set_index("storm_id")
    if storms.empty:
        draw_template("empty", text=_("还没有台风资料。请导入台风文件。"))
        return None
    left, right = places
    with left:
        storm_id = _choose_storm(page, storms)
    life = (_instant(storms, storm_id, "first_at"), _instant(storms, storm_id, "last_at"))
    moment, is_own = _moment(page, storm_id, life)
    if is_own:
        with right:
            _draw_slider(storm_id, life, moment.as_of)
        draw_template("banner", text=_own_moment_text(page, moment), is_trouble=False)
    return Scene(storm_id=storm_id, first_at=life[0], last_at=life[1], moment=moment, is_own_moment=is_own)


def _choose_storm(page: Page, storms: pd.DataFrame) -> str:
    known = [str(storm_id) for storm_id in storms.index]
    asked = chosen("storm")
    current = next((it for it in (asked, page.shown_storm_id) if it in known), known[0])
    picked = st.selectbox(
        _("台风"),
        known,
        index=known.index(current),
        format_func=lambda storm_id: _label(page, storm_id),
        key=f"storm-choice-{current}",
    )
    if picked != current:
        choose(storm=picked, at=None, issue=None)
    return picked


def _label(page: Page, storm_id: str) -> str:
    name = storm_name(page, storm_id)
    return " · ".join([name, _("本次响应")]) if storm_id == page.storm_id else name


def _instant(storms: pd.DataFrame, storm_id: str, column: str) -> datetime:
    return pd.Timestamp(storms.loc[storm_id, column]).to_pydatetime().astimezone(UTC)  # type: ignore[arg-type]


def _moment(page: Page, storm_id: str, life: tuple[datetime, datetime]) -> tuple[Moment, bool]:
    """Return the page's moment for the response's own storm or one that lives then, else an own one."""
    if storm_id == page.storm_id or life[0] <= page.moment.as_of <= life[1]:
        return page.moment, False
    at = min(max(_asked() or life[1], life[0]), _slider_end(life))
    return Moment(page.moment.operation_id, at, at), True


def _asked() -> datetime | None:
    try:
        return parse_instant(chosen("at") or "")
    except BadMoment:
        return None


def _slider_end(life: tuple[datetime, datetime]) -> datetime:
    steps = -(-(life[1] - life[0]) // SLIDER_STEP)
    return life[0] + steps * SLIDER_STEP


def _draw_slider(storm_id: str, life: tuple[datetime, datetime], at: datetime) -> None:
    if life[0] == life[1]:
        return
    key = f"storm-moment-{storm_id}"
    st.session_state[key] = at.astimezone(BEIJING).replace(tzinfo=None)

    def moved() -> None:
        choose(at=show_instant(st.session_state[key].replace(tzinfo=BEIJING)), issue=None)

    st.slider(
        _("看这个台风的时刻(北京时间)"),
        min_value=life[0].astimezone(BEIJING).replace(tzinfo=None),
        max_value=_slider_end(life).astimezone(BEIJING).replace(tzinfo=None),
        step=SLIDER_STEP,
        format="YYYY-MM-DD HH:mm",
        key=key,
        on_change=moved,
    )


def _own_moment_text(page: Page, moment: Moment) -> str:
    text = _("这个台风不在页面时刻({page_at})活动,本页按它自己的时刻 {own_at} 显示;页头和其他页面不变。")
    return text.format(
        page_at=clock_time(page.moment.as_of, "%Y-%m-%d %H:%M"),
        own_at=clock_time(moment.as_of, "%Y-%m-%d %H:%M"),
    )
