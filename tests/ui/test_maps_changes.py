"""Whoever applies the changes that it is sent holds the layer as it is."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.ui.maps.layers import LayerAnswer, LayerBook, LayerData, UnknownLayerError

Rows = dict[str, tuple[int, str]]


class Scripted:
    """A source whose layer is set by the test."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.step = 0
        self.asked = 0

    def set(self, rows: Rows) -> None:
        self.rows = rows
        self.step += 1

    def version(self, name: str, query: Mapping[str, str]) -> str:
        if name == "nothing":
            raise UnknownLayerError(name)
        return f"{self.step}{query.get('t', '')}"

    def layer(self, name: str, query: Mapping[str, str]) -> LayerData:
        self.asked += 1
        columns: dict[str, Sequence[Any]] = {
            "id": list(self.rows),
            "style": [row[0] for row in self.rows.values()],
            "text": [row[1] for row in self.rows.values()],
        }
        return LayerData(self.version(name, query), columns)


class Holder:
    """A browser: keeps a version and its rows."""

    def __init__(self) -> None:
        self.version = ""
        self.rows: Rows = {}
        self.last: dict[str, Any] = {}

    def take(self, answer: LayerAnswer) -> None:
        if answer.body_gzip is None:
            assert answer.version == self.version
            return
        self.last = news = json.loads(gzip.decompress(answer.body_gzip))
        if "since" not in news:
            self.rows = {}
        for row_id in news.get("removed", ()):
            self.rows.pop(row_id, None)
        columns = news["columns"]
        for place, row_id in enumerate(columns["id"]):
            self.rows[row_id] = (columns["style"][place], columns["text"][place])
        self.version = news["version"]


ROWS = st.dictionaries(
    st.sampled_from([f"v{place}" for place in range(8)]), st.tuples(st.integers(0, 3), st.text(max_size=3))
)


@settings(max_examples=30)
@given(st.lists(st.tuples(ROWS, st.lists(st.integers(0, 2), max_size=3)), max_size=12))
def test_changes_add_up_for_every_browser(history: list[tuple[Rows, list[int]]]) -> None:
    source = Scripted()
    book = LayerBook(source)
    holders = [Holder(), Holder(), Holder()]
    for rows, asking in history:
        source.set(rows)
        for number in asking:
            holder = holders[number]
            holder.take(book.answer("objects", {}, since=holder.version))
            assert holder.rows == rows


def test_only_what_changed_is_sent() -> None:
    source, holder = Scripted(), Holder()
    book = LayerBook(source)
    rows = {f"v{place}": (0, "x") for place in range(1000)}
    source.set(rows)
    holder.take(book.answer("objects", {}, since=""))
    source.set({**{row_id: row for row_id, row in rows.items() if row_id != "v3"}, "v5": (1, "y")})
    holder.take(book.answer("objects", {}, since=holder.version))
    assert holder.last["columns"]["id"] == ["v5"]
    assert holder.last["removed"] == ["v3"]
    assert holder.rows == source.rows


def test_equal_rows_are_the_same_version_although_the_ledger_moved() -> None:
    source = Scripted()
    book = LayerBook(source)
    source.set({"v1": (0, "x")})
    first = book.answer("objects", {}, since="")
    source.set({"v1": (0, "x")})
    assert book.answer("objects", {}, since=first.version).body_gzip is None


def test_an_unchanged_version_asks_the_source_once() -> None:
    source = Scripted()
    book = LayerBook(source)
    source.set({"v1": (0, "x")})
    for _ in range(5):
        book.answer("objects", {}, since="")
    assert source.asked == 1


@pytest.mark.parametrize("since", ["0000000000000000", "nonsense", "{}"])
def test_an_unknown_version_gets_the_whole_layer(since: str) -> None:
    source, holder = Scripted(), Holder()
    source.set({"v1": (0, "x")})
    holder.take(LayerBook(source).answer("objects", {}, since=since))
    assert "since" not in holder.last
    assert holder.rows == source.rows


def test_a_browser_that_slept_too_long_gets_the_whole_layer() -> None:
    source, holder = Scripted(), Holder()
    book = LayerBook(source)
    source.set({"v1": (0, "first")})
    holder.take(book.answer("objects", {}, since=""))
    for step in range(100):
        source.set({"v1": (0, str(step))})
        book.answer("objects", {}, since="")
    holder.take(book.answer("objects", {}, since=holder.version))
    assert "since" not in holder.last
    assert holder.rows == {"v1": (0, "99")}


def test_queries_do_not_mix() -> None:
    source = Scripted()
    book = LayerBook(source)
    source.set({"v1": (0, "x")})
    now = book.answer("objects", {"t": "a"}, since="")
    source.rows = {"v2": (0, "y")}
    then = book.answer("objects", {"t": "b"}, since=now.version)
    assert then.body_gzip is not None
    assert json.loads(gzip.decompress(then.body_gzip))["columns"]["id"] == ["v2"]


def test_an_unknown_layer_leaves_no_trace() -> None:
    with pytest.raises(UnknownLayerError):
        LayerBook(Scripted()).answer("nothing", {}, since="")


def test_not_a_number_becomes_nothing() -> None:
    assert LayerData("1", {"id": ["a"], "lat": [float("nan")]}).rows() == {"a": (None,)}


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        LayerData("1", {"id": ["a", "b"], "lat": [1.0]}).rows()


def test_four_thousand_points_of_which_two_in_a_hundred_change_stay_below_twenty_kilobytes() -> None:
    source = Scripted()
    book = LayerBook(source)
    rows = {f"EV-{place:08d}": (place % 4, f"第{place % 221}社区 张**") for place in range(4000)}
    source.set(rows)
    whole = book.answer("objects", {}, since="")
    changed = {row_id: (9, text) for place, (row_id, (_, text)) in enumerate(rows.items()) if place % 50 == 0}
    source.set({**rows, **changed})
    change = book.answer("objects", {}, since=whole.version)
    assert whole.body_gzip is not None
    assert change.body_gzip is not None
    assert len(change.body_gzip) < 20_000
    assert len(change.body_gzip) * 10 < len(whole.body_gzip)
