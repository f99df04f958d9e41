"""What is asked before a response is ended: what of it is not over, and that it becomes a case."""

from datetime import UTC, datetime

from stormdesk.domain.moment import Moment
from stormdesk.outlook.loose_ends import LooseEnds, loose_ends
from stormdesk.ui.page import Page
from stormdesk.ui.text import _


def ending_question(page: Page, operation_id: str, name: str) -> str:
    """The question to confirm, with everything that is left unfinished."""
    clock = page.desk.clock_setting
    is_shown = clock is not None and clock.operation_id == operation_id
    at = page.desk.now() if is_shown else datetime.now(UTC)
    left = loose_ends(page.desk, Moment(operation_id, at, at))
    asked = _("结束“{name}”?保留期从此时算起,这次响应随即成为案例。").format(name=name)
    return f"{asked} {left_words(left)}" if left.is_any else asked


def left_words(left: LooseEnds) -> str:
    """What is left, each with its number; what is not left is not told."""
    told = (
        (left.levels, _("{n} 个级别仍在生效")),
        (left.away, _("{n} 人转移后尚未返回")),
        (left.directives, _("{n} 件督办未销号")),
        (left.actions, _("行动清单 {n} 项未办")),
        (left.items, _("往次台风整改 {n} 项未销号")),
    )
    return _("注意:") + ";".join(words.format(n=number) for number, words in told if number) + "。"
