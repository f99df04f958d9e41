"""The county's Excel forms: the screens' numbers, people masked, silence never printed as nought."""

import io
import re
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import Mark
from stormdesk.ingest.desk import Desk
from stormdesk.report.forms import duty_roster as roster
from stormdesk.report.forms import transfer_list as transfers
from stormdesk.report.forms.damage_form import damage_form
from stormdesk.report.forms.duty_roster import duty_roster
from stormdesk.report.forms.sheet import Feet, pages_of
from stormdesk.report.forms.shown import Masked
from stormdesk.report.forms.transfer_list import transfer_list
from stormdesk.report.papers.bulletin import BULLETIN
from stormdesk.report.papers.forms import FORMS, refuse_damage
from stormdesk.store import Scope

NIGHT = datetime(2022, 9, 14, 14, tzinfo=UTC)
OPERATION, KANMEN, YUCHENG, ISLAND = "drill-muifa-1", "331083002", "331083001", "331083202"
FEET = Feet(head="试", foot="截至 2022-09-14 22:00", made_at=NIGHT)


def moment(at: datetime = NIGHT) -> Moment:
    return Moment(OPERATION, at, at)


def made(drill: Desk, kind: str, at: datetime = NIGHT) -> dict[str, list[tuple[Any, ...]]]:
    found = next(one for one in FORMS if one.kind == kind)
    return sheets(found.make(drill, moment(at), Mark(title=found.title, moment=moment(at))))


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert "截至 2022-09-" in sheet.oddFooter.left.text
        assert "&P" in (sheet.oddFooter.right.text or "")
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def row_of(rows: list[tuple[Any, ...]], first: object) -> tuple[Any, ...]:
    return next(row for row in rows if row[0] == first)


def sentence_of(found: Objection) -> str:
    return found.sentence.format_map(found.values)


