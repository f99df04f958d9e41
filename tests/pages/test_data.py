"""The data page through dashboard.py: imports and their problems, quarantine, sources, checks, copies."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Visitor
from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox_report import Outcome as InboxOutcome
from stormdesk.ingest.inbox_shelf import Sent, held, quarantine
from stormdesk.ingest.sources import Source, all_sources, holder, set_source
from stormdesk.store.backup import backups
from stormdesk.ui.data.pairs import mark as pair_mark
from stormdesk.ui.data.quarantine import mark

Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
PAGE = "system/data"
AT = datetime(2026, 5, 1, 4, tzinfo=UTC)
HASH = "ab" * 32
HOSTILE = "<img src=x onerror=alert(1)>${7*7}{{7*7}}\u202e.xlsx"


def words(app: AppTest) -> str:
    """All HTML, captions and buttons of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    parts += [caption.value for caption in app.caption] + [button.label for button in app.button]
    return "\n".join(parts)


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(found.value for found in app.dataframe if column in found.value.columns)


@pytest.fixture
def note(desk: Desk) -> Callable[..., None]:
    """Write an import into the book: note("i1", outcome="partly", problem_count=2, …)."""

    def put(import_id: str, **more: object) -> None:
        row: dict[str, object] = {
            "import_id": import_id,
            "imported_at": AT,
            "imported_by": "张三",
            "source": "责任人名册.xlsx",
            "kind": "list",
            "content_hash": HASH,
            "row_count": 10,
            "problem_count": 0,
        }
        with desk.store.write() as transaction:
            transaction.append("import_batch", pd.DataFrame([row | more]))

    return put


@pytest.fixture
def send_back(desk: Desk) -> Callable[..., None]:
    """Write a problem of an import: send_back("i1", 1, place="B3", reason="…")."""

    def put(import_id: str, number: int, **more: object) -> None:
        row: dict[str, object] = {
            "import_id": import_id,
            "number": number,
            "place": "A1",
            "reason": "缺少时间",
        }
        with desk.store.write() as transaction:
            transaction.append("import_problem", pd.DataFrame([row | more]))

    return put


def test_before_the_first_import_the_page_says_that_there_is_none(open_page: Open) -> None:
    assert "还没有导入过任何文件" in words(open_page(PAGE, part="imports"))


def test_each_import_is_a_row_and_what_was_not_counted_is_not_zero(
    open_page: Open, note: Callable[..., None]
) -> None:
    note("i1", outcome="partly", problem_count=2, new_count=7, list_code="vessel")
    note("i2", imported_at=AT + timedelta(hours=1), kind="positions", source="ais.nmea", source_id="ais")
    app = open_page(PAGE, part="imports")
    found = table(app, "结果")
    assert found["文件"].tolist() == ["ais.nmea", "责任人名册.xlsx"]
    assert found["结果"].tolist() == ["✓ 已收", "◐ 部分收下"]
    assert found["新增"].isna().tolist() == [True, False]
    assert found["时间"].tolist()[1] == pd.Timestamp("2026-05-01 12:00")
    assert {"CSV", "Excel"} <= {button.proto.label for button in app.get("download_button")}


def test_an_import_opens_with_its_problems_and_its_original(
    desk: Desk, open_page: Open, note: Callable[..., None], send_back: Callable[..., None]
) -> None:
    note("i1", outcome="partly", problem_count=1)
    send_back("i1", 1, place="沿海!C7", field="phone", value="1.38E+10", reason="电话丢了数字", suggestion="")
    app = open_page(PAGE, part="imports", **{"import": "i1"})
    assert table(app, "原因")["位置"].tolist() == ["沿海!C7"]
    assert "原件没有保存" in words(app)
    desk.settings.originals.mkdir(parents=True, exist_ok=True)
    (desk.settings.originals / HASH).write_bytes(b"kept")
    app.run()
    assert "原件没有保存" not in words(app)
    app.button(key="data-import-back").click().run()
    assert "import" not in app.query_params


def test_an_import_that_was_taken_back_says_so(open_page: Open, note: Callable[..., None]) -> None:
    note("i1")
    note("i2", imported_at=AT + timedelta(hours=1), undoes="i1", outcome="undone")
    assert table(open_page(PAGE, part="imports"), "结果")["结果"].tolist() == ["↶ 撤销另一次导入", "↶ 已撤销"]


def test_hostile_file_names_stay_text(open_page: Open, note: Callable[..., None]) -> None:
    note("i1", source=HOSTILE, imported_by=HOSTILE)
    app = open_page(PAGE, part="imports", **{"import": "i1"})
    assert "<img" not in words(app)
    assert "&lt;img" in words(app)


