"""Finding a subject by what is said on the phone: name, initials, hull number, phone tail, id, place."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from stormdesk.domain.pinyin import initials

FEWEST_TAIL = 4
LONGEST_WORD = 40
LEAST_PART = 2
_NUMBER = re.compile(r"\d+")
_HULL = re.compile(r"(\D+)(\d+)")
_AREA_ENDS = ("街道", "社区", "居委会", "镇", "乡", "村")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One subject that can be reported on, with its place and what its register says."""

    subject: str
    object_id: str
    name: str
    phone: str | None = None
    township_code: str | None = None
    village_code: str | None = None
    category: str | None = None
    people: int | None = None
    detail: str | None = None


@dataclass(slots=True)
class _Keys:
    """Which entries a word leads to, by kind of word; `names` and `letters` are also read by their parts."""

    ids: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    letters: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    tails: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class Directory:
    """All subjects of one roster, ready to be found; `area_names` by code."""

    def __init__(self, entries: Iterable[Entry], area_names: dict[str, str]) -> None:
        self.entries = tuple(entries)
        self._keys = _Keys()
        self._areas: dict[str, set[str]] = defaultdict(set)
        for code, name in area_names.items():
            for alias in aliases(name):
                self._areas[alias].add(code)
        for at, entry in enumerate(self.entries):
            self._enter(at, entry)

    def find(self, word: str) -> list[Entry]:
        """The entries that a word names, those that it names best; none when it names nothing."""
        asked = word.casefold()[:LONGEST_WORD]
        found = self._found(asked) or self._placed(asked)
        return [self.entries[at] for at in dict.fromkeys(found)]

    def narrow(self, found: Sequence[Entry], word: str) -> list[Entry]:
        """Those of the found entries that the word fits too: their place, phone, number, name or detail."""
        asked = word.casefold()[:LONGEST_WORD]
        codes = self._areas.get(asked, set())
        in_place = [e for e in found if codes & {e.township_code, e.village_code}]
        if in_place:
            return in_place
        named = set(self._found(asked)) if len(found) > 1 else set()
        by_name = [e for e in found if (e.subject, e.object_id) in {self._id(at) for at in named}]
        return by_name or [e for e in found if asked in _detail_words(e)]

    def _id(self, at: int) -> tuple[str, str]:
        return (self.entries[at].subject, self.entries[at].object_id)

    def _enter(self, at: int, entry: Entry) -> None:
        name = entry.name.casefold()
        self._keys.ids[entry.object_id.casefold()].append(at)
        is_area = entry.subject in {"area", "tally", "damage"}
        for alias in aliases(entry.name) if is_area else (name, *initials(entry.name)):
            (self._keys.letters if alias.isascii() else self._keys.names)[alias].append(at)
        if entry.subject == "vessel" and (numbers := _NUMBER.findall(name)):
            self._keys.numbers[numbers[-1].lstrip("0")].append(at)
        digits = "".join(_NUMBER.findall(entry.phone or ""))
        if len(digits) >= FEWEST_TAIL:
            self._keys.tails[digits[-FEWEST_TAIL:]].append(at)

    def _found(self, asked: str) -> list[int]:
        """Exact words first; parts of names only when nothing is exact."""
        keys = self._keys
        exact = [*keys.ids.get(asked, ()), *keys.names.get(asked, ()), *keys.letters.get(asked, ())]
        if asked.isdigit():
            exact += self._numbered(asked)
        if exact or len(asked) < LEAST_PART:
            return exact
        if (hull := _HULL.fullmatch(asked)) and (boats := self._boats(*hull.groups())):
            return boats
        if asked.isascii():
            return [at for key, places in keys.letters.items() if key.startswith(asked) for at in places]
        is_part = _part_of(asked)
        return [at for key, places in keys.names.items() if is_part(key) for at in places]

    def _boats(self, letters: str, digits: str) -> list[int]:
        """By the letters or their initials and the number of a hull, without its leading zeros."""
        places = self._keys.numbers.get(digits.lstrip("0"), ())
        if not letters.isascii():
            return [at for at in places if letters in self.entries[at].name.casefold()]
        return [
            at for at in places if any(way.startswith(letters) for way in initials(self.entries[at].name))
        ]

    def _numbered(self, digits: str) -> list[int]:
        """By hull number, whole or its end, or by the last digits of a phone."""
        keys = self._keys
        whole = keys.numbers.get(digits.lstrip("0"), [])
        tail = keys.tails.get(digits[-FEWEST_TAIL:], []) if len(digits) >= FEWEST_TAIL else []
        called = [at for at in tail if digits in "".join(_NUMBER.findall(self.entries[at].phone or ""))]
        if whole or called or len(digits) < LEAST_PART:
            return [*whole, *called]
        return [at for key, places in keys.numbers.items() if key.endswith(digits) for at in places]

    def _placed(self, asked: str) -> list[int]:
        """A place and a name in one word: 坎门郑海涛, kmzht."""
        found: list[int] = []
        for cut in range(len(asked) - 1, 1, -1):
            codes = self._areas.get(asked[:cut])
            if codes:
                found += [at for at in self._found(asked[cut:]) if codes & _places(self.entries[at])]
        return found


def aliases(area_name: str) -> tuple[str, ...]:
    """What an area is called: its full name, without its kind, and the initials of both."""
    name = area_name.casefold()
    short = next((name.removesuffix(end) for end in _AREA_ENDS if name.endswith(end) and name != end), name)
    names = dict.fromkeys((name, short if len(short) >= LEAST_PART else name))
    return tuple(dict.fromkeys([*names, *(way for known in names for way in initials(known))]))


def _part_of(asked: str) -> Callable[[str], bool]:
    """Whether a name holds the asked words; its number may be told without the leading zeros."""
    letters, numbers = _NUMBER.sub(" ", asked).split(), _NUMBER.findall(asked)
    if not numbers:
        return lambda name: asked in name
    wanted = {number.lstrip("0") for number in numbers}

    def is_part(name: str) -> bool:
        if not all(part in name for part in letters):
            return False
        return wanted <= {number.lstrip("0") for number in _NUMBER.findall(name)}

    return is_part


def _places(entry: Entry) -> set[str | None]:
    return {entry.township_code, entry.village_code}


def _detail_words(entry: Entry) -> tuple[str, ...]:
    """What else tells one entry from another: category of a tally or loss, post of a person."""
    detail = (entry.detail or "").casefold()
    return (detail, *initials(detail)) if detail else ()
