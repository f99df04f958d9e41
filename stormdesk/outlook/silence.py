"""Silence at a moment: who owes a word and has not sent it, and what many of them have in common."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from stormdesk.domain.common_cause import LEAST, CommonCause, common_causes
from stormdesk.domain.county import TOWNSHIP_DIGITS
from stormdesk.domain.county_rows import Tier
from stormdesk.domain.exceptions import Kind, Trouble
from stormdesk.domain.moment import Moment
from stormdesk.domain.silence import Silence, Voice, listen
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level import LevelInForce, level_in_force
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.turns import settled

Row = Mapping[str, Any]
KEPT: Final = 64
ON_POST: Final = "on_post"
RELIEVED: Final = "relieved"
AREA_TIERS: Final = (Tier.COUNTY, Tier.TOWNSHIP, Tier.VILLAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSilence:
    """One area or member unit: its last word, when the next one was or is owed, and what explains it."""

    tier: Tier
    code: str
    name_zh: str
    name_en: str
    silence: Silence
    cause: str | None = None

    @property
    def last_word_at(self) -> datetime | None:
        """When it last spoke; None when it never did."""
        return self.silence.last_word_at

    @property
    def due_at(self) -> datetime | None:
        """When the word was or is owed; None where none is."""
        return self.silence.due_at

    @property
    def voice(self) -> Voice:
        """What the age of its last word means."""
        return self.silence.voice

    @property
    def is_silent(self) -> bool:
        """Whether a word is owed and has not come."""
        return self.silence.is_silent

    @property
    def township_code(self) -> str | None:
        """Its township; None for the county and member units."""
        return self.code[:TOWNSHIP_DIGITS] if self.tier in {Tier.TOWNSHIP, Tier.VILLAGE} else None

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True, kw_only=True)
class Silences:
    """Everybody who may owe a word at a moment (no slots: the silent ones are looked up once)."""

    level: LevelInForce | None
    units: tuple[UnitSilence, ...]
    causes: tuple[CommonCause, ...]

    @cached_property
    def silent_codes(self) -> frozenset[str]:
        """The codes of all who are silent."""
        return frozenset(unit.code for unit in self.units if unit.is_silent)

    def is_silent(self, code: str | None) -> bool:
        """Whether a township, village or member unit is silent; its figures are then out of date."""
        return code in self.silent_codes

    def of(self, tier: Tier) -> tuple[UnitSilence, ...]:
        """The units of a tier."""
        return tuple(unit for unit in self.units if unit.tier is tier)

    def silent(self, tier: Tier) -> tuple[UnitSilence, ...]:
        """The silent ones of a tier, those never heard of first, then the longest silence."""
        quiet = [unit for unit in self.of(tier) if unit.is_silent]
        return tuple(sorted(quiet, key=lambda unit: (unit.voice is not Voice.NEVER, unit.due_at, unit.code)))

    def complete(self, tier: Tier, done_codes: Collection[str]) -> tuple[int, int]:
        """How many units of a tier are done, of how many; what a silent one says is not complete."""
        units = self.of(tier)
        return sum(unit.code in done_codes and not unit.is_silent for unit in units), len(units)

    def within(self, area_code: str | None) -> "Silences":
        """The same for one township or village: its areas, and no member units."""
        if area_code is None:
            return self
        units = tuple(unit for unit in self.units if unit.township_code and unit.code.startswith(area_code))
        return replace(self, units=units)


_silences: Shared[Silences] = Shared(KEPT)


def silence_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> Silences:
    """Who has kept quiet at the moment, in an area or the whole county with its member units."""
    key = (ground.store.key, moment, ground.store.data_version)
    return _silences.get(key, lambda: _read(ground, moment)).within(area_code)


def silence_troubles(ground: Ground, moment: Moment, *, area_code: str | None = None) -> list[Trouble]:
    """The silent townships and villages as troubles, those of one common cause under its name."""
    found = silence_at(ground, moment, area_code=area_code)
    return [_trouble(unit) for tier in (Tier.TOWNSHIP, Tier.VILLAGE) for unit in found.silent(tier)]


def _trouble(unit: UnitSilence) -> Trouble:
    """One silence; a line of a common cause counts villages, so a township cut off with them adds none."""
    own = f"{unit.tier}:never" if unit.voice is Voice.NEVER else unit.tier.value
    return Trouble(
        kind=Kind.SILENCE,
        cause=unit.cause or own,
        subject_id=unit.code,
        township_code=unit.township_code,
        objects=0 if unit.cause and unit.tier is Tier.TOWNSHIP else 1,
        village_code=unit.code if unit.tier is Tier.VILLAGE else None,
        due_at=unit.due_at,
        since=unit.last_word_at,
        is_shared=unit.cause is not None,
    )


def _read(ground: Ground, moment: Moment) -> Silences:
    level = level_in_force(ground, moment)
    words = plain_rows(ground.store.frame("silence/words", **asdict(moment)))
    areas = list(_areas(ground, moment, level, words))
    of_units = asdict(settled(ground, moment, "unit"))
    phones = plain_rows(ground.store.frame("silence/phones", **of_units, least_count=LEAST))
    causes = common_causes(
        [unit.silence for unit in areas if unit.tier is not Tier.COUNTY],
        towers={row["code"]: row["cell_tower_id"] for row in words if row["cell_tower_id"]},
        phones={row["person_id"]: row["village_codes"] for row in phones},
    )
    cause_of = {code: cause.code for cause in causes for code in cause.members}
    units = [replace(unit, cause=cause_of.get(unit.code)) for unit in areas]
    called = plain_rows(ground.store.frame("silence/units", **of_units))
    units += [_member_unit(ground, moment, level, row) for row in called]
    return Silences(level=level, units=tuple(units), causes=causes)


def _areas(
    ground: Ground, moment: Moment, level: LevelInForce | None, words: Iterable[Row]
) -> Iterator[UnitSilence]:
    rhythms = {tier: _every_min(ground, level, tier) for tier in AREA_TIERS}
    for row in words:
        tier = Tier(row["tier"])
        heard = listen(
            row["code"],
            row["last_word_at"],
            as_of=moment.as_of,
            every_min=rhythms.get(tier),
            owed_since=level.since if level else None,
        )
        yield _unit(tier, row, heard)


def _member_unit(ground: Ground, moment: Moment, level: LevelInForce | None, row: Row) -> UnitSilence:
    """A unit owes a word from its call on; at its post in the headquarters it is heard."""
    called_at = row["called_at"]
    owes = level is not None and called_at is not None and row["status"] not in {ON_POST, RELIEVED}
    heard = listen(
        row["code"],
        row["last_word_at"],
        as_of=moment.as_of,
        every_min=_every_min(ground, level, Tier.MEMBER_UNIT) if owes else None,
        owed_since=max(level.since, called_at) if level and called_at else None,
    )
    is_there = row["status"] == ON_POST
    return _unit(Tier.MEMBER_UNIT, row, replace(heard, voice=Voice.HEARD) if is_there else heard)


def _unit(tier: Tier, row: Row, silence: Silence) -> UnitSilence:
    name_zh = row["name_zh"] or row["code"]
    name_en = row["name_en"] or name_zh
    return UnitSilence(tier=tier, code=row["code"], name_zh=name_zh, name_en=name_en, silence=silence)


def _every_min(ground: Ground, level: LevelInForce | None, tier: Tier) -> int | None:
    return ground.county.rhythm_min(level.level_code, tier) if level else None
