"""The empty lists to download: one line each says what it is and what it must hold."""

from functools import partial

import streamlit as st

from stormdesk.door.export import Leaving, Thing
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.report.table_file import WORKBOOK_TYPE
from stormdesk.ui.data.returning import spoken
from stormdesk.ui.data.workbooks import template_workbook
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _, language

PER_ROW = 3


def draw_forms(page: Page) -> None:
    """Draw every list's template with its line."""
    known = list(known_lists(page.desk.settings).values())
    st.caption(_("模板带下拉选项、填表说明和一行示例;列的次序可以改,自己的表格不必照抄模板。"))
    say = spoken()
    for start in range(0, len(known), PER_ROW):
        for described, spot in zip(known[start : start + PER_ROW], st.columns(PER_ROW), strict=False):
            with spot:
                name = described.name(language())
                offer = Offer(
                    leaving=Leaving.TEMPLATE,
                    thing=Thing.LISTS,
                    sheet=described.code,
                    name=f"{name}.xlsx",
                    mime=WORKBOOK_TYPE,
                )
                make = partial(template_workbook, described, page.county, language(), say)
                key = f"data-form-{described.code}"
                draw_offer(name, offer, partial(Ready, None, make), key=key, width="stretch")
                draw_template("storm_note", text=_about(described))


def _about(described: ListDescription) -> str:
    required = [field.title(language()) for field in described.fields if field.required]
    return _("{n} 列;必填:{required}").format(n=len(described.fields), required=" · ".join(required) or "—")
