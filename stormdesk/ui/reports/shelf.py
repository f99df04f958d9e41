"""Papers on their way: drafts that wait for a hand, what was issued under which number, and its proof."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.papers import MAY, STATE_NAMES, Paper, PaperState, Step
from stormdesk.domain.vocabulary import N_
from stormdesk.door.export import Leaving, Thing
from stormdesk.door.paper_proof import Kept, against, bytes_state, is_own_whole, opened, seal_state
from stormdesk.door.paper_steps import LEAST_REASON, LONGEST_REASON, PAPER, RIGHTS, PaperRefusedError, is_own
from stormdesk.door.papers import check, draft, issue, send_back, withdraw
from stormdesk.errors import StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.report.papers.kinds import kind_named
from stormdesk.ui.actors import actor_name
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw
from stormdesk.ui.reports.objecting import SAID, place_of, sentence_of
from stormdesk.ui.reports.words import KEPT_WORDS, instant_words, number_words
from stormdesk.ui.state import choose
from stormdesk.ui.text import _

STEP_WORDS = {
    Step.DRAFTED: N_("起草"),
    Step.CHECKED: N_("核对"),
    Step.SENT_BACK: N_("退回"),
    Step.ISSUED: N_("发布"),
    Step.WITHDRAWN: N_("撤回"),
}
# What is said after a step.
TAKEN = {
    Step.DRAFTED: N_("已起草,在下面“待办”里,等另一位核对。"),
    Step.CHECKED: N_("已核对,下一步由签发人发布。"),
    Step.SENT_BACK: N_("已退回。"),
    Step.ISSUED: N_("已发布,编号、文件和封签都已保存,不能再改。"),
    Step.WITHDRAWN: N_("已撤回;那一期仍可查看,标明已撤回。"),
}
Deed = Callable[[], object]


def draw_drafting(page: Page, kind: str) -> None:
    """The button that drafts what is on screen, for who may."""
    if page.may(*RIGHTS[Step.DRAFTED]):
        st.button(
            _("起草这一刻的文件"),
            key="reports-draft",
            icon=":material/edit_document:",
            type="primary",
            on_click=_try,
            args=(page, partial(_draft, page, kind), TAKEN[Step.DRAFTED]),
        )


def draw_shelf(page: Page, stands: list[Paper], kind: str, *, is_shaken: bool = False) -> None:
    """Draw what waits, of this kind first; then what was issued and sent back of this kind alone.

    Once a seal is broken, `is_shaken`, each issue is held against its own.
    """
    of_kind = [paper for paper in stands if paper.kind == kind]
    waiting = sorted((paper for paper in stands if paper.is_waiting), key=lambda paper: paper.kind != kind)
    out = [paper for paper in of_kind if paper.issue is not None]
    back = [paper for paper in of_kind if paper.state is PaperState.SENT_BACK]
    st.subheader(_("待办 {n}").format(n=len(waiting)), anchor=False)
    for paper in waiting:
        _draw_paper(page, paper)
    if not waiting:
        draw("empty", text=_("没有等待核对或发布的文件。"))
    st.subheader(_("已发布 {n}").format(n=len(out)), anchor=False)
    for paper in out:
        _draw_paper(page, paper, is_shaken=is_shaken)
    if not out:
        draw("empty", text=_("还没有发布过。"))
    if back:
        with st.expander(_("已退回 {n}").format(n=len(back))):
            for paper in back:
                _draw_paper(page, paper)


def _draw_paper(page: Page, paper: Paper, *, is_shaken: bool = False) -> None:
    has_file = paper.issue is not None or (paper.is_waiting and paper.kept.sha256 is not None)
    kept = state_of(page, paper) if has_file else None
    if is_shaken and kept in {Kept.WHOLE, Kept.RESTORED} and paper.state is PaperState.ISSUED:
        kept = kept if seal_state(_whole(page), page.desk.office.store, paper).is_whole else Kept.SHAKEN
    with st.container(border=True, key=f"reports-paper-{paper.paper_id}"):
        draw(
            "reports_paper",
            title=_(kind_named(paper.kind).title),
            number=number_words(paper),
            state=_(STATE_NAMES[paper.state]),
            moment=instant_words(paper),
            hands=[
                {
                    "step": _(STEP_WORDS[step.step]),
                    "who": actor_name(step.hand.account_id),
                    "at": clock_time(step.hand.at, "%Y-%m-%d %H:%M"),
                    "reason": step.reason if page.visitor.held_to is None else None,
                }
                for step in paper.steps
            ],
            sha256=paper.kept.sha256 if has_file else None,
            kept=_(KEPT_WORDS[kept]) if kept else "",
            is_broken=kept in {Kept.BROKEN, Kept.ALTERED, Kept.SHAKEN},
        )
        with st.container(horizontal=True):
            _draw_looking(page, paper, kept)
            _draw_steps(page, paper)


def state_of(page: Page, paper: Paper) -> Kept:
    """How the bytes of a paper stand, and whether its rows are what was issued."""
    kept = bytes_state(_whole(page), paper)
    is_whole = kept is Kept.BROKEN or is_own_whole(_whole(page), page.desk.office.store, paper)
    return kept if is_whole else Kept.ALTERED


def _whole(page: Page) -> Desk:
    return page.desk.desk_for(Action.READ, "reports")


def _draw_looking(page: Page, paper: Paper, kept: Kept | None) -> None:
    if paper.drafted.text:
        st.button(
            _("打开看和打印"),
            key=f"reports-open-{paper.paper_id}",
            icon=":material/description:",
            on_click=choose,
            kwargs={"issue": paper.paper_id},
        )
    if kept in {Kept.WHOLE, Kept.RESTORED, Kept.ALTERED, Kept.SHAKEN}:
        _draw_file(page, paper)
        if paper.issue and st.button(
            _("核对封签"), key=f"reports-seal-{paper.paper_id}", icon=":material/verified:"
        ):
            found = against(_whole(page), page.desk.office.store, paper)
            if found:
                for one in found[:10]:
                    st.error(literal(sentence_of(page, one)))
            else:
                st.success(_("文件、台账和审计三处一致。"))


def _draw_file(page: Page, paper: Paper) -> None:
    """The bytes just as they were issued, till then just as they were drafted."""
    kind, issued, entry = kind_named(paper.kind), paper.issue, page.entry
    number = f"{issued.year}-{issued.number:03}-v{issued.version}" if issued else f"draft-{paper.paper_id}"
    offer = Offer(
        leaving=Leaving.PAPER,
        thing=Thing.PAPER,
        sheet=paper.paper_id,
        name=f"{kind.kind}-{number}.{kind.ending}",
        mime=kind.mime,
        operation_id=paper.drafted.operation_id,
        is_personal=paper.drafted.is_personal,
    )

    def give(_marks: object) -> bytes:
        return opened(entry.visit().desk_for(Action.EXPORT, PAPER), paper)

    label = _("下载") if issued else _("下载这份草稿")
    draw_offer(label, offer, lambda: Ready(None, give), key=f"reports-file-{paper.paper_id}")


def _draw_steps(page: Page, paper: Paper) -> None:
    is_mine = is_own(page.desk, paper)
    if paper.state in MAY[Step.CHECKED] and page.may(*RIGHTS[Step.CHECKED]) and not is_mine:
        checks = _taking(page, Step.CHECKED, partial(_step, page, check, paper))
        _draw_sure(paper, Step.CHECKED, _("逐项核对过了,数字和文字都对。"), checks)
    if paper.state in MAY[Step.ISSUED] and page.may(*RIGHTS[Step.ISSUED]):
        sure = _("发布后编号、文件和数字都不能再改,只能撤回或发更正版。")
        _draw_sure(paper, Step.ISSUED, sure, _taking(page, Step.ISSUED, partial(_step, page, issue, paper)))
    back = RIGHTS[Step.DRAFTED] if is_mine else RIGHTS[Step.SENT_BACK]
    if paper.state in MAY[Step.SENT_BACK] and page.may(*back):
        _draw_reasoned(page, paper, Step.SENT_BACK, send_back)
    if paper.state in MAY[Step.WITHDRAWN]:
        if page.may(*RIGHTS[Step.DRAFTED]):
            correct = _taking(page, Step.DRAFTED, partial(_draft, page, paper.kind, paper))
            sure = _("按现在所知,为同一时刻起草更正版;核对、发布后替代这一版。")
            _draw_sure(paper, Step.DRAFTED, sure, correct, label=_("起草更正版"))
        if page.may(*RIGHTS[Step.WITHDRAWN]):
            _draw_reasoned(page, paper, Step.WITHDRAWN, withdraw)


def _taking(page: Page, step: Step, deed: Deed) -> Callable[[], None]:
    """What a button of a step does."""
    return partial(_try, page, deed, TAKEN[step])


def _draw_sure(paper: Paper, step: Step, sure: str, taking: Callable[[], None], *, label: str = "") -> None:
    """A step that is confirmed once more before it is taken."""
    words = label or _(STEP_WORDS[step])
    # A key of its own: without one the next step's popover would stand open where this one was pressed.
    with st.popover(literal(words), icon=":material/task_alt:", key=f"reports-ask-{step}-{paper.paper_id}"):
        st.write(sure)
        st.button(
            _("确定{step}").format(step=literal(words)),
            key=f"reports-{step}-{paper.paper_id}",
            type="primary",
            on_click=taking,
        )


def _draw_reasoned(page: Page, paper: Paper, step: Step, taken: Callable[..., Paper]) -> None:
    """A step that asks for a reason."""
    key = f"reports-{step}-{paper.paper_id}"
    with st.popover(_(STEP_WORDS[step]), icon=":material/undo:", key=f"{key}-ask"):
        said = st.text_input(_("理由"), max_chars=LONGEST_REASON, key=f"{key}-why")
        st.button(
            _("确定{step}").format(step=_(STEP_WORDS[step])),
            key=key,
            disabled=len(said.strip()) < LEAST_REASON,
            on_click=_try,
            args=(page, partial(_step, page, partial(taken, reason=said), paper), TAKEN[step]),
        )


def _draft(page: Page, kind: str, corrects: Paper | None = None) -> None:
    visit, moment = page.entry.visit(), page.moment
    if corrects is not None:
        moment = replace(moment, as_of=corrects.drafted.as_of)
    draft(
        visit,
        kind,
        moment,
        at=datetime.now(UTC),
        corrects=None if corrects is None else corrects.paper_id,
    )


def _step(page: Page, taken: Callable[..., Paper], paper: Paper) -> None:
    taken(page.entry.visit(), paper, at=datetime.now(UTC))


def _try(page: Page, deed: Deed, done: str) -> None:
    """Take a step; what came of it, or what stands in its way, is said on the next drawing."""
    try:
        deed()
    except StormdeskError as error:
        values = {key: _(value) if isinstance(value, str) else value for key, value in error.values.items()}
        if isinstance(error, PaperRefusedError) and error.objections:
            first = error.objections[0]
            values["first"] = " ".join(filter(None, (place_of(page, first), sentence_of(page, first))))
        st.session_state[SAID] = (False, _(error.sentence).format(**values))
        return
    st.session_state[SAID] = (True, _(done))


def draw_said() -> None:
    """Say what came of the step that was taken last."""
    if said := st.session_state.pop(SAID, None):
        is_done, words = said
        (st.success if is_done else st.error)(literal(words))
