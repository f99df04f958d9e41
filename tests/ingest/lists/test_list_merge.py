"""Rows that look like one: found, decided on, remembered, and counted once."""

from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import pytest

from stormdesk.domain.duplicates import Likeness
from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.duplicates import duplicates
from stormdesk.ingest.lists.identity import hull_key
from stormdesk.ingest.lists.merge import NotThere, merge
from stormdesk.ingest.lists.model import Decision, ListReport
from stormdesk.ingest.lists.undo import undo

Workbook = Callable[..., bytes]
Take = Callable[..., ListReport]
Held = Callable[[str], pd.DataFrame]
PERSONS = ["乡镇", "村", "岗位", "姓名", "手机"]
ONE = ["坎门", "海都", "村级主要负责人", "王建国", "13800000001"]
TWO = ["坎门", "海都", "灾害信息员", "王建囯", "13800000001"]
OTHER = ["坎门", "海都", "灾害信息员", "李四", "13800000009"]


WHO = {
    "行政村": "坎门街道海都社区",
    "危险区名称": "",
    "户主": "",
    "居住人数": 3,
    "户主手机": "13800000001",
    "转移责任人": "李二",
    "转移责任人职务": "委员",
    "转移责任人手机": "13800000002",
    "预警责任人": "陈三",
    "预警责任人职务": "网格员",
    "预警责任人手机": "13800000003",
    "避灾场所": "某点",
    "有无安全鉴定": "有",
    "避灾场所管理员": "林四",
    "避灾场所管理员手机": "13800000004",
}


def by_name(held: Held, register: str) -> dict[str, str]:
    rows = held(register)
    return dict(zip(rows["name"], rows.iloc[:, 1], strict=True))


@pytest.mark.parametrize("name", ["浙玉渔00138", "浙玉渔138", "ZHEYUYU138", "浙玉渔 138号", "浙玉渔-00138"])
def test_a_hull_number_is_one_however_it_is_written(name: str) -> None:
    assert hull_key(name) == "ZHEYUYU138"


def test_near_pairs_are_shown_once_and_not_again_when_kept_apart(
    desk: Desk, workbook: Workbook, take: Take, held: Held
) -> None:
    take(workbook(PERSONS, ONE, TWO, OTHER), list_code="responsible_persons")
    (pair,) = duplicates(desk, "responsible_person")
    assert pair.reason is Likeness.PHONE
    ids = by_name(held, "responsible_person")
    assert {pair.one_id, pair.other_id} == {ids["王建国"], ids["王建囯"]}
    merge(desk, "responsible_person", pair.one_id, pair.other_id, Decision.APART, by="甲")
    assert duplicates(desk, "responsible_person") == []
    assert len(held("responsible_person")) == 3


def test_a_merge_ends_one_row_and_what_referred_to_it_refers_to_the_other(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    take(workbook(PERSONS, ONE, TWO), list_code="responsible_persons")
    vessels = ["船名号", "乡镇", "包保责任人", "包保责任人手机"]
    take(workbook(vessels, ["浙玉渔00001", "坎门", TWO[3], TWO[4]]), list_code="vessels")
    ids = by_name(held, "responsible_person")
    assert held("vessel")["officer_id"].tolist() == [ids[TWO[3]]]
    show_hours(1)
    report = merge(desk, "responsible_person", ids[ONE[3]], ids[TWO[3]], Decision.MERGED, by="甲")
    assert held("responsible_person")["name"].tolist() == ["王建国"]
    assert held("vessel")["officer_id"].tolist() == [ids[ONE[3]]]
    show_hours(2)
    again = take(workbook(PERSONS, TWO), list_code="responsible_persons")
    assert (again.counts.new, again.counts.changed) == (0, 1)
    with pytest.raises(NotThere):
        merge(desk, "responsible_person", ids[ONE[3]], ids[TWO[3]], Decision.MERGED, by="甲")
    undo(desk, again.import_id, by="甲")
    show_hours(3)
    undo(desk, report.import_id, by="甲")
    assert len(held("responsible_person")) == 2
    assert held("vessel")["officer_id"].tolist() == [ids[TWO[3]]]


def test_a_merge_takes_the_phone_and_the_point_that_the_kept_row_lacks(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    head = ["乡镇", "避灾场所名称", "管理员手机", "经度", "纬度"]
    one = ["坎门街道", "海都避灾点", None, None, None]
    other = ["坎门街道", "海都社区避灾点", "13800000009", 121.2506, 28.0926]
    take(workbook(head, one, other), list_code="shelters")
    ids = by_name(held, "shelter")
    show_hours(1)
    report = merge(desk, "shelter", ids[one[1]], ids[other[1]], Decision.MERGED, by="甲")
    assert [problem.field for problem in report.problems] == ["phone", "lat", "lon"]
    (kept,) = held("shelter").to_dict("records")
    assert (kept["name"], kept["phone"], kept["lon"]) == ("海都避灾点", "13800000009", 121.2506)
    show_hours(2)
    undo(desk, report.import_id, by="甲")
    assert sorted(held("shelter")["phone"].notna()) == [False, True]


def test_merged_evacuees_count_once_as_persons_and_each_move_as_a_move(
    desk: Desk, workbook: Workbook, take: Take, held: Held, show_hours: Callable[[float], None]
) -> None:
    row = dict(WHO)
    one = row | {"户主": "王一", "危险区名称": "后山"}
    other = row | {"户主": "王壹", "危险区名称": "溪边"}
    take(workbook([*row], [*one.values()], [*other.values()]), list_code="evacuees")
    ids = by_name(held, "evacuee")
    at = desk.now()
    desk.ledger.record_from_source(
        [_moved(row_id, at + timedelta(minutes=n)) for n, row_id in enumerate(ids.values())]
    )
    show_hours(1)

    def counted() -> tuple[int, int]:
        facts = {"operation_id": "drill", "as_of": desk.now(), "known_at": desk.now(), "area_code": None}
        row = desk.store.frame("evacuation/headline", **facts).iloc[0]
        return int(row["moved"]), int(row["moves"])

    def elsewhere() -> set[int]:
        """The same persons as the wall, the replay and the trend count them."""
        now = {"operation_id": "drill", "as_of": desk.now(), "known_at": desk.now()}
        wall = desk.store.frame("wall/standings", **now, area_code=None)
        replay = desk.store.frame("replay/numbers", **now)
        trend = desk.store.frame("evacuation/trend", **now, area_code=None)
        return {
            *wall[wall["subject"] == "evacuee"]["done"],
            *replay[replay["subject"] == "evacuee"]["done"],
            int(trend["done"].iloc[-1]),
        }

    assert (counted(), elsewhere()) == ((6, 6), {6})
    merge(desk, "evacuee", ids["王一"], ids["王壹"], Decision.MERGED, by="甲")
    assert (counted(), elsewhere()) == ((3, 6), {3})
    show_hours(0.5)
    assert counted() == (6, 6)


def _moved(row_id: str, at: object) -> Event:
    return Event(
        event_id=f"e-{row_id}",
        operation_id="drill",
        subject="evacuee",
        subject_id=row_id,
        facet="move",
        status="at_shelter",
        happened_at=at,  # type: ignore[arg-type]
        recorded_at=at,  # type: ignore[arg-type]
        source="form",
        actor="甲",
        account="B",
        township_code="331083002",
        village_code="331083002014",
        category="geohazard",
        quantity=3,
    )
