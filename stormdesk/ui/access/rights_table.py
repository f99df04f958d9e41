"""The table of rights in words: what each role may do with each thing, to read and to print."""

from typing import Any

from stormdesk.domain.access.records import Action, Role
from stormdesk.ui.access.words import ACTIONS, grant_words, role_name
from stormdesk.ui.audit.words import thing_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _


def draw_rights(page: Page) -> None:
    """Draw the whole table, one block for each action, and what holds whatever it says."""
    rows = page.desk.office.rights.rows
    blocks: list[dict[str, Any]] = [
        {
            "title": _(ACTIONS[action]),
            "rows": [
                {
                    "thing": thing_words(row.thing, action),
                    "cells": [
                        {"grant": str(row.grants[role]), "said": grant_words(row.grants[role], role)}
                        for role in Role
                    ],
                }
                for row in rows
                if row.action is action
            ],
        }
        for action in Action
    ]
    roles = [{"name": role_name(role), "is_mine": role is page.visitor.role} for role in Role]
    draw_template("access_rights", blocks=blocks, roles=roles)
