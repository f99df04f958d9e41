"""Which township and village a list means, in the ways that lists write them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from stormdesk.domain.county import COUNTY_DIGITS, TOWNSHIP_DIGITS, County
from stormdesk.domain.county_rows import Township, Village
from stormdesk.ingest.lists.words import ListReason

VILLAGE_DIGITS: Final = 12
NEAR_ENOUGH: Final = 55.0
_SPACE: Final = re.compile(r"[\s\u200b\ufeff·]+")
_CODE: Final = re.compile(r"^\d{6,12}(\.0+)?$")
_VILLAGE_END: Final = re.compile(
    r"(?:(?:村股份|股份)?经济合作(?:总社|联社|社)|(?:社区|村)?(?:村民|居民)委员会|(?:社区|村)?[村居]委会?|"
    r"村?党(?:总支|支部|委)(?:部|委员会)?|行政村|自然村|村居|社区|村|居)+$"
)
_TOWNSHIP_END: Final = re.compile(r"(街道办事处|镇人民政府|乡人民政府|街道办|街道|镇政府|乡政府|镇|乡)$")
_COUNTY_END: Final = "市县区"
OFFICES: Final = ("街道办事处", "街道办", "镇人民政府", "乡人民政府", "镇政府", "乡政府")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a row lies, or why that cannot be told and what may have been meant."""

    township_code: str | None = None
    village_code: str | None = None
    reason: ListReason | None = None
    suggestion: str | None = None
    is_village_fault: bool = False


