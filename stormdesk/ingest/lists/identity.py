"""Which row of a register a row of a list is: its own number, a key that finds one, or a new id."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from pypinyin import lazy_pinyin

from stormdesk.ingest.lists.description import ListDescription

SERIAL_DIGITS: Final = 4
SEPARATOR: Final = "\x1f"
# Parts of a key that may be unknown without making the key useless.
LOOSE: Final = frozenset({"township_code", "village_code", "role_code", "sector", "kind", "danger_place"})
_NOISE: Final = re.compile(r"[\s\-_—.·#号]+")
_DIGITS: Final = re.compile(r"\d")
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")
Key = tuple[str, ...]


def hull_key(name: str) -> str:
    """One writing for a vessel's name and number: 浙玉渔00138, 浙玉渔138 and ZHEYUYU138 are one vessel."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", name))
    digits = _DIGITS.search(plain)
    at = digits.start() if digits else len(plain)
    return _letters(plain[:at]) + _ZEROS.sub("", plain[at:]).upper()


@lru_cache(maxsize=16_384)
def _letters(words: str) -> str:
    return "".join(lazy_pinyin(words)).upper()


@lru_cache(maxsize=65_536, typed=True)
def plain_key(value: object) -> str:
    """One writing for a name: without spaces, half-width, lower case."""
    text = str(value)
    if text.isascii() and text.isalnum():
        return text.casefold()
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_lasting(number: str) -> bool:
    """Whether a number is an object's own, not a serial number of one sheet."""
    return not (number.isdigit() and len(number) <= SERIAL_DIGITS)


def keys_of(register: str, key: Key, columns: Mapping[str, Sequence[object]], count: int) -> list[str | None]:
    """The text of a key for each row, None where a part that it needs is unknown."""
    parts = []
    for column in key:
        write = _writer(register, column)
        memo: dict[object, str | None] = {None: "" if column in LOOSE else None}
        values = columns.get(column) or [None] * count
        parts.append([memo[v] if v in memo else memo.setdefault(v, write(v)) for v in values])
    return [None if None in row else SEPARATOR.join(map(str, row)) for row in zip(*parts, strict=True)]


def _writer(register: str, column: str) -> Callable[[object], str]:
    if register == "vessel" and column == "name":
        return lambda value: hull_key(str(value))
    return plain_key


def new_id(prefix: str, register: str, key: Key, text: str) -> str:
    """The id that a key makes: the same in every later import."""
    said = SEPARATOR.join((register, *key, text)).encode()
    return f"{prefix}-{blake2b(said, digest_size=8).hexdigest()}"


class Matcher:
    """The rows of a register by their numbers and keys, with those that were merged into them."""

    def __init__(
        self,
        described: ListDescription,
        rows: Mapping[str, Sequence[object]],
        merged_ids: Mapping[str, str],
    ) -> None:
        self._described = described
        self._ids = [str(value) for value in rows[described.id_column]]
        self._merged = merged_ids
        self._known = set(self._ids)
        self._by_key = []
        for key in described.identity.keys:
            found: dict[str, list[str]] = {}
            for text, row_id in zip(
                keys_of(described.register, key, rows, len(self._ids)), self._ids, strict=True
            ):
                if text is not None:
                    found.setdefault(text, []).append(self._kept(row_id))
            self._by_key.append({text: sorted(set(ids)) for text, ids in found.items()})

    def _kept(self, row_id: str) -> str:
        seen = {row_id}
        while (kept := self._merged.get(row_id)) and kept not in seen:
            seen.add(kept)
            row_id = kept
        return row_id

    def ids(self, columns: Mapping[str, Sequence[object]], count: int) -> list[str]:
        """The id of each row of a list."""
        identity = self._described.identity
        if identity.is_area:
            return [str(value) for value in columns.get("village_code", ())]
        numbers = self._numbers(columns.get(identity.number or ""), count)
        texts = [keys_of(self._described.register, key, columns, count) for key in identity.keys]
        ids = [self._by_number(number) for number in numbers]
        for depth, known in enumerate(self._by_key):
            self._claim(ids, texts[depth], known, is_first=depth == 0)
        return [
            found or number or self._made(texts, at)
            for at, (found, number) in enumerate(zip(ids, numbers, strict=True))
        ]

    def _numbers(self, values: Sequence[object] | None, count: int) -> list[str | None]:
        if values is None:
            return [None] * count
        is_any = self._described.identity.is_number_any
        texts = ["" if value is None else str(value) for value in values]
        return [
            text if text and (is_any or is_lasting(text) or text in self._known) else None for text in texts
        ]

    def _by_number(self, number: str | None) -> str | None:
        return self._kept(number) if number and (number in self._known or number in self._merged) else None

    @staticmethod
    def _claim(
        ids: list[str | None], texts: Sequence[str | None], known: Mapping[str, list[str]], *, is_first: bool
    ) -> None:
        """Give rows the ids that a key finds; a later key must be the only one of its kind, and free."""
        taken = {row_id for row_id in ids if row_id}
        often = Counter(text for text in texts if text is not None)
        for at, text in enumerate(texts):
            if ids[at] is not None or text is None or not (found := known.get(text)):
                continue
            if is_first or (len(found) == 1 and often[text] == 1 and found[0] not in taken):
                ids[at] = found[0]

    def _made(self, texts: Sequence[Sequence[str | None]], at: int) -> str:
        identity = self._described.identity
        for key, column in zip(identity.keys, texts, strict=True):
            if (text := column[at]) is not None:
                return new_id(identity.prefix, self._described.register, key, text)
        return new_id(identity.prefix, self._described.register, identity.keys[0], f"?{at}")


def by_name(ids: Iterable[object], names: Iterable[object], *, register: str) -> dict[str, list[str]]:
    """Ids of a register by name, as links look them up."""
    found: dict[str, list[str]] = {}
    write = _writer(register, "name")
    for row_id, name in zip(ids, names, strict=True):
        if name is not None:
            found.setdefault(write(name), []).append(str(row_id))
    return found
