"""Long work goes on through redraws, hands over what it came to, and raises what went wrong."""

import threading

from streamlit.testing.v1 import AppTest

SLOW = """
import streamlit as st
from stormdesk.ui.data.jobs import is_working, worked

st.session_state.setdefault("runs", [])

def work(tell):
    st_runs.append(1)
    for step in range(5):
        tell(step / 5, "")
        gate.wait(0.15)
    if fails:
        raise ValueError("broken")
    return 42

import builtins
gate, st_runs, fails = builtins.sd_gate, builtins.sd_runs, builtins.sd_fails
try:
    st.write(worked("t", "mark", "…", work))
except ValueError as error:
    st.write(f"raised {error}")
st.write(is_working("t"))
"""


def run(monkeypatch, *, fails: bool) -> tuple[AppTest, list[int]]:  # noqa: ANN001
    runs: list[int] = []
    for name, value in (("sd_gate", threading.Event()), ("sd_runs", runs), ("sd_fails", fails)):
        monkeypatch.setattr(f"builtins.{name}", value, raising=False)
    return AppTest.from_string(SLOW, default_timeout=20).run(), runs


def test_work_is_done_once_and_its_result_handed_over(monkeypatch) -> None:  # noqa: ANN001
    app, runs = run(monkeypatch, fails=False)
    assert [said.value for said in app.markdown] == ["`42`", "`False`"]
    assert runs == [1]


def test_what_the_work_raised_is_raised_where_it_is_waited_for(monkeypatch) -> None:  # noqa: ANN001
    app, _runs = run(monkeypatch, fails=True)
    assert app.markdown[0].value == "raised broken"
    assert not app.exception
