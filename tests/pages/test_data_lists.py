"""The data page's way in: a file is looked into, corrected, confirmed, and taken back."""

import io
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest

from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.ingest.desk import Desk
from stormdesk.ui.data.pairs import mark as pair_mark
from tests.pages.data_page import (
    BOATS,
    HEADING,
    PAGE,
    Open,
    sheet_of,
    table,
    tiles,
    upload,
    vessels,
    words,
)


def test_a_list_is_looked_into_corrected_confirmed_and_taken_back(desk: Desk, open_page: Open) -> None:
    app = open_page(PAGE)
    upload(app, "渔船名单.xlsx", BOATS)
    assert vessels(desk).empty
    before = tiles(app)
    assert (before["退回"], before["变更"]) == ("1", "0")
    assert "怪列" in table(app, "读作")["文件里的标题"].tolist()
    assert "约8人" in table(app, "建议")["原值"].tolist()
    app.button(key="data-suggestions-all").click().run()
    assert "已采纳 1 条建议" in words(app)
    app.button(key="data-confirm").click().run()
    assert "部分收下" in words(app)
    crews = vessels(desk).set_index("name")["crew_count"]
    assert crews.to_dict() == {"浙玉渔00001": 6, "浙玉渔00002": 8}
    [batch] = desk.store.frame("data/imports", import_id=None, most_count=9).to_dict("records")
    assert (batch["imported_by"], batch["outcome"], batch["source_id"]) == ("duty_officer", "partly", "page")
    app.button(key=f"data-undo-{batch['import_id']}").click().run()
    app.button(key=f"data-undo-{batch['import_id']}-yes").click().run()
    assert "已撤销" in words(app)
    now = desk.store.frame("data/imports", import_id=batch["import_id"], most_count=1).iloc[0]
    assert pd.notna(now["undone_at"])


def test_a_heading_nobody_knows_is_laid_on_a_field(desk: Desk, open_page: Open) -> None:
    data = sheet_of(
        [*HEADING[:2], "壮丁", *HEADING[3:6]],
        ["浙玉渔00001", "渔船", 6, "王示例", "13900000001", "坎门街道"],
    )
    app = open_page(PAGE)
    upload(app, "渔船名单.xlsx", data)
    box = next(box for box in app.selectbox if "壮丁" in box.label)
    box.set_value("crew_count").run()
    assert "○" not in " ".join(table(app, "读作")["读作"])
    app.button(key="data-confirm").click().run()
    assert vessels(desk)["crew_count"].tolist() == [6]


def test_a_complete_list_says_what_it_closes_before_it_does(desk: Desk, open_page: Open) -> None:
    app = open_page(PAGE)
    upload(app, "渔船名单.xlsx", BOATS)
    app.button(key="data-confirm").click().run()
    app.button(key="data-result-seen").click().run()
    upload(
        app,
        "渔船名单2.xlsx",
        sheet_of(HEADING, ["浙玉渔00001", "渔船", 7, "王示例", "13900000001", "坎门街道", ""]),
    )
    assert tiles(app)["关闭"] == "0"
    changed = table(app, "改为")
    assert (changed["原来"].tolist(), changed["改为"].tolist()) == (["6"], ["7"])
    next(box for box in app.checkbox if "全部" in box.label).set_value(True).run()
    assert tiles(app)["关闭"] == "1"
    assert "有 1 行不在这个文件里" in words(app)
    app.button(key="data-confirm").click().run()
    now = desk.now()
    held = vessels(desk)
    assert held[(held["valid_from"] <= now) & (held["valid_to"] > now)]["name"].tolist() == ["浙玉渔00001"]


def test_another_kind_of_file_goes_to_its_taker(desk: Desk, open_page: Open, storm_of_2024: bytes) -> None:
    app = open_page(PAGE)
    upload(app, "gaemi.json", storm_of_2024)
    assert "台风" in words(app)
    assert desk.store.frame("storm/list").empty
    app.button(key="data-confirm").click().run()
    assert "已收" in words(app) or "部分收下" in words(app)
    assert not desk.store.frame("storm/list").empty
    app.button(key="data-result-record").click().run()
    assert app.query_params["part"] == "imports"


def test_every_list_has_a_template_and_a_file_that_is_nothing_is_refused_with_a_reason(
    desk: Desk, open_page: Open
) -> None:
    app = open_page(PAGE)
    assert len(app.get("download_button")) >= 15
    upload(app, "x.xlsx", b"PK\x03\x04 not a workbook")
    assert "data-confirm" not in [button.key for button in app.button]
    assert len(table(app, "原因")) >= 1
    assert desk.store.frame("data/imports", import_id=None, most_count=9).empty


