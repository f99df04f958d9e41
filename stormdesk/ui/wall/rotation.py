"""How a wall turns through its views, and by what it knows an exception that it has not lit before."""

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final

from stormdesk.domain.exceptions import Line
from stormdesk.ui.page import Page
from stormdesk.ui.state import chosen
from stormdesk.ui.text import _

# Defaults of a paired screen; a person's wall turns only when its address asks for it.
EVERY_S: Final = 60
HOLD_MIN: Final = 10
SHORTEST_S: Final = 10
LONGEST_S: Final = 3600
LONGEST_HOLD_MIN: Final = 240
MAIN: Final = "main"
SIGN_BYTES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Every how many seconds the view changes (0: never), and how many minutes a stop holds."""

    every_s: int
    hold_min: int
    view: str
    is_device: bool


def rotation(page: Page) -> Rotation:
    """Read `rotate` (seconds, 0 for none), `hold` (minutes) and `view` from the address."""
    every_s = _whole(chosen("rotate"), EVERY_S if page.is_device else 0)
    hold_min = _whole(chosen("hold"), HOLD_MIN)
    view = chosen("view") or MAIN
    return Rotation(
        every_s=min(max(every_s, SHORTEST_S), LONGEST_S) if every_s else 0,
        hold_min=min(max(hold_min, 1), LONGEST_HOLD_MIN),
        view=view if view in names() else MAIN,
        is_device=page.is_device,
    )


def names() -> dict[str, str]:
    """The views in their order, in the reader's language."""
    return {
        MAIN: _("总览"),
        "map": _("未完成地图"),
        "matrix": _("乡镇矩阵"),
        "clock": _("时限"),
        "storm": _("台风与水情"),
        "list": _("全部事项"),
    }


def texts() -> dict[str, str]:
    """What the screen says of its turning, in the reader's language; `{…}` is filled in by the screen."""
    return {
        "turning": _("轮播 · 每 {s} 秒换页"),
        "still": _("不轮播"),
        "paused": _("轮播已停:按了空格键"),
        "stopped": _("轮播已停:{what}"),
        "worse": _("轮播已停(加重):{what}"),
        "more": _("等 {n} 项"),
        "unlit": _("该事项现已不在亮灯之列"),
        "since": _("{at} 起"),
        "resumes": _("{n} 分钟后续播,按空格键即续播"),
        "keys": _("空格 停/走 · ← → 换页"),
    }


def signs(line: Line) -> str:
    """What a line stands for, township by township, with how many of each: nothing in it can be read back.

    The signs are the same however lines are merged, so a line that is only merged otherwise is not new.
    """
    counts = Counter(
        code
        for code, _subject in {(member.township_code or "", member.subject_id) for member in line.members}
    )
    whole = {township: _sign(f"{line.kind}:{line.cause}:{township}") for township in counts}
    return " ".join(f"{whole[township]}={n}" for township, n in sorted(counts.items()))


def _sign(text: str) -> str:
    return blake2s(text.encode(), digest_size=SIGN_BYTES).hexdigest()


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise
