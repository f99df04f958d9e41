"""One line as it is told on the phone, taken apart: subject and words, time said, people, who said it, note.

`kmjd zht zg 1420 王书记报 3人,路上积水`: words stand in any order after the first, which names the subject.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import normalize

from stormdesk.domain.moment import BEIJING
from stormdesk.domain.vocabulary import N_

LONGEST_LINE = 300
MOST_WORDS = 20
MOST_PEOPLE = 100_000
_COMMA = re.compile(r"[,;。]")
_CLOCK = re.compile(r"(今天|今|昨天|昨|前天|前|y)?(\d{1,2})(?:[::点时](\d{1,2})?分?|(\d{2}))")
_PEOPLE = re.compile(r"(\d{1,7})(?:人|个人|名|p)")
_TELLS = re.compile(r"(.{1,30}?)(?:来电|电话|报告|反映|报|说)")
_BY = {"报", "by", "报告人", "报告人:"}
_DAYS = {"今": 0, "今天": 0, "昨": 1, "y": 1, "昨天": 1, "前": 2, "前天": 2}


class Fault(StrEnum):
    """Why a line cannot be taken as it stands; what to do instead."""

    EMPTY = N_("先写是谁或什么:姓名、拼音首字母、船号、手机尾号或编号。")
    TOO_LONG = N_("这一行太长;细节写在逗号后面,一行不超过 300 字。")
    NO_TIME = N_("“{value}”不是时刻。写法:1420、14:20、14点20、昨22:10。")
    FUTURE = N_("“{value}”还没有到,不能登记将来的事。昨天的时刻写作 昨22:10。")
    NOBODY = N_("没有找到“{value}”;试试船名号、手机尾号、编号,或换成姓名首字母。")
    NO_WORD = N_("没听懂“{value}”:不是这里用的状态。细节写在逗号后面,谁说的写作“某某报”。")
    NO_PEOPLE = N_("“{value}”要说人数,例如 12人。")
    TOO_MANY = N_("“{value}”人数过大,请核对。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What one line says; `happened_at` None is now."""

    words: tuple[str, ...]
    happened_at: datetime | None = None
    people: int | None = None
    said_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that must be written anew: why, and which part of it."""

    fault: Fault
    value: str = ""


def parse_phrase(line: str, now: datetime) -> Phrase | Unclear:
    """Take a line apart; `now` is the instant on the screens."""
    if len(line) > LONGEST_LINE:
        return Unclear(Fault.TOO_LONG)
    told, note = _told(line)
    words: list[str] = []
    facts: dict[str, datetime | int | str] = {}
    by_at = len(told)
    for at, word in enumerate(told):
        if words and word.casefold() in _BY:
            by_at = at
            break
        found = _fact(word, now) if words and at else None
        if isinstance(found, Unclear):
            return found
        if found is None or found[0] in facts:
            words.append(word)
        else:
            facts[found[0]] = found[1]
    if not words:
        return Unclear(Fault.EMPTY)
    said_by = " ".join(told[by_at + 1 :]) or facts.pop("said_by", "")
    return Phrase(words=tuple(words), note=note, **(facts | {"said_by": said_by}))  # type: ignore[arg-type]


def _told(line: str) -> tuple[list[str], str]:
    """The words before the first comma, and what follows it; full-width and control characters made plain."""
    plain = "".join(c if c.isprintable() else " " for c in normalize("NFKC", line))
    head, _, note = _COMMA.sub(",", plain, count=1).partition(",")
    return head.split()[:MOST_WORDS], " ".join(note.split())


def _fact(word: str, now: datetime) -> tuple[str, datetime | int | str] | Unclear | None:
    """What a word says of time, people or speaker; None when it says something else."""
    if (match := _CLOCK.fullmatch(word)) is not None:
        return _instant(word, match, now)
    if (match := _PEOPLE.fullmatch(word)) is not None:
        count = int(match[1])
        return ("people", count) if count <= MOST_PEOPLE else Unclear(Fault.TOO_MANY, word)
    if (match := _TELLS.fullmatch(word)) is not None and not match[1].endswith(("零", "上", "况")):
        return "said_by", match[1]
    return None


def _instant(word: str, match: re.Match[str], now: datetime) -> tuple[str, datetime] | Unclear | None:
    day, hour, minute = match[1], int(match[2]), int(match[3] or match[4] or 0)
    if hour > 23 or minute > 59:
        return None if word.isdigit() else Unclear(Fault.NO_TIME, word)
    today: date = now.astimezone(BEIJING).date()
    said = datetime(today.year, today.month, today.day, hour, minute, tzinfo=BEIJING)
    said -= timedelta(days=_DAYS.get(day or "", 0))
    return ("happened_at", said) if said <= now else Unclear(Fault.FUTURE, word)
