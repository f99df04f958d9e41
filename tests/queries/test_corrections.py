"""Whoever reads reports themselves: what is corrected or withdrawn does not count once that is known."""

from collections.abc import Callable

import pandas as pd

from stormdesk.domain.event import Event
from stormdesk.store import Ledger

Ask = Callable[..., pd.DataFrame]
Tell = Callable[..., Event]


def test_feed_and_late_reports_leave_out_what_was_taken_back(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    reports = [
        tell("vessel.berth", "in_port", "v1", h=1.0),
        tell("vessel.berth", "in_port", "v2", h=1.1, known_h=2.5),
    ]
    ledger.record_from_source(reports)
    assert ask("wall/feed", h=3)["event_count"].sum() == 2
    assert len(ask("replay/late", h=2, known_h=5)) == 1
    ledger.record_from_source(
        [
            tell("vessel.berth", "withdrawn", "v1", h=1.0, known_h=4, corrects=reports[0].event_id),
            tell("vessel.berth", "homebound", "v2", h=1.1, known_h=4, corrects=reports[1].event_id),
        ]
    )
    assert ask("wall/feed", h=3)["event_count"].sum() == 2
    assert ask("wall/feed", h=5).empty
    late = ask("replay/late", h=2, known_h=5)
    assert late[["subject_id", "status"]].to_numpy().tolist() == [["v2", "homebound"]]


def test_a_history_tells_who_took_a_report_back(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    wrong = tell("vessel.berth", "in_port", "v1", h=1)
    gone = tell("vessel.berth", "withdrawn", "v1", h=1, known_h=3, corrects=wrong.event_id, actor="Q")
    ledger.record_from_source([wrong, gone])
    of_v1 = {"subject": "vessel", "object_id": "v1"}
    before = ask("objects/history", h=2, **of_v1)
    assert before["by_event_id"].isna().all()
    after = ask("objects/history", h=4, **of_v1).set_index("event_id")
    assert after.loc[wrong.event_id, "by_event_id"] == gone.event_id
    assert after.loc[wrong.event_id, "by_actor"] == "Q"
    assert ask("phone/present", h=4, **of_v1).empty
    assert ask("phone/present", h=2, **of_v1)["status"].tolist() == ["in_port"]
