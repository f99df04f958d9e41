"""The records of a plain file: JSON lines, JSON, CSV or Parquet, each with its place, nothing lost unsaid."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_reason import FeedReason
from stormdesk.ingest.feed_table import parquet_columns, read_csv, read_parquet
from stormdesk.ingest.storm_text import decode

LARGEST_BYTES: Final = 200_000_000
PARQUET: Final = b"PAR1"
DEEPEST: Final = 6
VALUE_SHOWN: Final = 60
LONGEST_KEY: Final = 100
JSON_KEY: Final = re.compile(r'"([^"\\\n]{1,60})"\s*:')
GAP: Final = re.compile(r"[\s,]*")
DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it stands, and its fields as the file names them."""

    place: str
    values: Mapping[str, object]


def shown(value: object) -> str:
    """A value as a problem quotes it: short, on one line, without control characters or surrogates."""
    text = value if isinstance(value, str) else str(value)
    clean = "".join(" " if unicodedata.category(mark) in {"Cc", "Cs"} else mark for mark in text[:200])
    return clean.strip()[:VALUE_SHOWN]


def read_records(
    name: str, data: bytes, *, marks: frozenset[str] = frozenset()
) -> tuple[list[Record], list[Problem]]:
    """Return every record of a file and what could not be read; a file without records says so.

    A lone JSON object is a record itself when it has two of the `marks`, else lists inside it are looked for.
    """
    if not data.strip():
        return [], [Problem(name, "", FeedReason.EMPTY_FILE)]
    if len(data) > LARGEST_BYTES:
        return [], [Problem(name, f"{len(data):,}", FeedReason.TOO_LARGE)]
    if data.startswith(PARQUET):
        rows, problems = read_parquet(name, data)
        records = [Record(place, values) for place, values in rows]
    else:
        records, problems = _read_text(data, marks)
    if not records and not problems:
        problems = [Problem(name, "", FeedReason.NO_RECORDS)]
    return records, problems


def _read_text(data: bytes, marks: frozenset[str]) -> tuple[list[Record], list[Problem]]:
    text, problems = decode(data)
    body = text.lstrip("\ufeff \t\r\n")
    if body.startswith("["):
        return _read_array(body, "", problems)
    if body.startswith("{"):
        return _read_objects(text, body, marks, problems)
    rows, told = read_csv(text)
    return [Record(place, values) for place, values in rows], [*problems, *told]


def _read_array(body: str, path: str, problems: list[Problem]) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    at, number = 1, 0
    while True:
        at = _after_gap(body, at)
        place = f"{path}[{number}]"
        if at >= len(body):
            return records, [*problems, Problem(place, shown(body[-VALUE_SHOWN:]), FeedReason.BROKEN_OFF)]
        if body[at] == "]":
            rest = shown(body[at + 1 :][:200])
            return records, [*problems, *([Problem(place, rest, FeedReason.BROKEN_OFF)] if rest else [])]
        try:
            item, at = DECODER.raw_decode(body, at)
        except (ValueError, RecursionError):
            told = Problem(place, shown(body[at : at + VALUE_SHOWN]), FeedReason.BROKEN_OFF)
            return records, [*problems, told]
        if isinstance(item, dict):
            records.append(Record(place, item))
        else:
            problems.append(Problem(place, shown(item), FeedReason.NOT_A_RECORD))
        number += 1


def _after_gap(body: str, at: int) -> int:
    found = GAP.match(body, at)
    return found.end() if found else at


def _read_objects(
    text: str, body: str, marks: frozenset[str], problems: list[Problem]
) -> tuple[list[Record], list[Problem]]:
    """JSON lines, or one object that is a record or holds lists of them."""
    try:
        whole, end = DECODER.raw_decode(body)
    except (ValueError, RecursionError):
        return _read_lines(text, problems)
    if body[end:].strip():
        return _read_lines(text, problems)
    is_record = len({folded(key) for key in whole} & marks) > 1
    found = [] if is_record else list(_lists_in(whole, "", 0))
    if not found:
        return [Record("[0]", whole)], problems
    records = []
    for path, items in found:
        for number, item in enumerate(items):
            place = f"{path}[{number}]"
            if isinstance(item, dict):
                records.append(Record(place, item))
            else:
                problems.append(Problem(place, shown(item), FeedReason.NOT_A_RECORD))
    return records, problems


def _lists_in(value: Mapping[str, object], path: str, depth: int) -> Iterator[tuple[str, list[object]]]:
    """Every list of objects inside an object, outermost first."""
    for key, inner in value.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
            yield shown(here), inner
        elif isinstance(inner, dict) and depth < DEEPEST and key != "payload":
            yield from _lists_in(inner, here, depth + 1)


def _read_lines(text: str, problems: list[Problem]) -> tuple[list[Record], list[Problem]]:
    records = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        stripped = line.strip("\ufeff \t,")
        if not stripped:
            continue
        place = f"第 {number} 行"
        try:
            item = json.loads(stripped)
        except (ValueError, RecursionError):
            problems.append(Problem(place, shown(stripped), FeedReason.BAD_LINE))
            continue
        if isinstance(item, dict):
            records.append(Record(place, item))
        else:
            problems.append(Problem(place, shown(stripped), FeedReason.NOT_A_RECORD))
    return records, problems


def keys_in(head: bytes) -> frozenset[str]:
    """The field names that a file's beginning shows, as `folded`; Parquet shows them only when whole."""
    if head.startswith(PARQUET):
        return frozenset(folded(key) for key in parquet_columns(head))
    text, _ = decode(head[:20_000])
    body = text.lstrip("\ufeff \t\r\n")
    if body.startswith(("[", "{")):
        return frozenset(folded(key) for key in JSON_KEY.findall(body))
    first = body.split("\n", 1)[0]
    return frozenset(folded(cell) for cell in re.split(r"[,;\t|]", first))


def folded(key: str) -> str:
    """A field name without case, spaces, width and unit, as aliases are compared."""
    return _folded(key[:LONGEST_KEY])


@lru_cache(maxsize=4096)
def _folded(key: str) -> str:
    plain = unicodedata.normalize("NFKC", key).strip("\ufeff \t\r\n\"'").casefold()
    return re.sub(r"[\s_\-]+|[(\[][^)\]]*[)\]]?$", "", plain)
