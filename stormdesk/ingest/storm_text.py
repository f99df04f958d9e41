"""From the bytes of a storm file to text, and from JSON text to a value, cut short if need be."""

import json
import re
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.problem import Problem, Reason

SPOILT: Final = "\ufffd"
CLOSERS: Final = {"{": "}", "[": "]"}
WRAPPER: Final = re.compile(r"^[\w$.\s=()]{0,200}?\(?\s*(?=[\[{])")
STRING_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
DEEPEST: Final = 100
# Halves of a character that no file can hold, and characters that no text has.
BROKEN_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])"
)


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a UTF-8, UTF-16 or GB18030 file; spoilt characters come back as a problem."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _marked(data.decode("utf-16", errors="replace"))
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig"), []
    as_utf8 = data.decode("utf-8-sig", errors="replace")
    foreign = sum(1 for character in as_utf8 if character > "\x7f")
    if as_utf8.count(SPOILT) * 10 > foreign:
        as_gb = data.decode("gb18030", errors="replace")
        if as_gb.count(SPOILT) < as_utf8.count(SPOILT):
            return _marked(as_gb)
    return _marked(as_utf8)


def _marked(text: str) -> tuple[str, list[Problem]]:
    if SPOILT not in text:
        return text, []
    place = f"第 {text.count(chr(10), 0, text.index(SPOILT)) + 1} 行"
    return text, [Problem(place, SPOILT, Reason.BAD_ENCODING)]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A JSON value as far as it could be read."""

    value: object
    problems: list[Problem]


def load_json(text: str, record_key: str) -> Loaded:
    """Read JSON or JSONP; a broken text is cut after the last whole record of the list under a key."""
    body = BROKEN_ESCAPE.sub(r"\\ufffd", WRAPPER.sub("", text.strip().lstrip("\ufeff"), count=1))
    decoder = json.JSONDecoder()
    try:
        return Loaded(decoder.raw_decode(body)[0], [])
    except json.JSONDecodeError as error:
        return _salvage(body, error.pos, record_key)
    except (ValueError, RecursionError):
        return Loaded(None, [Problem("JSON", body[:40], Reason.TRUNCATED)])


def _salvage(body: str, broken_at: int, record_key: str) -> Loaded:
    line = body.count("\n", 0, broken_at) + 1
    column = broken_at - (body.rfind("\n", 0, broken_at) + 1) + 1
    value = body[broken_at : broken_at + 40]
    problem = Problem(f"第 {line} 行第 {column} 字", value, Reason.TRUNCATED)
    try:
        return Loaded(json.loads(_last_whole(body[:broken_at], record_key)), [problem])
    except (ValueError, RecursionError):
        return Loaded(None, [problem])


def _last_whole(text: str, record_key: str) -> str:
    """Return the text up to the last whole record, with every open bracket closed."""
    stack: list[str] = []
    best = ""
    depth = 0
    key = ""
    for token in STRING_OR_BRACKET.finditer(text):
        mark = token.group()
        if mark in CLOSERS:
            stack.append(mark)
            if mark == "[" and not depth and key == record_key:
                depth = len(stack)
        elif mark in "]}":
            if not stack or CLOSERS[stack.pop()] != mark:
                break
            if stack and len(stack) <= (depth or 2):
                best = text[: token.end()] + "".join(CLOSERS[open_] for open_ in reversed(stack))
        else:
            key = mark[1:-1]
        if len(stack) > DEEPEST:
            break
    return best
