"""How storms are numbered: the year and the international number, or the national one of eight digits."""

import re
from typing import Final

INTERNATIONAL: Final = re.compile(r"(\d{2})(\d{2})")
FULL: Final = re.compile(r"(?:19|20)\d{4}")
NATIONAL: Final = re.compile(r"(?:19|20)\d{6}")
# Best tracks begin in 1949.
CENTURY_TURN: Final = "49"


def storm_number(text: str) -> str | None:
    """Return 202212 for 2212 or 202212, a national number of eight digits as it is, None for anything else.

    A number ending in 00 numbers no storm.
    """
    short = INTERNATIONAL.fullmatch(text)
    if short:
        century = "19" if short[1] >= CENTURY_TURN else "20"
        return None if short[2] == "00" else f"{century}{text}"
    if FULL.fullmatch(text):
        return None if text.endswith("00") else text
    return text if NATIONAL.fullmatch(text) else None
