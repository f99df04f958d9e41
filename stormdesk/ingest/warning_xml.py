"""The alerts inside an XML file, read without entities, references or bounds that somebody else sets."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]  # it has no types

from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.warning_reason import WarningReason

LARGEST_BYTES: Final = 20_000_000
DEEPEST: Final = 40
MOST_ELEMENTS: Final = 500_000
LONGEST_TEXT: Final = 20_000
HEAD_BYTES: Final = 20_000
DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*?\?>", re.DOTALL)
DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{1,40})[\"']", re.DOTALL)
# Codecs of Python that are no text encodings of files are not to be named by a file.
ENCODINGS: Final = frozenset(
    {
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "iso8859-1", "cp1252"),
        *("gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "cp950", "shift_jis", "euc_jp", "euc_kr"),
    }
)
ILLEGAL: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPOILT: Final = "\ufffd"
ALERT: Final = "alert"


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its name without namespace in lower case, its own text and what it holds."""

    name: str
    text: str
    children: tuple["Node", ...] = ()

    def all(self, name: str) -> list["Node"]:
        """Every child of a name."""
        return [child for child in self.children if child.name == name]

    def first(self, *names: str) -> str:
        """The text of the first child with one of the names that says anything."""
        for name in names:
            for child in self.all(name):
                if child.text:
                    return child.text
        return ""


def text_of(data: bytes) -> tuple[str, list[Problem]]:
    """Decode XML by its mark, its declaration, or as UTF-8 and then GB18030; spoilt characters are told."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding, errors="replace")
    except (UnicodeError, LookupError):
        text = data.decode("utf-8", errors="replace")
    clean = ILLEGAL.sub(SPOILT, DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    if SPOILT not in clean:
        return clean, []
    place = f"第 {clean.count(chr(10), 0, clean.index(SPOILT)) + 1} 行"
    return clean, [Problem(place, SPOILT, WarningReason.BAD_ENCODING)]


def _encoding(data: bytes) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    declared = DECLARED.search(data[:200])
    if declared:
        try:
            known = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            known = ""
        if known in ENCODINGS and not known.startswith("utf-16"):
            # What is declared as GB2312 is written in its larger successor as a rule.
            return "gb18030" if known in {"gb2312", "gbk"} else known
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.reason == "unexpected end of data" else "gb18030"
    return "utf-8"


def head_text(head: bytes) -> str:
    """The beginning of a file as text, to recognise it by."""
    return text_of(head[:HEAD_BYTES])[0]


def read_alerts(name: str, data: bytes) -> tuple[list[Node], list[Problem]]:
    """Return every whole alert of a file; a file without one says so."""
    if not data.strip():
        return [], [Problem(name, "", WarningReason.EMPTY_FILE)]
    if len(data) > LARGEST_BYTES:
        return [], [Problem(name, f"{len(data):,}", WarningReason.TOO_LARGE)]
    text, problems = text_of(data)
    alerts: list[Node] = []
    try:
        for found in _alerts(io.BytesIO(text.encode("utf-8", errors="replace"))):
            if found is None:
                problems.append(Problem(name, "", WarningReason.TOO_DEEP))
                break
            alerts.append(found)
    except DefusedXmlException:
        problems.append(Problem(name, "", WarningReason.UNSAFE))
    except ParseError as error:
        line, column = error.position
        problems.append(Problem(f"第 {line} 行第 {column + 1} 字", shown(str(error)), WarningReason.BROKEN))
    except (ValueError, RecursionError) as error:
        problems.append(Problem(name, shown(str(error)), WarningReason.BROKEN))
    if not alerts and all(problem.reason == WarningReason.BAD_ENCODING for problem in problems):
        problems.append(Problem(name, "", WarningReason.NO_ALERTS))
    return alerts, problems


def _alerts(source: io.BytesIO) -> Iterator[Node | None]:
    """Each outermost alert when it is whole; None when the file is deeper or longer than any warning."""
    open_names: list[str] = []
    count = 0
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_names.append(_local(element.tag))
            count += 1
            if len(open_names) > DEEPEST or count > MOST_ELEMENTS:
                yield None
                return
            continue
        name = open_names.pop()
        if name == ALERT and ALERT not in open_names:
            yield _node(element)
        if ALERT not in open_names:
            element.clear()


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1].casefold()


def _node(element: Any) -> Node:  # noqa: ANN401  the parser's own element
    text = (element.text or "").strip()[:LONGEST_TEXT]
    return Node(_local(element.tag), text, tuple(_node(child) for child in element))
