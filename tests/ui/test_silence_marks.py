"""What a silent unit's figures look like: a word, a grey row, a faint bar."""

import pandas as pd

from stormdesk.ui.silence.marks import GREY, Quiet, greyed, opacities
from stormdesk.ui.subjects.chart import bars, parts
from stormdesk.ui.subjects.whereabouts import choropleth

TABLE = pd.DataFrame({"township": ["a", "b"], "total": [1200, 3]})


def test_a_silent_area_says_so_in_words_and_for_how_long() -> None:
    known = Quiet(overdue={"b": "02:10"})
    assert [known.label(code, code.upper()) for code in ("a", "b")] == ["A", "B(静默 02:10)"]
    assert known.flags(["a", "b", ""]) == [False, True, False]


def test_only_silent_rows_are_grey_and_never_the_sum() -> None:
    with_sum = pd.concat([TABLE, pd.DataFrame([{"township": "sum", "total": 1203}])], ignore_index=True)
    styler = greyed(with_sum, [False, True])
    styles = styler._compute().ctx
    grey = {
        row for (row, _), style in styles.items() if ("color", GREY.split(": ")[1].split(";")[0]) in style
    }
    assert grey == {1}
    assert greyed(TABLE, [False, False]) is TABLE


def test_bars_of_silent_areas_are_faint() -> None:
    counts = pd.DataFrame(
        {name: [1, 1] for name in ("done", "over_count", "left_count", "unknown_count", "trouble_count")}
    )
    figure = bars(["a", "b"], parts(counts), theme="dark", opacity=opacities([False, True]))
    assert list(figure.data[0].marker.opacity) == [1.0, 0.35]


def test_a_silent_township_is_hatched_and_never_ticked_off() -> None:
    counts = {"total": 5, "left_count": 0, "unknown_count": 0, "trouble_count": 0}
    rows = pd.DataFrame([{"township_code": code} | counts for code in ("a", "b")])
    painted = choropleth(rows, {"b"})
    assert [(painted[code].number, painted[code].hatch) for code in ("a", "b")] == [("✓", False), ("?", True)]
