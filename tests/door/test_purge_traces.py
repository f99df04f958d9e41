"""Words are found in every encoding and inside packed files, and nothing is found where nothing is."""

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.door.purge.traces import Traces

NAME, SHORT, PHONE = "欧阳渊泽", "林航", "13987650001"
TOLD = f"姓名,电话\n{NAME},{PHONE}\n{SHORT}\n"


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.xml", data)
    return packed.getvalue()


def parquet(text: str) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.table({"told": text.splitlines()}), packed, compression="zstd")
    return packed.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "json": lambda text: json.dumps({"told": text}).encode(),
    "zip": lambda text: zipped(text.encode()),
    "nested": lambda text: zipped(gzip.compress(zipped(text.encode("gb18030")))),
    "parquet": parquet,
    "far": lambda text: b"." * (1 << 22) + b"...." + text.encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_finds_each_word_and_no_other(way: str, tmp_path: Path) -> None:
    path = tmp_path / "told"
    path.write_bytes(WAYS[way](TOLD))
    assert Traces([NAME, SHORT, PHONE, "司徒望舒"]).in_file(path) == {NAME, SHORT, PHONE}
    path.write_bytes(WAYS[way]("姓名,电话\n令狐清扬,13987659999\n"))
    assert Traces([NAME, SHORT, PHONE]).in_file(path) == set()


def test_a_file_s_own_name_tells_too(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.csv").write_bytes(b"")
    assert Traces([NAME]).in_file(tmp_path / f"{NAME}.csv") == {NAME}


def test_random_bytes_tell_nothing() -> None:
    names = [f"{one}{two}" for one in "王李张刘陈" for two in "伟芳娜敏静丽强磊军洋"]
    assert Traces(names).in_bytes(os.urandom(1 << 22)) == set()


@settings(max_examples=30)
@given(
    words=st.sets(st.text("王李张渊泽光丽0123456789", min_size=2, max_size=6), min_size=1, max_size=8),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_what_stands_in_a_text_is_found(words: set[str], before: str, after: str) -> None:
    traces = Traces(words)
    said = before + "".join(words) + after
    expected = {word for word in traces.words if word.encode() in said.encode("utf-8", "replace")}
    assert traces.in_texts([said]) == expected
