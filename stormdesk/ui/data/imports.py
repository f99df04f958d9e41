"""The imports: every file that came in, what came of it, its problems, and the way back."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ui.actors import bringer_name
from stormdesk.ui.data.held import close, draw_said, opened
from stormdesk.ui.data.originals import draw_original
from stormdesk.ui.data.pairs import TITLES
from stormdesk.ui.data.proposals import field_title
from stormdesk.ui.data.returning import draw_returned_again
from stormdesk.ui.data.table import beijing, draw_table
from stormdesk.ui.data.undoing import draw_undo
from stormdesk.ui.data.words import count_of, kind_words, outcome_words, size_words, text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _, language

OPEN = "import"
MOST_IMPORTS = 500
MOST_PROBLEMS = 2000
_FULL = "%Y-%m-%d %H:%M:%S"
_COUNTS = ("row_count", "new_count", "changed_count", "unchanged_count", "gone_count", "flagged_count")


def draw_imports(page: Page) -> None:
    """Draw the list of imports, or the one that is open."""
    draw_said()
    import_id = opened(OPEN)
    if import_id is not None:
        _draw_one(page, import_id)
        return
    found = page.ask_whole((Action.READ, "data"), "data/imports", import_id=None, most_count=MOST_IMPORTS)
    if found.empty:
        draw_template("empty", text=_("还没有导入过任何文件。"))
        return
    shown = _narrowed(found)
    if shown.empty:
        draw_template("empty", text=_("没有符合筛选的导入。"))
        return
    draw_table(
        _columns(shown, list_names(page)),
        key="data-imports",
        ids=list(shown["import_id"]),
        opens=OPEN,
        title=_("导入记录"),
    )
    st.caption(_("点一行看它的问题、原件和撤销。时间为北京时间;— 表示没有计数,不是零。"))
    if len(found) == MOST_IMPORTS:
        st.caption(_("只列最近 {n} 次导入。").format(n=MOST_IMPORTS))


def _narrowed(found: pd.DataFrame) -> pd.DataFrame:
    which, words_at = st.columns([3, 2], vertical_alignment="bottom")
    views = {"all": _("全部"), "troubled": _("有问题"), "list": _("名册"), "feed": _("来源送来")}
    with which:
        view = st.segmented_control(
            _("看哪些"),
            list(views),
            default="all",
            required=True,
            format_func=views.__getitem__,
            key="data-imports-view",
        )
    with words_at:
        text = st.text_input(_("搜索"), placeholder=_("文件名、来源、导入人"), key="data-imports-search")
    kept = {
        "troubled": (found["problem_count"] > 0) | found["outcome"].isin(["quarantined", "partly"]),
        "list": found["list_code"].notna(),
        "feed": found["source_id"].notna(),
    }.get(view or "all", pd.Series(data=True, index=found.index))
    found = found.assign(imported_by=_bringers(found))
    for name in ("source", "source_id"):
        found = found.assign(**{name: found[name].map(text_of)})
    wanted = text.strip().casefold()
    words = found["source"] + " " + found["imported_by"] + " " + found["source_id"]
    return found[kept & words.str.casefold().str.contains(wanted, regex=False)]


def _bringers(found: pd.DataFrame) -> list[str]:
    return [bringer_name(by, of) for by, of in zip(found["imported_by"], found["source_id"], strict=True)]


def _columns(shown: pd.DataFrame, lists: Mapping[str, str]) -> dict[str, Any]:
    back = shown["undone_at"].notna()
    return {
        _("文件"): shown["source"].map(text_of),
        _("时间"): beijing(shown["imported_at"]),
        _("结果"): [
            _("↶ 已撤销") if is_back else outcome_words(outcome)
            for is_back, outcome in zip(back, shown["outcome"], strict=True)
        ],
        _("是什么"): [_content(row, lists) for row in shown.to_dict("records")],
        _("收下"): shown["row_count"].map(count_of).astype("Int64"),
        _("问题"): shown["problem_count"].map(count_of).astype("Int64"),
        _("新增"): shown["new_count"].map(count_of).astype("Int64"),
        _("变更"): shown["changed_count"].map(count_of).astype("Int64"),
        _("不变"): shown["unchanged_count"].map(count_of).astype("Int64"),
        _("消失"): shown["gone_count"].map(count_of).astype("Int64"),
        _("存疑"): shown["flagged_count"].map(count_of).astype("Int64"),
        _("导入人"): shown["imported_by"],
        _("来源"): [_source(row) for row in shown.to_dict("records")],
        _("大小"): shown["byte_count"].map(size_words),
    }


def list_names(page: Page) -> dict[str, str]:
    """What each list is called."""
    return {code: one.name(language()) for code, one in known_lists(page.desk.settings).items()}


def _content(row: dict[Any, Any], lists: Mapping[str, str]) -> str:
    code = text_of(row["list_code"])
    named = lists.get(code) or (_(TITLES[code]) if code in TITLES else code)
    return f"{kind_words(row['kind'])} · {named}" if named else kind_words(row["kind"])


def _source(row: dict[Any, Any]) -> str:
    return text_of(row[f"source_name_{language()}"]) or text_of(row["source_id"]) or "—"


def _draw_one(page: Page, import_id: str) -> None:
    st.button(
        _("返回清单"), icon=":material/arrow_back:", key="data-import-back", on_click=close, args=(OPEN,)
    )
    found = page.ask_whole((Action.READ, "data"), "data/imports", import_id=import_id, most_count=1)
    if found.empty:
        draw_template("empty", text=_("没有这次导入。"))
        return
    row = found.to_dict("records")[0]
    draw_template("data_import", name=text_of(row["source"]), facts=_facts(row, list_names(page)))
    with st.container(horizontal=True):
        draw_original(page, str(row["content_hash"]), text_of(row["source"]), key="data-import-original")
        draw_returned_again(page, row)
        draw_undo(page, row)
    described = known_lists(page.desk.settings).get(text_of(row["list_code"]))
    _draw_problems(page, import_id, described)


def _facts(row: dict[Any, Any], lists: Mapping[str, str]) -> list[tuple[str, str]]:
    titles = (_("收下"), _("新增"), _("变更"), _("不变"), _("消失"), _("存疑"))
    counts = [(title, whole(row[name])) for title, name in zip(titles, _COUNTS, strict=True)]
    back = row["undone_at"]
    said = outcome_words(row["outcome"])
    if not pd.isna(back):
        said = _("↶ 已于 {at} 撤销").format(at=clock_time(back, _FULL))
    return [
        (_("结果"), said),
        (_("是什么"), _content(row, lists)),
        (_("时间"), clock_time(row["imported_at"], _FULL)),
        (_("导入人"), bringer_name(row["imported_by"], row["source_id"])),
        (_("来源"), _source(row)),
        (_("问题"), whole(row["problem_count"])),
        *counts,
        (_("所述时间"), _span(row)),
        (_("大小"), size_words(row["byte_count"])),
        (_("名册"), text_of(row["roster"]) or "—"),
        (_("响应"), text_of(row["operation_id"]) or "—"),
        (_("编号"), text_of(row["import_id"])),
        (_("内容指纹"), text_of(row["content_hash"])[:16]),
    ]


def _span(row: dict[Any, Any]) -> str:
    if pd.isna(row["first_at"]):
        return "—"
    return f"{clock_time(row['first_at'], _FULL)} – {clock_time(row['last_at'], _FULL)}"


def _draw_problems(page: Page, import_id: str, described: ListDescription | None) -> None:
    st.subheader(_("问题"))
    if not page.may(Action.MANAGE, "imports"):
        draw_template("empty", text=_("问题明细含名册里的原值,只给负责导入的值班员看。"))
        return
    found = page.ask_whole(
        (Action.MANAGE, "imports"), "data/problems", import_id=import_id, most_count=MOST_PROBLEMS
    )
    if found.empty:
        draw_template("empty", text=_("这次导入没有留下问题明细。"))
        return
    draw_table(
        problem_columns(found, described),
        key="data-import-problems",
        title=_("导入时的问题"),
        is_personal=True,
    )
    if len(found) == MOST_PROBLEMS:
        st.caption(_("只列前 {n} 条;退回的工作簿含全部。").format(n=MOST_PROBLEMS))


def problem_columns(found: pd.DataFrame, described: ListDescription | None) -> dict[str, Any]:
    """Problems as a table shows them: where, what stood there, why, what may stand there instead."""
    return {
        _("位置"): found["place"].map(text_of),
        _("字段"): [field_title(text_of(field), described) for field in found["field"]],
        _("原值"): found["value"].map(text_of),
        _("原因"): found["reason"].map(text_of).map(_),
        _("建议"): found["suggestion"].map(text_of),
    }
