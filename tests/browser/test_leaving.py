"""What leaves: over a wall's socket nothing about a person, by a button nothing without its stamp."""

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response, WebSocket

from tests.browser.haste import hasten

NAMES = ("欧阳岱岳", "澹台雪松", "尉迟恭谨")
PHONES = ("13871239876", "13871239877")
HEAD = (
    "户主,居住人数,乡镇,行政村,户主手机,位置,特殊需要,危险区名称,危险区类型,转移责任人,转移责任人职务,转移责任人手机,"
    "预警责任人,预警责任人职务,预警责任人手机,避灾场所,有无安全鉴定,避灾场所管理员,避灾场所管理员手机"
)
ROW = (
    f"{NAMES[0]},3,玉城街道,城中社区,{PHONES[0]},蟾宫里七弄3号,卧床,屋后山体,地质灾害点,{NAMES[1]},网格员,{PHONES[1]},"
    f"{NAMES[2]},网格员,{PHONES[1]},城中避灾点,有,{NAMES[2]},{PHONES[1]}"
)
MASKED = re.compile(r"[\u4e00-\u9fff]\*\*|\*{4}\d{2}")
PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")


def lay(home: Path, name: str, text: str) -> None:
    """Lay a list before the server and wait for its answer."""
    folder = home / "inbox"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.part").write_text(text, encoding="utf-8")
    (folder / f"{name}.part").rename(folder / name)
    until = time.monotonic() + 60
    while not (folder / f"{name}.report.json").exists():
        assert time.monotonic() < until, "the inbox gave no answer"
        time.sleep(0.5)
    assert '"taken"' in (folder / f"{name}.report.json").read_text(encoding="utf-8")


def test_over_a_walls_socket_comes_nothing_about_a_person(
    page: Page, server: Any, sign_in: Callable[[str], None], settle: Callable[..., None]
) -> None:
    lay(server.home, "转移清单.csv", f"{HEAD}\r\n{ROW}\r\n")
    sign_in("wall")
    frames: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda data: frames.append(data if isinstance(data, bytes) else data.encode())
        )

    def keep(answer: Response) -> None:
        if "/static/" not in answer.url and answer.ok and answer.request.resource_type != "image":
            frames.append(answer.body())

    page.on("websocket", listen)
    page.on("response", keep)
    hasten(page, 4)
    page.goto(server.url)
    page.wait_for_selector(".w-block, .w-lines, [class*='w-']", timeout=120_000)
    settle(page)
    page.wait_for_timeout(5_000)
    wire = b"\n".join(frames).decode("utf-8", "replace")
    assert len(frames) > 20
    assert "w-" in wire
    assert [word for word in (*NAMES, *PHONES, "蟾宫里") if word in wire] == []
    assert (MASKED.findall(wire), PHONE.findall(wire)) == ([], [])


def test_a_file_that_is_pressed_for_bears_its_stamp(page: Page, server: Any) -> None:
    page.goto(f"{server.url}evacuation")
    button = page.locator(".st-key-evacuation-left-csv button")
    button.wait_for(timeout=180_000)
    with page.expect_download(timeout=60_000) as got:
        button.click()
    text = Path(str(got.value.path())).read_text(encoding="utf-8-sig")
    stamp = dict(row[:2] for row in csv.reader(io.StringIO(text)) if len(row) == 2)
    assert stamp["导出人"] == "duty_officer 的主人(duty_officer)· 值班员"
    assert re.fullmatch(r"[0-9a-f]{12}", stamp["导出编号(可在审计中查到)"])
    assert int(stamp["行数"]) > 0
