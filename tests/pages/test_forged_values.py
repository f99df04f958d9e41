"""Whatever a browser says that its widgets hold: nothing is done by it, and a plain sentence says so."""

import json
from collections.abc import Callable, Iterator
from functools import partialmethod
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from stormdesk.ui import server
from stormdesk.ui.desk import office
from stormdesk.ui.table_choice import clicked_rows, ticked_rows

Do = Callable[..., Any]
SAID = ("浏览器送来的内容无法读取", "这一页出了问题")


def told(rows: object = (), cells: object = ()) -> dict[str, object]:
    return {"selection": {"rows": rows, "columns": [], "cells": cells}}


FORGED: dict[str, dict[str, Any]] = {
    "no JSON": {"string_value": "{"},
    "null": {"string_value": "null"},
    "rows of words": {"string_value": json.dumps(told(rows=["a", None, [0]]))},
    "rows outside": {"string_value": json.dumps(told(rows=[-1, 10**9, True, 0.5]))},
    "cells of words": {"string_value": json.dumps(told(cells=[["a"], [-1, "b"], [], [9**20, 1]]))},
    "cells that are none": {"string_value": json.dumps(told(cells=[0, None]))},
    "another type": {"int_value": -(2**62)},
    "a list": {"string_array_value": {"data": ["nowhere", "nobody"]}},
    "a component's": {"json_value": '{"selected": ["a"], "view": {"south": "x"}}'},
    "a component's other": {"json_value": "[1]"},
    "a press": {"trigger_value": True},
}


def ids(block: Block) -> Iterator[str]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from ids(child)
        elif isinstance(child, Element):
            proto = getattr(child, "proto", None)
            found = getattr(proto, "id", "") or getattr(getattr(proto, "arrow_data_frame", None), "id", "")
            if isinstance(found, str) and found:
                yield found


def forge(app: AppTest, value: dict[str, Any]) -> AppTest:
    """Say this of every widget of the page at once, and of one that was never drawn."""
    said = WidgetStates()
    for widget_id in {*ids(app._tree), "$$ID-0-never-drawn"}:
        said.widgets.append(WidgetState(id=widget_id, **value))
    return app._run(said)


@pytest.fixture
def lists(put_on_list: Do, report: Do) -> None:
    put_on_list("vessel", vessel_id="v", name="浙玉渔1号", crew_count=5, lat=28.1, lon=121.2)
    put_on_list("responsible_person", person_id="p", name="王小明", phone="13812342071")
    put_on_list("evacuee", evacuee_id="e", name="李老", persons=2, category="old_house")
    report("vessel.berth", "at_sea", "v", h=1)
    report("evacuee.move", "listed", "e", h=1)


@pytest.fixture(autouse=True)
def hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests' own runner ask what the server asks when a run fails."""
    failed = server.options()["on_script_error"]
    monkeypatch.setattr(
        ScriptRunner, "__init__", partialmethod(ScriptRunner.__init__, on_script_error=failed)
    )


def test_whatever_is_said_of_the_widgets_is_answered_with_a_plain_sentence(
    lists: None,  # noqa: ARG001  rows to point at
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("assets/vessels")
    for opened in ("rewind", "drill-control"):
        app.session_state[opened] = True
    app.run()
    assert len(set(ids(app._tree))) > 20
    answers = set()
    for name, value in FORGED.items():
        forge(app, value)
        assert not app.exception, name
        answers |= {said.value for said in app.error}
        assert all(said.value.startswith(SAID) for said in app.error), name
    assert any(said.startswith(SAID[0]) for said in answers)
    told = "select kind, what, account_id from audit where what = 'forged_value'"
    assert office().store._ask(lambda cursor: cursor.execute(told).fetchall()) == [
        ("refused", "forged_value", "duty_officer")
    ]


def test_the_same_widgets_said_rightly_pick_and_open(
    lists: None,  # noqa: ARG001  rows to point at
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("assets/vessels")
    [table] = [one for one in ids(app._tree) if one.endswith("vessels-list")]
    right = WidgetState(id=table, string_value=json.dumps(told(rows=[0], cells=[[0, "船名"]])))
    app._run(WidgetStates(widgets=[right]))
    assert not app.error
    assert app.query_params["object"] == "v"
    assert app.session_state["vessels-ticked"] == ("v",)


@pytest.mark.parametrize("state", [None, [], "x", {}, {"selection": None}, {"selection": {"rows": 3}}])
def test_a_selection_of_another_shape_picks_nothing(state: object) -> None:
    assert ticked_rows(state, 9) == clicked_rows(state, 9) == []


def test_only_rows_of_the_table_are_picked_each_once() -> None:
    assert ticked_rows(told(rows=[2, -1, 9, "1", None, True, 1.0, 2, 0]), 9) == [2, 0]
    assert clicked_rows(told(cells=[[3, "a"], "x", [], 7, [None], (9, "b"), [3, "c"]]), 9) == [3]
