"""Pinyin initials of names, with every reading of a character that has several."""

from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

MOST_READINGS = 24
LONGEST_NAME = 40


def initials(text: str) -> tuple[str, ...]:
    """All ways to write a name's initials: 乐清 is lq and yq; letters and digits stand for themselves."""
    ways = [letters for character in text[:LONGEST_NAME] if (letters := _letters(character))]
    count = 1
    for at, letters in enumerate(ways):
        count *= len(letters)
        if count > MOST_READINGS:
            ways[at:] = [letters[:1] for letters in ways[at:]]
            break
    return tuple("".join(way) for way in product(*ways)) if ways else ()


@lru_cache(maxsize=20_000)
def _letters(character: str) -> tuple[str, ...]:
    """The first letters that a character may be read with, the usual one first; none for punctuation."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(letter for letter in found[0] if letter)) if found else ()
