"""What forgetting a response's people would do, its proposal, and its confirmation by another hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from stormdesk.domain.access.records import ROLE_NAMES, Action, Grant, Role
from stormdesk.domain.moment import BEIJING
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proof import Proof
from stormdesk.door.purge.proposals import (
    LONGEST_REASON,
    PURGE,
    VALID,
    Proposal,
    confirm,
    propose,
    withdraw,
)
from stormdesk.door.purge.records import FILE_NAMES, KEEP_NAMES, Keep, Preview, Reason
from stormdesk.errors import StormdeskError
from stormdesk.ui.access.purge_words import column_words, named_files, table_words
from stormdesk.ui.data.held import draw_deed, keep, kept, say, told
from stormdesk.ui.data.jobs import is_working, worked
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import size_words
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

WANTED: Final = "purge-wanted"
JOB: Final = "purge"


def draw_plan(page: Page, operation_id: str, now: datetime) -> None:
    """Draw what would become of every table and file, what stands in the way, and the form of a proposal."""
    st.subheader(_("销毁个人信息"))
    st.caption(_("不可恢复。人数、时刻、等级和回放全部保留;姓名、电话、住址、备注等不再留存于任何文件。"))
    right = Action.PROPOSE if page.may(Action.PROPOSE, PURGE) else Action.APPROVE
    plan = preview(page.desk.desk_for(right, PURGE).store, operation_id, page.desk.settings, now)
    for reason in plan.blockers:
        st.info(literal(_sentence(reason)), icon=":material/block:")
    _draw_tables(plan)
    _draw_files(page, plan)
    if plan.is_ready and page.may(Action.PROPOSE, PURGE):
        _draw_proposing(page, plan)


def instant(value: datetime) -> str:
    """An instant in Beijing time, to the minute."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _sentence(reason: Reason) -> str:
    values = {
        name: instant(value) if isinstance(value, datetime) else value
        for name, value in reason.values.items()
    }
    return _(reason.blocker).format(**values)


def _draw_tables(plan: Preview) -> None:
    draw_table(
        {
            _("名单或记录"): [table_words(share.table) for share in plan.tables],
            _("改写(行)"): [share.forgotten_count for share in plan.tables],
            _("删去(行)"): [share.gone_count for share in plan.tables],
            _("别处仍用(行)"): [share.kept_count for share in plan.tables],
            _("改写什么"): [column_words(share.columns) for share in plan.tables],
        },
        key="access-purge-tables",
    )


def _draw_files(page: Page, plan: Preview) -> None:
    for share in plan.files:
        found = named_files(share, page.desk.settings)
        title = _("销毁:{kind} {n} 份,{size}").format(
            kind=_(FILE_NAMES[share.kind]), n=len(found), size=size_words(share.byte_count)
        )
        with st.expander(title, icon=":material/delete:"):
            draw_table(
                {
                    _("名称"): [name for name, _at, _size in found],
                    _("时间"): [instant(at) if at else None for _name, at, _size in found],
                    _("大小"): [size_words(size) for _name, _at, size in found],
                },
                key=f"access-purge-files-{share.kind}",
            )
    st.caption(_("已导出、下载或拷到别处的文件不在此列,须由持有人自行销毁。"))
    if plan.strange:
        st.warning(_("数据目录里有 {n} 个来历不明的文件,不会销毁,请人工查看:").format(n=len(plan.strange)))
        names = [path.relative_to(page.desk.settings.home).as_posix() for path in plan.strange]
        draw_table({_("文件"): names}, key="access-purge-strange")


def _draw_proposing(page: Page, plan: Preview) -> None:
    keeps = st.multiselect(
        _("为取证或复盘保留(须写明理由)"),
        list(Keep),
        format_func=lambda one: _(KEEP_NAMES[one]),
        select_all=False,
        key="access-purge-keeps",
        placeholder=_("请选择"),
    )
    reason = ""
    if keeps:
        reason = st.text_input(_("理由"), max_chars=LONGEST_REASON, key="access-purge-reason")
    draw_deed(
        _("提议销毁个人信息"),
        _("提议销毁“{name}”的个人信息?须由另一位有权的人确认后执行。").format(name=plan.name_zh),
        _propose,
        page,
        plan.operation_id,
        tuple(keeps),
        reason,
        key="access-purge-propose",
        icon=":material/delete_forever:",
    )


