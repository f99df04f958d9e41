"""The clock on an object's card: each task's latest start and end, and how they came about."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.ui.clock.column import clock_ids, subject_work
from stormdesk.ui.clock.explanation import draw_explanation
from stormdesk.ui.clock.tally import until
from stormdesk.ui.clock.words import hazard_word, left_words, marked, no_clock_word, rule_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw
from stormdesk.ui.subjects.description import Row, Subject
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.words import plain
from stormdesk.ui.text import _


def draw_clock(page: Page, subject: Subject, row: Row) -> None:
    """Draw the clocks of one object, and on demand how each came about."""
    work = subject_work(page, subject)
    key = clock_ids(pd.DataFrame([row]), subject).iloc[0]
    mine = work[work["subject_id"] == key]
    tasks = mappings(mine.assign(until=until(mine, page.moment.as_of)))
    if not tasks:
        return
    draw("clock_card", tasks=[task_words(page, task) for task in tasks])
    with st.expander(_("这个时限是怎么算出来的")):
        for task in tasks:
            draw_explanation(page, subject.subject, str(task["facet"]), str(key))


def task_words(page: Page, task: Mapping[str, Any]) -> dict[str, str]:
    """One task as the template draws it."""
    as_of = page.moment.as_of
    refuge = plain(task["refuge_name"])
    return {
        "rule": rule_name(page.county, task["rule_code"]),
        "state": str(task["state"]),
        "state_words": marked(task["state"]),
        "start_by": clock_time(task["start_by"]),
        "finish_by": clock_time(task["finish_by"]),
        "left": left_words(task["until"], as_of),
        "why": no_clock_word(task["no_clock"])
        or f"{hazard_word(task['hazard'])} {clock_time(task['hazard_at'])}",
        "refuge": _("可改去 {name}").format(name=refuge) if refuge else "",
    }
