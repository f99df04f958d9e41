"""Rows of the lists that may be one and the same: which pairs to ask about, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class Likeness(StrEnum):
    """Why two rows look like one."""

    NAME_AND_PHONE = N_("姓名和电话相同")
    PHONE = N_("同一电话,姓名相近")
    PHONE_ONLY = N_("同一电话,姓名不同")
    NAME_IN_VILLAGE = N_("同村同名")
    MEMBERS = N_("户主、人数和村相同")
    HULL = N_("船名号写法不同,实为一个号")
    MMSI = N_("AIS 识别码相同")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one: the register, their ids in order, why, and how alike (100 is the same)."""

    register: str
    one_id: str
    other_id: str
    reason: Likeness
    score: float


def ordered(one_id: str, other_id: str) -> tuple[str, str]:
    """The two ids of a pair, always in the same order."""
    return (one_id, other_id) if one_id <= other_id else (other_id, one_id)


def likeliest(pairs: Sequence[Pair]) -> list[Pair]:
    """One pair for each two rows, by the reason that makes them most alike; the most alike first."""
    best: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        key = ordered(pair.one_id, pair.other_id)
        if key not in best or pair.score > best[key].score:
            best[key] = Pair(pair.register, *key, pair.reason, pair.score)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.one_id, pair.other_id))


def undecided(pairs: Sequence[Pair], decided: Mapping[tuple[str, str], str]) -> list[Pair]:
    """The pairs that nobody has decided on yet."""
    return [pair for pair in pairs if ordered(pair.one_id, pair.other_id) not in decided]
