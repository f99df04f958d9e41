"""The what-if page: suppose something, go through the operation again, read the difference."""

from contextlib import suppress
from datetime import datetime
from typing import Any, cast

import pandas as pd
import streamlit as st

from stormdesk.domain.assumptions import Assumptions
from stormdesk.outlook.what_if import EVERY, Outcome, by_area, opened_at, replayed
from stormdesk.outlook.what_if_told import Progress
from stormdesk.ui.clock.tables import speech
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.sheet import draw_sheet, instant
from stormdesk.ui.text import _
from stormdesk.ui.what_if.asked import ask, supposed_words
from stormdesk.ui.what_if.report_board import draw_report, draw_running
from stormdesk.ui.what_if.running import Run, start
from stormdesk.ui.what_if.tables import changed_sheet, township_sheet, work_sheet

HELD, RUNNING = "what-if-outcome", "what-if-running"
OWN, REPORT = "own", "report"
# A short operation is gone through while one waits.
WAITED_S = 2.0
# Sums below this are shown to a tenth; differences below the other are none.
FINE, SAME = 100.0, 0.05


def draw(page: Page) -> None:
    """Draw the page: what to suppose, and what would have come of it."""
    if not page.operation:
        draw_template("empty", text=_("还没有可以推演的响应或演练。"))
        return
    end = _end(page)
    if end - opened_at(page.desk, page.moment.operation_id) < EVERY:
        draw_template("empty", text=_("响应刚开始,还没有可以推演的经过。"))
        return
    boards = {OWN: _("自选假设"), REPORT: _("三案报告")}
    board = st.segmented_control(
        _("看什么"),
        list(boards),
        format_func=boards.__getitem__,
        default=OWN,
        key="what-if-board",
        label_visibility="collapsed",
    )
    if board == REPORT:
        # While time runs, the report is of the last whole hour, so that it need not be made ever anew.
        hour = end.replace(minute=0, second=0, microsecond=0)
        draw_report(page, end if page.is_rewound or end != page.moment.as_of else hour)
    else:
        _draw_own(page, end)
    _draw_assumed()


def _draw_own(page: Page, end: datetime) -> None:
    """What the visitor supposes, and what would have come of it."""
    supposed = ask(page, end)
    if supposed is not None:
        st.session_state[RUNNING] = _run(page, end, supposed)
        st.session_state.pop(HELD, None)
    _take_up()
    held = cast("Outcome | None", st.session_state.get(HELD))
    if held is None or held.operation_id != page.moment.operation_id:
        draw_template("empty", text=_("选好假设,点“推演”。什么都不改,结果应与历史完全一致。"))
        return
    _draw_outcome(page, by_area(held, page.area_code))


def _end(page: Page) -> datetime:
    """The moment on screen, or the operation's end when that is past."""
    closed = instant(page.operation["closed_at"])
    return page.moment.as_of if closed is None else min(page.moment.as_of, closed)


def _run(page: Page, end: datetime, supposed: Assumptions) -> Run:
    """Begin to go through the operation behind the page; what is done within a moment is waited for."""
    ground, operation_id = page.desk, page.moment.operation_id
    key = (ground.store.key, ground.store.data_version, operation_id, end, supposed)

    def work(progress: Progress) -> Outcome:
        return replayed(ground, operation_id, end, supposed, progress)

    run = start(key, work)
    with suppress(TimeoutError):
        run.future.result(timeout=WAITED_S)
    return run


def _take_up() -> None:
    """Take up what was begun once it is done; until then say how far it is, and that one may leave."""
    run = cast("Run | None", st.session_state.get(RUNNING))
    if run is None:
        return
    if not run.future.done():
        draw_running(run)
        return
    del st.session_state[RUNNING]
    st.session_state[HELD] = run.future.result()


