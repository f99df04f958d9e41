"""Every question, as every role, finds no row of somebody else's area and nobody's name."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import FOREVER
from stormdesk.door.rights import load_rights
from stormdesk.ingest.desk import Desk
from stormdesk.store import Scope
from stormdesk.store.touching import touches
from tests.queries.scope_asked import (
    PROJECT,
    answers,
    foreign_mark,
    is_by_identifier,
    names,
    unmasked,
    wanted,
)
from tests.queries.scope_ground import (
    CORNERS,
    COUNTY,
    NEXT,
    NOW,
    OPERATION,
    OTHER,
    OWN,
    OWN_TOWNSHIP,
    OWN_VILLAGE,
    ROSTER,
    START,
    fill,
)

VISITORS = {
    Role.COMMANDER: {},
    Role.DUTY_OFFICER: {},
    Role.DEPARTMENT: {"subjects": frozenset({"vessel"})},
    Role.TOWNSHIP: {"area_code": OWN_TOWNSHIP},
    Role.VILLAGE: {"area_code": OWN_VILLAGE},
    Role.REVIEWER: {},
    Role.WALL: {},
    Role.ADMINISTRATOR: {},
}
NOT_OWN = {
    Role.TOWNSHIP: (OTHER, COUNTY),
    Role.VILLAGE: (OTHER, NEXT, COUNTY),
}
# Of a township's own rows a village sees who answers there, and what they report of themselves.
TOWN_HIDDEN = re.compile(r"AT-(?!P[123]\b|e[123]\b)\w+")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = fill(tmp_path_factory.mktemp("scope"))
    yield opened
    opened.store.close()


def scope_of(role: Role) -> Scope:
    visitor = Visitor(account_id=str(role), name=str(role), role=role, **VISITORS[role])  # type: ignore[arg-type]
    rights = load_rights(PROJECT / "data/access/rights.csv")
    return Scope(visitor.held_to, texts=rights.texts_for(visitor))


# Of the county's readers these two see the most and the least; the others differ in free texts only.
@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.TOWNSHIP, Role.VILLAGE, Role.WALL])
def test_no_question_tells_of_another_area_or_of_anybody(role: Role, desk: Desk) -> None:
    assert leaks(role, desk, names(desk)) == {}


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.REVIEWER, Role.ADMINISTRATOR])
def test_no_text_is_told_to_those_who_may_not_report_there(role: Role, desk: Desk) -> None:
    telling = [name for name in names(desk) if re.search(r"payload|note|\*", desk.store.question(name).sql)]
    assert len(telling) > 10
    assert leaks(role, desk, telling) == {}
    assert scope_of(role).area_code is None


def test_the_commander_reads_as_the_duty_officer_does() -> None:
    assert scope_of(Role.COMMANDER) == scope_of(Role.DUTY_OFFICER)


def leaks(role: Role, desk: Desk, asked: list[str]) -> dict[str, str]:
    """What comes back that should not, by question; own and foreign identifiers are asked for alike."""
    scope = scope_of(role)
    store = desk.store.scoped(scope)
    found: dict[str, str] = {}
    for name in asked:
        if not touches(PROJECT / "queries", store.question(name)):
            continue
        told = answers(store, name)
        if scope.area_code and is_by_identifier(store, name):
            told += answers(store, name, foreign=NOT_OWN[role][0])
        if leak := unmasked(told, scope.texts):
            found[name] = leak
        for corner in NOT_OWN.get(role, ()):
            if leak := foreign_mark(told, corner):
                found[f"{name} {corner.key}"] = leak
        if role is Role.VILLAGE and (hidden := TOWN_HIDDEN.search(told)):
            found[f"{name} AT"] = hidden[0]
    return found


# Nobody within an area sees imports, and only the file's keeper the keys.
NOT_WITHIN_AREAS = {"data/imports", "data/tokens", "sources/standing", "sources/tokens"}
TELLING = {
    "duty/left",
    "evacuation/left_people",
    "evacuation/one",
    "evacuation/household",
    "objects/history",
    "phone/subjects",
    "shelters/guests",
    "sites/left",
    "vessels/one",
    "response/directives",
    "work/objects",
    "unmask/evacuee",
}
OWN_ID = re.compile(r"\b(?:AX|AT|NX)-\w+")


def test_all_that_is_own_comes_back_where_the_whole_store_would_tell_more(desk: Desk) -> None:
    store = desk.store.scoped(scope_of(Role.TOWNSHIP))
    telling, more, lost = set(), set(), {}
    for name in names(desk):
        if not touches(PROJECT / "queries", desk.store.question(name)):
            continue
        whole, mine = answers(desk.store, name), answers(store, name)
        telling |= {name} if mine != "[]" else set()
        more |= {name} if foreign_mark(whole, OTHER) else set()
        if missing := set(OWN_ID.findall(whole)) - set(OWN_ID.findall(mine)):
            lost[name] = missing
    assert lost.keys() <= NOT_WITHIN_AREAS
    assert telling >= TELLING
    assert len(more) > 45


def test_a_township_counts_what_the_county_counts_of_it(desk: Desk) -> None:
    store = desk.store.scoped(scope_of(Role.TOWNSHIP))
    unlike, compared = {}, 0
    for name in names(desk):
        parameters = desk.store.question(name).parameters
        if "area_code" not in parameters:
            continue
        asked = wanted(name, parameters, OWN, OWN_TOWNSHIP)
        whole, mine = desk.store.frame(name, **asked), store.frame(name, **asked)
        figures = whole.select_dtypes(["number", "bool"]).columns.difference(["lat", "lon"])
        compared += bool(len(figures) and len(whole))
        counted = [sorted(frame[figures].fillna(-1).itertuples(index=False)) for frame in (whole, mine)]
        if counted[0] != counted[1]:
            unlike[name] = counted
    assert unlike == {}
    assert compared > 30


def test_numbers_that_look_alike_behind_their_masks_are_not_taken_for_one(desk: Desk) -> None:
    with desk.store.write() as transaction:
        rows = [
            {
                "roster": ROSTER,
                "person_id": f"AX-Q{number}",
                "name": OWN.name(number),
                "phone": f"138{number}1110042",
                "source": "test",
                "valid_from": START,
                "valid_to": FOREVER,
                **OWN.area,
            }
            for number in (1, 2)
        ]
        transaction.append("responsible_person", pd.DataFrame(rows))
    asked = {"operation_id": OPERATION, "as_of": NOW, "known_at": NOW, "area_code": None}
    for store in (desk.store, desk.store.scoped(scope_of(Role.TOWNSHIP))):
        shared = store.frame("duty/shared_phones", **asked)
        assert ["AX-P1", "AX-P3"] in [list(ids) for ids in shared["person_ids"]]
        assert not any({"AX-Q1", "AX-Q2"} & set(ids) for ids in shared["person_ids"])
        twice = store.frame("coverage/twice", **asked)
        assert "AX-Q1" not in set(twice["person_id"])


def test_titles_that_hold_a_name_are_known_and_the_wall_reads_none(desk: Desk) -> None:
    asked = {"operation_id": OPERATION, "as_of": NOW, "known_at": NOW}
    office, wall = (desk.store.scoped(scope_of(role)) for role in (Role.DUTY_OFFICER, Role.WALL))
    named = office.frame("wall/named_directives", **asked)
    assert set(named["directive_id"]) == {f"{corner.key}-I2" for corner in CORNERS}
    assert "东埠整改" in set(office.frame("response/directives", **asked)["title_zh"])
    assert wall.frame("response/directives", **asked)["title_zh"].isna().all()
