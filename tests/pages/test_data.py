"""The data page through dashboard.py: imports and their problems, quarantine, sources, checks, copies."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery import DeliveryReason
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.inbox_report import Outcome as InboxOutcome
from stormdesk.ingest.inbox_shelf import Sent, held, quarantine
from stormdesk.ingest.sources import Source, all_sources, holder, set_source
from stormdesk.store.backup import backups
from stormdesk.ui.data.quarantine import mark
from tests.pages.data_page import PAGE, Open, SignIn, table, upload, words

AT = datetime(2026, 5, 1, 4, tzinfo=UTC)
HASH = "ab" * 32
HOSTILE = "<img src=x onerror=alert(1)>${7*7}{{7*7}}\u202e.xlsx"


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


def test_each_import_is_a_row_and_what_was_not_counted_is_not_zero(
    open_page: Open, note: Callable[..., None]
) -> None:
    app = open_page(PAGE, part="imports")
    assert "还没有导入过任何文件" in words(app)
    note("i1", outcome="partly", problem_count=2, new_count=7, list_code="vessel")
    note("i2", imported_at=AT + timedelta(hours=1), kind="positions", source="ais.nmea", source_id="ais")
    app.run()
    assert "还没有导入过任何文件" not in words(app)
    found = table(app, "结果")
    assert found["文件"].tolist() == ["ais.nmea", "责任人名册.xlsx"]
    assert found["结果"].tolist() == ["✓ 已收", "◐ 部分收下"]
    assert found["新增"].isna().tolist() == [True, False]
    assert found["时间"].tolist()[1] == pd.Timestamp("2026-05-01 12:00")
    assert {"CSV", "Excel"} <= {button.proto.label for button in app.get("download_button")}
    note("i3", imported_at=AT + timedelta(hours=2), undoes="i1", outcome="undone")
    said = table(app.run(), "结果")["结果"].tolist()
    assert said == ["↶ 撤销另一次导入", "✓ 已收", "↶ 已撤销"]


def test_an_import_opens_with_its_problems_and_its_original(
    desk: Desk, open_page: Open, note: Callable[..., None], send_back: Callable[..., None]
) -> None:
    note("i1", outcome="partly", problem_count=1, source=HOSTILE, imported_by=HOSTILE)
    send_back("i1", 1, place="沿海!C7", field="phone", value="1.38E+10", reason="电话丢了数字", suggestion="")
    app = open_page(PAGE, part="imports", **{"import": "i1"})
    assert "<img" not in words(app), "a hostile file name stays text"
    assert "&lt;img" in words(app)
    assert table(app, "原因")["位置"].tolist() == ["沿海!C7"]
    assert "原件没有保存" in words(app)
    desk.settings.originals.mkdir(parents=True, exist_ok=True)
    (desk.settings.originals / HASH).write_bytes(b"kept")
    app.run()
    assert "原件没有保存" not in words(app)
    app.button(key="data-import-back").click().run()
    assert "import" not in app.query_params


def test_a_source_is_refused_in_words_registered_given_a_token_once_and_stopped(
    desk: Desk, open_page: Open, sign_in: SignIn
) -> None:
    sign_in("administrator")
    app = open_page(PAGE, part="sources")
    app.button(key="data-source-new").click().run()
    form = "data-source-form-new"
    assert app.button(key=f"{form}-save").disabled
    app.text_input(key=f"{form}-id").set_value("Not Allowed")
    app.text_input(key=f"{form}-zh").set_value("坎门潮位")
    app.multiselect(key=f"{form}-kinds").set_value(["readings"]).run()
    app.button(key=f"{form}-save").click().run()
    app.button(key=f"{form}-save-yes").click().run()
    assert "来源的说明有误" in words(app)
    assert "Not Allowed" not in all_sources(desk.store)
    app.text_input(key=f"{form}-id").set_value("tide-2")
    app.text_input(key=f"{form}-every-number").set_value("10").run()
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
