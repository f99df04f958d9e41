"""Two people look at the same brief at different times: each is told what changed since his own look."""

from datetime import timedelta
from types import SimpleNamespace

from stormdesk.domain.access.records import Role
from stormdesk.domain.moment import Moment
from stormdesk.door.looks import note_look, seen_to
from stormdesk.door.visit import Visit
from tests.door.door_house import AT, House

NOON = Moment("drill", AT, AT)


def later(minutes: float) -> Moment:
    then = AT + timedelta(minutes=minutes)
    return Moment("drill", then, then)


def test_each_person_has_a_last_look_of_his_own_and_a_left_tab_makes_none(house: House) -> None:
    mayor, deputy = (house.someone(name, Role.COMMANDER) for name in ("mayor", "deputy"))
    visits = {one.account_id: Visit(one, house.office, SimpleNamespace()) for one in (mayor, deputy)}  # type: ignore[arg-type]
    tokens = {name: house.token(name) for name in visits}
    assert seen_to(visits["mayor"], NOON) is None
    assert note_look(visits["mayor"], NOON, at=house.at)
    assert not note_look(visits["mayor"], NOON, at=house.at + timedelta(seconds=30)), "one a minute is enough"
    assert not note_look(visits["mayor"], later(20), at=AT + timedelta(minutes=20)), "nobody touched anything"
    house.wait(both=timedelta(minutes=25))
    for name, token in tokens.items():
        visitor = house.visitor(token, is_active_use=True)
        assert visitor is not None
        visits[name] = Visit(visitor, house.office, SimpleNamespace())  # type: ignore[arg-type]
        assert note_look(visits[name], later(25), at=house.at)
    assert seen_to(visits["mayor"], later(26)) == NOON
    assert seen_to(visits["deputy"], later(26)) is None, "he looks for the first time"
    assert seen_to(visits["mayor"], Moment("drill", AT - timedelta(1), AT)) is None, "the clock was set back"
    assert seen_to(visits["mayor"], Moment("other", *[later(26).as_of] * 2)) is None
    assert note_look(visits["deputy"], later(26), at=house.at + timedelta(seconds=20), is_read=True)
    assert seen_to(visits["deputy"], later(27)) == later(26)
    house.restart()
    again = Visit(mayor, house.office, SimpleNamespace())  # type: ignore[arg-type]
    assert seen_to(again, later(26)) == NOON, "it outlives the server"
