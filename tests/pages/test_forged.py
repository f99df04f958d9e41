"""Whatever changes something asks for the right itself: a forged press meets the same door as a drawn one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.access.records import Action, Role, Visitor
from stormdesk.domain.event import Event
from stormdesk.domain.feed import FeedKind
from stormdesk.domain.moment import Moment
from stormdesk.errors import NotAllowed, NotSignedIn, StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox_shelf import Held
from stormdesk.ingest.lists.model import Decision
from stormdesk.ingest.sources import Source, all_sources
from stormdesk.ui import tools
from stormdesk.ui.asgi.cookie import SESSION
from stormdesk.ui.asgi.passage import asker
from stormdesk.ui.data import backups, own_boundaries, pairs, quarantine, source_form, tokens, undoing
from stormdesk.ui.desk import office
from stormdesk.ui.page import Page
from stormdesk.ui.storm import importing as storm_file
from stormdesk.ui.visitor import enter

NOW = datetime(2022, 9, 13, tzinfo=UTC)
TIDE = Source(source_id="tide-2", name_zh="潮位", name_en="Tide", kinds=frozenset({FeedKind.READINGS}))
HELD = Held("2022-09-13", "a.csv", "s", "", None, 1, ())
SignIn = Callable[..., Visitor]


def said(subject: str, facet: str, status: str, **more: object) -> Event:
    """Something that a person enters."""
    facts: dict[str, object] = {
        "event_id": f"{subject}-1",
        "operation_id": "drill",
        "subject": subject,
        "subject_id": "x",
        "facet": facet,
        "status": status,
        "happened_at": NOW,
        "recorded_at": NOW,
        "source": "form",
        "actor": "somebody",
    }
    return Event(**(facts | more))  # type: ignore[arg-type]


DEEDS: dict[str, Callable[[Page], object]] = {
    "clock": lambda page: tools._set_clock(page, page.clock),
    "source": lambda page: source_form._set(page, TIDE),
    "switch": lambda page: source_form._switch(page, "tide-2", is_active=False),
    "token": lambda page: tokens._make(page, "tide-2"),
    "revoke": lambda page: tokens._revoke(page, "tide-2"),
    "boundaries": own_boundaries._leave,
    "backup": lambda page: backups._back_up(page, ("backup", NOW)),
    "restore": lambda page: backups._restore(page, ("restore", NOW, "b", Path("b"))),
    "undo": lambda page: undoing._undo(page, "i1"),
    "merge": lambda page: pairs._decide(page, "vessel", ("a", "b"), Decision.APART, "x"),
    "retry": lambda page: quarantine._retry(page, HELD),
    "discard": lambda page: quarantine._discard(page, HELD),
    "storm": lambda page: storm_file.take_in(page, "a.csv", b""),
    "bundle": lambda page: page.desk.desk_for(Action.EXPORT, "bundle"),
    "site": lambda page: page.desk.record([said("site", "work", "stopped")]),
    "propose": lambda page: page.desk.record(
        [said("response", "proposal", "proposed", subject_id="typhoon", category="4")]
    ),
    "level": lambda page: page.desk.record(
        [said("response", "level", "in_force", subject_id="typhoon", category="4")]
    ),
    "emergency": lambda page: page.desk.record([said("response", "emergency", "declared")]),
    "fact": lambda page: page.desk.record([said("log", "entry", "noted")]),
    "find": lambda page: page.desk.finder,
}


@pytest.fixture
def page(desk: Desk, cookies: dict[str, str]) -> Callable[[], Page]:  # noqa: ARG001  the cookie names who comes
    """The page of whoever is signed in."""

    def made() -> Page:
        setting = desk.clock.setting
        assert setting is not None
        return Page(
            name="data",
            entry=enter(),
            clock=setting,
            moment=Moment("drill", NOW, NOW),
            area_code=None,
            is_rewound=False,
            trouble=None,
        )

    return made


@pytest.mark.parametrize("role", [Role.WALL, Role.ADMINISTRATOR, Role.DEPARTMENT])
def test_what_a_role_may_not_do_is_refused_whoever_presses(
    role: Role, page: Callable[[], Page], sign_in: SignIn, desk: Desk
) -> None:
    sign_in(role, **({"subjects": frozenset({"vessel"})} if role is Role.DEPARTMENT else {}))
    managed = {"source", "switch", "token", "revoke", "boundaries", "backup", "restore"}
    refused = [name for name in DEEDS if role is not Role.ADMINISTRATOR or name not in managed]
    for name in refused:
        with pytest.raises(NotAllowed):
            DEEDS[name](page())
    told = "select count(*) from audit where not is_done and kind = 'refused'"
    assert office().store._ask(lambda cursor: cursor.execute(told).fetchone()) == (len(refused),)
    assert not [row for row in desk.store.rows("ledger/all_events") if not row[1].startswith("past-")]


def test_the_same_deeds_are_done_for_who_may(page: Callable[[], Page], sign_in: SignIn, desk: Desk) -> None:
    sign_in(Role.ADMINISTRATOR)
    for name in ("source", "token", "switch", "revoke", "boundaries"):
        DEEDS[name](page())
    assert not all_sources(desk.store)["tide-2"].is_active
    sign_in(Role.DUTY_OFFICER)
    for name in ("clock", "site", "propose", "fact", "find", "bundle"):
        DEEDS[name](page())
    assert {row[0] for row in desk.store.rows("ledger/all_events")} >= {"site-1", "log-1"}
    for name in ("source", "token", "backup", "level"):
        with pytest.raises(NotAllowed):
            DEEDS[name](page())


def test_a_page_kept_from_before_knows_that_the_session_is_over(
    page: Callable[[], Page], sign_in: SignIn, cookies: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = sign_in(Role.DUTY_OFFICER)
    kept = page()
    monkeypatch.setattr("stormdesk.ui.visitor.get_script_run_ctx", object)
    assert kept.may(Action.MANAGE, "clock")
    office().sessions.end(visitor.session_id, at=datetime.now(UTC))
    with pytest.raises(NotSignedIn):
        DEEDS["clock"](kept)
    cookies[SESSION] = "forged" * 8
    with pytest.raises(StormdeskError):
        page()


def test_a_file_that_another_session_was_offered_is_not_made_for_who_learnt_its_name(
    page: Callable[[], Page], sign_in: SignIn, cookies: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(Role.DUTY_OFFICER)
    offered, own = page().entry, cookies[SESSION]
    sign_in(Role.TOWNSHIP, area="331083002")
    monkeypatch.setattr("stormdesk.ui.visitor.get_script_run_ctx", object)
    over = asker.set(cookies[SESSION])
    try:
        with pytest.raises(NotAllowed):
            offered.visit_of_asker("lists")
        asker.set(own)
        assert offered.visit_of_asker("lists").visitor.role is Role.DUTY_OFFICER
    finally:
        asker.reset(over)
    told = "select role, what, thing from audit where not is_done and kind = 'refused'"
    assert office().store._ask(lambda cursor: cursor.execute(told).fetchall()) == [
        ("township", "export", "lists")
    ]