def _draw_outcome(page: Page, outcome: Outcome) -> None:
    line = _("**{supposed}** · {start} 至 {end},每 {n} 小时读一次时限").format(
        supposed=literal(supposed_words(outcome.assumptions)),
        start=clock_time(outcome.start),
        end=clock_time(outcome.end),
        n=int(EVERY.total_seconds() // 3600),
    )
    st.markdown(line)
    draw_template("tiles", tiles=tiles(outcome))
    said = speech(page)
    newly, spared = outcome.newly_late, outcome.no_longer_late
    titles = [
        _("新逾期 {n}").format(n=whole(len(newly))),
        _("不再逾期 {n}").format(n=whole(len(spared))),
        _("按乡镇"),
        _("按工作"),
    ]
    tabs = st.tabs(titles)
    with tabs[0]:
        draw_sheet(changed_sheet(page, outcome, newly, said, name="what-if-late"), key="what-if-late")
    with tabs[1]:
        draw_sheet(changed_sheet(page, outcome, spared, said, name="what-if-spared"), key="what-if-spared")
    with tabs[2]:
        draw_sheet(township_sheet(page, outcome), key="what-if-townships")
    with tabs[3]:
        draw_sheet(work_sheet(page, outcome), key="what-if-work")


def tiles(outcome: Outcome) -> list[dict[str, str]]:
    """The figures of both worlds side by side, with the difference in words."""
    rows = outcome.rows
    changed = _("新逾期 {n} · 不再逾期 {m}").format(
        n=whole(len(outcome.newly_late)), m=whole(len(outcome.no_longer_late))
    )
    if undated := len(outcome.without_deadline):
        changed += _("(其中 {n} 项在假设下没有时限:不受影响或未知)").format(n=whole(undated))
    late = _tile(_("逾期的工作(项)"), rows["is_late_was"].sum(), rows["is_late_is"].sum(), changed)
    moved = rows[rows["subject"].isin(["evacuee", "vessel"])]
    workers = rows[rows["subject"].eq("site")]
    boats, sites = rows[rows["subject"].eq("vessel")], rows[rows["subject"].eq("site")]
    return [
        late,
        _hours(_("转移人员和船员在七级风中(人时)"), moved, "wind_7_h"),
        _hours(_("转移人员和船员在十级风中(人时)"), moved, "wind_10_h"),
        _hours(_("工地工人在七级风中(人时)"), workers, "wind_7_h"),
        _hours(_("停航(船日)"), boats, "idle_days"),
        _hours(_("停工(工地日)"), sites, "idle_days"),
    ]


def _hours(label: str, rows: pd.DataFrame, name: str) -> dict[str, str]:
    unknown = int(rows[f"{name}_is"].isna().sum())
    note = _("另有 {n} 项风圈未知").format(n=whole(unknown)) if unknown else ""
    return _tile(label, rows[f"{name}_was"].sum(), rows[f"{name}_is"].sum(), note)


def _tile(label: str, was: Any, supposed: Any, note: str) -> dict[str, str]:  # noqa: ANN401  sums of a frame
    more = float(supposed) - float(was)
    if min(abs(float(supposed)), abs(float(was))) >= FINE:
        # Both stand there without fractions, and so must what lies between them.
        more = float(round(float(supposed)) - round(float(was)))
    if abs(more) < SAME:
        state, words = "plain", _("与当时相同")
    elif more > 0:
        state, words = "late", _("多 {n}").format(n=_figure(more))
    else:
        state, words = "done", _("少 {n}").format(n=_figure(-more))
    value = f"{_figure(was)} → {_figure(supposed)}"
    return {"label": label, "value": value, "note": " · ".join(filter(None, (words, note))), "state": state}


def _figure(value: Any) -> str:  # noqa: ANN401  a sum of a frame
    """A small figure that is not whole to a tenth, any other without its fraction."""
    number = float(value)
    is_fine = abs(number) < FINE and abs(number - round(number)) >= SAME
    return f"{number:.1f}" if is_fine else whole(round(number))


def _draw_assumed() -> None:
    with st.expander(_("推演里假定了什么")):
        st.markdown(
            _(
                "- 时限:每个对象取它到期(或完成)前最后一次读到的时限,每次只用当时已知的预报。\n"
                "- 响应早启或晚启:首次启动之后开始的工作,开始和完成都随之移动;之前已开始的不动。\n"
                "- 台风早到或晚到:实况路径和各次预报一起移动;复航、复工随之移动。\n"
                "- 增加客车:只改变要用车的工作,用时按所需时间的比例变化。\n"
                "- 换机构、用更早的预报:只改变当时看到的时限,不改变实际的台风和实际的工作。\n"
                "- 人时:尚未安全的人,在实况风圈内的小时数;风圈未知的不计,另行列出。\n"
                "- 转移名册里可能也有工地工人,两项人时不要相加。\n"
                "- 船日、工地日:从回港、停工到再次出航、复工(或推演终点)的天数。"
            )
        )
