"""Who holds a token, for how long, and what ends it: also across restarts and clocks that are set."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.access.records import Role
from stormdesk.door import sessions
from stormdesk.door.accounts import COMMAND
from stormdesk.door.entrance import change_password, reset_password
from stormdesk.door.sessions import End
from stormdesk.errors import NotAllowed
from tests.door.door_house import OTHER, PASSPHRASE, House

MINUTE = timedelta(minutes=1)


def test_a_token_opens_and_anything_else_does_not(house: House) -> None:
    house.account("zhang", Role.TOWNSHIP)
    token = house.token("zhang", address="10.0.0.7")
    visitor = house.visitor(token)
    assert visitor is not None
    assert (visitor.account_id, visitor.role, visitor.area_code) == ("zhang", Role.TOWNSHIP, "331083002")
    assert visitor.address == "10.0.0.7"
    session = house.office.sessions.standing(house.at)[0]
    forged = [None, "", token[:-1], token + "a", token.swapcase(), session.session_id, "\ud800", "x" * 10**6]
    assert [house.visitor(each) for each in forged] == [None] * len(forged)


def test_the_file_holds_no_token(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    house.restart()
    kept = (house.home / "access.duckdb").read_bytes()
    assert token.encode() not in kept
    assert PASSPHRASE.encode() not in kept


def test_an_ended_session_stays_ended(house: House) -> None:
    house.account("zhang")
    ended, other = house.token("zhang"), house.token("zhang")
    visitor = house.visitor(ended)
    assert visitor is not None
    assert house.office.sessions.end(visitor.session_id, at=house.at)
    assert not house.office.sessions.end(visitor.session_id, at=house.at)
    assert house.visitor(ended) is None
    house.restart()
    assert house.visitor(ended) is None
    assert house.visitor(other) is not None
    assert ("sign_out", "sign_out", True, visitor.session_id) in house.deeds()


@pytest.mark.parametrize("is_clean", [True, False], ids=["stopped", "killed"])
def test_a_session_outlives_a_restart(house: House, *, is_clean: bool) -> None:
    house.account("zhang")
    token = house.token("zhang")
    house.restart(is_clean=is_clean)
    assert house.visitor(token) is not None


def test_idling_ends_it_and_only_a_persons_deed_prevents_that(house: House) -> None:
    house.account("zhang")
    used, watched = house.token("zhang"), house.token("zhang")
    for _ in range(4):
        house.wait(both=10 * MINUTE)
        assert house.visitor(used, is_active_use=True) is not None
        still = house.visitor(watched)
    assert still is None
    assert house.visitor(used) is not None


def test_no_use_lengthens_it_beyond_twelve_hours(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    alive = 0
    while house.visitor(token, is_active_use=True):
        house.wait(both=20 * MINUTE)
        alive += 1
    assert alive == 36


def test_a_clock_set_back_lengthens_nothing(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    for _ in range(35):
        house.wait(both=20 * MINUTE)
        assert house.visitor(token, is_active_use=True) is not None
    house.at -= timedelta(hours=11)
    assert house.visitor(token, is_active_use=True) is not None
    house.ticks_s += 25 * 60
    assert house.visitor(token, is_active_use=True) is None


def test_a_clock_set_forward_and_back_revives_nothing(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    house.at += timedelta(days=1)
    assert house.visitor(token) is None
    house.at -= timedelta(days=1)
    assert house.visitor(token) is None


STEPS = st.lists(
    st.tuples(st.integers(0, 40 * 60), st.integers(-(10**6), 10**6), st.booleans()), min_size=1, max_size=12
)


def test_no_setting_of_clocks_lengthens_or_revives(house: House) -> None:
    house.account("zhang")
    start = house.at

    @settings(max_examples=40)
    @given(steps=STEPS)
    def law(steps: list[tuple[int, int, bool]]) -> None:
        house.at = start
        token = house.token("zhang")
        idle_s, is_over = 0, False
        for passed_s, set_s, is_used in steps:
            house.ticks_s += passed_s
            house.at += timedelta(seconds=passed_s + set_s)
            idle_s += passed_s
            is_here = house.visitor(token, is_active_use=is_used) is not None
            is_over = is_over or not is_here
            assert not is_here or idle_s < 30 * 60
            assert not (is_over and is_here)
            idle_s = 0 if is_used else idle_s

    law()


def test_a_restart_before_the_last_seen_instant_ends_it(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    house.wait(both=20 * MINUTE)
    assert house.visitor(token) is not None
    house.at -= 10 * MINUTE
    house.restart()
    assert house.visitor(token) is None
    assert ("session", "clock", True) in [deed[:3] for deed in house.deeds()]


def test_the_age_is_counted_on_through_a_restart(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    for _ in range(33):
        house.wait(both=20 * MINUTE)
        assert house.visitor(token, is_active_use=True) is not None
    house.restart()
    house.wait(both=20 * MINUTE)
    assert house.visitor(token, is_active_use=True) is not None
    house.wait(both=45 * MINUTE)
    assert house.visitor(token, is_active_use=True) is None


def test_a_changed_account_bites_at_the_next_call(house: House) -> None:
    account = house.account("zhang", Role.TOWNSHIP)
    token = house.token("zhang")
    assert house.visitor(token) is not None
    accounts = house.office.accounts
    accounts.change("zhang", version=1, by=COMMAND, at=house.at, role=Role.REVIEWER, area_code=None)
    now = house.visitor(token)
    assert now is not None
    assert (now.role, now.area_code) == (Role.REVIEWER, None)
    assert accounts.who("zhang") != account


def test_switching_off_ends_it_for_good(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    off = house.office.accounts.change("zhang", version=1, by=COMMAND, at=house.at, is_active=False)
    on = house.office.accounts.change("zhang", version=off.version, by=COMMAND, at=house.at, is_active=True)
    assert on.is_active
    assert house.visitor(token) is None
    assert house.visitor(house.token("zhang")) is not None


def test_begin_refuses_whoever_may_hold_nothing(house: House) -> None:
    house.account("zhang", is_active=False)
    for nobody in ("zhang", "nobody", "device:none"):
        with pytest.raises(NotAllowed):
            house.token(nobody)


def test_a_new_password_ends_every_other_session(house: House) -> None:
    house.account("zhang")
    here, there = house.token("zhang"), house.token("zhang")
    visitor = house.visitor(here)
    assert visitor is not None
    change_password(house.office, visitor, PASSPHRASE, OTHER, at=house.at)
    assert (house.visitor(here), house.visitor(there)) == (visitor, None)
    house.restart(is_clean=False)
    assert (house.visitor(here), house.visitor(there)) == (visitor, None)
    reset_password(house.office, "zhang", by=COMMAND, at=house.at)
    assert house.visitor(here) is None


def test_a_refresh_during_a_change_of_password_keeps_the_session(house: House) -> None:
    house.account("zhang")
    token = house.token("zhang")
    visitor = house.visitor(token)
    assert visitor is not None
    with house.office.sessions.carrying(visitor.session_id):
        house.office.accounts.set_password(
            "zhang", OTHER, by=visitor, at=house.at, keep_session_id=visitor.session_id
        )
        assert house.visitor(token) is not None
    assert house.visitor(token) is not None


def test_sessions_are_listed_and_ended_by_an_administrator(house: House) -> None:
    by = house.someone("root-1", Role.ADMINISTRATOR)
    house.account("zhang")
    tokens = [house.token("zhang", agent="Firefox") for _ in range(3)]
    shown = [each for each in house.office.sessions.standing(house.at) if each.account_id == "zhang"]
    assert [each.agent for each in shown] == ["Firefox"] * 3
    keep = shown[0].session_id
    assert house.office.sessions.end_all("zhang", at=house.at, why=End.ADMINISTRATOR, but=keep, by=by) == 2
    assert sum(house.visitor(token) is not None for token in tokens) == 1


def test_whoever_signs_in_without_end_ends_his_own_oldest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_OF_ONE", 5)
    house.account("zhang")
    house.account("wang")
    other, first = house.token("wang"), house.token("zhang")
    later = [house.token("zhang") for _ in range(5)]
    assert house.visitor(first) is None
    assert house.visitor(other) is not None
    assert house.visitor(later[0]) is not None
    assert len(house.office.sessions.standing(house.at)) == 6


def test_live_mode_refuses_the_sessions_of_drill_accounts(house: House) -> None:
    house.account("drill-duty", is_drill=True)
    token = house.token("drill-duty")
    assert house.visitor(token) is not None
    house.restart("live")
    assert house.visitor(token) is None


def test_many_threads_see_one_truth(house: House) -> None:
    house.account("zhang")
    tokens = [house.token("zhang") for _ in range(8)]

    def work(number: int) -> list[bool]:
        seen = []
        for turn in range(200):
            if turn == 100 and number == 0:
                account = house.office.accounts.who("zhang")
                assert account is not None
                house.office.accounts.change(
                    "zhang", version=account.version, by=COMMAND, at=house.at, is_active=False
                )
            seen.append(house.visitor(tokens[number]) is not None)
        return seen

    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(work, range(8)))
    assert runs[0][0]
    for run in runs:
        assert run == sorted(run, reverse=True)
    assert [house.visitor(token) for token in tokens] == [None] * 8
