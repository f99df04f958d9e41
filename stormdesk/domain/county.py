"""The county: its profile, its tables, its shapes, and what can be looked up in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county_profile import Profile
from stormdesk.domain.county_rows import (
    Category,
    ClearanceRow,
    DamageItem,
    DeadlineRule,
    DutyRole,
    EightList,
    EvacuationPhrase,
    FacilitySector,
    Harbour,
    Level,
    MemberUnit,
    ReportRhythm,
    Signal,
    Tier,
    Township,
    VesselClass,
    Village,
)
from stormdesk.domain.geo import Places
from stormdesk.domain.rules.records import NO_RULES, RuleBook
from stormdesk.domain.sea.times import SeaTime
from stormdesk.domain.tally_doubts import TallyLimit
from stormdesk.domain.water.rows import GaugeRule, RainGrade, TideDatum, TideMark

TOWNSHIP_DIGITS = 9
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The tables that every county shares."""

    levels: tuple[Level, ...]
    signals: tuple[Signal, ...]
    danger_zone_types: tuple[Category, ...]
    rain_grades: tuple[RainGrade, ...] = ()
    gauge_rules: tuple[GaugeRule, ...] = ()
    damage_items: tuple[DamageItem, ...] = ()
    tally_limits: tuple[TallyLimit, ...] = ()

    def level(self, code: str) -> Level:
        """Find a response level by its code; KeyError when there is none."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Polygons in WGS 84: the townships are schematic unless the county imported official ones."""

    townships: Mapping[str, BaseGeometry]
    land: BaseGeometry
    regional_land: BaseGeometry | None = None
    ocean_land: BaseGeometry | None = None


@dataclass(frozen=True, kw_only=True)
class County:
    """Everything that makes one county (no slots: lookups are built once and kept)."""

    profile: Profile
    townships: tuple[Township, ...]
    villages: tuple[Village, ...]
    shapes: Shapes
    evacuation_categories: tuple[Category, ...]
    vessel_classes: tuple[VesselClass, ...]
    facility_sectors: tuple[FacilitySector, ...]
    duty_roles: tuple[DutyRole, ...]
    report_rhythms: tuple[ReportRhythm, ...]
    deadlines: tuple[DeadlineRule, ...]
    reference: Reference
    clearance: tuple[ClearanceRow, ...] = ()
    harbours: tuple[Harbour, ...] = ()
    member_units: tuple[MemberUnit, ...] = ()
    eight_lists: tuple[EightList, ...] = ()
    evacuation_phrases: tuple[EvacuationPhrase, ...] = ()
    tide_marks: tuple[TideMark, ...] = ()
    tide_datums: tuple[TideDatum, ...] = ()
    sea_times: tuple[SeaTime, ...] = ()
    missing_files: tuple[str, ...] = ()
    rules: RuleBook = NO_RULES

    @cached_property
    def _townships(self) -> dict[str, Township]:
        return {township.code: township for township in self.townships}

    @cached_property
    def _villages(self) -> dict[str, Village]:
        return {village.code: village for village in self.villages}

    @cached_property
    def places(self) -> Places:
        """The polygons, ready to be asked which of them holds a point."""
        frame = self.profile.sea_bounds
        waters = box(frame.west, frame.south, frame.east, frame.north).difference(self.shapes.land)
        if self.shapes.regional_land is not None:
            waters = waters.difference(self.shapes.regional_land)
        return Places(self.shapes.townships, self.shapes.land, waters)

    @property
    def counted_townships(self) -> tuple[Township, ...]:
        """The townships that the county's own totals count."""
        return tuple(township for township in self.townships if township.is_counted)

    @property
    def counted_villages(self) -> tuple[Village, ...]:
        """The villages and communities that the county's own totals count."""
        return tuple(village for village in self.villages if village.is_counted)

    def township(self, code: str) -> Township:
        """Find a township by its code of 9 digits, or of 12 ending in zeros; KeyError when there is none."""
        return self._townships[code[:TOWNSHIP_DIGITS] if code.endswith("000") else code]

    def village(self, code: str) -> Village:
        """Find a village by its code of 12 digits; KeyError when there is none."""
        return self._villages[code]

    def villages_of(self, township_code: str) -> tuple[Village, ...]:
        """List the villages of a township, in the order of the file."""
        return tuple(village for village in self.villages if village.township_code == township_code)

    def children(self, code: str) -> tuple[Township, ...] | tuple[Village, ...]:
        """List what lies one tier below a county or township."""
        return self.townships if code == self.profile.code else self.villages_of(code)

    def name_of(self, code: str, language: str = "zh") -> str:
        """Name the county, township or village of a code; KeyError when there is none."""
        if code == self.profile.code:
            return self.profile.name(language)
        if code in self._villages:
            return self._villages[code].name(language)
        return self.township(code).name(language)

    def township_named(self, name: str) -> Township | None:
        """Find a township by its full or short Chinese name or its English one, as lists write it."""
        wanted = name.strip()
        for township in self.townships:
            if wanted in {township.name_zh, township.short_name_zh, township.name_en}:
                return township
        return None

    def village_named(self, name: str, township_code: str) -> Village | None:
        """Find a village of a township by its Chinese, English or published name."""
        wanted = name.strip()
        for village in self.villages_of(township_code):
            if wanted in {village.name_zh, village.list_name_zh, village.name_en}:
                return village
        return None

    def harbour(self, harbour_id: str) -> Harbour:
        """Find a harbour by its id; KeyError when there is none."""
        for harbour in self.harbours:
            if harbour.harbour_id == harbour_id:
                return harbour
        raise KeyError(harbour_id)

    def rhythm_min(self, level_code: str, tier: Tier) -> int | None:
        """Tell the longest silence in minutes that a tier may keep at a level; None where no rule says."""
        for rhythm in self.report_rhythms:
            if (rhythm.level_code, rhythm.tier) == (level_code, tier):
                return rhythm.every_min
        return None
