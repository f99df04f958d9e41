"""Spoilt, strange and endless storm files are answered at once, and never break the import."""

import json
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.ingest.storm_file import parse_storm_file
from tests.ingest.storm_samples import CHINESE, FEED, FORECASTS, IBTRACS, NMC, SAMPLES, hourly


def check_promises(data: bytes) -> None:
    """Whatever comes in: an answer, every kept row possible, and nothing lost in silence."""
    file, problems = parse_storm_file("some.json", data)
    assert all(problem.reason for problem in problems)
    assert file.fixes or file.forecasts or problems
    for row in (*file.fixes, *file.forecasts):
        assert -90 <= row.lat <= 90
        assert row.pressure_hpa is None or 850 <= row.pressure_hpa <= 1030
        assert row.wind_ms is None or 0 <= row.wind_ms <= 110
        assert row.is_suspect == (row.suspect_reason is not None)
    sound = [fix for fix in file.fixes if not fix.is_suspect]
    times = {(fix.storm_id, fix.agency, fix.fixed_at) for fix in sound}
    assert len(times) == len(sound)


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=80)
def test_spoilt_bytes_never_break_the_import(sample: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(spoilt)))
        length = data.draw(st.integers(0, 12))
        spoilt[start : start + length] = data.draw(st.binary(max_size=12))
    check_promises(bytes(spoilt))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("NaN"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


@given(st.data())
@settings(max_examples=50)
def test_strange_values_never_break_the_import(data: st.DataObject) -> None:
    content = json.loads(FEED)
    for _ in range(data.draw(st.integers(1, 4))):
        node: Any = content
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = data.draw(st.sampled_from(keys))
            child = node[key]
            if not isinstance(child, dict | list) or not child or data.draw(st.integers(0, 5)) == 0:
                node[key] = data.draw(VALUES)
                break
            node = child
        if not content:
            break
    check_promises(json.dumps(content).encode())


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=50)
def test_a_file_cut_anywhere_never_breaks_the_import(sample: bytes, data: st.DataObject) -> None:
    check_promises(sample[: data.draw(st.integers(1, len(sample)))])
    check_promises(sample[data.draw(st.integers(0, len(sample) - 1)) :])


@given(
    st.lists(
        st.lists(
            st.text(max_size=6) | st.sampled_from(["2497", "17.0", "2024-07-01", "9" * 400]), max_size=16
        ),
        max_size=4,
    )
)
@settings(max_examples=50)
def test_strange_cells_never_break_the_import(rows: list[list[str]]) -> None:
    for sample in (CHINESE, FORECASTS, IBTRACS):
        head = "\n".join(sample.decode().splitlines()[:3])
        delimiter = ";" if sample is FORECASTS else ","
        body = "\n".join(delimiter.join(cells) for cells in rows)
        check_promises(f"{head}\n{body}\n".encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    check_promises(data)


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\u0000", r"\udc00\ud800"])
def test_names_that_no_file_can_hold_are_mended(escape: str) -> None:
    for sample in (FEED, NMC):
        text = sample.decode().replace('"试验', f'"试{escape}').replace('"name": "', f'"name": "{escape}')
        file, _ = parse_storm_file("feed.json", text.encode())
        assert "\ufffd" in str(file.storms[0].name_zh)
        str(file).encode()
    emoji = NMC.decode().replace('"试验', r'"\ud83c\udf00').encode()
    assert parse_storm_file("feed.json", emoji)[0].storms[0].name_zh == "\U0001f300"


def test_deep_nesting_is_refused() -> None:
    check_promises(b'{"points":' + b"[" * 100_000)
    check_promises(b'{"tfid":"202412","points":' + b"[" * 5_000 + b"]" * 5_000 + b"}")


@pytest.mark.parametrize("part", [b"(", b"[", b'{"mmsi":[', b"(a", b'"', b",", b"66666 \n", b"-", b"7"])
def test_endless_repetition_is_answered_at_once(part: bytes) -> None:
    began = perf_counter()
    check_promises(part * (2_000_000 // len(part)) + b"{")
    assert perf_counter() - began < 10


def test_an_endless_account_of_a_landfall_is_read_at_once() -> None:
    began = perf_counter()
    content = json.loads(FEED)
    content[0]["land"][0]["info"] = "在" * 200_000
    check_promises(json.dumps(content).encode())
    assert perf_counter() - began < 10


@pytest.mark.parametrize("tail", ["!", "-", " ", "9"])
@pytest.mark.parametrize("digit", ["9", " 9", "9.", "2024-"])
def test_endless_values_are_refused_at_once(digit: str, tail: str) -> None:
    began = perf_counter()
    value = digit * 100_000 + tail
    file, problems = hourly(
        (3, {"lat": value}), (4, {"time": value}), (5, {"radius7": value, "strong": value})
    )
    assert len(file.fixes) == 10
    assert len(problems) >= 4
    assert perf_counter() - began < 10
