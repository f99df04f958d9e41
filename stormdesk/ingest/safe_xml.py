"""The elements inside an XML file, read without entities, references or bounds that somebody else sets."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no types
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]  # it has no types

from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.feed_records import shown

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


class XmlReason(StrEnum):
    """Why an XML file was not read, or not to its end."""

    EMPTY_FILE = N_("文件是空的")
    TOO_LARGE = N_("内容过大,没有读取")
    UNSAFE = N_("XML 里有实体或外部引用,为安全起见没有读取")
    TOO_DEEP = N_("XML 层次过深或内容过多,此处以后的没有读取")
    BROKEN = N_("XML 在此处中断或损坏,此处以后的没有读到")
    BAD_ENCODING = N_("文件编码有误,部分文字无法辨认")


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its name without namespace in lower case, its own text, what it holds, and its label."""

    name: str
    text: str
    children: tuple["Node", ...] = ()
    label: str = ""

    def all(self, name: str) -> list["Node"]:
        """Every child of a name."""
        return [child for child in self.children if child.name == name]

    def first(self, *names: str) -> str:
        """The text of the first child with one of the names that says anything."""
        for name in names:
            for child in self.all(name):
                if child.text:
                    return child.text[:LONGEST_TEXT]
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
    return clean, [Problem(place, SPOILT, XmlReason.BAD_ENCODING)]


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


def read_elements(
    name: str, data: bytes, wanted: frozenset[str], *, largest_bytes: int = LARGEST_BYTES
) -> tuple[list[Node], list[Problem]]:
    """Return every whole outermost element of the wanted names, and where the file could not be read."""
    if not data.strip():
        return [], [Problem(name, "", XmlReason.EMPTY_FILE)]
    if len(data) > largest_bytes:
        return [], [Problem(name, f"{len(data):,}", XmlReason.TOO_LARGE)]
    text, problems = text_of(data)
    found: list[Node] = []
    try:
        for node in _elements(io.BytesIO(text.encode("utf-8", errors="replace")), wanted):
            if node is None:
                problems.append(Problem(name, "", XmlReason.TOO_DEEP))
                break
            found.append(node)
    except DefusedXmlException:
        problems.append(Problem(name, "", XmlReason.UNSAFE))
    except ParseError as error:
        line, column = error.position
        problems.append(Problem(f"第 {line} 行第 {column + 1} 字", shown(str(error)), XmlReason.BROKEN))
    except (ValueError, RecursionError) as error:
        problems.append(Problem(name, shown(str(error)), XmlReason.BROKEN))
    return found, problems


def _elements(source: io.BytesIO, wanted: frozenset[str]) -> Iterator[Node | None]:
    """Each outermost wanted element when it is whole; None when the file is deeper or longer than any is."""
    open_names: list[str] = []
    count = inside = 0
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_names.append(_local(element.tag))
            inside += open_names[-1] in wanted
            count += 1
            if len(open_names) > DEEPEST or count > MOST_ELEMENTS:
                yield None
                return
            continue
        if open_names.pop() in wanted:
            inside -= 1
            if not inside:
                yield _node(element)
        if not inside:
            element.clear()


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1].rsplit(":", 1)[-1].casefold()


def _node(element: Any) -> Node:  # noqa: ANN401  the parser's own element
    children = tuple(_node(child) for child in element)
    return Node(_local(element.tag), (element.text or "").strip(), children, element.get("name") or "")
