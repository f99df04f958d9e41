"""Which vessel of the register a position is of: by number, by radio identity, or by name.

Names come in characters, in pinyin, with blanks and with zeros before the number: 浙玉渔00138,
ZHEYUYU00138 and "ZHE YU YU 138" are one. A position that fits none is kept under its own identity.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pypinyin import lazy_pinyin

from stormdesk.domain.position import Position
from stormdesk.domain.position_checks import identity_of
from stormdesk.domain.vocabulary import N_

# The parts of a hull mark: letters, then the number; fishing-net buoys carry more, such as a charge in %.
HULL: Final = re.compile(r"([A-Z]*)(\d*)([A-Z0-9]*)")
LONGEST_NAME: Final = 60
SUFFIX: Final = re.compile(r"[号轮]$")
NET_BUOY: Final = re.compile(r"\d{1,3}\s*%|NET|浮标|网位|BUOY", re.IGNORECASE)


class Told(StrEnum):
    """How a position's vessel was told, each in a sentence."""

    BY_ID = N_("按船舶编号对上名册")
    BY_MMSI = N_("按 MMSI 对上名册")
    BY_NAME = N_("按船名对上名册")
    CONFLICT = N_("MMSI 与船名指向名册里的两条船,以 MMSI 为准")
    SEVERAL = N_("名册里有几条船同此身份,按其自报身份保留")
    UNKNOWN = N_("名册里没有这条船,按其自报身份保留")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredVessel:
    """What the register knows a vessel by."""

    vessel_id: str
    name: str | None = None
    mmsi: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A position with the vessel that it is of, and how that was told."""

    position: Position
    told: Told


@lru_cache(maxsize=50_000)
def name_key(name: str | None) -> str:
    """Return one key for all spellings of a vessel's name; empty for what is no vessel's name."""
    plain = unicodedata.normalize("NFKC", name or "").strip()
    if not plain or NET_BUOY.search(plain):
        return ""
    latin = "".join(lazy_pinyin(SUFFIX.sub("", plain)[:LONGEST_NAME])).upper().replace("Ü", "V")
    letters = re.sub(r"[^A-Z0-9]", "", latin)
    parts = HULL.fullmatch(letters)
    if parts is None:
        return letters
    number = parts[2].lstrip("0") or parts[2][-1:]
    return f"{parts[1]}{number}{parts[3]}"


def own_identity(position: Position) -> str:
    """Return what a position calls its vessel, a name without its blanks."""
    if position.vessel_id or position.mmsi:
        return identity_of(position)
    return f"name:{''.join((position.name or '?').split())}"


class Register:
    """The vessels of the lists, to be asked which one a position is of."""

    def __init__(self, vessels: Iterable[RegisteredVessel]) -> None:
        self._ids: set[str] = set()
        self._by_mmsi: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for vessel in vessels:
            self._ids.add(vessel.vessel_id)
            mmsi, key = (vessel.mmsi or "").strip(), name_key(vessel.name)
            if mmsi:
                self._by_mmsi[mmsi].add(vessel.vessel_id)
            if key:
                self._by_name[key].add(vessel.vessel_id)

    def match(self, position: Position) -> Match:
        """Tell a position's vessel; one that fits none, or several, keeps its own identity."""
        if position.vessel_id in self._ids:
            return Match(position, Told.BY_ID)
        key = name_key(position.name)
        by_mmsi = self._by_mmsi.get(position.mmsi or "", set())
        by_name = self._by_name.get(key, set()) if key else set()
        both = by_mmsi & by_name
        for found, told in ((both, Told.BY_MMSI), (by_mmsi, Told.BY_MMSI), (by_name, Told.BY_NAME)):
            if len(found) == 1:
                is_conflict = bool(by_mmsi and by_name and not both)
                named = replace(position, vessel_id=next(iter(found)))
                return Match(named, Told.CONFLICT if is_conflict else told)
        own = replace(position, vessel_id=own_identity(position))
        return Match(own, Told.SEVERAL if by_mmsi or by_name else Told.UNKNOWN)
