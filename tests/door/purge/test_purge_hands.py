"""Who may begin and end a response, and the two hands that its forgetting takes."""

from dataclasses import replace

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.door.purge.closing import begin, end, go_on
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proposals import confirm, propose, waiting, withdraw
from stormdesk.door.purge.records import Blocker, Keep, PurgeRefused
from stormdesk.errors import NotAllowed, OperationForgotten
from tests.door.purge_house import AT, OFFICER, OPERATION, PurgeHouse, moved


@pytest.mark.usefixtures("few")
def test_two_hands(house: PurgeHouse) -> None:
    officer = house.visit("duty", Role.DUTY_OFFICER, "P9")
    proposal = propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason="审计要求留存一年")
    with pytest.raises(PurgeRefused, match="已有待确认"):
        propose(officer, OPERATION, at=AT)
    with pytest.raises(NotAllowed):
        confirm(officer, proposal.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="另一位"):
        confirm(house.visit("head", Role.COMMANDER, "P9"), proposal.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="另一位"):
        confirm(house.visit("duty", Role.COMMANDER), proposal.proposal_id, at=AT)
    assert confirm(house.visit("head", Role.COMMANDER), proposal.proposal_id, at=AT).is_clean
    assert waiting(house.office, at=AT) == []
    steps = [what for kind, what, is_done in house.deeds() if kind == "purge" and is_done]
    assert steps == ["proposed", "approved", "done"]
    with house.desk.store.cursor() as cursor:
        rows = cursor.execute("select name, phone from responsible_person where roster <> 'live'").fetchall()
    assert [row[0] for row in rows] == [OFFICER]
    assert rows[0][1].startswith("#")
    with pytest.raises(PurgeRefused, match="已经销毁"):
        go_on(officer, OPERATION, at=AT)
    late = moved("late", "E2", "returned", 90)
    with pytest.raises(OperationForgotten):
        house.desk.ledger.record_by_person([late])
    told = house.desk.ledger.record_from_source(
        [late, replace(late, event_id="other", operation_id="response-2")]
    )
    assert (told.recorded, len(told.problems)) == (1, 1)


def test_a_proposal_is_taken_back_needs_a_reason_and_grows_old(house: PurgeHouse) -> None:
    officer, head = house.visit("duty", Role.DUTY_OFFICER), house.visit("head", Role.COMMANDER)
    with pytest.raises(PurgeRefused, match="理由"):
        propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason=" ")
    with pytest.raises(NotAllowed):
        propose(house.visit("t", Role.TOWNSHIP), OPERATION, at=AT)
    first = propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason="审计要求留存一年")
    withdraw(officer, first.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="已不在"):
        confirm(head, first.proposal_id, at=AT)
    second = propose(officer, OPERATION, at=AT)
    assert second.proposal_id != first.proposal_id
    with pytest.raises(PurgeRefused, match="过期"):
        confirm(head, second.proposal_id, at=AT.replace(month=12))
    assert preview(house.desk.store, OPERATION, house.desk.settings, AT).is_ready


def test_a_response_is_begun_ended_and_gone_on_with(house: PurgeHouse) -> None:
    officer, desk = house.visit("duty", Role.DUTY_OFFICER), house.desk
    with pytest.raises(NotAllowed):
        begin(house.visit("t", Role.TOWNSHIP), "防御台风", at=AT)
    made = begin(officer, "防御台风", at=AT, storm_id="202612")
    assert desk.clock.setting is not None
    assert desk.clock.setting.operation_id == made
    end(officer, made, at=AT)
    assert desk.clock.setting.operation_id == "live"
    with pytest.raises(PurgeRefused):
        end(officer, made, at=AT)
    go_on(officer, made, at=AT)
    assert preview(desk.store, made, desk.settings, AT).blockers[0].blocker is Blocker.OPEN
    end(officer, "live", at=AT)
    assert desk.clock.setting.operation_id.startswith("live-")
    last = desk.store.rows("moment/last_word", operation_id=OPERATION, as_of=AT, known_at=AT)[0][0]
    for kind, ended_at in (("live", AT), ("drill", last)):
        with desk.store.cursor() as cursor:
            cursor.execute("update operation set kind = $kind", {"kind": kind})
        go_on(officer, OPERATION, at=AT)
        assert end(officer, OPERATION, at=AT) == ended_at
