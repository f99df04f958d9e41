"""Marks that leave a file as it is."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from stormdesk.report.marked import MARKS_NAME, beside, remarked

MARKS = [("导出人", "张三(zhang)\r\n假的行: x"), ("行数", "12")]


@given(st.binary(max_size=200), st.sampled_from(["名单.xlsx", MARKS_NAME, "=1+1.csv"]))
def test_the_file_stays_byte_for_byte_beside_its_marks(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(beside(name, data, MARKS))) as archive:
        assert archive.read(archive.namelist()[0]) == data
        assert len(set(archive.namelist())) == 2
        told = archive.read(MARKS_NAME).decode("utf-8-sig")
    assert told == "导出人: 张三(zhang) 假的行: x\r\n行数: 12\r\n"


def test_an_archive_keeps_its_members_under_a_remark() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("event.parquet", b"PAR1")
    with zipfile.ZipFile(io.BytesIO(remarked(held.getvalue(), MARKS))) as marked:
        assert marked.read("event.parquet") == b"PAR1"
        assert "张三(zhang)" in marked.comment.decode()
        assert [member.compress_type for member in marked.infolist()] == [zipfile.ZIP_STORED]
