"""Coming in: the same answer to every stranger, waits that do not lock the holder out, codes used once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.door import entrance
from stormdesk.door.accounts import COMMAND
from stormdesk.door.entrance import (
    Entered,
    Refused,
    change_password,
    enter_device,
    enter_first,
    reset_password,
)
from stormdesk.door.lockout import Attempts, keys_of
from stormdesk.door.passwords import Cost, Passwords
from stormdesk.errors import BadAccount, BadCode, NotAllowed, TooManyTries, WrongPassword
from tests.door.door_house import OTHER, PASSPHRASE, House

HERE, THERE = "10.0.0.7", "10.0.9.9"


def sign_in(
    house: House, account_id: str, password: str = PASSPHRASE, **more: str | None
) -> Entered | Refused:
    told: dict[str, str | None] = {"address": HERE} | more
    return entrance.sign_in(house.office, account_id, password, at=house.at, **told)  # type: ignore[arg-type]


def test_the_right_password_opens_and_every_wrong_one_gets_the_same_answer(house: House) -> None:
    house.account("zhang")
    house.account("by-openid", password=None, openid="x")
    entered = sign_in(house, " Zhang ")
    assert isinstance(entered, Entered)
    assert house.visitor(entered.token) == entered.visitor
    answers = [
        sign_in(house, *each)
        for each in (
            ("zhang", "wrong"),
            ("nobody", PASSPHRASE),
            ("by-openid", "x"),
            ("\ud800", "\ud800"),
            ("x" * 10**5, "y" * 10**5),
        )
    ]
    assert answers == [Refused(sentence=entrance.WRONG)] * 5
    told = house.deeds()
    assert ("sign_in", "password", True, None) in told
    assert ("sign_in", "wrong_password", False, None) in told


def test_what_was_typed_as_an_account_is_not_kept(house: House) -> None:
    sign_in(house, "my-secret-typed-in-the-wrong-field")
    house.deeds()
    _, rows = house.office.store.head("audit/chain", 100)
    assert rows
    assert "my-secret" not in str(rows)


def test_no_account_takes_as_long_as_a_wrong_password() -> None:
    calls: list[str] = []
    passwords = Passwords(frozenset(), Cost(memory_kib=8, passes=1, beat_s=0))
    verify = passwords._verify
    passwords._verify = lambda password, kept: calls.append(kept) or verify(password, kept)  # type: ignore[method-assign,func-returns-value]
    assert passwords.fits("x", None) is False
    assert passwords.fits("x", passwords.hash("y")) is False
    nobodys, somebodys = (kept.split("$")[:4] for kept in calls)
    assert nobodys == somebodys


def test_an_account_that_is_off_opens_to_nobody_and_says_so_only_to_its_holder(house: House) -> None:
    house.account("zhang", is_active=False)
    house.account("drill-duty", is_drill=True)
    assert sign_in(house, "zhang", "wrong") == Refused(sentence=entrance.WRONG)
    assert sign_in(house, "zhang") == Refused(sentence=entrance.SHUT)
    assert isinstance(sign_in(house, "drill-duty"), Entered)
    house.restart("live")
    assert sign_in(house, "drill-duty") == Refused(sentence=entrance.SHUT)


def test_wrong_tries_wait_longer_and_longer(house: House) -> None:
    house.account("zhang")
    waits = []
    for _ in range(11):
        answer = sign_in(house, "zhang", "wrong")
        assert isinstance(answer, Refused)
        waits.append(answer.wait_s)
        house.ticks_s += answer.wait_s
    assert [wait for wait in waits if wait] == [30, 60, 120]
    blocked = sign_in(house, "zhang", "wrong")
    right = sign_in(house, "zhang")
    assert isinstance(right, Refused)
    assert right.wait_s > 0
    assert isinstance(blocked, Refused)
    house.ticks_s += 300
    assert isinstance(sign_in(house, "zhang"), Entered)
    assert sign_in(house, "zhang", "wrong") == Refused(sentence=entrance.WRONG)


def test_a_stranger_locks_nobody_out(house: House) -> None:
    house.account("zhang")
    mine = sign_in(house, "zhang")
    assert isinstance(mine, Entered)
    for _ in range(60):
        sign_in(house, "zhang", "wrong", address=THERE)
        sign_in(house, "zhang", "wrong", address=HERE)
    assert isinstance(sign_in(house, "zhang", address="10.0.0.8"), Entered)
    assert isinstance(sign_in(house, "zhang", address=HERE, trusted=mine.trusted), Entered)
    assert isinstance(sign_in(house, "zhang", address=HERE), Refused)
    assert house.office.attempts.waiting()[0].account_id == "zhang"
    entrance.unlock(house.office, "zhang", by=COMMAND, at=house.at)
    house.ticks_s += 60
    assert isinstance(sign_in(house, "zhang", address=HERE), Entered)


def test_a_stolen_mark_is_counted_too_and_is_good_for_one_account(house: House) -> None:
    house.account("zhang")
    house.account("wang")
    mine = sign_in(house, "zhang")
    assert isinstance(mine, Entered)
    again = sign_in(house, "zhang", trusted=mine.trusted)
    assert isinstance(again, Entered)
    assert again.trusted is None
    answers = [
        sign_in(house, "zhang", "wrong", trusted=mine.trusted, address=f"10.1.0.{each}") for each in range(8)
    ]
    assert answers[-1].wait_s > 0  # type: ignore[union-attr]
    answers = [sign_in(house, "wang", "wrong", trusted=mine.trusted, address="10.2.0.1") for each in range(8)]
    assert answers[-1].wait_s > 0  # type: ignore[union-attr]
    house.restart()
    assert house.office.browsers.known(mine.trusted, "zhang")


def test_tries_at_the_same_moment_are_counted_before_they_are_looked_at(house: House) -> None:
    house.account("zhang")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: sign_in(house, "zhang", "wrong"), range(12)))
    assert sum(answer.sentence == entrance.WRONG for answer in answers if isinstance(answer, Refused)) == 5


def test_ones_own_account_does_not_wash_the_count_of_the_address() -> None:
    attempts = Attempts(lambda: 1.0)
    for number in range(40):
        assert attempts.take(keys_of(f"guess-{number}", HERE)) == 0
        mine = keys_of("mallory", HERE)
        if number < 39:
            assert attempts.take(mine) == 0
            attempts.clear(mine)
    assert attempts.take(keys_of("mallory", HERE)) == 5
    assert attempts.take(keys_of("mallory", "2001:db8::1")) == 0
    for number in range(39):
        attempts.take(keys_of(f"guess-{number}", f"2001:db8::{number:x}"))
    assert attempts.take(keys_of("zhang", "2001:db8::ffff")) > 0
    assert attempts.take(keys_of("zhang", "2001:db8:0:1::1")) == 0


def test_a_one_time_password_opens_once_and_asks_for_another(house: House) -> None:
    house.account("zhang")
    password = reset_password(house.office, "zhang", by=COMMAND, at=house.at)
    asked = sign_in(house, "zhang", password)
    assert isinstance(asked, Refused)
    assert asked.needs_new_password
    assert house.office.sessions.standing(house.at) == []
    for wrong in (password, "short"):
        refused = sign_in(house, "zhang", password, new_password=wrong)
        assert isinstance(refused, Refused)
        assert refused.needs_new_password
    assert isinstance(sign_in(house, "zhang", password, new_password=OTHER), Entered)
    assert sign_in(house, "zhang", password) == Refused(sentence=entrance.WRONG)
    assert isinstance(sign_in(house, "zhang", OTHER), Entered)


def test_a_one_time_password_runs_out(house: House) -> None:
    house.account("zhang")
    password = reset_password(house.office, "zhang", by=COMMAND, at=house.at)
    house.wait(both=timedelta(days=7))
    assert sign_in(house, "zhang", password, new_password=OTHER) == Refused(sentence=entrance.LATE)


def test_changing_ones_password_needs_the_present_one(house: House) -> None:
    zhang = house.someone("zhang", Role.DUTY_OFFICER)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            change_password(house.office, zhang, "wrong", OTHER, at=house.at)
    with pytest.raises(TooManyTries):
        change_password(house.office, zhang, PASSPHRASE, OTHER, at=house.at)
    house.ticks_s += 31
    change_password(house.office, zhang, PASSPHRASE, OTHER, at=house.at)
    assert house.office.accounts.fits("zhang", OTHER)
    with pytest.raises(NotAllowed):
        house.office.accounts.set_password("root", OTHER, by=zhang, at=house.at)


def test_the_first_administrator_is_made_once_by_two_browsers(house: House) -> None:
    code = house.office.first.offer(at=house.at)
    assert code is not None

    def make(account_id: str) -> Entered | Refused:
        return enter_first(house.office, code, account_id, "某人", PASSPHRASE, at=house.at, address=HERE)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(make, ("root-1", "root-2")))
    assert sorted(type(answer).__name__ for answer in answers) == ["Entered", "Refused"]
    assert len(house.office.accounts.all()) == 1
    assert house.office.first.offer(at=house.at) is None
    house.restart(is_clean=False)
    assert not house.office.first.is_needed()
    with pytest.raises(BadCode):
        house.office.first.make(code, "root-3", "某人", PASSPHRASE, at=house.at)


def test_the_first_code_is_kept_as_a_hash_replaced_at_a_start_and_not_spent_by_a_mistake(
    house: House,
) -> None:
    old = house.office.first.offer(at=house.at)
    house.restart()
    code = house.office.first.offer(at=house.at)
    assert old is not None
    assert code is not None
    assert code not in str(house.office.store.rows("access/first_code"))
    with pytest.raises(BadAccount):
        house.office.first.make(code, "Root", "某人", PASSPHRASE, at=house.at)
    for wrong in (old, "", "aaaaa-aaaaa-aaaaa-aaaaa"):
        with pytest.raises(BadCode):
            house.office.first.make(wrong, "root", "某人", PASSPHRASE, at=house.at)
    typed = code.upper().replace("-", " ")
    house.office.first.make(typed, "root", "某人", PASSPHRASE, at=house.at)
    assert isinstance(sign_in(house, "root"), Entered)


def test_guessing_the_first_code_waits(house: House) -> None:
    house.office.first.offer(at=house.at)
    answers = [
        enter_first(house.office, "x", "root", "某人", PASSPHRASE, at=house.at, address=HERE)
        for _ in range(7)
    ]
    assert [answer.wait_s > 0 for answer in answers if isinstance(answer, Refused)] == [False] * 5 + [
        True
    ] * 2


def test_drill_accounts_do_not_stand_in_for_the_first_administrator(house: House) -> None:
    house.account("drill-admin", Role.ADMINISTRATOR, is_drill=True)
    assert house.office.first.is_needed()


def test_a_screen_is_paired_once_and_shows_only_the_wall(house: House) -> None:
    by = house.someone("root-1", Role.ADMINISTRATOR)
    devices = house.office.devices
    code, secret = devices.ask(at=house.at, address=HERE, agent="wall")
    assert enter_device(house.office, secret, at=house.at) is None
    assert devices.asking(code, by=by, at=house.at).address == HERE
    device = devices.confirm(f" {code[:4].upper()}-{code[4:]} ", "指挥大厅", by=by, at=house.at)
    for wrong in (None, "", code, device.device_id):
        assert enter_device(house.office, wrong, at=house.at) is None
    entered = enter_device(house.office, secret, at=house.at, address=HERE)
    assert entered is not None
    assert enter_device(house.office, secret, at=house.at) is None
    with pytest.raises(BadCode):
        devices.confirm(code, "另一块", by=by, at=house.at)
    assert (entered.visitor.role, entered.visitor.name) == (Role.WALL, "指挥大厅")
    house.restart()
    house.wait(both=timedelta(days=40))
    assert house.visitor(entered.token) is not None
    by = replace(by, session_id="")
    house.office.devices.revoke(device.device_id, by=by, at=house.at)
    assert house.visitor(entered.token) is None
    house.restart()
    assert house.visitor(entered.token) is None


def test_a_pairing_code_runs_out_and_is_not_guessed(house: House) -> None:
    by = house.someone("root-1", Role.ADMINISTRATOR)
    zhang = house.someone("zhang", Role.DUTY_OFFICER)
    devices = house.office.devices
    code, secret = devices.ask(at=house.at, address=HERE, agent="")
    with pytest.raises(NotAllowed):
        devices.confirm(code, "大厅", by=zhang, at=house.at)
    house.wait(both=timedelta(minutes=10))
    assert not devices.is_waiting(secret, at=house.at)
    for _ in range(20):
        with pytest.raises(BadCode):
            devices.asking(code, by=by, at=house.at)
    for guess in range(9):
        with pytest.raises(BadCode):
            devices.asking(f"guess-{guess}", by=by, at=house.at)
    code, secret = devices.ask(at=house.at, address=HERE, agent="")
    with pytest.raises(TooManyTries):
        devices.confirm(code, "大厅", by=by, at=house.at)
    house.wait(both=timedelta(minutes=9))
    assert devices.is_waiting(secret, at=house.at)


def test_strangers_who_ask_for_codes_fill_nothing(house: House) -> None:
    devices = house.office.devices
    _, mine = devices.ask(at=house.at, address=HERE, agent="")
    for _ in range(1000):
        devices.ask(at=house.at, address=THERE, agent="")
    assert devices.is_waiting(mine, at=house.at)
    assert len(devices._asking) <= 6
