"""A cell as plain text: half-width, without stray spaces, control characters or a text mark."""

import math
import re
import unicodedata
from datetime import datetime
from typing import Final

from stormdesk.ingest.sheets.book import CellValue

BLANKS: Final = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "\\",
        ".",
        "null",
        "none",
        "nan",
        "n/a",
        "#n/a",
        "空",
        "暂无",
        "未知",
        "不详",
        "不明",
        "待定",
        "待填",
        "未填",
    ]
)
LONGEST_COMPACT: Final = 2000
_LONGEST_BLANK: Final = 40
_EXACT_FLOAT: Final = 2.0**53
_WIDE: Final = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_TEXT_MARKS: Final = ("'", "‘", "’", "`", "＇")
_SPACES: Final = re.compile(r"\s+")
# Control characters, marks of direction and width, and what no font can show.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TIDY: Final = re.compile(r"[!-&(-_a-~\u3400-\u9fff][!-~\u3400-\u9fff]*")
_LARGEST_WHOLE: Final = 10**40


def as_text(cell: CellValue) -> str:
    """A cell as the text that stands for it: 30.0 is 30, a day is written in ISO form."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _digits(cell)
    return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell.isoformat()


def _digits(number: float) -> str:
    if isinstance(number, float) and not (number.is_integer() and abs(number) < _EXACT_FLOAT):
        return repr(number)
    return str(int(number)) if abs(number) < _LARGEST_WHOLE else repr(math.inf)


def tidy(cell: CellValue) -> str:
    """The text of a cell for people: letters and digits half-width, spaces single, nothing invisible."""
    words = as_text(cell)
    if _TIDY.fullmatch(words):
        return words
    kept = "".join(" " if letter.isspace() else letter for letter in words if _is_visible(letter))
    found = _SPACES.sub(" ", kept.translate(_WIDE)).strip()
    return found[1:].lstrip() if found.startswith(_TEXT_MARKS) else found


def _is_visible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in _INVISIBLE


def compact(cell: CellValue) -> str:
    """The text of a cell for machines: everything half-width, no spaces at all."""
    words = tidy(cell)[:LONGEST_COMPACT]
    return (words if words.isascii() else unicodedata.normalize("NFKC", words)).replace(" ", "")


def is_blank(cell: CellValue) -> bool:
    """Whether a cell says nothing: empty, or one of the marks that people put for that."""
    if not isinstance(cell, str):
        return cell is None
    return (len(cell) <= _LONGEST_BLANK or not cell.strip()) and tidy(cell).lower() in BLANKS
