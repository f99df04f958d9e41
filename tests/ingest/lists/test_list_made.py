"""What a transfer list says of its shelters is kept: made, filled or told, and taken back with the list."""

from collections.abc import Callable

import pandas as pd

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import ListReport
from stormdesk.ingest.lists.undo import undo
from stormdesk.ingest.lists.words import ListReason

Workbook = Callable[..., bytes]
Take = Callable[..., ListReport]
Held = Callable[[str], pd.DataFrame]
HEAD = [
    "行政村",
    "危险区名称",
    "户主",
    "居住人数",
    "户主手机",
    "转移责任人",
    "转移责任人职务",
    "转移责任人手机",
    "预警责任人",
    "预警责任人职务",
    "预警责任人手机",
    "避灾场所",
    "有无安全鉴定",
    "避灾场所管理员",
    "避灾场所管理员手机",
]
SHELTERS = ["乡镇", "行政村", "避灾场所名称", "容纳人数", "管理员", "管理员手机"]


def household(number: int, **changes: object) -> list[object]:
    guards = ["李二", "委员", "13800000002", "陈三", "网格员", "13800000003"]
    shelter = ["海都文化礼堂", "有", "林四", "13800000004"]
    row = ["坎门街道海都社区", "后山", f"王{number}", 3, f"1390000{number:04d}", *guards, *shelter]
    return list((dict(zip(HEAD, row, strict=True)) | changes).values())


def test_an_unknown_shelter_is_made_with_all_that_the_list_says_and_told_once(
    desk: Desk, workbook: Workbook, take: Take, held: Held
) -> None:
    data = workbook(HEAD, *(household(number) for number in range(20)))
    told = [problem for problem in look(desk, "清单.xlsx", data).problems if problem.field == "shelter_name"]
    assert [(problem.place, problem.reason, problem.count) for problem in told] == [
        ("名单!L2", ListReason.LINK_MADE, 20)
    ]
    report = take(data)
    made = held("shelter").iloc[0]
    said = (made["name"], made["manager_name"], made["phone"], bool(made["is_certified"]), made["tier"])
    assert said == ("海都文化礼堂", "林四", "13800000004", True, "village")
    assert pd.isna(made["capacity"])
    assert made["village_code"].startswith("331083002")
    assert set(held("evacuee")["shelter_id"]) == {made["shelter_id"]}
    assert look(desk, "清单.xlsx", data).counts.unchanged == 20
    undo(desk, report.import_id, by="甲")
    assert len(held("shelter")) == 0


def test_the_shelter_list_that_comes_later_is_about_the_same_shelter(
    workbook: Workbook, take: Take, held: Held
) -> None:
    take(workbook(HEAD, household(1)))
    made = held("shelter")["shelter_id"].tolist()
    take(workbook(SHELTERS, ["坎门", "海都社区", "海都文化礼堂", 80, None, None]), "避灾场所.xlsx")
    rows = held("shelter")
    assert (rows["shelter_id"].tolist(), rows["capacity"].tolist()) == (made, [80])
    assert rows["manager_name"].tolist() == ["林四"]


def test_a_known_shelter_takes_what_it_lacks_and_what_differs_is_told_once(
    desk: Desk, workbook: Workbook, take: Take, held: Held
) -> None:
    take(workbook(SHELTERS, ["坎门", "海都社区", "海都文化礼堂", 80, "周五", None]), "避灾场所.xlsx")
    data = workbook(HEAD, *(household(number) for number in range(3)))
    told = [(p.value, p.reason, p.count) for p in look(desk, "清单.xlsx", data).problems]
    assert told == [("林四 ≠ 周五", ListReason.LINK_SAYS, 3)]
    report = take(data)
    row = held("shelter").iloc[0]
    assert (row["manager_name"], row["phone"], row["capacity"]) == ("周五", "13800000004", 80)
    undo(desk, report.import_id, by="甲")
    assert held("shelter")["phone"].isna().all()


def test_a_nearly_same_name_of_the_same_village_is_a_suggestion(
    desk: Desk, workbook: Workbook, take: Take
) -> None:
    take(workbook(SHELTERS, ["坎门", "海都社区", "海都社区避灾安置点", 80, None, None]), "避灾场所.xlsx")
    data = workbook(HEAD, household(1, 避灾场所="海都社区避灾点"))
    told = {problem.place: problem.suggestion for problem in look(desk, "清单.xlsx", data).problems}
    assert told == {"名单!L2": "海都社区避灾安置点"}
