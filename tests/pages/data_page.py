"""What the data page's tests read off the page, and a small list of boats to bring."""

import io
import re
from collections.abc import Callable

import openpyxl
import pandas as pd
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Visitor
from stormdesk.ingest.desk import Desk

Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
PAGE = "system/data"


def words(app: AppTest) -> str:
    """All HTML, captions and buttons of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    parts += [caption.value for caption in app.caption] + [button.label for button in app.button]
    return "\n".join(parts)


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(found.value for found in app.dataframe if column in found.value.columns)


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
