"""A case outlives the forgetting of its people, without their names, and travels with its operation."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.domain.after_action import ItemStatus
from stormdesk.domain.case_line import CaseLine, Part
from stormdesk.domain.moment import Moment
from stormdesk.door.after_action import mark
from stormdesk.door.cases import add_item, note, reword
from stormdesk.door.purge.rewriting import Order
from stormdesk.door.purge.run import perform
from stormdesk.errors import BadDecision
from stormdesk.ingest.cases import BY_FILE, keep_cases, read_cases
from stormdesk.outlook.case_library import cases_at, lines
from stormdesk.outlook.cases import items_at
from stormdesk.report.bundle import write_bundle
from stormdesk.report.bundle_reading import read_bundle
from stormdesk.store import Ledger, Store
from tests.door import purge_house
from tests.door.purge_house import AT, LEFT, OPERATION, PHONE, PurgeHouse

ORDER = Order(operation_id=OPERATION, proposal_id="p1", account_id="head", offices=("duty", "head"))
NOW = Moment(OPERATION, AT, AT)
LATER = Moment(OPERATION, AT + timedelta(hours=2), AT + timedelta(hours=2))
WORDS = "渔港夜间值守增加一人"


@pytest.fixture
def house(tmp_path: Path, empty_file: Path) -> Iterator[PurgeHouse]:
    purge_house.prepare(tmp_path / "home", empty_file.parent)
    made = PurgeHouse(tmp_path / "home")
    yield made
    made.close()


def test_a_case_keeps_its_items_and_loses_every_name(
    house: PurgeHouse, tmp_path: Path, project: Path, lay_county: Callable[[Path], Path]
) -> None:
    duty, head = house.visit("duty", Role.DUTY_OFFICER), house.visit("head", Role.COMMANDER)
    for text in (f"{LEFT}一户转移太晚", f"联系{PHONE}"):
        with pytest.raises(BadDecision):
            note(duty, OPERATION, "report", text)
    assert note(duty, OPERATION, "report", "转移比预案晚了两小时") == 1
    item = add_item(duty, OPERATION, WORDS, {"owner_unit": "港航口岸渔业局"}, at=NOW)
    mark(duty, item, ItemStatus.DONE, {"evidence": "值班表第4号"}, at=NOW)
    slipped = CaseLine(operation_id=OPERATION, part=Part.NOTE, key="old", name_zh=f"{LEFT}家漏转")
    keep_cases(house.desk.store, house.desk.ledger, [slipped], by="duty", at=AT)
    assert perform(house.desk, house.office, ORDER, at=AT).is_clean
    told = {line.key: line.name_zh for line in lines(house.desk, case_id=OPERATION)}
    assert told == {"report": "转移比预案晚了两小时", "1": WORDS, "old": "已销毁"}
    [kept] = [one for one in items_at(house.desk, LATER) if one.case_id == OPERATION]
    assert (kept.status, kept.hand, kept.evidence) == (ItemStatus.DONE, "duty", "值班表第4号")
    mark(head, kept, ItemStatus.STRUCK_OFF, {"evidence": "现场核对值班"}, at=LATER)
    assert not [one for one in items_at(house.desk, LATER) if one.case_id == OPERATION and one.is_open]
    [case] = [one for one in cases_at(house.desk, LATER) if one.case_id == OPERATION]
    assert (case.is_forgotten, case.item_count, case.open_count) == (True, 1, 0)
    path = tmp_path / "case.stormdesk.zip"
    write_bundle(house.desk.store, OPERATION, path, at=AT)
    other = Store(lay_county(tmp_path / "other" / "t.duckdb"), queries=project / "queries")
    brought = read_bundle(other, Ledger(other), path, suffix="copy").operation_id
    ground = replace(house.desk, store=other)
    at = Moment(brought, LATER.as_of, LATER.known_at)
    [copied] = [one for one in items_at(ground, at) if one.case_id == brought]
    assert (copied.title_zh, copied.status) == (WORDS, ItemStatus.STRUCK_OFF)
    other.close()


def test_a_file_of_past_storms_brings_items_and_a_person_words_them(
    house: PurgeHouse, tmp_path: Path
) -> None:
    path = tmp_path / "cases.csv"
    head = "case_id,part,key,name_zh,starts_at,ends_at,about,source,certainty\n"
    rows = (
        "past-199711,case,case,9711号台风,1997-08-10,1997-08-20,199711,县志,published",
        "past-199711,item,1,海堤加高,1998-01-05,,,县志,published",
        "past-199711,item,2,没有日期,,,,县志,published",
        "drill-muifa-1,item,1,别处的案例,1998-01-05,,,县志,published",
        "past-199711,level,3,先止后起,1997-08-20,1997-08-10,typhoon,县志,published",
        "past-199711,case,case,看不懂的日子,上个月,,,县志,published",
    )
    path.write_text(head + "\n".join(rows), encoding="utf-8-sig")
    told, problems = read_cases(path)
    assert [(line.part, line.key) for line in told] == [("case", "case"), ("item", "1")]
    assert {problem.row for problem in problems} == {4, 5, 6, 7}
    desk = house.desk
    assert keep_cases(desk.store, desk.ledger, told, by=BY_FILE, at=AT) == 2
    assert keep_cases(desk.store, desk.ledger, told, by=BY_FILE, at=AT) == 0, "the same again is nothing"
    [item] = [one for one in items_at(desk, NOW) if one.case_id == "past-199711"]
    reword(house.visit("duty", Role.DUTY_OFFICER), item, "海堤加高至五米", "", "")
    assert keep_cases(desk.store, desk.ledger, told, by=BY_FILE, at=AT + timedelta(days=99)) == 0
    [again] = [one for one in items_at(desk, NOW) if one.case_id == "past-199711"]
    assert again.title_zh == "海堤加高至五米", "what a person wrote stays"
    assert {"past-199711", "past-201909", "past-202004"} <= {one.case_id for one in cases_at(desk, NOW)}
