"""The Chinese face that pictures are lettered in; without one there is no picture."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.font_manager import (
    FontEntry,
    FontPath,
    FontProperties,
    findSystemFonts,
    fontManager,
    get_font,
)

from stormdesk.errors import NoChineseFont

# Simplified Chinese faces, the plainest first; of a collection the named face is taken, not its first.
FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "SimSun",
)
LATIN: Final = "DejaVu Sans"
UNWRITABLE: Final = "〓"
_PROOF: Final = "玉环市台风转移船舶ⅡⅢⅣ"
_lock = threading.Lock()


def family_among(entries: Sequence[FontEntry]) -> str:
    """The Chinese face to letter with; raises NoChineseFont where there is none among the fonts."""
    known = {entry.name for entry in entries if Path(entry.fname).exists()}
    for name in FAMILIES:
        if name in known:
            return name
    raise NoChineseFont


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """The Chinese face of this machine, set as every picture's lettering; raises NoChineseFont."""
    with _lock:
        try:
            family = family_among(fontManager.ttflist)
        except NoChineseFont:
            _look_again()
            family = family_among(fontManager.ttflist)
        # Names of places are no formulas, and a minus is drawn as every font has it.
        mpl.rcParams.update(
            {"font.family": [family, LATIN], "text.parse_math": False, "axes.unicode_minus": False}
        )
    if not set(map(ord, _PROOF)) <= _codes(family):
        raise NoChineseFont
    return family


def _look_again() -> None:
    """Take in fonts that were installed after the list of fonts was made."""
    known = {entry.fname for entry in fontManager.ttflist}
    for path in findSystemFonts():
        if path not in known:
            fontManager.addfont(path)


@lru_cache(maxsize=4)
def _codes(family: str) -> frozenset[int]:
    found: FontPath = fontManager.findfont(FontProperties(family=family), fallback_to_default=False)
    return frozenset(get_font(found).get_charmap())


@lru_cache(maxsize=1)
def writable_codes() -> frozenset[int]:
    """Every letter that a picture can show."""
    return _codes(chinese_family()) | _codes(LATIN)


def writable(text: str) -> str:
    """The text with a mark in place of each letter that no font here has."""
    codes = writable_codes()
    return "".join(letter if ord(letter) in codes or letter == "\n" else UNWRITABLE for letter in text)
