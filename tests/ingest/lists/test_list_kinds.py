"""Which list a file is, by its headings and words alone."""

from collections.abc import Callable

import pytest

from stormdesk.domain.geo import Datum
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices
from stormdesk.ingest.lists.words import ListReason

Workbook = Callable[..., bytes]
PERSONS = ["岗位", "责任人", "责任人职务", "责任人手机", "备注"]


def person(area: str, role: str, number: int) -> list[object]:
    return [area, role, f"王{number}", "书记", f"138000060{number:02d}", None]


@pytest.mark.parametrize(
    ("code", "area", "place", "roles"),
    [
        ("township_persons", "乡(镇、街道)", "坎门街道", ["水利员", "气象协理员", "人员转移组"]),
        (
            "village_groups",
            "行政村",
            "坎门街道海都社区",
            ["村级主要负责人", "监测预警组", "人员转移组", "抢险救援组"],
        ),
    ],
)
def test_the_province_s_lists_of_persons_are_known_by_their_headings_and_keep_every_role(
    desk: Desk, workbook: Workbook, code: str, area: str, place: str, roles: list[str]
) -> None:
    rows = [person(place, role, number) for number, role in enumerate(roles)]
    seen = look(desk, "1.xlsx", workbook([area, *PERSONS], *rows))
    assert (seen.list_code, seen.counts.new, seen.problems) == (code, len(roles), ())
    assert None not in seen.work.typed.column("role_code")  # type: ignore[attr-defined]


def test_grid_persons_are_known_by_their_grids(desk: Desk, workbook: Workbook) -> None:
    head = ["行政村", "网格名", "网格类型", "责任人", "职位", "手机", "备注"]
    rows = [
        ["坎门街道海都社区", f"{post}格", "危房", "王一", post, "13800006001", None]
        for post in ("巡查员", "管理员", "预警员", "监测员", "联络员")
    ]
    seen = look(desk, "1.xlsx", workbook(head, *rows))
    assert (seen.list_code, seen.counts.new, seen.counts.returned) == ("village_grids", 5, 0)


def test_shelters_are_known_by_other_headings_in_two_levels(desk: Desk, workbook: Workbook) -> None:
    data = workbook(
        [
            "镇街",
            "避灾安置点名称",
            "等级",
            "核定安置人数(人)",
            "场所管理员",
            "联系方式",
            "坐标",
            None,
            "安全鉴定",
        ],
        [None, None, None, None, None, None, "经度", "纬度", None],
        ["坎门街道", "一号避灾点", "村级", "100人", "周一", "13700091111", 121.2506, 28.0926, "已鉴定"],
    )
    seen = look(desk, "1.xlsx", data)
    assert (seen.list_code, seen.counts.new, seen.problems) == ("shelters", 1, ())
    typed = seen.work.typed  # type: ignore[attr-defined]
    assert [typed.column(name)[0] for name in ("capacity", "lon", "is_certified")] == [100, 121.2506, True]


def test_a_row_whose_role_nobody_knows_comes_back(desk: Desk, workbook: Workbook) -> None:
    data = workbook(
        ["乡镇", "岗位", "姓名", "手机"],
        ["坎门街道", "街道书记长", "王一", "13800000001"],
        ["坎门街道", "镇级指挥", "王二", "13800000002"],
    )
    seen = look(desk, "1.xlsx", data, list_code="responsible_persons")
    assert (seen.counts.new, seen.counts.returned) == (1, 1)
    (problem,) = seen.problems
    assert (problem.reason, problem.is_refused) == (ListReason.UNKNOWN_ROLE, True)
    assert seen.work.typed.column("role_code") == ["township_commander"]  # type: ignore[attr-defined]


def test_one_column_may_hold_both_coordinates(desk: Desk, workbook: Workbook) -> None:
    data = workbook(
        ["区划", "项目名称", "施工总承包单位", "现场工人数", "包保领导", "联系方式", "经纬度"],
        ["坎门街道", "一号工程", "甲建", "20人", "周一", "13599990000", "121.2506,28.0926"],
    )
    seen = look(desk, "1.xlsx", data)
    assert (seen.list_code, seen.counts.new, seen.problems) == ("sites", 1, ())
    typed = seen.work.typed  # type: ignore[attr-defined]
    assert [typed.column(name)[0] for name in ("worker_count", "lon", "lat")] == [20, 121.2506, 28.0926]


def test_a_person_and_a_phone_in_one_cell_are_both_read(desk: Desk, workbook: Workbook) -> None:
    data = workbook(
        ["乡镇", "项目名称", "项目经理及电话"],
        ["坎门街道", "一号工程", "孙一 13500000001"],
        ["坎门街道", "二号工程", "孙二(电话:135-0000-0002)"],
        ["坎门街道", "三号工程", "孙三"],
        ["坎门街道", "四号工程", "孙四 13500000004、13500000005"],
    )
    seen = look(desk, "1.xlsx", data)
    typed = seen.work.typed  # type: ignore[attr-defined]
    assert seen.list_code == "sites"
    assert typed.column("manager_name") == ["孙一", "孙二", "孙三", "孙四"]
    assert typed.column("phone") == ["13500000001", "13500000002", None, None]
    assert [(problem.place, problem.field) for problem in seen.problems] == [("名单!C5", "phone")]


@pytest.mark.parametrize(("lon", "lat"), [(2805.56, 12115.04), (28.0926, 121.2506)])
def test_swapped_coordinates_are_told_before_degrees_and_minutes_run_together(
    desk: Desk, workbook: Workbook, lon: float, lat: float
) -> None:
    data = workbook(["乡镇", "避灾场所名称", "经度", "纬度"], ["坎门街道", "海都避灾点", lon, lat])
    seen = look(desk, "避灾.xlsx", data)
    assert {problem.reason for problem in seen.problems} == {ListReason.POINT_SWAPPED}
    told = {problem.place: float(problem.suggestion or 0) for problem in seen.problems}
    assert told == {"名单!C2": pytest.approx(121.2506, abs=1e-3), "名单!D2": pytest.approx(28.0926, abs=1e-3)}


@pytest.mark.parametrize(("heading", "datum"), [("坐标（GCJ-02）", "gcj02"), ("百度坐标", "bd09")])
def test_a_datum_that_the_heading_names_is_told_until_a_person_chooses(
    desk: Desk, workbook: Workbook, heading: str, datum: str
) -> None:
    head = ["乡镇", "避灾场所名称", "可容纳人数", heading, None]
    data = workbook(head, [None, None, None, "经度", "纬度"], ["坎门街道", "海都避灾点", 100, 121.25, 28.09])
    seen = look(desk, "shelters.xlsx", data, list_code="shelters")
    told = [problem.value for problem in seen.problems if problem.reason == ListReason.DATUM_NAMED]
    assert told == [datum]
    chosen = look(desk, "shelters.xlsx", data, list_code="shelters", choices=Choices(datum=Datum(datum)))
    assert ListReason.DATUM_NAMED not in {problem.reason for problem in chosen.problems}
