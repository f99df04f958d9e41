"""Whatever stands in an item, it is answered: with its record, or with what is wrong with it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.event import Event
from stormdesk.domain.feed import FeedKind
from stormdesk.domain.problem import Problem
from stormdesk.ingest.delivery.items import ITEMS, check_items
from stormdesk.ingest.delivery.records import Ground
from stormdesk.store.feeds import Arrival, position_table, reading_table, warning_table

AT = datetime(2026, 7, 1, tzinfo=UTC)
GROUND = Ground(operation_id="op", roster="live", is_live=True, shown_at=AT, source_id="gate", received_at=AT)
ARRIVAL = Arrival(operation_id="op", recorded_at=AT, source_id="gate", import_id="i")
STATUSES = {("log", "entry"): frozenset({"noted"})}
TABLES = {
    FeedKind.POSITIONS: position_table,
    FeedKind.READINGS: reading_table,
    FeedKind.WARNINGS: warning_table,
}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["2026-06-01T00:00:00Z", "log", "entry", "noted", "level_m", "issue", "orange", "412000001"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn, kind: FeedKind) -> object:
    """An example with some fields replaced, dropped or added."""
    item = dict(ITEMS[kind].model_json_schema()["examples"][0])
    for name in draw(st.lists(st.sampled_from([*ITEMS[kind].model_fields, "more"]), max_size=3)):
        if draw(st.booleans()):
            item[name] = draw(VALUES)
        else:
            item.pop(name, None)
    return draw(st.sampled_from([item, item, item, draw(VALUES)]))


@pytest.mark.parametrize("kind", ITEMS)
@settings(max_examples=50)
@given(data=st.data())
def test_every_item_gets_an_answer_that_can_be_kept(kind: FeedKind, data: st.DataObject) -> None:
    items = data.draw(st.lists(mutated(kind), max_size=4))
    answers = check_items(kind, items, GROUND, STATUSES)
    assert len(answers) == len(items)
    for answer in answers:
        if isinstance(answer, Problem):
            assert answer.reason
            assert answer.place.startswith("[")
            answer.value.encode()
    rows = [answer for answer in answers if not isinstance(answer, Problem)]
    if kind in TABLES:
        assert TABLES[kind](rows, ARRIVAL).num_rows == len(rows)
    else:
        assert all(isinstance(row, Event) and row.operation_id == "op" for row in rows)


@pytest.mark.parametrize("kind", ITEMS)
def test_every_example_is_taken(kind: FeedKind) -> None:
    item = ITEMS[kind].model_json_schema()["examples"][0]
    statuses = {("evacuee", "move"): frozenset({"at_shelter"})}
    (answer,) = check_items(kind, [item], GROUND, statuses)
    assert not isinstance(answer, Problem)
