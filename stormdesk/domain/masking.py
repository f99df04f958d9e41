"""Personal data as lists show it: enough to recognise, too little to pass on."""

import re

from stormdesk.domain.id_number import shortened

MASK = "*"
_SHORTEST_FULL_NUMBER = 10
_HEAD, _TAIL = 3, 4
_DIGITS = "0123456789"
_BLANKS = " \t\n\r\u3000"
_MASKED_PHONE = re.compile(r"[0-9]{3}[*]{4}[0-9]{4}|[*]{4}[0-9]{2}|[*]{0,4}")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")


def mask_name(name: str | None) -> str | None:
    """Keep the first letter of a name: 张**; None stays None."""
    if name is None:
        return None
    letters = name.strip(_BLANKS)
    if not letters:
        return ""
    return letters[0] + MASK * 2


def mask_phone(phone: str | None) -> str | None:
    """Keep the first three and last four digits of a number: 138****2071; a short one keeps its last two."""
    if phone is None or _MASKED_PHONE.fullmatch(phone):
        return phone
    digits = "".join(letter for letter in phone if letter in _DIGITS)
    if len(digits) >= _SHORTEST_FULL_NUMBER:
        return digits[:_HEAD] + MASK * 4 + digits[-_TAIL:]
    return MASK * 4 + digits[-2:] if len(digits) > _TAIL else MASK * len(digits)


def bare(text: str) -> str:
    """A text that somebody typed without the identity numbers and phone numbers in it."""
    return _PHONE.sub(lambda found: mask_phone(found[0]) or "", shortened(text))
