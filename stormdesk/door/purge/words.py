"""Which words prove that people are forgotten when they are found nowhere, and which cannot prove it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from stormdesk.door.purge.traces import SHORTEST
from stormdesk.store import Asking
from stormdesk.store.rewrite import Forgetting

# A text that anybody may have typed: it is no person's own word as a name or number is.
LOOSE: Final = frozenset({"text", "payload"})
LEAST_LETTERS: Final = 6
LEAST_SIGNS: Final = 4
LEAST_DIGITS: Final = 7
# What the rule for facts of reports lets stand: a code or an instant without a phone in it.
_CODE: Final = re.compile(r"(?!.*[0-9]{7})[A-Za-z0-9_:.+-]{0,60}")
_WORD_OF_A_LIST: Final = re.compile(r"[a-z_]+")
_NUMBERS: Final = re.compile(r"[\d\s.,:;/+()%°-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is looked for, and how many words are not: too short, or only numbers and codes.

    The loose ones among them may stand in the name of an office or a source by chance.
    """

    sought: tuple[str, ...]
    loose: frozenset[str]
    short_count: int
    common_count: int


def words_of(store: Asking, told: Forgetting) -> Words:
    """Every word in the marked columns of the rows that a forgetting touches."""
    return chosen((kind, word) for kind, word in store.rows("forget/words", **told.values))


def chosen(found: Iterable[tuple[str, str]]) -> Words:
    """Part the words of each kind into those that prove something and those that cannot."""
    sought: dict[str, bool] = {}
    short, common = set(), set()
    for kind, whole in found:
        for word in _parts(kind, whole):
            if _is_short(kind, word):
                short.add(word)
            elif _is_common(kind, word):
                common.add(word)
            else:
                sought[word] = sought.get(word, True) and kind in LOOSE
    return Words(
        sought=tuple(sorted(sought)),
        loose=frozenset(word for word, is_loose in sought.items() if is_loose),
        short_count=len(short - sought.keys()),
        common_count=len(common - sought.keys()),
    )


def _parts(kind: str, whole: str) -> Iterator[str]:
    """The word, or what stands in it where it is JSON; codes that the rules let stand in reports are none."""
    for word in _leaves(whole):
        if word and not (kind == "payload" and _CODE.fullmatch(word)):
            yield word


def _leaves(whole: str) -> Iterator[str]:
    if not whole.startswith(("{", "[")):
        yield whole
        return
    try:
        yield from _told(json.loads(whole))
    except (ValueError, RecursionError):
        yield whole


def _told(value: Any) -> Iterator[str]:  # noqa: ANN401  whatever stands in JSON
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _told(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value).strip()


def _is_short(kind: str, word: str) -> bool:
    if len(word.encode("utf-8", "replace")) < SHORTEST:
        return True
    if word.isascii():
        return kind != "name" and len(word) < LEAST_LETTERS
    return kind in LOOSE and len(word) < LEAST_SIGNS


def _is_common(kind: str, word: str) -> bool:
    """Whether it is a code of the program's own lists, or a number that is no phone."""
    if _WORD_OF_A_LIST.fullmatch(word):
        return kind != "name"
    if not _NUMBERS.fullmatch(word):
        return False
    if kind == "phone":
        return sum(map(str.isdigit, word)) < LEAST_DIGITS
    return max(map(len, re.findall(r"\d+", word)), default=0) < LEAST_DIGITS