class AreaFinder:
    """Names and codes of a county's areas, ready to be looked up."""

    def __init__(self, county: County) -> None:
        self._county = county
        profile = county.profile
        stem = profile.name_zh.rstrip(_COUNTY_END)
        self._fronts = tuple(
            dict.fromkeys(
                [profile.province.name_zh, profile.city.name_zh, profile.name_zh]
                + [stem + end for end in _COUNTY_END]
            )
        )
        self._townships: dict[str, Township] = {}
        for township in county.townships:
            for name in _township_names(township):
                self._townships.setdefault(name, township)
        self._by_length = sorted(self._townships, key=len, reverse=True)
        self._full: dict[str, list[Village]] = defaultdict(list)
        self._stems: dict[str, list[Village]] = defaultdict(list)
        for village in county.villages:
            for name in dict.fromkeys((village.name_zh, village.list_name_zh, village.name_en)):
                self._full[_plain(name)].append(village)
            self._stems[_stem(_plain(village.name_zh))].append(village)
        self._memo: dict[tuple[object, object, str | None], Found] = {}

    def find(self, township: object, village: object, default: str | None = None) -> Found:
        """Tell the area of a row from its township cell and its village cell; either may be empty."""
        asked = (township, village, default)
        known = self._memo.get(asked)
        if known is None:
            known = self._memo[asked] = self._find(_text(township), _text(village), default)
        return known

    def named_in(self, text: str) -> str | None:
        """The one township that a title or sheet name speaks of, if there is just one."""
        plain = _plain(text)
        named: set[str] = set()
        for name in self._by_length:
            if len(name) > 1 and name in plain:
                named.add(self._townships[name].code)
                plain = plain.replace(name, "")
        return named.pop() if len(named) == 1 else None

    def _find(self, township: str, village: str, default: str | None) -> Found:
        said, rest, fault = self._township(township)
        if fault:
            return fault
        if rest and village:
            rest = "" if _stem(rest) in _stem(_plain(village)) else rest
        if not village and not rest:
            code = said or default
            return Found(code) if code else Found(reason=ListReason.NO_AREA)
        return self._village(village or rest, said, default)

    def _township(self, text: str) -> tuple[str | None, str, Found | None]:
        """The township of a cell, what else stands in the cell, and the fault if there is one."""
        plain = self._bare(text)
        if not plain or plain in self._townships:
            return (self._townships[plain].code if plain else None), "", None
        if _CODE.match(plain):
            return self._township_of_code(plain)
        front, rest = (None, plain) if plain in self._full else self._split(plain)
        if front or plain in self._full or plain in self._stems:
            return front, rest or plain, None
        near = _nearest(plain, (township.name_zh for township in self._county.townships))
        return None, "", Found(reason=ListReason.UNKNOWN_TOWNSHIP, suggestion=near)

    def _township_of_code(self, plain: str) -> tuple[str | None, str, Found | None]:
        code = self._present(plain.split(".", maxsplit=1)[0])
        if len(code) == VILLAGE_DIGITS and not code.endswith("000"):
            return code[:TOWNSHIP_DIGITS], code, None
        if code.rstrip("0") == self._county.profile.code.rstrip("0") or len(code) == COUNTY_DIGITS:
            is_ours = code.startswith(self._county.profile.code)
            return None, "", None if is_ours else Found(reason=ListReason.UNKNOWN_TOWNSHIP)
        if code[:TOWNSHIP_DIGITS] in {township.code for township in self._county.townships}:
            return code[:TOWNSHIP_DIGITS], "", None
        return None, "", Found(reason=ListReason.UNKNOWN_TOWNSHIP)

    def _village(self, text: str, said: str | None, default: str | None) -> Found:
        plain = self._bare(text)
        if _CODE.match(plain):
            return self._village_of_code(plain, said)
        within = said or default
        if within and (held := self._inside(plain, within)):
            return _one(held, said=within)
        if plain in self._townships and plain not in self._full:
            return _agree(said, Found(self._townships[plain].code))
        front, rest = self._split(plain)
        if front:
            return _agree(said, _one(self._inside(rest, front), said=front))
        return self._elsewhere(plain, said, default)

    def _elsewhere(self, plain: str, said: str | None, default: str | None) -> Found:
        """A village that is not in the township of its row, or whose row names no township."""
        held = self._full.get(plain) or self._stems.get(_stem(plain)) or []
        if (said or default) and held:
            name = self._whole_name(held[0]) if len(held) == 1 else None
            return Found(said or default, None, ListReason.VILLAGE_ELSEWHERE, name, is_village_fault=True)
        if len(held) > 1:
            return Found(None, None, ListReason.VILLAGE_TWICE, None, is_village_fault=True)
        if held:
            return Found(held[0].township_code, held[0].code)
        return self._unknown(plain, said or default)

    def _village_of_code(self, plain: str, said: str | None) -> Found:
        code = self._present(plain.split(".", maxsplit=1)[0])
        known = {village.code: village for village in self._county.villages}
        if village := known.get(code):
            return _agree(said, Found(village.township_code, village.code))
        return Found(said, None, ListReason.UNKNOWN_VILLAGE, is_village_fault=True)

    def _unknown(self, plain: str, within: str | None) -> Found:
        villages = self._county.villages_of(within) if within else self._county.villages
        near = _nearest(plain, (village.name_zh for village in villages))
        return Found(within, None, ListReason.UNKNOWN_VILLAGE, near, is_village_fault=True)

    def _inside(self, plain: str, township_code: str) -> list[Village]:
        """Villages of a township by their whole name, else by their name without 村 or 社区."""
        whole = [village for village in self._full.get(plain, []) if village.township_code == township_code]
        stem = self._stems.get(_stem(plain), [])
        held = whole or [village for village in stem if village.township_code == township_code]
        return list({village.code: village for village in held}.values())

    def _split(self, plain: str) -> tuple[str | None, str]:
        for name in self._by_length:
            rest = plain.removeprefix(name)
            if rest != plain and self._inside(rest, self._townships[name].code):
                return self._townships[name].code, rest
        return None, ""

    def _bare(self, text: str) -> str:
        plain = _plain(text)
        for front in self._fronts:
            rest = plain.removeprefix(front)
            plain = rest if rest and plain not in self._townships else plain
        return plain

    def _present(self, code: str) -> str:
        for former in self._county.profile.former_codes:
            if code.startswith(former):
                return self._county.profile.code + code.removeprefix(former)
        return code

    def _whole_name(self, village: Village) -> str:
        return self._county.name_of(village.township_code) + village.name_zh

    def places_of(self, text: object) -> str:
        """The whole names of every village that is called so, for a person to choose from."""
        plain = self._bare(_text(text))
        held = self._full.get(plain) or self._stems.get(_stem(plain)) or []
        return "、".join(self._whole_name(village) for village in held)


def _agree(said: str | None, found: Found) -> Found:
    if said and found.township_code and said != found.township_code:
        return Found(said, None, ListReason.TOWNSHIP_TWICE, is_village_fault=True)
    return found


def _one(held: list[Village], *, said: str) -> Found:
    if len(held) > 1:
        return Found(said, None, ListReason.VILLAGE_TWICE, is_village_fault=True)
    return Found(held[0].township_code, held[0].code)


def _township_names(township: Township) -> Iterator[str]:
    names = (township.name_zh, township.short_name_zh, township.name_en)
    for name in names:
        yield _plain(name)
        yield _TOWNSHIP_END.sub("", _plain(name)) or _plain(name)
    stem = _TOWNSHIP_END.sub("", _plain(township.name_zh))
    yield from (
        stem + end for end in ("街道办事处", "街道办", "镇人民政府", "乡人民政府", "镇政府", "乡政府")
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _stem(plain: str) -> str:
    return _VILLAGE_END.sub("", plain) or plain


def _nearest(plain: str, names: Iterable[str]) -> str | None:
    best = process.extract(plain, list(names), scorer=fuzz.ratio, limit=2, score_cutoff=NEAR_ENOUGH)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return str(best[0][0])
