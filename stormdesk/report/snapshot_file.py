"""The checksum of a snapshot: over what a reader sees, so that a browser without network finds the same."""

import re
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser
from typing import Final

MOST_BYTES: Final = 3_000_000
SEEN: Final = "sd-seen"
_TOLD: Final = re.compile(r'data-checksum="([0-9a-f]{64})"')
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
# Elements without an end of their own.
_EMPTY: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The checksum that stands on a snapshot, None where none does, and the one its text has."""

    told: str | None
    found: str

    @property
    def is_sound(self) -> bool:
        """Whether the text is the one that was sealed."""
        return self.told == self.found


class _Seen(HTMLParser):
    """Gathers the text inside the element that holds what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY and (self._depth or ("id", SEEN) in attrs):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.parts.append(data)


def seen_text(page: str) -> str:
    """What a reader sees of a snapshot, each run of blanks as one."""
    parser = _Seen()
    parser.feed(page)
    parser.close()
    return _SPACES.sub(" ", "".join(parser.parts)).strip(" ")


def checksum(page: str) -> str:
    """SHA-256 of what a reader sees, as 64 hexadecimal digits."""
    return sha256(seen_text(page).encode()).hexdigest()


def check(data: bytes) -> Checked:
    """Compare a snapshot's own checksum with its text."""
    page = data.decode("utf-8", "replace")
    told = _TOLD.search(page)
    return Checked(told.group(1) if told else None, checksum(page))
