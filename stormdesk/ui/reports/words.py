"""What papers, their states and their proofs are called on screen."""

from typing import Final

from stormdesk.domain.moment import Moment, exact_instant
from stormdesk.domain.papers import Mark, Paper
from stormdesk.domain.vocabulary import N_
from stormdesk.door.paper_proof import Kept
from stormdesk.report.papers import wording
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language

KEPT_WORDS: Final = {
    Kept.WHOLE: N_("校验一致"),
    Kept.RESTORED: N_("文件夹里没有,可由台账恢复"),
    Kept.ALTERED: N_("文件未变,台账里这一期的文字、时刻或签名被改动"),
    Kept.SHAKEN: N_("文件是发布时的原样,但它所依据的数据后来被改动:按“核对封签”看是哪里"),
    Kept.DESTROYED: N_("含个人信息,已销毁"),
    Kept.BROKEN: N_("校验不符"),
}


def number_words(paper: Paper) -> str:
    """A paper's number in the visitor's language."""
    issued = paper.issue
    if issued is None:
        return _(wording.UNNUMBERED)
    return wording.number(issued, is_drill=issued.series != "live", say=_)


def instant_words(paper: Paper) -> str:
    """The moment of a paper's figures."""
    return wording.instant(paper.drafted.as_of, language())


def blank(page: Page, title: str) -> Mark:
    """The mark of a paper that is only looked at."""
    return Mark(title=title, moment=page.moment, is_drill=page.operation.get("kind") != "live")


def address(name: str, moment: Moment, **more: str) -> str:
    """The address of another page at a paper's moment."""
    asked = {
        "op": moment.operation_id,
        "t": exact_instant(moment.as_of),
        "known": exact_instant(moment.known_at),
        "lang": language() if language() != "zh" else "",
        **more,
    }
    told = "&".join(f"{key}={value}" for key, value in asked.items() if value)
    return f"{name}?{told}"
