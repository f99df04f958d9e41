"""Who a record may name: the county's responsible persons, and whoever proposed or decided before."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from stormdesk.domain.decisions import same_person
from stormdesk.domain.masking import mask_name
from stormdesk.ui.actors import actor_name
from stormdesk.ui.page import Page
from stormdesk.ui.storm.sheet import text
from stormdesk.ui.text import _, language

HEAD_ROLE = "county_commander"


@dataclass(frozen=True, slots=True)
class Deciders:
    """Names on screen by identifier; full names only to recognise one that is typed."""

    labels: dict[str, str]
    names: dict[str, str]
    heads: tuple[str, ...]

    def label(self, decider: str) -> str:
        """How a person or post is shown; an account by its name, whoever is on no list as typed."""
        return self.labels.get(decider) or actor_name(decider)

    def known(self, typed: str | None) -> str:
        """The identifier of somebody chosen or typed; a name on the list is the person on the list."""
        wanted = (typed or "").strip()
        if wanted in self.labels:
            return wanted
        found = (key for key, name in self.names.items() if same_person(name, wanted) and wanted)
        return next(found, wanted)


def deciders(page: Page) -> Deciders:
    """Return who may propose and decide at the page's moment."""
    found = page.ask("response/deciders").to_dict("records")
    roles = {role.code: role.name(language()) for role in page.county.duty_roles}
    labels, names, heads = {}, {}, []
    for row in found:
        key = str(row["decider"])
        post = text(row["post_name"]) or roles.get(text(row["role_code"]), "")
        labels[key] = f"{post} {mask_name(text(row['name'])) or ''}".strip() or actor_name(key)
        if text(row["name"]):
            names[key] = text(row["name"])
        if row["role_code"] == HEAD_ROLE:
            heads.append(key)
    return Deciders(_told_apart(labels), names, tuple(heads))


def _told_apart(labels: dict[str, str]) -> dict[str, str]:
    """Add the identifier where two persons would look the same."""
    counts = pd.Series(labels, dtype=object).value_counts()
    return {key: f"{label} ({key})" if counts[label] > 1 else label for key, label in labels.items()}


def choose_decider(title: str, known: Deciders, *, key: str) -> str:
    """Draw the choice of a person; whoever is on no list can be typed."""
    picked = st.selectbox(
        title,
        list(known.labels),
        index=None,
        placeholder=_("从名册选择,或写明职务和姓名"),
        format_func=known.label,
        accept_new_options=True,
        key=key,
    )
    return known.known(picked)
