"""Who is signed in at a shelter, masked."""

import pandas as pd
import streamlit as st

from stormdesk.domain.masking import mask_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.subjects.description import Row
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.words import beijing, plain
from stormdesk.ui.text import _, named


def draw_guests(page: Page, row: Row) -> None:
    """Draw who is at one shelter by roster, the latest first."""
    guests = page.ask("shelters/guests", shelter_id=row["object_id"])
    persons = int(guests["persons"].sum())
    with st.expander(_("名册登记在此:{n} 人").format(n=whole(persons)), expanded=False):
        if guests.empty:
            st.caption(_("没有人登记在此。"))
            return
        categories = page.ask("reference/categories").query("kind == 'evacuation'")
        names = dict(zip(categories["category"], categories[named()], strict=True))
        found = mappings(guests)
        shown = pd.DataFrame(
            {
                _("姓名"): [_masked(guest["name"]) for guest in found],
                _("类别"): [names.get(str(guest["category"]), "—") for guest in found],
                _("村(社区)"): [_village(page, guest) for guest in found],
                _("人数"): guests["persons"].to_numpy(),
                _("自"): beijing(guests["since"]).to_numpy(),
            }
        )
        key = f"shelters-guests-{row['object_id']}"
        _draw_table(shown, key)
        title = _("登记在此") + f" · {plain(row['name']) or row['object_id']}"
        with st.container(horizontal=True):
            draw_downloads(page, title, shown, key=key)


def _draw_table(shown: pd.DataFrame, key: str) -> None:
    time = st.column_config.DatetimeColumn(_("自"), format="MM-DD HH:mm")
    st.dataframe(shown, hide_index=True, key=key, column_config={_("自"): time})


def _masked(name: object) -> str:
    return (mask_name(name) or "—") if isinstance(name, str) else "—"


def _village(page: Page, guest: Row) -> str:
    code = guest["village_code"] if isinstance(guest["village_code"], str) else guest["township_code"]
    return page.area_name(code) if isinstance(code, str) else "—"
