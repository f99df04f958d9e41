"""One model per table of the county folder and of the reference tables."""

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str, Field(max_length=500)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]
TownshipCode = Annotated[str, Field(pattern=r"^\d{9}$")]
AreaCode = Annotated[str, Field(pattern=r"^\d{12}$")]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
_TAKEN = r"(facility|vessel|site|danger_zone):(\*|[a-z0-9_]+)"
Order = Annotated[int, Field(ge=1)]
Minutes = Annotated[int, Field(ge=0, le=10_080)]
Beaufort = Annotated[int, Field(ge=0, le=17)]


def _clock(value: object) -> object:
    return time.fromisoformat(value) if isinstance(value, str) and len(value) == len("18:00") else value


Clock = Annotated[time, BeforeValidator(_clock)]


class TownshipKind(StrEnum):
    """What a unit at township level is."""

    SUBDISTRICT = "街道"
    TOWN = "镇"
    TOWNSHIP = "乡"
    ZONE = "开发区"


class VillageKind(StrEnum):
    """What a unit at village level is."""

    VILLAGE = "村"
    COMMUNITY = "社区"
    RESIDENTS = "居委会"


class Tier(StrEnum):
    """Who acts or reports."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GRID = "grid"
    MEMBER_UNIT = "member_unit"


class Certainty(StrEnum):
    """How sure a row is: the official text, something published, a default, or made up for the drill."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    DEFAULT = "default, not official"
    SYNTHETIC = "synthetic"


class DoneStatus(StrEnum):
    """What "done" is called in a sector."""

    CLOSED = "closed"
    EMPTIED = "emptied"
    SUSPENDED = "suspended"
    MEASURES_TAKEN = "measures_taken"


class DeadlineKind(StrEnum):
    """What a deadline counts from."""

    BEFORE_CIRCLE = "before_circle"
    BEFORE_HIGH_TIDE = "before_high_tide"
    BEFORE_FLOOD = "before_flood"
    CLOCK_TIME = "clock_time"
    AT_LEVEL = "at_level"


class Row(BaseModel):
    """A checked row; unknown columns are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Named(Row):
    """A row with a name in both languages."""

    name_zh: Text
    name_en: Text

    def name(self, language: str) -> str:
        """Give the name in the language, Chinese unless English is asked for."""
        return self.name_en if language.startswith("en") else self.name_zh


class Sourced(Row):
    """A row that says where it comes from and how sure it is."""

    source: Text
    certainty: Certainty


class Category(Named, Sourced):
    """One entry of an ordered vocabulary: a reason to move, a danger-zone type."""

    code: Code
    order: Order


class VesselClass(Category):
    """A class of vessels with its measure words."""

    unit_zh: Text
    unit_en: Text


class FacilitySector(VesselClass):
    """A sector of facilities and what "done" means in it."""

    done_status: DoneStatus
    done_zh: Text
    done_en: Text


class DamageItem(Category):
    """One item of the damage report: counted from the ledger or told, and whether it may fall again."""

    unit_zh: Text
    unit_en: Text
    is_counted: bool
    can_fall: bool


class EightList(Category):
    """One of the eight lists: who leads it, who is called, and which rows of the registers it takes."""

    owner_unit: Code
    liaison_zh: Note = ""
    takes: Annotated[str, Field(pattern=rf"^{_TAKEN}(\|{_TAKEN})*$")]

    @property
    def parts(self) -> frozenset[tuple[str, str]]:
        """Register and category of what it takes, * for every category."""
        pairs = (part.partition(":") for part in self.takes.split("|"))
        return frozenset((register, category) for register, _colon, category in pairs)


class DutyRole(Category):
    """What a responsible person answers for."""

    tier: Tier


class Township(Named):
    """A unit at township level."""

    code: TownshipCode
    area_code: AreaCode
    short_name_zh: Text
    kind: TownshipKind
    seat_lat: Lat | None = None
    seat_lon: Lon | None = None
    is_counted: bool
    note: Note = ""


class Village(Named):
    """A village or community; `list_name_zh` is its name as the public list writes it."""

    code: AreaCode
    township_code: TownshipCode
    list_name_zh: Text
    kind: VillageKind
    lat: Lat | None = None
    lon: Lon | None = None
    is_position_synthetic: bool
    is_counted: bool
    note: Note = ""


class Harbour(Named, Sourced):
    """A harbour, the number of its berths and the Beaufort force up to which it shelters."""

    harbour_id: Code
    township_code: TownshipCode
    lat: Lat
    lon: Lon
    berth_count: Annotated[int, Field(ge=1)]
    shelter_grade_bft: Beaufort
    draught_m: Annotated[float, Field(gt=0, le=30)]
    is_position_synthetic: bool
    is_capacity_synthetic: bool


class EvacuationPhrase(Sourced):
    """The words that a storm's published paragraph uses for a category, in its order."""

    storm_number: Annotated[str, Field(pattern=r"^\d{4}$")]
    order: Order
    category_code: Code
    phrase_zh: Text


class MemberUnit(Named, Sourced):
    """A member unit of the headquarters; the main ones move in at level II."""

    unit_id: Code
    task_zh: Text
    task_en: Text
    hq_role_zh: Text
    is_main: bool


class ReportRhythm(Sourced):
    """The longest silence that a tier may keep at a level."""

    level_code: Code
    tier: Tier
    every_min: Annotated[int, Field(ge=1, le=10_080)]


class DeadlineRule(Named, Sourced):
    """When something must be done; which columns are filled follows from the kind."""

    code: Code
    subject: Code
    facet: Code
    category: Code | None = None
    kind: DeadlineKind
    circle_bft: Beaufort | None = None
    margin_min: Minutes | None = None
    clock_time: Clock | None = None
    level_code: Code | None = None
    within_min: Minutes | None = None
    night_cap: Clock | None = None
    clause: Text


class ClearanceUnit(StrEnum):
    """What a figure of the time-needed table counts."""

    MINUTES = "min"
    PEOPLE = "persons"
    PLACES = "places"
    CREWS = "crews"
    CRANES = "cranes"
    SHEDS = "sheds"
    VEHICLES = "vehicles"
    KMH = "km/h"
    KNOTS = "kn"
    KM = "km"
    RATIO = "ratio"


class ClearanceRow(Named, Sourced):
    """One figure of how long work takes; a category's row goes before the general one."""

    subject: Code
    facet: Code
    category: Code | None = None
    step: Code
    value: Annotated[float, Field(ge=0, le=10_080, allow_inf_nan=False)]
    unit: ClearanceUnit


class Level(Named, Sourced):
    """A response level; rank 0 is none, higher is graver."""

    code: Code
    rank: Annotated[int, Field(ge=0)]
    roman: str = ""
    colour: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Signal(Named, Sourced):
    """A warning signal of the weather office and its thresholds."""

    code: Code
    hazard: Code
    colour: Code
    rank: Order
    within_h: Annotated[int, Field(ge=1)]
    mean_wind_bft: Beaufort | None = None
    mean_wind_ms: float | None = None
    gust_bft: Beaufort | None = None
    gust_ms: float | None = None
    rain_mm: float | None = None
