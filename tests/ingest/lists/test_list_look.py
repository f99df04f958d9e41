"""What a dry run says of lists as counties send them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.look import look
from stormdesk.ingest.lists.model import Choices, Look, Outcome
from stormdesk.ingest.lists.words import ListReason

Workbook = Callable[..., bytes]
HEAD = [
    *("行政村", "危险区名称", "危险区类型", "位置", "经度", "纬度", "户主", "居住人数", "户主手机"),
    *("转移责任人", "转移责任人职务", "转移责任人手机", "预警责任人", "预警责任人职务", "预警责任人手机"),
    *("避灾场所", "有无安全鉴定", "避灾场所管理员", "避灾场所管理员手机", "备注"),
]
SHELTER_HEAD = ["乡镇", "行政村", "避灾场所名称", "容纳人数", "经度", "纬度"]
KANMEN = (28.0926, 121.2506)


def household(**changes: object) -> list[object]:
    row: dict[str, object] = dict.fromkeys(HEAD)
    row |= {
        "行政村": "坎门街道海都社区",
        "危险区名称": "后山",
        "危险区类型": "地质灾害点",
        "户主": "王一",
        "居住人数": 3,
        "户主手机": "13800000001",
        "转移责任人": "李二",
        "转移责任人职务": "委员",
        "转移责任人手机": "13800000002",
        "预警责任人": "陈三",
        "预警责任人职务": "网格员",
        "预警责任人手机": "13800000003",
        "避灾场所": "海都避灾点",
        "有无安全鉴定": "有",
        "避灾场所管理员": "林四",
        "避灾场所管理员手机": "13800000004",
    }
    return list((row | changes).values())


def shelter(**changes: object) -> list[object]:
    row = {
        "乡镇": "坎门街道",
        "行政村": "海都社区",
        "避灾场所名称": "海都避灾点",
        "容纳人数": 100,
        "经度": None,
    }
    return list((row | {"纬度": None} | changes).values())


def reasons(seen: Look) -> dict[str, str]:
    return {problem.place: problem.reason for problem in seen.problems}


def test_the_province_s_twenty_columns_are_known_and_persons_named_in_them_are_made(
    desk: Desk, workbook: Workbook
) -> None:
    seen = look(desk, "清单.xlsx", workbook(HEAD, household()))
    assert seen.list_code == "evacuees"
    assert [column.field for column in seen.sheets[0].columns if not column.field] == []
    assert (seen.counts.new, seen.counts.returned) == (1, 0)
    assert sorted(seen.made["name"]) == ["李二", "海都避灾点", "陈三"]
    assert set(seen.made["role_code"].dropna()) == {"village_guarantor", "village_monitoring"}
    assert reasons(seen) == {"名单!P2": ListReason.LINK_MADE}


def test_a_look_writes_nothing(desk: Desk, workbook: Workbook, held: Callable[..., object]) -> None:
    version = desk.store.data_version
    look(desk, "清单.xlsx", workbook(HEAD, household()))
    assert desk.store.data_version == version
    assert len(held("evacuee")) == 0  # type: ignore[arg-type]


def test_a_bad_required_cell_sends_the_row_back_a_bad_optional_one_goes_in_unknown(
    desk: Desk, workbook: Workbook
) -> None:
    rows = [
        household(居住人数="三五人"),
        household(户主="赵五", 经度="东边", 纬度=28.09),
        household(户主=None),
    ]
    seen = look(desk, "清单.xlsx", workbook(HEAD, *rows))
    assert (seen.counts.new, seen.counts.returned) == (1, 2)
    assert [(row.row, [p.field for p in row.problems]) for row in seen.returned] == [
        (2, ["persons"]),
        (4, ["name"]),
    ]
    optional = [problem for problem in seen.problems if problem.place == "名单!E3"]
    assert [problem.is_refused for problem in optional] == [False]
    assert seen.returned[0].cells == tuple(household(居住人数="三五人"))


def test_a_suggestion_that_a_person_accepts_stands_in_for_the_cell(desk: Desk, workbook: Workbook) -> None:
    data = workbook(HEAD, household(居住人数="约3人"))
    seen = look(desk, "清单.xlsx", data)
    (problem,) = (problem for problem in seen.problems if problem.field == "persons")
    assert (problem.place, problem.suggestion) == ("名单!H2", "3")
    again = look(desk, "清单.xlsx", data, choices=Choices(accepted={"名单!H2": "3"}))
    assert (again.counts.new, again.counts.returned) == (1, 0)


def test_titles_totals_examples_and_blank_rows_are_no_households(desk: Desk, workbook: Workbook) -> None:
    total: list[object] = [None] * len(HEAD)
    total[0], total[7] = "合计", 4
    rows = [["玉环市危险区人员转移清单(2022年)"], [], HEAD, household(), [], total, household(), []]
    rows[6] = ["示例:某村", *household()[1:]]
    seen = look(desk, "清单.xlsx", workbook(*rows))
    assert (seen.counts.new, seen.counts.skipped) == (1, 2)
    (differs,) = (p for p in seen.problems if p.reason == ListReason.TOTAL_DIFFERS)
    assert (differs.place, differs.value) == ("名单!H6", "4 ≠ 3")


def test_a_sheet_per_township_and_a_title_row_tell_the_township(desk: Desk, workbook: Workbook) -> None:
    head = ["村", "避灾场所名称", "容纳人数"]
    data = workbook(
        坎门街道=[head, ["海都", "甲", 10]],
        玉城=[head, ["县前", "乙", 20], ["坎门街道"], ["海都", "丙", 30]],
    )
    seen = look(desk, "避灾场所.xlsx", data)
    assert dict(zip(seen.new["name"], seen.new["village_code"], strict=True)) == {
        "甲": "331083002014",
        "乙": "331083001001",
        "丙": "331083002014",
    }


def test_the_same_row_twice_counts_once_and_a_contradicting_one_comes_back(
    desk: Desk, workbook: Workbook
) -> None:
    seen = look(desk, "清单.xlsx", workbook(HEAD, household(), household(), household(居住人数=5)))
    assert (seen.counts.new, seen.counts.returned, seen.counts.skipped) == (1, 1, 1)
    (twice,) = (p for p in seen.problems if p.reason == ListReason.ROW_CONTRADICTS)
    assert (twice.place, twice.value) == ("名单!4", "名单!2 居住人数:3/5")
    assert [row.row for row in seen.returned] == [4]


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02, Datum.BD09, Datum.CGCS2000])
def test_points_of_every_datum_come_to_the_same_place(
    workbook: Workbook, take: Callable[..., object], held: Callable[..., object], datum: Datum
) -> None:
    lat, lon = from_wgs84(*KANMEN, datum)
    take(workbook(SHELTER_HEAD, shelter(经度=lon, 纬度=lat)), datum=datum)
    row = held("shelter").iloc[0]  # type: ignore[attr-defined]
    assert row["lat"] == pytest.approx(KANMEN[0], abs=2e-6)
    assert row["lon"] == pytest.approx(KANMEN[1], abs=2e-6)


@pytest.mark.parametrize(
    ("lon", "lat", "reason", "is_kept"),
    [
        (121.2506, 28.0926, None, True),
        ("121°15′2.2″", "28°5′33.4″", None, True),
        ("121.2506,28.0926", None, None, True),
        (28.0926, 121.2506, ListReason.POINT_SWAPPED, False),
        (116.4, 39.9, ListReason.POINT_OUTSIDE, False),
        (121.25, None, ListReason.POINT_HALF, False),
        (121.5, 28.0, ListReason.POINT_AT_SEA, True),
        (121.1688, 28.1, ListReason.POINT_ELSEWHERE, True),
    ],
)
def test_a_doubtful_point_is_told_and_never_put_right_in_silence(
    desk: Desk, workbook: Workbook, lon: object, lat: object, reason: ListReason | None, is_kept: object
) -> None:
    seen = look(desk, "避灾.xlsx", workbook(SHELTER_HEAD, shelter(经度=lon, 纬度=lat)))
    told = {problem.reason for problem in seen.problems}
    assert told == ({reason} if reason else set())
    assert seen.counts.new == 1
    typed = seen.work.typed  # type: ignore[attr-defined]
    assert (typed.column("lat")[0] is not None) is is_kept


def test_swapped_coordinates_are_right_once_a_person_accepts_both(desk: Desk, workbook: Workbook) -> None:
    data = workbook(SHELTER_HEAD, shelter(经度=28.0926, 纬度=121.2506))
    seen = look(desk, "避灾.xlsx", data)
    accepted = {problem.place: problem.suggestion or "" for problem in seen.problems}
    again = look(desk, "避灾.xlsx", data, choices=Choices(accepted=accepted))
    assert again.problems == ()
    assert again.work.typed.column("lat") == [28.0926]  # type: ignore[attr-defined]


def test_a_person_lays_a_heading_on_a_field(desk: Desk, workbook: Workbook) -> None:
    data = workbook(["乡镇", "避灾场所名称", "甲乙丙丁"], ["坎门街道", "海都避灾点", 80])
    seen = look(desk, "避灾.xlsx", data)
    assert [p.value for p in seen.problems if p.reason == ListReason.UNKNOWN_COLUMN] == ["甲乙丙丁"]
    mapped = look(desk, "避灾.xlsx", data, choices=Choices(columns={"名单!C": "capacity"}))
    assert mapped.problems == ()
    assert mapped.work.typed.column("capacity") == [80]  # type: ignore[attr-defined]


def test_a_missing_column_that_every_row_needs_is_named(desk: Desk, workbook: Workbook) -> None:
    seen = look(
        desk,
        "船.xlsx",
        workbook(["乡镇", "船长", "船主手机"], ["坎门", 20, "13800000001"]),
        list_code="vessels",
    )
    assert seen.is_empty
    assert [(p.value, p.reason) for p in seen.problems] == [("船名号", ListReason.MISSING_COLUMN)]


def test_each_list_of_one_workbook_is_taken_on_its_own(desk: Desk, workbook: Workbook) -> None:
    data = workbook(避灾场所=[SHELTER_HEAD, shelter()], 渔船=[["船名号", "船员人数"], ["浙玉渔00001", 5]])
    codes = {look(desk, "汇总.xlsx", data, list_code=code).list_code for code in ("shelters", "vessels")}
    seen = look(desk, "汇总.xlsx", data, list_code="vessels")
    assert codes == {"shelters", "vessels"}
    assert set(seen.candidates) >= {"shelters", "vessels"}
    assert (seen.counts.new, [p.reason for p in seen.problems]) == (1, [ListReason.OTHER_LIST])


@pytest.mark.parametrize(
    ("title", "word", "code"),
    [("危房", None, "dangerous_house"), ("农家乐", None, "farm_stay"), ("对象", "渔排", "aquaculture")],
)
def test_a_facility_s_sector_stands_in_a_column_or_in_the_title(
    desk: Desk, workbook: Workbook, title: str, word: str | None, code: str
) -> None:
    head = ["名称", "人数", "乡镇"] + (["行业"] if word else [])
    row = ["一号", 3, "坎门"] + ([word] if word else [])
    seen = look(desk, "表.xlsx", workbook([f"{title}清单"], head, row), list_code="facilities")
    assert seen.work.typed.column("sector") == [code]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("tier", "area", "word", "role"),
    [
        ("镇级", ("坎门", None), "指挥", "township_commander"),
        ("县级", (None, None), "指挥", "county_commander"),
        (None, ("坎门", "海都"), "灾害信息员", "disaster_information"),
        (None, ("坎门", "海都"), "山塘巡查员", "grid_hill_pond"),
    ],
)
def test_the_same_word_is_another_role_in_another_tier(
    desk: Desk, workbook: Workbook, tier: str | None, area: tuple[str | None, ...], word: str, role: str
) -> None:
    data = workbook(
        ["层级", "乡镇", "村", "岗位", "姓名", "手机"], [tier, *area, word, "王一", "13800000001"]
    )
    seen = look(desk, "责任人.xlsx", data, list_code="responsible_persons")
    assert seen.work.typed.column("role_code") == [role]  # type: ignore[attr-defined]


@pytest.mark.parametrize("data", [b"", b"\x00" * 99, b"PK\x03\x04junk", "没有表头".encode(), b"a,b\n1,2\n"])
def test_a_file_that_is_no_list_is_told_and_takes_nothing(desk: Desk, data: bytes) -> None:
    seen = look(desk, "x.csv", data)
    assert seen.is_empty
    assert seen.problems


def test_a_county_s_own_words_are_laid_over_without_code(
    desk: Desk, workbook: Workbook, tmp_path: Path
) -> None:
    folder = tmp_path / "county" / "lists"
    folder.mkdir(parents=True)
    folder.joinpath("shelters.yaml").write_text(
        "code: shelters\nfields: [{key: capacity, synonyms: [庇护人数]}]\n", encoding="utf-8"
    )
    mine = replace(desk, settings=replace(desk.settings, county_dir=folder.parent))
    seen = look(mine, "避灾.xlsx", workbook(["乡镇", "避灾场所名称", "庇护人数"], ["坎门", "甲", 7]))
    assert seen.work.typed.column("capacity") == [7]  # type: ignore[attr-defined]


def test_the_outcome_of_a_list_with_bad_rows_is_partly(
    workbook: Workbook, take: Callable[..., object]
) -> None:
    report = take(workbook(HEAD, household(), household(户主=None)))
    assert report.outcome is Outcome.PARTLY  # type: ignore[attr-defined]