def test_a_source_is_registered_given_a_token_once_and_stopped(
    desk: Desk, open_page: Open, sign_in: SignIn
) -> None:
    sign_in("administrator")
    app = open_page(PAGE, part="sources")
    app.button(key="data-source-new").click().run()
    form = "data-source-form-new"
    assert app.button(key=f"{form}-save").disabled
    app.text_input(key=f"{form}-id").set_value("tide-2")
    app.text_input(key=f"{form}-zh").set_value("坎门潮位")
    app.multiselect(key=f"{form}-kinds").set_value(["readings"])
    app.number_input(key=f"{form}-every").set_value(10).run()
    app.button(key=f"{form}-save").click().run()
    assert "tide-2" not in all_sources(desk.store)
    app.button(key=f"{form}-save-yes").click().run()
    assert all_sources(desk.store)["tide-2"].expected_every_min == 10
    app = open_page(PAGE, part="sources", source="tide-2")
    app.button(key="data-token-make-tide-2").click().run()
    app.button(key="data-token-make-tide-2-yes").click().run()
    token = app.code[0].value
    assert holder(desk.store, token)
    app.button(key="data-token-seen").click().run()
    assert not app.code
    assert token not in str(app)
    app.button(key="data-token-revoke-tide-2").click().run()
    app.button(key="data-token-revoke-tide-2-yes").click().run()
    assert holder(desk.store, token) is None
    app.button(key="data-source-switch-tide-2").click().run()
    app.button(key="data-source-switch-tide-2-yes").click().run()
    assert not all_sources(desk.store)["tide-2"].is_active
    assert "已停用" in words(app)


def test_a_source_that_breaks_a_rule_is_refused_in_words(
    desk: Desk, open_page: Open, sign_in: SignIn
) -> None:
    sign_in("administrator")
    app = open_page(PAGE, part="sources", source="+")
    form = "data-source-form-new"
    app.text_input(key=f"{form}-id").set_value("Not Allowed")
    app.text_input(key=f"{form}-zh").set_value("某来源")
    app.multiselect(key=f"{form}-kinds").set_value(["readings"]).run()
    app.button(key=f"{form}-save").click().run()
    app.button(key=f"{form}-save-yes").click().run()
    assert "来源的说明有误" in words(app)
    assert "Not Allowed" not in all_sources(desk.store)


def test_each_source_says_how_it_stands_in_words(
    desk: Desk, open_page: Open, note: Callable[..., None]
) -> None:
    now = datetime.now(UTC)
    for source_id, minutes in (("quick", 1), ("slow", 15), ("gone", 60)):
        known = Source(
            source_id=source_id,
            name_zh=source_id,
            name_en=source_id,
            kinds=frozenset({FeedKind.READINGS}),
            expected_every_min=10,
        )
        set_source(desk.store, known, by="test", at=now)
        note(source_id, imported_at=now - timedelta(minutes=minutes), source_id=source_id, problem_count=10)
    found = table(open_page(PAGE, part="sources"), "状态").set_index("编号")
    assert found.loc[["quick", "slow", "gone"], "状态"].tolist() == ["● 正常", "▲ 迟到", "■ 中断"]
    assert found.loc["quick", "问题比例"] == "50.0%"
    assert found.loc["ais", "问题比例"] == "—"
    assert found.loc["ais", "状态"] == "○ 从未送来"


def test_checks_are_counted_by_gravity_and_lead_to_the_rows_and_the_object(
    open_page: Open, put_on_list: Callable[..., None], report: Callable[..., object]
) -> None:
    put_on_list("construction_site", site_id="s1", name="甲工地", village_code="331083001999")
    report("site.work", "stopped", "s1", h=3)
    report("site.work", "stopped", "nobody", h=3)
    app = open_page(PAGE, part="checks", lang="zh", op="drill")
    listed = table(app, "检查").set_index("编号")
    assert listed.loc["orphan_objects", ["结果", "行数"]].tolist() == ["▲ 待核实", "1"]
    assert listed.loc["spans_overlap", "结果"] == "✓ 没有"
    report("site.work", "stopped", "another", h=4)
    app.query_params["check"] = "orphan_objects"
    app.run()
    assert table(app, "说明")["对象"].tolist() == ["nobody"]
    app.button(key="data-checks-again").click().run()
    found = table(app, "说明")
    assert sorted(found["对象"]) == ["another", "nobody"]
    assert set(found["打开"]) == {
        f"sites?lang=zh&op=drill&object={site_id}" for site_id in ("another", "nobody")
    }
    app.button(key="data-check-close").click().run()
    assert "说明" not in {name for shown in app.dataframe for name in shown.value.columns}


def test_a_backup_is_made_restored_into_a_new_file_and_compared(
    desk: Desk, open_page: Open, sign_in: SignIn
) -> None:
    sign_in("administrator")
    app = open_page(PAGE, part="backups")
    assert "还没有备份" in words(app)
    assert "磁盘剩余" in words(app)
    app.button(key="data-backup-now").click().run()
    assert not backups(desk.settings.backups)
    app.button(key="data-backup-now-yes").click().run()
    [made] = backups(desk.settings.backups)
    assert table(app, "程序版本")["状态"].tolist() == ["✓ 完整"]
    name = f"data-restore-name-{made.name}"
    for bad in ("../out.duckdb", "a/b.duckdb", ".duckdb", "stormdesk", "a..b.duckdb"):
        app.text_input(key=name).set_value(bad).run()
        assert app.button(key="data-restore").disabled, bad
    app.text_input(key=name).set_value("trial.duckdb").run()
    app.button(key="data-restore").click().run()
    app.button(key="data-restore-yes").click().run()
    compared = table(app, "比较")
    assert set(compared["比较"]) == {"✓ 逐行相同"}
    assert compared.set_index("表").loc["operation", "恢复行数"] == 2
    assert (desk.settings.home / "restored" / "trial.duckdb").is_file()
    app.button(key="data-restore").click().run()
    app.button(key="data-restore-yes").click().run()
    assert "已经存在" in words(app)


