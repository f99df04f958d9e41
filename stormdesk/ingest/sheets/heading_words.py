"""Headings as words: what is said, in which unit, without marks, spaces and brackets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.cell_numbers import is_unit
from stormdesk.ingest.sheets.plain import compact, tidy

LONGEST_HEADING: Final = 60
UNDER: Final = ">"
SHORTEST_ANCHOR: Final = 2
_PHONES: Final = (
    "手机",
    "联系电话",
    "电话",
    "手机号",
    "手机号码",
    "联系方式",
    "电话号码",
    "移动电话",
    "联系手机",
)
_POSTS: Final = ("职务", "职位")
_NAMES = ("姓名", "名称", "名字")
# Headings that mean the same beside a person or a place.
ALIKE: Final = {word: words for words in (_PHONES, _POSTS) for word in words}
# 项目经理及电话: a person and a phone in one cell.
_JOINT: Final = re.compile(r"(?P<who>.{2,}?)(?:姓名)?[及和与](?:联系|手机)?(?:电话|手机|方式|号码)(?:号码?)?")
_NAMED: Final = re.compile(r"(?P<who>.{2,})(?:姓名|名称|名字)")
_GROUP_TAIL: Final = re.compile(r"(?:姓名|名称|名字|基本信息|基本情况|信息|情况)$")
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


@lru_cache(maxsize=4096, typed=True)
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


def levels_of(words: Words) -> list[Words]:
    """A heading in its levels: 户主>姓名 is 姓名 under 户主."""
    if UNDER not in words.text or "<" in words.text:
        return [words] if words.text else []
    return [words_of(part) for part in words.text.split(UNDER) if part.strip()]


def joint_person(heading: str) -> str | None:
    """Whom a heading names together with a phone: 项目经理 in 项目经理及电话."""
    found = _JOINT.fullmatch(key_of(heading))
    return found["who"] if found else None


def key_of(words: str) -> str:
    """A heading without marks, brackets and letter case, to be compared."""
    return _MARKS.sub("", compact(words)).lower()[:LONGEST_HEADING]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """How the fields of a list may be headed: by themselves, or under or after another heading.

    `placed` has the field of a heading by the heading before it: 手机 after 转移责任人.
    `keys` has all headings of a field.
    """

    plain: Mapping[str, str]
    placed: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, ...]]

    def under(self, anchors: Iterable[str], own: Iterable[str]) -> str | None:
        """The field that one of the own headings means under or after one of the anchors."""
        tails = [self.placed[word] for key in own for word in ALIKE.get(key, (key,)) if word in self.placed]
        if not tails:
            return None
        return next((tail[anchor] for anchor in anchors for tail in tails if anchor in tail), None)

    def named(self, above: Iterable[str], own: Iterable[str]) -> str | None:
        """The field of the heading above where the lower one only says 姓名 or 名称."""
        if not any(key in _NAMES for key in own):
            return None
        return next((self.plain[anchor] for anchor in self.anchors(above) if anchor in self.plain), None)

    def composed(self, keys: Iterable[str], passed: Mapping[str, tuple[str, ...]]) -> str | None:
        """The field of a heading made of another one and 姓名, 电话 or both; `passed` are those before it."""
        for key in keys:
            for whole in (_NAMED.fullmatch(key), _JOINT.fullmatch(key)):
                if whole and whole["who"] in self.plain:
                    return self.plain[whole["who"]]
            for word in ALIKE:
                who = key.removesuffix(word)
                if who != key and (who in passed or who in self.plain):
                    anchors = passed.get(who) or self.keys[self.plain[who]]
                    found = self.under(anchors, (word,))
                    if found:
                        return found
        return None

    def anchors(self, keys: Iterable[str]) -> Iterator[str]:
        """Under what names a heading may be known to those that follow it."""
        for key in keys:
            yield key
            bare = _GROUP_TAIL.sub("", key)
            yield bare
            for name in (key, bare):
                if name in self.plain:
                    yield from self.keys[self.plain[name]]


@lru_cache(maxsize=128)
def synonyms_of(fields: tuple[tuple[str, tuple[str, ...]], ...]) -> Synonyms:
    """The synonyms of all fields by key; the first field that claims a word keeps it."""
    plain: dict[str, str] = {}
    placed: dict[str, dict[str, str]] = {}
    for field, written in fields:
        for synonym in written:
            above, mark, below = synonym.partition(UNDER)
            if mark:
                placed.setdefault(key_of(below), {}).setdefault(key_of(above), field)
                plain.setdefault(key_of(above + below), field)
                continue
            for key in words_of(synonym).keys:
                plain.setdefault(key, field)
    names: dict[str, list[str]] = {}
    for key, field in plain.items():
        names.setdefault(field, []).append(key)
        for cut in range(SHORTEST_ANCHOR, len(key)):
            if plain.get(key[:cut], field) != field:
                placed.setdefault(key[cut:], {}).setdefault(key[:cut], field)
    return Synonyms(plain, placed, {field: tuple(keys) for field, keys in names.items()})