def draw_waiting(page: Page, proposals: Sequence[Proposal], names: Mapping[str, str]) -> None:
    """Draw each proposal with who made it, and what this visitor may do with it; `names` of the responses."""
    for one in proposals:
        with st.container(border=True, key=f"sd-purge-{one.proposal_id}"):
            st.text(
                _("待确认:销毁“{operation}”的个人信息。{who} 于 {at} 提议,等待另一人确认({roles})。").format(
                    roles=_confirmers(page),
                    operation=names.get(one.operation_id, one.operation_id),
                    who=page.desk.office.accounts.name_of(one.account_id),
                    at=instant(one.proposed_at),
                )
            )
            st.caption(
                _("提议 {days} 天内有效,至 {until}。").format(
                    days=VALID.days, until=instant(one.proposed_at + VALID)
                )
            )
            if one.keeps:
                st.text(
                    _("保留:{what}。理由:{reason}").format(
                        what="、".join(_(KEEP_NAMES[keep]) for keep in sorted(one.keeps)), reason=one.reason
                    )
                )
            _draw_answers(page, one, names.get(one.operation_id, one.operation_id))


def _draw_answers(page: Page, one: Proposal, name: str) -> None:
    if page.may(Action.APPROVE, PURGE):
        is_own = one.is_by(page.visitor)
        if is_own:
            st.caption(_("提议人不能确认自己的提议。"))
        draw_deed(
            _("确认并销毁"),
            _("现在销毁“{operation}”的个人信息,不可恢复。确定吗?").format(operation=name),
            _want,
            one.proposal_id,
            key=f"access-purge-confirm-{one.proposal_id}",
            icon=":material/delete_forever:",
            is_disabled=is_own,
        )
    if page.may(Action.PROPOSE, PURGE):
        draw_deed(
            _("撤回提议"),
            _("撤回这项提议?"),
            _withdraw,
            page,
            one.proposal_id,
            key=f"access-purge-withdraw-{one.proposal_id}",
        )


def work(page: Page) -> None:
    """Do what was confirmed, with its progress, and say what was found afterwards."""
    wanted: tuple[str, datetime] | None = kept(WANTED)
    if wanted is None:
        return
    visit, (proposal_id, at) = page.desk, wanted
    try:
        proof = worked(JOB, wanted, _("正在销毁"), lambda tell: confirm(visit, proposal_id, at=at, tell=tell))
        say(proof_words(proof), is_good=proof.is_clean)
    except StormdeskError as error:
        say(told(error), is_good=False)
    finally:
        if not is_working(JOB):
            keep(WANTED, None)
    st.rerun()


def proof_words(proof: Proof) -> str:
    """What the search of every file found."""
    if proof.is_clean:
        words = _(
            "已销毁。查找 {words} 个词,{files} 个文件中一个也没有;另有 {standing} 个词别处仍在使用,"
            "{short} 个词太短、{common} 个只是数字或代码,不能作证,没有查。"
        )
        return words.format(
            words=proof.word_count,
            files=proof.file_count,
            standing=proof.standing_count,
            short=proof.short_count,
            common=proof.common_count,
        )
    names = ", ".join(name for name, _count in proof.found[:5])
    return _("已销毁,但在这些文件里仍找到同样的词,请人工查看:{names}").format(names=names)


def _want(proposal_id: str) -> str:
    keep(WANTED, (proposal_id, datetime.now(UTC)))
    return _("开始销毁。")


def _propose(page: Page, operation_id: str, keeps: Sequence[Any], reason: str) -> str:
    propose(page.desk, operation_id, at=datetime.now(UTC), keeps=[Keep(one) for one in keeps], reason=reason)
    return _("已提议,等待另一人确认({roles})。").format(roles=_confirmers(page))


def _confirmers(page: Page) -> str:
    """The roles that may confirm."""
    rights = page.desk.office.rights
    may = [role for role in Role if rights.grant(role, Action.APPROVE, PURGE) is not Grant.NO]
    return " / ".join(_(ROLE_NAMES[role]) for role in may)


def _withdraw(page: Page, proposal_id: str) -> str:
    withdraw(page.desk, proposal_id, at=datetime.now(UTC))
    return _("提议已撤回。")
