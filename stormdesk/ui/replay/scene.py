"""Which operation is replayed, over which span, and with how much of hindsight."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import TOWNSHIP_DIGITS
from stormdesk.domain.moment import show_instant
from stormdesk.domain.timeline import Axis
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose
from stormdesk.ui.storm.sheet import instant
from stormdesk.ui.text import _, named
from stormdesk.ui.tools import last_known

# How old the picture of a running operation may be.
FRESH_MIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The span of the cursor, where it stands, and the last instant of knowledge there is."""

    axis: Axis
    at: datetime
    known_last_at: datetime
    is_hindsight: bool
    is_open: bool


def choose_operation(page: Page) -> Scene | None:
    """Draw the choice of operation and return its scene; None when there is no operation."""
    known = page.desk.store.frame("operation/list")
    same = known[known["kind"] == page.operation.get("kind")]
    if same.empty:
        draw_template("empty", text=_("还没有可以回放的响应或演练。"))
        return None
    names = {str(row["operation_id"]): str(row[named()]) for row in same.to_dict("records")}
    options, current = list(names), page.moment.operation_id
    picked = st.selectbox(
        _("回放哪一场"),
        options,
        index=options.index(current),
        format_func=lambda operation_id: names[operation_id],
        key=f"replay-operation-{current}",
    )
    if picked != current:
        _go_to(page, picked, same)
    return _scene(page)


def stamp_of(page: Page, scene: Scene) -> tuple[object, ...]:
    """What a closed operation's course depends on; that of a running one is made anew every few minutes."""
    if scene.is_open:
        now = page.desk.now()
        return (now.replace(minute=now.minute - now.minute % FRESH_MIN, second=0, microsecond=0),)
    told = page.ask("replay/told")
    return (*map(str, told.iloc[0]), str(page.operation.get("forgotten_at")))


def _go_to(page: Page, operation_id: str, operations: pd.DataFrame) -> None:
    """Stand at the beginning of another operation, or at the clock for the one that it shows."""
    opened_at = operations.set_index("operation_id").loc[operation_id, "opened_at"]
    if operation_id == page.clock.operation_id:
        choose(op=None, t=None, known=None)
    else:
        choose(op=operation_id, t=show_instant(pd.Timestamp(opened_at).to_pydatetime()), known=None)  # type: ignore[arg-type]
    st.rerun()


def _scene(page: Page) -> Scene:
    opened_at = instant(page.operation["opened_at"]) or page.moment.as_of
    closed_at = instant(page.operation["closed_at"])
    axis = Axis(starts_at=opened_at.astimezone(UTC), ends_at=closed_at or _next_hour(page.desk.now()))
    return Scene(
        axis=axis,
        at=axis.held_within(page.moment.as_of),
        known_last_at=last_known(page) if closed_at else axis.ends_at,
        is_hindsight=page.moment.known_at > page.moment.as_of,
        is_open=closed_at is None,
    )


def _next_hour(at: datetime) -> datetime:
    """Return the next whole hour, so that an open operation's axis grows once an hour."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def scope_name(page: Page) -> str:
    """Whose numbers the page shows."""
    own = page.visitor.held_to
    if own is not None and page.area_code == own:
        return _("本村(社区)") if len(own) > TOWNSHIP_DIGITS else _("本乡镇(街道)")
    return page.area_name(page.area_code) if page.area_code else _("全市")


def tell_state(page: Page, scene: Scene) -> None:
    """Say what a viewer must know of the operation: that it still runs, or that its people are forgotten."""
    st.caption(_("“逾期”按当时所告的时限算;评估对照按大风实到的时限算,两页的数因此不同。"))
    if scene.is_open:
        st.caption(_("响应仍在进行:图每 {minutes} 分钟更新一次,时限按整点推算。").format(minutes=FRESH_MIN))
    if instant(page.operation.get("forgotten_at")) is not None:
        st.caption(_("这场响应的个人信息已销毁:编号是化名,数量、时刻和先后与当时相同。"))