def test_two_rows_that_look_like_one_are_merged_parted_and_decided_anew(
    desk: Desk, open_page: Open, put_on_list: Callable[..., None]
) -> None:
    put_on_list("vessel", vessel_id="v1", name="浙玉渔00138", crew_count=6, mmsi="412000001")
    put_on_list("vessel", vessel_id="v2", name="浙玉渔138", crew_count=8, owner_name="王富贵")
    app = open_page(PAGE, part="duplicates")
    app.button_group(key="data-pairs-register").set_value("vessel").run()
    text = words(app)
    assert "第 1 对,共 1 对待定" in next(head.value for head in app.subheader)
    assert "≠ 不同" in text
    assert "◐ 只有一边有" in text
    assert "王富贵" not in text
    app.button(key="data-pair-next-left").click().run()
    assert "没有待定的重复" in words(app)
    present = vessels(desk)[lambda rows: rows["valid_to"] > desk.now()]
    assert present["vessel_id"].tolist() == ["v1"]
    assert table(app, "判定")["判定"].tolist() == ["● 同一个,已合并"]
    app.query_params["pair"] = pair_mark("v1", "v2")
    app.run()
    app.button(key="data-pair-part").click().run()
    present = vessels(desk)[lambda rows: rows["valid_to"] > desk.now()]
    assert sorted(present["vessel_id"]) == ["v1", "v2"]
    assert table(app, "判定")["判定"].tolist() == ["○ 不是同一个"]
    assert "没有待定的重复" in words(app)
    app.query_params["pair"] = pair_mark("v1", "v2")
    app.run()
    app.button(key="data-pair-again-right").click().run()
    present = vessels(desk)[lambda rows: rows["valid_to"] > desk.now()]
    assert present["vessel_id"].tolist() == ["v2"]


def test_sheets_that_were_left_out_can_be_taken_and_put_back(open_page: Open) -> None:
    book = openpyxl.load_workbook(io.BytesIO(BOATS))
    book.active.title = "渔船"
    hidden = book.create_sheet("隐藏的")
    hidden.sheet_state = "hidden"
    hidden.append(HEADING)
    hidden.append(["浙玉渔00077", "渔船", 4, "钱示例", "13900000077", "坎门街道", "x"])
    held = io.BytesIO()
    book.save(held)
    app = open_page(PAGE)
    upload(app, "渔船名单.xlsx", held.getvalue())
    assert tiles(app)["新增"] == "2"
    box = next(box for box in app.multiselect if "工作表" in box.label)
    assert (box.options, box.value) == (["渔船", "隐藏的"], ["渔船"])
    box.set_value(["渔船", "隐藏的"]).run()
    assert tiles(app)["新增"] == "3"
    next(box for box in app.multiselect if "工作表" in box.label).set_value(["隐藏的"]).run()
    assert tiles(app)["新增"] == "1"
    box = next(box for box in app.multiselect if "工作表" in box.label)
    assert box.options == ["渔船", "隐藏的"]


def test_hostile_cells_and_headings_stay_text(open_page: Open) -> None:
    bad = "[x](javascript:alert(1)) <script>alert(1)</script> :material/x: $a$"
    rows = [[bad, "渔船", "六", *[bad] * 4], [None, *[bad] * 6]]
    data = sheet_of([*HEADING[:6], bad], *rows)
    app = open_page(PAGE)
    upload(app, f"{bad[:40]}.xlsx", data)
    assert not app.exception
    assert not app.error
    assert "<script>alert" not in words(app)
    for labelled in (*app.selectbox, *app.expander, *app.multiselect):
        assert "](" not in labelled.label


def test_the_datum_moves_the_points_before_they_are_taken(desk: Desk, open_page: Open) -> None:
    lat, lon = from_wgs84(28.08, 121.25, Datum.GCJ02)
    boat = ["浙玉渔00001", "渔船", 6, "坎门街道", round(lon, 6), round(lat, 6)]
    data = sheet_of(["船名号", "船舶类别", "船员人数", "乡镇街道", "经度", "纬度"], boat)
    app = open_page(PAGE)
    upload(app, "渔船名单.xlsx", data)
    assert tiles(app)["没有坐标"] == "0"
    next(box for box in app.selectbox if box.label == "坐标系").set_value(Datum.GCJ02).run()
    app.button(key="data-confirm").click().run()
    taken = vessels(desk).iloc[0]
    assert (taken["lat"], taken["lon"]) == pytest.approx((28.08, 121.25), abs=2e-5)
