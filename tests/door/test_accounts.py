"""Accounts: rules, racing administrators, and who is left to run the house."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.audit import Deed, Kind
from stormdesk.errors import (
    AccountChanged,
    BadAccount,
    LastAdministrator,
    NotAllowed,
    StormdeskError,
    WeakPassword,
)
from tests.door.door_house import PASSPHRASE, House


def test_of_two_administrators_who_demote_each_other_one_stays(house: House) -> None:
    first = house.someone("root-1", Role.ADMINISTRATOR)
    second = house.someone("root-2", Role.ADMINISTRATOR)

    def demote(by: Visitor, account_id: str) -> str:
        try:
            house.office.accounts.change(account_id, version=1, by=by, at=house.at, role=Role.REVIEWER)
        except StormdeskError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(demote, (first, second), ("root-2", "root-1")))
    assert told == ["NotAllowed", "done"]
    roles = sorted(account.role for account in house.office.accounts.all())
    assert roles == [Role.ADMINISTRATOR, Role.REVIEWER]
    assert ("refused", "manage", False, None) in house.deeds()


def test_of_two_who_edit_one_account_the_second_is_told_by_whom(house: House) -> None:
    first = house.someone("root-1", Role.ADMINISTRATOR)
    second = house.someone("root-2", Role.ADMINISTRATOR)
    shown = house.account("zhang")
    accounts = house.office.accounts
    accounts.change("zhang", version=shown.version, by=first, at=house.at, role=Role.COMMANDER)
    with pytest.raises(AccountChanged) as told:
        accounts.change("zhang", version=shown.version, by=second, at=house.at, is_active=False)
    assert told.value.values == {"by": "root-1的主人"}
    held = accounts.who("zhang")
    assert held is not None
    assert (held.role, held.is_active, held.version) == (Role.COMMANDER, True, 2)
    house.restart()
    assert house.office.accounts.who("zhang") == held


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.COMMANDER}])
def test_the_last_administrator_stays(house: House, change: dict[str, object]) -> None:
    by = house.someone("root-1", Role.ADMINISTRATOR)
    house.account("drill-admin", Role.ADMINISTRATOR, is_drill=True)
    house.account("by-openid", Role.ADMINISTRATOR, password=None, openid="x")
    accounts = house.office.accounts
    with pytest.raises(LastAdministrator):
        accounts.change("root-1", version=1, by=by, at=house.at, **change)
    house.account("root-2", Role.ADMINISTRATOR)
    accounts.change("root-1", version=1, by=by, at=house.at, **change)


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.TOWNSHIP, Role.WALL])
def test_nobody_else_manages_accounts(house: House, role: Role) -> None:
    by = house.someone("wang", role)
    accounts = house.office.accounts
    for attempt in (
        lambda: accounts.add(
            Account(account_id="new", name="新", role=Role.ADMINISTRATOR), PASSPHRASE, by=by, at=house.at
        ),
        lambda: accounts.change(
            "wang", version=1, by=by, at=house.at, role=Role.ADMINISTRATOR, area_code=None
        ),
        lambda: accounts.add(
            Account(account_id="new", name="新", role=role),
            None,
            by=replace(by, role=Role.ADMINISTRATOR),
            at=house.at,
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert [account.account_id for account in accounts.all()] == ["wang"]


def test_a_former_administrator_does_nothing_with_an_old_page(house: House) -> None:
    old = house.someone("root-1", Role.ADMINISTRATOR)
    house.account("root-2", Role.ADMINISTRATOR)
    house.office.accounts.change("root-1", version=1, by=COMMAND, at=house.at, is_active=False)
    with pytest.raises(NotAllowed):
        house.office.accounts.set_password("root-2", "another long phrase", by=old, at=house.at)


WRONG = (
    ({"account_id": "Zhang"}, "小写"),
    ({"account_id": "device:7"}, "小写"),
    ({"account_id": "a" * 65}, "小写"),
    ({"name": " "}, "姓名"),
    ({"name": "张\u202e三"}, "控制字符"),
    ({"name": "x" * 101}, "100"),
    ({"role": Role.TOWNSHIP}, "9 位"),
    ({"role": Role.TOWNSHIP, "area_code": "331083002201"}, "9 位"),
    ({"role": Role.VILLAGE, "area_code": "331083002"}, "12 位"),
    ({"area_code": "331083002"}, "辖区"),
    ({"subjects": frozenset({"vessel"})}, "事项"),
    ({"openid": "taken"}, "绑定"),
)


def test_an_account_keeps_the_rules(house: House) -> None:
    house.account("other", openid="taken")
    sound = Account(account_id="zhang", name="张三", role=Role.DUTY_OFFICER)
    for wrong, word in WRONG:
        with pytest.raises(BadAccount) as told:
            house.office.accounts.add(replace(sound, **wrong), PASSPHRASE, by=COMMAND, at=house.at)  # type: ignore[arg-type]
        assert word in str(told.value.values["reason"])
    assert house.office.accounts.add(sound, PASSPHRASE, by=COMMAND, at=house.at).version == 1
    with pytest.raises(BadAccount):
        house.office.accounts.add(sound, PASSPHRASE, by=COMMAND, at=house.at)


WEAK = (
    "short",
    "aaaaaaaaaaaaaaaa",
    "password1234",
    "Yuhuan20221122!",
    "zhangwei-zhangwei",
    "iewgnahziewgnahz",
    "台风台风台风玉环玉环防汛",
    "long" * 65,
)
SOUND = (
    "correct horse battery staple",
    "48203957162038",
    "今天的潮水比昨天高出三尺",
    "password is not my heron",
)


def test_guessable_passwords_are_refused_and_long_ones_need_no_signs(house: House) -> None:
    house.account("zhangwei")
    accounts = house.office.accounts
    for weak in WEAK:
        with pytest.raises(WeakPassword):
            accounts.set_password("zhangwei", weak, by=COMMAND, at=house.at)
    for sound in SOUND:
        accounts.set_password("zhangwei", sound, by=COMMAND, at=house.at)
        assert accounts.fits("zhangwei", sound)
        assert not accounts.fits("zhangwei", sound + "x")


def test_one_password_is_the_same_on_every_keyboard(house: House) -> None:
    house.account("zhang", password="caf\u00e9 au bord de la mer")  # noqa: S106  opens nothing
    assert house.office.accounts.fits("zhang", "cafe\u0301 au bord de la mer")


def test_the_audit_tells_the_change_and_no_name(house: House) -> None:
    house.account("zhang")
    house.office.accounts.change(
        "zhang", version=1, by=COMMAND, at=house.at, role=Role.COMMANDER, name="李四"
    )
    _, rows = house.office.store.head("audit/chain", 100)
    told = "".join(map(str, rows))
    assert "duty_officer → commander" in told
    assert "李四" not in told
    assert "的主人" not in told


def test_half_a_change_is_none(house: House) -> None:
    accounts = house.office.accounts
    half = Account(account_id="half", name="半个", role=Role.ADMINISTRATOR)
    deed = Deed(at=house.at, kind=Kind.ACCOUNT, what="add", thing_id="half")

    def stopped_half_way() -> None:
        with accounts.writing(deed) as transaction:
            accounts.write_new(transaction, half, "hash", by="x", at=house.at)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_half_way()
    assert accounts.who("half") is None
    assert ("account", "add", True, "half") not in house.deeds()
    house.restart(is_clean=False)
    assert house.office.accounts.all() == []
    assert house.office.first.is_needed()
