"""A snapshot opens from the disk of a tablet: no server, no network, whole, sealed and small."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from stormdesk.report.snapshot_file import MOST_BYTES, check
from tests.browser.pressing import press


def test_the_file_opens_without_server_and_network(
    server: Any, page: Page, settle: Any, tmp_path: Path, watch: Any
) -> None:
    page.goto(f"{server.url}reports?t=2022-09-14T08:00")
    settle(page)
    make = page.get_by_role("button", name="生成快照")
    press(page.get_by_text("离线快照").first, make)
    take = page.get_by_role("button", name="下载快照")
    press(make, take)
    with page.expect_download(timeout=60_000) as coming:
        take.click()
    file = tmp_path / "snapshot.html"
    coming.value.save_as(file)
    assert file.stat().st_size < MOST_BYTES
    assert check(file.read_bytes()).is_sound
    page.context.set_offline(True)
    opened = page.context.new_page()
    opened.on("request", lambda request: watch.request(request.url))
    opened.goto(file.as_uri())
    for width, height in ((1180, 820), (1024, 768), (820, 1180)):
        opened.set_viewport_size({"width": width, "height": height})
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert opened.evaluate(script) <= 0, width
    opened.get_by_text("✓ 内容与校验值一致").wait_for()
    whole = file.read_text(encoding="utf-8")
    for was, becomes in (("translate(", "translate(9"), ("</html>", "</html><p>9999</p>")):
        (tmp_path / "altered.html").write_text(whole.replace(was, becomes, 1), encoding="utf-8")
        opened.goto((tmp_path / "altered.html").as_uri())
        opened.get_by_text("✗ 内容与校验值不一致").wait_for()
    opened.goto(file.as_uri())
    lists = opened.locator("details.s-list")
    lists.first.locator("summary").click()
    rows = lists.first.locator("tbody tr")
    before = rows.count()
    lists.first.locator("input").fill("楚门")
    assert 0 < lists.first.locator("tbody tr:visible").count() < before