def tell(drill: Desk, township: str, item: str, quantity: int | None, h: float, **more: str) -> None:
    at = NIGHT - timedelta(hours=8 - h)
    facts = {"facet": "loss", "status": "reported"} | more
    event = Event(
        event_id=f"{township}{item}{h}", operation_id=OPERATION, subject="damage",
        subject_id=f"{township}:{item}",
        happened_at=at, recorded_at=at + timedelta(hours=1), source="form", actor="test",
        township_code=township, category=item, quantity=quantity, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    assert not drill.ledger.record_from_source([event]).problems


@pytest.fixture(scope="module")
def told(drill: Desk) -> Desk:
    tell(drill, KANMEN, "dead", 0, 1)
    tell(drill, KANMEN, "houses_collapsed", 3, 1)
    tell(drill, YUCHENG, "all", None, 1, facet="nil", status="nil_report")
    return drill


def test_silence_stands_as_unreported_and_a_nil_report_as_none(told: Desk) -> None:
    figures = made(told, "damage")["灾情报表"]
    head = row_of(figures, "乡镇(街道)")
    at = {str(title).split("(")[0]: place for place, title in enumerate(head)}
    kanmen, yucheng, island = (row_of(figures, name) for name in ("坎门街道", "玉城街道", "海山乡"))
    assert (kanmen[at["因灾死亡人口"]], kanmen[at["倒塌房屋"]], kanmen[at["受灾人口"]]) == (0, 3, "未报")
    assert (yucheng[at["因灾死亡人口"]], island[at["因灾死亡人口"]]) == ("无", "未报")
    assert row_of(figures, "全市")[at["倒塌房屋"]] == 3
    assert row_of(figures, "未报乡镇数")[at["倒塌房屋"]] == 9
    assert row_of(figures, "全市")[at["紧急转移安置人口"]] == 14_797
    assert any("初报时限 2022-09-14 17:00" in str(row[0]) for row in figures)


def test_a_figure_that_fell_without_a_correction_keeps_the_report_in_the_house(told: Desk) -> None:
    assert refuse_damage(told, moment()) == ()
    tell(told, ISLAND, "injured", 4, 9)
    tell(told, ISLAND, "injured", 1, 10)
    later = moment(NIGHT + timedelta(hours=6))
    [found] = refuse_damage(told, later)
    assert sentence_of(found) == "“因灾伤病人口”现报 1,比以前报的少,而没有作更正"
    assert (found.township_code, found.page) == (ISLAND, "losses")


def test_the_daily_return_has_the_screens_numbers(told: Desk) -> None:
    rows = made(told, "daily_return")["防指日报"]
    whole = row_of(rows, "全市")
    asked = {"operation_id": OPERATION, "as_of": NIGHT, "known_at": NIGHT, "area_code": None}
    for place, name in enumerate(("duty", "evacuation", "vessels", "sites", "shelters")):
        head = told.store.frame(f"{name}/headline", **asked).iloc[0]
        assert whole[1 + 2 * place : 3 + 2 * place] == (head["total"], head["done"])
    towns = [row for row in rows if str(row[0]).endswith(("街道", "镇", "乡"))]
    assert len(towns) == 11
    assert [sum(row[place] for row in towns) for place in range(1, 11)] == list(whole[1:11])


def test_before_anybody_has_reported_no_work_is_nought(told: Desk) -> None:
    before = datetime(2022, 9, 9, 23, tzinfo=UTC)
    whole = row_of(made(told, "daily_return", before)["防指日报"], "全市")
    assert whole[1:12] == (3083, "未报", "未报", "未报", 633, "未报", 358, "未报", 152, "未报", "未报")
    text = BULLETIN.text(told, moment(before), Mark(title=BULLETIN.title, moment=moment(before)))
    assert "责任人 3083 人,均未报;船舶 633 艘,均未报;" in text
    later = BULLETIN.text(told, moment(), Mark(title=BULLETIN.title, moment=moment()))
    [away] = re.findall(
        r"在外安置 (\d+) 人,其中避灾场所 (\d+) 人、投亲靠友 (\d+) 人、其他安置 (\d+) 人;", later
    )
    assert int(away[0]) == sum(map(int, away[1:]))
    assert re.search(r"现场清点 \d+ 人,清点于9月14日\d+时.*至9月14日21时57分,清点时登记在册 \d+ 人", later)


def test_a_corrected_loss_stands_with_what_it_was_and_why(told: Desk) -> None:
    said = {"payload": '{"text": "补报漏统计的五人"}'}
    tell(told, ISLAND, "affected_people", 40, 2)
    tell(told, ISLAND, "affected_people", 30, 3, corrects=f"{ISLAND}affected_people2", **said)
    said |= {"status": "verified"}
    tell(told, ISLAND, "affected_people", 35, 4, corrects=f"{ISLAND}affected_people3", **said)
    whole = Masked(
        told.store.scoped(Scope(None, texts=frozenset({"damage"}))), told.county, told.constituents
    )
    book = sheets(damage_form(whole, moment(), FEET))
    rows = [row for row in book["更正记录"] if row[0] == "海山乡"]
    assert [(row[3], row[4], row[5], row[6], row[8]) for row in rows] == [
        (40, "已报", 30, "已报", "补报漏统计的五人"),
        (30, "已报", 35, "已核定", "补报漏统计的五人"),
    ]
    [told_now] = (row for row in book["来源与时间"] if row[:2] == ("海山乡", "受灾人口"))
    assert (told_now[2], told_now[8]) == (35, "补报漏统计的五人")
    assert "快报" not in str(book)
    asked = {"operation_id": OPERATION, "as_of": NIGHT, "known_at": NIGHT, "area_code": ISLAND}
    name = next(name for name in told.store.frame("duty/points", **asked)["name"] if len(name) > 1)
    tell(told, ISLAND, "affected_people", 36, 5, status="verified", payload=f'{{"text": "问{name}"}}')
    assert name not in str(sheets(damage_form(whole, moment(), FEET)))
    hidden = sheets(damage_form(told, moment(), FEET))
    assert {row[8] for row in hidden["更正记录"] if row[0] == "海山乡"} == {"有(已隐去)"}


def test_lists_hide_people_unless_they_are_for_who_may_see_them(told: Desk) -> None:
    asked = {"operation_id": OPERATION, "as_of": NIGHT, "known_at": NIGHT, "area_code": ISLAND}
    register = pd.concat([told.store.frame(f"{name}/points", **asked) for name in ("duty", "evacuation")])
    names = {name for name in register["name"].dropna() if len(name) > 1}
    numbers = set(register["officer_phone"].dropna())
    assert names
    assert numbers
    for make in (duty_roster, transfer_list):
        hidden = str(sheets(make(told, moment(), FEET, area_code=ISLAND)))
        whole = str(sheets(make(told, moment(), FEET, area_code=ISLAND, is_personal=True)))
        assert not any(word in hidden for word in names | numbers)
        assert any(word in whole for word in names)
        assert "仅限本次应急响应使用" in whole


@pytest.mark.parametrize(
    ("form", "area", "place", "rows"),
    [(transfers, ISLAND, "village_code", "moves"), (roster, None, "township_code", "posts")],
)
def test_a_lists_contents_count_the_pages_that_the_screen_promises(
    told: Desk, form: ModuleType, area: str | None, place: str, rows: str
) -> None:
    asked = {"operation_id": OPERATION, "as_of": NIGHT, "known_at": NIGHT, "area_code": area}
    sizes = told.store.frame("forms/list_sizes", **asked)
    made = {transfers: transfer_list, roster: duty_roster}[form](told, moment(), FEET, area_code=area)
    cover = sheets(made)["汇总"]
    promised = pages_of(zip(sizes[place], sizes[rows], strict=True), form.ROWS_A_PAGE)
    assert row_of(cover, "合计")[-1] == promised
    assert promised >= sum(sizes[rows]) / form.ROWS_A_PAGE


def test_every_object_stands_on_its_list(told: Desk) -> None:
    lists = made(told, "eight_lists")
    cover = {row[1]: row[4] for row in lists["总表"] if isinstance(row[0], int)}
    assert cover["小流域山洪"] == "名册无"
    assert cover["海域"] == sum(isinstance(row[0], int) for row in lists["4 海域"])
    assert len(lists) == 9


@pytest.mark.parametrize("kind", ["damage", "daily_return"])
def test_the_same_ledger_gives_the_same_bytes(told: Desk, kind: str) -> None:
    found = next(one for one in FORMS if one.kind == kind)
    mark = Mark(title=found.title, moment=moment())
    assert found.make(told, moment(), mark) == found.make(told, moment(), mark)
