"""Foreign text where the framework reads Markdown: it stands there letter by letter."""

import re

_JOINER = "\N{WORD JOINER}"
_MARKUP = re.compile(r"[\\`*_{}\[\]#+\-.!$~|<>=^&]")
# What is read after the escapes are gone: addresses, mail, and words between colons.
_AFTERWARDS = re.compile(r"[:@]|(?<=[wW])(?=[wW]{2})")


def literal(text: object) -> str:
    """Return a foreign text for a label or a sentence that would otherwise be read as Markdown."""
    line = " ".join(str(text).split())
    return _AFTERWARDS.sub(rf"\g<0>{_JOINER}", _MARKUP.sub(r"\\\g<0>", line))
