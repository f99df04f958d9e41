"""Files come in without identity numbers: a code for each, nothing else touched, nothing kept."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from stormdesk.domain.id_number import IdCodes
from stormdesk.ingest.bare import bare, bare_file, has_numbers, id_codes
from stormdesk.ingest.sheets.book import Row
from stormdesk.ingest.sheets.read import read_book

NUMBER, LAST_X, OLD = "331083199001011237", "11010519491231002X", "331083680412123"
CODES = IdCodes(b"a key of this test")
CODE, CODE_X = CODES.code(NUMBER), CODES.code(LAST_X)
ROWS: tuple[tuple[object, ...], ...] = (
    ("编号", "姓名", "电话", "备注", "人数"),
    (NUMBER, "王海生", "13800002071", f"身份证{LAST_X},卧床", 3),
    (LAST_X.lower(), "林远航", "0576-87221234", "1990-01-01", 121.23456789012345),
    ("E-0003", "陈小岛", "13800002072", "331083202209140001", 331083001001),
)
BARE: tuple[tuple[object, ...], ...] = (
    ROWS[0],
    (CODE, *ROWS[1][1:3], f"身份证{CODE_X},卧床", 3),
    (CODE_X, *ROWS[2][1:]),
    ROWS[3],
)


def xlsx(rows: tuple[tuple[object, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def inline(rows: tuple[tuple[object, ...], ...]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    return held.getvalue()


def xls(rows: tuple[tuple[object, ...], ...]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def ods(rows: tuple[tuple[object, ...], ...]) -> bytes:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"

    names = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0"'
        f' xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="名单">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"><manifest:file-entry'
            ' manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return held.getvalue()


def text(encoding: str) -> Callable[[tuple[tuple[object, ...], ...]], bytes]:
    return lambda rows: "\r\n".join(
        ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in rows
    ).encode(encoding)


def cells(name: str, data: bytes) -> list[Row]:
    book = read_book(name, data)
    assert not book.problems
    return [tuple(row) for row in book.sheets[0].rows]


def holds(data: bytes, number: str) -> bool:
    """Whether a file, or a part of it that is a package, holds a number in any usual writing."""
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    middle = number[3:-2]
    written = [middle.encode(), middle.encode("utf-16-le"), middle.encode("utf-16-be")]
    return any(wanted in part for part in parts for wanted in written)


WAYS = {
    "a.xlsx": xlsx,
    "inline.xlsx": inline,
    "a.xls": xls,
    "a.ods": ods,
    "utf8.csv": text("utf-8-sig"),
    "gb.csv": text("gb18030"),
    "wide.csv": text("utf-16"),
}


@pytest.mark.parametrize("name", WAYS)
def test_only_the_numbers_change(name: str) -> None:
    made = bare(WAYS[name](ROWS), CODES)
    assert cells(name, made) == cells(name, WAYS[name](BARE))
    assert not any(holds(made, number) for number in (NUMBER, LAST_X, LAST_X.lower()))
    assert holds(WAYS[name](ROWS), NUMBER)
    assert not has_numbers(read_book(name, made))


@pytest.mark.parametrize("name", WAYS)
def test_a_file_without_numbers_is_the_same_file(name: str) -> None:
    data = WAYS[name](BARE)
    assert bare(data, CODES) is data
    once = bare(WAYS[name](ROWS), CODES)
    assert bare(once, CODES) == once


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_a_number_cell_keeps_three_digits(name: str) -> None:
    rows = (("编号", "人数"), (int(OLD), 4), (331083199001011000, 5), (331083202209140, 6))
    data = WAYS[name](rows)
    assert has_numbers(read_book(name, data))
    made = cells(name, bare(data, CODES))
    assert made[1:] == [(331, 4), (331, 5), (331083202209140, 6)]


def test_a_number_written_with_an_exponent_is_one() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx((("编号",), (7,))))) as old, zipfile.ZipFile(held, "w") as new:
        for part in old.infolist():
            content = old.read(part).replace(b"<v>7</v>", b"<v>3.3108319900101101E+17</v>")
            new.writestr(part, content)
    assert cells("a.xlsx", bare(held.getvalue(), CODES))[1] == (331,)


def test_numbers_hide_in_comments_and_properties_too() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet(f"表{OLD}")
        sheet.write_comment(0, 0, f"户主 {NUMBER}")
        sheet.write(0, 0, "编号")
        book.set_properties({"comments": NUMBER, "title": "名单"})
    assert holds(held.getvalue(), NUMBER)
    made = bare(held.getvalue(), CODES)
    assert not holds(made, NUMBER)
    assert not holds(made, OLD)
    assert cells("a.xlsx", made) == [("编号",)]


def test_feeds_lose_numbers_and_stay_whole_json() -> None:
    item = {"subject_id": NUMBER, "payload": {"note": f"找 {NUMBER}"}, "event_id": "331083202209140001"}
    made = json.loads(bare(json.dumps([item], ensure_ascii=False).encode(), CODES))
    assert made == [item | {"subject_id": CODE, "payload": {"note": f"找 {CODE}"}}]


@pytest.mark.parametrize(
    "hidden", ["３３１０８３１９９００１０１１２３７", "331083\u200b199001011237", "331083 19900101 1237"]
)
def test_other_writings_of_a_number_in_a_cell_give_its_code(hidden: str) -> None:
    data = f"编号,姓名\r\n{hidden},王海生\r\n".encode()
    assert bare(data, CODES) == f"编号,姓名\r\n{CODE},王海生\r\n".encode()


def test_numbers_written_as_escapes_are_found() -> None:
    data = ods((("编号",), ("".join(f"&#{ord(digit)};" for digit in NUMBER),)))
    assert cells("a.ods", bare(data, CODES)) == [("编号",), (CODE,)]
    escaped = "".join(f"\\u{ord(digit):04x}" for digit in NUMBER)
    assert json.loads(bare(f'{{"note": "找{escaped}"}}'.encode(), CODES)) == {"note": f"找{CODE}"}
    harmless = b'{"note": "\\u0033 &#51;"}'
    assert bare(harmless, CODES) is harmless


def test_broken_files_stay_as_they_are() -> None:
    for data in (
        b"PK\x03\x04 no zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
        b"",
        b"\xff\xfe\x00",
    ):
        assert bare(data, CODES) == data


def test_a_laid_file_is_laid_down_anew_with_its_time_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(text("utf-8")(ROWS))
    path.chmod(0o640)
    before = path.stat()
    assert bare_file(path, CODES, most_bytes=10_000)
    assert path.read_bytes() == text("utf-8")(BARE)
    assert (path.stat().st_mtime_ns, path.stat().st_mode) == (before.st_mtime_ns, before.st_mode)
    assert not bare_file(path, CODES, most_bytes=10_000)
    assert list(tmp_path.iterdir()) == [path]


def test_the_key_of_a_data_folder_is_its_own_and_stays(tmp_path: Path) -> None:
    codes = id_codes(tmp_path / "one")
    id_codes.cache_clear()
    assert id_codes(tmp_path / "one") == codes != id_codes(tmp_path / "two")
    key = tmp_path / "one" / "id_codes.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key.parent.iterdir()] == [key.name]
