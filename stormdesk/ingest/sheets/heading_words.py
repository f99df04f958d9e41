"""Headings as words: what is said, in which unit, without marks, spaces and brackets."""

import re
from dataclasses import dataclass
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.cell_numbers import is_unit
from stormdesk.ingest.sheets.plain import compact, tidy

LONGEST_HEADING: Final = 60
UNDER: Final = ">"
_BRACKETS: Final = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
_TAIL_UNIT: Final = re.compile(r"^(.+?)[/:,_-]([^/:,_-]+)$")
_NUMBERING: Final = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)]")
_MARKS: Final = re.compile(r"[*#※★:;、,.。_\-/()\[\]【】〔〕<>\"'“”‘’?!·]|必填项?|选填项?")


@dataclass(frozen=True, slots=True)
class Words:
    """One heading: as shown, the keys by which it is known, and its unit if it names one."""

    text: str
    keys: tuple[str, ...]
    unit: str = ""


def words_of(cell: CellValue) -> Words:
    """Take a heading apart: 总人口（人） is known as 总人口 and counts 人."""
    shown = tidy(cell)[: LONGEST_HEADING * 2]
    typed = _NUMBERING.sub("", compact(shown)).lstrip("*#※★")
    inside = [part for part in _BRACKETS.findall(typed) if is_unit(part)]
    unit = inside[-1] if inside else ""
    bare = _BRACKETS.sub("", typed)
    tail = _TAIL_UNIT.match(bare)
    if not unit and tail and is_unit(tail[2]):
        bare, unit = tail[1], tail[2]
    keys = (key_of(typed), key_of(bare))
    return Words(shown, tuple(dict.fromkeys(key for key in keys if key)), unit)


def key_of(words: str) -> str:
    """A heading without marks, brackets and letter case, to be compared."""
    return _MARKS.sub("", compact(words)).lower()[:LONGEST_HEADING]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """How the fields of a list may be headed: by themselves, or under or after another heading."""

    plain: dict[str, str]
    placed: dict[tuple[str, str], str]

    @property
    def anchors(self) -> frozenset[str]:
        """The headings under or after which others belong."""
        return frozenset(above for above, _ in self.placed)


def synonyms_of(fields: dict[str, tuple[str, ...]]) -> Synonyms:
    """The synonyms of all fields by key; the first field that claims a word keeps it."""
    plain: dict[str, str] = {}
    placed: dict[tuple[str, str], str] = {}
    for field, written in fields.items():
        for synonym in written:
            above, mark, below = synonym.partition(UNDER)
            if mark:
                placed.setdefault((key_of(above), key_of(below)), field)
                plain.setdefault(key_of(above + below), field)
                continue
            for key in words_of(synonym).keys:
                plain.setdefault(key, field)
    return Synonyms(plain, placed)
