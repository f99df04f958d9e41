"""What a wall's session is sent, byte by byte: no name, phone, address, remark or title about a person."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from stormdesk.door.visit import Visit
from stormdesk.ui.desk import desk, office
from stormdesk.ui.layer_source import TOWNSHIPS, UNDONE, LedgerLayers

HOME = {"township_code": "331083001", "village_code": "331083001001"}
PLACE = {"lat": 28.13, "lon": 121.23}
Do = Callable[..., Any]
# Each is found by a part that a mask would leave as well as by the whole.
NAMES = ("欧阳岱岳", "澹台雪松", "尉迟恭谨", "闻人望舒", "司徒镇海", "呼延听涛", "羊舌问渠", "端木守拙")
PHONES = ("13871239876", "057662345678")
TEXTS = ("蟾宫里七弄 3 号", "卧床需两人抬", "狗很凶从后门进", "羊舌问渠家门口塌方")


@pytest.fixture
def registers(put_on_list: Do) -> None:
    """One row of every register about a person of a name that nobody else has."""
    name = iter(NAMES)
    facts = {"phone": PHONES[0], "note": TEXTS[2]} | HOME
    put_on_list("responsible_person", person_id="p", name=next(name), role_code="village_head", **facts)
    put_on_list(
        "evacuee",
        evacuee_id="e",
        name=next(name),
        persons=4,
        category="old_house",
        address=TEXTS[0],
        needs=TEXTS[1],
        village_guarantor_id="p",
        **PLACE,
        **facts,
    )
    put_on_list(
        "vessel", vessel_id="v", name="浙玉渔1号", owner_name=next(name), crew_count=5, **PLACE, **facts
    )
    put_on_list(
        "construction_site",
        site_id="s",
        name="码头",
        manager_name=next(name),
        worker_count=9,
        **PLACE,
        **facts,
    )
    put_on_list(
        "shelter", shelter_id="h", name="小学", manager_name=next(name), capacity=99, **PLACE, **facts
    )
    put_on_list(
        "facility", facility_id="f", name="老屋", owner_name=next(name), sector="old_house", **PLACE, **facts
    )
    put_on_list(
        "member_unit", unit_id="u", name="水利局", liaison_name=NAMES[7], phone=PHONES[1], is_main=True
    )
    put_on_list("team", team_id="t", name="突击队", leader_name=NAMES[7], member_count=30, **facts)
    put_on_list("terminal", terminal_id="d", name="卫星电话", kind="radio", holder_name=NAMES[7], **facts)


@pytest.fixture
def county(registers: None, report: Do) -> None:  # noqa: ARG001  of them it is reported
    """What is listed is undone and in trouble."""
    said = {"payload": json.dumps({"note": TEXTS[2], "title_zh": TEXTS[3]}, ensure_ascii=False)}
    for fact, status, who in (
        ("responsible_person.duty", "unreachable", "p"),
        ("evacuee.move", "listed", "e"),
        ("evacuee.move", "refused", "e"),
        ("vessel.berth", "at_sea", "v"),
        ("site.work", "working", "s"),
        ("shelter.service", "ready", "h"),
    ):
        report(fact, status, who, h=60 + (status == "refused"), actor=NAMES[6], **said, **HOME)
    title = json.dumps({"title_zh": TEXTS[3], "title_en": TEXTS[3], "due_at": "2022-09-12T00:00:00+00:00"})
    report("directive.progress", "found", "d1", h=50, actor=NAMES[6], payload=title, **HOME)
    report("directive.progress", "assigned", "d1", h=51, actor=NAMES[6], payload=title, **HOME)


def sent(block: Block) -> Iterator[bytes]:
    """Everything that the server puts into a page, as it goes over the wire."""
    proto = getattr(block, "proto", None)
    yield proto.SerializeToString() if proto is not None else b""
    for child in block.children.values():
        if isinstance(child, Element):
            yield child.proto.SerializeToString()
        else:
            yield from sent(child)


def layers(visit: Visit) -> bytes:
    source = LedgerLayers(visit)
    answers = [source.layer(name, {"op": "drill", "lang": "zh"}) for name in (TOWNSHIPS, UNDONE)]
    return json.dumps([dict(answer.columns) for answer in answers], ensure_ascii=False, default=str).encode()


def traces(wire: bytes) -> list[str]:
    """What of the people stands in the bytes, raw or escaped."""
    shapes = [(word, form) for word in (*NAMES, *PHONES, *TEXTS) for form in _forms(word)]
    return sorted({word for word, form in shapes if form in wire})


def _forms(word: str) -> tuple[bytes, ...]:
    escaped = json.dumps(word)[1:-1]
    return (word.encode(), escaped.encode(), word[:2].encode() if word in NAMES else word.encode())


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("address", [{}, {"lang": "en", "t": "2022-09-12T22:00", "area": "331083001"}])
def test_a_wall_is_sent_nothing_about_a_person(
    address: dict[str, str], sign_in: Do, open_page: Callable[..., AppTest]
) -> None:
    wall = Visit(sign_in("wall"), office(), desk())
    app = open_page("command/wall", **address)
    wire = b"\n".join([*sent(app._tree), layers(wall)])
    assert b"shelter:h" in wire and b"w-" in wire, "the wall shows what is not done"  # noqa: PT018
    assert traces(wire) == []


@pytest.mark.usefixtures("county")
def test_the_test_sees_what_an_officer_is_sent(sign_in: Do, open_page: Callable[..., AppTest]) -> None:
    sign_in("duty_officer")
    app = open_page("people/evacuation", object="e")
    wire = b"\n".join(sent(app._tree))
    assert "澹**".encode() in wire
    assert not any(word.encode() in wire for word in (*NAMES, *PHONES))
