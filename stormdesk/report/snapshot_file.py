"""The two sums of a snapshot: over what a browser reads of it, and over the file's every byte.

A browser cannot read its own file's bytes without a server, but it can walk what it has read of them: every
element, attribute and text, drawings, styles and scripts included. The same walk is made here.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from typing import Final

MOST_BYTES: Final = 3_000_000
ZEROS: Final = "0" * 64
_TOLD: Final = re.compile(r'data-checksum="([0-9a-f]{64})"')
_FILE: Final = re.compile(r'data-file="([0-9a-f]{64})"')
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
# Elements without an end of their own.
_EMPTY: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The checksum that stands on a snapshot, None where none does, and the one that it has."""

    told: str | None
    found: str
    is_whole: bool

    @property
    def is_sound(self) -> bool:
        """Whether the file is, byte by byte, the one that was sealed."""
        return self.told == self.found and self.is_whole


class _Walk(HTMLParser):
    """Writes down elements with their attributes by name, and texts with each run of blanks as one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        self.parts.append(f"<{tag}")
        self.parts += [f"\n{name}={value or ''}" for name, value in sorted(attrs)]

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        if tag not in _EMPTY:
            self.parts.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def flush(self) -> None:
        """End a text."""
        text = _SPACES.sub(" ", "".join(self._text)).strip(" ")
        self._text.clear()
        if text:
            self.parts.append(f"\n{text}")


def walked(page: str) -> str:
    """What a browser reads of a page, as one text; comments and blanks between elements are nothing."""
    parser = _Walk()
    parser.feed(page)
    parser.close()
    parser.flush()
    return "".join(parser.parts)


def checksum(page: str, *sums: str) -> str:
    """SHA-256 of what a browser reads, as 64 hexadecimal digits; the sums that stand in it are left out."""
    text = walked(page)
    for told in sums:
        text = text.replace(told, "")
    return sha256(text.encode()).hexdigest()


def seal(page: str, token: str) -> bytes:
    """The file, with its checksum where the token stands, and the sum of its bytes where the zeros stand."""
    data = page.replace(token, checksum(page, token, ZEROS)).encode()
    return data.replace(ZEROS.encode(), sha256(data).hexdigest().encode(), 1)


def check(data: bytes) -> Checked:
    """Compare a snapshot's own sums with its content and with its bytes."""
    page = data.decode("utf-8", "replace")
    told, file = (found and found.group(1) for found in (_TOLD.search(page), _FILE.search(page)))
    found = checksum(page, *filter(None, (told, file)))
    if file is None:
        return Checked(told, found, is_whole=False)
    bare = data.replace(file.encode(), ZEROS.encode(), 1)
    return Checked(told, found, is_whole=sha256(bare).hexdigest() == file)
