"""What many silent villages have in common: a township cut off, a cell tower, one officer's phone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stormdesk.domain.county import TOWNSHIP_DIGITS
from stormdesk.domain.silence import Silence, Voice

# Fewer silent villages may be chance; this share of those that hang on one thing is no chance any more.
LEAST: Final = 3
SHARE: Final = 0.8


class Tie(StrEnum):
    """What villages can hang on together."""

    CUTOFF = "cutoff"
    TOWER = "tower"
    PHONE = "phone"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCause:
    """One thing that explains several silences; `members` are the silent ones of the `of` that hang on it."""

    tie: Tie
    tie_id: str
    members: tuple[str, ...]
    of: int

    @property
    def code(self) -> str:
        """How troubles name it: tower:T07."""
        return f"{self.tie}:{self.tie_id}"


@dataclass(frozen=True, slots=True)
class _Areas:
    """Who is silent and who speaks; villages that owe no word are neither."""

    silent: frozenset[str]
    heard: frozenset[str]

    def owing(self, codes: Iterable[str]) -> frozenset[str]:
        return frozenset(codes) & (self.silent | self.heard)


def common_causes(
    silences: Iterable[Silence], *, towers: Mapping[str, str], phones: Mapping[str, Sequence[str]]
) -> tuple[CommonCause, ...]:
    """Explain silent villages by what they share; each village is explained once, or not at all.

    `towers` gives a village's cell tower, `phones` the villages that one phone stands for. A silent township
    explains its villages first, then a tower, then a phone, then a township office that passes nothing on.
    """
    known = list(silences)
    areas = _Areas(
        frozenset(one.area_code for one in known if one.is_silent),
        frozenset(one.area_code for one in known if one.voice is Voice.HEARD),
    )
    left = set(areas.silent)
    found = []
    for cause in _candidates(areas, towers, phones):
        members = tuple(sorted(left.intersection(cause.members)))
        if sum(map(_is_village, members)) >= LEAST:
            found.append(CommonCause(tie=cause.tie, tie_id=cause.tie_id, members=members, of=cause.of))
            left.difference_update(members)
    return tuple(found)


def _candidates(
    areas: _Areas, towers: Mapping[str, str], phones: Mapping[str, Sequence[str]]
) -> Iterator[CommonCause]:
    villages = {code for code in areas.silent | areas.heard if _is_village(code)}
    offices = _grouped({code: code[:TOWNSHIP_DIGITS] for code in villages})
    cut_off = {code: codes for code, codes in offices.items() if code in areas.silent}
    yield from _explaining(areas, Tie.CUTOFF, {code: (*codes, code) for code, codes in cut_off.items()})
    by_tower = {
        tower: codes for tower, codes in _grouped(towers).items() if _others_speak(areas, codes, offices)
    }
    yield from _explaining(areas, Tie.TOWER, by_tower)
    yield from _explaining(areas, Tie.PHONE, phones)
    yield from _explaining(areas, Tie.OFFICE, {code: c for code, c in offices.items() if code not in cut_off})


def _explaining(areas: _Areas, tie: Tie, groups: Mapping[str, Sequence[str]]) -> list[CommonCause]:
    """The ties of one kind that enough of their villages' silence speaks for, the largest first."""
    found = []
    for tie_id, codes in groups.items():
        owing = areas.owing(codes)
        silent = owing & areas.silent
        count, of = sum(map(_is_village, silent)), sum(map(_is_village, owing))
        if count >= LEAST and count >= SHARE * of:
            found.append(CommonCause(tie=tie, tie_id=tie_id, members=tuple(sorted(silent)), of=of))
    return sorted(found, key=lambda cause: (-len(cause.members), cause.tie_id))


def _others_speak(areas: _Areas, codes: Sequence[str], offices: Mapping[str, Sequence[str]]) -> bool:
    """Whether somebody beside a tower speaks in its townships: another village, or the township itself."""
    townships = {code[:TOWNSHIP_DIGITS] for code in codes}
    beside = {code for township in townships for code in offices.get(township, ())} - set(codes)
    return bool((beside | townships) & areas.heard)


def _grouped(tie_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for code, tie_id in sorted(tie_of.items()):
        groups.setdefault(tie_id, []).append(code)
    return {tie_id: tuple(codes) for tie_id, codes in groups.items()}


def _is_village(code: str) -> bool:
    return len(code) > TOWNSHIP_DIGITS
