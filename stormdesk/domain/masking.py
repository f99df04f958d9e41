"""Personal data as lists show it: enough to recognise, too little to pass on."""

MASK = "*"
_SHORTEST_FULL_NUMBER = 10
_HEAD, _TAIL = 3, 4


def mask_name(name: str | None) -> str | None:
    """Keep the first letter of a name: 张**; None stays None."""
    if name is None:
        return None
    letters = name.strip()
    if not letters:
        return ""
    return letters[0] + MASK * 2


def mask_phone(phone: str | None) -> str | None:
    """Keep the first three and last four digits of a number: 138****2071; a short one keeps its last two."""
    if phone is None:
        return None
    digits = "".join(letter for letter in phone if letter.isdigit())
    if len(digits) >= _SHORTEST_FULL_NUMBER:
        return digits[:_HEAD] + MASK * 4 + digits[-_TAIL:]
    return MASK * 4 + digits[-2:] if len(digits) > _TAIL else MASK * len(digits)
