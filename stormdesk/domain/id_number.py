"""Identity numbers of citizens, wherever they stand in a text: found, shortened, or turned into a code.

A number has 18 digits (the last may be X) or, before 1999, 15. It counts as one when its province, its
birth date and its check digit are sound; with a birth date of the 19xx it counts with a wrong check digit
too, since such a number is one typed wrong, while a running number may well hold a date of this century.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

HEAD, TAIL = 3, 2
STAR: Final = "*"
SHORTEST: Final = 15
_LETTERS: Final = "abcdefghjkmnpqrstuvwyz"
_PROVINCES: Final = frozenset(
    f"{tens}{ones}"
    for tens, all_ones in {
        "1": "12345",
        "2": "123",
        "3": "1234567",
        "4": "123456",
        "5": "01234",
        "6": "12345",
        "7": "1",
        "8": "123",
    }.items()
    for ones in all_ones
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_GAP: Final = r"[ \-]?"
_FOUND: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:[1-8][0-9]{{5}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9Xx]"
    rf"|[1-8][0-9]{{5}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{3}})(?![0-9A-Za-z])"
)
_WIDE: Final = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF38: "X",
    0xFF58: "x",
    0x3000: " ",
    0x00A0: " ",
    0xFF0D: "-",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text: its letters one by one, and where each of them stands."""

    number: str
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it has ended."""
        return self.places[-1] + 1


def is_id_number(digits: str) -> bool:
    """Whether 15 or 18 digits are somebody's number."""
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == SHORTEST:
        return _is_day(f"19{digits[6:12]}")
    if not _is_day(digits[6:14]) or digits[6:8] not in {"18", "19", "20"}:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return digits[6:8] == "19" or _CHECKS[total % 11] == digits[17].upper()


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def id_numbers(text: str) -> Iterator[Found]:
    """The numbers in a text, in full width, with gaps or invisible signs between their digits too."""
    if len(text) < SHORTEST:
        return
    plain = text
    places: range | list[int] = range(len(text))
    if not text.isascii():
        places = [at for at, letter in enumerate(text) if unicodedata.category(letter) != "Cf"]
        plain = "".join([text[at] for at in places]).translate(_WIDE)
    for match in _FOUND.finditer(plain):
        at = [place for place in range(match.start(), match.end()) if plain[place].isalnum()]
        number = "".join(plain[place] for place in at).upper()
        if is_id_number(number):
            yield Found(number, tuple(places[place] for place in at))


def has_id_number(text: str) -> bool:
    """Whether a text holds a number whole."""
    return next(id_numbers(text), None) is not None


def short_id_number(number: str) -> str:
    """A number as it may be kept: its first three and last two digits."""
    return number[:HEAD] + STAR * (len(number) - HEAD - TAIL) + number[-TAIL:]


def shortened(text: str) -> str:
    """A text in which every number stands shortened; its length and everything else stay."""
    letters: list[str] | None = None
    for found in id_numbers(text):
        letters = letters or list(text)
        for at, letter in zip(found.places, short_id_number(found.number), strict=True):
            letters[at] = letter
    return text if letters is None else "".join(letters)


@dataclass(frozen=True, slots=True)
class IdCodes:
    """Codes in place of numbers, so that ids stay ids: the same number gives the same code."""

    key: bytes

    def code(self, number: str) -> str:
        """A code of the number's length: three digits, letters that only the key can make, two digits."""
        told = hmac.digest(self.key, number.upper().encode(), "sha256")
        letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in told)
        return number[:HEAD] + letters[: len(number) - HEAD - TAIL] + number[-TAIL:]

    def coded(self, text: str) -> str:
        """A text with a code in place of every number."""
        parts: list[str] = []
        at = 0
        for found in id_numbers(text):
            parts += [text[at : found.start], self.code(found.number)]
            at = found.end
        return "".join([*parts, text[at:]]) if parts else text
