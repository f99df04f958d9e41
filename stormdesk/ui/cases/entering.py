"""Past storms without a ledger: from a file, or one by one."""

from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import streamlit as st

from stormdesk.domain.after_action import PAST
from stormdesk.domain.case_line import ENTERED, CaseLine, Part
from stormdesk.domain.moment import BEIJING
from stormdesk.door.cases import write_lines
from stormdesk.ingest.cases import FILE, read_cases
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

LONGEST_BYTES: Final = 2_000_000
SHOWN: Final = 8


def draw_entering(page: Page) -> None:
    """Draw the two ways in: a file like the county's own, and a form."""
    with st.expander(_("录入往次台风"), icon=":material/library_add:"):
        by_file, by_hand = st.tabs([_("从文件"), _("手工录入")])
        with by_file:
            _draw_file(page)
        with by_hand:
            _draw_form(page)


def _draw_file(page: Page) -> None:
    st.caption(
        _("CSV 文件,列与 data/county/<县>/cases.csv 相同:case_id(以 past- 开头)、part、key、name_zh 等。")
    )
    file = st.file_uploader(_("案例文件"), type=["csv"], key="cases-import")
    if file is None:
        return
    data = file.getvalue()
    if len(data) > LONGEST_BYTES:
        st.error(_("文件超过 2 MB,没有读取。"))
        return
    told, problems = _read(data)
    for problem in problems[:SHOWN]:
        rule = _(problem.rule)
        st.text(f"{problem.row or '—'} · {problem.column or '—'} · {problem.value[:40]} · {rule}")
    if problems:
        st.warning(_("有 {n} 处不合要求,改好后再导入;有问题的行不会写入。").format(n=len(problems)))
    if told:
        draw_deed(
            _("导入"),
            _("写入案例库 {n} 行?").format(n=len(told)),
            _write,
            page,
            told,
            key="cases-import-yes",
            icon=":material/upload:",
        )


def _read(data: bytes) -> tuple[tuple[CaseLine, ...], tuple[Any, ...]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(data)
        return read_cases(path)


def _draw_form(page: Page) -> None:
    name_zh = st.text_input(_("名称"), max_chars=100, key="cases-name").strip()
    name_en = st.text_input(_("英文名称(可不填)"), max_chars=100, key="cases-name-en").strip()
    storm_at, from_at, to_at = st.columns(3)
    storm_id = storm_at.text_input(
        _("台风编号,如 202612(没有可不填)"), max_chars=6, key="cases-storm"
    ).strip()
    began = from_at.date_input(_("起"), value=None, key="cases-from")
    ended = to_at.date_input(_("止"), value=None, key="cases-to")
    source = st.text_input(_("出处"), max_chars=500, key="cases-source").strip()
    is_ready = bool(name_zh and source and began)
    draw_deed(
        _("建立案例"),
        _("建立案例“{name}”?").format(name=name_zh),
        _create,
        page,
        (name_zh, name_en, storm_id, source),
        (began, ended),
        key="cases-create",
        icon=":material/library_add:",
        is_disabled=not is_ready,
    )


def _create(page: Page, names: tuple[str, str, str, str], days: tuple[Any, Any]) -> str:
    name_zh, name_en, storm_id, source = names
    at = datetime.now(UTC)
    mark = storm_id if storm_id.isdigit() else f"{at:%Y%m%d%H%M%S}"
    head = CaseLine(
        operation_id=f"{PAST}{mark}",
        part=Part.CASE,
        key=str(Part.CASE),
        name_zh=name_zh,
        name_en=name_en or None,
        starts_at=_instant(days[0], time(0, 0)),
        ends_at=_instant(days[1], time(23, 59)),
        about=storm_id or None,
        source=source,
        certainty=ENTERED,
    )
    return _write(page, (head,))


def _instant(day: Any, hour: time) -> datetime | None:  # noqa: ANN401  what a date field gives
    return None if day is None else datetime.combine(day, hour, tzinfo=BEIJING).astimezone(UTC)


def _write(page: Page, told: tuple[CaseLine, ...]) -> str:
    written = write_lines(page.desk, told)
    return _("已写入 {n} 行,{m} 行原已相同。").format(n=written, m=len(told) - written)