def sheet_of(*rows: list[object]) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


HEADING = ["船名号", "船舶类别", "船员人数", "船主", "手机", "乡镇街道", "怪列"]
BOATS = sheet_of(
    HEADING,
    ["浙玉渔00001", "渔船", 6, "王示例", "13900000001", "坎门街道", "x"],
    ["浙玉渔00002", "渔船", "约8人", "李示例", "13900000002", "坎门街道", "x"],
    [None, "渔船", 5, "赵示例", "13900000003", "坎门街道", "x"],
)


def upload(app: AppTest, name: str, data: bytes) -> None:
    app.file_uploader[0].upload(name, data).run()


def tiles(app: AppTest) -> dict[str, str]:
    found = re.findall(r'<div class="sd-tile [^"]*"><span>(.*?)</span><b>(.*?)</b>', words(app))
    return dict(found)


def vessels(desk: Desk) -> pd.DataFrame:
    return desk.store._ask(lambda cursor: cursor.execute("from vessel").df())


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


def test_a_file_that_is_nothing_is_refused_with_a_reason(desk: Desk, open_page: Open) -> None:
    app = open_page(PAGE)
    upload(app, "x.xlsx", b"PK\x03\x04 not a workbook")
    assert "data-confirm" not in [button.key for button in app.button]
    assert len(table(app, "原因")) >= 1
    assert desk.store.frame("data/imports", import_id=None, most_count=9).empty


def test_every_list_has_a_template(open_page: Open) -> None:
    app = open_page(PAGE)
    assert len(app.get("download_button")) >= 15


def test_a_file_in_quarantine_says_why_goes_back_or_is_discarded(desk: Desk, open_page: Open) -> None:
    inbox = desk.settings.inbox
    assert "隔离区是空的" in words(open_page(PAGE, part="quarantine"))
    names = ("<b>坏.csv", "two.csv")
    for name in names:
        inbox.mkdir(exist_ok=True)
        path = inbox / name
        path.write_bytes(b"nothing " + name.encode())
        problem = Problem(name, "?", DeliveryReason.UNKNOWN_FORMAT)
        quarantine(path, inbox, InboxOutcome(name, problems=(problem,)), Sent("inbox", "王五", AT))
    app = open_page(PAGE, part="quarantine")
    assert sorted(table(app, "原因")["文件"]) == sorted(names)
    first, second = (mark(one) for one in held(inbox))
    app.query_params["held"] = first
    app.run()
    assert "<b>坏" not in words(app)
    assert "不认识这种文件" in table(app, "原因")["原因"].tolist()[0]
    app.button(key=f"data-held-drop-{first}").click().run()
    assert len(held(inbox)) == 2
    app.button(key=f"data-held-drop-{first}-yes").click().run()
    assert len(held(inbox)) == 1
    kept = {path.read_bytes() for path in desk.settings.originals.iterdir()}
    assert kept & {b"nothing " + name.encode() for name in names}
    app.query_params["held"] = second
    app.run()
    app.button(key=f"data-held-retry-{second}").click().run()
    app.button(key=f"data-held-retry-{second}-yes").click().run()
    assert held(inbox) == []
    assert any(path.suffix == ".csv" for path in inbox.iterdir() if path.is_file())


def test_an_operation_leaves_as_one_file_and_comes_in_beside_itself(
    desk: Desk, open_page: Open, put_on_list: Callable[..., None], report: Callable[..., object]
) -> None:
    put_on_list("construction_site", site_id="s1", name="甲工地")
    report("site.work", "stopped", "s1", h=3)
    app = open_page(PAGE, part="backups")
    app.button(key="data-bundle-make").click().run()
    app.button(key="data-bundle-make-yes").click().run()
    [made] = (desk.settings.home / "bundles").iterdir()
    app = open_page(PAGE)
    upload(app, made.name, made.read_bytes())
    assert "响应数据包" in words(app)
    app.button(key="data-confirm").click().run()
    assert "已在本库" in words(app)
    app.button(key="data-result-seen").click().run()
    upload(app, made.name, made.read_bytes())
    next(box for box in app.text_input if "后缀" in box.label).set_value("copy").run()
    app.button(key="data-confirm").click().run()
    assert "✓ 已收" in words(app)
    assert len(desk.store.frame("operation/list")) == 3
    broken = made.read_bytes()[:-200] + b"x" * 200
    app.button(key="data-result-seen").click().run()
    upload(app, "broken.bundle.zip", broken)
    app.button(key="data-confirm").click().run()
    assert "隔离,未收" in words(app)
    assert len(desk.store.frame("operation/list")) == 3


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
